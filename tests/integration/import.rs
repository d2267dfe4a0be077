//! Import and export: an export equals what was imported, faults are found, and repeating an import changes nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use kopilka::{
    clock::{ManualClock, Timestamp},
    domain::ShopId,
    import::{self, Finding, FindingKind, ImportError, Options, Outcome, Report, ScanError},
    service::integrity,
};
use rust_decimal::Decimal;
use serde_json::{Value, json, value::RawValue};
use tempfile::TempDir;

use crate::{
    database::TestDb,
    import_dump::{dump, entry, invoice, plain, text},
    on_both,
};

pub(crate) const SHOP: ShopId = ShopId(7_000_000_001);
const SAMPLE: &str = include_str!("../../import/customers.json");

/// A directory with a dump in it.
pub(crate) struct Files {
    directory: TempDir,
    pub(crate) shop: ShopId,
}

impl Files {
    pub(crate) fn with(dump: &str) -> Self {
        Self::of_shop(dump, SHOP)
    }

    /// A shop of its own, where several tests share a database.
    pub(crate) fn of_shop(dump: &str, shop: ShopId) -> Self {
        let files = Self { directory: TempDir::new().unwrap(), shop };
        std::fs::write(files.path("dump.json"), dump).unwrap();
        files
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) async fn import(&self, to: &TestDb, name: &str, options: Options) -> Result<Report, ImportError> {
        let clock = ManualClock::at(Timestamp(1_780_000_000_000_000));
        import::run(&to.db, self.shop, &self.path(name), &options, &clock).await
    }

    pub(crate) async fn export(&self, from: &TestDb) -> String {
        let path = self.path("export.json");
        import::export(&from.db, self.shop, chrono_tz::Asia::Tashkent, &path, true).await.unwrap();
        std::fs::read_to_string(path).unwrap()
    }
}

/// Asserts that the audit finds no fault.
pub(crate) async fn assert_sound(db: &TestDb, shop: ShopId) {
    let mut tx = db.db.read(shop).await.unwrap();
    for finding in integrity::check(&mut tx).await.unwrap() {
        assert!(finding.holds(), "{finding:?}");
    }
}

async fn import_into(db: &TestDb, dump: &str, options: Options) -> Report {
    Files::with(dump).import(db, "dump.json", options).await.unwrap()
}

pub(crate) fn findings(report: &mut Report) -> Vec<Finding> {
    report.findings.read().unwrap().map(Result::unwrap).collect()
}

/// A JSON value with exact decimals, to compare by meaning.
#[derive(Debug, PartialEq)]
enum Json {
    Leaf(String),
    Number(Decimal),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

fn meaning(raw: &RawValue) -> Json {
    let text = raw.get();
    match text.as_bytes()[0] {
        b'{' => {
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap();
            Json::Object(members.into_iter().map(|(key, value)| (key, meaning(value))).collect())
        }
        b'[' => Json::List(serde_json::from_str::<Vec<&RawValue>>(text).unwrap().into_iter().map(meaning).collect()),
        b'"' => Json::Leaf(format!("{:?}", serde_json::from_str::<String>(text).unwrap())),
        b'n' | b't' | b'f' => Json::Leaf(text.to_owned()),
        _ => {
            let exact = text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(text));
            Json::Number(exact.unwrap().normalize())
        }
    }
}

/// The members of a dump; without the lists that are derived from others.
fn members(dump: &str) -> BTreeMap<String, Json> {
    let Json::Object(mut members) = meaning(serde_json::from_str(dump).unwrap()) else { panic!("no object") };
    for member in members.values_mut() {
        if let Json::Object(fields) = member {
            fields.remove("combined_history");
            fields.remove("referrals");
        }
    }
    members
}

pub(crate) fn assert_same(original: &str, exported: &str) {
    let (original, exported) = (members(original), members(exported));
    assert_eq!(original.keys().collect::<Vec<_>>(), exported.keys().collect::<Vec<_>>());
    for (key, record) in &original {
        let (Json::Object(record), Json::Object(back)) = (record, &exported[key]) else { panic!("{key} is no object") };
        assert_eq!(record.keys().collect::<Vec<_>>(), back.keys().collect::<Vec<_>>(), "{key}");
        for (field, value) in record {
            assert_eq!(value, &back[field], "{key}.{field}");
        }
    }
}

