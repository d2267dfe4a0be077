//! The whole bot on the sandbox's Bot API server, and people who chat with it: a test reads as a conversation.

use std::{sync::Arc, time::Duration};

use kopilka::{
    clock::{Clock, ManualClock, SeededChance, Timestamp},
    domain::{self, Currency, OperationId, PhoneCountries, Role, ShopId, TelegramId, WebhookHost},
    jobs::Job,
    sandbox::{Actor, Person, Sandbox, Seen},
    serve,
    service::{self, Caller, Operation, customers::Customer, ledger::Balances, staff::Member},
    shutdown::CancellationToken,
    telegram::Limits,
    webhooks::SystemResolver,
};
use tokio::task::JoinHandle;
use tokio_util::sync::DropGuard;

use crate::database::{Kind, TestDb};

/// The owner by configuration.
pub(crate) const OWNER: i64 = 8_000_000_001;
/// 20 November 2026, 15:00 in Almaty.
const START: Timestamp = Timestamp(1_795_168_800_000_000);

/// A running bot on a database of its own.
pub(crate) struct TestApp {
    pub(crate) sandbox: Sandbox,
    /// The clock of the machine, and of Telegram where it was not given another.
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) database: TestDb,
    pub(crate) shop: ShopId,
    jobs: &'static [&'static dyn Job],
    /// Taken from the next start of the bot on.
    pub(crate) phones: PhoneCountries,
    /// Taken from the next start of the bot on.
    pub(crate) webhook_hosts: Vec<WebhookHost>,
    stopper: Option<DropGuard>,
    bot: Option<JoinHandle<()>>,
}

/// A person in a private chat with the bot.
pub(crate) struct Chat<'a> {
    app: &'a TestApp,
    actor: Actor,
}

/// The messages that the bot sent or edited after an action, oldest first.
#[derive(Debug)]
pub(crate) struct Answers(pub(crate) Vec<Seen>);

impl TestApp {
    pub(crate) async fn start(kind: Kind) -> Self {
        Self::on(TestDb::new(kind).await).await
    }

    /// A bot on an existing database, which may hold rows.
    pub(crate) async fn on(database: TestDb) -> Self {
        let clock = Arc::new(ManualClock::at(START));
        Self::with_clocks(database, clock.clone(), clock, &[]).await
    }

    /// A bot on a machine whose clock may not agree with Telegram's, with these jobs.
    pub(crate) async fn with_clocks(
        database: TestDb,
        clock: Arc<ManualClock>,
        telegrams: Arc<dyn Clock>,
        jobs: &'static [&'static dyn Job],
    ) -> Self {
        let options = kopilka::sandbox::Options { clock: telegrams, ..Default::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let shop = ShopId(sandbox.token().split(':').next().unwrap().parse().unwrap());
        let phones = PhoneCountries::default();
        let mut app =
            Self { sandbox, clock, database, shop, jobs, phones, webhook_hosts: Vec::new(), stopper: None, bot: None };
        app.start_bot();
        app
    }

    fn start_bot(&mut self) {
        let stop = CancellationToken::new();
        let stopper = stop.clone().drop_guard();
        let options = serve::Options {
            shop: self.shop,
            token: self.sandbox.token(),
            api_url: self.sandbox.url(),
            owners: vec![TelegramId(OWNER)],
            timezone: chrono_tz::Asia::Almaty,
            currency: "KZT".parse::<Currency>().unwrap(),
            phones: self.phones.clone(),
            limits: Limits::per_second(0),
            clock: self.clock.clone(),
            chance: Arc::new(SeededChance::new(7)),
            jobs: self.jobs,
            webhook: None,
            http: None,
            webhook_hosts: self.webhook_hosts.clone(),
            resolver: Arc::new(SystemResolver),
        };
        let db = self.database.db.clone();
        self.stopper = Some(stopper);
        self.bot = Some(tokio::spawn(async move { serve::run(db, options, stop).await.unwrap() }));
    }

    /// Starts the bot again.
    pub(crate) fn resume(&mut self) {
        self.start_bot();
    }

    /// Stops the bot, as a service manager does.
    pub(crate) async fn stop(&mut self) {
        drop(self.stopper.take());
        self.bot.take().unwrap().await.unwrap();
    }

    /// Adds a person to the sandbox.
    pub(crate) fn person(&self, person: Person) -> Chat<'_> {
        Chat { app: self, actor: self.sandbox.add(person) }
    }

    /// The owner, who has written to the bot before.
    pub(crate) async fn owner(&self) -> Chat<'_> {
        let owner = self.person(Person::new(OWNER, "Айгерим").language("ru"));
        owner.starts().await;
        owner
    }

    /// A member of the staff, who has written to the bot before.
    pub(crate) async fn staff(&self, id: i64, name: &str, role: Role) -> Chat<'_> {
        let chat = self.person(Person::new(id, name).language("ru"));
        chat.starts().await;
        self.appoint(&chat, role).await;
        chat
    }

    /// Makes a person who has written to the bot a member of the staff.
    pub(crate) async fn appoint(&self, chat: &Chat<'_>, role: Role) {
        let (id, name) = (chat.actor.id(), self.customer(chat).await.name());
        let mut tx = self.database.db.begin(self.shop).await.unwrap();
        let operation =
            self.operation(&format!("appoint {id} {role}"), domain::Actor::Staff(TelegramId(OWNER), Role::Owner));
        let member = Member { telegram_id: TelegramId(id), role, name };
        service::staff::appoint(&mut tx, &operation, &member).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) fn operation(&self, name: &str, actor: domain::Actor) -> Operation {
        Caller { actor, at: self.clock.now() }.operation(OperationId::chat(name))
    }

    /// The customer of a person who has written to the bot.
    pub(crate) async fn customer(&self, chat: &Chat<'_>) -> Customer {
        let mut tx = self.database.db.read(self.shop).await.unwrap();
        let person = TelegramId(chat.actor.id());
        service::customers::by_telegram_id(&mut tx, person).await.unwrap().expect("this account is no customer")
    }

    /// The balances of a person.
    pub(crate) async fn balances(&self, chat: &Chat<'_>) -> Balances {
        let customer = self.customer(chat).await;
        let mut tx = self.database.db.read(self.shop).await.unwrap();
        service::ledger::balances(&mut tx, customer.customer_id, self.clock.now()).await.unwrap()
    }

    /// Waits until every update was handled and everything that follows from it was sent.
    pub(crate) async fn wait_until_idle(&self) {
        let idle = async {
            while !self.is_idle().await {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), idle).await.expect("inbox or outbox do not become empty");
    }

    async fn is_idle(&self) -> bool {
        if !self.sandbox.all_confirmed() {
            return false;
        }
        let mut tx = self.database.db.read(self.shop).await.unwrap();
        service::inbox::waiting_count(&mut tx).await.unwrap() == 0
            && service::outbox::count(&mut tx).await.unwrap() == 0
    }

    /// Every call the bot made was valid by the Bot API.
    pub(crate) fn assert_calls_are_valid(&self) {
        assert!(self.sandbox.violations().is_empty(), "{:#?}", self.sandbox.violations());
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.assert_calls_are_valid();
        }
    }
}

