//! Lists of customers: pages, filters, search and order.

use reqwest::Method;
use serde_json::{Value, json};

use super::{BackOffice, CUSTOMERS, rows};
use crate::{api::answer, on_both, shop::sale};

on_both! {
    async fn a_list_has_pages_with_absolute_links(db: TestDb) {
        let office = BackOffice::open(&db).await;
        for digit in 1..=5 {
            office.adds(&format!("Гость{digit}"), &format!("+99890000000{digit}")).await;
            office.api.clock.advance(chrono::Duration::seconds(1));
        }
        assert_eq!(office.names(CUSTOMERS).await, "Гость5 Гость4 Гость3 Гость2 Гость1");
        let link = |query: &str| json!(office.api.url(&format!("{CUSTOMERS}{query}")));
        let first = office.get(&format!("{CUSTOMERS}?page_size=2&search=%D0%93")).await.expect(200);
        assert_eq!((&first["count"], &first["previous"]), (&json!(5), &Value::Null));
        assert_eq!(first["next"], link("?page=2&page_size=2&search=%D0%93"));
        // Each link is followed as it stands.
        let base = office.api.url("");
        let mut seen = rows(&first).len();
        let mut next = first["next"].clone();
        while let Some(link) = next.as_str() {
            let page = office.get(link.strip_prefix(&base).unwrap()).await.expect(200);
            seen += rows(&page).len();
            next = page["next"].clone();
        }
        assert_eq!(seen, 5);
        let second = office.get(&format!("{CUSTOMERS}?page=2&page_size=2")).await.expect(200);
        assert_eq!((&second["next"], &second["previous"]), (&link("?page=3&page_size=2"), &link("?page_size=2")));
        for page in ["3", "0", "-1", "x", "1.5", "99999999999999999999"] {
            let beyond = office.get(&format!("{CUSTOMERS}?page={page}")).await.expect(404);
            assert_eq!(beyond, json!({ "detail": "Неправильная страница" }), "{page}");
        }
        let last = office.get(&format!("{CUSTOMERS}?page=last&page_size=2")).await.expect(200);
        assert_eq!((&last["next"], &last["previous"], rows(&last).len()), (&Value::Null, &link("?page=2&page_size=2"), 1));
        assert_eq!(office.names(&format!("{CUSTOMERS}?page=last&page_size=2")).await, "Гость1");
        for size in ["0", "-1", "x", "500", "100000000000000000000"] {
            assert_eq!(rows(&office.get(&format!("{CUSTOMERS}?page_size={size}")).await.expect(200)).len(), 5, "{size}");
        }
        // A request that no proxy of the shop passed on says nothing of its address.
        let request = office.request(Method::GET, &format!("{CUSTOMERS}?page_size=2"));
        let forwarded = answer(request.header("X-Forwarded-Proto", "https").header("X-Forwarded-Host", "evil")).await;
        assert_eq!(forwarded.expect(200)["next"], link("?page=2&page_size=2"));
        for empty in ["debtors/", "vip_customers/", "?search=%D0%9D%D0%B5%D1%82"] {
            let page = office.get(&format!("{CUSTOMERS}{empty}")).await.expect(200);
            assert_eq!(page, json!({ "count": 0, "next": null, "previous": null, "results": [] }), "{empty}");
        }
    }

    async fn a_list_is_filtered_searched_and_ordered(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let names = async |query: &str| office.names(&format!("{CUSTOMERS}{query}")).await;
        for body in [
            json!({ "first_name": "Иван", "last_name": "Петров", "phone": "+998901234567", "email": "Ivan@Example.com" }),
            json!({
                "first_name": "Семён", "customer_type": "company", "company_name": "Рога и Копыта", "phone": "+998907654321",
            }),
            json!({ "first_name": "Анна", "last_name": "Иванова", "phone": "+77011234567", "is_active": false }),
            json!({ "first_name": "Борис", "phone": "+77012345678", "is_blocked": true }),
        ] {
            office.post(CUSTOMERS, &body).await.expect(201);
            office.api.clock.advance(chrono::Duration::seconds(1));
        }
        for (query, expected) in [
            ("", "Борис Анна Семён Иван"),
            ("?customer_type=company", "Семён"),
            ("?is_active=true", "Борис Семён Иван"),
            ("?is_active=False", "Анна"),
            ("?is_blocked=1", "Борис"),
            ("?is_blocked=&is_active=", "Борис Анна Семён Иван"),
            ("?search=%D0%98%D0%B2%D0%B0%D0%BD", "Анна Иван"),
            ("?search=%D0%B8%D0%B2%D0%B0%D0%BD+%D0%BF%D0%B5%D1%82%D1%80", "Иван"),
            ("?search=%D0%A1%D0%B5%D0%BC%D0%B5%D0%BD", "Семён"),
            ("?search=+998901234567", "Иван"),
            ("?search=ivan@example.com", "Иван"),
            ("?search=IVAN@example.com", "Иван"),
            ("?search=%D1%80%D0%BE%D0%B3%D0%B0", "Семён"),
            ("?search=%D1%80%D0%BE%D0%B3%D0%B0&customer_type=individual", ""),
            ("?ordering=created_at", "Иван Семён Анна Борис"),
            ("?ordering=-created_at", "Борис Анна Семён Иван"),
            ("?ordering=unknown", "Борис Анна Семён Иван"),
            ("?unknown=5", "Борис Анна Семён Иван"),
        ] {
            assert_eq!(names(query).await, expected, "{query}");
        }
        for (query, text) in [
            ("group=987654321", "Выберите корректный вариант. Вашего варианта нет среди допустимых значений."),
            ("group=x", "Выберите корректный вариант. Вашего варианта нет среди допустимых значений."),
            ("customer_type=x", "Выберите корректный вариант. x нет среди допустимых значений."),
            ("is_active=x", "Требуется логическое значение: true или false."),
            ("is_blocked=yes", "Требуется логическое значение: true или false."),
        ] {
            let field = query.split('=').next().unwrap();
            let refused = office.get(&format!("{CUSTOMERS}?{query}")).await.expect(400);
            assert_eq!(refused, json!({ field: [text] }), "{query}");
        }
        let [first, second] = [("+77011234567", 100_00), ("+77012345678", 300_00)];
        for (phone, minor) in [first, second] {
            let digits = phone.trim_start_matches('+');
            let found = office.get(&format!("{CUSTOMERS}search_by_phone/?phone=%2B{digits}")).await.expect(200);
            office.patch(&format!("{CUSTOMERS}{}/", found["id"]), &json!({ "is_active": true, "is_blocked": false })).await.expect(200);
            let customer = office.api.shop.registered(phone).await;
            office.api.shop.issues(&customer, &sale(minor)).await.unwrap();
        }
        for (query, expected) in [
            ("?ordering=-total_purchases", "Борис Анна"),
            ("?ordering=-loyalty_points", "Борис Анна"),
        ] {
            assert!(names(query).await.starts_with(expected), "{query}: {}", names(query).await);
        }
        for query in ["?ordering=total_purchases", "?ordering=loyalty_points"] {
            assert!(names(query).await.ends_with("Анна Борис"), "{query}: {}", names(query).await);
        }
        // Who has bought nothing is last in either order.
        for (query, expected) in [("?ordering=last_purchase_at", "Анна Борис"), ("?ordering=-last_purchase_at", "Борис Анна")] {
            assert!(names(query).await.starts_with(expected), "{query}: {}", names(query).await);
        }
    }

    async fn debtors_are_listed_by_their_debt(db: TestDb) {
        let office = BackOffice::open(&db).await;
        for (name, phone, owed) in [("Анна", "+998901111111", 100), ("Борис", "+998902222222", 300), ("Вера", "+998903333333", 0)] {
            let path = office.adds(name, phone).await;
            office.patch(&path, &json!({ "credit_limit": 1_000 })).await.expect(200);
            if owed > 0 {
                office.post(&format!("{path}charge/"), &json!({ "amount": owed })).await.expect(200);
            }
        }
        assert_eq!(office.names(&format!("{CUSTOMERS}debtors/")).await, "Борис Анна");
    }
}
