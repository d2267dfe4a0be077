//! The documents for operators name what there is: every metric, every command, the words of the log.

use std::{collections::BTreeSet, sync::Arc};

use kopilka::{
    clock::SystemClock,
    http::{Measured, Values},
    serve::measure,
};
use reqwest::Method;
use tempfile::TempDir;

use crate::{
    api::{ApiServer, answer},
    command::{kopilka, said},
    database::{Kind, TestDb},
    sources,
};

const OPERATING: &str = include_str!("../../docs/operating.md");

/// The part of the document below a heading.
fn below(heading: &str) -> &'static str {
    let (_, rest) = OPERATING.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    rest.split("\n## ").next().unwrap()
}

/// What stands between backticks in the first column of a table.
fn first_column(text: &str) -> BTreeSet<&str> {
    let cells = text.lines().filter_map(|line| line.strip_prefix("| ")).map(|row| row.split(" | ").next().unwrap());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

/// The name that Prometheus sees.
fn exposed(Measured { name, values, .. }: &Measured) -> String {
    match values {
        Values::Gauge(_) | Values::Gauges(..) => (*name).to_owned(),
        Values::Counter(_) | Values::Counters(..) => format!("{name}_total"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_metric_is_explained_and_none_is_invented() {
    let db = TestDb::new(Kind::Sqlite).await;
    let api = ApiServer::start(&db).await;
    // A request that is counted.
    let key = api.till_key().await;
    api.get("/ext/api/v1/clients/", &key).await.expect(200);
    let metrics = answer(api.anonymous(Method::GET, "/metrics")).await.text;
    let types = metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")).filter_map(|line| line.split_once(' '));
    let mut there: BTreeSet<String> =
        types.map(|(name, kind)| if kind == "counter" { format!("{name}_total") } else { name.to_owned() }).collect();
    // A counter appears with the first thing that it counts.
    there.extend(measure(db.db.clone(), api.shop.id, Arc::new(SystemClock))().await.iter().map(exposed));
    assert!(there.contains("http_requests_total") && there.contains("kopilka_updates_total"), "{there:?}");
    let explained: BTreeSet<String> = first_column(below("Metrics")).into_iter().map(str::to_owned).collect();
    let of_linux = |name: &String| !name.starts_with("process_") || cfg!(target_os = "linux");
    assert_eq!(explained.into_iter().filter(of_linux).collect::<BTreeSet<_>>(), there);
}

#[test]
fn the_log_says_what_the_document_says_of_it() {
    let sources = sources::below("src");
    // Texts go over several lines in the source.
    let all: String = sources.iter().map(|source| source.text.replace("\\\n", "")).collect();
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = first_column(below("The log"));
    assert!(said.len() > 5, "{said:?}");
    for words in said.iter().filter(|words| !words.starts_with("NAME ")) {
        assert!(all.contains(words), "{words} is said nowhere");
    }
}

#[test]
fn each_command_of_the_documents_is_there() {
    let directory = TempDir::new().unwrap();
    let documents = [
        OPERATING,
        include_str!("../../README.md"),
        include_str!("../../SECURITY.md"),
        include_str!("../../CONTRIBUTING.md"),
    ];
    let mut seen = BTreeSet::new();
    for document in documents {
        for (at, _) in document.match_indices("kopilka ") {
            let before = document[..at].chars().next_back();
            let is_command = matches!(before, Some('`' | ' ' | '\n'))
                && (before == Some('`') || document[..at].lines().last().is_some_and(|line| line.starts_with("    ")));
            let word = document[at + "kopilka ".len()..].split([' ', '\n', '`', '|', ';']).next().unwrap();
            if is_command && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                seen.insert(word);
            }
        }
    }
    // The user, the image and the directory of the same name.
    for no_command in ["kopilka", "cd"] {
        seen.remove(no_command);
    }
    for command in &seen {
        let output = kopilka(directory.path(), &[], &[command, "--help"]);
        assert!(output.status.success(), "kopilka {command}: {}", said(&output).1);
    }
    let help = said(&kopilka(directory.path(), &[], &["--help"])).0;
    let commands = help.split_once("Commands:\n").unwrap().1.lines().take_while(|line| !line.is_empty());
    for command in commands.filter_map(|line| line.split_whitespace().next()).filter(|command| *command != "help") {
        assert!(seen.contains(command), "no document says what kopilka {command} does");
    }
}
