//! The module tree of a crate, and which file uses which: by the tokens, without a compiler.
//!
//! A name is followed to the file that defines it, through imports, re-exports and globs, so that `super::Context` of a
//! child is an edge to `context.rs` and not to the `mod.rs` that re-exports it. Importing a module is no use of its file;
//! naming an item by way of it is. A `mod` declaration and a re-export are no use either, unless the re-exported name is also
//! used in the same file. Code under `#[cfg(test)]` is left out: tests may use everything. What is not seen: methods and
//! fields, which are reached without a path, and paths that macros put together.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::Peekable,
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::sources::Source;

/// One file uses another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) line: usize,
    /// The path as it is written.
    pub(super) path: String,
}

/// All uses between different files of the crate whose root is `root` (`src/lib.rs`).
pub(super) fn uses(sources: &[Source], root: &str) -> Vec<Use> {
    let mut tree = Tree { sources, modules: Vec::new() };
    let root = tree.file(root).unwrap_or_else(|| panic!("{root} is missing"));
    tree.read_file(root, "src", None);
    tree.uses()
}

/// A module, in a file of its own or inline.
struct Module {
    file: usize,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    /// The names of functions, types, constants and macros.
    items: BTreeSet<String>,
    imports: Vec<Import>,
    mentions: Vec<Path>,
}

/// One name, or all of them, that a `use` brings into a module.
struct Import {
    /// `None` for `*`.
    name: Option<String>,
    path: Path,
    re_export: bool,
}

/// A path in the code, without generic arguments.
#[derive(Clone)]
struct Path {
    names: Vec<String>,
    line: usize,
}

/// What a path leads to.
#[derive(Clone, Copy)]
enum Target {
    Module(usize),
    /// An item that this file defines.
    Item(usize),
}

struct Tree<'s> {
    sources: &'s [Source],
    /// The first one is the root.
    modules: Vec<Module>,
}

/// Reading: from tokens to modules.
impl Tree<'_> {
    fn file(&self, path: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.path == path)
    }

    /// Reads the module of a file; its children's files are in `directory`.
    fn read_file(&mut self, file: usize, directory: &str, parent: Option<usize>) -> usize {
        self.read(file, directory, parent, self.sources[file].tokens())
    }

    fn read(&mut self, file: usize, directory: &str, parent: Option<usize>, tokens: TokenStream) -> usize {
        let module = self.modules.len();
        let (children, items) = (BTreeMap::new(), BTreeSet::new());
        self.modules.push(Module { file, parent, children, items, imports: Vec::new(), mentions: Vec::new() });
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let next = tokens.get(at + 1);
            match (token, next) {
                _ if is_test_attribute(token, next) => {
                    at = end_of_item(&tokens, at + 2);
                    continue;
                }
                (TokenTree::Ident(word), _) if word == "use" => {
                    let end = end_of_statement(&tokens, at);
                    let re_export = at > 0 && is_visibility(&tokens[..at]);
                    self.modules[module].imports.extend(read_use(&tokens[at + 1..end], re_export));
                    at = end;
                    continue;
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(name))) if word == "mod" => {
                    let name = plain(name);
                    let below = format!("{directory}/{name}");
                    let child = match tokens.get(at + 2) {
                        Some(TokenTree::Group(body)) => self.read(file, &below, Some(module), body.stream()),
                        _ => {
                            let file =
                                self.file(&format!("{below}.rs")).or_else(|| self.file(&format!("{below}/mod.rs")));
                            let file = file.unwrap_or_else(|| panic!("there is no file for the module {below}"));
                            self.read_file(file, &below, Some(module))
                        }
                    };
                    self.modules[module].children.insert(name, child);
                    at += 3;
                    continue;
                }
                (TokenTree::Ident(word), _) if word == "macro_rules" => {
                    if let Some(TokenTree::Ident(name)) = tokens.get(at + 2) {
                        self.modules[module].items.insert(plain(name));
                    }
                }
                (TokenTree::Ident(keyword), Some(TokenTree::Ident(name))) if defines(keyword) => {
                    self.modules[module].items.insert(plain(name));
                }
                _ => {}
            }
            at += 1;
        }
        self.read_code(module, &tokens, true);
        module
    }

    /// Reads the paths in the code of a module, and the imports of its functions. The module's own imports and its inline
    /// modules have been read.
    fn read_code(&mut self, module: usize, tokens: &[TokenTree], is_top: bool) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match (token, tokens.get(at + 1)) {
                (_, next) if is_test_attribute(token, next) => at = end_of_item(tokens, at + 2),
                (TokenTree::Ident(word), _) if word == "use" => {
                    let end = end_of_statement(tokens, at);
                    if !is_top {
                        self.modules[module].imports.extend(read_use(&tokens[at + 1..end], false));
                    }
                    at = end;
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(_))) if word == "mod" => at += 3,
                (TokenTree::Ident(word), _) => {
                    let mut names = vec![plain(word)];
                    let begin = at;
                    at += 1;
                    while is_colons(&tokens[at..])
                        && let Some(TokenTree::Ident(name)) = tokens.get(at + 2)
                    {
                        names.push(plain(name));
                        at += 3;
                    }
                    if begins_path(&tokens[..begin]) {
                        self.modules[module].mentions.push(Path { names, line: line(token) });
                    }
                }
                (TokenTree::Group(group), _) => {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.read_code(module, &inside, false);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }
}

