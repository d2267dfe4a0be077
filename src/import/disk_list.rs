//! A list on disk, for items whose number grows with the file and that are read once at the end.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write},
    marker::PhantomData,
};

use serde::{Serialize, de::DeserializeOwned};

/// Items in a temporary file, in the order in which they were pushed.
pub(crate) struct DiskList<T> {
    file: BufWriter<File>,
    length: u64,
    items: PhantomData<fn(T) -> T>,
}

impl<T: Serialize + DeserializeOwned> DiskList<T> {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile()?), length: 0, items: PhantomData })
    }

    pub(crate) fn push(&mut self, item: &T) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, item)?;
        self.length += 1;
        self.file.write_all(b"\n")
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// All items, from the first on. Nothing may be pushed afterwards: both handles share one position in the file.
    pub(crate) fn read(&mut self) -> io::Result<impl Iterator<Item = io::Result<T>> + use<T>> {
        self.file.flush()?;
        let mut file = self.file.get_ref().try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)))
    }
}
