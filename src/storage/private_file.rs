//! A database file and the files beside it hold people's data: on Unix only their owner may read and write them.

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// What follows the name of the database file in the names of its journals and of the lock file.
pub(super) const SUFFIXES: &[&str] = &["", "-wal", "-shm", "-journal", "-lock"];

/// What creates a file with mode 0600, or opens the one that exists.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates the file of a lock, or opens the one that exists. A link in its place is refused: the lock would be elsewhere.
pub(super) fn create_lock(file: &Path) -> io::Result<File> {
    let mut options = options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    options.open(file)
}

/// Creates an empty database with mode 0600 unless the file exists; SQLite gives its journals the mode of the database.
/// An existing file is not opened: closing it would release the locks that SQLite holds on it in this process.
pub(super) fn create_database(file: &Path) -> io::Result<()> {
    if !file.exists() {
        options().open(file)?;
    }
    Ok(())
}

/// Sets mode 0600 where every user of the machine may read or write the database, as earlier versions and copies leave it.
/// Access for the group alone is kept: it is set on purpose, for a backup by another user.
pub(super) fn restrict_database(file: &Path) {
    for suffix in SUFFIXES {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        let file = PathBuf::from(name);
        match restrict(&file) {
            Ok(false) => {}
            Ok(true) => {
                tracing::warn!(file = %file.display(), "was open to every user of this machine; now only to its owner")
            }
            Err(error) => {
                tracing::warn!(file = %file.display(), %error, "is open to every user of this machine, which cannot be changed");
            }
        }
    }
}

/// True where the mode was changed.
#[cfg(unix)]
fn restrict(file: &Path) -> io::Result<bool> {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    let Ok(found) = fs::metadata(file) else { return Ok(false) };
    if !found.is_file() || found.permissions().mode() & 0o007 == 0 {
        return Ok(false);
    }
    fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
    Ok(true)
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> io::Result<bool> {
    Ok(false)
}