/// Resolving: from paths to files.
impl Tree<'_> {
    fn uses(&self) -> Vec<Use> {
        let mut uses = BTreeSet::new();
        for (module, content) in self.modules.iter().enumerate() {
            let imported = content.imports.iter().filter(|import| !import.re_export && import.name.is_some());
            let paths = imported.map(|import| &import.path).chain(&content.mentions);
            for path in paths {
                let Some(Target::Item(file)) = self.resolve(module, &path.names, &mut BTreeSet::new()) else {
                    continue;
                };
                if file != content.file {
                    let (from, to) = (self.sources[content.file].path.clone(), self.sources[file].path.clone());
                    uses.insert(Use { from, to, line: path.line, path: path.names.join("::") });
                }
            }
        }
        uses.into_iter().collect()
    }

    /// What `names` means in `module`; `None` where it is of another crate, or local.
    fn resolve(&self, module: usize, names: &[String], seen: &mut BTreeSet<(usize, String)>) -> Option<Target> {
        let (first, mut rest) = names.split_first()?;
        let mut target = match first.as_str() {
            "crate" | "kopilka" => Target::Module(0),
            "self" if !rest.is_empty() => Target::Module(module),
            "super" => Target::Module(self.modules[module].parent?),
            _ => self.look_up(module, first, rest.is_empty(), seen)?,
        };
        while let (Target::Module(inside), Some((name, after))) = (target, rest.split_first()) {
            target = match name.as_str() {
                "super" => Target::Module(self.modules[inside].parent?),
                "self" => target,
                // A name that was not found comes out of a macro of that file.
                _ => self
                    .look_up(inside, name, after.is_empty(), seen)
                    .unwrap_or(Target::Item(self.modules[inside].file)),
            };
            rest = after;
        }
        Some(target)
    }

    /// A name of a module, which may stand for a module and an item at once.
    fn look_up(
        &self,
        module: usize,
        name: &str,
        is_last: bool,
        seen: &mut BTreeSet<(usize, String)>,
    ) -> Option<Target> {
        let content = &self.modules[module];
        let is_imported =
            content.imports.iter().any(|import| import.name.as_deref().is_none_or(|imported| imported == name));
        if is_imported && !seen.insert((module, name.to_owned())) {
            return None;
        }
        let child = content.children.get(name).map(|child| Target::Module(*child));
        let mut found: Vec<Target> = child.into_iter().collect();
        if content.items.contains(name) {
            found.push(Target::Item(content.file));
        }
        for import in &content.imports {
            match &import.name {
                Some(imported) if imported == name => found.extend(self.resolve(module, &import.path.names, seen)),
                None => {
                    if let Some(Target::Module(all)) = self.resolve(module, &import.path.names, seen) {
                        found.extend(self.look_up(all, name, is_last, seen));
                    }
                }
                Some(_) => {}
            }
        }
        if is_imported {
            seen.remove(&(module, name.to_owned()));
        }
        let is_wanted = |target: &&Target| matches!(target, Target::Item(_)) == is_last;
        found.iter().find(is_wanted).or(found.first()).copied()
    }
}