/// The text of a dump without the ids of its customers and of what is billed, which are others where the shop was there before.
pub(crate) fn without_ids(dump: &str) -> String {
    let mut text = dump.to_owned();
    // The id of a customer stands for itself in the earlier bot's format: it is a text.
    for (field, kept) in [(", \"customer_id\": ", ""), (", \"last_id\": ", ""), ("{\"id\": ", "{\"id\": ")] {
        let mut parts = text.split(field);
        let first = parts.next().unwrap_or_default().to_owned();
        let digits = |digit: char| digit.is_ascii_digit();
        text = parts.fold(first, |text, part| text + kept + part.trim_start_matches(digits));
    }
    text
}

on_both! {
    async fn an_export_of_the_imported_sample_equals_it(db: TestDb) {
        let files = Files::with(SAMPLE);
        let report = files.import(&db, "dump.json", Options::default()).await.unwrap();
        assert_eq!((report.outcome, report.imported, report.invoices), (Outcome::Imported, 40, 91));
        for total in &report.wallets {
            assert_eq!(total.in_file, total.stored, "{}", total.wallet);
        }
        assert_sound(&db, SHOP).await;
        assert_same(SAMPLE, &files.export(&db).await);
    }

    async fn exports_of_imported_random_dumps_equal_them(db: TestDb) {
        let mut kinds = BTreeSet::new();
        for seed in 1..=3 {
            // Each into a shop of its own, so that shops are also shown to be apart.
            let shop = ShopId(SHOP.0 + i64::try_from(seed).unwrap());
            let original = dump(seed, 150);
            let files = Files::with(&original);
            let clock = ManualClock::at(Timestamp(1_780_000_000_000_000));
            let mut report =
                import::run(&db.db, shop, &files.path("dump.json"), &Options::default(), &clock).await.unwrap();
            let found = findings(&mut report);
            assert_eq!(report.outcome, Outcome::Imported, "{found:?}");
            kinds.extend(found.into_iter().map(|finding| finding.kind.as_str()));
            let path = files.path("export.json");
            import::export(&db.db, shop, chrono_tz::Asia::Almaty, &path, true).await.unwrap();
            let exported = std::fs::read_to_string(&path).unwrap();
            assert_sound(&db, shop).await;
            assert_same(&original, &exported);

            // And the export is the same dump to an import.
            let report = import::run(&db.db, shop, &path, &Options::default(), &clock).await.unwrap();
            assert_eq!((report.outcome, report.unchanged, report.imported), (Outcome::Unchanged, 150, 0));
        }
        let expected = [
            "bad_character", "bad_phone", "balance_mismatch", "combined_history", "combined_history_lags", "invoice_total_mismatch",
            "line_total_mismatch", "odd_referral_code", "referral_circle", "referrals", "unknown_description",
            "unknown_field", "unknown_invoice", "unknown_referrer", "zero_amount",
        ];
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected, "the quirks that these dumps have");
    }

    async fn derived_lists_are_exported_complete_and_in_order(db: TestDb) {
        let mut referrer = plain("10000");
        let early = entry("accrual", 5.0, "Начисление бонусов (админ)", "bonus");
        let mut late = entry("accrual", 20.0, "Добавление долга", "debt");
        late["date"] = json!("2025-11-14T00:00:00+06:00");
        late["date_str"] = json!("2025-11-14 00:00:00");
        referrer["bonuses"] = json!(5);
        referrer["history"] = json!([early]);
        referrer["debts"] = json!(20);
        referrer["debt_history"] = json!([late]);
        let mut friend = plain("10001");
        friend["referred_by"] = json!("10000");
        let files = Files::with(&text(&[("10000".into(), referrer), ("10001".into(), friend)]));
        let mut report = files.import(&db, "dump.json", Options::default()).await.unwrap();
        let kinds: Vec<FindingKind> = findings(&mut report).iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, [FindingKind::Referrals], "the file lists no friends");
        let exported: Value = serde_json::from_str(&files.export(&db).await).unwrap();
        assert_eq!(exported["10000"]["referrals"], json!(["10001"]));
        assert_eq!(exported["10000"]["combined_history"], json!([exported["10000"]["debt_history"][0], exported["10000"]["history"][0]]));
    }

    async fn a_description_in_a_wallet_where_its_kind_does_not_belong_makes_a_manual_entry_and_a_note(db: TestDb) {
        let mut record = plain("10000");
        let descriptions = ["Бонус за промокод", "Бонус с накладной #0A1B2C3D"];
        let foreign = descriptions.map(|description| entry("accrual", 5.0, description, "referral"));
        record["referral_bonuses"] = json!(10);
        record["referral_bonus_history"] = json!(foreign);
        record["bonuses"] = json!(7);
        record["history"] = json!([entry("accrual", 7.0, "Бонус от друга Алия", "bonus")]);
        record["invoices"] = json!([invoice("0A1B2C3D", 40.0)]);
        let original = text(&[("10000".into(), record)]);
        let files = Files::with(&original);
        let mut report = files.import(&db, "dump.json", Options::default()).await.unwrap();
        let found = findings(&mut report);
        assert_eq!(report.outcome, Outcome::Imported);
        assert_eq!(found.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [FindingKind::ForeignDescription; 3]);
        assert_eq!(found[0].message, "no `referral_reward` belongs in the wallet `main`; the entry counts as `manual`");
        assert!(report.to_string().contains("note foreign_description"), "{report}");
        let entries = "SELECT kind || ' ' || wallet || ' ' || note FROM entries ORDER BY wallet, number";
        let expected = ["manual main Бонус от друга Алия", "manual referral Бонус за промокод", "manual referral Бонус с накладной #0A1B2C3D"];
        assert_eq!(db.raw().await.texts(entries).await, expected);
        assert_sound(&db, SHOP).await;
        assert_same(&original, &files.export(&db).await);
    }

    async fn a_dry_run_changes_nothing(db: TestDb) {
        let files = Files::with(SAMPLE);
        let report = files.import(&db, "dump.json", Options { dry_run: true, ..Options::default() }).await.unwrap();
        assert_eq!((report.outcome, report.imported), (Outcome::DryRun, 40));
        assert!(report.to_string().contains("nothing was changed"), "{report}");
        assert_eq!(serde_json::from_str::<Value>(&files.export(&db).await).unwrap(), json!({}));
    }

    async fn importing_the_same_file_again_changes_nothing_and_reports_it(db: TestDb) {
        import_into(&db, SAMPLE, Options::default()).await;
        // Laid out in another way, it is still the same.
        let value: Value = serde_json::from_str(SAMPLE).unwrap();
        let report = import_into(&db, &serde_json::to_string_pretty(&value).unwrap(), Options::default()).await;
        assert_eq!((report.outcome, report.unchanged, report.changed), (Outcome::Unchanged, 40, 0));
        assert!(report.to_string().contains("40 customers already imported, unchanged"), "{report}");
        let report = import_into(&db, "{}", Options::default()).await;
        assert!(report.to_string().starts_with("Nothing to import: the file has no customers."), "{report}");
    }

    async fn a_customer_who_differs_from_the_first_import_is_reported_and_unchanged(db: TestDb) {
        let files = Files::with(SAMPLE);
        files.import(&db, "dump.json", Options::default()).await.unwrap();
        let before = files.export(&db).await;
        let mut changed: Value = serde_json::from_str(SAMPLE).unwrap();
        changed["10003"]["first_name"] = json!("Другая");
        let mut records: Vec<(String, Value)> = vec![("99999".into(), plain("99999"))];
        records.push(("10003".into(), changed["10003"].clone()));
        let mut report = import_into(&db, &text(&records), Options::default()).await;
        assert_eq!((report.outcome, report.imported, report.changed), (Outcome::Imported, 1, 1));
        let kinds: Vec<(String, FindingKind)> =
            findings(&mut report).into_iter().map(|finding| (finding.path, finding.kind)).collect();
        assert!(kinds.contains(&("10003".into(), FindingKind::DiffersFromImported)), "{kinds:?}");
        let after = members(&files.export(&db).await);
        assert_eq!(members(&before)["10003"], after["10003"]);
        assert!(after.contains_key("99999"));
    }
}

