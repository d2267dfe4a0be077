//! Bills of services, as customers and staff see them, and what customers are told of theirs.

use chrono::Datelike as _;

use super::{Points, format, messages};
use crate::domain::{
    Language,
    billing::{BandwidthType, BillStatus, Month, Service},
};

/// The longest name of a package that is shown, in characters.
const MAX_NAME: usize = 60;

messages! {
    /// Which bill: its number, and the month it is for.
    html of_month(number: &str, month: &str) = "bill-of-month";
    /// Which bill: its number, and the day of its issue.
    html of_day(number: &str, date: &str) = "bill-of-day";
    /// What is to be paid, where nothing is paid yet.
    html to_pay(amount: &str) = "bill-to-pay";
    /// What is to be paid, where part is paid.
    html left(amount: &str) = "bill-left";
    /// The last day on which it is to be paid.
    html due(date: &str) = "bill-due";
    /// That day has passed.
    html overdue(date: &str) = "bill-overdue";
    /// It is being written.
    plain status_draft() = "bill-status-draft";
    /// Nothing of it is paid.
    plain status_unpaid() = "bill-status-unpaid";
    /// Part of it is paid.
    plain status_partial() = "bill-status-partial";
    /// All of it is paid.
    plain status_paid() = "bill-status-paid";
    /// When it was issued.
    html issued(date: &str) = "bill-issued";
    /// What became of it.
    html in_status(status: &str) = "bill-status";
    /// A service with what it comes to before discount and VAT.
    html line(name: &str, amount: &str) = "bill-line";
    /// Below the services: there are more.
    html more_lines(count: usize) = "bill-more-lines";
    /// What the services come to before discount and VAT.
    html sub_total(amount: &str) = "bill-sub-total";
    /// What is taken off.
    html discount(amount: &str) = "bill-discount";
    /// The tax on value added.
    html vat(amount: &str) = "bill-vat";
    /// What it comes to.
    html total(amount: &str) = "bill-total";
    /// What of it is paid.
    html paid_so_far(amount: &str) = "bill-paid-so-far";
    /// Above accounts and wallets.
    html how_to_pay() = "bill-how-to-pay";
    /// An account or a wallet.
    html way(name: &str, number: &str) = "bill-way";
    /// What a payment is to name.
    html reference(number: &str) = "bill-reference";
    /// Opens a bill.
    button button_open() = "bill-button-open";

    /// The first line of a notice: a bill was issued.
    html made() = "bill-made";
    /// So much was paid.
    html paid(amount: &str) = "bill-paid";
    /// So much that was paid does not count any more.
    html taken_back(amount: &str) = "bill-taken-back";
    /// Nothing is left to be paid.
    html paid_in_full() = "bill-paid-in-full";
    /// It earned points.
    html earned(points: Points) = "bill-earned";
    /// Today is the last day to pay.
    html due_today() = "bill-due-today";
    /// So many days are left to pay.
    html due_in(days: i64) = "bill-due-in";

    /// January of a year.
    plain month_01(year: &str) = "bill-month-01";
    /// February of a year.
    plain month_02(year: &str) = "bill-month-02";
    /// March of a year.
    plain month_03(year: &str) = "bill-month-03";
    /// April of a year.
    plain month_04(year: &str) = "bill-month-04";
    /// May of a year.
    plain month_05(year: &str) = "bill-month-05";
    /// June of a year.
    plain month_06(year: &str) = "bill-month-06";
    /// July of a year.
    plain month_07(year: &str) = "bill-month-07";
    /// August of a year.
    plain month_08(year: &str) = "bill-month-08";
    /// September of a year.
    plain month_09(year: &str) = "bill-month-09";
    /// October of a year.
    plain month_10(year: &str) = "bill-month-10";
    /// November of a year.
    plain month_11(year: &str) = "bill-month-11";
    /// December of a year.
    plain month_12(year: &str) = "bill-month-12";

    /// Bandwidth of a kind.
    plain bandwidth(kind: &str, mbps: &str) = "bill-bandwidth";
    /// Bandwidth of no kind that has a name.
    plain bandwidth_other(mbps: &str) = "bill-bandwidth-other";
    /// Bandwidth of a channel partner.
    plain partner(mbps: &str) = "bill-partner";
    /// Bandwidth of a channel partner who is billed a share of it.
    plain partner_share(mbps: &str, share: &str) = "bill-partner-share";
    /// A package.
    plain package(name: &str) = "bill-package";
    /// A service of which no more is known.
    plain service_unnamed() = "bill-service";
}

/// A status in words.
pub fn status(language: Language, status: BillStatus) -> String {
    match status {
        BillStatus::Draft => status_draft(language),
        BillStatus::Unpaid => status_unpaid(language),
        BillStatus::Partial => status_partial(language),
        BillStatus::Paid => status_paid(language),
    }
}

/// A month: `ноябрь 2026`, `November 2026`.
pub fn month(language: Language, month: Month) -> String {
    let first = month.first_day().date();
    let in_year = match first.month() {
        1 => month_01,
        2 => month_02,
        3 => month_03,
        4 => month_04,
        5 => month_05,
        6 => month_06,
        7 => month_07,
        8 => month_08,
        9 => month_09,
        10 => month_10,
        11 => month_11,
        _ => month_12,
    };
    in_year(language, &first.year().to_string())
}

/// What a detail bills, in words: `IPT bandwidth, 10 Mbps`. A package goes by its name.
pub fn service(language: Language, service: Option<Service>, package: Option<&str>) -> String {
    let mbps = |mbps| format::quantity(language, mbps);
    match (service, package) {
        (Some(Service::Bandwidth { bandwidth: kind, mbps: much, .. }), _) => match bandwidth_name(kind) {
            Some(name) => bandwidth(language, name, &mbps(much)),
            None => bandwidth_other(language, &mbps(much)),
        },
        (Some(Service::ChannelPartner { mbps: much, share: None, .. }), _) => partner(language, &mbps(much)),
        (Some(Service::ChannelPartner { mbps: much, share: Some(share), .. }), _) => {
            partner_share(language, &mbps(much), &format::percent(language, share))
        }
        (Some(Service::Soho { .. }), Some(name)) => package_named(language, name),
        (Some(Service::Soho { .. }) | None, _) => service_unnamed(language),
    }
}

fn package_named(language: Language, name: &str) -> String {
    package(language, &format::shortened(name, MAX_NAME))
}

/// How those who buy bandwidth call its kinds, the same in every language; `None`: it is of no kind that has a name.
const fn bandwidth_name(kind: BandwidthType) -> Option<&'static str> {
    match kind {
        BandwidthType::Ipt => Some("IPT"),
        BandwidthType::Gcc => Some("GCC"),
        BandwidthType::Cdn => Some("CDN"),
        BandwidthType::Nix => Some("NIX"),
        BandwidthType::Baishan => Some("Baishan"),
        BandwidthType::Other => None,
    }
}
