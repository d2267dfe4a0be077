//! A resource and a list that have every kind of field and filter, against the answers of Django REST framework itself.

use axum::http::Method;
use chrono::NaiveDate;
use serde_json::{Value, json};
use utoipa::{IntoParams as _, PartialSchema as _};

use super::{
    list::{Asked, By, Direction, Filter, List, filter, wanted},
    paging::Paging,
    read::Reading,
    *,
};
use crate::{
    api::{
        fault::{Face, Fault, JSON, JsonKind, Printed, Problem},
        json,
        query::Query,
    },
    clock::Timestamp,
    domain::{Email, Language, Money, Phone, PhoneCountries, Scope},
    messages::ShopFormat,
};

static FACE: Face = face(Language::Russian, true);

const VIEWER: Viewer = Viewer { language: Language::Russian, timezone: chrono_tz::Asia::Tashkent };

/// A resource of all kinds of fields.
struct Guest;

#[derive(Default)]
struct Row {
    name: String,
    born: Option<NaiveDate>,
}

#[derive(Debug, Default, PartialEq)]
struct Change {
    name: Option<String>,
    notes: Option<String>,
    kind: Option<&'static str>,
    email: Option<Option<Email>>,
    phone: Option<Option<Phone>>,
    born: Option<Option<NaiveDate>>,
    limit: Option<Money>,
    percent: Option<Money>,
    is_active: Option<bool>,
    group: Option<Option<i64>>,
}

impl Resource for Guest {
    const NAME: &'static str = "Guest";
    type Row = Row;
    type Change = Change;
    const FIELDS: &'static [Field<Row, Change>] = &[
        read_only("id", Kind::Number, "The id.", |_, _| 7.into()),
        required("name", text(10, |new: &mut Change, name| new.name = Some(name)), "The name.", |row: &Row, _| {
            row.name.as_str().into()
        }),
        optional("notes", blank(5, |new: &mut Change, notes| new.notes = Some(notes)), "Notes.", |_, _| "".into()),
        optional(
            "kind",
            Input::Word(&["person", "firm"], |new: &mut Change, kind| new.kind = Some(kind)),
            "The kind.",
            |_, _| "firm".into(),
        ),
        optional("email", Input::Email(|new: &mut Change, email| new.email = Some(email)), "The e-mail.", |_, _| {
            "".into()
        }),
        required(
            "phone",
            Input::Phone {
                is_blank: false,
                is_of_any_country: false,
                set: |new: &mut Change, phone| new.phone = Some(phone),
            },
            "The phone.",
            |_, _| "+7".into(),
        ),
        optional(
            "born",
            Input::Date(|new: &mut Change, born| new.born = Some(born)),
            "The birthday.",
            |row: &Row, _| row.born.into(),
        ),
        optional("limit", amount(|new: &mut Change, limit| new.limit = Some(limit)), "The limit.", |_, _| {
            Money::from_minor(150_000_00).into()
        }),
        optional(
            "percent",
            percent(|new: &mut Change, percent| new.percent = Some(percent)),
            "The discount.",
            |_, _| Money::ZERO.into(),
        ),
        optional("is_active", Input::Flag(|new: &mut Change, flag| new.is_active = Some(flag)), "Active.", |_, _| {
            true.into()
        }),
        optional("group", Input::Row(|new: &mut Change, group| new.group = Some(group)), "The group.", |_, _| {
            Shown::Null
        }),
        read_only("created_at", Kind::Moment, "When.", |_, viewer: &Viewer| {
            viewer.moment(Timestamp::from_seconds(1_763_391_600))
        }),
        read_only_or_null("seen_at", Kind::Moment, "When.", |_, _| Shown::Null),
        read_only("visits", Kind::Rows("Guest"), "The visits.", |_, _| Shown::Absent),
    ];
    const EXAMPLE: &'static str = r#"{"name": "Иван", "phone": "+998901234567"}"#;
}

/// A list of all kinds of filters.
struct Guests;