/// Three customers; the second has something of everything.
pub(crate) fn three() -> Vec<(String, Value)> {
    let mut records: Vec<(String, Value)> =
        ["10000", "10001", "10002"].map(|code| (code.to_owned(), plain(code))).into_iter().collect();
    records[0].1["telegram_id"] = json!(9_000_000_000_u64);
    records[0].1["phone_number"] = json!("+77001234567");
    let record = &mut records[1].1;
    record["bonuses"] = json!(25.5);
    record["history"] = json!([entry("accrual", 25.5, "Бонус с накладной #0000000A", "bonus")]);
    record["debts"] = json!(10);
    record["debt_history"] = json!([entry("accrual", 10.0, "Добавление долга", "debt")]);
    record["invoices"] = json!([invoice("0000000A", 1275.0)]);
    records
}

on_both! {
    async fn left_out_customers_can_be_corrected_and_imported(db: TestDb) {
        let mut file = three();
        file[1].1["history"][0]["amount"] = json!("25,5");
        // A friend of the one who is left out comes without a referrer, and gets one with them.
        file[2].1["referred_by"] = json!("10001");
        let files = Files::with(&text(&file));
        let accept = Options { accept_faulty: true, ..Options::default() };
        let mut report = files.import(&db, "dump.json", accept.clone()).await.unwrap();
        assert_eq!((report.outcome, report.imported, report.rejected), (Outcome::Imported, 2, 1));
        assert!(findings(&mut report).iter().any(|finding| finding.kind == FindingKind::UnknownReferrer));
        let exported: Value = serde_json::from_str(&files.export(&db).await).unwrap();
        assert_eq!(exported["10002"]["referred_by"], "10001");
        assert!(exported.get("10001").is_none());
        assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM rejected_identities").await, 0);

        // The same once more has nothing to import, and no sums of nothing to show.
        let again = files.import(&db, "dump.json", accept.clone()).await.unwrap();
        assert_eq!((again.outcome, again.unchanged, again.rejected), (Outcome::Unchanged, 2, 1));
        assert_eq!(again.left_out_file, report.left_out_file, "the list that is there already");
        let shown = again.to_string();
        assert!(shown.contains("2 customers already imported") && !shown.contains("balances"), "{shown}");

        let left_out = report.left_out_file.clone().unwrap();
        assert_eq!(left_out, files.path("dump.json.left-out.json"));
        let written = std::fs::read_to_string(&left_out).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap()["findings"][0]["path"], "10001.history[0].amount");
        std::fs::write(&left_out, written.replace("\"25,5\"", "25.5")).unwrap();
        // What was corrected is not replaced.
        let again = files.import(&db, "dump.json", accept).await.unwrap();
        assert_eq!(again.left_out_file, Some(files.path("dump.json.left-out-2.json")));
        let report = files.import(&db, "dump.json.left-out.json", Options::default()).await.unwrap();
        assert_eq!((report.outcome, report.imported), (Outcome::Imported, 1));
        let exported: Value = serde_json::from_str(&files.export(&db).await).unwrap();
        assert_eq!(exported["10001"]["bonuses"].as_f64(), Some(25.5));
    }

    async fn the_list_of_left_out_customers_takes_a_free_name(db: TestDb) {
        let mut file = three();
        file[1].1["bonuses"] = json!("x");
        let files = Files::with(&text(&file));
        std::fs::create_dir(files.path("dump.json.left-out.json")).unwrap();
        std::fs::write(files.path("dump.json.left-out-2.json"), "something else").unwrap();
        let accept = Options { accept_faulty: true, ..Options::default() };
        let report = files.import(&db, "dump.json", accept).await.unwrap();
        assert_eq!((report.outcome, report.imported), (Outcome::Imported, 2));
        assert_eq!(report.left_out_file, Some(files.path("dump.json.left-out-3.json")));
        assert_eq!(std::fs::read_to_string(files.path("dump.json.left-out-2.json")).unwrap(), "something else");
    }

    async fn a_file_of_nothing_makes_an_empty_shop(db: TestDb) {
        for (place, nothing) in ["{}", r#"{"findings": []}"#, " { } "].into_iter().enumerate() {
            let files = Files::of_shop(nothing, ShopId(SHOP.0 + i64::try_from(place).unwrap()));
            let dry = files.import(&db, "dump.json", Options { dry_run: true, ..Options::default() }).await.unwrap();
            assert_eq!(dry.outcome, Outcome::DryRun);
            let shops = format!("SELECT COUNT(*) FROM shops WHERE shop_id = {}", files.shop);
            assert_eq!(db.raw().await.number(&shops).await, 0);
            let report = files.import(&db, "dump.json", Options::default()).await.unwrap();
            assert_eq!((report.outcome, report.customers), (Outcome::Unchanged, 0), "{nothing}");
            assert_eq!(db.raw().await.number(&shops).await, 1);
            assert_sound(&db, files.shop).await;
            let exported: Value = serde_json::from_str(&files.export(&db).await).unwrap();
            assert_eq!(exported.as_object().unwrap().len(), 2, "{exported}");
        }
    }

    async fn faults_after_the_first_one_are_found(db: TestDb) {
        let mut file = three();
        // The first is faulty, and the second has the first's account and the third the second's phone.
        file[0].1["bonuses"] = json!("x");
        file[1].1["telegram_id"] = json!(9_000_000_000_u64);
        file[1].1["phone_number"] = json!("+77007654321");
        file[2].1["phone_number"] = json!("+77007654321");
        let mut report = import_into(&db, &text(&file), Options::default()).await;
        let found: Vec<(FindingKind, String)> = findings(&mut report).into_iter().map(|f| (f.kind, f.message)).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[1].0, FindingKind::DuplicateTelegramId);
        assert!(found[1].1.contains("customer 10000"), "{}", found[1].1);
        assert_eq!(found[2].0, FindingKind::DuplicatePhone);
        assert!(found[2].1.contains("customer 10001"), "{}", found[2].1);
    }

    async fn a_duplicate_invoice_number_is_kept_by_the_first_customer(db: TestDb) {
        let mut file = three();
        file[2].1["invoices"] = json!(["FFFFFFF0", "0000000A", "00000001"].map(|number| invoice(number, 10.0)));
        file[2].1["bonuses"] = json!(0.2);
        file[2].1["history"] = json!([entry("accrual", 0.2, "Бонус с накладной #0000000A", "bonus")]);
        let original = text(&file);
        let files = Files::with(&original);
        let mut report = files.import(&db, "dump.json", Options::default()).await.unwrap();
        let found = findings(&mut report);
        assert_eq!(found.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [FindingKind::InvoiceNumberTaken]);
        assert_same(&original, &files.export(&db).await);
    }

    async fn a_circle_of_referrers_is_reported_and_exported_unchanged(db: TestDb) {
        let mut file = three();
        for (index, referrer) in [(0, "10001"), (1, "10002"), (2, "10000")] {
            file[index].1["referred_by"] = json!(referrer);
        }
        file.push(("10003".into(), plain("10003")));
        file[3].1["referred_by"] = json!("10003");
        let original = text(&file);
        let files = Files::with(&original);
        let mut report = files.import(&db, "dump.json", Options::default()).await.unwrap();
        let circles: Vec<String> = findings(&mut report)
            .into_iter()
            .filter(|finding| finding.kind == FindingKind::ReferralCircle)
            .map(|finding| finding.path)
            .collect();
        assert_eq!(circles.len(), 2, "{circles:?}");
        assert_sound(&db, SHOP).await;
        assert_same(&original, &files.export(&db).await);
    }

    async fn a_broken_file_is_refused_with_the_place_of_the_fault(db: TestDb) {
        let cut: String = SAMPLE.chars().take(SAMPLE.chars().count() / 2).collect();
        let twisted = SAMPLE.replacen("\"10007\": {\"id\": ", "\"10007\": {\"id\" ", 1);
        for (dump, expected) in [
            (cut.as_str(), u64::try_from(cut.len()).unwrap()),
            (&*twisted, u64::try_from(twisted.find("{\"id\" \"10007").unwrap() + 6).unwrap()),
        ] {
            let files = Files::with(dump);
            let error = files.import(&db, "dump.json", Options::default()).await.err().unwrap();
            let ImportError::Scan(ScanError::Broken { offset, line, .. }) = &error else { panic!("{error}") };
            assert_eq!(*offset, expected, "{error}");
            let before = &dump.as_bytes()[..usize::try_from(*offset).unwrap()];
            assert_eq!(*line, before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1);
            assert!(error.to_string().contains("nothing was imported"), "{error}");
            assert_eq!(files.export(&db).await.trim(), "{\n}");
        }
    }
}

