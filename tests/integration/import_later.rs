//! A shop moves over in steps: customers who are imported later are linked to those of an earlier import, and people may write to the
//! bot before their record comes.

use std::path::{Path, PathBuf};

use kopilka::{
    domain::CouponWorth,
    import::{self, Finding, FindingKind, Options, Outcome, Report},
    service::{customers, referrals::PromoOutcome},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    import::{assert_same, without_ids},
    import_dump::{entry, invoice, plain, text},
    on_both,
    shop::{Shop, money, on_credit, sale},
};
use kopilka::domain::PointsWallet::Main;

const ANNA: i64 = 9_000_000_001;
const BORIS: i64 = 9_000_000_002;

/// A directory for the files of a test.
struct Desk {
    directory: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { directory: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, records: &[(String, Value)]) -> String {
        let dump = text(records);
        std::fs::write(self.path(name), &dump).unwrap();
        dump
    }

    async fn import(&self, shop: &Shop, name: &str, options: Options) -> (Report, Vec<Finding>) {
        let mut report = import::run(&shop.db, shop.id, &self.path(name), &options, &shop.clock).await.unwrap();
        let findings = report.findings.read().unwrap().map(Result::unwrap).collect();
        (report, findings)
    }

    async fn export(&self, shop: &Shop) -> String {
        let path = self.path("export.json");
        import::export(&shop.db, shop.id, chrono_tz::Asia::Almaty, &path, false).await.unwrap();
        std::fs::read_to_string(path).unwrap()
    }
}

fn accept() -> Options {
    Options { accept_faulty: true, ..Options::default() }
}

fn kinds(findings: &[Finding]) -> Vec<(FindingKind, &str)> {
    findings.iter().map(|finding| (finding.kind, finding.path.as_str())).collect()
}

/// Anna has a history; Boris came with her code; Clara invited nobody.
fn three() -> Vec<(String, Value)> {
    let mut records: Vec<(String, Value)> =
        ["10001", "10002", "10003"].map(|code| (code.to_owned(), plain(code))).into_iter().collect();
    let anna = &mut records[0].1;
    anna["telegram_id"] = json!(ANNA);
    anna["bonuses"] = json!(25.5);
    anna["history"] = json!([entry("accrual", 25.5, "Бонус с накладной #0000000A", "bonus")]);
    anna["debts"] = json!(10);
    anna["debt_history"] = json!([entry("accrual", 10.0, "Добавление долга", "debt")]);
    anna["invoices"] = json!([invoice("0000000A", 1275.0)]);
    anna["referrals"] = json!(["10002"]);
    let boris = &mut records[1].1;
    boris["telegram_id"] = json!(BORIS);
    boris["referred_by"] = json!("10001");
    boris["bonuses"] = json!(50);
    boris["history"] = json!([entry("accrual", 50.0, "Бонус за промокод", "bonus")]);
    records
}

