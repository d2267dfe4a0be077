//! The groups of customers, for managers: their terms, and how many members they have.

use crate::{
    bot::context::Context,
    domain::{Language, PageWanted, Permission},
    messages::{
        callback::StaffPress,
        outgoing::{Button, Buttons},
        reply::{Reply, button, pager},
    },
    service::{
        Result,
        groups::{self, Group},
    },
    texts::{Html, format, staff_groups as texts, staff_profile},
};

/// Groups on a page.
const PAGE: i64 = 8;
/// The longest name on a button, in characters.
const NAME_ON_BUTTON: usize = 40;

/// Shows a page of the groups, by name.
pub(crate) async fn show(cx: &mut Context, page: usize) -> Result<()> {
    cx.require(Permission::ChangeCustomers)?;
    let (caller, language) = (cx.caller(), cx.language);
    let number = i64::try_from(page).unwrap_or(i64::MAX).saturating_add(1);
    let mut found = groups::list(&mut cx.tx, &caller, PageWanted { size: PAGE, number: Some(number) }).await?;
    let last = PageWanted { size: PAGE, number: None };
    let pages = last.number_in(found.total);
    if number > pages {
        found = groups::list(&mut cx.tx, &caller, last).await?;
    }
    let page = usize::try_from(number.min(pages) - 1).unwrap_or(0);
    let text = match found.groups.as_slice() {
        [] => texts::groups_none(language),
        groups => {
            let lines = groups.iter().map(|group| line(cx, group));
            Html::paragraphs([texts::groups(language)].into_iter().chain(lines))
        }
    };
    let group_button = |group: &Group| vec![group_button(language, group, StaffPress::Group(group.group_id).encode())];
    let mut buttons: Buttons = found.groups.iter().map(group_button).collect();
    buttons.push(pager(language, page, usize::try_from(pages).unwrap_or(1), |page| StaffPress::Groups(page).encode()));
    buttons.push(vec![button(texts::button_new(language), StaffPress::NewGroup.encode())]);
    if cx.may(Permission::ChangeProgram) {
        buttons.push(vec![button(texts::button_moves(language), StaffPress::GroupMoves.encode())]);
    }
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// What is known of a group.
pub(super) fn line(cx: &Context, group: &Group) -> Html {
    let language = cx.language;
    let percent = format::percent(language, group.discount_bp);
    let minimum = group.min_purchase_minor;
    let is_minimum = minimum.is_positive();
    Html::lines([
        texts::group(language, &group.name, &percent, &format::count(language, group.members)),
        if is_minimum { texts::minimum(language, &cx.shop.format.money(language, minimum)) } else { Html::default() },
        if group.is_active { Html::default() } else { texts::is_off(language) },
    ])
}

/// A button with a group and what its members are let off.
pub(super) fn group_button(language: Language, group: &Group, data: String) -> Button {
    let name = format::shortened(&group.name, NAME_ON_BUTTON);
    button(staff_profile::button_of_group(language, &name, &format::percent(language, group.discount_bp)), data)
}