/// A damaged file is refused, or imported so that its export equals it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_file_is_refused_or_imported_exactly() {
    const BYTES: &[u8] = br#""0123456789.-+eE,:{}[]nulltruefalse \\"#;
    let db = TestDb::new(crate::database::Kind::Sqlite).await;
    let (mut imported, mut refused, mut broken) = (0, 0, 0);
    for round in 0..300_usize {
        let mut bytes = dump(5, 4).into_bytes();
        // The places are spread over the file by steps that share no factor with its length.
        let place = (round * 7_919 + 4_001) % bytes.len();
        let byte = BYTES[round * 31 % BYTES.len()];
        match round % 3 {
            0 => bytes[place] = byte,
            1 => bytes.insert(place, byte),
            _ => drop(bytes.remove(place)),
        }
        let files = Files::with("");
        std::fs::write(files.path("dump.json"), &bytes).unwrap();
        let shop = ShopId(SHOP.0 + i64::try_from(round).unwrap());
        let clock = ManualClock::at(Timestamp(1_780_000_000_000_000));
        match import::run(&db.db, shop, &files.path("dump.json"), &Options::default(), &clock).await {
            Err(ImportError::Scan(_)) => broken += 1,
            Err(error) => panic!("round {round}: {error} {error:?}"),
            Ok(report) if report.is_refused() => refused += 1,
            Ok(_) => {
                imported += 1;
                let path = files.path("export.json");
                import::export(&db.db, shop, chrono_tz::Asia::Almaty, &path, true).await.unwrap();
                assert_same(std::str::from_utf8(&bytes).unwrap(), &std::fs::read_to_string(path).unwrap());
                assert_sound(&db, shop).await;
            }
        }
    }
    assert!(imported > 30 && refused > 10 && broken > 30, "{imported} imported, {refused} refused, {broken} broken");
}
