//! Writes dumps like those that shops bring, with every quirk that is known of them. People in them are invented.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use serde_json::{Value, json};

/// A dump of `customers`, always the same for a seed. It has no faults, and every quirk that must survive.
pub(crate) fn dump(seed: u64, customers: usize) -> String {
    let mut chance = Chance(StdRng::seed_from_u64(seed));
    let records: Vec<(String, Value)> = (0..customers)
        .map(|index| {
            let code = code(index);
            let record = customer(&mut chance, index, customers);
            (code, record)
        })
        .collect();
    text(&records)
}

/// A clean customer without history, to be damaged by a test.
pub(crate) fn plain(code: &str) -> Value {
    json!({
        "id": code, "telegram_id": null, "first_name": "Алия", "last_name": null, "username": null, "photo_url": null,
        "is_premium": false, "phone_number": null, "visited_at": 1_765_943_923.019_512, "visited_at_str": "2025-12-17 08:58:43",
        "bonuses": 0, "history": [], "debts": 0, "debt_history": [], "invoices": [], "referral_code": format!("PROMO{code}"),
        "referred_by": null, "referrals": [], "has_been_welcomed": true, "referral_bonuses": 0, "referral_bonus_history": [],
        "has_made_first_purchase": false,
    })
}

/// The dump of these customers.
pub(crate) fn text(records: &[(String, Value)]) -> String {
    let mut text = String::from("{\n");
    text += r#""organization_details": {"name": "Пример", "phone_numbers": ["+77000000000"], "address": "", "whatsapp_link": "", "telegram_link": ""},"#;
    text += r#""bonus_program_settings": {"invoice_bonus_percentage": 2.5, "referral_promo_bonus": 50, "referrer_first_purchase_percentage": 5.0}"#;
    for (code, record) in records {
        text += &format!(",\r\n\"{code}\": {record}");
    }
    text + "\n}\n"
}

/// An entry of a history.
pub(crate) fn entry(direction: &str, amount: f64, description: &str, book: &str) -> Value {
    json!({
        "type": direction, "amount": amount, "description": description, "date": "2025-11-13T14:25:29.148682+06:00",
        "date_str": "2025-11-13 14:25:29", "transaction_type": book,
    })
}

/// An invoice of one line.
pub(crate) fn invoice(number: &str, total: f64) -> Value {
    json!({
        "invoice_id": number, "date": "2025-11-13T14:25:29.148682+06:00", "date_str": "2025-11-13 14:25:29", "total_amount": total,
        "items": [{"product_name": "Поло ", "quantity": 1.0, "unit_price": total, "item_total": total}],
        "bonuses_deducted": 0.0, "bonus_source_used": null,
    })
}

fn code(index: usize) -> String {
    format!("{:05}", 10_000 + index)
}

/// What varies a dump; the same seed gives the same dump.
struct Chance(StdRng);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }
}

/// Time goes on in uneven steps; older records are stamped +06:00, newer ones +05:00.
struct Moments(i64);

impl Moments {
    fn next(&mut self, chance: &mut Chance) -> (String, String) {
        self.0 += chance.below(400_000_000_000) as i64;
        let zone = if self.0 < 1_766_260_800_000_000 { 6 } else { 5 };
        let moment = chrono::DateTime::from_timestamp_micros(self.0).unwrap();
        let local = moment.with_timezone(&chrono::FixedOffset::east_opt(zone * 3600).unwrap());
        let short = local.format("%Y-%m-%d %H:%M:%S").to_string();
        (local.format("%Y-%m-%dT%H:%M:%S%.6f%:z").to_string(), short)
    }
}

fn stamped(direction: &str, minor: i64, description: &str, stamp: &(String, String), book: &str) -> Value {
    let mut entry = entry(direction, money(minor), description, book);
    entry["date"] = json!(stamp.0);
    entry["date_str"] = json!(stamp.1);
    entry
}

fn money(minor: i64) -> f64 {
    minor as f64 / 100.0
}

