//! Staff: the team and its roles.

use super::{Html, messages};

messages! {
    /// Above the team.
    html team(members: &Html) = "team";
    /// A member of it.
    html team_line(name: &str, role: &str) = "team-line";
    /// An owner whom the configuration names.
    html team_configured(name: &str) = "team-configured";
    /// Opens a member.
    button button_member(name: &str, role: &str) = "button-member";
    /// Begins to appoint a member.
    button button_appoint() = "button-appoint";
    /// Leads back to the team.
    button button_team() = "button-team";
    /// Asks whom to appoint.
    html appoint_ask() = "appoint-ask";
    /// The new member must have started the bot.
    html no_telegram(name: &str) = "appoint-no-telegram";
    /// A person without a role, and the question which one they get.
    html newcomer(name: &str) = "team-newcomer";
    /// A member with their role, and the choices for it.
    html member(name: &str, role: &str) = "team-member";
    /// Takes the role away.
    button button_dismiss() = "button-dismiss";
    /// Asks whether that is meant.
    html dismiss_question(name: &str) = "dismiss-question";
    /// Yes, it is.
    button button_dismiss_yes() = "button-dismiss-yes";
    /// The role is given.
    html appointed(name: &str, role: &str) = "appointed";
    /// The role is taken away.
    html dismissed(name: &str) = "dismissed";
    /// Owners of the configuration stay.
    html is_configured(name: &str) = "team-is-configured";
    /// To the person: they have a role now.
    html notice_appointed(role: &str) = "notice-appointed";
    /// To the person: they have none any more.
    html notice_dismissed() = "notice-dismissed";
}