/// The imports of `a::{b, c::d as e, self, *}`.
fn read_use(tokens: &[TokenTree], re_export: bool) -> Vec<Import> {
    let mut imports = Vec::new();
    read_branch(&mut tokens.iter().cloned().peekable(), &[], re_export, &mut imports);
    imports
}

fn read_branch(
    tokens: &mut Peekable<impl Iterator<Item = TokenTree>>,
    before: &[String],
    re_export: bool,
    imports: &mut Vec<Import>,
) {
    let mut names = before.to_vec();
    while let Some(token) = tokens.next() {
        let line = line(&token);
        match token {
            TokenTree::Ident(word) if word == "as" => {
                let Some(TokenTree::Ident(alias)) = tokens.next() else { return };
                imports.push(Import { name: Some(plain(&alias)), path: Path { names, line }, re_export });
                return;
            }
            TokenTree::Ident(word) if word == "self" && !names.is_empty() => {}
            TokenTree::Ident(word) => names.push(plain(&word)),
            TokenTree::Punct(star) if star.as_char() == '*' => {
                imports.push(Import { name: None, path: Path { names, line }, re_export });
                return;
            }
            TokenTree::Group(group) => {
                for branch in super::branches(group.stream()) {
                    read_branch(&mut branch.into_iter().peekable(), &names, re_export, imports);
                }
                return;
            }
            _ => {}
        }
        let is_end = !matches!(tokens.peek(), Some(TokenTree::Punct(_)))
            && !matches!(tokens.peek(), Some(TokenTree::Ident(word)) if word == "as")
            && !matches!(tokens.peek(), Some(TokenTree::Ident(_) | TokenTree::Group(_)));
        if is_end {
            imports.push(Import { name: names.last().cloned(), path: Path { names, line }, re_export });
            return;
        }
    }
}

fn defines(keyword: &proc_macro2::Ident) -> bool {
    ["fn", "struct", "enum", "union", "trait", "type", "const", "static"].iter().any(|word| keyword == word)
}

/// `#[cfg(test)]`
fn is_test_attribute(token: &TokenTree, next: Option<&TokenTree>) -> bool {
    let (TokenTree::Punct(hash), Some(TokenTree::Group(attribute))) = (token, next) else { return false };
    hash.as_char() == '#' && attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// The place after the item that begins at `at`: after its `;` or its braces.
fn end_of_item(tokens: &[TokenTree], at: usize) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    tokens[at..].iter().position(is_end).map_or(tokens.len(), |length| at + length + 1)
}

fn end_of_statement(tokens: &[TokenTree], at: usize) -> usize {
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
    tokens[at..].iter().position(is_end).map_or(tokens.len(), |length| at + length)
}

/// Do the tokens end in `pub` or `pub(…)`?
fn is_visibility(tokens: &[TokenTree]) -> bool {
    let is_pub = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "pub");
    match tokens {
        [.., before, TokenTree::Group(_)] => is_pub(before),
        [.., last] => is_pub(last),
        [] => false,
    }
}

/// May a path begin after these tokens? Not after `.` (a field or a method), `::` or `'` (a lifetime).
fn begins_path(tokens: &[TokenTree]) -> bool {
    let mark = |back: usize| match tokens.len().checked_sub(back).map(|at| &tokens[at]) {
        Some(TokenTree::Punct(mark)) => mark.as_char(),
        _ => ' ',
    };
    match mark(1) {
        '.' => mark(2) == '.',
        ':' => mark(2) != ':',
        '\'' => false,
        _ => true,
    }
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':');
    tokens.len() > 1 && is_colon(&tokens[0]) && is_colon(&tokens[1])
}

fn plain(name: &proc_macro2::Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

fn line(token: &TokenTree) -> usize {
    token.span().start().line
}
