//! A customer follows their parcels in the chat: the list, one with its history, what they are told, and how they mute it.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{Actor, Money, ParcelStatus, Quantity, Role, TelegramId},
    notices,
    sandbox::Person,
    service::{
        self, client_codes,
        parcels::{self, NewParcel, NewStatus, Parcel, ParcelChange},
    },
    storage::Tx,
};

use crate::{
    app::{Answers, Chat, TestApp},
    database::Kind,
    on_both,
};

use ParcelStatus::{Cancelled, Delivered, InTransit, Issued, Pending};

const MANAGER: Actor = Actor::Staff(TelegramId(601), Role::Manager);

async fn begin(app: &TestApp) -> Tx {
    app.database.db.begin(app.shop).await.unwrap()
}

fn parcel(number: &str, client: &str) -> NewParcel {
    NewParcel {
        number: number.parse().unwrap(),
        client_code: client.parse().unwrap(),
        status: Pending,
        quantity: None,
        weight: None,
        price_per_kg: None,
        cost: None,
        note: None,
    }
}

/// The shop adds a parcel, a minute after what was before.
async fn adds(app: &TestApp, new: &NewParcel) -> Parcel {
    app.clock.advance(Duration::minutes(1));
    let operation = app.operation(&format!("add {}", new.number), MANAGER);
    let mut tx = begin(app).await;
    let added = parcels::add(&mut tx, &operation, new).await.unwrap();
    notices::parcel::changed(&mut tx, app.clock.now(), &added).await.unwrap();
    tx.commit().await.unwrap();
    app.wait_until_idle().await;
    added.parcel
}

/// The shop changes the status of a parcel, in any order, a minute after what was before.
async fn moves(app: &TestApp, parcel: &Parcel, status: ParcelStatus) {
    app.clock.advance(Duration::minutes(1));
    let operation = app.operation(&format!("{} {status} {:?}", parcel.number, app.clock.now()), MANAGER);
    let change = ParcelChange { status: Some(status), is_forced: true, ..ParcelChange::default() };
    let mut tx = begin(app).await;
    let changed = parcels::change(&mut tx, &operation, parcel.parcel_id, &change).await.unwrap();
    notices::parcel::changed(&mut tx, app.clock.now(), &changed).await.unwrap();
    tx.commit().await.unwrap();
    app.wait_until_idle().await;
}

/// The shop changes the statuses of many parcels at once.
async fn changes_statuses(app: &TestApp, wanted: impl IntoIterator<Item = (String, ParcelStatus)>) {
    let wanted = wanted.into_iter().map(|(number, status)| NewStatus { number: number.parse().unwrap(), status });
    let wanted: Vec<NewStatus> = wanted.collect();
    let mut tx = begin(app).await;
    let done = parcels::change_statuses(&mut tx, &app.operation("many", MANAGER), &wanted).await.unwrap();
    notices::parcel::statuses(&mut tx, app.clock.now(), &done.changed).await.unwrap();
    tx.commit().await.unwrap();
    app.wait_until_idle().await;
}

async fn anna(app: &TestApp) -> (Chat<'_>, String) {
    let anna = app.person(Person::new(501, "Anna").language("en"));
    anna.starts().await;
    let code = app.customer(&anna).await.code.to_string();
    (anna, code)
}

/// How many messages the bot wrote to a person.
fn read(chat: &Chat<'_>) -> usize {
    chat.reads().0.len()
}