fn customer(chance: &mut Chance, index: usize, customers: usize) -> Value {
    let mut record = plain(&code(index));
    let mut moments = Moments(1_759_300_000_000_000 + chance.below(7_000_000) as i64 * 1_000_000);
    let (mut main, mut referral, mut debt) = (0, 0, 0);
    let (mut history, mut referral_history, mut debts, mut invoices) = (vec![], vec![], vec![], vec![]);

    // A referrer may come before or after the friend in the file, may not exist, and may name the friend as referrer (a circle).
    match chance.below(12) {
        0 | 1 if index > 0 => record["referred_by"] = json!(code(chance.below(index))),
        2 if index + 1 < customers => record["referred_by"] = json!(code(index + 1)),
        3 => record["referred_by"] = json!("00001"),
        4 | 5 if index ^ 1 < customers => record["referred_by"] = json!(code(index ^ 1)),
        _ => {}
    }
    if !record["referred_by"].is_null() {
        main += 50_00;
        history.push(stamped("accrual", 50_00, "Бонус за промокод", &moments.next(chance), "bonus"));
    }
    for _ in 0..chance.below(5) {
        let number = format!("{:08X}", chance.below(1 << 32));
        let stamp = moments.next(chance);
        let quantity = chance.of(&[1_000_i64, 2_500, 17_000, 333]);
        let price = chance.of(&[10_00_i64, 7_99, 4800_00]);
        let total = (quantity * price + 500) / 1000;
        let mut invoice = invoice(&number, money(total));
        invoice["date"] = json!(stamp.0);
        invoice["date_str"] = json!(stamp.1);
        invoice["items"][0] = json!({
            "product_name": chance.of(&["Смеситель ", "\"Люкс\" обои", "Колбаса <С/К>", "水壶"]), "quantity": quantity as f64 / 1000.0,
            "unit_price": money(price), "item_total": money(total),
        });
        let mut redeemed = 0;
        if main > 0 && chance.one_in(3) {
            redeemed = total.min(main);
            main -= redeemed;
            history.push(stamped("deduction", redeemed, &format!("Оплата по накладной #{number}"), &stamp, "bonus"));
            invoice["bonuses_deducted"] = json!(money(redeemed));
            invoice["bonus_source_used"] = json!("main");
        } else if referral > 0 {
            redeemed = total.min(referral);
            referral -= redeemed;
            referral_history.push(stamped(
                "deduction",
                redeemed,
                &format!("Оплата по накладной #{number}"),
                &stamp,
                "referral",
            ));
            invoice["bonuses_deducted"] = json!(money(redeemed));
            invoice["bonus_source_used"] = json!("referral");
        }
        generation(chance, &mut invoice);
        // The oldest invoices earned points even where points were redeemed; a tiny one earned nothing, and said so.
        if redeemed == 0 || chance.one_in(4) {
            let earned = total / 50;
            main += earned;
            let mut entry = stamped("accrual", earned, &format!("Бонус с накладной #{number}"), &stamp, "bonus");
            if chance.one_in(8) {
                entry.as_object_mut().unwrap().remove("transaction_type");
            }
            history.push(entry);
        }
        invoices.push(invoice);
    }
    if chance.one_in(4) {
        referral += 12_34;
        let name = chance.of(&["Tom & Co", "<b>Асель</b>", "Юки 🐈", "", "⚜️САМАЛ⚜️ "]);
        referral_history.push(stamped(
            "accrual",
            12_34,
            &format!("Бонус от друга {name}"),
            &moments.next(chance),
            "referral",
        ));
    }
    if chance.one_in(5) {
        main += 7_05;
        let description = chance.of(&["Начисление бонусов (админ)", "Подарок #FFFFFFFF"]);
        history.insert(0, stamped("accrual", 7_05, description, &moments.next(chance), "bonus"));
    }
    if chance.one_in(4) {
        debt = 500_00;
        debts.push(stamped("accrual", 500_00, "Добавление долга", &moments.next(chance), "debt"));
        if chance.one_in(2) {
            debt -= 200_50;
            debts.push(stamped("payment", 200_50, "Погашение долга", &moments.next(chance), "debt"));
        }
    }
    if chance.one_in(10) {
        main += 13_37; // what the history does not explain
    }
    record["bonuses"] = if history.is_empty() && main == 0 { json!(0) } else { json!(money(main)) };
    record["referral_bonuses"] = json!(money(referral));
    record["debts"] = json!(money(debt));
    let mut combined: Vec<Value> = [&history[..], &debts, &referral_history].concat();
    combined.sort_by_key(|entry| std::cmp::Reverse(entry["date"].as_str().unwrap().to_owned()));
    match chance.below(10) {
        0 => {}
        1 => record["combined_history"] = json!(&combined[combined.len() / 2..]),
        _ => record["combined_history"] = json!(combined),
    }
    record["has_made_first_purchase"] = json!(!invoices.is_empty());
    record["history"] = json!(history);
    record["debt_history"] = json!(debts);
    record["referral_bonus_history"] = json!(referral_history);
    record["invoices"] = json!(invoices);
    identity(chance, index, &mut record);
    oddities(chance, &mut record);
    record
}

