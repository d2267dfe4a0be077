//! Layers point one way: each may use those in its row of the table, and no other.

mod circles;
mod modules;

use std::iter::Peekable;

use proc_macro2::{Delimiter, TokenStream, TokenTree, token_stream::IntoIter};

use crate::sources::{self, Source};

/// Who may use whom. `storage::Db` allows that one name, `storage` the whole layer. `main.rs` knows all.
const ARROWS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("shutdown", &[]),
    ("backoff", &[]),
    ("new_file", &[]),
    ("domain", &["clock"]),
    ("config", &["domain", "http::HEALTH_PATHS"]),
    ("storage", &["domain", "clock"]),
    ("service", &["domain", "storage", "clock"]),
    ("texts", &["domain", "clock"]),
    ("documents", &[]),
    ("messages", &["documents", "service", "texts", "domain", "clock", "storage::Tx"]),
    ("notices", &["messages", "documents", "service", "texts", "domain", "clock", "storage::Tx"]),
    (
        "bot",
        &[
            "notices",
            "messages",
            "documents",
            "service",
            "texts",
            "domain",
            "clock",
            "telegram",
            "storage::Db",
            "storage::Tx",
        ],
    ),
    (
        "telegram",
        &[
            "messages",
            "documents",
            "service",
            "backoff",
            "domain",
            "clock",
            "shutdown",
            "storage::Db",
            "storage::Tx",
            "storage::LeaderLease",
            "storage::LeaseTerm",
        ],
    ),
    ("webhooks", &["notices", "service", "domain", "clock", "shutdown", "storage::Db", "storage::LeaseTerm"]),
    ("http", &["clock", "shutdown", "storage::Db"]),
    (
        "api",
        &[
            "notices",
            "messages",
            "documents",
            "service",
            "texts",
            "domain",
            "clock",
            "shutdown",
            "http::method_name",
            "storage::Db",
            "storage::Tx",
        ],
    ),
    ("import", &["service", "storage", "domain", "clock", "new_file"]),
    ("jobs", &["notices", "service", "domain", "clock", "shutdown", "storage::Db"]),
    // A Bot API server that could stand alone: it must not learn what it serves.
    ("sandbox", &["clock"]),
    // These put the others together, as `main` would.
    (
        "serve",
        &[
            "api",
            "config",
            "http::MetricsReaders",
            "http::Opener",
            "http::Measure",
            "http::Measured",
            "http::Values",
            "backoff",
            "bot",
            "jobs",
            "messages",
            "notices",
            "telegram",
            "webhooks",
            "service",
            "domain",
            "clock",
            "shutdown",
            "storage::Counted",
            "storage::Db",
        ],
    ),
    (
        "demo",
        &[
            "shutdown", "serve", "bot", "telegram", "webhooks", "clock", "config", "domain", "http", "import", "jobs",
            "sandbox", "service", "storage",
        ],
    ),
    (
        "command_line",
        &[
            "demo", "serve", "api", "http", "config", "clock", "shutdown", "backoff", "new_file", "domain", "storage",
            "service", "texts", "bot", "telegram", "webhooks", "import", "jobs", "sandbox",
        ],
    ),
];

/// The crate's roots: the list of modules, and the place where all is put together.
const ROOTS: &[&str] = &["src/lib.rs", "src/main.rs"];

#[test]
fn layers_use_only_what_the_table_allows() {
    let forbidden: Vec<String> = sources::below("src").iter().flat_map(forbidden_arrows).collect();
    assert!(forbidden.is_empty(), "see ARCHITECTURE.md, \"Layers\":\n{}", forbidden.join("\n"));
}

#[test]
fn a_forbidden_use_is_found_in_every_notation() {
    for (path, text, expected) in [
        ("src/domain/money.rs", "use crate::storage::Db;", "storage::Db"),
        ("src/domain/money.rs", "use crate::{clock::Clock, storage::{Db, Tx}};", "storage::Db storage::Tx"),
        (
            "src/domain/money.rs",
            "fn f() { let x: Vec<crate::bot::Reply> = vec![crate::texts::hello()]; }",
            "bot::Reply texts::hello",
        ),
        ("src/domain/money.rs", "macro_rules! m { () => { $crate::service::earn() } }", "service::earn"),
        ("src/domain/money.rs", "use super::super::storage;", "storage"),
        ("src/domain/mod.rs", "use super::storage::Tx;", "storage::Tx"),
        ("src/config.rs", "use super::bot;", "bot"),
        ("src/bot/reply.rs", "use crate::storage::{Db, Tx, customers};", "storage::customers"),
        ("src/bot/reply.rs", "use crate::storage;", "storage"),
        ("src/bot/reply.rs", "use crate::storage::{self as s};", "storage::self"),
        ("src/bot/reply.rs", "use crate::{storage::*, service};", "storage::*"),
        ("src/bot/reply.rs", "use crate::*;", "*"),
        ("src/bot/reply.rs", "use crate as kopilka;", "as"),
        ("src/bot/reply.rs", "use kopilka::storage::customers;", "storage::customers"),
        ("src/sandbox/page.rs", "use crate::{domain::Money};", "domain::Money"),
        ("src/brand_new.rs", "", "brand_new is not in the table"),
    ] {
        check(path, text, expected);
    }
}

#[test]
fn allowed_uses_and_comments_pass() {
    for (path, text) in [
        ("src/bot/reply.rs", "use crate::{service, storage::{Db, Tx}, texts::Language, bot::commands};"),
        ("src/bot/reply.rs", "pub(crate) fn f(tx: &mut crate::storage::Tx<'_>) {}"),
        (
            "src/domain/money.rs",
            "//! What [`crate::storage`] keeps.\n// use crate::storage;\nconst S: &str = \"crate::storage\";",
        ),
        ("src/domain/money.rs", "use super::wallet; mod tests { use super::super::storage_words; use super::*; }"),
        ("src/storage/customers/search.rs", "use super::super::Tx;"),
        ("src/main.rs", "use kopilka::{bot, sandbox, storage};"),
    ] {
        check(path, text, "");
    }
}

