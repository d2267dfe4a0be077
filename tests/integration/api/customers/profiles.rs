//! Customers are added, changed and found.

use chrono::Duration;
use kopilka::{domain::Role, service::Refusal};
use reqwest::Method;
use serde_json::{Value, json};

use super::{BackOffice, CUSTOMERS};
use crate::{
    api::{ApiServer, answer},
    on_both,
    shop::{Shop, money, refusal, sale},
};

/// The person of the document.
fn person() -> Value {
    json!({
        "first_name": "Иван", "last_name": "Петров", "middle_name": "Сергеевич", "customer_type": "individual",
        "phone": "+998901234567", "phone_2": "+998909876543", "email": "ivan@example.com",
        "address": "ул. Пушкина, д. 10", "city": "Ташкент", "birthday": "1990-05-15", "credit_limit": 1_000_000,
        "notes": "Постоянный клиент",
    })
}

on_both! {
    async fn a_person_is_added_as_the_document_prints(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let added = office.post(CUSTOMERS, &person()).await;
        let id = added.expect(201)["id"].as_i64().unwrap();
        let expected = format!(
            "{{\"id\":{id},\"first_name\":\"Иван\",\"last_name\":\"Петров\",\"middle_name\":\"Сергеевич\",\
             \"full_name\":\"Петров Иван Сергеевич\",\"customer_type\":\"individual\",\
             \"customer_type_display\":\"Физическое лицо\",\"company_name\":\"\",\"tax_id\":\"\",\"phone\":\"+998901234567\",\
             \"phone_2\":\"+998909876543\",\"email\":\"ivan@example.com\",\"address\":\"ул. Пушкина, д. 10\",\
             \"city\":\"Ташкент\",\"region\":\"\",\"postal_code\":\"\",\"group\":null,\"group_name\":null,\"balance\":0.00,\
             \"credit_limit\":1000000.00,\"available_credit\":1000000.00,\"loyalty_points\":0,\"total_purchases\":0.00,\
             \"total_purchases_count\":0,\"default_discount\":0.00,\"is_vip\":false,\"birthday\":\"1990-05-15\",\
             \"notes\":\"Постоянный клиент\",\"is_active\":true,\"is_blocked\":false,\
             \"created_at\":\"2027-01-15T13:00:00+05:00\",\"updated_at\":\"2027-01-15T13:00:00+05:00\",\
             \"last_purchase_at\":null}}"
        );
        assert_eq!(added.text, expected);
        let path = format!("{CUSTOMERS}{id}/");
        // Both forms of the address answer, without a redirect.
        let shown = office.get(&path).await.expect(200);
        assert_eq!(office.get(path.trim_end_matches('/')).await.expect(200), shown);
        assert_eq!((&shown["transactions"], &shown["recent_transactions"]), (&json!([]), &json!([])));
        let again = office.post(CUSTOMERS, &person()).await.expect(400);
        assert_eq!(again, json!({ "phone": ["Покупатель с таким номером телефона уже существует"] }));
    }

    async fn a_company_needs_its_name(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let mut company = json!({
            "first_name": "Контактное лицо", "last_name": "Компании", "customer_type": "company",
            "company_name": "ООО \"Рога и Копыта\"", "tax_id": "123456789", "phone": "+998901111111",
            "email": "info@company.uz", "address": "ул. Ленина, д. 50", "city": "Ташкент", "credit_limit": 5_000_000,
        });
        let added = office.post(CUSTOMERS, &company).await.expect(201);
        assert_eq!(added["customer_type_display"], "Юридическое лицо");
        assert_eq!(added["company_name"], "ООО \"Рога и Копыта\"");
        let missing = json!({ "company_name": ["Для юридического лица обязательно укажите название компании"] });
        company["phone"] = json!("+998902222222");
        for name in [json!(""), Value::Null] {
            company["company_name"] = name.clone();
            let refused = office.post(CUSTOMERS, &company).await.expect(400);
            let null = json!({ "company_name": ["Это поле не может быть пустым."] });
            assert_eq!(refused, if name.is_null() { null } else { missing.clone() });
        }
        let path = office.adds("Анна", "+998903333333").await;
        assert_eq!(office.patch(&path, &json!({ "customer_type": "company" })).await.expect(400), missing);
        let both = json!({ "customer_type": "company", "company_name": "Альфа" });
        assert_eq!(office.patch(&path, &both).await.expect(200)["company_name"], "Альфа");
    }

    async fn a_customer_is_changed_in_part_and_whole(db: TestDb) {
        let mut office = BackOffice::open(&db).await;
        let added = office.post(CUSTOMERS, &person()).await.expect(201);
        let path = format!("{CUSTOMERS}{}/", added["id"]);
        office.waits(Duration::hours(1)).await;
        let changes = json!({
            "phone_2": "+998905555555", "email": "newemail@example.com", "credit_limit": 2_000_000,
            "notes": "Увеличен кредитный лимит", "balance": 5, "id": 7, "unknown": {},
        });
        let changed = office.patch(&path, &changes).await.expect(200);
        let mut expected = added.clone();
        for (field, value) in [
            ("phone_2", json!("+998905555555")),
            ("email", json!("newemail@example.com")),
            ("credit_limit", json!(2_000_000.0)),
            ("available_credit", json!(2_000_000.0)),
            ("notes", json!("Увеличен кредитный лимит")),
            ("updated_at", json!("2027-01-15T14:00:00+05:00")),
        ] {
            expected[field] = value;
        }
        assert_eq!(changed, expected);
        for flag in ["is_blocked", "is_active"] {
            let value = flag == "is_blocked";
            assert_eq!(office.patch(&path, &json!({ flag: value })).await.expect(200)[flag], value);
        }
        let needed = json!({ "first_name": ["Обязательное поле."], "phone": ["Обязательное поле."] });
        assert_eq!(office.put(&path, &json!({ "notes": "x" })).await.expect(400), needed);
        // What a PUT does not say stays as it is.
        let put = office.put(&path, &json!({ "first_name": "Пётр", "phone": "+998901234567" })).await.expect(200);
        assert_eq!((&put["first_name"], &put["notes"]), (&json!("Пётр"), &json!("Увеличен кредитный лимит")));
        let refused = answer(office.request(Method::DELETE, &path)).await;
        assert_eq!(refused.expect(405), json!({ "detail": "Метод \"DELETE\" не разрешен." }));
        assert!(refused.header("allow").is_some_and(|allow| allow.contains("PATCH")), "{refused:?}");
        for method in ["TRACE", "PROPFIND"] {
            let refused = answer(office.request(Method::from_bytes(method.as_bytes()).unwrap(), &path)).await;
            assert_eq!(refused.expect(405), json!({ "detail": format!("Метод \"{method}\" не разрешен.") }));
        }
        let metrics = answer(office.api.anonymous(Method::GET, "/metrics")).await;
        for method in ["DELETE", "TRACE", "other"] {
            let line = format!("http_requests_total{{method=\"{method}\",route=\"{CUSTOMERS}{{id}}\",status=\"405\"}} 1");
            assert!(metrics.text.contains(&line), "{line} is missing in\n{}", metrics.text);
        }
    }

    async fn a_put_of_what_is_shown_changes_nothing_else(db: TestDb) {
        let mut office = BackOffice::open(&db).await;
        // Who came by the chat has no phone number, and may have a longer name than a form takes.
        let guest = office.api.shop.welcomes(1, &"Анна".repeat(40)).await;
        let nameless = office.api.shop.welcomes(2, "").await;
        let added = office.post(CUSTOMERS, &person()).await.expect(201)["id"].as_i64().unwrap();
        for id in [guest.customer_id.0, nameless.customer_id.0, added] {
            let path = format!("{CUSTOMERS}{id}/");
            let before = office.get(&path).await.expect(200);
            office.waits(Duration::hours(1)).await;
            let mut after = office.put(&path, &before).await.expect(200);
            after["updated_at"] = before["updated_at"].clone();
            for detail in ["transactions", "recent_transactions"] {
                after[detail] = before[detail].clone();
            }
            assert_eq!(after, before);
        }
        // No credit limit is none set: the staff may note debts without one.
        office.api.shop.adds_debt(&office.api.shop.staff(Role::Manager), &guest, 100_00).await.unwrap();
        let path = format!("{CUSTOMERS}{}/", guest.customer_id);
        assert_eq!(office.get(&path).await.expect(200)["phone"], "");
        assert_eq!(office.patch(&path, &json!({ "phone": "" })).await.status, 200);
        // Who names the limit alone means it: zero too, which holds in the chat.
        assert_eq!(office.patch(&path, &json!({ "credit_limit": 0 })).await.expect(200)["available_credit"], -100.0);
        let refused = office.api.shop.adds_debt(&office.api.shop.staff(Role::Manager), &guest, 1).await;
        assert_eq!(refusal(refused), Refusal::BeyondCredit { available: money(-100_00) });
        let with_phone = format!("{CUSTOMERS}{added}/");
        for empty in [json!(""), Value::Null] {
            let refused = office.patch(&with_phone, &json!({ "phone": empty })).await.expect(400);
            assert_eq!(refused, json!({ "phone": ["Это поле не может быть пустым."] }));
        }
    }

    async fn a_customer_is_found_by_phone(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let added = office.post(CUSTOMERS, &person()).await.expect(201);
        // Browsers and Postman send the plus as it is; others encode it, or leave it out.
        for phone in ["+998901234567", "%2B998901234567", "%2B998%2090%20123-45-67", "+998%2890%291234567"] {
            let found = office.get(&format!("{CUSTOMERS}search_by_phone/?phone={phone}")).await.expect(200);
            assert_eq!(found, added, "{phone}");
        }
        for phone in ["+998909999999", "x", "123", "%2B"] {
            let unknown = office.get(&format!("{CUSTOMERS}search_by_phone/?phone={phone}")).await;
            assert_eq!(unknown.expect(404), json!({ "error": "Покупатель не найден" }), "{phone}");
        }
        let missing = office.get(&format!("{CUSTOMERS}search_by_phone/")).await.expect(400);
        assert_eq!(missing, json!({ "phone": ["Обязательное поле."] }));
    }

    async fn a_foreign_number_that_the_shop_does_not_take_is_found(db: TestDb) {
        let office = BackOffice::of(ApiServer::taking(Shop::open(&db).await, "UZ").await).await;
        let foreign = json!({ "first_name": "Айгуль", "phone": "+77011234567" });
        assert_eq!(office.post(CUSTOMERS, &foreign).await.expect(400), json!({ "phone": ["Введите правильное значение."] }));
        // Who came before the shop set its countries, or by an import.
        let known = office.api.shop.registers("+77011234567", "Айгуль").await;
        let own = office.post(CUSTOMERS, &json!({ "first_name": "Дильноза", "phone": "901234567" })).await.expect(201);
        for (phone, id) in [
            ("+77011234567", json!(known.customer_id.0)),
            ("%2B7%20701%20123-45-67", json!(known.customer_id.0)),
            ("77011234567", json!(known.customer_id.0)),
            ("+998901234567", own["id"].clone()),
            ("901234567", own["id"].clone()),
        ] {
            let found = office.get(&format!("{CUSTOMERS}search_by_phone/?phone={phone}")).await.expect(200);
            assert_eq!(found["id"], id, "{phone}");
        }
        let unknown = office.get(&format!("{CUSTOMERS}search_by_phone/?phone=+77019999999")).await.expect(404);
        assert_eq!(unknown, json!({ "error": "Покупатель не найден" }));
    }

    async fn purchases_and_points_are_those_of_the_shop(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let path = office.adds("Анна", "+77011234567").await;
        let anna = office.api.shop.registers("+77019999999", "Борис").await;
        office.api.shop.issues(&anna, &sale(500_00)).await.unwrap();
        let shown = office.get(&format!("{CUSTOMERS}{}/", anna.customer_id)).await.expect(200);
        assert_eq!((&shown["total_purchases"], &shown["total_purchases_count"]), (&json!(500.0), &json!(1)));
        assert_eq!(shown["loyalty_points"], 10);
        assert!(shown["last_purchase_at"].as_str().unwrap().ends_with("+05:00"), "{shown}");
        assert_eq!(shown["recent_transactions"][0]["transaction_type"], "bonus_accrual");
        assert_eq!(shown["recent_transactions"][0]["transaction_type_display"], "Начисление бонусов");
        assert!(shown["recent_transactions"][0]["sale"].is_i64());
        assert_eq!(office.get(&path).await.expect(200)["total_purchases"], 0.0);
        let stats = office.get(&format!("{CUSTOMERS}{}/stats/", anna.customer_id)).await.expect(200);
        assert_eq!(stats["purchases"]["total_amount"], 500.0);
        assert_eq!(stats["financial"]["loyalty_points"], 10);
        assert_eq!(stats["customer"]["full_name"], "Борис");
    }
}
