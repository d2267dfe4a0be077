//! The file with the customers who were left out. It is a dump itself, so that it can be corrected and imported.

use std::{
    fs::File,
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
        format::FINDINGS,
        write::json_writer::json_text,
    },
    new_file::{InUse, NewFile},
};

/// A customer who is not imported.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Rejected {
    pub(super) key: String,
    /// Where the file has the record.
    pub(super) bytes: Range<u64>,
}

/// Writes the file beside the dump, with their faults; returns its path.
pub(super) fn write(
    dump: &Path,
    rejected: &mut DiskList<Rejected>,
    findings: &mut Findings,
    in_use: InUse,
) -> Result<PathBuf, ImportError> {
    let mut name = dump.file_name().unwrap_or_default().to_owned();
    name.push(".left-out.json");
    let path = dump.with_file_name(name);
    let mut file = NewFile::create(&path, true, in_use).map_err(ImportError::LeftOut)?;
    let mut out = BufWriter::new(&mut file);
    let written = fill(&mut out, dump, rejected, findings).and_then(|()| out.flush());
    drop(out);
    written.map_err(|error| ImportError::LeftOut(file.unwritable(&error)))?;
    file.finish().map_err(ImportError::LeftOut)?;
    Ok(path)
}

fn fill(
    out: &mut impl Write,
    dump: &Path,
    rejected: &mut DiskList<Rejected>,
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
    for customer in rejected.read()? {
        let Rejected { key, bytes } = customer?;
        write!(out, ",\n{}: ", json_text(&key))?;
        source.seek(SeekFrom::Start(bytes.start))?;
        let mut record = source.by_ref().take(bytes.end - bytes.start);
        io::copy(&mut record, out)?;
    }
    write!(out, "\n}}\n")
}