#[derive(Debug, Default, PartialEq)]
struct Wanted {
    group: Option<i64>,
    kind: Option<&'static str>,
    is_active: Option<bool>,
    search: Option<String>,
    phone: Option<String>,
    from: Option<NaiveDate>,
    order: Vec<(&'static str, Direction)>,
}

impl List for Guests {
    type Wanted = Wanted;
    const FILTERS: &'static [Filter<Wanted>] = &[
        filter("group", By::Row(|wanted: &mut Wanted, group| wanted.group = Some(group)), "Of a group."),
        filter(
            "kind",
            By::Word(&["person", "firm"], |wanted: &mut Wanted, kind| wanted.kind = Some(kind)),
            "Of a kind.",
        ),
        filter("is_active", By::Flag(|wanted: &mut Wanted, flag| wanted.is_active = Some(flag)), "Active."),
        filter("search", By::Text(|wanted: &mut Wanted, text| wanted.search = Some(text)), "Words."),
        filter("phone", By::Phone(|wanted: &mut Wanted, text| wanted.phone = Some(text)), "A phone."),
        filter("date_from", By::Date(|wanted: &mut Wanted, date| wanted.from = Some(date)), "From."),
        filter(
            "ordering",
            By::Order(&["created_at", "limit"], |wanted: &mut Wanted, field, way| wanted.order.push((field, way))),
            "By.",
        ),
    ];
}

fn shop() -> ShopFormat {
    ShopFormat { currency: "UZS".parse().unwrap(), timezone: chrono_tz::Asia::Tashkent }
}

/// The body of an error in a language.
fn told(fault: &Fault, language: Language) -> Value {
    serde_json::from_str(&(FACE.body)(fault, language, shop())).unwrap()
}

fn read(body: &Value, is_partial: bool) -> Result<Change, Fault> {
    let phones: PhoneCountries = "UZ".parse().unwrap();
    json::read::<Body>(&body.to_string())?.value.read::<Guest>(Reading { phones: &phones, is_partial }, None)
}

#[test]
fn faults_of_fields_read_as_the_frameworks() {
    // Asked of Django REST framework 3.18 with Django 5.2 in Russian.
    for (field, value, text) in [
        ("name", json!(null), "Это поле не может быть пустым."),
        ("name", json!(""), "Это поле не может быть пустым."),
        ("name", json!(" "), "Это поле не может быть пустым."),
        ("name", json!("x".repeat(11)), "Убедитесь, что это значение содержит не более 10 символов."),
        ("phone", json!("123"), "Введите правильное значение."),
        ("phone", json!(""), "Это поле не может быть пустым."),
        ("phone", json!(null), "Это поле не может быть пустым."),
        ("email", json!("x"), "Введите правильный адрес электронной почты."),
        ("email", json!(null), "Это поле не может быть пустым."),
        ("kind", json!("x"), "Значения x нет среди допустимых вариантов."),
        ("kind", json!(5), "Значения 5 нет среди допустимых вариантов."),
        ("limit", json!("abc"), "Требуется численное значение."),
        ("limit", json!("1.005"), "Убедитесь, что вы ввели не более 2 цифры после запятой."),
        ("limit", json!("100000000000000"), "Убедитесь, что вы ввели не более 13 цифры перед запятой."),
        ("limit", json!(-1), "Убедитесь, что это значение больше либо равно 0."),
        ("limit", json!(null), "Это поле не может быть пустым."),
        ("percent", json!(101), "Убедитесь, что это значение меньше либо равно 100."),
        ("born", json!("x"), "Неправильный формат date. Используйте один из этих форматов: YYYY-MM-DD."),
        ("born", json!("0000-01-01"), "Неправильный формат date. Используйте один из этих форматов: YYYY-MM-DD."),
        ("group", json!("x"), "Некорректный тип. Ожидалось значение первичного ключа, получен str."),
        ("group", json!(true), "Некорректный тип. Ожидалось значение первичного ключа, получен bool."),
        ("group", json!([1]), "Некорректный тип. Ожидалось значение первичного ключа, получен list."),
        ("is_active", json!(null), "Это поле не может быть пустым."),
        // Those that the framework has in English alone.
        ("is_active", json!("x"), "Требуется логическое значение: true или false."),
        ("name", json!([]), "Требуется строка."),
    ] {
        let fault = read(&json!({ field: value }), true).unwrap_err();
        assert_eq!(told(&fault, Language::Russian), json!({ field: [text] }), "{field}: {value}");
        assert_eq!(fault.status_of(&FACE).as_u16(), 400);
    }
    for (field, value, text) in [
        ("name", json!(null), "This field may not be null."),
        ("name", json!(""), "This field may not be blank."),
        ("kind", json!("x"), "\"x\" is not a valid choice."),
        ("limit", json!("1.005"), "Ensure that there are no more than 2 decimal places."),
        ("is_active", json!("x"), "Must be a valid boolean."),
        ("group", json!("x"), "Incorrect type. Expected pk value, received str."),
        ("born", json!("x"), "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."),
    ] {
        let fault = read(&json!({ field: value }), true).unwrap_err();
        assert_eq!(told(&fault, Language::English), json!({ field: [text] }), "{field}: {value}");
    }
}

