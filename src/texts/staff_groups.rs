//! Staff: the groups of customers, and the rules by which customers come into them.

use super::messages;

messages! {
    /// Above the groups.
    html groups() = "groups";
    /// There are none.
    html groups_none() = "groups-none";
    /// Opens them.
    button button_groups() = "button-groups";
    /// Adds a group.
    button button_new() = "button-group-new";
    /// A group, what its members are let off, and how many they are.
    html group(name: &str, percent: &str, members: &str) = "groups-group";
    /// What an invoice must come to.
    html minimum(amount: &str) = "groups-minimum";
    /// The discount does not count.
    html is_off() = "groups-is-off";
    /// Changes the name.
    button button_name() = "button-group-name";
    /// Changes the discount.
    button button_discount() = "button-group-discount";
    /// Changes what an invoice must come to.
    button button_minimum() = "button-group-minimum";
    /// Lets the discount count no more.
    button button_off() = "button-group-off";
    /// Lets it count again.
    button button_on() = "button-group-on";
    /// Asks for the name.
    html name_ask() = "group-name-ask";
    /// Asks for the discount.
    html discount_ask() = "group-discount-ask";
    /// The text is no discount.
    html bad_percent() = "group-bad-percent";
    /// Asks what an invoice must come to.
    html minimum_ask() = "group-minimum-ask";
    /// Asks whether the discount is to count no more.
    html off_ask(name: &str) = "group-off-ask";
    /// Asks whether it is to count again.
    html on_ask(name: &str) = "group-on-ask";
    /// Opens the rules by which customers come into groups.
    button button_moves() = "button-group-moves";
    /// Above them.
    html moves() = "group-moves";
    /// There are none.
    html moves_off() = "group-moves-off";
    /// Over how many days turnover is counted.
    html moves_days(days: &str) = "group-moves-days";
    /// From which turnover on customers come into a group.
    html rule(from: &str, name: &str) = "group-moves-rule";
    /// Changes the days.
    button button_days() = "button-group-moves-days";
    /// Moves no one any more.
    button button_moves_off() = "button-group-moves-off";
    /// Asks for the days.
    html days_ask(most: i64) = "group-moves-days-ask";
    /// Asks for the turnover of a group.
    html from_ask(name: &str) = "group-moves-from-ask";
    /// No two groups begin at one turnover.
    html from_once() = "group-moves-from-once";
}
