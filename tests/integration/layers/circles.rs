//! No two files of the program use each other, directly or by way of others.

use std::collections::{BTreeMap, BTreeSet};

use super::modules::{self, Use};
use crate::sources::{self, Source};

/// Circles that have not been untied yet, each with all files that were in it. No file may join one, and an entry must go when
/// nothing of its circle is left. No new entries.
const KNOWN: &[&[&str]] = &[&[
    "src/bot/context.rs",
    "src/bot/customer/balance.rs",
    "src/bot/customer/card.rs",
    "src/bot/customer/consent.rs",
    "src/bot/customer/help.rs",
    "src/bot/customer/history.rs",
    "src/bot/customer/invite.rs",
    "src/bot/customer/invoices.rs",
    "src/bot/customer/join.rs",
    "src/bot/customer/mod.rs",
    "src/bot/customer/phone.rs",
    "src/bot/customer/promo.rs",
    "src/bot/customer/settings.rs",
    "src/bot/dialogue.rs",
    "src/bot/menu.rs",
    "src/bot/refusal.rs",
    "src/bot/staff/card.rs",
    "src/bot/staff/debt.rs",
    "src/bot/staff/find.rs",
    "src/bot/staff/invoice/consent.rs",
    "src/bot/staff/invoice/issue.rs",
    "src/bot/staff/invoice/mod.rs",
    "src/bot/staff/invoice/screens.rs",
    "src/bot/staff/mod.rs",
    "src/bot/staff/points.rs",
    "src/bot/staff/program.rs",
    "src/bot/staff/refund/mod.rs",
    "src/bot/staff/refund/screens.rs",
    "src/bot/staff/refund/undo.rs",
    "src/bot/staff/register.rs",
    "src/bot/staff/team.rs",
]];

