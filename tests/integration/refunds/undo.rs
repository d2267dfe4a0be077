//! Undoing an invoice that was just issued.

use chrono::Duration;
use kopilka::{
    domain::{Actor, CustomerId, RefundScope::Rest, Role, TelegramId},
    service::{Refusal, refunds::UNDO_WINDOW},
};

use crate::{
    on_both,
    shop::{STAFF, Shop, refusal, sale},
};

on_both! {
    async fn the_issuer_may_undo_an_invoice_for_five_minutes(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        let cashier = || shop.staff(Role::Cashier);
        let mistake = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let other = shop.operation(Actor::Staff(TelegramId(STAFF.0 + 1), Role::Owner));
        assert_eq!(refusal(shop.undoes_under(&other, &mistake).await), Refusal::NotYourInvoice);
        let person = shop.operation(Actor::Person(CustomerId(STAFF.0)));
        assert_eq!(refusal(shop.undoes_under(&person, &mistake).await), Refusal::NotAllowed);
        assert_eq!(refusal(shop.refunds_under(&cashier(), &mistake, &Rest).await), Refusal::NotAllowed);

        shop.clock.advance(UNDO_WINDOW);
        shop.undoes_under(&cashier(), &mistake).await.unwrap();
        assert_eq!((shop.amounts(&anna).await, shop.amounts(&boris).await), ((0, 0, 0), (50_00, 0, 0)));
        assert_eq!(refusal(shop.undoes_under(&cashier(), &mistake).await), Refusal::NothingLeft);
        // The right one costs the referrer nothing.
        let right = shop.issues(&boris, &sale(100_00)).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (0, 5_00, 0));
        shop.clock.advance(UNDO_WINDOW + Duration::microseconds(1));
        assert_eq!(refusal(shop.undoes_under(&cashier(), &right).await), Refusal::TooLateToUndo);
        let log = db.raw().await.texts("SELECT action FROM audit_log ORDER BY audit_id").await;
        assert_eq!(log, ["issue_invoice", "undo_invoice", "issue_invoice"]);
        shop.assert_sound().await;
    }
}
