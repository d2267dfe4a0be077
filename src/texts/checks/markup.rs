//! Tags of Telegram's HTML and commands in texts.

/// The tags that texts may use. Telegram has synonyms; one of each is enough.
const TAGS: &[&str] = &["b", "i", "u", "s", "tg-spoiler", "a", "code", "pre", "blockquote"];

/// The tags that a text opens, in alphabetical order; or why it is not valid HTML of Telegram.
pub(super) fn tags(html: &str) -> Result<Vec<String>, String> {
    let mut opened = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(['<', '>', '&']) {
        let (mark, after) = rest[start..].split_at(1);
        rest = match mark {
            "&" => {
                let known = ["amp;", "lt;", "gt;", "quot;"].iter().find_map(|entity| after.strip_prefix(entity));
                known.ok_or_else(|| format!("a bare & in {html:?}"))?
            }
            "<" => {
                let (tag, after) = after.split_once('>').ok_or_else(|| format!("a bare < in {html:?}"))?;
                if let Some(name) = tag.strip_prefix('/') {
                    if open.pop() != Some(name) {
                        return Err(format!("</{name}> closes what is not open in {html:?}"));
                    }
                } else {
                    let name = tag.split(' ').next().unwrap_or(tag);
                    let attribute = tag[name.len()..].trim();
                    let allowed = match name {
                        "a" => attribute.starts_with("href=\"") && attribute.len() > 7 && attribute.ends_with('"'),
                        "blockquote" => matches!(attribute, "" | "expandable"),
                        _ => attribute.is_empty(),
                    };
                    if !TAGS.contains(&name) || !allowed {
                        return Err(format!("<{tag}> is not a tag of ours in {html:?}"));
                    }
                    open.push(name);
                    opened.push(tag.to_owned());
                }
                after
            }
            _ => return Err(format!("a bare > in {html:?}")),
        };
    }
    if let Some(name) = open.pop() {
        return Err(format!("<{name}> stays open in {html:?}"));
    }
    opened.sort();
    Ok(opened)
}

/// The text without its tags.
pub(super) fn without_tags(html: &str) -> String {
    let mut parts = html.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('>').map_or(part, |(_, after)| after))
}

/// The commands that a text mentions, in alphabetical order.
pub(super) fn commands(text: &str) -> Vec<String> {
    let text = without_tags(text);
    let words = text.split(|character: char| !character.is_alphanumeric() && character != '/');
    let commands =
        words.filter(|word| word.starts_with('/') && word[1..].starts_with(|first: char| first.is_ascii_lowercase()));
    let mut commands: Vec<String> = commands.map(str::to_owned).collect();
    commands.sort();
    commands
}

#[test]
fn finds_what_telegram_would_refuse() {
    for (html, expected) in [
        ("plain", Some("")),
        ("<b>a</b> &lt; <i>b</i> &amp; <a href=\"…\">c</a>", Some("a href=\"…\",b,i")),
        ("<b><i>a</i></b>", Some("b,i")),
        ("<b>a", None),
        ("a</b>", None),
        ("<b><i>a</b></i>", None),
        ("<h1>a</h1>", None),
        ("<b class=\"x\">a</b>", None),
        ("<a>b</a>", None),
        ("a < b", None),
        ("a > b", None),
        ("Tom & Jerry", None),
        ("&nbsp;", None),
    ] {
        assert_eq!(tags(html).ok().map(|tags| tags.join(",")).as_deref(), expected, "{html}");
    }
}

#[test]
fn finds_commands_beside_tags() {
    assert_eq!(commands("<b>/find</b> a/b 2 / 5 https://x.y /help."), ["/find", "/help"]);
}
