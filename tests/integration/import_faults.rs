//! What is wrong with a file, kind by kind: what the import says, and what it does.

use kopilka::import::{FindingKind, Options, Outcome, Severity};
use serde_json::{Value, json};

use crate::{
    database::{Kind, TestDb},
    import::{Files, SHOP, assert_same, assert_sound, findings, three},
    import_dump::{entry, invoice, text},
    on_both,
};

/// A fault, and what the import makes of it.
struct Case {
    name: &'static str,
    /// What happens to customer 10001 of three.
    damage: fn(&mut Vec<(String, Value)>),
    finding: FindingKind,
    path: &'static str,
}

const FAULTS: &[Case] = &[
    Case {
        name: "an amount that is a word",
        damage: |file| file[1].1["history"][0]["amount"] = json!("много"),
        finding: FindingKind::BadAmount,
        path: "10001.history[0].amount",
    },
    Case {
        name: "an amount beyond everything",
        damage: |file| file[1].1["history"][0]["amount"] = json!(1e300),
        finding: FindingKind::BadAmount,
        path: "10001.history[0].amount",
    },
    Case {
        name: "an amount below zero",
        damage: |file| file[1].1["history"][0]["amount"] = json!(-5.0),
        finding: FindingKind::NegativeAmount,
        path: "10001.history[0].amount",
    },
    Case {
        name: "a third decimal",
        damage: |file| file[1].1["debt_history"][0]["amount"] = json!(1.234),
        finding: FindingKind::TooManyDecimals,
        path: "10001.debt_history[0].amount",
    },
    Case {
        name: "a fourth decimal of a quantity",
        damage: |file| file[1].1["invoices"][0]["items"][0]["quantity"] = json!(0.1234),
        finding: FindingKind::TooManyDecimals,
        path: "10001.invoices[0].items[0].quantity",
    },
    Case {
        name: "a balance that is no number",
        damage: |file| file[1].1["bonuses"] = json!(null),
        finding: FindingKind::WrongType,
        path: "10001.bonuses",
    },
    Case {
        name: "a balance that is missing",
        damage: |file| drop(file[1].1.as_object_mut().unwrap().remove("debts")),
        finding: FindingKind::WrongType,
        path: "10001.debts",
    },
    Case {
        name: "invoices that are no list",
        damage: |file| file[1].1["invoices"] = json!({}),
        finding: FindingKind::WrongType,
        path: "10001.invoices",
    },
    Case {
        name: "a customer who is a list",
        damage: |file| file[1].1 = json!([]),
        finding: FindingKind::WrongType,
        path: "10001",
    },
    Case {
        name: "a Telegram account that is a text",
        damage: |file| file[1].1["telegram_id"] = json!("9000000001"),
        finding: FindingKind::WrongType,
        path: "10001.telegram_id",
    },
    Case {
        name: "a date without a clock",
        damage: |file| file[1].1["history"][0]["date"] = json!("21.12.2025"),
        finding: FindingKind::BadDate,
        path: "10001.history[0].date",
    },
    Case {
        name: "another id than the key",
        damage: |file| file[1].1["id"] = json!("99999999"),
        finding: FindingKind::KeyDiffersFromId,
        path: "10001.id",
    },
    Case {
        name: "a key that is no code",
        damage: |file| {
            file[1].0 = "settings".into();
            file[1].1["id"] = json!("settings");
        },
        finding: FindingKind::NotACode,
        path: "settings",
    },
    Case {
        name: "the same customer twice",
        damage: |file| {
            file[1] = file[0].clone();
            file[1].1["telegram_id"] = json!(null);
            file[1].1["phone_number"] = json!(null);
        },
        finding: FindingKind::DuplicateCustomer,
        path: "10000",
    },
    Case {
        name: "the same Telegram account twice",
        damage: |file| file[1].1["telegram_id"] = json!(9_000_000_000_u64),
        finding: FindingKind::DuplicateTelegramId,
        path: "10001.telegram_id",
    },
    Case {
        name: "the same phone twice, written differently",
        damage: |file| file[1].1["phone_number"] = json!("8 700 123-45-67"),
        finding: FindingKind::DuplicatePhone,
        path: "10001.phone_number",
    },
    Case {
        name: "an entry that neither adds nor takes",
        damage: |file| file[1].1["history"][0]["type"] = json!("payment"),
        finding: FindingKind::UnknownEntryType,
        path: "10001.history[0].type",
    },
    Case {
        name: "the same invoice twice",
        damage: |file| file[1].1["invoices"] = json!([invoice("0000000A", 1275.0), invoice("0000000A", 1275.0)]),
        finding: FindingKind::DuplicateInvoice,
        path: "10001.invoices[1].invoice_id",
    },
    Case {
        name: "points below zero",
        damage: |file| file[1].1["referral_bonuses"] = json!(-1),
        finding: FindingKind::BalanceBelowZero,
        path: "10001.referral_bonuses",
    },
];

