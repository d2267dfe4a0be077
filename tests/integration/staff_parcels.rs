//! Staff in the chat: finding, adding and changing parcels.

use kopilka::{
    clock::Clock as _,
    domain::{OperationId, ParcelStatus, Role, TelegramId},
    sandbox::Person,
    service::{
        Caller,
        parcels::{self, NewParcel, Parcel},
    },
};

use crate::{
    app::{Chat, OWNER, TestApp},

};

/// The owner, over whom no permission hangs.
fn owner(app: &TestApp) -> Caller {
    Caller::staff(TelegramId(OWNER), Role::Owner, app.clock.now())
}

impl TestApp {
    /// Adds a parcel as the shop's own system does.
    pub(crate) async fn has_parcel(&self, number: &str, client: &str, status: ParcelStatus) -> Parcel {
        let new = NewParcel {
            number: number.parse().unwrap(),
            client_code: client.parse().unwrap(),
            status,
            quantity: None,
            weight: None,
            price_per_kg: None,
            cost: None,
            note: None,
        };
        let mut tx = self.database.db.begin(self.shop).await.unwrap();
        let operation = owner(self).operation(OperationId::chat(format_args!("test:{number}")));
        let added = parcels::add(&mut tx, &operation, &new).await.unwrap();
        tx.commit().await.unwrap();
        added.parcel
    }

    /// The parcel with a number.
    pub(crate) async fn parcel(&self, number: &str) -> Option<Parcel> {
        let mut tx = self.database.db.read(self.shop).await.unwrap();
        parcels::get_by_number(&mut tx, &owner(self), &number.parse().unwrap()).await.unwrap()
    }

    /// The statuses that a parcel had; those against the order with a `!`.
    pub(crate) async fn history(&self, number: &str) -> String {
        let parcel = self.parcel(number).await.unwrap();
        let mut tx = self.database.db.read(self.shop).await.unwrap();
        let past = parcels::history(&mut tx, parcel.parcel_id).await.unwrap();
        let past = past.iter().map(|past| format!("{}{}", past.status, if past.is_forced { "!" } else { "" }));
        past.collect::<Vec<_>>().join(" ")
    }
}

/// The callback data of a button of the newest message.
fn data(chat: &Chat<'_>, label: &str) -> String {
    let newest = chat.newest();
    let found = newest.buttons.iter().flatten().find(|button| button.label.contains(label));
    found.unwrap_or_else(|| panic!("no {label} in {:?}", newest.labels())).data.clone().unwrap()
}

#[tokio::test]
async fn look() {
    let app = TestApp::start(crate::database::Kind::Sqlite).await;
    let anna = app.person(Person::new(501, "Анна").language("ru"));
    anna.starts().await;
    let code = app.customer(&anna).await.code.to_string();
    let vera = app.staff(601, "Вера", Role::Manager).await;
    let show = |chat: &Chat<'_>| {
        for seen in chat.reads().0.iter().rev().take(2).rev() {
            println!("{}\n{:?} {:?}\n-----", seen.html, seen.labels(), seen.document);
        }
    };
    vera.says("/parcels").await; show(&vera);
    vera.clicks("➕ Добавить").await; show(&vera);
    vera.says(&format!("RB123456789CN {code} 1,5 хрупкое")).await; show(&vera);
    vera.clicks("🚚 в пути").await; show(&vera);
    vera.clicks("↩️ Другой статус").await; show(&vera);
    vera.clicks("🕓 ожидается").await; show(&vera);
    vera.clicks("⚠️ Да: ожидается").await; show(&vera);
    vera.clicks("✏️ Изменить").await; show(&vera);
    vera.clicks("💵 Цена за кг").await; show(&vera);
    vera.says("4,5").await; show(&vera);
    vera.clicks("📦 К посылкам").await; show(&vera);
    vera.says("/parcels Анна").await; show(&vera);
    vera.says("/parcels 12345").await; show(&vera);
    vera.says("/parcels нет").await; show(&vera);
    vera.clicks("➕ Добавить").await;
    vera.says("RB 123 456").await; show(&vera);
    vera.clicks("Это номер: RB 123 456").await; show(&vera);
    vera.says("CLIENT-7").await; show(&vera);
    vera.says("/parcels").await; show(&vera);
    vera.clicks("📋 Много сразу").await; show(&vera);
    vera.says("RB123456789CN, rb123456; 1,2E+12\nZZ99").await; show(&vera);
    vera.clicks("🏪 прибыла").await; show(&vera);
    vera.clicks("✅ Изменить: 2").await; show(&vera);
    vera.after(|actor| actor.sends_document("a.csv", "номер;статус\r\nRB123456789CN;выдана\r\nX1;выдана\n", "")).await; show(&vera);
    anna.reads().0.iter().for_each(|seen| println!("{}", seen.html));
    let _ = data;
}
