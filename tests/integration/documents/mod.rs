//! The examples of the documents, as they stand there, and of the published document of the platform: they run against the sandbox, and
//! print what is shown.

mod blocks;
mod dashboard;
mod programs;

use std::{fs, path::Path};

use serde_json::Value;

use self::{blocks::Block, programs::Sandbox};

/// The languages whose blocks are run.
const RUN: [&str; 4] = ["bash", "javascript", "python", "php"];
/// Between what two blocks of a shell print.
const END: &str = "----- the end of a block -----";

fn document(name: &str) -> Vec<Block> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    blocks::of(&fs::read_to_string(path).unwrap())
}

/// What is wrong with what a block printed. A block of JSON or text that follows shows what it prints; without one it prints no error.
fn fault(printed: &str, next: Option<&Block>) -> Option<String> {
    match next {
        Some(shown) if shown.language == "json" => {
            let read = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| format!("{error}: {text}"));
            match (read(&shown.text), read(printed)) {
                (Ok(shown), Ok(came)) => blocks::difference(&shown, &came).map(|what| format!("{what}:\n{printed}")),
                (Err(error), _) | (_, Err(error)) => Some(error),
            }
        }
        Some(shown) if shown.language == "text" => {
            (printed.trim() != shown.text.trim()).then(|| format!("it prints\n{printed}"))
        }
        _ => {
            let answers = printed.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            let mut errors = answers.filter(|answer| answer.get("error").is_some() || answer.get("detail").is_some());
            errors.next().map(|error| format!("it is refused: {error}"))
        }
    }
}

/// Runs the blocks of a document: those of the shell one after the other in one shell, as a reader pastes them; each other one alone.
fn run(sandbox: &Sandbox, name: &str) -> Vec<String> {
    let blocks = document(name);
    let places = |language: &str| -> Vec<usize> {
        (0..blocks.len()).filter(|place| blocks[*place].language == language).collect()
    };
    let mut outcomes: Vec<(usize, Result<String, String>)> = Vec::new();
    let shell = places("bash");
    let script: String = shell.iter().map(|place| format!("{}\necho; echo '{END}'\n", blocks[*place].text)).collect();
    match sandbox.run("bash", &format!("set -eo pipefail\n{script}")) {
        Ok(printed) => outcomes.extend(shell.into_iter().zip(printed.split(END).map(|part| Ok(part.to_owned())))),
        Err(failed) => outcomes.extend(shell.first().map(|place| (*place, Err(failed)))),
    }
    for language in &RUN[1..] {
        outcomes.extend(places(language).into_iter().map(|place| (place, sandbox.run(language, &blocks[place].text))));
    }
    let faults = outcomes.into_iter().filter_map(|(place, outcome)| {
        let Block { line, language, .. } = &blocks[place];
        let fault = outcome.map_or_else(Some, |printed| fault(&printed, blocks.get(place + 1)))?;
        Some(format!("{name}, line {line}, {language}: {fault}"))
    });
    faults.collect()
}

#[test]
fn the_quick_start_works_as_it_stands() {
    let faults = run(&Sandbox::start(), "API_QUICK_START.md");
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn the_guide_works_as_it_stands() {
    let faults = run(&Sandbox::start(), "API_INTEGRATION_GUIDE.md");
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn both_documents_have_examples_in_every_language() {
    for (name, languages) in [("API_QUICK_START.md", &RUN[..]), ("API_INTEGRATION_GUIDE.md", &RUN[..])] {
        let blocks = document(name);
        for language in languages {
            assert!(blocks.iter().any(|block| block.language == *language), "{name}: {language}");
        }
    }
}

/// The published example of a language, with the address, the key and the bot of the sandbox filled in, and a few lines that call its
/// functions.
fn published(sandbox: &Sandbox, language: &str, example: &str, bot: &str, calls: &str) -> String {
    let mut text = example.to_owned();
    let base = format!("{}/api/v1", sandbox.url);
    for (printed, own) in [
        ("https://your-api-domain.com/api/v1", base.as_str()),
        ("tb_your_api_key_here", sandbox.key.as_str()),
        (bot, bot.replace("123", &sandbox.bot).as_str()),
    ] {
        assert_eq!(text.matches(printed).count(), 1, "{printed} in the example of {language}");
        text = text.replace(printed, own);
    }
    sandbox.run(language, &format!("{text}\n{calls}")).unwrap_or_else(|failed| panic!("{language}: {failed}"))
}

#[test]
fn the_published_examples_of_the_platform_print_what_they_should() {
    let sandbox = Sandbox::start();
    let javascript = r"
        const parcel = { tracking_number: 'JS-1', client_code: 'CLIENT-JS', status: 'pending', quantity: 5, weight_kg: 10.5,
            price_per_kg_usd: 14.29, total_cost_usd: 150.00, note: 'Хрупкое' };
        const made = await createTrackingNumber(parcel);
        console.log(made.tracking_number, made.current_status, made.total_cost_usd);
        console.log((await getTrackingNumbers('CLIENT-JS')).map((one) => one.tracking_number).join());
        await createTrackingNumber(parcel).catch((error) => console.log(error.message.length > 10 && !error.message.includes('HTTP error')));";
    let python = r"
made = create_tracking_number({'tracking_number': 'PY-1', 'client_code': 'CLIENT-PY', 'weight_kg': 10.5, 'price_per_kg_usd': 14.29})
print(made['tracking_number'], made['current_status'], made['total_cost_usd'])
print(','.join(one['tracking_number'] for one in get_tracking_numbers('CLIENT-PY')))
try:
    create_tracking_number({'tracking_number': 'py1', 'client_code': 'CLIENT-PY'})
except requests.HTTPError as error:
    print(error.response.status_code)";
    let php = r"<?php
$made = createTrackingNumber(['tracking_number' => 'PHP-1', 'client_code' => 'CLIENT-PHP', 'quantity' => 5]);
echo $made['tracking_number'], ' ', $made['current_status'], ' ', json_encode($made['total_cost_usd']), PHP_EOL;
$found = getTrackingNumbers('CLIENT-PHP');
echo implode(',', array_column($found['tracking_numbers'], 'tracking_number')), ' ', $found['total'], PHP_EOL;
try { createTrackingNumber(['tracking_number' => 'PHP1', 'client_code' => 'X']); } catch (Exception $error) { echo $error->getMessage(), PHP_EOL; }";
    for (language, example, bot, calls, expected) in [
        ("javascript", include_str!("platform/example.js"), "BOT_ID = 123", javascript, "JS-1 pending 150\nJS-1\ntrue"),
        ("python", include_str!("platform/example.py"), "BOT_ID = 123", python, "PY-1 pending 150.05\nPY-1\n409"),
        (
            "php",
            include_str!("platform/example.php"),
            "botId = 123",
            php,
            "PHP-1 pending null\nPHP-1 1\nHTTP error! status: 409",
        ),
    ] {
        assert_eq!(published(&sandbox, language, example, bot, calls).trim(), expected, "{language}");
    }
}
