//! Scans the members of the dump's outermost object, one at a time, so that no more than one is in memory.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    ops::Range,
    path::{Path, PathBuf},
};

/// How much of the file is read at once.
const CHUNK: usize = 1 << 18;
/// The longest value of one member, in bytes: a customer with a hundred thousand entries is shorter.
const LONGEST: usize = 64 << 20;
/// The deepest nesting of brackets in a value: far more than a dump has, and little enough for the parser's stack.
const DEEPEST: usize = 100;

/// A reader of the members of a JSON object, in the order of the file.
pub(super) struct Members {
    path: PathBuf,
    input: BufReader<File>,
    /// The offset of the next byte.
    offset: u64,
    started: bool,
    value: Vec<u8>,
}

/// One member.
pub(super) struct Member<'a> {
    pub(super) key: String,
    pub(super) value: &'a str,
    /// Where the file has the value.
    pub(super) bytes: Range<u64>,
}

/// Why a file cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The file system failed.
    #[error("cannot read {}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        error: io::Error,
    },
    /// The file is not one complete JSON object.
    #[error("{} is broken at byte {offset}, line {line}: {what}; nothing was imported", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// The offset of the error in bytes, from 0.
        offset: u64,
        /// The line of that byte, from 1.
        line: u64,
        /// What is wrong there.
        what: String,
    },
}

impl Members {
    /// Opens a file; returns its length in bytes as well.
    pub(super) fn open(path: &Path) -> Result<(Self, u64), ScanError> {
        let failed = |error| ScanError::Io { path: path.to_owned(), error };
        let file = File::open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let input = BufReader::with_capacity(CHUNK, file);
        Ok((Self { path: path.to_owned(), input, offset: 0, started: false, value: Vec::new() }, length))
    }

    /// The same file from its beginning.
    pub(super) fn again(&self) -> Result<Self, ScanError> {
        Self::open(&self.path).map(|(members, _)| members)
    }