#[test]
fn all_faults_are_told_at_once_and_a_part_needs_no_field() {
    let fault = read(&json!({ "kind": "x", "born": "x", "unknown": [] }), false).unwrap_err();
    let told = told(&fault, Language::Russian);
    assert_eq!(told["name"], json!(["Обязательное поле."]));
    assert_eq!(told["phone"], json!(["Обязательное поле."]));
    let fields: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["born", "kind", "name", "phone"]);
    assert_eq!(read(&json!({}), true).unwrap(), Change::default());
}

#[test]
fn a_body_is_read_into_a_change() {
    let body = json!({
        "id": "x", "created_at": 5, "unknown": {}, "name": " Иван ", "notes": "", "kind": "firm", "email": "A@b.kz",
        "phone": "+998901234567", "born": null, "limit": "5.5", "percent": 15.00, "is_active": "0", "group": "3",
    });
    let expected = Change {
        name: Some("Иван".to_owned()),
        notes: Some(String::new()),
        kind: Some("firm"),
        email: Some(Some("A@b.kz".parse().unwrap())),
        phone: Some(Some("+998901234567".parse().unwrap())),
        born: Some(None),
        limit: Some(Money::from_minor(5_50)),
        percent: Some(Money::from_minor(15_00)),
        is_active: Some(false),
        group: Some(Some(3)),
    };
    assert_eq!(read(&body, false).unwrap(), expected);
}

#[test]
fn what_a_row_has_already_is_no_change_and_never_wrong() {
    let row = Row { name: "a name that is too long".to_owned(), born: None };
    let phones: PhoneCountries = "UZ".parse().unwrap();
    let change = |body: Value| {
        let body = json::read::<Body>(&body.to_string()).unwrap().value;
        body.read::<Guest>(Reading { phones: &phones, is_partial: false }, Some((&row, &VIEWER)))
    };
    let shown = serde_json::to_value(Record::<Guest>::of(&row, &VIEWER)).unwrap();
    assert_eq!(change(shown.clone()).unwrap(), Change::default());
    // Clients write numbers in their own way.
    let mut said = shown.clone();
    (said["limit"], said["percent"]) = (json!("150000.0"), json!(0));
    assert_eq!(change(said).unwrap(), Change::default());
    let mut said = shown;
    (said["name"], said["limit"]) = (json!("a name that is too long!"), json!(1));
    let Err(Fault::Field(fault)) = change(said) else { panic!("nothing is wrong") };
    assert_eq!((fault.field.as_str(), fault.problem), ("name", Problem::TooLong(10)));
}

#[test]
fn a_row_is_shown_by_its_fields_in_order() {
    let row = Row { name: "Иван".to_owned(), born: NaiveDate::from_ymd_opt(1990, 5, 15) };
    let shown = serde_json::to_string(&Record::<Guest>::of(&row, &VIEWER)).unwrap();
    assert_eq!(
        shown,
        "{\"id\":7,\"name\":\"Иван\",\"notes\":\"\",\"kind\":\"firm\",\"email\":\"\",\"phone\":\"+7\",\"born\":\"1990-05-15\",\
         \"limit\":150000.00,\"percent\":0.00,\"is_active\":true,\"group\":null,\
         \"created_at\":\"2025-11-17T20:00:00+05:00\",\"seen_at\":null}"
    );
}