on_both! {
    async fn a_customer_follows_a_parcel_from_the_first_day_to_the_last(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, code) = anna(&app).await;
        app.database.raw().await.run("UPDATE shops SET address = 'Abay 10'").await;
        let new = NewParcel {
            quantity: Some(5),
            weight: Some(Quantity::from_milli(10_500)),
            price_per_kg: Some(Money::from_minor(14_29)),
            note: Some("pays late".to_owned()),
            ..parcel("rb-123 456", &code)
        };
        let sent = adds(&app, &new).await;
        assert_eq!(anna.newest().text, "🕓 A parcel is expected\nrb-123 456 · 20 Nov 2026, 15:01\n\nWe’ll write as soon as it sets off.");
        moves(&app, &sent, InTransit).await;
        assert!(anna.newest().text.starts_with("🚚 Your parcel is on its way\nrb-123 456 · 20 Nov 2026, 15:02\n"));
        moves(&app, &sent, Delivered).await;
        let arrived = anna.newest();
        for part in ["has arrived", "Cost: $150.05", "pick it up", &code, "📍 Abay 10"] {
            assert!(arrived.text.contains(part), "{part:?} in {}", arrived.text);
        }
        anna.clicks("📦 Details").await
            .say("🏪 Your parcel has arrived\nrb-123 456\n")
            .say("Weight: 10.5 kg\nPieces: 5\nPrice per kg: $14.29\nCost: $150.05")
            .say("📍 Abay 10")
            .say("History\n20 Nov 2026, 15:01 · expected\n20 Nov 2026, 15:02 · on its way\n20 Nov 2026, 15:03 · arrived")
            .do_not_say("pays late");
        moves(&app, &sent, Issued).await;
        assert!(anna.newest().text.contains("Thank you"), "{}", anna.newest().text);
        anna.says("/parcels").await.say("Still to receive: 0 · in all: 1").say("Finished").say("issued · 20 Nov 2026").say(&code);
        anna.clicks("✅ rb-123 456").await.say("15:04 · issued");
        anna.clicks("↩️ To the list").await.say("in all: 1");
    }

    async fn who_has_none_learns_which_code_to_write_on_parcels(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, code) = anna(&app).await;
        let all_keys = |chat: &Chat<'_>| chat.actor().keyboard().concat();
        assert!(!all_keys(&anna).contains(&"📦 Parcels".to_owned()), "a shop that brings nothing");
        anna.says("/settings").await.do_not_say("parcels");
        anna.says("/parcels").await.say("No parcels yet").say(&code);
        adds(&app, &parcel("A1", "of nobody")).await;
        anna.says("/menu").await;
        anna.presses_key("📦 Parcels").await.say("No parcels yet").say(&code);
        anna.says("/settings").await.say("Messages about parcels: on");
        let mut tx = begin(&app).await;
        let (operation, outside) = (app.operation("outside", MANAGER), "KZ-77".parse().unwrap());
        let customer = app.customer(&anna).await.customer_id;
        client_codes::set_outside(&mut tx, &operation, customer, Some(&outside)).await.unwrap();
        tx.commit().await.unwrap();
        anna.says("where is my parcel?").await.say("No parcels yet").say("KZ-77").do_not_say(&code);
    }

    async fn open_parcels_come_first_page_by_page(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, code) = anna(&app).await;
        for place in 1..=8 {
            let sent = adds(&app, &parcel(&format!("N{place}"), &code)).await;
            if place > 4 {
                moves(&app, &sent, if place == 6 { Cancelled } else { Issued }).await;
            }
        }
        let numbers = |labels: Vec<String>| labels.join(" ");
        let first = anna.says("/parcels").await;
        first.say("Still to receive: 4 · in all: 8").say("Finished");
        assert_eq!(numbers(first.buttons()), "🕓 N4 🕓 N3 🕓 N2 🕓 N1 ✅ N8 Page 1 of 2 Next →");
        let second = anna.clicks("Next →").await;
        assert_eq!(numbers(second.buttons()), "✅ N7 🚫 N6 ✅ N5 ← Previous Page 2 of 2");
        second.say("Finished\n✅ N7\nissued");
        anna.clicks("🚫 N6").await.say("cancelled");
        anna.clicks("↩️ To the list").await.say("N7");
        anna.says("/parcels").await;
        let beyond = anna.newest().id;
        anna.clicks_on(beyond, "c:parcels:4000000000").await.say("N7").do_not_say("N1");
    }

    async fn a_number_is_found_as_it_is_pasted_and_only_where_it_is_theirs(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, code) = anna(&app).await;
        let boris = app.person(Person::new(502, "Boris").language("en"));
        boris.starts().await;
        let own = adds(&app, &parcel("LP00123456", &code)).await;
        let others = adds(&app, &parcel("LP00777", app.customer(&boris).await.code.as_str())).await;
        for pasted in ["/parcels LP00123456", "/parcels lp 00-123-456", "/parcels 'LР00123456", "lp00123456"] {
            anna.says(pasted).await.say("A parcel is expected\nLP00123456").say("History");
        }
        let of_another = anna.says("/parcels LP00777").await.text();
        let of_nobody = anna.says("/parcels LP00888").await.text();
        assert_eq!(of_another.replace("LP00777", "LP00888"), of_nobody, "whether there is one is not said");
        assert!(of_nobody.contains("not among your parcels"), "{of_nobody}");
        anna.says("LP00777").await.do_not_say("parcel");
        anna.says("/parcels <b>&\"").await.say("<b>&\"");
        anna.says(&format!("/parcels {}", "9".repeat(4_000))).await.say("not among");
        let message = anna.newest().id;
        let foreign = format!("c:parcel:{}:0", others.parcel_id);
        anna.clicks_on(message, &foreign).await.say("There is no such parcel").do_not_say("LP00777");
        anna.clicks_on(message, &format!("c:parcel:{}:0", own.parcel_id)).await.say("LP00123456");
    }

    async fn notices_are_muted_below_one_and_in_the_settings(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, code) = anna(&app).await;
        let sent = adds(&app, &parcel("A1", &code)).await;
        anna.clicks("🔕 Mute").await;
        assert!(anna.last_toast().contains("/parcels"), "{}", anna.last_toast());
        let notice = anna.newest();
        assert!(notice.text.contains("A1") && notice.button("🔔 Unmute").is_some(), "the notice stays: {notice:?}");
        let before = read(&anna);
        moves(&app, &sent, InTransit).await;
        adds(&app, &parcel("A2", &code)).await;
        assert_eq!(read(&anna), before, "nothing is told");
        anna.says("/parcels").await.say("🚚 A1\non its way");
        anna.says("/settings").await.say("Messages about parcels: off");
        anna.clicks("🔔 Messages about parcels").await.say("Messages about parcels: on");
        moves(&app, &sent, Delivered).await;
        assert!(anna.newest().text.contains("has arrived"));
        anna.clicks("🔕 Mute").await;
        anna.clicks("🔔 Unmute").await;
        moves(&app, &sent, Issued).await;
        assert!(anna.newest().text.contains("was issued"));
        anna.says("/settings").await;
        anna.clicks("🔕 No messages about parcels").await.say("Messages about parcels: off");
        assert!(app.customer(&anna).await.mutes_parcels);
    }

    async fn many_changes_at_once_are_one_message_to_each_customer(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, code) = anna(&app).await;
        let boris = app.person(Person::new(502, "Борис").language("ru"));
        boris.starts().await;
        let of_boris = app.customer(&boris).await.code.to_string();
        let gone = app.person(Person::new(503, "Gone").language("en"));
        gone.starts().await;
        let of_gone = app.customer(&gone).await.code.to_string();
        gone.after(|actor| actor.blocks_bot()).await;
        let numbers: Vec<String> = (1..=25).map(|place| format!("N{place}")).collect();
        for number in &numbers {
            adds(&app, &parcel(number, &code)).await;
        }
        adds(&app, &parcel("B1", &of_boris)).await;
        adds(&app, &parcel("G1", &of_gone)).await;
        adds(&app, &parcel("X1", "of nobody")).await;
        let before = (read(&anna), read(&boris), read(&gone));
        let status = |number: &str| if number == "N2" { Cancelled } else { Delivered };
        let all = numbers.into_iter().chain(["B1", "G1", "X1"].map(str::to_owned));
        changes_statuses(&app, all.map(|number| (number.clone(), status(&number)))).await;
        assert_eq!((read(&anna), read(&boris), read(&gone)), (before.0 + 1, before.1 + 1, before.2));
        let told = anna.newest().text;
        for part in ["News of your parcels: 25", "🏪 N1: arrived", "🚫 N2: cancelled", "… and 5 more", "can be picked up", "/shop"] {
            assert!(told.contains(part), "{part:?} in {told}");
        }
        assert!(boris.newest().text.starts_with("🏪 Посылка прибыла\nB1 · "), "{}", boris.newest().text);
        anna.clicks("📦 My parcels").await.say("in all: 25");
    }

    async fn a_parcel_belongs_to_the_person_whatever_happens_to_their_cards(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = Actor::Staff(TelegramId(601), Role::Cashier);
        let mut tx = begin(&app).await;
        // The program makes the shop when it starts, which may be a moment later.
        service::shop::open(&mut tx, app.clock.now()).await.unwrap();
        let chance = kopilka::clock::SeededChance::new(9);
        let operation = app.operation("register", cashier);
        let phone = "+77001234567".parse().unwrap();
        let card = service::customers::register(&mut tx, &operation, &chance, &phone, "Anna").await.unwrap();
        tx.commit().await.unwrap();
        let on_card = adds(&app, &parcel("A1", card.code.as_str())).await;
        let (anna, code) = anna_with_phone(&app).await;
        adds(&app, &parcel("A2", &code)).await;
        adds(&app, &parcel("A3", "kz 77")).await;
        anna.clicks("🔕 Mute").await;
        anna.says("/parcels").await.say("in all: 1").do_not_say("A1");
        anna.shares_own_contact().await.say(card.code.as_str());
        anna.says("/parcels").await.say("in all: 2").say("A1").say("A2").do_not_say("A3");
        assert!(app.customer(&anna).await.mutes_parcels, "what the person chose is not forgotten");
        anna.says("/settings").await;
        anna.clicks("🔔 Messages about parcels").await;
        moves(&app, &on_card, Delivered).await;
        assert!(anna.newest().text.contains("A1"));
        // The parcel was added for a code that nobody had.
        let mut tx = begin(&app).await;
        let outside = "KZ 77".parse().unwrap();
        client_codes::set_outside(&mut tx, &app.operation("outside", MANAGER), card.customer_id, Some(&outside)).await.unwrap();
        tx.commit().await.unwrap();
        anna.says("/parcels").await.say("in all: 3").say("A3").say("Your code for parcels: KZ 77");
    }

    async fn staff_have_parcels_of_their_own(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let code = app.customer(&cashier).await.code.to_string();
        adds(&app, &parcel("A1", &code)).await;
        assert!(cashier.newest().text.contains("A1"));
        cashier.says("/parcels").await.say("A1").say("ожидается");
        cashier.says("/menu").await;
        cashier.presses_key("📦 Посылки").await.say("A1");
    }
}

