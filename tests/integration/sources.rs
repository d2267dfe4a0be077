//! The project's own Rust files, for the tests of layers and conventions.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};

/// One Rust file of the project.
pub(crate) struct Source {
    /// Its path from the top of the project, with `/` on every system: `src/domain/money.rs`.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

impl Source {
    /// The tokens of the file: no comments, and string literals as single tokens.
    pub(crate) fn tokens(&self) -> TokenStream {
        self.text.parse().unwrap_or_else(|error| panic!("{} is not Rust: {error}", self.path))
    }
}

/// Every Rust file below `directory` (`src`, `tests`), in the order of their paths.
pub(crate) fn below(directory: &str) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&top().join(directory), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "there is no Rust file below {directory}");
    found
}

/// The directory of `Cargo.toml`.
pub(crate) fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All tokens of a file in a row, those inside brackets and braces too.
pub(crate) fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        all.push(token.clone());
        if let TokenTree::Group(group) = token {
            all.extend(flat(group.stream()));
        }
    }
    all
}

fn collect(directory: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display())) {
        let path = entry.expect("a directory can be read to its end").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let path = path.strip_prefix(top()).expect("it is below the top").to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
}