on_both! {
    async fn a_referrer_who_comes_later_is_linked_to_the_friends_of_before(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let mut damaged = three();
        damaged[0].1["history"][0]["amount"] = json!("25,5");
        desk.write("dump.json", &damaged);
        let whole = desk.write("whole.json", &three());
        let (report, findings) = desk.import(&shop, "dump.json", accept()).await;
        assert_eq!((report.outcome, report.imported, report.rejected), (Outcome::Imported, 2, 1));
        assert!(kinds(&findings).contains(&(FindingKind::UnknownReferrer, "10002.referred_by")), "{findings:?}");

        // Meanwhile the friend, who has had a bonus for a code, takes no second one.
        let boris = shop.finds_by_code(&"10002".parse().unwrap()).await.unwrap();
        assert_eq!(boris.referrer_id, None);
        assert_eq!(shop.receives_promo_code(&boris, "PROMO10003").await, PromoOutcome::AlreadyUsed);
        assert_eq!(shop.amounts(&boris).await, (50_00, 0, 0));

        let (report, findings) = desk.import(&shop, "whole.json", Options::default()).await;
        assert_eq!((report.outcome, report.imported, report.unchanged), (Outcome::Imported, 1, 2), "{findings:?}");
        assert_eq!(kinds(&findings), [(FindingKind::LinkedLater, "10002.referred_by")]);
        shop.assert_sound().await;
        assert_same(&whole, &desk.export(&shop).await);
        let anna = shop.finds_by_code(&"10001".parse().unwrap()).await.unwrap();
        assert_eq!(shop.reloads(&boris).await.referrer_id, Some(anna.customer_id));
        let (again, _) = desk.import(&shop, "whole.json", Options::default()).await;
        assert_eq!((again.outcome, again.unchanged), (Outcome::Unchanged, 3));

        // The reward goes to her.
        assert_eq!(shop.receives_promo_code(&boris, "PROMO10003").await, PromoOutcome::AlreadyUsed);
        let sold = shop.issues(&boris, &sale(100_00)).await.unwrap();
        assert_eq!(sold.reward, Some((anna.customer_id, money(5_00))));
        shop.assert_sound().await;
    }

    async fn a_reward_that_a_later_link_misses_is_in_the_report(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let mut damaged = three();
        damaged[0].1["history"][0]["amount"] = json!("25,5");
        desk.write("dump.json", &damaged);
        desk.write("whole.json", &three());
        desk.import(&shop, "dump.json", accept()).await;
        let boris = shop.finds_by_code(&"10002".parse().unwrap()).await.unwrap();
        let sold = shop.issues(&boris, &sale(100_00)).await.unwrap();
        assert_eq!(sold.reward, None);
        let (_, findings) = desk.import(&shop, "whole.json", Options::default()).await;
        let path = "10002.referred_by";
        assert!(kinds(&findings).contains(&(FindingKind::LinkedLater, path)), "{findings:?}");
        let missed = findings.iter().find(|finding| finding.kind == FindingKind::RewardMissed).unwrap();
        assert_eq!(missed.path, path);
        assert_eq!(missed.message, format!("invoice {} was issued before 10001 came, who gets no reward for it", sold.number));
        shop.assert_sound().await;
    }

    async fn a_friend_in_a_circle_takes_no_code_either(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let mut file = three();
        file[0].1["referred_by"] = json!("10002");
        file[1].1["referrals"] = json!(["10001"]);
        let original = desk.write("dump.json", &file);
        let (_, findings) = desk.import(&shop, "dump.json", Options::default()).await;
        assert!(kinds(&findings).contains(&(FindingKind::ReferralCircle, "10001.referred_by")), "{findings:?}");
        let anna = shop.finds_by_code(&"10001".parse().unwrap()).await.unwrap();
        assert_eq!(shop.receives_promo_code(&anna, "PROMO10003").await, PromoOutcome::AlreadyUsed);
        assert_same(&original, &desk.export(&shop).await);
    }

    async fn a_stranger_with_the_code_of_a_missing_referrer_is_not_linked(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let stranger = shop.welcomes(77, "Чужая").await;
        shop.gives(&stranger, Main, 1_00).await;
        let mut file = three();
        file[1].1["referred_by"] = json!(stranger.code.as_str());
        desk.write("dump.json", &file[1..2]);
        let (_, findings) = desk.import(&shop, "dump.json", Options::default()).await;
        assert!(kinds(&findings).contains(&(FindingKind::UnknownReferrer, "10002.referred_by")), "{findings:?}");
        let boris = shop.finds_by_code(&"10002".parse().unwrap()).await.unwrap();
        assert_eq!((boris.referrer_id, boris.named_referrer), (None, Some(stranger.code.to_string())));
    }

    async fn the_named_referrer_moves_with_the_card(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let mut file = three();
        file[1].1["telegram_id"] = json!(null);
        file[1].1["phone_number"] = json!("+77001112233");
        let mut damaged = file.clone();
        damaged[0].1["bonuses"] = json!("x");
        desk.write("dump.json", &damaged);
        desk.write("whole.json", &file);
        desk.import(&shop, "dump.json", accept()).await;
        // He bought on a card of his own before he claims that of the file, so his own is kept, and takes no referrer any more.
        let own = shop.welcomes(BORIS, "Борис").await;
        shop.issues(&own, &sale(100_00)).await.unwrap();
        shop.receives_phone(BORIS, "+77001112233").await.unwrap();
        let boris = shop.reloads(&own).await;
        assert_eq!((boris.customer_id, boris.named_referrer, shop.amounts(&own).await.0), (own.customer_id, None, 2_50));
        // Another one claims it without a purchase, and keeps the referrer of the file.
        let other = Shop::open_as(&db, kopilka::domain::ShopId(7_002)).await;
        desk.import(&other, "dump.json", accept()).await;
        let own = other.welcomes(BORIS, "Борис").await;
        let clara = other.finds_by_code(&"10003".parse().unwrap()).await.unwrap();
        other.receives_promo_code(&own, &clara.code.promo().to_string()).await;
        assert_eq!(other.amounts(&own).await, (50_00, 0, 0));
        other.receives_phone(BORIS, "+77001112233").await.unwrap();
        let boris = other.reloads(&own).await;
        assert_eq!((boris.code.as_str(), other.amounts(&boris).await), ("10002", (50_00, 0, 0)), "the second bonus is taken back");
        desk.import(&other, "whole.json", Options::default()).await;
        let anna = other.finds_by_code(&"10001".parse().unwrap()).await.unwrap();
        assert_eq!(other.reloads(&boris).await.referrer_id, Some(anna.customer_id));
        shop.assert_sound().await;
        other.assert_sound().await;
    }
}

