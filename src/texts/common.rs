//! Texts that all screens share: buttons, answers to unexpected input, names of wallets and roles, keywords.

use super::{Points, messages};
use crate::domain::{Language, PointsWallet, Role};

messages! {
    /// Agrees.
    button button_yes() = "button-yes";
    /// Declines.
    button button_no() = "button-no";
    /// Ends a dialogue without doing anything.
    button button_cancel() = "button-cancel";
    /// Leads to the screen before this one.
    button button_back() = "button-back";
    /// Does what the preview shows.
    button button_confirm() = "button-confirm";
    /// Leads to the page after this one.
    button button_next() = "button-next";
    /// Leads to the page before this one.
    button button_previous() = "button-previous";
    /// The position in a paged list.
    button page(page: usize, pages: usize) = "page";

    /// The name of the language, in that language.
    button language_name() = "language-name";

    /// A dialogue was ended by the person.
    html cancelled() = "cancelled";
    /// There was no dialogue to end.
    html nothing_to_cancel() = "nothing-to-cancel";
    /// A dialogue was interrupted and is kept.
    html interrupted_kept(what: &str) = "interrupted-kept";
    /// A dialogue that was kept is dropped.
    html interrupted_dropped(what: &str) = "interrupted-dropped";
    /// Continues a dialogue that is kept.
    button button_go_on() = "button-go-on";
    /// Drops a dialogue that is kept.
    button button_drop() = "button-drop";
    /// A dialogue timed out.
    html timed_out() = "timed-out";
    /// The button is outdated.
    answer button_outdated() = "button-outdated";
    /// The button was made for another person.
    answer button_not_yours() = "button-not-yours";
    /// The command is unknown.
    html unknown_command() = "unknown-command";
    /// The text is not understood by the dialogue or the menu.
    html not_understood() = "not-understood";
    /// A sticker, a photo, a voice message.
    html text_and_buttons_only() = "text-and-buttons-only";
    /// A contact was shared where something else is asked for; the question follows.
    html contact_not_wanted() = "contact-not-wanted";
    /// More characters than the field takes.
    html text_too_long(limit: usize) = "text-too-long";
    /// A message was edited after it was sent.
    html edited() = "edited";
    /// The bot was addressed in a group.
    html only_in_private() = "only-in-private";
    /// Leads from a group to the private chat.
    button button_open_chat() = "button-open-chat";
    /// To the person: an update failed.
    html apology() = "apology";
    /// To the owner: an update failed, with details.
    html owner_alarm(update: &str) = "owner-alarm";

    /// An amount of points with its unit: "5 points".
    plain points_count(points: Points) = "points-count";
    /// The name of the main wallet.
    plain wallet_main() = "wallet-main";
    /// The name of the wallet of points that friends brought.
    plain wallet_referral() = "wallet-referral";
    /// The name of the role cashier.
    plain role_cashier() = "role-cashier";
    /// The name of the role manager.
    plain role_manager() = "role-manager";
    /// The name of the role owner.
    plain role_owner() = "role-owner";

    /// Redeems points of the main wallet, in an invoice of one message. Lower case, as all of these.
    plain keyword_bonus() = "keyword-bonus";
    /// Redeems points that friends brought.
    plain keyword_referral() = "keyword-referral";
    /// As many points as the limits allow.
    plain keyword_all() = "keyword-all";
    /// Leaves the rest unpaid.
    plain keyword_debt() = "keyword-debt";
}

/// The name of a wallet of points.
pub fn wallet(language: Language, wallet: PointsWallet) -> String {
    match wallet {
        PointsWallet::Main => wallet_main(language),
        PointsWallet::Referral => wallet_referral(language),
    }
}

/// The name of a role.
pub fn role(language: Language, role: Role) -> String {
    match role {
        Role::Cashier => role_cashier(language),
        Role::Manager => role_manager(language),
        Role::Owner => role_owner(language),
    }
}
