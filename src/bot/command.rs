//! The commands of the chat, and the keys of the menu that stand for them.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    domain::{Language, Permission, Role},
    texts::{common, menu},
};

/// What a person can ask for with `/word`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Start,
    Menu,
    Balance,
    Card,
    History,
    Invoices,
    Promo,
    Invite,
    Profile,
    Shop,
    Settings,
    Help,
    Cancel,
    Find,
    Invoice,
    New,
    Bonus,
    Debt,
    Refund,
    Staff,
    Admin,
}

/// What is known of a command.
struct Entry {
    command: Command,
    /// Without the slash.
    word: &'static str,
    /// What it takes to use it; `None`: everybody may.
    permission: Option<Permission>,
    /// What Telegram's menu of commands says of it.
    description: fn(Language) -> String,
    /// The key of the menu that stands for it.
    key: Option<fn(Language) -> String>,
}

const fn everybody(
    command: Command,
    word: &'static str,
    description: fn(Language) -> String,
    key: Option<fn(Language) -> String>,
) -> Entry {
    Entry { command, word, permission: None, description, key }
}

const fn staff(
    command: Command,
    word: &'static str,
    permission: Permission,
    description: fn(Language) -> String,
    key: Option<fn(Language) -> String>,
) -> Entry {
    Entry { command, word, permission: Some(permission), description, key }
}

/// Every command, in the order of Telegram's menu.
#[rustfmt::skip]
const COMMANDS: &[Entry] = &[
    everybody(Command::Start, "start", menu::command_start, None),
    everybody(Command::Menu, "menu", menu::command_menu, Some(menu::button_customer_menu)),
    staff(Command::Admin, "admin", Permission::SeeCustomers, menu::command_admin, Some(menu::button_staff_menu)),
    staff(Command::Invoice, "invoice", Permission::IssueInvoice, menu::command_invoice, Some(menu::button_invoice)),
    staff(Command::Find, "find", Permission::SeeCustomers, menu::command_find, Some(menu::button_find)),
    staff(Command::New, "new", Permission::RegisterCustomer, menu::command_new, Some(menu::button_new)),
    staff(Command::Bonus, "bonus", Permission::AdjustPoints, menu::command_bonus, Some(menu::button_bonus)),
    staff(Command::Debt, "debt", Permission::RepayDebt, menu::command_debt, Some(menu::button_debt)),
    staff(Command::Refund, "refund", Permission::RefundInvoice, menu::command_refund, Some(menu::button_refund)),
    staff(Command::Staff, "staff", Permission::AppointStaff, menu::command_staff, Some(menu::button_staff)),
    everybody(Command::Balance, "balance", menu::command_balance, Some(menu::button_balance)),
    everybody(Command::Card, "card", menu::command_card, Some(menu::button_card)),
    everybody(Command::History, "history", menu::command_history, Some(menu::button_history)),
    everybody(Command::Invoices, "invoices", menu::command_invoices, Some(menu::button_invoices)),
    everybody(Command::Promo, "promo", menu::command_promo, None),
    everybody(Command::Invite, "invite", menu::command_invite, Some(menu::button_invite)),
    everybody(Command::Profile, "profile", menu::command_profile, Some(menu::button_profile)),
    everybody(Command::Shop, "shop", menu::command_shop, Some(menu::button_shop)),
    everybody(Command::Settings, "settings", menu::command_settings, Some(menu::button_settings)),
    everybody(Command::Help, "help", menu::command_help, Some(menu::button_help)),
    everybody(Command::Cancel, "cancel", menu::command_cancel, Some(common::button_cancel)),
];

impl Command {
    /// What it takes to use it; `None`: everybody may.
    pub(crate) fn permission(self) -> Option<Permission> {
        COMMANDS.iter().find(|entry| entry.command == self).and_then(|entry| entry.permission)
    }