on_both! {
    async fn people_who_wrote_to_the_bot_before_get_their_record(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        desk.write("dump.json", &three());
        let anna = shop.welcomes(ANNA, "Анна").await;
        let friend = shop.welcomes(5, "Вера").await;
        let mut raw = db.raw().await;
        shop.changes_settings(&mut raw, "referral_promo_bonus_minor = 0").await;
        shop.receives_promo_code(&friend, &anna.code.promo().to_string()).await;
        let (dry, _) = desk.import(&shop, "dump.json", Options { dry_run: true, ..Options::default() }).await;
        assert_eq!(dry.outcome, Outcome::DryRun);
        assert_eq!(shop.reloads(&anna).await, anna);

        let (report, findings) = desk.import(&shop, "dump.json", Options::default()).await;
        assert_eq!((report.outcome, report.imported, report.rejected), (Outcome::Imported, 3, 0), "{findings:?}");
        assert!(kinds(&findings).contains(&(FindingKind::CardTakenOver, "10001.telegram_id")), "{findings:?}");
        shop.assert_sound().await;
        let card = shop.reloads(&anna).await;
        assert_eq!((card.code.as_str(), shop.amounts(&card).await), ("10001", (25_50, 0, 10_00)));
        assert_eq!((card.telegram_id, card.visited_at), (anna.telegram_id, anna.visited_at));
        assert!(card.joined_at < anna.joined_at && card.has_purchased == anna.has_purchased);
        assert_eq!(shop.finds_by_code(&anna.code).await.as_ref(), Some(&card), "her promo code is in other people's hands");
        assert_eq!(shop.reloads(&friend).await.referrer_id, Some(card.customer_id));
        assert_eq!(shop.welcomes(ANNA, "Анна").await.customer_id, card.customer_id);
        let (again, _) = desk.import(&shop, "dump.json", Options::default()).await;
        assert_eq!((again.outcome, again.unchanged), (Outcome::Unchanged, 3));
    }

    async fn a_person_with_a_code_of_the_file_gets_another_code(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let stranger = shop.welcomes(77, "Вера").await;
        let boris = shop.welcomes(BORIS, "Борис").await;
        // One record has the code of a stranger, a later one that of a person whose card is merged by then.
        let mut file = three();
        for code in [&stranger.code, &boris.code] {
            let mut record = plain(code.as_str());
            record["bonuses"] = json!(7);
            file.push((code.to_string(), record));
        }
        let original = desk.write("dump.json", &file);
        let (report, findings) = desk.import(&shop, "dump.json", Options::default()).await;
        assert_eq!((report.outcome, report.imported, report.rejected), (Outcome::Imported, 5, 0), "{findings:?}");
        let changed = findings.iter().filter(|finding| finding.kind == FindingKind::CodeChanged).count();
        assert_eq!(changed, 2, "{findings:?}");
        shop.assert_sound().await;
        let moved = shop.reloads(&stranger).await;
        assert_ne!(moved.code, stranger.code);
        assert_eq!((moved.telegram_id, shop.amounts(&moved).await), (stranger.telegram_id, (0, 0, 0)));
        for code in [&stranger.code, &boris.code] {
            let imported = shop.finds_by_code(code).await.unwrap();
            assert_eq!((&imported.code, imported.telegram_id, shop.amounts(&imported).await), (code, None, (7_00, 0, 0)));
        }
        assert_eq!(shop.reloads(&boris).await.code.as_str(), "10002");
        let exported: Value = serde_json::from_str(&desk.export(&shop).await).unwrap();
        let imported: Value = serde_json::from_str(&original).unwrap();
        let balances = |dump: &Value| file.iter().map(|(code, _)| dump[code]["bonuses"].as_f64()).collect::<Vec<_>>();
        assert_eq!(balances(&exported), balances(&imported));
    }

    async fn the_same_person_may_have_the_same_code_by_chance(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let anna = shop.welcomes(ANNA, "Анна").await;
        let mut file = three();
        let code = anna.code.as_str();
        file[0] = (code.to_owned(), file[0].1.clone());
        file[0].1["id"] = json!(code);
        file[0].1["referral_code"] = json!(anna.code.promo().to_string());
        file[1].1["referred_by"] = json!(code);
        desk.write("dump.json", &file);
        let (report, findings) = desk.import(&shop, "dump.json", Options::default()).await;
        assert_eq!((report.outcome, report.imported, report.rejected), (Outcome::Imported, 3, 0), "{findings:?}");
        let card = shop.reloads(&anna).await;
        assert_eq!((card.code.as_str(), card.telegram_id), (code, anna.telegram_id));
        assert_eq!(shop.amounts(&card).await, (25_50, 0, 10_00));
        shop.assert_sound().await;
    }

    async fn a_card_on_which_something_has_happened_stays_and_refuses_the_record(db: TestDb) {
        let desk = Desk::new();
        desk.write("dump.json", &three());
        for (place, what) in ["points", "an invoice", "a debt", "a coupon", "another phone"].into_iter().enumerate() {
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(7_010 + i64::try_from(place).unwrap())).await;
            let anna = shop.welcomes(ANNA, "Анна").await;
            match what {
                "points" => assert_eq!(shop.gives(&anna, Main, 1_00).await, money(1_00)),
                "an invoice" => assert!(shop.issues(&anna, &sale(1)).await.is_ok()),
                "a debt" => assert!(shop.issues(&anna, &on_credit(1)).await.is_ok()),
                "a coupon" => drop(shop.gives_coupon(&anna, "Чай", CouponWorth::Gift, None).await),
                _ => assert!(shop.receives_phone(ANNA, "+77001112233").await.is_ok()),
            }
            let (report, findings) = desk.import(&shop, "dump.json", Options::default()).await;
            assert_eq!(report.outcome, Outcome::Refused, "{what}");
            assert!(kinds(&findings).contains(&(FindingKind::DuplicateTelegramId, "10001.telegram_id")), "{what}: {findings:?}");
            let mut tx = shop.read().await;
            let now = customers::by_telegram_id(&mut tx, anna.telegram_id.unwrap()).await.unwrap().unwrap();
            assert_eq!(now.customer_id, anna.customer_id, "{what}");
        }
    }

    async fn a_person_who_shared_their_number_and_took_a_code_gets_their_record(db: TestDb) {
        // Who the person is in the file, and what they have afterwards: points beside the 20.00 that stay reserved, and whose code
        // counts.
        for (place, (code, person, points, counts)) in
            (7_020..).zip([("10001", ANNA, 5_50, None), ("10002", BORIS, 30_00, Some("10001")), ("10003", 3, 30_00, Some("PROMO"))])
        {
            let (desk, other) = (Desk::new(), Desk::new());
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(place)).await;
            let mut file = three();
            file[0].1["has_made_first_purchase"] = json!(true);
            file[2].1["telegram_id"] = json!(3);
            let record = file.iter_mut().find(|(key, _)| key == code).unwrap();
            record.1["phone_number"] = json!("+77001112233");
            desk.write("dump.json", &file);
            let vera = shop.welcomes(5, "Вера").await;
            let own = shop.welcomes(person, "Анна").await;
            shop.receives_promo_code(&own, &vera.code.promo().to_string()).await;
            shop.receives_phone(person, "+77001112233").await.unwrap();
            shop.holds(&own, Main, 20_00).await.unwrap();
            let (report, findings) = desk.import(&shop, "dump.json", Options::default()).await;
            assert_eq!((report.outcome, report.imported, report.rejected), (Outcome::Imported, 3, 0), "{findings:?}");
            shop.assert_sound().await;
            let card = shop.reloads(&own).await;
            assert_eq!((card.code.as_str(), card.telegram_id, shop.amounts(&card).await.0), (code, own.telegram_id, points));
            assert_eq!(card.phone.as_ref().map(|phone| phone.as_str()), Some("+77001112233"));
            let referrer = match card.referrer_id {
                Some(referrer) => Some(customers::get(&mut shop.read().await, referrer).await.unwrap()),
                None => None,
            };
            let expected = counts.map(|counts| if counts == "PROMO" { vera.code.as_str() } else { counts });
            assert_eq!(referrer.as_ref().map(|referrer| referrer.code.as_str()), expected, "{code}");
            assert_eq!(shop.amounts(&own).await, (0, 0, 0), "all is on the card of the record");
            let (again, findings) = desk.import(&shop, "dump.json", Options::default()).await;
            assert_eq!((again.outcome, again.unchanged), (Outcome::Unchanged, 3), "{findings:?}");
            let exported = desk.export(&shop).await;
            let there = Shop::open_as(&db, kopilka::domain::ShopId(place + 10)).await;
            desk.import(&there, "export.json", Options::default()).await;
            there.assert_sound().await;
            // The shop was there, so the customers have other ids.
            assert_same(&without_ids(&exported), &without_ids(&other.export(&there).await));
        }
    }

    async fn another_persons_number_is_not_theirs(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let stranger = shop.welcomes(77, "Вера").await;
        shop.receives_phone(77, "+77001112233").await.unwrap();
        let mut file = three();
        file[0].1["phone_number"] = json!("+77001112233");
        desk.write("dump.json", &file);
        let (report, findings) = desk.import(&shop, "dump.json", Options::default()).await;
        assert_eq!(report.outcome, Outcome::Refused);
        assert!(kinds(&findings).contains(&(FindingKind::DuplicatePhone, "10001.phone_number")), "{findings:?}");
        assert_eq!(shop.reloads(&stranger).await.phone.as_ref().map(|phone| phone.as_str()), Some("+77001112233"));
    }

    async fn a_faulty_record_leaves_the_card_of_its_person_alone(db: TestDb) {
        let (desk, shop) = (Desk::new(), Shop::open(&db).await);
        let anna = shop.welcomes(ANNA, "Анна").await;
        let mut file = three();
        file[0].1["bonuses"] = json!("x");
        desk.write("dump.json", &file);
        desk.write("whole.json", &three());
        let (report, findings) = desk.import(&shop, "dump.json", accept()).await;
        assert_eq!((report.outcome, report.rejected), (Outcome::Imported, 1));
        assert!(!kinds(&findings).iter().any(|(kind, _)| *kind == FindingKind::DuplicateTelegramId), "{findings:?}");
        assert_eq!(shop.reloads(&anna).await, anna);
        let (report, _) = desk.import(&shop, "whole.json", Options::default()).await;
        assert_eq!((report.outcome, report.imported), (Outcome::Imported, 1));
        assert_eq!(shop.reloads(&anna).await.code.as_str(), "10001");
        shop.assert_sound().await;
    }
}

