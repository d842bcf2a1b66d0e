//! Files of the browser as sources of bytes.

use js_sys::Uint8Array;
use recoup::{ByteSource, FoundFile};
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use web_sys::{File, FileReaderSync};

/// Length of a block in bytes. Each reading of the browser takes a fraction of a millisecond, so
/// short readings are served from blocks.
const BLOCK_BYTES: u64 = 256 << 10;
/// Number of blocks in memory.
const BLOCKS: usize = 16;

thread_local! {
    /// The worker's reader. Values of JavaScript belong to one thread.
    static READER: RefCell<Reader> = RefCell::default();
}

/// Reader of the files, with the blocks that were read last.
#[derive(Default)]
struct Reader {
    files: Vec<File>,
    sync: Option<FileReaderSync>,
    blocks: VecDeque<Block>,
}

/// Part of a file.
struct Block {
    file: usize,
    offset: u64,
    bytes: Vec<u8>,
}

impl Reader {
    /// Reads bytes of a file into a buffer; fewer at the end of a block.
    fn read(&mut self, file: usize, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if buffer.len() as u64 >= BLOCK_BYTES {
            let bytes = self.slice(file, offset, buffer.len() as u64)?;
            let read = (bytes.length() as usize).min(buffer.len());
            bytes.subarray(0, read as u32).copy_to(&mut buffer[..read]);
            return Ok(read);
        }
        let start = offset - offset % BLOCK_BYTES;
        let is_wanted = |block: &Block| (block.file, block.offset) == (file, start);
        let known = self.blocks.iter().position(is_wanted);
        let known = known.and_then(|place| self.blocks.remove(place));
        let block = if let Some(block) = known {
            block
        } else {
            let bytes = self.slice(file, start, BLOCK_BYTES)?.to_vec();
            Block { file, offset: start, bytes }
        };
        let rest = block.bytes.get((offset - start) as usize..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        buffer[..read].copy_from_slice(&rest[..read]);
        self.blocks.push_front(block);
        self.blocks.truncate(BLOCKS);
        Ok(read)
    }

    /// Reads a part of a file.
    fn slice(&mut self, file: usize, offset: u64, len: u64) -> io::Result<Uint8Array> {
        let failed = |error| io::Error::other(format!("the browser cannot read it: {error:?}"));
        let file = self.files.get(file).ok_or(io::ErrorKind::NotFound)?;
        let reader = match &self.sync {
            Some(reader) => reader,
            None => self.sync.insert(FileReaderSync::new().map_err(failed)?),
        };
        let (start, end) = (offset as f64, (offset + len) as f64);
        let part = file.slice_with_f64_and_f64(start, end).map_err(failed)?;
        let bytes = reader.read_as_array_buffer(&part).map_err(failed)?;
        Ok(Uint8Array::new(&bytes))
    }
}

/// A file of the browser.
#[derive(Debug)]
struct BrowserFile {
    /// Index in the worker's reader.
    index: usize,
    byte_len: u64,
}

impl ByteSource for BrowserFile {
    fn byte_len(&self) -> u64 {
        self.byte_len
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        READER.with_borrow_mut(|reader| reader.read(self.index, buffer, offset))
    }
}

/// Files below one folder that was dropped or chosen, or a single file.
pub(crate) type Below = (PathBuf, Vec<FoundFile>);

/// Makes found files of the browser's files. `paths` has the path of each file, with `/` between
/// the parts. The first part is the folder that was dropped.
///
/// Names of files are relative to that folder, as the command shows them for `recoup report
/// FOLDER`.
pub(crate) fn found(files: Vec<File>, paths: &[String]) -> Vec<Below> {
    let mut below: Vec<Below> = Vec::new();
    // Places of the folders. A file is below itself only.
    let mut folders: HashMap<&str, usize> = HashMap::new();
    for (index, (file, path)) in files.iter().zip(paths).enumerate() {
        let folder = path.split_once('/');
        let (root, name) = folder.unwrap_or((path, path));
        let source = Arc::new(BrowserFile { index, byte_len: file.size() as u64 });
        let found = FoundFile::source(path, name, source);
        let known = folder.map(|_| *folders.entry(root).or_insert(below.len()));
        match known.and_then(|place| below.get_mut(place)) {
            Some((_, files)) => files.push(found),
            None => below.push((root.into(), vec![found])),
        }
    }
    READER.set(Reader { files, ..Reader::default() });
    below
}