#[test]
fn no_files_use_each_other_in_a_circle() {
    let uses = modules::uses(&sources::below("src"), "src/lib.rs");
    let found = circles(&uses);
    let is_part = |files: &[&str], known: &[&str]| files.iter().all(|file| known.contains(file));
    let gone = KNOWN.iter().filter(|known| !found.iter().any(|files| is_part(files, known)));
    let new = found.iter().filter(|files| !KNOWN.iter().any(|known| is_part(files, known)));
    let mut faults = String::new();
    for files in gone {
        faults += &format!("There is no circle any more; take it out of KNOWN:\n{}", listed(files));
    }
    for files in new {
        faults += &format!("A circle of {} files:\n{}made of\n", files.len(), listed(files));
        for (from, to, uses) in within(&uses, files) {
            let Use { line, path, .. } = uses[0];
            let others = if uses.len() > 1 { format!(" and {} more", uses.len() - 1) } else { String::new() };
            faults += &format!("    {from}:{line} uses {to} ({path}{others})\n");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

fn listed(files: &[&str]) -> String {
    files.iter().map(|file| format!("    \"{file}\",\n")).collect()
}

/// The uses between these files, by pair of files.
fn within<'u>(uses: &'u [Use], files: &[&str]) -> Vec<(&'u str, &'u str, Vec<&'u Use>)> {
    let mut pairs: BTreeMap<_, Vec<&Use>> = BTreeMap::new();
    for one in uses.iter().filter(|one| files.contains(&one.from.as_str()) && files.contains(&one.to.as_str())) {
        pairs.entry((one.from.as_str(), one.to.as_str())).or_default().push(one);
    }
    pairs.into_iter().map(|((from, to), uses)| (from, to, uses)).collect()
}

/// The sets of files each of which reaches all others of its set, without single files.
fn circles(uses: &[Use]) -> Vec<Vec<&str>> {
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut neighbours: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in uses {
        neighbours.entry(&one.from).or_default().insert(&one.to);
    }
    for from in neighbours.keys() {
        let all = reached.entry(from).or_default();
        let mut next = vec![*from];
        while let Some(file) = next.pop() {
            next.extend(neighbours.get(file).into_iter().flatten().filter(|to| all.insert(to)));
        }
    }
    let circle_of = |file: &str| -> Vec<&str> {
        let both_ways = reached[file].iter().filter(|other| reached.get(*other).is_some_and(|all| all.contains(file)));
        both_ways.copied().collect()
    };
    let circles: BTreeSet<Vec<&str>> = reached.keys().map(|file| circle_of(file)).collect();
    circles.into_iter().filter(|files| files.len() > 1).collect()
}

#[test]
fn circles_of_every_kind_are_found() {
    for (what, files, expected) in [
        (
            "imports",
            &[
                ("src/lib.rs", "mod a; mod b; mod c;"),
                ("src/a.rs", "use crate::b::B; pub struct A;"),
                ("src/b.rs", "use super::c; pub struct B; fn f() { c::g() }"),
                ("src/c.rs", "pub fn g(_: crate::a::A) {}"),
            ][..],
            "src/a.rs src/b.rs src/c.rs",
        ),
        (
            "a re-export",
            &[
                ("src/lib.rs", "mod a;"),
                ("src/a/mod.rs", "mod b; mod c; pub use b::B; pub(crate) use c::*;"),
                ("src/a/b.rs", "pub struct B(super::C);"),
                ("src/a/c.rs", "use super::B; pub struct C;"),
            ],
            "src/a/b.rs src/a/c.rs",
        ),
        (
            "a parent that uses its child",
            &[
                ("src/lib.rs", "mod a;"),
                ("src/a/mod.rs", "mod b; pub use b::B; struct A { b: B }"),
                ("src/a/b.rs", "pub struct B; impl super::A {}"),
            ],
            "src/a/b.rs src/a/mod.rs",
        ),
        (
            "an import inside a function, by another name, and a generic argument",
            &[
                ("src/lib.rs", "mod a; mod b;"),
                ("src/a.rs", "pub fn f() { use super::b as other; let x: Vec<other::B> = Vec::new(); }"),
                ("src/b.rs", "pub struct B; use crate::{a::{self}}; fn g() { a::f() }"),
            ],
            "src/a.rs src/b.rs",
        ),
        (
            "an inline module, a glob, a macro",
            &[
                ("src/lib.rs", "mod a; mod b;"),
                (
                    "src/a.rs",
                    "mod inner { use super::super::b::*; fn f() { g() } } macro_rules! m { () => {} } pub(crate) use m;",
                ),
                ("src/b.rs", "pub fn g() { crate::a::m!() }"),
            ],
            "src/a.rs src/b.rs",
        ),
    ] {
        assert_eq!(found(files), expected, "{what}");
    }
}

#[test]
fn uses_that_are_no_circle_pass() {
    for (what, files) in [
        (
            "a parent that declares and re-exports",
            &[
                ("src/lib.rs", "mod a;"),
                ("src/a/mod.rs", "mod b; pub use b::B; pub struct A;"),
                ("src/a/b.rs", "use super::A; pub struct B(A);"),
            ][..],
        ),
        (
            "siblings by way of their parent",
            &[
                ("src/lib.rs", "mod a;"),
                ("src/a/mod.rs", "mod b; mod c; pub use b::B; pub use c::C;"),
                ("src/a/b.rs", "pub struct B;"),
                ("src/a/c.rs", "use super::{self as all}; pub struct C(all::B);"),
            ],
        ),
        (
            "tests, comments, texts, fields and methods",
            &[
                ("src/lib.rs", "mod a; mod b;"),
                (
                    "src/a.rs",
                    "pub struct A; #[cfg(test)] mod tests { use crate::b::B; } // crate::b::B\nconst S: &str = \"crate::b::B\";",
                ),
                ("src/b.rs", "use crate::a::A; pub struct B { a: A } fn f(b: B) { b.a.b::<u8>() }"),
            ],
        ),
        (
            "other crates and what a macro makes",
            &[
                ("src/lib.rs", "mod a; mod b;"),
                ("src/a.rs", "use std::fmt::Display; make! { pub struct Made; }"),
                ("src/b.rs", "use crate::a::Made; use b::other; fn f(_: Made, _: std::fmt::Result) {}"),
            ],
        ),
    ] {
        assert_eq!(found(files), "", "{what}");
    }
}

/// The circles of a crate of these files.
fn found(files: &[(&str, &str)]) -> String {
    let source = |(path, text): &(&str, &str)| Source { path: (*path).to_owned(), text: (*text).to_owned() };
    let sources: Vec<Source> = files.iter().map(source).collect();
    let uses = modules::uses(&sources, "src/lib.rs");
    let circles: Vec<String> = circles(&uses).iter().map(|files| files.join(" ")).collect();
    circles.join(", ")
}
