//! The file with the customers who were left out. It is a dump itself, so that it can be corrected and imported.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    import::{
        disk_list::DiskList,
        error::ImportError,
        findings::{Findings, Severity},
        format::{BILLING, FINDINGS},
        write::json_writer::json_text,
    },
    new_file::{InUse, NewFile},
};

/// How many names are tried in a directory before it counts as one that takes no file.
const NAMES: usize = 1000;

/// A customer who is not imported.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Rejected {
    pub(super) key: String,
    /// Where the file has the record.
    pub(super) bytes: Range<u64>,
}

/// Writes the file, with the faults of the customers and with `billing`, to which they refer, beside the dump, or where that directory takes no file, into the
/// current one; returns its path. No file is replaced: the one of an earlier import may have been corrected meanwhile.
pub(super) fn write(
    dump: &Path,
    rejected: &mut DiskList<Rejected>,
    billing: Option<Range<u64>>,
    findings: &mut Findings,
    in_use: &InUse,
) -> Result<PathBuf, ImportError> {
    let billing = billing.as_ref();
    let name = dump.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = match write_as(&dump.with_file_name(&name), dump, rejected, billing, findings, in_use) {
        Err(ImportError::LeftOut(error)) => error,
        written => return written,
    };
    match write_as(Path::new(&name), dump, rejected, billing, findings, in_use) {
        // The first directory is the one that the person knows.
        Err(ImportError::LeftOut(_)) => Err(ImportError::LeftOut(beside)),
        written => written,
    }
}

/// Writes the file under the first name after `like` that is free, or whose file has the same content already.
fn write_as(
    like: &Path,
    dump: &Path,
    rejected: &mut DiskList<Rejected>,
    billing: Option<&Range<u64>>,
    findings: &mut Findings,
    in_use: &InUse,
) -> Result<PathBuf, ImportError> {
    let mut file = NewFile::begin(&numbered(like, 1), in_use.clone()).map_err(ImportError::LeftOut)?;
    let mut out = BufWriter::new(&mut file);
    let written = fill(&mut out, dump, rejected, billing, findings).and_then(|()| out.flush());
    drop(out);
    written.map_err(|error| ImportError::LeftOut(file.unwritable(&error)))?;
    for path in (1..=NAMES).map(|number| numbered(like, number)) {
        // The database is not even read: closing it would end the locks that SQLite holds.
        if in_use.has(&path) {
            continue;
        }
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                file.rename(path.clone());
                file.finish().map_err(ImportError::LeftOut)?;
                return Ok(path);
            }
            Ok(found) if found.is_file() && is_same(file.path(), &path).unwrap_or(false) => return Ok(path),
            Ok(_) | Err(_) => {}
        }
    }
    Err(ImportError::LeftOut(file.unwritable(&io::ErrorKind::AlreadyExists.into())))
}

/// `dump.json.left-out.json`, `dump.json.left-out-2.json`, …
fn numbered(like: &Path, number: usize) -> PathBuf {
    let mut name = like.file_name().unwrap_or_default().to_owned();
    name.push(".left-out");
    if number > 1 {
        name.push(format!("-{number}"));
    }
    name.push(".json");
    like.with_file_name(name)
}

/// Whether two files have the same content.
fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    if fs::metadata(one)?.len() != fs::metadata(other)?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(File::open(one)?).bytes(), BufReader::new(File::open(other)?).bytes());
    loop {
        match (one.next().transpose()?, other.next().transpose()?) {
            (None, None) => return Ok(true),
            (left, right) if left == right => {}
            _ => return Ok(false),
        }
    }
}

fn fill(
    out: &mut impl Write,
    dump: &Path,
    rejected: &mut DiskList<Rejected>,
    billing: Option<&Range<u64>>,
    findings: &mut Findings,
) -> io::Result<()> {
    write!(out, "{{\n{}: [", json_text(FINDINGS))?;
    let mut separator = "";
    for finding in findings.read()? {
        let finding = finding?;
        if finding.kind.severity() == Severity::Fault {
            write!(out, "{separator}\n  {}", serde_json::to_string(&finding)?)?;
            separator = ",";
        }
    }
    write!(out, "\n]")?;
    let mut source = BufReader::new(File::open(dump)?);
    let mut copy = |key: &str, bytes: &Range<u64>| {
        write!(out, ",\n{}: ", json_text(key))?;
        source.seek(SeekFrom::Start(bytes.start))?;
        let mut record = source.by_ref().take(bytes.end - bytes.start);
        io::copy(&mut record, out).map(|_| ())
    };
    if let Some(bytes) = billing {
        copy(BILLING, bytes)?;
    }
    for customer in rejected.read()? {
        let Rejected { key, bytes } = customer?;
        copy(&key, &bytes)?;
    }
    write!(out, "\n}}\n")
}
