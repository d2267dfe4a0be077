//! The examples in texts and documents work as they stand in the sandbox.

use std::{collections::BTreeSet, fs, path::Path};

use kopilka::{
    demo,
    domain::{Phone, Role, ShopId},
    sandbox::Person,
};
use serde_json::Value;

use crate::{
    app::{Chat, TestApp},
    database::{Kind, TestDb},
};

/// The shop of the sandbox's token.
const SHOP: ShopId = ShopId(7_000_000_001);
/// Commands whose examples name a customer first.
const NAMING: [&str; 3] = ["/invoice ", "/bonus ", "/debt "];

/// The examples of a language: what stands in `<pre>` and `<code>`, with the file it is in.
fn examples(language: &str) -> Vec<(String, String)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let read = |name: &str| fs::read_to_string(directory.join(name)).unwrap();
    let common = read("common.ftl");
    let keywords: Vec<(&str, &str)> =
        common.lines().filter(|line| line.starts_with("keyword-")).filter_map(|line| line.split_once(" = ")).collect();
    let mut found = Vec::new();
    let mut files: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.sort();
    for file in files {
        let file = file.into_string().unwrap();
        let mut text = read(&file).replace("\n    ", "\n");
        for (name, word) in &keywords {
            text = text.replace(&format!("{{ {name} }}"), word);
        }
        for tag in ["pre", "code"] {
            let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
            let parts = text.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().to_owned());
            found.extend(parts.filter(|part| !part.contains('{')).map(|part| (file.clone(), part)));
        }
    }
    found
}

/// The commands in the README and in the documents, which English staff would type.
fn documented() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut found = Vec::new();
    for page in pages.chain([root.join("README.md"), root.join("import/README.md")]) {
        let text = fs::read_to_string(page).unwrap();
        for block in text.split("\n\n").filter(|block| block.starts_with("    /")) {
            found.push(block.lines().map(str::trim).collect::<Vec<_>>().join("\n"));
        }
    }
    found
}

/// The codes of the customers whom the sandbox shows.
fn codes_of_people() -> BTreeSet<String> {
    let sample: Value = serde_json::from_str(include_str!("../../import/customers.json")).unwrap();
    let people: BTreeSet<i64> = demo::people().into_iter().map(|person| person.id).collect();
    let customers = sample.as_object().unwrap().iter();
    let shown = customers.filter(|(_, record)| record["telegram_id"].as_i64().is_some_and(|id| people.contains(&id)));
    shown.map(|(code, _)| code.clone()).collect()
}

/// Says a message; returns what is wrong with the answer.
async fn try_out(owner: &Chat<'_>, message: &str) -> Option<String> {
    let answer = owner.says(message).await;
    let newest = owner.newest();
    let steps = newest.buttons.iter().flatten().filter_map(|button| button.data.as_deref());
    let is_confirmed = steps.clone().any(|data| data.ends_with(":confirm"));
    let is_choice = message.starts_with("/refund") && steps.count() > 2;
    owner.says("/cancel").await;
    (!is_confirmed && !is_choice).then(|| format!("{message:?} is answered:\n{}\n", answer.text()))
}

#[tokio::test]
async fn every_example_works_in_the_sandbox() {
    let database = TestDb::new(Kind::Sqlite).await;
    demo::seed(&database.db, SHOP).await.unwrap();
    let app = TestApp::on(database).await;
    assert_eq!(app.shop, SHOP);
    let people = codes_of_people();
    let (mut faults, mut phones) = (Vec::new(), BTreeSet::new());
    for (place, language) in ["ru", "en", "kk", "ky", "uz"].into_iter().enumerate() {
        let owner = app.person(Person::new(700 + place as i64, "Айгерим").language(language));
        owner.starts().await;
        app.appoint(&owner, Role::Owner).await;
        let examples = examples(language);
        let commands = examples.iter().filter(|(_, text)| text.starts_with('/')).map(|(_, text)| text.clone());
        let documented = if language == "en" { documented() } else { Vec::new() };
        let commands: Vec<String> = commands.chain(documented).collect();
        assert!(commands.iter().any(|command| command.lines().count() == 4), "the help shows a sale of four lines");
        for command in &commands {
            let named = NAMING.iter().find_map(|naming| command.strip_prefix(naming));
            let code = named.and_then(|rest| rest.split_whitespace().next());
            if code.is_some_and(|code| !people.contains(code)) {
                faults.push(format!("{language}: {command:?} names a customer whom the sandbox does not show"));
            }
            faults.extend(try_out(&owner, command).await.map(|fault| format!("{language}: {fault}")));
        }
        // What may stand in a sale below its first line: goods, and keywords.
        let parts = examples.iter().filter(|(file, text)| {
            let is_part = ["menu.ftl", "staff_invoice.ftl"].contains(&file.as_str()) && !text.starts_with('/');
            is_part && text.chars().any(char::is_lowercase)
        });
        for (_, part) in parts {
            let sale = format!("/invoice 10000\nABC 1000\n{part}");
            faults.extend(try_out(&owner, &sale).await.map(|fault| format!("{language}: {fault}")));
        }
        for (_, registered) in examples.iter().filter(|(file, text)| file == "staff_find.ftl" && text.starts_with('+'))
        {
            let (phone, name): (Vec<&str>, Vec<&str>) =
                registered.split(' ').partition(|word| word.starts_with('+') || word.parse::<u32>().is_ok());
            // Two languages may show the same number.
            let phone = Phone::parse(&phone.concat()).unwrap().grouped();
            if phones.insert(phone.clone()) {
                owner.says(&format!("/new {registered}")).await.say(&name.join(" ")).say(&phone);
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
