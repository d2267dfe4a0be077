//! Reads files of this layer back: what a viewer copies, where it stands, and what is filled.

use std::{collections::HashMap, io::Read};

use flate2::read::ZlibDecoder;

/// Text that was written at one place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) x: f32,
    pub(super) y: f32,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) shown: Vec<Shown>,
    /// Left, bottom, width, height of areas.
    pub(super) areas: Vec<[f32; 4]>,
}

impl Page {
    /// What stands on each line, from the top; texts beside each other are divided by a bar.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut rows: Vec<(f32, Vec<String>)> = Vec::new();
        for shown in &self.shown {
            match rows.iter_mut().find(|(y, _)| *y == shown.y) {
                Some((_, row)) => row.push(shown.text.clone()),
                None => rows.push((shown.y, vec![shown.text.clone()])),
            }
        }
        rows.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        rows.into_iter().map(|(_, row)| row.join("|")).collect()
    }

    /// All of it.
    pub(super) fn text(&self) -> String {
        self.lines().join("\n")
    }
}

/// The pages of a file.
pub(super) fn pages(file: &[u8]) -> Vec<Page> {
    let objects = objects(file);
    let fonts: HashMap<String, HashMap<u16, String>> = objects
        .values()
        .filter_map(|(head, _)| head.split("/Font <<").nth(1))
        .flat_map(|fonts| fonts.split(">>").next().unwrap().split('/').skip(1))
        .map(|font| {
            let (name, object) = font.split_once(' ').unwrap();
            let type0 = &objects[&object.split(' ').next().unwrap().parse().unwrap()].0;
            (name.to_owned(), to_unicode(&objects[&reference(type0, "/ToUnicode ")].1))
        })
        .collect();
    let mut pages: Vec<_> = objects.iter().filter(|(_, (head, _))| head.contains("/Contents ")).collect();
    pages.sort_by_key(|(number, _)| **number);
    pages.into_iter().map(|(_, (head, _))| page(&objects[&reference(head, "/Contents ")].1, &fonts)).collect()
}

/// The dictionary and the bytes of each object.
pub(super) fn objects(file: &[u8]) -> HashMap<u32, (String, Vec<u8>)> {
    let mut objects = HashMap::new();
    let mut rest = file;
    while let Some(start) = find(rest, b" 0 obj\n") {
        let number = rest[..start].rsplit(|byte| *byte == b'\n').next().unwrap();
        let number = String::from_utf8(number.to_vec()).unwrap().parse().unwrap();
        rest = &rest[start + 7..];
        let end = find(rest, b"endobj").unwrap();
        let stream = find(rest, b"\nstream\n").filter(|stream| *stream < end);
        let head = String::from_utf8_lossy(&rest[..stream.unwrap_or(end)]).replace('\n', " ");
        let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut bytes = Vec::new();
        if let Some(stream) = stream {
            let length = reference(&head, "/Length ") as usize;
            ZlibDecoder::new(&rest[stream + 8..stream + 8 + length]).read_to_end(&mut bytes).unwrap();
            rest = &rest[stream + 8 + length..];
        }
        objects.insert(number, (head, bytes));
    }
    objects
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// The number that follows `name` in a dictionary.
pub(super) fn reference(head: &str, name: &str) -> u32 {
    head.split(name).nth(1).unwrap().split(' ').next().unwrap().parse().unwrap()
}

fn to_unicode(cmap: &[u8]) -> HashMap<u16, String> {
    let cmap = String::from_utf8(cmap.to_vec()).unwrap();
    let pairs = cmap.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let pairs = pairs.filter(|(code, text)| (*code, *text) != ("0000", "FFFF"));
    pairs.map(|(code, text)| (u16::from_str_radix(code, 16).unwrap(), utf16(&hex(text)))).collect()
}

fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).unwrap()
}

