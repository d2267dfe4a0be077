//! Who may do what: every use case requires its permission at the moment of the action, and every action is in the audit log.

use kopilka::{
    domain::{Actor, Permission, Phone, PointsWallet, Role, TelegramId},
    service::{
        self, Error, Refusal,
        customers::{self, Customer},
        points::Direction,
        staff::{self, Member},
    },
};

use crate::{
    on_both,
    shop::{STAFF, Shop, finish, redeeming, refusal, sale},
};

const ACTIONS: [(&str, Permission, &[Role]); 9] = [
    ("register", Permission::RegisterCustomer, Role::ALL),
    ("issue an invoice", Permission::IssueInvoice, Role::ALL),
    ("redeem points", Permission::IssueInvoice, Role::ALL),
    ("take a payment", Permission::RepayDebt, Role::ALL),
    ("give points", Permission::AdjustPoints, &[Role::Manager, Role::Owner]),
    ("take points", Permission::AdjustPoints, &[Role::Manager, Role::Owner]),
    ("add a debt", Permission::AddDebt, &[Role::Manager, Role::Owner]),
    ("appoint", Permission::AppointStaff, &[Role::Owner]),
    ("dismiss", Permission::AppointStaff, &[Role::Owner]),
];

async fn does(shop: &Shop, actor: Actor, action: &str, customer: &Customer, number: usize) -> service::Result<()> {
    let operation = shop.operation(actor);
    let member = Member { telegram_id: TelegramId(900), role: Role::Cashier, name: "Вера".to_owned() };
    match action {
        "issue an invoice" => shop.issues_under(&operation, customer, &sale(1_00)).await.map(drop),
        "redeem points" => {
            shop.issues_under(&operation, customer, &redeeming(1_00, PointsWallet::Main, Some(1))).await.map(drop)
        }
        "take a payment" => shop.takes_payment(&operation, customer, 1).await.map(drop),
        "give points" => {
            shop.adjusts(&operation, customer, PointsWallet::Main, Direction::Give, 1, "так").await.map(drop)
        }
        "take points" => {
            shop.adjusts(&operation, customer, PointsWallet::Main, Direction::Take, 1, "так").await.map(drop)
        }
        "add a debt" => shop.adds_debt(&operation, customer, 1).await.map(drop),
        _ => {
            let mut tx = shop.begin().await;
            let result = match action {
                "register" => {
                    let phone = Phone::parse(&format!("+770011122{number:02}")).unwrap();
                    customers::register(&mut tx, &operation, &shop.chance, &phone, "Вера").await.map(drop)
                }
                "appoint" => staff::appoint(&mut tx, &operation, &member).await,
                "dismiss" => staff::dismiss(&mut tx, &operation, member.telegram_id).await.map(drop),
                other => panic!("no such action: {other}"),
            };
            finish(tx, result).await
        }
    }
}

on_both! {
    async fn each_action_requires_its_permission(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, PointsWallet::Main, 100_00).await;
        shop.adds_debt(&shop.staff(Role::Manager), &anna, 100_00).await.unwrap();
        let mut raw = db.raw().await;
        let actors = [
            (Actor::Person(anna.customer_id), None),
            (Actor::Staff(STAFF, Role::Cashier), Some(Role::Cashier)),
            (Actor::Staff(STAFF, Role::Manager), Some(Role::Manager)),
            (Actor::Staff(STAFF, Role::Owner), Some(Role::Owner)),
        ];
        for (number, (actor, role)) in actors.into_iter().enumerate() {
            for (action, permission, roles) in ACTIONS {
                let logged = raw.number("SELECT COUNT(*) FROM audit_log").await;
                let (has, result) = (shop.amounts(&anna).await, does(&shop, actor, action, &anna, number).await);
                let written = raw.number("SELECT COUNT(*) FROM audit_log").await - logged;
                let is_allowed = role.is_some_and(|role| roles.contains(&role));
                assert_eq!(role.is_some_and(|role| role.allows(permission)), is_allowed, "{role:?} {permission}");
                if is_allowed {
                    result.unwrap_or_else(|error| panic!("{role:?} may {action}: {error}"));
                    assert_eq!(written, 1, "{action} is written down");
                } else {
                    assert_eq!(refusal(result), Refusal::NotAllowed, "{role:?} may not {action}");
                    assert_eq!((written, shop.amounts(&anna).await), (0, has), "{role:?} may not {action}");
                }
            }
        }
        shop.assert_sound().await;
    }

    async fn actions_of_staff_are_in_the_audit_log(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let operation = shop.staff(Role::Manager);
        shop.adjusts(&operation, &anna, PointsWallet::Main, Direction::Give, 7_00, "за отзыв").await.unwrap();
        let mut raw = db.raw().await;
        let logged = raw
            .texts(
                "SELECT actor_id || ' ' || role || ' ' || action || ' ' || customer_id || ' ' || operation_id || ' ' || details
                 FROM audit_log",
            )
            .await;
        assert_eq!(logged.len(), 1);
        let (head, details) = logged[0].split_once(" {").unwrap();
        assert_eq!(head, format!("500 manager adjust_points {} {}", anna.customer_id, operation.id));
        assert!(details.contains("за отзыв") && details.contains("700"), "{details}");
        assert_eq!(raw.numbers("SELECT actor_id FROM entries").await, [500]);
        // A repeated operation adds no second row.
        shop.adjusts(&operation, &anna, PointsWallet::Main, Direction::Give, 7_00, "за отзыв").await.unwrap();
        assert_eq!(raw.number("SELECT COUNT(*) FROM audit_log").await, 1);
    }

    async fn owners_appoint_and_dismiss_others(db: TestDb) {
        let shop = Shop::open(&db).await;
        let owners = [STAFF];
        let vera = TelegramId(900);
        let role = async |person| staff::role(&mut shop.read().await, &owners, person).await.unwrap();
        let appoint = async |person, role| {
            let mut tx = shop.begin().await;
            let member = Member { telegram_id: person, role, name: "Вера".to_owned() };
            let result = staff::appoint(&mut tx, &shop.staff(Role::Owner), &member).await;
            finish(tx, result).await
        };
        let dismiss = async |person| {
            let mut tx = shop.begin().await;
            let result = staff::dismiss(&mut tx, &shop.staff(Role::Owner), person).await;
            finish(tx, result).await
        };
        assert_eq!((role(STAFF).await, role(vera).await), (Some(Role::Owner), None));
        for to_be in Role::ALL {
            appoint(vera, *to_be).await.unwrap();
            assert_eq!(role(vera).await, Some(*to_be));
        }
        assert_eq!(staff::list(&mut shop.read().await).await.unwrap().len(), 1);
        assert!(dismiss(vera).await.unwrap());
        assert!(!dismiss(vera).await.unwrap(), "there is nothing left to take away");
        assert_eq!(role(vera).await, None);
        let own = [appoint(STAFF, Role::Cashier).await, dismiss(STAFF).await.map(drop)];
        assert!(own.into_iter().all(|result| matches!(result, Err(Error::Refused(Refusal::OwnRole)))));
        let actions = db.raw().await.texts("SELECT action FROM audit_log ORDER BY audit_id").await;
        assert_eq!(actions, ["appoint", "appoint", "appoint", "dismiss"]);
    }
}
