//! Settings by name, as the environment and the file `.env` have them.

use std::{collections::HashMap, env, path::PathBuf};

use super::{
    env_file,
    error::{ConfigError, Line},
    names::{self, UnknownName},
};

/// The default of `RUST_LOG`: what an owner of a shop may want to know. Of the libraries only what goes wrong.
const DEFAULT_LOG: &str = "warn,kopilka=info";

/// Settings by name, not checked yet.
pub struct Settings {
    by_name: HashMap<String, Setting>,
    env_directories: Vec<PathBuf>,
}

struct Setting {
    value: String,
    /// Where it stands, if it is of the file.
    line: Option<Line>,
}

impl Settings {
    /// Reads the environment and `.env`; the environment has precedence.
    ///
    /// # Errors
    /// [`ConfigError::File`], [`ConfigError::Unreadable`].
    pub fn load() -> Result<Self, ConfigError> {
        let directory = env::current_dir().map_err(|error| ConfigError::Unreadable(error.kind()))?;
        let found = env_file::read(&directory)?;
        let of_file = found.settings.into_iter();
        let mut by_name: HashMap<_, _> =
            of_file.map(|setting| (setting.name, Setting { value: setting.value, line: Some(setting.line) })).collect();
        // A value that is not Unicode is not a valid setting, and is refused when it is checked.
        by_name.extend(env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, Setting { value: value.to_string_lossy().into_owned(), line: None }))
        }));
        Ok(Self { by_name, env_directories: found.directories })
    }

    /// The filter of the log, in the syntax of `RUST_LOG`.
    pub fn log(&self) -> &str {
        self.get("RUST_LOG").unwrap_or(DEFAULT_LOG)
    }

    /// Directories that are called `.env`, where the file was looked for.
    pub fn env_directories(&self) -> &[PathBuf] {
        &self.env_directories
    }

    /// The names in `.env` that are no settings, by their lines: they may be other programs'.
    ///
    /// # Errors
    /// [`ConfigError::Unknown`] where a setting is misspelled, in `.env` or in the environment.
    pub fn unknown_names(&self) -> Result<Vec<UnknownName>, ConfigError> {
        self.checked_names().filter_map(Result::transpose).collect()
    }

    /// The settings that are misspelled, in `.env` or in the environment.
    pub(super) fn misspelled_names(&self) -> Vec<ConfigError> {
        self.checked_names().filter_map(Result::err).collect()
    }

    fn checked_names(&self) -> impl Iterator<Item = Result<Option<UnknownName>, ConfigError>> {
        let set = self.by_name.iter().filter(|(_, setting)| !setting.value.trim().is_empty());
        let mut names: Vec<_> = set.map(|(name, setting)| (setting.line.as_ref(), name.as_str())).collect();
        names.sort_by_key(|(line, name)| (line.map_or(usize::MAX, |line| line.number), *name));
        names.into_iter().map(|(line, name)| names::check(name, line))
    }

    /// A setting by name. An empty one counts as not set: `.env.example` has empty ones.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(|setting| setting.value.trim()).filter(|value| !value.is_empty())
    }

    /// Where a setting stands in the file, if it is of the file.
    pub fn line(&self, name: &str) -> Option<&Line> {
        self.by_name.get(name).and_then(|setting| setting.line.as_ref())
    }

    /// Parses a setting, or `default` where it is not set.
    pub(super) fn read<T>(
        &self,
        name: &'static str,
        expected: &'static str,
        default: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let text = self.get(name).unwrap_or(default);
        read(text).ok_or_else(|| ConfigError::Wrong {
            name,
            found: text.to_owned(),
            expected,
            line: self.line(name).cloned(),
        })
    }
}

impl FromIterator<(String, String)> for Settings {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        let by_name = pairs.into_iter().map(|(name, value)| (name, Setting { value, line: None })).collect();
        Self { by_name, env_directories: Vec::new() }
    }
}

/// A check of settings, which goes on after a wrong one.
pub(super) struct Check<'s> {
    settings: &'s Settings,
    /// What was wrong so far, each once.
    faults: Vec<ConfigError>,
}

impl<'s> Check<'s> {
    pub(super) fn of(settings: &'s Settings) -> Self {
        Self { settings, faults: Vec::new() }
    }

    pub(super) fn settings(&self) -> &'s Settings {
        self.settings
    }

    /// What was wrong, in the order of the checks.
    pub(super) fn faults(self) -> Vec<ConfigError> {
        self.faults
    }

    /// Notes what is wrong with a setting, with its line in the file.
    pub(super) fn note<T>(&mut self, checked: Result<T, ConfigError>) -> Result<T, ConfigError> {
        checked.map_err(|error| {
            let error = error.found_in(|name| self.settings.line(name));
            if !self.faults.contains(&error) {
                self.faults.push(error.clone());
            }
            error
        })
    }
}
