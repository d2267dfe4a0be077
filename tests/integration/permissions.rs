//! Only the table of permissions decides what a role may: no other file tells one role from another.

use proc_macro2::{TokenStream, TokenTree};

use crate::sources::{self, Source};

/// Files that may name a role, and what for.
const NAMING: &[(&str, &str)] = &[
    ("src/domain/permission.rs", "the table"),
    ("src/texts/common.rs", "what a role is called"),
    ("src/service/staff.rs", "who is an owner by configuration"),
    ("src/demo.rs", "the staff of the sandbox"),
];

#[test]
fn roles_are_named_only_in_the_table_of_permissions() {
    let found: Vec<String> = sources::below("src").iter().flat_map(named_roles).collect();
    assert!(found.is_empty(), "name a permission instead:\n{}", found.join("\n"));
    let paths: Vec<String> = sources::below("src").into_iter().map(|source| source.path).collect();
    for (path, _) in NAMING {
        assert!(paths.iter().any(|found| found == path), "{path} is not there any more");
    }
}

#[test]
fn uses_of_roles_are_found() {
    for (path, text, expected) in [
        ("src/bot/menu.rs", "fn f(role: Role) -> bool { role == Role::Owner }", 1),
        ("src/bot/menu.rs", "fn f(cx: &Cx) -> bool { matches!(cx.role, Some(Role::Manager | Role::Owner)) }", 2),
        ("src/bot/menu.rs", "fn f() -> usize { Role::ALL.len() }", 0),
        (
            "src/bot/menu.rs",
            "use crate::domain::Role; fn f(role: Role) -> bool { role.allows(Permission::AddDebt) }",
            0,
        ),
        ("src/bot/menu.rs", "#[cfg(test)] mod tests { fn f() -> Role { Role::Owner } }", 0),
        ("src/domain/permission.rs", "fn f(role: Role) -> bool { role == Role::Owner }", 0),
    ] {
        let source = Source { path: path.to_owned(), text: text.to_owned() };
        assert_eq!(named_roles(&source).len(), expected, "in {path}: {text}");
    }
}

/// Each role that the file names outside its tests. `Role::ALL` names none.
fn named_roles(source: &Source) -> Vec<String> {
    if NAMING.iter().any(|(path, _)| *path == source.path) {
        return Vec::new();
    }
    let tokens = sources::flat(without_tests(source.tokens()));
    let named = tokens.windows(4).filter_map(|tokens| match tokens {
        [TokenTree::Ident(role), TokenTree::Punct(_), TokenTree::Punct(colon), TokenTree::Ident(name)]
            if role == "Role" && colon.as_char() == ':' && name != "ALL" =>
        {
            Some(format!("{}:{}: Role::{name}", source.path, role.span().start().line))
        }
        _ => None,
    });
    named.collect()
}

fn without_tests(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_test = |tokens: &[TokenTree]| match tokens {
        [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Group(_)] => keyword == "mod" && name == "tests",
        _ => false,
    };
    let mut kept = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some(token) = rest.first() {
        let skipped = if rest.get(..3).is_some_and(is_test) { 3 } else { 1 };
        if skipped == 1 {
            kept.push(token.clone());
        }
        rest = &rest[skipped..];
    }
    kept.into_iter().collect()
}