/// The three generations of invoices.
fn generation(chance: &mut Chance, invoice: &mut Value) {
    let invoice = invoice.as_object_mut().unwrap();
    match chance.below(5) {
        0 => {
            invoice.remove("bonuses_deducted");
            invoice.remove("bonus_source_used");
        }
        1 => {
            let source = invoice.remove("bonus_source_used").unwrap();
            if source == "main" {
                invoice.insert("bonus_type_deducted".to_owned(), json!("regular"));
            }
        }
        _ => {}
    }
}

fn identity(chance: &mut Chance, index: usize, record: &mut Value) {
    record["first_name"] = chance.of(&[json!("Гүлнұр"), json!("O'Brien"), json!(""), json!(null), json!("Юки 🐈")]);
    record["last_name"] = chance.of(&[json!("Иванов"), json!(""), json!(null)]);
    if chance.one_in(2) {
        record["telegram_id"] = json!(9_000_000_000_u64 + index as u64);
        record["username"] = json!(format!("sample_user_{index}"));
        record["is_premium"] = json!(chance.one_in(3));
    }
    record["phone_number"] = match chance.below(5) {
        0 => json!(format!("+7700{index:07}")),
        1 => json!(format!("8 (700) {:03}-{:02}-{:02}", index / 10_000 % 1000, index / 100 % 100, index % 100)),
        2 => json!(""),
        3 if chance.one_in(5) => json!("позвонить вечером"),
        _ => json!(null),
    };
}

/// What the format does not promise and real files have nevertheless.
fn oddities(chance: &mut Chance, record: &mut Value) {
    match chance.below(20) {
        0 => record["loyalty_level"] = json!({"name": "gold", "since": [1, 2.50, null]}),
        1 => drop(record.as_object_mut().unwrap().remove("photo_url")),
        2 => record["visited_at_str"] = json!("17.12.2025"),
        3 => record["visited_at"] = json!(null),
        4 => record["is_premium"] = json!(null),
        5 => record["referral_code"] = json!("ALIYA"),
        6 => record["first_name"] = json!("a\u{0}b"),
        7 => record["visited_at"] = json!(1_765_943_923),
        8 => {
            if let Some(entry) = record["history"].as_array_mut().and_then(|history| history.first_mut()) {
                entry["date"] = json!("2025-11-13T08:25:29.148Z");
                entry["till"] = json!("№ 2");
            }
        }
        9 => {
            if let Some(invoice) = record["invoices"].as_array_mut().and_then(|invoices| invoices.last_mut()) {
                invoice["items"][0]["unit"] = json!("kg");
                invoice["items"][0]["item_total"] = json!(0.01);
            }
        }
        10 => {
            let entry = stamped(
                "accrual",
                0,
                "Бонус с накладной #00000000",
                &("2025-11-13T14:25:29+06:00".into(), "2025-11-13 14:25:29".into()),
                "bonus",
            );
            record["history"].as_array_mut().unwrap().insert(0, entry);
        }
        _ => {}
    }
}