/// Runs an import of a dump whose own directory takes no file: the program gets it as an open file.
#[cfg(target_os = "linux")]
fn import_of_open_file(dump: &Path, database: &str, directory: &Path) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kopilka"));
    command.env_clear().env("DATABASE_URL", database).env("TELOXIDE_TOKEN", "7001:x").current_dir(directory);
    command.args(["import", "/proc/self/fd/0", "--accept-faulty"]).stdin(std::fs::File::open(dump).unwrap());
    command.output().unwrap()
}

#[cfg(target_os = "linux")]
on_both! {
    async fn a_list_that_cannot_be_beside_the_dump_is_elsewhere_or_nothing_is_imported(db: TestDb) {
        let desk = Desk::new();
        let mut file = three();
        file[0].1["bonuses"] = json!("x");
        desk.write("dump.json", &file);
        let customers = "SELECT COUNT(*) FROM customers";
        // No directory takes the list.
        let output = import_of_open_file(&desk.path("dump.json"), &db.url, Path::new("/proc"));
        let line = crate::command::failure(&output);
        assert!(line.starts_with("kopilka: nothing was imported: /proc/self/fd/0.left-out.json cannot be written"), "{line}");
        assert_eq!(db.raw().await.number(customers).await, 0);
        // The current one does, on a second run too.
        for run in 0..2 {
            let output = import_of_open_file(&desk.path("dump.json"), &db.url, desk.directory.path());
            let (out, err) = crate::command::said(&output);
            assert_eq!(output.status.code(), Some(0), "{run}: {err}");
            assert!(out.contains("left out are in 0.left-out.json"), "{run}: {out}");
            assert_eq!(db.raw().await.number(customers).await, 2);
            let list = std::fs::read_to_string(desk.path("0.left-out.json")).unwrap();
            assert!(list.contains("\"10001\""), "{list}");
        }
        assert!(!desk.path("0.left-out-2.json").exists());
    }
}
