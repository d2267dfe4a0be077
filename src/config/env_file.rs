//! The file `.env`. It is written as people write it, and a value means what it means in the environment: `$`, a backslash,
//! `#` and quotation marks within it stand for themselves.
//!
//! dotenvy reads as a shell would. So each line is parsed here and handed to dotenvy quoted, and no line is handed over
//! that dotenvy would refuse without saying where.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{ConfigError, Line, LineFault};

/// A setting of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileSetting {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) line: Line,
}

/// What was found of the name `.env`.
#[derive(Default)]
pub(super) struct Found {
    pub(super) settings: Vec<FileSetting>,
    /// Directories of that name, such as a virtual environment of Python, which were passed over.
    pub(super) directories: Vec<PathBuf>,
}

/// The settings of the file `.env` in the working directory `directory`, or in the nearest one above that has the file.
pub(super) fn read(directory: &Path) -> Result<Found, ConfigError> {
    let mut found = Found::default();
    for above in directory.ancestors() {
        let path = above.join(".env");
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(_) if path.is_dir() => {
                found.directories.push(path);
                continue;
            }
            Err(_) if !path.exists() => continue,
            Err(error) => return Err(ConfigError::Unreadable(error.kind())),
        };
        let file = if above == directory { ".env".to_owned() } else { path.display().to_string() };
        let line = |number| Line { file: file.clone(), number };
        let settings = parse(&bytes).map_err(|(number, fault)| ConfigError::File { line: line(number), fault })?;
        found.settings = through_dotenvy(settings, line)?;
        break;
    }
    Ok(found)
}

/// A setting with the number of its line.
type Numbered = (usize, String, String);

fn parse(bytes: &[u8]) -> Result<Vec<Numbered>, (usize, LineFault)> {
    let text = decoded(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    let mut settings: Vec<Numbered> = Vec::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        let line = line.trim_matches(is_blank);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) = setting(line).map_err(|fault| (number, fault))?;
        // An empty value counts as not set, so it may be filled in further down.
        match settings.iter_mut().find(|(_, other, _)| *other == name) {
            Some((first, _, other)) if !other.is_empty() && !value.is_empty() && *other != value => {
                return Err((number, LineFault::SetTwice { name, first: *first }));
            }
            Some(earlier) if earlier.2.is_empty() => *earlier = (number, name, value),
            Some(_) => {}
            None => settings.push((number, name, value)),
        }
    }
    Ok(settings)
}

/// The text of the file. Editors of Windows begin it with a byte order mark, and may write UTF-16.
fn decoded(bytes: &[u8]) -> Result<String, (usize, LineFault)> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| (1, LineFault::NotText))
    };
    match bytes {
        [0xFF, 0xFE, text @ ..] => utf16(text, u16::from_le_bytes),
        [0xFE, 0xFF, text @ ..] => utf16(text, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            (1 + before.iter().filter(|byte| **byte == b'\n').count(), LineFault::NotText)
        }),
    }
}

/// A space of any kind, or what cannot be seen: a byte order mark also stands where files were joined.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

fn setting(line: &str) -> Result<(String, String), LineFault> {
    let (name, value) = line.split_once('=').unwrap_or((line, ""));
    let name = name.strip_prefix("export").filter(|rest| rest.starts_with(is_blank)).unwrap_or(name);
    let name = name.trim_matches(is_blank);
    if !is_name(name) || !line.contains('=') {
        // The first word, where it can only be the name of a setting: it may as well be a secret.
        let word = name.split(|c: char| is_blank(c) || c == ':').next().unwrap_or_default();
        let is_shown = word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        return Err(if is_shown { LineFault::NoEqualsSign(word.to_owned()) } else { LineFault::NotASetting });
    }
    match read_value(value) {
        Some(value) => Ok((name.to_owned(), value)),
        None => Err(LineFault::OpenQuotation(name.to_owned())),
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
}

/// What follows the `=`, without quotation marks around it and without a comment after it; `None` where a quotation mark
/// stays open.
fn read_value(text: &str) -> Option<String> {
    let trimmed = text.trim_matches(is_blank);
    if let Some(mark @ ('"' | '\'')) = trimmed.chars().next() {
        return quoted(&trimmed[1..], mark);
    }
    // A `#` begins a comment where a space stands before it: a password may have it anywhere else.
    let starts =
        text.char_indices().zip(text.chars().skip(1)).filter(|((_, before), c)| *c == '#' && is_blank(*before));
    let comment = starts.map(|((at, _), _)| at).next();
    let value = comment.map_or(text, |at| &text[..at]);
    Some(value.trim_matches(is_blank).to_owned())
}

/// Reads up to the closing mark, after which nothing but a comment comes. Between double marks a backslash takes the meaning
/// of a mark, a `$` and a backslash away, as in a shell; anywhere else it is a backslash.
fn quoted(text: &str, mark: char) -> Option<String> {
    let mut value = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.as_str();
        let next = after.chars().next();
        if mark == '"' && c == '\\' && matches!(next, Some('"' | '\\' | '$')) {
            value.extend(rest.next());
        } else if c == mark && (after.is_empty() || after.starts_with(is_blank)) && is_comment(after) {
            return Some(value);
        } else {
            value.push(c);
        }
    }
    None
}

