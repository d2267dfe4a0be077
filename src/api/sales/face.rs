//! What the resources of sales share: where they are, under which tag they are described, which part of a list is meant.

use crate::service::billing::Page;

/// Where sales are.
pub(in crate::api) const PATH: &str = "/sales/api";
/// The tag of its operations in the description.
pub(super) const TAG: &str = "sales";

/// A part of a list.
pub(super) const fn part(limit: i64, offset: i64) -> Page {
    Page { limit, offset }
}

/// The part of a list that is asked for. Where the last page begins is known only once its rows are counted, so that one is listed
/// twice.
macro_rules! paged {
    ($paging:expr, |$page:ident| $list:expr, $($total:ident).+) => {{
        let wanted = $paging.wanted;
        let $page = $crate::api::sales::face::part(wanted.size, wanted.offset_in(0));
        let found = $list;
        let begins = wanted.offset_in(found.$($total).+);
        if begins == $page.offset {
            found
        } else {
            let $page = $crate::api::sales::face::part(wanted.size, begins);
            $list
        }
    }};
}
pub(super) use paged;
