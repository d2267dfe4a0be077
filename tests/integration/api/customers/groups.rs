//! Groups and their members.

use serde_json::{Value, json};

use super::{BackOffice, CUSTOMERS, GROUPS, rows};
use crate::on_both;

fn vip() -> Value {
    json!({
        "name": "VIP клиенты", "description": "Покупатели с большим объемом покупок", "discount_percent": 15.00,
        "min_purchase_amount": 1_000_000.00, "is_active": true,
    })
}

on_both! {
    async fn a_group_is_made_changed_and_has_members(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let made = office.post(GROUPS, &vip()).await;
        let id = made.expect(201)["id"].as_i64().unwrap();
        let begins = format!(
            "{{\"id\":{id},\"name\":\"VIP клиенты\",\"description\":\"Покупатели с большим объемом покупок\",\
             \"discount_percent\":15.00,\"min_purchase_amount\":1000000.00,\"is_active\":true,\"members_count\":0,"
        );
        assert!(made.text.starts_with(&begins), "{}", made.text);
        let path = format!("{GROUPS}{id}/");
        let members = format!("{path}members/");
        assert_eq!(office.get(&path).await.expect(200), made.json());
        assert_eq!(office.patch(&path, &json!({ "discount_percent": 20.00 })).await.expect(200)["discount_percent"], 20.0);
        let anna = office.adds("Анна", "+998901111111").await;
        office.adds("Борис", "+998902222222").await;
        let changed = office.patch(&anna, &json!({ "group": id })).await.expect(200);
        assert_eq!((&changed["group"], &changed["group_name"]), (&json!(id), &json!("VIP клиенты")));
        assert_eq!((&changed["default_discount"], &changed["is_vip"]), (&json!(20.0), &json!(true)));
        assert_eq!(office.names(&members).await, "Анна");
        assert_eq!(office.names(&format!("{CUSTOMERS}?group={id}")).await, "Анна");
        assert_eq!(office.names(&format!("{CUSTOMERS}vip_customers/")).await, "Анна");
        let list = office.get(GROUPS).await.expect(200);
        assert_eq!((&list["count"], &rows(&list)[0]["members_count"]), (&json!(1), &json!(1)));
        // Of a group that is not active the customer stays a member, without what it gives.
        office.patch(&path, &json!({ "is_active": false })).await.expect(200);
        let shown = office.get(&anna).await.expect(200);
        assert_eq!((&shown["group"], &shown["default_discount"], &shown["is_vip"]), (&json!(id), &json!(0.0), &json!(false)));
        assert_eq!(office.names(&format!("{CUSTOMERS}vip_customers/")).await, "");
        assert_eq!(office.names(&members).await, "Анна");
        office.patch(&path, &json!({ "is_active": true, "discount_percent": 9.99 })).await.expect(200);
        assert_eq!(office.names(&format!("{CUSTOMERS}vip_customers/")).await, "");
        office.patch(&path, &json!({ "discount_percent": "10.00" })).await.expect(200);
        assert_eq!(office.names(&format!("{CUSTOMERS}vip_customers/")).await, "Анна");
        assert_eq!(office.patch(&anna, &json!({ "group": null })).await.expect(200)["group"], Value::Null);
        assert_eq!(office.names(&members).await, "");
        for unknown in ["999999999", "0", "abc"] {
            for rest in ["", "members/"] {
                let unknown = office.get(&format!("{GROUPS}{unknown}/{rest}")).await.expect(404);
                assert_eq!(unknown, json!({ "detail": "Страница не найдена." }));
            }
        }
    }

    async fn wrong_groups_are_refused(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let made = office.post(GROUPS, &vip()).await.expect(201);
        let other = office.post(GROUPS, &json!({ "name": "Другие" })).await.expect(201);
        assert_eq!((&other["discount_percent"], &other["is_active"]), (&json!(0.0), &json!(true)));
        let taken = json!({ "name": ["Группа с таким названием уже существует"] });
        assert_eq!(office.post(GROUPS, &vip()).await.expect(400), taken);
        let path = format!("{GROUPS}{}/", other["id"]);
        assert_eq!(office.patch(&path, &json!({ "name": "VIP клиенты" })).await.expect(400), taken);
        // What it is called already is not refused.
        let own = format!("{GROUPS}{}/", made["id"]);
        assert_eq!(office.put(&own, &made).await.expect(200)["name"], "VIP клиенты");
        for (body, field, text) in [
            (json!({}), "name", "Обязательное поле."),
            (json!({ "name": "" }), "name", "Это поле не может быть пустым."),
            (json!({ "name": "x".repeat(101) }), "name", "Убедитесь, что это значение содержит не более 100 символов."),
            (
                json!({ "name": "x", "discount_percent": 101 }),
                "discount_percent",
                "Убедитесь, что это значение меньше либо равно 100.",
            ),
            (
                json!({ "name": "x", "discount_percent": -1 }),
                "discount_percent",
                "Убедитесь, что это значение больше либо равно 0.",
            ),
            (
                json!({ "name": "x", "min_purchase_amount": "1.001" }),
                "min_purchase_amount",
                "Убедитесь, что вы ввели не более 2 цифры после запятой.",
            ),
        ] {
            assert_eq!(office.post(GROUPS, &body).await.expect(400), json!({ field: [text] }), "{body}");
        }
        assert_eq!(office.put(&path, &json!({})).await.expect(400), json!({ "name": ["Обязательное поле."] }));
        assert_eq!(office.get(GROUPS).await.expect(200)["count"], 2);
    }
}
