//! The commands of the chat, and the buttons of the menu keyboard that stand for them.

use std::{collections::HashMap, sync::LazyLock};

use strum::{EnumIter, IntoEnumIterator as _};
use teloxide::utils::command::{BotCommands, ParseError};

use crate::{
    domain::{Language, Permission, Role},
    texts::{common, menu},
};

/// The commands (`/word`), in the order of Telegram's menu of commands, with the text that follows the word.
#[derive(Clone, Debug, PartialEq, Eq, BotCommands, EnumIter)]
#[command(rename_rule = "lowercase", parse_with = without_space)]
pub(crate) enum Command {
    Start(String),
    Menu,
    Admin,
    /// A line break after the word is kept: faults name the lines of the message by number.
    #[command(parse_with = with_lines)]
    Invoice(String),
    Find(String),
    New(String),
    Bonus(String),
    Debt(String),
    Refund(String),
    Staff,
    Token,
    Keys,
    Balance,
    Card,
    History,
    Invoices,
    Bills(String),
    Parcels(String),
    Promo(String),
    Invite,
    Profile,
    Shop,
    Settings,
    Help,
    Cancel,
}

/// The label of a button, or the description of a command, in a language.
type Label = fn(Language) -> String;

impl Command {
    /// The permission that it needs; `None`: every person may use it.
    pub(crate) const fn permission(&self) -> Option<Permission> {
        match self {
            Self::Admin | Self::Find(_) | Self::Token => Some(Permission::SeeCustomers),
            Self::Invoice(_) => Some(Permission::IssueInvoice),
            Self::New(_) => Some(Permission::RegisterCustomer),
            Self::Bonus(_) => Some(Permission::AdjustPoints),
            Self::Debt(_) => Some(Permission::RepayDebt),
            Self::Refund(_) => Some(Permission::RefundInvoice),
            Self::Staff => Some(Permission::AppointStaff),
            Self::Keys => Some(Permission::ManageKeys),
            Self::Start(_)
            | Self::Menu
            | Self::Balance
            | Self::Card
            | Self::History
            | Self::Invoices
            | Self::Bills(_)
            | Self::Parcels(_)
            | Self::Promo(_)
            | Self::Invite
            | Self::Profile
            | Self::Shop
            | Self::Settings
            | Self::Help
            | Self::Cancel => None,
        }
    }

    /// Its word, its description in Telegram's menu, and the label of its button on the menu keyboard.
    const fn labels(&self) -> (&'static str, Label, Option<Label>) {
        match self {
            Self::Start(_) => ("start", menu::command_start, None),
            Self::Menu => ("menu", menu::command_menu, Some(menu::button_customer_menu)),
            Self::Admin => ("admin", menu::command_admin, Some(menu::button_staff_menu)),
            Self::Invoice(_) => ("invoice", menu::command_invoice, Some(menu::button_invoice)),
            Self::Find(_) => ("find", menu::command_find, Some(menu::button_find)),
            Self::New(_) => ("new", menu::command_new, Some(menu::button_new)),
            Self::Bonus(_) => ("bonus", menu::command_bonus, Some(menu::button_bonus)),
            Self::Debt(_) => ("debt", menu::command_debt, Some(menu::button_debt)),
            Self::Refund(_) => ("refund", menu::command_refund, Some(menu::button_refund)),
            Self::Staff => ("staff", menu::command_staff, Some(menu::button_staff)),
            Self::Token => ("token", menu::command_token, None),
            Self::Keys => ("keys", menu::command_keys, Some(menu::button_keys)),
            Self::Balance => ("balance", menu::command_balance, Some(menu::button_balance)),
            Self::Card => ("card", menu::command_card, Some(menu::button_card)),
            Self::History => ("history", menu::command_history, Some(menu::button_history)),
            Self::Invoices => ("invoices", menu::command_invoices, Some(menu::button_invoices)),
            Self::Bills(_) => ("bills", menu::command_bills, Some(menu::button_bills)),
            Self::Parcels(_) => ("parcels", menu::command_parcels, Some(menu::button_parcels)),
            Self::Promo(_) => ("promo", menu::command_promo, None),
            Self::Invite => ("invite", menu::command_invite, Some(menu::button_invite)),
            Self::Profile => ("profile", menu::command_profile, Some(menu::button_profile)),
            Self::Shop => ("shop", menu::command_shop, Some(menu::button_shop)),
            Self::Settings => ("settings", menu::command_settings, Some(menu::button_settings)),
            Self::Help => ("help", menu::command_help, Some(menu::button_help)),
            Self::Cancel => ("cancel", menu::command_cancel, Some(common::button_cancel)),
        }
    }