    /// The command of a word, in any case.
    fn of_word(word: &str) -> Option<Self> {
        COMMANDS.iter().find(|entry| entry.word.eq_ignore_ascii_case(word)).map(|entry| entry.command)
    }

    /// The command of a key of the menu, in whatever language the key was drawn.
    pub(crate) fn of_key(text: &str) -> Option<Self> {
        KEYS.get(text).copied()
    }
}

/// What the keys of the menu say in every language. Looked up for every text, so not put together for each.
static KEYS: LazyLock<HashMap<String, Command>> = LazyLock::new(|| {
    let keys = COMMANDS.iter().filter_map(|entry| Some((entry.key?, entry.command)));
    keys.flat_map(|(key, command)| Language::ALL.iter().map(move |language| (key(*language), command))).collect()
});

/// The words and descriptions of the commands that a role has, as Telegram's menu shows them.
pub(crate) fn menu_of(role: Option<Role>, language: Language) -> Vec<(&'static str, String)> {
    let is_allowed = |permission| role.is_some_and(|role| role.allows(permission));
    let allowed = COMMANDS.iter().filter(|entry| entry.permission.is_none_or(is_allowed));
    allowed.map(|entry| (entry.word, (entry.description)(language))).collect()
}

/// A text that begins with a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Parsed {
    /// A command and what follows it, lines and all: it begins with a line break where the command has a line of its own.
    Command(Command, String),
    /// No command of ours.
    Unknown,
    /// A command for another bot.
    Elsewhere,
}

/// Reads `/word@bot rest`; `None` where the text is no command at all.
pub(crate) fn parse(text: &str, bot_username: &str) -> Option<Parsed> {
    let text = text.trim_start().strip_prefix('/')?;
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let (word, addressee) = word.split_once('@').map_or((word, None), |(word, bot)| (word, Some(bot)));
    if addressee.is_some_and(|bot| !bot.eq_ignore_ascii_case(bot_username)) {
        return Some(Parsed::Elsewhere);
    }
    Some(match Command::of_word(word) {
        Some(command) => Parsed::Command(command, rest.trim_end().trim_start_matches([' ', '\t']).to_owned()),
        None => Parsed::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_commands_as_people_send_them() {
        let cases = [
            ("/balance", Some(Parsed::Command(Command::Balance, String::new()))),
            ("/START PROMO82423", Some(Parsed::Command(Command::Start, "PROMO82423".to_owned()))),
            ("/invoice 82423\nЧай 100", Some(Parsed::Command(Command::Invoice, "82423\nЧай 100".to_owned()))),
            ("/invoice\n82423\nЧай 100", Some(Parsed::Command(Command::Invoice, "\n82423\nЧай 100".to_owned()))),
            ("/help@Kopilka_Bot", Some(Parsed::Command(Command::Help, String::new()))),
            ("/help@other_bot", Some(Parsed::Elsewhere)),
            ("/nonsense", Some(Parsed::Unknown)),
            ("/", Some(Parsed::Unknown)),
            ("balance", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text, "kopilka_bot"), expected, "{text:?}");
        }
    }

    #[test]
    fn a_key_stands_for_its_command_in_every_language() {
        for language in Language::ALL {
            for entry in COMMANDS {
                let Some(key) = entry.key else { continue };
                assert_eq!(Command::of_key(&key(*language)), Some(entry.command), "{language} {}", entry.word);
            }
        }
        assert_eq!(Command::of_key("82423"), None);
    }

    #[test]
    fn the_menu_shows_what_the_role_may() {
        let words = |role| menu_of(role, Language::English).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert!(!words(None).contains(&"invoice"));
        assert!(words(Some(Role::Cashier)).contains(&"invoice"));
        assert!(!words(Some(Role::Cashier)).contains(&"bonus"));
        assert!(words(Some(Role::Manager)).contains(&"bonus"));
        assert!(!words(Some(Role::Manager)).contains(&"staff"));
        assert!(words(Some(Role::Owner)).contains(&"staff"));
    }
}