const WARNINGS: &[Case] = &[
    Case {
        name: "a balance above its history",
        damage: |file| file[1].1["bonuses"] = json!(30),
        finding: FindingKind::BalanceMismatch,
        path: "10001.bonuses",
    },
    Case {
        name: "a debt below its history",
        damage: |file| file[1].1["debts"] = json!(4.5),
        finding: FindingKind::BalanceMismatch,
        path: "10001.debts",
    },
    Case {
        name: "a debt that was paid twice",
        damage: |file| {
            file[1].1["debts"] = json!(-10.0);
            file[1].1["debt_history"] = json!([
                entry("accrual", 10.0, "Добавление долга", "debt"),
                entry("payment", 20.0, "Погашение долга", "debt"),
            ]);
        },
        finding: FindingKind::MoneyInCredit,
        path: "10001.debts",
    },
    Case {
        name: "a referrer who does not exist",
        damage: |file| file[1].1["referred_by"] = json!("00001"),
        finding: FindingKind::UnknownReferrer,
        path: "10001.referred_by",
    },
    Case {
        name: "a friend without a referrer",
        damage: |file| file[1].1["referrals"] = json!(["10002"]),
        finding: FindingKind::Referrals,
        path: "10001.referrals",
    },
    Case {
        name: "a total that is not its lines'",
        damage: |file| file[1].1["invoices"][0]["total_amount"] = json!(1276.0),
        finding: FindingKind::InvoiceTotalMismatch,
        path: "10001.invoices[0].total_amount",
    },
    Case {
        name: "a line that is not its quantity at its price",
        damage: |file| file[1].1["invoices"][0]["items"][0]["unit_price"] = json!(1274.99),
        finding: FindingKind::LineTotalMismatch,
        path: "10001.invoices[0].items[0].item_total",
    },
    Case {
        name: "more points on an invoice than the entries took",
        damage: |file| file[1].1["invoices"][0]["bonuses_deducted"] = json!(7.77),
        finding: FindingKind::RedeemedMismatch,
        path: "10001.invoices[0].bonuses_deducted",
    },
    Case {
        name: "more points on an invoice than it cost",
        damage: |file| {
            file[1].1["invoices"][0]["bonuses_deducted"] = json!(1300.0);
            file[1].1["history"].as_array_mut().unwrap().push(entry(
                "deduction",
                1300.0,
                "Оплата по накладной #0000000A",
                "bonus",
            ));
        },
        finding: FindingKind::RedeemedTooMuch,
        path: "10001.invoices[0].bonuses_deducted",
    },
    Case {
        name: "a wallet that does not exist",
        damage: |file| file[1].1["invoices"][0]["bonus_source_used"] = json!("gift card"),
        finding: FindingKind::RedeemedMismatch,
        path: "10001.invoices[0].bonus_source_used",
    },
    Case {
        name: "an invoice that is not there",
        damage: |file| file[1].1["history"][0]["description"] = json!("Бонус с накладной #0000000B"),
        finding: FindingKind::UnknownInvoice,
        path: "10001.history[0].description",
    },
    Case {
        name: "an invoice number in lower case",
        damage: |file| {
            file[1].1["invoices"][0]["invoice_id"] = json!("0000000a");
            file[1].1["history"][0]["description"] = json!("Бонус с накладной #0000000a");
        },
        finding: FindingKind::BadInvoiceNumber,
        path: "10001.invoices[0].invoice_id",
    },
    Case {
        name: "an entry of nothing",
        damage: |file| {
            file[1].1["history"].as_array_mut().unwrap().push(entry(
                "deduction",
                0.0,
                "Списание бонусов (админ)",
                "bonus",
            ));
        },
        finding: FindingKind::ZeroAmount,
        path: "10001.history[1].amount",
    },
    Case {
        name: "a description of free text",
        damage: |file| file[1].1["history"][0]["description"] = json!("Подарок к 8 марта"),
        finding: FindingKind::UnknownDescription,
        path: "10001.history[0].description",
    },
    Case {
        name: "a phone that no country has",
        damage: |file| file[1].1["phone_number"] = json!("нет"),
        finding: FindingKind::BadPhone,
        path: "10001.phone_number",
    },
    Case {
        name: "a character that no database holds",
        damage: |file| file[1].1["last_name"] = json!("Ли\0"),
        finding: FindingKind::BadCharacter,
        path: "10001.last_name",
    },
    Case {
        name: "a referral code of one's own",
        damage: |file| file[1].1["referral_code"] = json!("PROMO10002"),
        finding: FindingKind::OddReferralCode,
        path: "10001.referral_code",
    },
    Case {
        name: "an entry in the derived list alone",
        damage: |file| {
            let mut other = file[1].1["history"][0].clone();
            other["amount"] = json!(99.0);
            file[1].1["combined_history"] = json!([file[1].1["debt_history"][0], file[1].1["history"][0], other]);
        },
        finding: FindingKind::CombinedHistory,
        path: "10001.combined_history[2]",
    },
    Case {
        name: "a derived list that lags behind",
        damage: |file| file[1].1["combined_history"] = json!([file[1].1["history"][0]]),
        finding: FindingKind::CombinedHistoryLags,
        path: "10001.combined_history",
    },
    Case {
        name: "a visit in milliseconds",
        damage: |file| file[1].1["visited_at"] = json!(1_765_943_923_019_u64),
        finding: FindingKind::ImpossibleDate,
        path: "10001.visited_at",
    },
    Case {
        name: "a visit in milliseconds without a text",
        damage: |file| {
            file[1].1["visited_at"] = json!(1_765_943_923_019_u64);
            file[1].1["visited_at_str"] = json!(null);
        },
        finding: FindingKind::ImpossibleDate,
        path: "10001.visited_at",
    },
    Case {
        name: "a visit in the future",
        damage: |file| file[1].1["visited_at"] = json!(1_880_000_000.5),
        finding: FindingKind::ImpossibleDate,
        path: "10001.visited_at",
    },
    Case {
        name: "a visit before Telegram",
        damage: |file| {
            file[1].1["visited_at"] = json!(0);
            file[1].1["visited_at_str"] = json!("1970-01-01 05:00:00");
        },
        finding: FindingKind::ImpossibleDate,
        path: "10001.visited_at",
    },
    Case {
        name: "a visit that is a text",
        damage: |file| file[1].1["visited_at"] = json!("вчера"),
        finding: FindingKind::ImpossibleDate,
        path: "10001.visited_at",
    },
    Case {
        name: "an entry of the future",
        damage: |file| file[1].1["history"][0]["date"] = json!("2125-11-13T14:25:29.148682+06:00"),
        finding: FindingKind::ImpossibleDate,
        path: "10001.history[0].date",
    },
    Case {
        name: "an entry of the last century",
        damage: |file| file[1].1["debt_history"][0]["date"] = json!("1970-01-01T00:00:00+00:00"),
        finding: FindingKind::ImpossibleDate,
        path: "10001.debt_history[0].date",
    },
    Case {
        name: "an invoice of the last century",
        damage: |file| file[1].1["invoices"][0]["date"] = json!("1970-01-01T00:00:00+00:00"),
        finding: FindingKind::ImpossibleDate,
        path: "10001.invoices[0].date",
    },
    Case {
        name: "a customer since the next century",
        damage: |file| file[1].1["joined_at"] = json!("2099-01-01T00:00:00+05:00"),
        finding: FindingKind::ImpossibleDate,
        path: "10001.joined_at",
    },
    Case {
        name: "a balance with the noise of floats",
        damage: |file| file[1].1["bonuses"] = json!(25.500_000_000_000_004),
        finding: FindingKind::FloatNoise,
        path: "10001.bonuses",
    },
    Case {
        name: "a debt with the noise of floats and without a history",
        damage: |file| {
            file[1].1["debts"] = json!(0.300_000_000_000_000_04);
            file[1].1["debt_history"] = json!([]);
        },
        finding: FindingKind::FloatNoise,
        path: "10001.debts",
    },
    Case {
        name: "an entry with the noise of floats",
        damage: |file| file[1].1["history"][0]["amount"] = json!(25.499_999_999_999_996),
        finding: FindingKind::FloatNoise,
        path: "10001.history[0].amount",
    },
    Case {
        name: "a total with the noise of floats",
        damage: |file| file[1].1["invoices"][0]["total_amount"] = json!(1_275.000_000_000_000_2),
        finding: FindingKind::FloatNoise,
        path: "10001.invoices[0].total_amount",
    },
    Case {
        name: "a line with the noise of floats",
        damage: |file| {
            let quantity = json!(3.000_000_000_000_000_4);
            let (price, total) = (json!(0.1), json!(0.300_000_000_000_000_04));
            file[1].1["invoices"][0]["items"]
                .as_array_mut()
                .unwrap()
                .push(json!({"product_name": "Чай", "quantity": quantity, "unit_price": price, "item_total": total}));
            file[1].1["invoices"][0]["total_amount"] = json!(1275.3);
        },
        finding: FindingKind::FloatNoise,
        path: "10001.invoices[0].items[1].item_total",
    },
    Case {
        name: "redeemed points with the noise of floats",
        damage: |file| file[1].1["invoices"][0]["bonuses_deducted"] = json!(0.000_000_000_000_1),
        finding: FindingKind::FloatNoise,
        path: "10001.invoices[0].bonuses_deducted",
    },
    Case {
        name: "a field of one's own",
        damage: |file| file[1].1["debt_history"][0]["cashier"] = json!({"name": "Лев", "till": 2}),
        finding: FindingKind::UnknownField,
        path: "10001.debt_history[0].cashier",
    },
];

