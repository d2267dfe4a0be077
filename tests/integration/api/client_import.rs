//! Clients that another system sends: rows of JSON, files of spreadsheets.

use std::fmt::Write as _;

use kopilka::domain::PointsWallet;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, ApiServer, answer};
use crate::{on_both, parcels::parcel};

/// The columns of a row, in the order of the tables here.
const COLUMNS: [&str; 5] = ["client_code", "phone", "first_name", "last_name", "email"];

fn rows(table: &[[&str; 5]]) -> Value {
    let row =
        |cells: &[&str; 5]| COLUMNS.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), json!(cell))).collect();
    json!({ "rows": table.iter().map(row).collect::<Vec<Value>>() })
}

/// What became of the rows, by the first letters of the statuses.
fn statuses(answer: &Value) -> String {
    let results = answer["results"].as_array().unwrap();
    let numbers = results.iter().map(|result| result["row"].as_i64().unwrap());
    assert!(numbers.is_sorted_by(|one, next| one < next), "{answer}");
    for result in results {
        assert_eq!(result["error"].is_null(), result["status"] != "refused", "{result}");
    }
    for (status, field) in
        [("created", "created"), ("updated", "updated"), ("unchanged", "unchanged"), ("refused", "refused")]
    {
        let count = results.iter().filter(|result| result["status"] == status).count();
        assert_eq!(answer[field], count, "{field}");
    }
    assert_eq!(answer["total"], results.len());
    results.iter().map(|result| result["status"].as_str().unwrap().split_at(2).0).collect::<Vec<_>>().join(" ")
}

impl ApiServer {
    async fn imports(&self, key: &str, query: &str, table: &[[&str; 5]]) -> Value {
        let list = self.post(&self.of_shop("clients", &format!("/import{query}")), key, &rows(table)).await;
        list.expect(200)
    }

    async fn sends_file(&self, key: &str, query: &str, file: impl Into<Vec<u8>>) -> Answer {
        let path = self.of_shop("clients", &format!("/import{query}"));
        answer(self.request(Method::POST, &path, key).header("content-type", "text/csv").body(file.into())).await
    }

    /// The one client of a code.
    async fn client(&self, key: &str, code: &str) -> Value {
        let found = self.get(&self.of_shop("clients", &format!("?client_code={code}")), key).await.expect(200);
        assert_eq!(found["total"], 1, "{code}");
        found["clients"][0].clone()
    }

    async fn count(&self, key: &str) -> i64 {
        self.get(&self.of_shop("clients", ""), key).await.expect(200)["total"].as_i64().unwrap()
    }
}

