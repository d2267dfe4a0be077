//! Points are spent with the customer's consent: by a button, or by the digits on their card.

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{
        Actor, ActorRef, CardCode, ConsentId, ConsentState, Draft, OperationId, PointsWallet, RefundScope, Role,
        TelegramId,
    },
    service::{
        self, Caller, Refusal,
        card_codes::{self, Lookup},
        consents::{self, Answer, Made, Question},
        customers::{self, Customer},
        invoices::{self, Agreement, Issued},
        staff::{self, Member},
    },
};

use crate::{
    on_both,
    shop::{STAFF, Shop, finish, money, redeeming, refusal, sale},
};

use PointsWallet::Main;

impl Shop {
    async fn wants_consent_from(&self, minor: Option<i64>) {
        let mut tx = self.begin().await;
        let result = service::shop::set_consent_from(&mut tx, &self.staff(Role::Owner), minor.map(money)).await;
        finish(tx, result).await.unwrap();
    }

    async fn shows(&self, customer: &Customer) -> CardCode {
        let mut tx = self.begin().await;
        let shown = card_codes::show(&mut tx, &self.chance, customer.customer_id, self.clock.now()).await;
        finish(tx, shown).await.unwrap().code
    }

    async fn looks_up(&self, code: &CardCode) -> Lookup {
        let mut tx = self.begin().await;
        let caller = self.staff(Role::Cashier).caller;
        let result = card_codes::look_up(&mut tx, &caller, code).await;
        if let Ok(Lookup::Unknown) = result {
            card_codes::note_wrong_guess(&mut tx, &caller).await.unwrap();
        }
        finish(tx, result).await.unwrap()
    }

    async fn issues_with(&self, customer: &Customer, draft: &Draft, agreement: Agreement) -> service::Result<Issued> {
        let mut tx = self.begin().await;
        let operation = self.staff(Role::Cashier);
        let id = customer.customer_id;
        let result = invoices::issue_agreed(&mut tx, &operation, &self.chance, id, draft, agreement).await;
        finish(tx, result).await
    }

    async fn asks(&self, customer: &Customer, draft: &Draft) -> service::Result<Question> {
        let operation = self.staff(Role::Cashier);
        let mut tx = self.begin().await;
        let sale = OperationId::chat(format_args!("sale of {}", operation.id));
        let result = consents::ask(&mut tx, &operation, customer.customer_id, draft, &sale).await;
        finish(tx, result).await
    }

    async fn answers(&self, person: i64, consent: ConsentId, agrees: bool) -> service::Result<Answer> {
        let mut tx = self.begin().await;
        let person = customers::by_telegram_id(&mut tx, TelegramId(person)).await.unwrap().unwrap();
        let caller = Caller::person(person.customer_id, self.clock.now());
        let result = consents::answer(&mut tx, &caller, &self.chance, &[STAFF], consent, agrees).await;
        finish(tx, result).await
    }
}

