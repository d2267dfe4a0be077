//! Where events are not sent: to hosts that are not public, whatever their names say, and where redirects lead.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use chrono::Duration;
use kopilka::{
    domain::{DeliveryFault, Role, WebhookUrlError},
    service::{Refusal, webhooks},
};
use tokio::net::TcpListener;

use super::{
    Answers, Hooks, every_event,
    receiver::{Answer, Receiver},
};
use crate::{on_both, shop::refusal};

on_both! {
    async fn a_name_that_leads_into_the_network_of_the_shop_gets_nothing(db: TestDb) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        let public: SocketAddr = "8.8.8.8:443".parse().unwrap();
        // Not public when it is sent; public when it is checked, and not when it is connected to.
        let mut hooks = Hooks::open(&db).await;
        for (answers, fault) in [
            (vec![here], DeliveryFault::NotPublic),
            (vec!["10.0.0.1:443".parse().unwrap()], DeliveryFault::NotPublic),
            (vec!["[::ffff:127.0.0.1]:443".parse().unwrap()], DeliveryFault::NotPublic),
            (vec![public, here], DeliveryFault::NoConnection),
        ] {
            hooks.sends_with(Arc::new(Answers(std::sync::Mutex::new(answers))), Vec::new());
            let url = format!("https://hook.example:{}/", here.port());
            let made = hooks.adds_webhook(&url, every_event()).await;
            hooks.adds_parcel(&format!("A{}", hooks.shop.next_operation())).await;
            let listed = hooks.has_failed(made.webhook.webhook_id, 1).await;
            assert_eq!(listed.webhook.last_failure, Some(fault));
            assert_eq!(listed.waiting, 1);
            hooks.stops().await;
            let operation = hooks.shop.staff(Role::Owner);
            let mut tx = hooks.shop.begin().await;
            webhooks::remove(&mut tx, &operation, made.webhook.webhook_id).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(connections.load(Ordering::SeqCst), 0);
    }

    async fn a_host_that_is_let_through_no_longer_gets_nothing(db: TestDb) {
        let mut hooks = Hooks::open(&db).await;
        let receiver = Receiver::start().await;
        let made = hooks.adds_webhook(&receiver.url(), every_event()).await;
        hooks.sends_with(Arc::new(kopilka::webhooks::SystemResolver), Vec::new());
        hooks.adds_parcel("A1").await;
        let listed = hooks.has_failed(made.webhook.webhook_id, 1).await;
        assert_eq!(listed.webhook.last_failure, Some(DeliveryFault::NotPublic));
        assert_eq!(receiver.messages().len(), 0);
    }

    async fn redirects_are_not_followed(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let [receiver, other] = [Receiver::start().await, Receiver::start().await];
        for (status, webhooks) in [(301, 1), (302, 2), (307, 3), (308, 4)] {
            let location = other.url();
            receiver.answers(move |_| Answer::With(status, "location", location.clone()));
            let made = hooks.adds_webhook(&format!("{}&{status}", receiver.url()), every_event()).await;
            hooks.waits(Duration::hours(1));
            hooks.adds_parcel(&format!("A{webhooks}")).await;
            let listed = hooks.has_failed(made.webhook.webhook_id, 1).await;
            assert_eq!(listed.webhook.last_failure, Some(DeliveryFault::Status(status)));
        }
        assert_eq!(other.messages().len(), 0);
    }

    async fn a_url_that_cannot_be_sent_to_is_refused(db: TestDb) {
        let hooks = Hooks::open(&db).await;
        for (url, error) in [
            ("http://shop.example/", WebhookUrlError::NotHttps),
            ("https://10.0.0.1/", WebhookUrlError::NotPublic),
            ("https://localhost:8443/", WebhookUrlError::NotPublic),
            ("https://me:word@shop.example/", WebhookUrlError::HasPassword),
            ("nonsense", WebhookUrlError::NoUrl),
        ] {
            let operation = hooks.shop.staff(Role::Owner);
            let mut tx = hooks.shop.begin().await;
            let added = webhooks::add(&mut tx, &operation, &hooks.shop.chance, url, every_event(), &[]).await;
            assert_eq!(refusal(added), Refusal::BadWebhookUrl(error), "{url}");
        }
        for role in [Role::Manager, Role::Cashier] {
            let operation = hooks.shop.staff(role);
            let mut tx = hooks.shop.begin().await;
            let url = "https://shop.example/";
            let added = webhooks::add(&mut tx, &operation, &hooks.shop.chance, url, every_event(), &[]).await;
            assert_eq!(refusal(added), Refusal::NotAllowed);
        }
        let mut known = Vec::new();
        for number in 0..20 {
            let made = hooks.adds_webhook(&format!("https://shop.example/{number}"), every_event()).await;
            known.push(made.webhook.webhook_id);
        }
        for (url, expected) in [
            ("https://shop.example/20", Refusal::TooManyWebhooks),
            ("https://shop.example/7", Refusal::WebhookKnown(known[7])),
            ("HTTPS://Shop.Example:443/0", Refusal::WebhookKnown(known[0])),
        ] {
            let operation = hooks.shop.staff(Role::Owner);
            let mut tx = hooks.shop.begin().await;
            let added = webhooks::add(&mut tx, &operation, &hooks.shop.chance, url, every_event(), &[]).await;
            assert_eq!(refusal(added), expected, "{url}");
        }
    }
}