on_both! {
    async fn a_fault_refuses_the_file_and_can_be_left_out(db: TestDb) {
        for case in FAULTS {
            let mut file = three();
            (case.damage)(&mut file);
            let files = Files::with(&text(&file));
            let mut refused = files.import(&db, "dump.json", Options::default()).await.unwrap();
            let found = findings(&mut refused);
            let faults: Vec<(FindingKind, &str)> =
                found.iter().filter(|finding| finding.kind.severity() == Severity::Fault).map(|f| (f.kind, &*f.path)).collect();
            assert!(refused.is_refused(), "{}", case.name);
            assert_eq!(faults, [(case.finding, case.path)], "{}", case.name);
            assert_eq!(files.export(&db).await.trim(), "{\n}", "{}: nothing is imported", case.name);

            // A dry run with the faulty ones accepted shows what would happen, and changes nothing either.
            let accept = Options { accept_faulty: true, dry_run: true, ..Options::default() };
            let report = files.import(&db, "dump.json", accept).await.unwrap();
            assert_eq!((report.outcome, report.imported, report.rejected), (Outcome::DryRun, 2, 1), "{}", case.name);
        }
    }

    async fn odd_but_valid_customers_are_imported_with_a_warning_and_exported_exactly(db: TestDb) {
        for (case, number) in WARNINGS.iter().zip(1..) {
            let mut file = three();
            (case.damage)(&mut file);
            let original = text(&file);
            let files = Files::of_shop(&original, kopilka::domain::ShopId(SHOP.0 + number));
            let mut report = files.import(&db, "dump.json", Options::default()).await.unwrap();
            let found: Vec<(FindingKind, String)> =
                findings(&mut report).into_iter().map(|finding| (finding.kind, finding.path)).collect();
            assert_eq!((report.outcome, report.imported), (Outcome::Imported, 3), "{}: {found:?}", case.name);
            assert!(found.contains(&(case.finding, case.path.to_owned())), "{}: {found:?}", case.name);
            assert_sound(&db, files.shop).await;
            assert_same(&original, &files.export(&db).await);
            // And nothing of it is taken for a change when it comes again.
            let again = files.import(&db, "dump.json", Options::default()).await.unwrap();
            assert_eq!((again.outcome, again.unchanged), (Outcome::Unchanged, 3), "{}", case.name);
        }
    }

    async fn noise_of_floats_makes_no_other_amount(db: TestDb) {
        let mut file = three();
        file[1].1["bonuses"] = json!(25.500_000_000_000_004);
        file[1].1["history"][0]["amount"] = json!(25.499_999_999_999_996);
        let files = Files::with(&text(&file));
        let mut report = files.import(&db, "dump.json", Options::default()).await.unwrap();
        let kinds: Vec<FindingKind> = findings(&mut report).iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, [FindingKind::FloatNoise, FindingKind::FloatNoise], "and no difference between them");
        assert_eq!(db.raw().await.numbers("SELECT balance_minor FROM wallets WHERE wallet = 'main'").await, [25_50]);
    }

    async fn impossible_moments_do_not_decide_when_a_customer_joined(db: TestDb) {
        const JOINED: &str = "SELECT joined_at FROM customers WHERE code = '10000'";
        let cases: [(Value, Value, i64); 5] = [
            (json!(1_765_943_923_019_u64), json!("2025-12-17 08:58:43"), 1_765_943_923_000_000),
            (json!(1_765_943_923_019_u64), json!(null), 1_765_943_923_019_000),
            (json!(9e15), json!("когда-то"), 1_780_000_000_000_000),
            (json!(-5), json!("1969-12-31 23:59:55"), 1_780_000_000_000_000),
            (json!(1_880_000_000), json!("2029-07-29 07:33:20"), 1_780_000_000_000_000),
        ];
        for (place, (visited_at, visited_at_str, expected)) in cases.into_iter().enumerate() {
            let mut file = vec![three().remove(0)];
            file[0].1["visited_at"] = visited_at.clone();
            file[0].1["visited_at_str"] = visited_at_str;
            let shop = kopilka::domain::ShopId(SHOP.0 + i64::try_from(place).unwrap());
            let files = Files::of_shop(&text(&file), shop);
            files.import(&db, "dump.json", Options::default()).await.unwrap();
            let joined = db.raw().await.number(&format!("{JOINED} AND shop_id = {shop}")).await;
            assert_eq!(joined, expected, "{visited_at}");
        }
    }
}

#[tokio::test]
async fn a_fault_of_the_settings_names_no_customer() {
    let db = TestDb::new(Kind::Sqlite).await;
    let files = Files::with(r#"{"bonus_program_settings": {"invoice_bonus_percentage": "two"}}"#);
    let mut report = files.import(&db, "dump.json", Options::default()).await.unwrap();
    assert!(report.is_refused());
    let found = findings(&mut report);
    assert_eq!(found.len(), 4, "{found:?}");
    for finding in found {
        assert!(finding.message.ends_with("the shop keeps what it has"), "{finding:?}");
    }
}