on_both! {
    async fn by_default_staff_redeem_points_without_consent(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        shop.issues(&anna, &redeeming(500_00, Main, Some(99_99))).await.unwrap();
        shop.wants_consent_from(Some(1)).await;
        assert_eq!(refusal(shop.issues(&anna, &redeeming(500_00, Main, Some(1))).await), Refusal::ConsentNeeded);
        shop.issues(&anna, &sale(500_00)).await.unwrap();
        shop.wants_consent_from(Some(5_00)).await;
        shop.gives(&anna, Main, 100_00).await;
        shop.clock.advance(Duration::hours(24));
        shop.issues(&anna, &redeeming(500_00, Main, Some(4_99))).await.unwrap();
        assert_eq!(refusal(shop.issues(&anna, &redeeming(500_00, Main, Some(5_00))).await), Refusal::ConsentNeeded);
        shop.wants_consent_from(None).await;
        shop.issues(&anna, &redeeming(500_00, Main, Some(5_00))).await.unwrap();
        shop.assert_sound().await;
    }

    async fn points_spent_without_consent_add_up_over_a_day(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.wants_consent_from(Some(100_00)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 1000_00).await;
        let spends = |minor| redeeming(5000_00, Main, Some(minor));
        let first = shop.issues(&anna, &spends(60_00)).await.unwrap();
        assert_eq!(refusal(shop.issues(&anna, &spends(40_00)).await), Refusal::ConsentNeeded);
        shop.issues(&anna, &spends(39_99)).await.unwrap();
        assert_eq!(refusal(shop.issues(&anna, &spends(1)).await), Refusal::ConsentNeeded);
        shop.issues(&anna, &sale(5000_00)).await.unwrap();
        // With the digits of the card, and those do not count.
        let code = shop.shows(&anna).await;
        shop.issues_with(&anna, &spends(300_00), Agreement::CardCode(code)).await.unwrap();
        let question = shop.asks(&anna, &spends(200_00)).await.unwrap();
        shop.answers(1, question.consent_id, true).await.unwrap();
        // What was given back does not count either: half of the 60.
        shop.refunds(&first, &RefundScope::Amount(money(2500_00))).await.unwrap();
        assert_eq!(refusal(shop.issues(&anna, &spends(30_01)).await), Refusal::ConsentNeeded);
        let undone = shop.issues(&anna, &spends(30_00)).await.unwrap();
        shop.undoes_under(&shop.staff(Role::Cashier), &undone).await.unwrap();
        shop.issues(&anna, &spends(30_00)).await.unwrap();
        assert_eq!(refusal(shop.issues(&anna, &spends(1)).await), Refusal::ConsentNeeded);
        // What is held counts, and then what was spent of it, for a day.
        shop.clock.advance(Duration::hours(24));
        let held = shop.holds(&anna, Main, 80_00).await.unwrap();
        assert_eq!(refusal(shop.issues(&anna, &spends(20_00)).await), Refusal::ConsentNeeded);
        shop.issues(&anna, &spends(19_99)).await.unwrap();
        shop.captures(&held, Some(50_00)).await.unwrap();
        assert_eq!(refusal(shop.issues(&anna, &spends(30_01)).await), Refusal::ConsentNeeded);
        shop.issues(&anna, &spends(30_00)).await.unwrap();
        // Another customer has spent nothing; and after a day she has not either.
        let boris = shop.welcomes(2, "Борис").await;
        shop.gives(&boris, Main, 100_00).await;
        shop.issues(&boris, &spends(99_99)).await.unwrap();
        shop.clock.advance(Duration::hours(24));
        shop.issues(&anna, &spends(99_99)).await.unwrap();
        shop.assert_sound().await;
    }

    async fn of_parallel_sales_without_consent_no_more_go_through_than_the_limit_allows(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.wants_consent_from(Some(100_00)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 1000_00).await;
        let draft = redeeming(5000_00, Main, Some(49_99));
        let sold = futures_util::future::join_all((0..6).map(|_| shop.issues(&anna, &draft))).await;
        assert_eq!(sold.iter().filter(|sold| sold.is_ok()).count(), 2);
        assert_eq!(shop.amounts(&anna).await.0, 900_02);
    }

    async fn a_sale_waits_in_one_place(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.wants_consent_from(Some(1)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let draft = redeeming(500_00, Main, Some(20_00));
        let question = shop.asks(&anna, &draft).await.unwrap();
        assert_eq!(refusal(shop.asks(&anna, &draft).await), Refusal::SaleWaits);
        // The digits complete it, and the tap comes too late.
        let completes = async |consent, code| {
            let mut tx = shop.begin().await;
            let caller = shop.staff(Role::Cashier).caller;
            let completed = consents::complete(&mut tx, &caller, &shop.chance, consent, code).await;
            finish(tx, completed).await
        };
        let code = shop.shows(&anna).await;
        assert!(completes(question.consent_id, code.clone()).await.unwrap().is_some());
        let late = shop.answers(1, question.consent_id, true).await;
        assert_eq!(refusal(late), Refusal::ConsentEnded(ConsentState::Given));
        assert!(completes(question.consent_id, code).await.unwrap().is_none());
        assert_eq!(shop.amounts(&anna).await, (80_00, 0, 0));
        // A cancelled one is over for both ways.
        let question = shop.asks(&anna, &draft).await.unwrap();
        for is_there in [true, false] {
            let mut tx = shop.begin().await;
            let cancelled = consents::cancel(&mut tx, &shop.staff(Role::Cashier), question.consent_id).await;
            assert_eq!(finish(tx, cancelled).await.unwrap().is_some(), is_there);
        }
        let code = shop.shows(&anna).await;
        assert!(completes(question.consent_id, code).await.unwrap().is_none());
        let late = shop.answers(1, question.consent_id, true).await;
        assert_eq!(refusal(late), Refusal::ConsentEnded(ConsentState::Cancelled));
        assert_eq!(shop.amounts(&anna).await, (80_00, 0, 0));
        // Of a tap and digits in the same moment one makes the sale.
        let question = shop.asks(&anna, &draft).await.unwrap();
        let code = shop.shows(&anna).await;
        let (tapped, completed) =
            futures_util::join!(shop.answers(1, question.consent_id, true), completes(question.consent_id, code));
        assert_ne!(tapped.is_ok(), completed.unwrap().is_some());
        assert_eq!(shop.amounts(&anna).await, (60_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn card_digits_are_consent_for_one_sale(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.wants_consent_from(Some(1)).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.gives(&anna, Main, 100_00).await;
        shop.gives(&boris, Main, 100_00).await;
        let code = shop.shows(&anna).await;
        assert_eq!(shop.shows(&anna).await, code, "the digits stay while they are good");
        // A search does not use the digits up.
        for _ in 0..3 {
            assert_eq!(shop.looks_up(&code).await, Lookup::Found(Box::new(shop.reloads(&anna).await)));
        }
        let draft = redeeming(500_00, Main, Some(10_00));
        let agreement = || Agreement::CardCode(code.clone());
        // Digits of another customer are refused, and a refused sale does not use them up either.
        assert_eq!(refusal(shop.issues_with(&boris, &draft, agreement()).await), Refusal::CardCodeUsed);
        let too_many = redeeming(500_00, Main, Some(100_01));
        assert_eq!(
            refusal(shop.issues_with(&anna, &too_many, agreement()).await),
            Refusal::NotEnoughPoints { available: money(100_00) }
        );
        shop.issues_with(&anna, &draft, agreement()).await.unwrap();
        assert_eq!(refusal(shop.issues_with(&anna, &draft, agreement()).await), Refusal::CardCodeUsed);
        assert_eq!(shop.looks_up(&code).await, Lookup::Unknown);
        assert_ne!(shop.shows(&anna).await, code);
        assert_eq!(shop.amounts(&anna).await, (90_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn of_two_parallel_sales_one_uses_the_digits(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.wants_consent_from(Some(1)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let code = shop.shows(&anna).await;
        let draft = redeeming(500_00, Main, Some(10_00));
        let sell = |_| shop.issues_with(&anna, &draft, Agreement::CardCode(code.clone()));
        let sold = futures_util::future::join_all((0..8).map(sell)).await;
        assert_eq!(sold.iter().filter(|sold| sold.is_ok()).count(), 1);
        assert_eq!(shop.amounts(&anna).await, (90_00, 0, 0));
    }

    async fn digits_rotate_and_a_started_sale_may_use_the_previous_ones(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.wants_consent_from(Some(1)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let code = shop.shows(&anna).await;
        shop.clock.advance(Duration::minutes(4) + Duration::seconds(1));
        assert_ne!(shop.shows(&anna).await, code, "less than a minute is not worth showing");
        assert!(matches!(shop.looks_up(&code).await, Lookup::Found(_)));
        shop.clock.advance(Duration::seconds(59));
        assert_eq!(shop.looks_up(&code).await, Lookup::Unknown);
        let draft = redeeming(500_00, Main, Some(10_00));
        shop.clock.advance(Duration::minutes(9));
        shop.issues_with(&anna, &draft, Agreement::CardCode(code)).await.unwrap();
        let late = shop.shows(&anna).await;
        shop.clock.advance(Duration::minutes(15));
        let refused = shop.issues_with(&anna, &draft, Agreement::CardCode(late)).await;
        assert_eq!(refusal(refused), Refusal::CardCodeUsed);
    }

    async fn wrong_digits_are_limited(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let code = shop.shows(&anna).await;
        let wrong = |number: u64| CardCode::from_bits(number).as_str().parse::<CardCode>().unwrap();
        for number in 0..10 {
            let guess = wrong(number);
            assert_ne!(guess, code);
            assert_eq!(shop.looks_up(&guess).await, Lookup::Unknown);
            shop.clock.advance(Duration::seconds(1));
        }
        let retry_at = match shop.looks_up(&code).await {
            Lookup::TooMany { retry_at } => retry_at,
            other => panic!("{other:?}"),
        };
        assert_eq!(retry_at, shop.clock.now() + Duration::minutes(10) - Duration::seconds(10));
        shop.clock.advance(retry_at - shop.clock.now());
        let code = shop.shows(&anna).await;
        assert!(matches!(shop.looks_up(&code).await, Lookup::Found(_)));
        let mut tx = shop.begin().await;
        let person = Caller::person(anna.customer_id, shop.clock.now());
        let result = card_codes::look_up(&mut tx, &person, &code).await;
        assert_eq!(refusal(finish(tx, result).await), Refusal::NotAllowed);
    }

    async fn digits_of_a_thousand_customers_are_unique(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut codes = std::collections::BTreeSet::new();
        let mut tx = shop.begin().await;
        for person in 0..1000 {
            let seen = customers::NewCustomer { telegram_id: Some(TelegramId(1000 + person)), ..Default::default() };
            let now = shop.clock.now();
            let (customer, _) = customers::arrive(&mut tx, &shop.chance, &seen, now).await.unwrap();
            let shown = card_codes::show(&mut tx, &shop.chance, customer.customer_id, now).await.unwrap();
            codes.insert(shown.code.as_str().to_owned());
        }
        assert_eq!(codes.len(), 1000);
    }

    async fn a_confirmed_question_issues_the_invoice_in_the_name_of_the_asking_member(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.wants_consent_from(Some(1)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let question = shop.asks(&anna, &redeeming(500_00, Main, Some(20_00))).await.unwrap();
        assert_eq!(question.quote.redeemed, money(20_00));
        assert_eq!(shop.amounts(&anna).await, (100_00, 0, 0), "nothing happens before the tap");
        shop.welcomes(2, "Борис").await;
        assert_eq!(refusal(shop.answers(2, question.consent_id, true).await), Refusal::UnknownConsent);
        assert_eq!(refusal(shop.answers(1, ConsentId(999), true).await), Refusal::UnknownConsent);
        let Answer::Made(Made::Sale(sold)) = shop.answers(1, question.consent_id, true).await.unwrap() else {
            panic!("not sold")
        };
        assert_eq!((sold.issued.quote.redeemed, sold.seller), (money(20_00), STAFF));
        assert_eq!(shop.amounts(&anna).await, (80_00, 0, 0));
        let sold_by = db.raw().await.number("SELECT actor_id FROM invoices WHERE actor_kind = 'staff'").await;
        assert_eq!(sold_by, STAFF.0);
        for agrees in [true, false] {
            let again = shop.answers(1, question.consent_id, agrees).await;
            assert_eq!(refusal(again), Refusal::ConsentEnded(ConsentState::Given));
        }
        assert_eq!(shop.amounts(&anna).await, (80_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn two_parallel_confirmations_are_one_sale(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let question = shop.asks(&anna, &redeeming(500_00, Main, Some(20_00))).await.unwrap();
        let taps = futures_util::future::join_all((0..6).map(|_| shop.answers(1, question.consent_id, true))).await;
        assert_eq!(taps.iter().filter(|tap| tap.is_ok()).count(), 1);
        assert_eq!(shop.amounts(&anna).await, (80_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_question_expires_after_three_minutes(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let draft = redeeming(500_00, Main, Some(20_00));
        let declined = shop.asks(&anna, &draft).await.unwrap();
        let answer = shop.answers(1, declined.consent_id, false).await.unwrap();
        assert!(matches!(answer, Answer::Declined { seller: Some(STAFF) }));
        let ended = shop.answers(1, declined.consent_id, true).await;
        assert_eq!(refusal(ended), Refusal::ConsentEnded(ConsentState::Declined));

        let in_time = shop.asks(&anna, &draft).await.unwrap();
        shop.clock.advance(Duration::minutes(3) - Duration::microseconds(1));
        shop.answers(1, in_time.consent_id, true).await.unwrap();
        let question = shop.asks(&anna, &draft).await.unwrap();
        shop.clock.advance(Duration::minutes(3));
        let late = shop.answers(1, question.consent_id, true).await;
        assert_eq!(refusal(late), Refusal::ConsentEnded(ConsentState::Expired));
        let mut tx = shop.begin().await;
        assert!(consents::has_expired_requests(&mut tx, shop.clock.now()).await.unwrap());
        let expired = consents::expire_requests(&mut tx, shop.clock.now()).await.unwrap();
        assert_eq!(expired.iter().map(|asked| (asked.consent_id, asked.asked_by)).collect::<Vec<_>>(), [(question.consent_id, ActorRef::staff(STAFF))]);
        assert_eq!(consents::expire_requests(&mut tx, shop.clock.now()).await.unwrap(), []);
        tx.commit().await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (80_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_confirmation_is_checked_against_the_current_balance(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let vera = shop.registers("+77001112233", "Вера").await;
        shop.gives(&anna, Main, 100_00).await;
        shop.gives(&vera, Main, 100_00).await;
        let draft = redeeming(500_00, Main, Some(60_00));
        assert_eq!(refusal(shop.asks(&vera, &draft).await), Refusal::CannotAsk);
        assert_eq!(refusal(shop.asks(&anna, &sale(500_00)).await), Refusal::NothingToDo);
        // The points are spent meanwhile: there is no sale, and none later when there are points again.
        let question = shop.asks(&anna, &draft).await.unwrap();
        shop.issues(&anna, &redeeming(500_00, Main, Some(50_00))).await.unwrap();
        let few = Refusal::NotEnoughPoints { available: money(50_00) };
        let answer = shop.answers(1, question.consent_id, true).await.unwrap();
        assert!(matches!(answer, Answer::Failed { seller: Some(STAFF), refusal } if refusal == few));
        shop.gives(&anna, Main, 10_00).await;
        for agrees in [true, false] {
            let again = shop.answers(1, question.consent_id, agrees).await;
            assert_eq!(refusal(again), Refusal::ConsentEnded(ConsentState::Failed));
        }
        assert_eq!(shop.amounts(&anna).await, (60_00, 0, 0));
        // "All" is what it was when the question was asked.
        shop.wants_consent_from(Some(1)).await;
        let question = shop.asks(&anna, &redeeming(500_00, Main, None)).await.unwrap();
        shop.gives(&anna, Main, 5_00).await;
        shop.answers(1, question.consent_id, true).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (5_00, 0, 0));
        // The member who asked is dismissed meanwhile.
        let cashier = TelegramId(77);
        let member = Member { telegram_id: cashier, role: Role::Cashier, name: "Тимур".to_owned() };
        let mut tx = shop.begin().await;
        staff::appoint(&mut tx, &shop.staff(Role::Owner), &member).await.unwrap();
        tx.commit().await.unwrap();
        shop.gives(&anna, Main, 10_00).await;
        let (operation, sale) = (shop.operation(Actor::Staff(cashier, Role::Cashier)), OperationId::chat("sale"));
        let mut tx = shop.begin().await;
        let asked = consents::ask(&mut tx, &operation, anna.customer_id, &redeeming(500_00, Main, None), &sale).await.unwrap();
        staff::dismiss(&mut tx, &shop.staff(Role::Owner), cashier).await.unwrap();
        tx.commit().await.unwrap();
        let answer = shop.answers(1, asked.consent_id, true).await.unwrap();
        assert!(matches!(answer, Answer::Failed { seller: None, refusal: Refusal::SellerLeft }), "{answer:?}");
        let again = shop.answers(1, asked.consent_id, true).await;
        assert_eq!(refusal(again), Refusal::ConsentEnded(ConsentState::Failed));
        shop.assert_sound().await;
    }
}