    /// The next member; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<Member<'_>>, ScanError> {
        if !self.started {
            self.skip_byte_order_mark()?;
            self.expect(b'{', "the file must begin with {")?;
            self.started = true;
            if self.next_is(b'}')? {
                return self.end();
            }
        } else if self.next_is(b'}')? {
            return self.end();
        } else {
            self.expect(b',', "a comma or the closing } is missing")?;
        }
        let key = self.key()?;
        self.expect(b':', "a colon is missing after the key")?;
        self.skip_space()?;
        let start = self.offset;
        self.read_value()?;
        let bytes = start..self.offset;
        let value = match std::str::from_utf8(&self.value) {
            Ok(value) => value,
            Err(error) => {
                return Err(self.broken_at(start + error.valid_up_to() as u64, "this is not UTF-8".to_owned()));
            }
        };
        Ok(Some(Member { key, value, bytes }))
    }

    /// The error for a value that serde found not to be JSON.
    pub(super) fn broken_value(&self, bytes: &Range<u64>, value: &str, error: &serde_json::Error) -> ScanError {
        let line_start: usize = value.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let inside = (line_start + error.column().saturating_sub(1)).min(value.len());
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or(&what).to_owned();
        self.broken_at(bytes.start + inside as u64, what)
    }

    fn end(&mut self) -> Result<Option<Member<'_>>, ScanError> {
        self.expect(b'}', "the closing } is missing")?;
        match self.peek_past_space()? {
            None => Ok(None),
            Some(_) => Err(self.broken("there is more after the end")),
        }
    }

    fn key(&mut self) -> Result<String, ScanError> {
        if !self.next_is(b'"')? {
            return Err(self.broken("a key in quotes is missing"));
        }
        let start = self.offset;
        self.read_value()?;
        serde_json::from_slice(&self.value).map_err(|_| self.broken_at(start, "this is not a key".to_owned()))
    }

    /// Copies one value into `self.value`: up to where its brackets and quotes close, or to the end of a number or literal.
    fn read_value(&mut self) -> Result<(), ScanError> {
        self.value.clear();
        let mut scanner = ValueScanner::default();
        loop {
            let chunk = self.input.fill_buf().map_err(|error| ScanError::Io { path: self.path.clone(), error })?;
            if chunk.is_empty() {
                return Err(self.broken("the file ends in the middle"));
            }
            let (taken, ended) = scanner.advance(chunk);
            self.value.extend_from_slice(&chunk[..taken]);
            self.input.consume(taken);
            self.offset += taken as u64;
            if ended && self.value.is_empty() {
                return Err(self.broken("a value is missing"));
            }
            if ended {
                return Ok(());
            }
            if self.value.len() > LONGEST {
                return Err(self.broken("this value is too long"));
            }
            if scanner.depth > DEEPEST {
                return Err(self.broken("this value is nested too deeply"));
            }
        }
    }

    fn expect(&mut self, byte: u8, what: &str) -> Result<(), ScanError> {
        if !self.next_is(byte)? {
            return Err(self.broken(what));
        }
        self.input.consume(1);
        self.offset += 1;
        Ok(())
    }

    /// Whether this is the next byte after white space. The end of the file is an error here.
    fn next_is(&mut self, byte: u8) -> Result<bool, ScanError> {
        match self.peek_past_space()? {
            Some(next) => Ok(next == byte),
            None => Err(self.broken("the file ends in the middle")),
        }
    }

    fn skip_space(&mut self) -> Result<(), ScanError> {
        self.peek_past_space().map(|_| ())
    }

    fn peek_past_space(&mut self) -> Result<Option<u8>, ScanError> {
        loop {
            let chunk = self.input.fill_buf().map_err(|error| ScanError::Io { path: self.path.clone(), error })?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let space = chunk.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
            let next = chunk.get(space).copied();
            self.input.consume(space);
            self.offset += space as u64;
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    fn skip_byte_order_mark(&mut self) -> Result<(), ScanError> {
        let chunk = self.input.fill_buf().map_err(|error| ScanError::Io { path: self.path.clone(), error })?;
        if chunk.starts_with("\u{feff}".as_bytes()) {
            self.input.consume(3);
            self.offset += 3;
        }
        Ok(())
    }

    fn broken(&self, what: &str) -> ScanError {
        self.broken_at(self.offset, what.to_owned())
    }

    fn broken_at(&self, offset: u64, what: String) -> ScanError {
        match line_of(&self.path, offset) {
            Ok(line) => ScanError::Broken { path: self.path.clone(), offset, line, what },
            Err(error) => ScanError::Io { path: self.path.clone(), error },
        }
    }
}

/// The line of a byte, from 1. It reads the file again, so that lines are counted only for an error.
fn line_of(path: &Path, offset: u64) -> io::Result<u64> {
    let mut before = BufReader::with_capacity(CHUNK, File::open(path)?).take(offset);
    let mut line = 1;
    loop {
        let chunk = before.fill_buf()?;
        if chunk.is_empty() {
            return Ok(line);
        }
        line += chunk.iter().filter(|byte| **byte == b'\n').count() as u64;
        let length = chunk.len();
        before.consume(length);
    }
}

/// Finds the end of a value; the state between two chunks of it.
#[derive(Default)]
struct ValueScanner {
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// A number or a literal has begun.
    is_bare: bool,
}

impl ValueScanner {
    /// Scans a chunk; returns how many bytes of it belong to the value, and whether the value ended there. It stops
    /// early where the value is nested too deeply.
    fn advance(&mut self, chunk: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < chunk.len() {
            let byte = chunk[at];
            at += 1;
            if self.in_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return (at, true);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' if !self.is_bare => self.in_string = true,
                b'{' | b'[' if !self.is_bare => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return (at, false);
                    }
                }
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (at, true);
                    }
                }
                b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 => return (at - 1, true),
                _ if self.depth == 0 => self.is_bare = true,
                _ => {}
            }
        }
        (chunk.len(), false)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn scan(text: &[u8]) -> Result<Vec<(String, String)>, ScanError> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text).unwrap();
        let (mut members, _) = Members::open(file.path()).unwrap();
        let mut found = Vec::new();
        while let Some(member) = members.next()? {
            assert_eq!(&text[member.bytes.start as usize..member.bytes.end as usize], member.value.as_bytes());
            found.push((member.key, member.value.to_owned()));
        }
        Ok(found)
    }

    #[test]
    fn finds_the_members_whatever_the_white_space() {
        let text = "\u{feff}\r\n{ \"a\\u0062\" :{\"x\":[1,{}],\"y\":\"}\\\"]\"}\r\n,\"c\":-1.5e3, \"d\" : null\t,\"e\":\"\\\\\"}\n";
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let expected = vec![
            pair("ab", r#"{"x":[1,{}],"y":"}\"]"}"#),
            pair("c", "-1.5e3"),
            pair("d", "null"),
            pair("e", r#""\\""#),
        ];
        assert_eq!(scan(text.as_bytes()).unwrap(), expected);
        assert_eq!(scan(b" {} ").unwrap(), vec![]);
    }

    #[test]
    fn refuses_brackets_that_no_stack_could_bear() {
        let nested = |depth: usize| format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(scan(nested(DEEPEST).as_bytes()).unwrap().len(), 1);
        let error = scan(nested(1_000_000).as_bytes()).unwrap_err();
        assert!(error.to_string().contains("byte 107, line 1: this value is nested too deeply"), "{error}");
    }

    #[test]
    fn says_where_a_file_is_broken() {
        let cases: [(&[u8], u64, u64, &str); 9] = [
            (b"", 0, 1, "ends in the middle"),
            (b"[]", 0, 1, "begin with {"),
            (b"{\n\"a\": {\"b\": 1", 14, 2, "ends in the middle"),
            (b"{\"a\": 1", 7, 1, "ends in the middle"),
            (b"{\"a\" 1}", 5, 1, "colon"),
            (b"{\"a\": 1\n\n\"b\": 2}", 9, 3, "comma"),
            (b"{\"a\": 1} x", 9, 1, "more after the end"),
            (b"{\"a\": ,}", 6, 1, "value is missing"),
            (b"{\"a\": \"\xff\"}", 7, 1, "UTF-8"),
        ];
        for (text, expected_offset, expected_line, part) in cases {
            let shown = String::from_utf8_lossy(text);
            let ScanError::Broken { offset, line, what, .. } = scan(text).unwrap_err() else { panic!("{shown}") };
            assert!(what.contains(part), "{shown}: {what}");
            assert_eq!((offset, line), (expected_offset, expected_line), "{shown}: {what}");
        }
    }
}