    /// Its word, without the slash.
    #[cfg(test)]
    pub(crate) fn word(&self) -> &'static str {
        self.labels().0
    }

    /// The text that follows the word, in commands that take one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Start(text)
            | Self::Invoice(text)
            | Self::Find(text)
            | Self::New(text)
            | Self::Bonus(text)
            | Self::Debt(text)
            | Self::Refund(text)
            | Self::Bills(text)
            | Self::Parcels(text)
            | Self::Promo(text) => Some(text),
            _ => None,
        }
    }

    /// The command of a button of the menu keyboard, by its label in any language: keyboards of an earlier choice of language
    /// stay in chats.
    pub(crate) fn of_button(label: &str) -> Option<Self> {
        BUTTONS.get(label).cloned()
    }
}

/// The commands by the labels of their buttons in all languages.
static BUTTONS: LazyLock<HashMap<String, Command>> = LazyLock::new(|| {
    let buttons = Command::iter().filter_map(|command| Some((command.labels().2?, command)));
    buttons
        .flat_map(|(label, command)| Language::ALL.iter().map(move |language| (label(*language), command.clone())))
        .collect()
});

/// The words and descriptions of the commands that a role has, as Telegram's menu shows them: without that for bills, which those have on
/// their keyboard and in the help to whom services are billed.
pub(crate) fn menu_of(role: Option<Role>, language: Language) -> Vec<(&'static str, String)> {
    let is_allowed = |permission| role.is_some_and(|role| role.allows(permission));
    let is_of_all = |command: &Command| !matches!(command, Command::Bills(_));
    let allowed = Command::iter().filter(|command| command.permission().is_none_or(is_allowed) && is_of_all(command));
    allowed
        .map(|command| {
            let (word, description, _) = command.labels();
            let is_of_staff = matches!(command, Command::Parcels(_)) && is_allowed(Permission::SeeParcels);
            (word, if is_of_staff { menu::command_parcels_staff(language) } else { description(language) })
        })
        .collect()
}

/// What a text that begins with a slash is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Parsed {
    /// A command.
    Command(Command),
    /// An unknown command, or one that is addressed to another bot.
    Unknown,
}

/// Reads `/word@bot rest`, the word in any case; `None` where the text does not begin with a slash.
pub(crate) fn parse(text: &str, bot_username: &str) -> Option<Parsed> {
    let text = text.trim_start().strip_prefix('/')?;
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let (word, bot) = word.split_once('@').map_or((word, None), |(word, bot)| (word, Some(bot)));
    let bot = bot.map_or_else(String::new, |bot| format!("@{bot}"));
    // teloxide separates the word from the rest by one space and only knows lower-case words.
    let rest = rest.trim_start_matches([' ', '\t']);
    let normalized = format!("/{}{bot} {rest}", word.to_ascii_lowercase());
    Some(Command::parse(&normalized, bot_username).map_or(Parsed::Unknown, Parsed::Command))
}

/// What follows the word, without the space around it.
#[expect(clippy::unnecessary_wraps, reason = "the form of teloxide's parsers")]
fn without_space(rest: String) -> Result<(String,), ParseError> {
    Ok((rest.trim().to_owned(),))
}

/// What follows the word, with the line break before it where there is one.
#[expect(clippy::unnecessary_wraps, reason = "the form of teloxide's parsers")]
fn with_lines(rest: String) -> Result<(String,), ParseError> {
    Ok((rest.trim_end().to_owned(),))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_commands_as_people_send_them() {
        let command = |command| Some(Parsed::Command(command));
        let cases = [
            ("/balance", command(Command::Balance)),
            ("/balance now", command(Command::Balance)),
            ("/START PROMO82423", command(Command::Start("PROMO82423".to_owned()))),
            ("  /find\n Anna ", command(Command::Find("Anna".to_owned()))),
            ("/invoice 82423\nЧай 100", command(Command::Invoice("82423\nЧай 100".to_owned()))),
            ("/invoice\n82423\nЧай 100\n", command(Command::Invoice("\n82423\nЧай 100".to_owned()))),
            ("/help@Kopilka_Bot", command(Command::Help)),
            ("/help@other_bot", Some(Parsed::Unknown)),
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
    fn the_word_of_every_command_is_the_one_that_is_read() {
        for command in Command::iter() {
            let (word, ..) = command.labels();
            assert_eq!(parse(&format!("/{word}"), "kopilka_bot"), Some(Parsed::Command(command)));
        }
    }

    #[test]
    fn a_button_stands_for_its_command_in_every_language() {
        for language in Language::ALL {
            for command in Command::iter() {
                let Some(label) = command.labels().2 else { continue };
                assert_eq!(Command::of_button(&label(*language)), Some(command), "{language}");
            }
        }
        assert_eq!(Command::of_button("82423"), None);
    }

    #[test]
    fn the_menu_shows_what_the_role_may() {
        let words = |role| menu_of(role, Language::English).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert!(!words(None).contains(&"invoice") && !words(None).contains(&"bills"));
        assert!(words(Some(Role::Cashier)).contains(&"invoice"));
        assert!(!words(Some(Role::Cashier)).contains(&"bonus"));
        assert!(words(Some(Role::Manager)).contains(&"bonus"));
        assert!(!words(Some(Role::Manager)).contains(&"staff"));
        assert!(words(Some(Role::Owner)).contains(&"staff"));
    }
}
