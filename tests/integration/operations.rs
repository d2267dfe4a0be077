//! An operation is done once under its id, from whatever source it comes.

use kopilka::{
    clock::Clock,
    domain::{KeyId, OperationId, Permission, Permissions, Phone, PointsWallet, Role, TelegramId},
    service::{
        self, Caller, Operation, Refusal,
        customers::{self, Customer},
        points::Direction,
        staff::{self, Member},
    },
};

use crate::{
    on_both,
    shop::{STAFF, Shop, finish, refusal, sale},
};

fn key(shop: &Shop, permissions: &[Permission]) -> Caller {
    Caller::key(KeyId(7), Permissions::of(permissions), shop.clock.now())
}

async fn registers(shop: &Shop, operation: &Operation, phone: &str, name: &str) -> service::Result<Customer> {
    let mut tx = shop.begin().await;
    let phone = Phone::parse(phone).unwrap();
    let result = customers::register(&mut tx, operation, &shop.chance, &phone, name).await;
    finish(tx, result).await
}

on_both! {
    async fn equal_ids_of_different_sources_are_different_operations(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let staff = Caller::staff(STAFF, Role::Cashier, shop.clock.now());
        let seller = key(&shop, &[Permission::IssueInvoice]);
        let draft = sale(100_00);
        let ids = [
            staff.operation(OperationId::chat("order-1")),
            seller.operation(OperationId::key(KeyId(7), "order-1")),
            seller.operation(OperationId::key(KeyId(7), "chat:order-1")),
            seller.operation(OperationId::key(KeyId(71), "order-1")),
        ];
        for operation in &ids {
            assert!(!shop.issues_under(operation, &anna, &draft).await.unwrap().repeated, "{}", operation.id);
        }
        for operation in &ids {
            assert!(shop.issues_under(operation, &anna, &draft).await.unwrap().repeated, "{}", operation.id);
        }
        assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM invoices").await, 4);
        shop.assert_sound().await;
    }

    async fn an_api_key_has_only_its_permissions(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let operation = |name: &str| key(&shop, &[Permission::AdjustPoints]).operation(OperationId::key(KeyId(7), name));
        let gift = operation("gift");
        shop.adjusts(&gift, &anna, PointsWallet::Main, Direction::Give, 5_00, "подарок").await.unwrap();
        assert_eq!(refusal(shop.issues_under(&operation("sale"), &anna, &sale(1_00)).await), Refusal::NotAllowed);
        assert_eq!(refusal(shop.adds_debt(&operation("debt"), &anna, 1_00).await), Refusal::NotAllowed);
    }

    async fn registering_again_returns_the_same_card(db: TestDb) {
        let shop = Shop::open(&db).await;
        let operation = shop.staff(Role::Cashier);
        let first = registers(&shop, &operation, "+77001112233", "Вера").await.unwrap();
        assert_eq!(registers(&shop, &operation, "+77001112233", "Вера").await.unwrap(), first);
        let other = registers(&shop, &operation, "+77001112244", "Вера").await;
        assert_eq!(refusal(other), Refusal::OperationReused);
        let taken = registers(&shop, &shop.staff(Role::Cashier), "+77001112233", "Вера").await;
        assert_eq!(refusal(taken), Refusal::PhoneTaken(first.code));
        let mut raw = db.raw().await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM customers").await, 1);
        assert_eq!(raw.number("SELECT COUNT(*) FROM audit_log WHERE action = 'register'").await, 1);
        shop.assert_sound().await;
    }

    async fn appointing_and_dismissing_again_change_nothing(db: TestDb) {
        let shop = Shop::open(&db).await;
        let member = Member { telegram_id: TelegramId(900), role: Role::Cashier, name: "Вера".to_owned() };
        let (appointing, dismissing) = (shop.staff(Role::Owner), shop.staff(Role::Owner));
        for (appoints, is_staff) in [(true, true), (false, false), (true, false), (false, false)] {
            let mut tx = shop.begin().await;
            if appoints {
                let result = staff::appoint(&mut tx, &appointing, &member).await;
                finish(tx, result).await.unwrap();
            } else {
                let result = staff::dismiss(&mut tx, &dismissing, member.telegram_id).await;
                assert!(finish(tx, result).await.unwrap(), "the answer is that of the first time");
            }
            assert_eq!(staff::list(&mut shop.read().await).await.unwrap().len(), usize::from(is_staff));
        }
        assert_eq!(db.raw().await.texts("SELECT action FROM audit_log ORDER BY audit_id").await, ["appoint", "dismiss"]);
        shop.assert_sound().await;
    }
}
