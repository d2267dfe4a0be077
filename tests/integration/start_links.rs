//! Links to the bot that are no promo codes say where people come from.

use chrono::Duration;
use kopilka::{
    domain::Money,
    sandbox::Person,
    service::sources::{self, Came},
};

use crate::{app::TestApp, on_both};

on_both! {
    async fn a_source_is_counted_and_is_no_attempt_at_a_code(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        app.clock.advance(Duration::minutes(1));
        let promo = format!("PROMO{}", app.customer(&anna).await.code);
        let ben = app.person(Person::new(502, "Ben").language("en"));
        let welcome = ben.opens_link("door").await;
        welcome.say("Hello, Ben").do_not_say("does not fit");
        assert!(welcome.buttons().contains(&"🎟 Enter a promo code".to_owned()), "{:?}", welcome.buttons());
        for source in ["fb_ads", "qr-table-5", "promo_summer", "door", "door", "promotion2026", "x"] {
            ben.opens_link(source).await.say("Welcome back").do_not_say("does not fit").do_not_say("Too many");
        }
        ben.says("/start что угодно").await.say("Welcome back").do_not_say("does not fit");
        anna.opens_link("door").await.say("Welcome back");
        assert_eq!(app.database.raw().await.number("SELECT COUNT(*) FROM promo_attempts").await, 0);
        ben.opens_link(&promo).await.say("You got 50 points");
        assert_eq!(app.balances(&ben).await.main, Money::from_minor(50_00));
        ben.opens_link("PROMO1").await.say("only once");

        let mut tx = app.database.db.read(app.shop).await.unwrap();
        for (source, people, new) in [("door", 2, 1), ("fb_ads", 1, 0), ("x", 1, 0), ("что", 0, 0), (promo.as_str(), 0, 0)] {
            assert_eq!(sources::count(&mut tx, source).await.unwrap(), Came { people, new }, "{source}");
        }
    }
}