fn is_comment(text: &str) -> bool {
    let text = text.trim_start_matches(is_blank);
    text.is_empty() || text.starts_with('#')
}

/// Lets dotenvy read the settings, quoted so that every character stands for itself.
fn through_dotenvy(settings: Vec<Numbered>, line: impl Fn(usize) -> Line) -> Result<Vec<FileSetting>, ConfigError> {
    let lines: String = settings.iter().map(|(_, name, value)| format!("{name}={}\n", shell_quoted(value))).collect();
    let read = dotenvy::from_read_iter(io::Cursor::new(lines));
    settings
        .iter()
        .zip(read)
        .map(|((number, ..), pair)| {
            let line = line(*number);
            match pair {
                Ok((name, value)) => Ok(FileSetting { name, value, line }),
                Err(_) => Err(ConfigError::File { line, fault: LineFault::NotASetting }),
            }
        })
        .collect()
}

fn shell_quoted(value: &str) -> String {
    let mut quoted = "'".to_owned();
    for c in value.chars() {
        match c {
            '\\' | '\'' | '"' | '$' => quoted.extend(['\'', '\\', c, '\'']),
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_bytes(bytes: &[u8]) -> Result<Vec<(String, String, usize)>, String> {
        let settings = parse(bytes).map_err(|(number, fault)| format!("line {number} {fault}"))?;
        let line = |number| Line { file: ".env".to_owned(), number };
        let settings = through_dotenvy(settings, line).map_err(|error| error.to_string())?;
        Ok(settings.into_iter().map(|setting| (setting.name, setting.value, setting.line.number)).collect())
    }

    #[test]
    fn a_value_is_what_people_mean() {
        let cases = [
            ("OWNER_IDS=1, 2", "1, 2"),
            ("DATABASE_URL=sqlite:my shop.db", "sqlite:my shop.db"),
            ("DATABASE_URL = sqlite:kopilka.db", "sqlite:kopilka.db"),
            ("\tDATABASE_URL\t=\tsqlite:kopilka.db\t", "sqlite:kopilka.db"),
            ("DATABASE_URL=\u{a0}sqlite:kopilka.db\u{a0}", "sqlite:kopilka.db"),
            ("export OWNER_IDS=1", "1"),
            ("export\tOWNER_IDS = 1", "1"),
            ("OWNER_IDS=1 # Anna", "1"),
            ("OWNER_IDS=1\t# Anna", "1"),
            ("OWNER_IDS=1 #Anna", "1"),
            ("OWNER_IDS= # later", ""),
            ("OWNER_IDS=", ""),
            ("OWNER_IDS=''", ""),
            ("OWNER_IDS=\"1, 2\" # Anna and Timur", "1, 2"),
            ("OWNER_IDS='1, 2'# Anna", "open"),
            ("DATABASE_URL=sqlite:cash$box.db", "sqlite:cash$box.db"),
            ("DATABASE_URL=sqlite:${HOME}.db", "sqlite:${HOME}.db"),
            ("DATABASE_URL=\"sqlite:cash$box.db\"", "sqlite:cash$box.db"),
            (r"DATABASE_URL=postgres://u:p\w\\x\n@h/d", r"postgres://u:p\w\\x\n@h/d"),
            (r"DATABASE_URL='postgres://u:p\w\\x\n@h/d'", r"postgres://u:p\w\\x\n@h/d"),
            (r#"DATABASE_URL="postgres://u:p\w\\x\"\$@h/d""#, r#"postgres://u:p\w\x"$@h/d"#),
            (r"DATABASE_URL=sqlite:C:\shop\", r"sqlite:C:\shop\"),
            ("DATABASE_URL=postgres://u:p#w#@h/d", "postgres://u:p#w#@h/d"),
            ("DATABASE_URL=postgres://u:p'w@h/d", "postgres://u:p'w@h/d"),
            ("DATABASE_URL=postgres://u:p\"w\"@h/d", "postgres://u:p\"w\"@h/d"),
            ("DATABASE_URL=postgres://u:p''w@h/d # main", "postgres://u:p''w@h/d"),
            ("DATABASE_URL='it's one'", "it's one"),
            ("DATABASE_URL=postgres://h/d?a=b&c==", "postgres://h/d?a=b&c=="),
            ("SHOP_NAME='a # b' # c", "a # b"),
            ("A=#x", "#x"),
            ("A=ё — «й»", "ё — «й»"),
        ];
        for (line, expected) in cases {
            let file = format!("# a comment\n\n{line}\n");
            let read = read_bytes(file.as_bytes());
            let values: Vec<_> = read.iter().flatten().map(|(_, value, number)| (value.as_str(), *number)).collect();
            match expected {
                "open" => assert!(read.as_ref().is_err_and(|error| error.contains("quotation")), "{line}: {read:?}"),
                expected => assert_eq!(values, [(expected, 3)], "{line}: {read:?}"),
            }
        }
    }

    #[test]
    fn a_file_of_any_editor_is_read() {
        let text = "OWNER_IDS=1\nSHOP_CURRENCY=KZT # тенге\n";
        let utf16 = |unit: fn(u16) -> [u8; 2]| {
            let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
            units.flat_map(unit).collect::<Vec<u8>>()
        };
        let files = [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            text.replace('\n', "\r\n").into_bytes(),
            text.replace('\n', "\r").into_bytes(),
            text.trim_end().as_bytes().to_vec(),
            text.replace("SHOP", "\u{feff}SHOP").into_bytes(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ];
        for file in files {
            let read = read_bytes(&file).unwrap();
            let expected = [("OWNER_IDS", "1", 1), ("SHOP_CURRENCY", "KZT", 2)];
            assert_eq!(
                read,
                expected.map(|(name, value, line)| (name.to_owned(), value.to_owned(), line)),
                "{file:x?}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line_and_never_shows_a_secret() {
        let cases = [
            (
                &b"\n# a\nTELOXIDE_TOKEN 1:hunter2\n"[..],
                "line 3 is not NAME=value: TELOXIDE_TOKEN must be followed by =",
            ),
            (b"TELOXIDE_TOKEN: 1:hunter2", "line 1 is not NAME=value: TELOXIDE_TOKEN must"),
            (b"TELOXIDE_TOKEN 1:hunter2==", "line 1 is not NAME=value: TELOXIDE_TOKEN must"),
            (b"A=1\n1:hunter2", "line 2 is not NAME=value"),
            (b"hunter2", "line 1 is not NAME=value"),
            (b"=hunter2", "line 1 is not NAME=value"),
            (b"A=1\nTELOXIDE_TOKEN='1:hunter2", "line 2 begins the value of TELOXIDE_TOKEN with a quotation mark"),
            (b"A=\"hunter2'", "line 1 begins the value of A"),
            (b"A='x' hunter2", "line 1 begins the value of A"),
            (b"A=1\n\nA=2", "line 3 sets A to another value than line 1"),
            (b"A=1\r\nB=\xcf\xf0", "line 2 is not text in UTF-8"),
            (b"\xff\xfe\x00\xd8", "line 1 is not text in UTF-8"),
        ];
        for (file, expected) in cases {
            let error = read_bytes(file).unwrap_err();
            assert!(error.starts_with(expected), "{error} for {:?}", String::from_utf8_lossy(file));
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn a_setting_may_be_there_twice_where_that_changes_nothing() {
        for (file, value, line) in [("A=1\nA='1'", "1", 1), ("A=\nA=2", "2", 2), ("A=1\nA=", "1", 1)] {
            assert_eq!(read_bytes(file.as_bytes()).unwrap(), [("A".to_owned(), value.to_owned(), line)], "{file}");
        }
    }

    proptest! {
        /// dotenvy changes nothing of what it is fed.
        #[test]
        fn any_value_passes_through_dotenvy(value in "[^\r\n\0]*") {
            let line = |number| Line { file: ".env".to_owned(), number };
            let read = through_dotenvy(vec![(1, "A".to_owned(), value.clone())], line).unwrap();
            prop_assert_eq!(&read[0].value, &value);
        }

        /// A value without spaces and quotation marks means what it means in the environment.
        #[test]
        fn a_value_of_one_word_stands_for_itself(value in "[!#-&(-~]{1,40}") {
            let read = read_bytes(format!("A={value}").as_bytes()).unwrap();
            prop_assert_eq!(&read[0].1, &value);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_bytes(&bytes);
        }
    }
}