on_both! {
    async fn a_list_is_carried_out_row_by_row_and_a_look_says_what_it_would_do(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let anna = api.shop.welcomes(1, "Anna").await;
        let boris = api.shop.registers("+77010000002", "Борис Ли").await;
        let vera = api.shop.registers("+77010000003", "Вера").await;
        api.shop.names(&vera, "V-3").await.unwrap();
        let (anna, boris) = (anna.code.as_str(), boris.code.as_str());
        let long = "я".repeat(101);
        let table = [
            ["X-1", "8 701 000 00 01", "Алия", "Ким", "Aliya@Example.kz"],
            ["X-2", "", "", "", ""],
            ["", "+77010000004", "", "", ""],
            [anna, "", "Анна", "", ""],
            ["B-2", "77010000002", "", "", "b@b.kz"],
            ["v-3", "77010000003", "Вера", "", ""],
            ["", "", "Никто", "", "n@n.kz"],
            ["x-1", "", "", "", ""],
            ["X-4", "7 701 000-00-04", "", "", ""],
            [boris, "", "", "", ""],
            ["X-5", "12345", "", "", ""],
            ["X-6", "", "", "", "a@b"],
            ["X-7", "", &long, "", ""],
            ["7,70E+10", "", "", "", ""],
            ["V-4", "77010000003", "", "", ""],
        ];
        let looked = api.imports(&key, "?dry_run=true", &table).await;
        assert_eq!(statuses(&looked), "cr cr cr up up un re re re re re re re re re");
        assert_eq!(api.count(&key).await, 3, "a look writes nothing");
        assert_eq!(api.client(&key, anna).await["first_name"], "Anna");
        let imported = api.imports(&key, "", &table).await;
        assert_eq!(imported, looked);
        let errors: Vec<&str> = imported["results"].as_array().unwrap().iter().filter_map(|row| row["error"].as_str()).collect();
        assert_eq!(errors, [
            "Нет ни кода клиента, ни телефона.",
            "Этот код уже был в одной из строк выше.",
            "Этот телефон уже был в одной из строк выше.",
            "Об этом клиенте уже говорит одна из строк выше.",
            "phone: это не номер телефона, который принимает магазин. Напишите его с плюсом и кодом страны, в таблице – как текст.",
            "email: это не адрес электронной почты.",
            "Имя длиннее 100 знаков.",
            "client_code: это не код. В нём есть буквы или цифры, всего не больше 64 знаков; длинные числа сохраняйте в таблице как текст.",
            "Этот телефон уже был в одной из строк выше.",
        ]);
        assert_eq!((&imported["results"][6]["client_code"], &imported["results"][7]["client_code"]), (&Value::Null, &json!("x-1")));
        let aliya = api.client(&key, "X-1").await;
        assert_eq!(aliya["phone"], "77010000001");
        assert_eq!(aliya["email"], "Aliya@example.kz");
        assert_eq!((&aliya["first_name"], &aliya["last_name"]), (&json!("Алия"), &json!("Ким")));
        assert_eq!(api.client(&key, "x-2").await["phone"], Value::Null);
        assert_eq!(api.client(&key, anna).await["first_name"], "Анна");
        assert_eq!(api.client(&key, "b-2").await["client_code"], "B-2");
        let again = api.imports(&key, "", &table).await;
        assert_eq!(statuses(&again), "un un un un un un re re re re re re re re re");
        // Found by the new name and phone number, in the chat too.
        for search in ["%D0%B0%D0%BB%D0%B8%D1%8F", "0000001", "%D0%90%D0%BD%D0%BD%D0%B0"] {
            let found = api.get(&api.of_shop("clients", &format!("?search={search}")), &key).await.expect(200);
            assert_eq!(found["total"], 1, "{search}");
        }
        api.shop.assert_sound().await;
    }

    async fn a_phone_number_is_never_moved_from_one_card_to_another(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let rich = api.shop.registers("+77010000001", "Рич").await;
        api.shop.gives(&rich, PointsWallet::Main, 100_00).await;
        let chat = api.shop.welcomes(1, "Чат").await;
        api.imports(&key, "", &[["CARD", "", "Карта", "", ""]]).await;
        for (code, phone, expected) in [
            (rich.code.as_str(), "+77010000009", "У клиента с этим кодом другой телефон. Импорт не меняет телефон: по нему получают карту."),
            (chat.code.as_str(), "+77010000001", "Код принадлежит одному клиенту, а телефон – другому."),
            (chat.code.as_str(), "+77010000009", "У клиента с этим кодом есть Telegram: свой телефон он сообщает боту сам."),
            ("CARD", "+77010000001", "Код принадлежит одному клиенту, а телефон – другому."),
        ] {
            let refused = api.imports(&key, "", &[[code, phone, "Имя", "", ""]]).await;
            assert_eq!(refused["results"][0]["error"], expected);
        }
        assert_eq!(api.client(&key, rich.code.as_str()).await["phone"], "77010000001");
        assert_eq!(api.client(&key, chat.code.as_str()).await["phone"], Value::Null);
        // Who has none yet and is not in the chat gets it.
        let given = api.imports(&key, "", &[["CARD", "+77010000009", "", "", ""]]).await;
        assert_eq!(statuses(&given), "up");
        assert_eq!(api.client(&key, "CARD").await["phone"], "77010000009");
        let path = api.of_shop("clients", "/import");
        let english = api.request(Method::POST, &path, &key).header("accept-language", "en");
        let refused = answer(english.json(&rows(&[["OTHER", "+77010000009", "", "", ""]]))).await.expect(200);
        assert_eq!(refused["results"][0]["error"], "The client with this phone number has another code: CARD.");
    }

    async fn parcels_that_wait_for_a_code_belong_to_who_gets_it(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let boris = api.shop.registers("+77010000002", "Борис").await;
        for (number, code) in [("A1", "X-1"), ("A2", "x-1"), ("A3", "B-2")] {
            api.shop.adds(&parcel(number, code)).await.unwrap();
        }
        let imported = api.imports(&key, "", &[["X-1", "", "", "", ""], ["B-2", "77010000002", "", "", ""]]).await;
        assert_eq!(statuses(&imported), "cr up");
        assert_eq!(api.client(&key, "X-1").await["parcels"], 2);
        assert_eq!(api.client(&key, boris.code.as_str()).await["parcels"], 1);
        api.shop.assert_sound().await;
    }

    async fn a_new_own_code_is_none_that_the_list_has(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        // One of 45 codes of five digits is in the list.
        let taken: Vec<String> = (10_000..12_000).map(|code| code.to_string()).collect();
        let table: Vec<[&str; 5]> = taken.iter().map(|code| [code.as_str(), "", "", "", ""]).collect();
        let imported = api.imports(&key, "", &table).await;
        assert_eq!(imported["created"], 2_000);
        let again = api.imports(&key, "?dry_run=1", &table).await;
        assert_eq!(again["unchanged"], 2_000);
        let mut raw = db.raw().await;
        let own = raw.number("SELECT COUNT(*) FROM customers o JOIN customers c ON c.code = o.outside_key AND c.customer_id <> o.customer_id").await;
        assert_eq!(own, 0);
    }

    async fn each_client_who_is_made_or_changed_is_in_the_audit_log(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        api.imports(&key, "", &[["X-1", "+77010000001", "Анна", "", ""]]).await;
        api.imports(&key, "", &[["X-1", "+77010000001", "Алия", "", ""]]).await;
        api.imports(&key, "", &[["X-1", "+77010000001", "Алия", "", ""]]).await;
        let lines = db.raw().await.texts("SELECT details FROM audit_log WHERE action = 'import_client' ORDER BY operation_id").await;
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("\"changed\":[\"first_name\"]")), "{lines:?}");
        assert!(lines.iter().all(|line| !line.contains("7701") && !line.contains("Анна")), "no phone and no name: {lines:?}");
    }

    async fn files_as_spreadsheets_write_them(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let utf16: Vec<u8> = "\u{feff}Phone\tfirst_name\r\n'+77010000005\tЖанна\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let windows: &[u8] = b"CLIENT_CODE;First_Name\r\n\"W;1\";\xc0\xed\xed\xe0 \r\n\r\n;;\r\n";
        for (file, expected) in [
            ("client_code,first_name\nF-1,Анна\n".as_bytes().to_vec(), "cr"),
            ("\u{feff}first_name;CLIENT_CODE;Город\r\n\"Анна\r\nМария\";F-2;Алматы\r\n;;\r\n".as_bytes().to_vec(), "cr"),
            (utf16, "cr"),
            (windows.to_vec(), "cr"),
            (b"sep=;\r\nclient_code;first_name\r\n'=F-4;'=1+1\r\n".to_vec(), "cr"),
            (b"client_code\n7.70101E+10\n'0071\n".to_vec(), "re cr"),
            ("client_code,first_name\nF-1,Анна\nF-1\n".as_bytes().to_vec(), "un re"),
            (b"client_code\n".to_vec(), ""),
            ("client_code,first_name\nG-1,Анна,\nG-2,Ким, Анна\nG-3,\"Ким, Анна\",, \n".as_bytes().to_vec(), "cr re cr"),
        ] {
            let sent = api.sends_file(&key, "", file.clone()).await.expect(200);
            assert_eq!(statuses(&sent), expected, "{}: {sent}", String::from_utf8_lossy(&file));
        }
        assert_eq!(api.client(&key, "f-2").await["first_name"], "Анна Мария");
        assert_eq!(api.client(&key, "W%3B1").await["first_name"], "Анна");
        assert_eq!(api.client(&key, "%3DF-4").await["first_name"], "=1+1");
        assert_eq!(api.client(&key, "0071").await["client_code"], "0071");
        for (file, place) in [
            ("", "client_code"),
            ("first_name,email\nАнна,a@b.kz\n", "client_code"),
            ("phone,Phone\n1,2\n", "phone"),
            ("client_code\n\"A\nB", ""),
            ("client_code\nA\0", ""),
        ] {
            let refused = api.sends_file(&key, "", file).await.expect(422);
            let loc = refused["detail"][0]["loc"].as_array().unwrap();
            assert_eq!(loc.get(1).and_then(Value::as_str).unwrap_or_default(), place, "{file:?}: {refused}");
        }
        let path = api.of_shop("clients", "/import");
        let other = api.request(Method::POST, &path, &key).header("content-type", "text/plain").body("client_code\nA");
        let refused = answer(other).await.expect(415);
        assert_eq!(refused["detail"], "Тело запроса принимается как application/json, text/csv: укажите это в Content-Type.");
        let open = api.sends_file(&key, "", "client_code,first_name\nA,\"Анна\nB,Ева\n").await.expect(422);
        assert_eq!(open["detail"][0]["msg"], "В строке 2 файла не закрыта кавычка.");
        assert_eq!(open["detail"][0]["type"], "csv_invalid");
    }

    async fn results_have_the_row_numbers_of_a_spreadsheet(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let numbers = |sent: &Value| -> Vec<i64> {
            sent["results"].as_array().unwrap().iter().map(|result| result["row"].as_i64().unwrap()).collect()
        };
        for (file, expected) in [
            ("client_code\nA\nB\n", &[2, 3][..]),
            ("client_code;first_name\n\nA;\n;;\nB;\n\n", &[3, 5]),
            ("\n\nclient_code;first_name\r\nA;\"Анна\r\nМария\"\r\nB;\r\n", &[4, 5]),
            ("sep=;\nclient_code;first_name\nA;\n", &[2]),
        ] {
            assert_eq!(numbers(&api.sends_file(&key, "", file).await.expect(200)), expected, "{file:?}");
        }
        assert_eq!(numbers(&api.imports(&key, "", &[["A", "", "", "", ""], ["B", "", "", "", ""]]).await), [1, 2]);
    }

    async fn requests_that_are_no_list_are_refused(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let path = api.of_shop("clients", "/import");
        for body in [
            json!({}),
            json!({ "rows": null }),
            json!({ "rows": {} }),
            json!({ "rows": [5] }),
            json!({ "rows": [{ "client_code": 5 }] }),
            json!({ "rows": [{ "phone": ["1"] }] }),
            json!([]),
        ] {
            let refused = api.post(&path, &key, &body).await.expect(422);
            assert!(refused["detail"][0]["msg"].is_string(), "{body}: {refused}");
        }
        let refused = api.post(&path, &key, &json!({ "rows": [{ "client_code": "A" }, { "client_code": 5 }] })).await.expect(422);
        assert_eq!(refused["detail"][0]["loc"], json!(["body", "rows", 1, "client_code"]));
        let one = rows(&[["A", "", "", "", ""]]);
        for (flag, status) in [("1", 200), ("True", 200), ("", 200), ("0", 200), ("False", 200), ("yes", 422), ("2", 422), ("TRUE", 422)] {
            let answer = api.post(&format!("{path}?dry_run={flag}"), &key, &one).await;
            assert_eq!(answer.status, status, "{flag}");
        }
    }

    async fn ten_thousand_rows_are_taken_and_one_more_is_not(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let mut file = String::from("client_code,phone,first_name\n");
        for row in 0..10_000 {
            writeln!(file, "C-{row},+7701{row:07},Анна {row}").unwrap();
        }
        let looked = api.sends_file(&key, "?dry_run=true", file.clone()).await.expect(200);
        assert_eq!(looked["created"], 10_000, "{}", looked["results"][0]);
        let imported = api.sends_file(&key, "", file.clone()).await.expect(200);
        assert_eq!(imported, looked);
        assert_eq!(api.count(&key).await, 10_000);
        let exported = api.get(&api.of_shop("clients", "/export?format=csv"), &key).await;
        assert_eq!(api.sends_file(&key, "?dry_run=true", exported.text).await.expect(200)["unchanged"], 10_000);
        writeln!(file, "C-10000,,").unwrap();
        let refused = api.sends_file(&key, "", file).await.expect(422);
        assert_eq!(refused["detail"][0]["loc"], json!(["body", "rows"]));
        let many: Vec<Value> = (0..10_001).map(|_| json!({ "client_code": "A" })).collect();
        api.post(&api.of_shop("clients", "/import"), &key, &json!({ "rows": many })).await.expect(422);
        assert_eq!(api.count(&key).await, 10_000);
    }

    async fn what_was_exported_is_known_in_either_form(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        api.shop.welcomes(1, "=Анна\u{200b} \"Аня\"").await;
        api.shop.registers("+77010000002", "'7 Борис; Ли").await;
        let clear = [["=C-1", "", "-Имя", "@Фамилия", "a@b.kz"], ["X;1", "+74912345678", "Имя, отчество", "", ""], ["+2", "", "", "", ""]];
        assert_eq!(statuses(&api.imports(&key, "", &clear).await), "cr cr cr");
        let exported = api.get(&api.of_shop("clients", "/export?format=csv"), &key).await;
        assert!(exported.text.contains("'=C-1,'-Имя,'@Фамилия,,a@b.kz,"), "{}", exported.text);
        let again = api.sends_file(&key, "", exported.text.clone()).await.expect(200);
        assert_eq!(again["unchanged"], 5, "{again}");
        let list = api.get(&api.of_shop("clients", "/export"), &key).await.expect(200);
        let list = json!({ "rows": list["clients"] });
        assert_eq!(api.post(&api.of_shop("clients", "/import"), &key, &list).await.expect(200)["unchanged"], 5);
        assert_eq!(api.get(&api.of_shop("clients", "/export?format=csv"), &key).await.text, exported.text);
    }

    async fn a_list_that_is_too_large_is_refused(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        api.sends_file(&key, "", vec![b'a'; (16 << 20) + 1]).await.expect(413);
    }

    async fn the_same_list_at_the_same_time_makes_each_client_once(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let phones: Vec<String> = (0..150).map(|row| format!("+7701{row:07}")).collect();
        let codes: Vec<String> = (0..150).map(|row| format!("C-{row}")).collect();
        let table: Vec<[&str; 5]> = codes.iter().zip(&phones).map(|(code, phone)| [code.as_str(), phone.as_str(), "Анна", "", ""]).collect();
        let backwards: Vec<[&str; 5]> = table.iter().rev().copied().collect();
        let [one, other, third] = [&table, &backwards, &table].map(|table| api.imports(&key, "", table));
        let (one, other, third) = tokio::join!(one, other, third);
        for answer in [&one, &other, &third] {
            assert_eq!(answer["refused"], 0, "{answer}");
            assert_eq!(answer["updated"], 0);
        }
        let created: i64 = [one, other, third].iter().map(|answer| answer["created"].as_i64().unwrap()).sum();
        assert_eq!(created, 150);
        assert_eq!(api.count(&key).await, 150);
        api.shop.assert_sound().await;
    }

    async fn rows_that_were_done_before_a_crash_are_not_done_again(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        api.imports(&key, "", &[["KEPT", "", "Ева", "", ""], ["OLD", "", "Ада", "", ""]]).await;
        let codes: Vec<String> = (0..150).map(|row| format!("Q{row}")).collect();
        let mut table = vec![["KEPT", "", "Ева", "", ""], ["OLD", "", "Инна", "", ""], ["", "", "Никто", "", ""]];
        table.extend(codes.iter().map(|code| [code.as_str(), "", "Старая", "", "old@x.kz"]));
        let list = rows(&table);
        let path = api.of_shop("clients", "/import");
        let sends = async |list: &Value| answer(api.request(Method::POST, &path, &key).header("idempotency-key", "A").json(list)).await;
        let first = sends(&list).await;
        assert!(statuses(&first.expect(200)).starts_with("un up re cr cr"));
        // The program was killed after the last row, before it kept the answer.
        db.raw().await.run("DELETE FROM api_answers").await;
        let newer = [["KEPT", "", "Зоя", "", ""], ["OLD", "", "Яна", "", ""], ["Q0", "", "Новая", "", "new@x.kz"]];
        assert_eq!(statuses(&api.imports(&key, "", &newer).await), "up up up");
        let mut other = table.clone();
        other[3][2] = "Другая";
        sends(&rows(&other)).await.expect(409);
        let again = sends(&list).await;
        assert_eq!(again.text, first.text, "each row is reported as the first time");
        for (code, name) in [("KEPT", "Зоя"), ("OLD", "Яна"), ("Q0", "Новая"), ("Q1", "Старая")] {
            assert_eq!(api.client(&key, code).await["first_name"], name, "{code}");
        }
        assert_eq!(api.client(&key, "Q0").await["email"], "new@x.kz");
    }

    async fn a_list_with_an_idempotency_key_is_carried_out_once(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let path = api.of_shop("clients", "/import");
        let file = async |query: &str, body: &'static str| {
            let request = api.request(Method::POST, &format!("{path}{query}"), &key).header("idempotency-key", "list-1");
            answer(request.header("content-type", "text/csv").body(body)).await
        };
        let first = file("", "client_code\nA\nB\n").await;
        assert_eq!(statuses(&first.expect(200)), "cr cr");
        let again = file("", "client_code\r\nA\r\nB").await;
        assert_eq!(again.text, first.text);
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        file("", "client_code\nA\nC\n").await.expect(409);
        file("?dry_run=true", "client_code\nA\nB\n").await.expect(409);
        assert_eq!(api.count(&key).await, 2);
    }
}