fn check(path: &str, text: &str, expected: &str) {
    let source = Source { path: path.to_owned(), text: text.to_owned() };
    let found = forbidden_arrows(&source);
    let names: Vec<&str> = found.iter().map(|line| line.split_once(": ").expect("file: what").1).collect();
    let names: Vec<&str> = names.iter().map(|name| name.split(" → ").last().unwrap_or(name)).collect();
    assert_eq!(names.join(" "), expected, "in {path}: {text}");
}

/// One line for each arrow of the file that the table does not allow.
fn forbidden_arrows(source: &Source) -> Vec<String> {
    if ROOTS.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let depth = module_depth(&source.path);
    let layer = layer_of(&source.path);
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == layer) else {
        return vec![format!("{}: {layer} is not in the table", source.path)];
    };
    let mut arrows = Vec::new();
    collect_arrows(source.tokens(), depth, &mut arrows);
    arrows
        .into_iter()
        .filter(|arrow| arrow.names[0] != layer && !is_allowed(allowed, &arrow.names))
        .map(|arrow| format!("{}:{}: {layer} → {}", source.path, arrow.line, arrow.names.join("::")))
        .collect()
}

fn is_allowed(allowed: &[&str], names: &[String]) -> bool {
    allowed.iter().any(|rule| match rule.split_once("::") {
        Some((layer, name)) => names.len() > 1 && names[0] == layer && names[1] == name,
        None => names[0] == *rule,
    })
}

/// `src/bot/reply.rs` is in the layer `bot`, `src/clock.rs` in `clock`.
fn layer_of(path: &str) -> &str {
    let below_src = path.strip_prefix("src/").unwrap_or(path);
    let first = below_src.split('/').next().unwrap_or(below_src);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// How many `super::` lead from the file to the top of the crate.
fn module_depth(path: &str) -> usize {
    let below_src = path.strip_prefix("src/").unwrap_or(path);
    let parts = below_src.split('/').count();
    if below_src.ends_with("/mod.rs") { parts - 1 } else { parts }
}

/// The use of a layer: its name and the next one, where there is a next.
struct Arrow {
    names: Vec<String>,
    line: usize,
}

/// Finds `crate::…`, `kopilka::…` and every `super::super::…` that reaches the top, with all that their braces hold.
fn collect_arrows(tokens: TokenStream, depth: usize, arrows: &mut Vec<Arrow>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut supers = 0;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "crate" || word == "kopilka" => {
                let line = word.span().start().line;
                if takes_colons(&mut tokens) {
                    let mut paths = Vec::new();
                    collect_paths(&mut tokens, &[], &mut paths);
                    arrows.extend(paths.into_iter().map(|names| Arrow { names, line }));
                } else if matches!(tokens.peek(), Some(TokenTree::Ident(next)) if *next == "as") {
                    arrows.push(Arrow { names: vec!["as".to_owned()], line });
                }
            }
            TokenTree::Ident(word) if word == "super" => {
                let line = word.span().start().line;
                supers += 1;
                if takes_colons(&mut tokens) && supers >= depth {
                    // Further down than the file's own module `super` may lead to a sibling: only layers count.
                    let mut paths = Vec::new();
                    collect_paths(&mut tokens.clone(), &[], &mut paths);
                    paths.retain(|names| is_layer(&names[0]));
                    arrows.extend(paths.into_iter().map(|names| Arrow { names, line }));
                }
                continue;
            }
            TokenTree::Group(group) => collect_arrows(group.stream(), depth, arrows),
            _ => {}
        }
        supers = 0;
    }
}

/// Reads what follows `crate::` and adds each path to `paths`, cut after two names.
fn collect_paths(tokens: &mut Peekable<IntoIter>, before: &[String], paths: &mut Vec<Vec<String>>) {
    match tokens.next() {
        Some(TokenTree::Ident(word)) => {
            let mut names = before.to_vec();
            names.push(word.to_string());
            if names.len() < 2 && takes_colons(tokens) {
                collect_paths(tokens, &names, paths);
            } else {
                paths.push(names);
            }
        }
        Some(TokenTree::Punct(star)) if star.as_char() == '*' => {
            let mut names = before.to_vec();
            names.push("*".to_owned());
            paths.push(names);
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            for branch in branches(group.stream()) {
                collect_paths(&mut branch.into_iter().peekable(), before, paths);
            }
        }
        _ => paths.push(before.to_vec()),
    }
    paths.retain(|names| !names.is_empty());
}

/// `a::b, c` is `a::b` and `c`.
fn branches(tokens: TokenStream) -> Vec<TokenStream> {
    let mut branches = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => branches.push(TokenStream::new()),
            _ => branches.last_mut().expect("it starts with one").extend([token]),
        }
    }
    branches.retain(|branch| !branch.is_empty());
    branches
}

fn takes_colons(tokens: &mut Peekable<IntoIter>) -> bool {
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(colon) if colon.as_char() == ':');
    let mut ahead = tokens.clone();
    let both = ahead.next().is_some_and(|token| is_colon(&token)) && ahead.next().is_some_and(|token| is_colon(&token));
    if both {
        *tokens = ahead;
    }
    both
}

fn is_layer(name: &str) -> bool {
    ARROWS.iter().any(|(layer, _)| *layer == name)
}