/// What a customer is told and shown in every language, to be read when it changes.
#[tokio::test]
async fn screens_in_every_language() {
    for language in ["ru", "en", "kk", "ky", "uz"] {
        let app = TestApp::start(Kind::Sqlite).await;
        let person = app.person(Person::new(501, "Айгүл").language(language));
        person.starts().await;
        let client = "KZ-77";
        let mut tx = begin(&app).await;
        let customer = app.customer(&person).await.customer_id;
        let operation = app.operation("outside", MANAGER);
        client_codes::set_outside(&mut tx, &operation, customer, client.parse().ok().as_ref()).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = vec![person.says("/parcels").await];
        let weight = Some(Quantity::from_milli(10_500));
        let new = NewParcel {
            quantity: Some(1_000),
            weight,
            price_per_kg: Some(Money::from_minor(14_29)),
            ..parcel("RB745120938CN", client)
        };
        let sent = adds(&app, &new).await;
        read.push(Answers(vec![person.newest()]));
        for status in [InTransit, Delivered, Issued] {
            moves(&app, &sent, status).await;
            read.push(Answers(vec![person.newest()]));
        }
        moves(&app, &sent, Delivered).await;
        read.push(Answers(vec![person.newest()]));
        moves(&app, &sent, Issued).await;
        for number in ["A1", "A2"] {
            adds(&app, &parcel(number, client)).await;
        }
        let wanted = [("A1", Delivered), ("A2", Cancelled)];
        changes_statuses(&app, wanted.map(|(number, status)| (number.to_owned(), status))).await;
        read.push(Answers(vec![person.newest()]));
        let mute = person.newest().buttons[0][1].label.clone();
        person.clicks(&mute).await;
        let muted = person.last_toast();
        read.push(Answers(vec![person.newest()]));
        read.push(person.says("/settings").await);
        read.push(person.clicks_on(person.newest().id, "c:notices:yes").await);
        read.push(person.says("/parcels").await);
        read.push(person.clicks_on(person.newest().id, &format!("c:parcel:{}:0", sent.parcel_id)).await);
        read.push(person.says("/parcels X1").await);
        let messages = read.iter().flat_map(|answers| &answers.0).map(|seen| {
            let rows = seen.labels().into_iter().map(|row| format!("\n[{}]", row.join("] ["))).collect::<String>();
            format!("{}{rows}", seen.html)
        });
        let shown = messages.chain([muted]).collect::<Vec<_>>().join("\n\n-----\n\n");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("screens-{language}"), shown);
        });
    }
}

async fn anna_with_phone(app: &TestApp) -> (Chat<'_>, String) {
    let anna = app.person(Person::new(501, "Anna").language("en").phone("+77001234567"));
    anna.starts().await;
    let code = app.customer(&anna).await.code.to_string();
    (anna, code)
}
