//! Every field of a customer: what it takes, and what it is refused with.

use serde_json::{Value, json};

use super::{BackOffice, CUSTOMERS};
use crate::on_both;

const BLANK: &str = "Это поле не может быть пустым.";
const TEXT: &str = "Требуется строка.";
const PHONE: &str = "Введите правильное значение.";
const EMAIL: &str = "Введите правильный адрес электронной почты.";
const DATE: &str = "Неправильный формат date. Используйте один из этих форматов: YYYY-MM-DD.";
const FLAG: &str = "Требуется логическое значение: true или false.";

fn long(most: usize) -> String {
    format!("Убедитесь, что это значение содержит не более {most} символов.")
}

on_both! {
    async fn every_field_is_refused_in_the_words_of_the_framework(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let path = office.adds("Анна", "+998901234567").await;
        let before = office.get(&path).await.expect(200);
        for (field, value, text) in [
            ("first_name", json!(""), BLANK),
            ("first_name", json!("  "), BLANK),
            ("first_name", json!(null), BLANK),
            ("first_name", json!([]), TEXT),
            ("first_name", json!(true), TEXT),
            ("first_name", json!("x".repeat(101)), &long(100)),
            ("last_name", json!(null), BLANK),
            ("last_name", json!("я".repeat(101)), &long(100)),
            ("middle_name", json!({}), TEXT),
            ("customer_type", json!("person"), "Значения person нет среди допустимых вариантов."),
            ("customer_type", json!(""), "Значения  нет среди допустимых вариантов."),
            ("customer_type", json!(null), BLANK),
            ("company_name", json!("x".repeat(256)), &long(255)),
            ("tax_id", json!("x".repeat(51)), &long(50)),
            ("phone", json!("998"), PHONE),
            ("phone", json!("+99890123456"), PHONE),
            ("phone", json!("+9989012345678"), PHONE),
            ("phone", json!("phone"), PHONE),
            ("phone", json!(5), PHONE),
            ("phone_2", json!("x"), PHONE),
            ("phone_2", json!(null), BLANK),
            ("email", json!("x"), EMAIL),
            ("email", json!("a@b"), EMAIL),
            ("email", json!(null), BLANK),
            ("email", json!(format!("{}@b.kz", "a".repeat(250))), &long(254)),
            ("address", json!("x".repeat(501)), &long(500)),
            ("postal_code", json!("x".repeat(21)), &long(20)),
            ("group", json!(987_654_321), "Недопустимый первичный ключ \"987654321\" - объект не существует."),
            ("group", json!("x"), "Некорректный тип. Ожидалось значение первичного ключа, получен str."),
            ("group", json!(true), "Некорректный тип. Ожидалось значение первичного ключа, получен bool."),
            ("credit_limit", json!(-0.01), "Убедитесь, что это значение больше либо равно 0."),
            ("credit_limit", json!("1.005"), "Убедитесь, что вы ввели не более 2 цифры после запятой."),
            ("credit_limit", json!("много"), "Требуется численное значение."),
            ("credit_limit", json!("NaN"), "Требуется численное значение."),
            ("credit_limit", json!(null), BLANK),
            ("credit_limit", json!(1e20), "Убедитесь, что вы ввели не более 15 цифры."),
            ("credit_limit", json!(1e14), "Убедитесь, что вы ввели не более 15 цифры."),
            ("birthday", json!("15.05.1990"), DATE),
            ("birthday", json!("1990-02-30"), DATE),
            ("birthday", json!("0000-01-01"), DATE),
            ("birthday", json!(""), DATE),
            ("notes", json!("x".repeat(5_001)), &long(5_000)),
            ("is_active", json!("maybe"), FLAG),
            ("is_active", json!(null), BLANK),
            ("is_blocked", json!(2), FLAG),
        ] {
            let refused = office.patch(&path, &json!({ field: value })).await.expect(400);
            assert_eq!(refused, json!({ field: [text] }), "{field}: {value}");
            let mut new = json!({ "first_name": "Борис", "phone": "+998907654321" });
            new[field] = value.clone();
            assert_eq!(office.post(CUSTOMERS, &new).await.expect(400), json!({ field: [text] }), "{field}: {value}");
        }
        assert_eq!(office.get(&path).await.expect(200), before);
        let many = json!({ "first_name": "", "email": "x", "birthday": 5, "credit_limit": [] });
        let told = office.post(CUSTOMERS, &many).await.expect(400);
        let fields: Vec<&String> = told.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["birthday", "credit_limit", "email", "first_name", "phone"]);
    }

    async fn every_field_takes_what_the_framework_takes(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let path = office.adds("Анна", "+998901234567").await;
        for (field, value, shown) in [
            ("first_name", json!(" Анна "), json!("Анна")),
            ("first_name", json!(5), json!("5")),
            ("first_name", json!("я".repeat(100)), json!("я".repeat(100))),
            ("last_name", json!(""), json!("")),
            ("middle_name", json!("Петровна"), json!("Петровна")),
            ("phone", json!("+998 90 123-45-68"), json!("+998901234568")),
            ("phone_2", json!("+998907654321"), json!("+998907654321")),
            ("phone_2", json!(""), json!("")),
            ("email", json!("Anna@Example.com"), json!("Anna@example.com")),
            ("email", json!(""), json!("")),
            ("region", json!("Ташкентская область"), json!("Ташкентская область")),
            ("postal_code", json!(100_000), json!("100000")),
            ("group", json!(""), Value::Null),
            ("credit_limit", json!("1000.5"), json!(1000.5)),
            ("credit_limit", json!(10_000_000_000_000_i64), json!(1e13)),
            ("birthday", json!("2000-02-29"), json!("2000-02-29")),
            ("birthday", json!(null), Value::Null),
            ("is_active", json!("false"), json!(false)),
            ("is_active", json!(1), json!(true)),
            ("is_blocked", json!("True"), json!(true)),
            // What is read-only, and what no field is.
            ("id", json!("x"), office.get(&path).await.expect(200)["id"].clone()),
            ("balance", json!([]), json!(0.0)),
            ("is_vip", json!("x"), json!(false)),
            ("nothing", json!({}), Value::Null),
        ] {
            let changed = office.patch(&path, &json!({ field: value })).await.expect(200);
            assert_eq!(changed[field], shown, "{field}: {value}");
        }
    }
}