#[test]
fn other_errors_read_as_the_frameworks() {
    let error = |text: &str| {
        Fault::Printed(Printed { status: axum::http::StatusCode::BAD_REQUEST, field: None, text: text.to_owned() })
    };
    for (fault, status, russian) in [
        (Fault::NoCredentials, 401, json!({ "detail": "Учетные данные не были предоставлены." })),
        (Fault::WrongCredentials, 401, json!({ "detail": "Некорректные учетные данные." })),
        (
            Fault::MissingScope(Scope::Till),
            403,
            json!({ "detail": "У вас недостаточно прав для выполнения данного действия." }),
        ),
        (
            Fault::NoTenant,
            400,
            json!({ "detail": "Нужен заголовок X-Tenant-Key: ключ магазина. Владелец видит его в чате бота по команде /keys, а при создании ключа его показывает kopilka key create." }),
        ),
        (Fault::UnknownRecord, 404, json!({ "detail": "Страница не найдена." })),
        (Fault::UnknownPage, 404, json!({ "detail": "Неправильная страница" })),
        (Fault::MethodNotAllowed(Method::DELETE), 405, json!({ "detail": "Метод \"DELETE\" не разрешен." })),
        (
            Fault::NotAcceptable(JSON),
            406,
            json!({ "detail": "Невозможно удовлетворить \"Accept\" заголовок запроса." }),
        ),
        (
            Fault::MediaType("text/plain".to_owned(), JSON),
            415,
            json!({ "detail": "Неподдерживаемый тип данных \"text/plain\" в запросе." }),
        ),
        (
            Fault::NotAnObject(JsonKind::List),
            400,
            json!({ "non_field_errors": ["Недопустимые данные. Ожидался dictionary, но был получен list."] }),
        ),
        (Fault::NotAnObject(JsonKind::Null), 400, json!({ "non_field_errors": ["Данные не переданы."] })),
        (Fault::field("", Problem::Wrong), 400, json!({ "non_field_errors": ["Введите правильное значение."] })),
        (error("Недостаточно средств."), 400, json!({ "error": "Недостаточно средств." })),
    ] {
        assert_eq!(told(&fault, Language::Russian), russian);
        assert_eq!(fault.status_of(&FACE).as_u16(), status, "{fault:?}");
    }
    assert_eq!(
        told(&Fault::MethodNotAllowed(Method::PUT), Language::English),
        json!({ "detail": "Method \"PUT\" not allowed." })
    );
    // No language lacks one of them.
    for language in Language::ALL {
        for fault in [Fault::NoTenant, Fault::UnknownPage, Fault::NotAcceptable(JSON)] {
            assert!(told(&fault, *language)["detail"].as_str().is_some_and(|text| !text.is_empty()));
        }
    }
}