impl Chat<'_> {
    /// The person in the sandbox, for actions that have no method here.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    pub(crate) async fn starts(&self) -> Answers {
        self.after(|actor| actor.starts()).await
    }

    pub(crate) async fn opens_link(&self, payload: &str) -> Answers {
        self.after(|actor| actor.opens_link(payload)).await
    }

    pub(crate) async fn says(&self, text: &str) -> Answers {
        self.after(|actor| actor.says(text)).await
    }

    pub(crate) async fn clicks(&self, label: &str) -> Answers {
        self.after(|actor| actor.clicks(label)).await
    }

    pub(crate) async fn clicks_on(&self, message: i64, data: &str) -> Answers {
        self.after(|actor| actor.clicks_on(message, data)).await
    }

    pub(crate) async fn presses_key(&self, label: &str) -> Answers {
        self.after(|actor| actor.presses_key(label)).await
    }

    pub(crate) async fn shares_own_contact(&self) -> Answers {
        self.after(|actor| actor.shares_own_contact()).await
    }

    pub(crate) async fn shares_contact(&self, phone: &str, name: &str) -> Answers {
        self.after(|actor| actor.shares_contact(phone, name)).await
    }

    /// Everything that the bot wrote to this person, oldest first.
    pub(crate) fn reads(&self) -> Answers {
        Answers(self.actor.sees().into_iter().filter(|seen| seen.from_bot).collect())
    }

    /// The newest message of the bot.
    pub(crate) fn newest(&self) -> Seen {
        self.reads().0.pop().expect("the bot wrote nothing")
    }

    /// The toast or alert that answered the last press.
    pub(crate) fn last_toast(&self) -> String {
        self.actor.answers().pop().map(|answer| answer.text).unwrap_or_default()
    }

    /// Performs an action, waits until the bot is idle, and returns what it sent or edited meanwhile.
    pub(crate) async fn after(&self, action: impl FnOnce(&Actor) -> i64) -> Answers {
        let before = self.reads().0;
        action(&self.actor);
        self.app.wait_until_idle().await;
        // Answers to buttons do not go through the outbox.
        let answered = self.app.sandbox.until(|| (self.actor.spinning() == 0).then_some(()));
        tokio::time::timeout(Duration::from_secs(10), answered).await.expect("the press of a button is not answered");
        let is_known = |seen: &Seen| {
            before.iter().any(|old| old.id == seen.id && old.html == seen.html && old.buttons == seen.buttons)
        };
        Answers(self.reads().0.into_iter().filter(|seen| !is_known(seen)).collect())
    }
}

impl Answers {
    /// All texts without formatting, with a blank line between messages.
    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|seen| seen.text.as_str()).collect::<Vec<_>>().join("\n\n")
    }

    /// Asserts that the texts say `part`.
    #[track_caller]
    pub(crate) fn say(&self, part: &str) -> &Self {
        // Unbreakable spaces look the same to a reader.
        let text = self.text().replace(['\u{a0}', '\u{202f}'], " ");
        assert!(text.contains(part), "expected {part:?} in:\n{text}");
        self
    }

    /// Asserts that the texts do not say `part`.
    #[track_caller]
    pub(crate) fn do_not_say(&self, part: &str) -> &Self {
        let text = self.text().replace(['\u{a0}', '\u{202f}'], " ");
        assert!(!text.contains(part), "did not expect {part:?} in:\n{text}");
        self
    }

    /// The newest message that says `part`.
    #[track_caller]
    pub(crate) fn find(&self, part: &str) -> Seen {
        let found = self.0.iter().rev().find(|seen| seen.text.contains(part));
        found.unwrap_or_else(|| panic!("no message says {part:?} in:\n{}", self.text())).clone()
    }

    /// The labels of the buttons below the last of the messages.
    pub(crate) fn buttons(&self) -> Vec<String> {
        let last = self.0.last().map(|seen| seen.buttons.clone()).unwrap_or_default();
        last.into_iter().flatten().map(|button| button.label).collect()
    }
}