fn page(content: &[u8], fonts: &HashMap<String, HashMap<u16, String>>) -> Page {
    let mut page = Page::default();
    let mut operands: Vec<Operand> = Vec::new();
    let (mut font, mut in_span) = (None, false);
    let mut rest = content;
    while let Some(operand) = next(&mut rest) {
        let Operand::Word(word) = &operand else {
            operands.push(operand);
            continue;
        };
        let numbers: Vec<f32> = operands.iter().filter_map(Operand::number).collect();
        match word.as_str() {
            "re" => page.areas.push(numbers.try_into().unwrap()),
            "BT" => page.shown.push(Shown { text: String::new(), x: f32::NAN, y: f32::NAN }),
            "Tm" => {
                let shown = page.shown.last_mut().unwrap();
                (shown.x, shown.y) = (numbers[4].min(shown.x), numbers[5]);
            }
            "Tf" => font = operands.iter().find_map(Operand::name).map(|name| &fonts[name]),
            "BDC" => {
                let text = operands.iter().find_map(Operand::string).unwrap();
                let text =
                    text.strip_prefix(&[0xfe, 0xff]).map_or_else(|| String::from_utf8(text.to_vec()).unwrap(), utf16);
                page.shown.last_mut().unwrap().text += &text;
                in_span = true;
            }
            "EMC" => in_span = false,
            "TJ" if !in_span => {
                for string in operands.iter().filter_map(Operand::string) {
                    for code in string.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])) {
                        page.shown.last_mut().unwrap().text += font.unwrap().get(&code).map_or("□", String::as_str);
                    }
                }
            }
            _ => {}
        }
        operands.clear();
    }
    page.shown.retain(|shown| !shown.text.is_empty());
    page
}

enum Operand {
    Name(String),
    String(Vec<u8>),
    Word(String),
    Number(f32),
}

impl Operand {
    fn number(&self) -> Option<f32> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    fn name(&self) -> Option<&str> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    fn string(&self) -> Option<&[u8]> {
        if let Self::String(string) = self { Some(string) } else { None }
    }
}

/// The next part of a content stream; brackets are passed over.
fn next(rest: &mut &[u8]) -> Option<Operand> {
    while rest.first().is_some_and(|byte| byte.is_ascii_whitespace() || b"[]".contains(byte))
        || rest.starts_with(b"<<")
        || rest.starts_with(b">>")
    {
        *rest = &rest[if b"<>".contains(&rest[0]) { 2 } else { 1 }..];
    }
    match rest.first()? {
        b'(' => Some(Operand::String(literal(rest))),
        b'<' => {
            let end = find(rest, b">").unwrap();
            let digits = String::from_utf8(rest[1..end].to_vec()).unwrap();
            *rest = &rest[end + 1..];
            Some(Operand::String(hex(&digits)))
        }
        _ => {
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"[]<>(/".contains(byte);
            let end = rest.iter().skip(1).position(is_end).map_or(rest.len(), |end| end + 1);
            let word = String::from_utf8(rest[..end].to_vec()).unwrap();
            *rest = &rest[end..];
            Some(match (word.strip_prefix('/'), word.parse()) {
                (Some(name), _) => Operand::Name(name.to_owned()),
                (None, Ok(number)) => Operand::Number(number),
                (None, Err(_)) => Operand::Word(word),
            })
        }
    }
}

/// A string in parentheses, which are escaped within it.
fn literal(rest: &mut &[u8]) -> Vec<u8> {
    let mut string = Vec::new();
    let (mut at, mut depth) = (1, 1);
    loop {
        let byte = rest[at];
        at += 1;
        match byte {
            b'\\' => {
                let escaped = rest[at];
                at += 1;
                string.push(match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    b'0'..=b'7' => {
                        at += 2;
                        u8::from_str_radix(std::str::from_utf8(&rest[at - 3..at]).unwrap(), 8).unwrap()
                    }
                    other => other,
                });
                continue;
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        string.push(byte);
    }
    *rest = &rest[at..];
    string
}