#[test]
fn queries_are_read_into_what_is_wanted() {
    let wanted = |query: &str| wanted::<Guests>(&Query::read(query).unwrap());
    let order = |order: &[(&'static str, Direction)]| Wanted { order: order.to_vec(), ..Wanted::default() };
    use Direction::{Ascending, Descending};
    for (query, expected) in [
        ("", Wanted::default()),
        ("group=&kind=&is_active=&search=&date_from=&ordering=", Wanted::default()),
        ("group=3", Wanted { group: Some(3), ..Wanted::default() }),
        ("kind=firm", Wanted { kind: Some("firm"), ..Wanted::default() }),
        ("is_active=true", Wanted { is_active: Some(true), ..Wanted::default() }),
        ("is_active=True", Wanted { is_active: Some(true), ..Wanted::default() }),
        ("is_active=0", Wanted { is_active: Some(false), ..Wanted::default() }),
        ("search=%D0%98%D0%B2%D0%B0%D0%BD+x", Wanted { search: Some("Иван x".to_owned()), ..Wanted::default() }),
        ("phone=+998901234567", Wanted { phone: Some("+998901234567".to_owned()), ..Wanted::default() }),
        ("phone=%2B998901234567", Wanted { phone: Some("+998901234567".to_owned()), ..Wanted::default() }),
        ("phone=998901234567", Wanted { phone: Some("998901234567".to_owned()), ..Wanted::default() }),
        ("date_from=2025-11-01", Wanted { from: NaiveDate::from_ymd_opt(2025, 11, 1), ..Wanted::default() }),
        ("ordering=-limit", order(&[("limit", Descending)])),
        ("ordering=created_at,zzz,+-limit", order(&[("created_at", Ascending), ("limit", Descending)])),
        ("ordering=zzz,--limit", order(&[])),
    ] {
        assert_eq!(wanted(query).unwrap(), expected, "{query}");
    }
    for (query, expected) in [
        (
            "group=x",
            json!({ "group": ["Выберите корректный вариант. Вашего варианта нет среди допустимых значений."] }),
        ),
        (
            "group=-1",
            json!({ "group": ["Выберите корректный вариант. Вашего варианта нет среди допустимых значений."] }),
        ),
        ("kind=x", json!({ "kind": ["Выберите корректный вариант. x нет среди допустимых значений."] })),
        ("is_active=x", json!({ "is_active": ["Требуется логическое значение: true или false."] })),
        ("is_active=yes", json!({ "is_active": ["Требуется логическое значение: true или false."] })),
        ("date_from=x", json!({ "date_from": ["Введите правильную дату."] })),
        ("date_from=0000-01-01", json!({ "date_from": ["Введите правильную дату."] })),
        ("search=%FF", json!({ "search": ["Введите правильное значение."] })),
        (
            "kind=x&date_from=x",
            json!({
                "kind": ["Выберите корректный вариант. x нет среди допустимых значений."],
                "date_from": ["Введите правильную дату."],
            }),
        ),
    ] {
        assert_eq!(told(&wanted(query).unwrap_err(), Language::Russian), expected, "{query}");
    }
}

/// The numbers and the links of a page of 22 rows.
fn page(query: &str) -> Result<Value, Fault> {
    let paging = Paging::read(&Query::read(query).unwrap(), "http://shop/api/guests/".to_owned(), false)?;
    let left = usize::try_from((22 - paging.wanted.offset_in(22)).clamp(0, paging.wanted.size)).unwrap();
    let rows: Vec<Row> = (0..left).map(|_| Row::default()).collect();
    let page = serde_json::to_value(paging.page::<Guest>(22, &rows, &VIEWER)?).unwrap();
    Ok(json!([page["results"].as_array().unwrap().len(), page["next"], page["previous"]]))
}

#[test]
fn pages_are_read_and_linked_as_the_frameworks() {
    let link = |query: &str| json!(format!("http://shop/api/guests/{query}"));
    for (query, expected) in [
        ("", json!([22, null, null])),
        ("page_size=10", json!([10, link("?page=2&page_size=10"), null])),
        ("page=2&page_size=10", json!([10, link("?page=3&page_size=10"), link("?page_size=10")])),
        ("page=3&page_size=10", json!([2, null, link("?page=2&page_size=10")])),
        (
            "page=2&page_size=5&ordering=-limit&x=y%20z&_=%26",
            json!([
                5,
                link("?_=%26&ordering=-limit&page=3&page_size=5&x=y%20z"),
                link("?_=%26&ordering=-limit&page_size=5&x=y%20z")
            ]),
        ),
        // What can be no size is the usual one.
        ("page_size=0", json!([22, null, null])),
        ("page_size=-1", json!([22, null, null])),
        ("page_size=x", json!([22, null, null])),
        ("page_size=201", json!([22, null, null])),
        ("page=", json!([22, null, null])),
        ("page=+1", json!([22, null, null])),
        ("page=01&page_size=22", json!([22, null, null])),
    ] {
        assert_eq!(page(query).unwrap(), expected, "{query}");
    }
    for query in
        ["page=2", "page=0", "page=-1", "page=x", "page=1.0", "page=99999999999999999999", "page=9223372036854775807"]
    {
        assert!(matches!(page(query), Err(Fault::UnknownPage)), "{query}");
    }
    let paging = |query: &str| Paging::read(&Query::read(query).unwrap(), String::new(), false).unwrap();
    for large in ["500", "100000000000000000000"] {
        assert_eq!(paging(&format!("page_size={large}")).wanted.size, 200, "{large}");
    }
    assert_eq!(paging("page_size=0").wanted.size, 50);
    // A list without rows has a first page.
    assert!(paging("").page::<Guest>(0, &[], &VIEWER).is_ok());
}

#[test]
fn the_description_has_the_fields_the_filters_and_the_orderings() {
    let answer = serde_json::to_value(Record::<Guest>::schema()).unwrap();
    assert_eq!(answer["properties"]["id"]["type"], "integer");
    assert_eq!(answer["properties"]["born"]["type"], json!(["string", "null"]));
    assert_eq!(answer["properties"]["limit"]["type"], "number");
    assert_eq!(answer["properties"]["name"]["maxLength"], Value::Null);
    assert_eq!(answer["properties"]["visits"]["items"]["$ref"], "#/components/schemas/Guest");
    let required = answer["required"].as_array().unwrap();
    assert!(required.contains(&json!("seen_at")) && !required.contains(&json!("visits")), "{required:?}");
    let request = serde_json::to_value(Whole::<Guest>::schema()).unwrap();
    assert_eq!(request["required"], json!(["name", "phone"]));
    assert_eq!(request["properties"]["id"], Value::Null);
    assert_eq!(request["properties"]["name"]["minLength"], 1);
    assert_eq!(request["properties"]["name"]["maxLength"], 10);
    assert_eq!(request["properties"]["notes"]["minLength"], Value::Null);
    assert_eq!(request["properties"]["kind"]["enum"], json!(["person", "firm"]));
    let change = serde_json::to_value(super::resource::Part::<Guest>::schema()).unwrap();
    assert_eq!(change["required"], Value::Null);
    let parameters = serde_json::to_value(Asked::<Guests>::into_params(|| None)).unwrap();
    let names: Vec<&str> = parameters.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["group", "kind", "is_active", "search", "phone", "date_from", "ordering", "page", "page_size"]);
    assert_eq!(parameters[6]["schema"]["examples"], json!(["created_at", "-created_at", "limit", "-limit"]));
}
