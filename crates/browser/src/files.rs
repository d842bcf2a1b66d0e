//! Files of the browser as sources of bytes.

use js_sys::{Array, Uint8Array};
use recoup::{ByteSource, FoundFile};
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use web_sys::{Blob, File, FileReaderSync};

/// Length of a block in bytes. Each reading of the browser takes a fraction of a millisecond, so
/// short readings are served from blocks.
const BLOCK_BYTES: u64 = 256 << 10;
/// Number of blocks in memory.
const BLOCKS: usize = 32;
/// Number of short files that are read at once, and their length together. The first reading of a
/// file takes milliseconds, and neighbours are read next.
const NEIGHBOURS: usize = 16;
const NEIGHBOURS_BYTES: u64 = 2 << 20;

thread_local! {
    /// The worker's reader. Values of JavaScript belong to one thread.
    static READER: RefCell<Reader> = RefCell::default();
}

/// Reader of the files, with the blocks that were read last.
#[derive(Default)]
struct Reader {
    /// Files in the order of their paths, in which they are read.
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
        let block = match known {
            Some(block) => block,
            None => self.block(file, start)?,
        };
        let rest = block.bytes.get((offset - start) as usize..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        buffer[..read].copy_from_slice(&rest[..read]);
        self.blocks.push_front(block);
        self.blocks.truncate(BLOCKS);
        Ok(read)
    }

    /// Reads a block of a file. With the first block of a short file, its neighbours are read.
    fn block(&mut self, file: usize, offset: u64) -> io::Result<Block> {
        // If one of the files cannot be read, none is.
        if offset == 0
            && let Some(block) = self.neighbours(file)
        {
            return Ok(block);
        }
        let bytes = self.slice(file, offset, BLOCK_BYTES)?.to_vec();
        Ok(Block { file, offset, bytes })
    }

    /// Reads a short file and the short files after it at once. Returns the block of the first one,
    /// and keeps the others.
    fn neighbours(&mut self, first: usize) -> Option<Block> {
        let mut sum = 0;
        let fits = |file: &&File| {
            let own_len = file.size() as u64;
            sum += own_len;
            own_len <= BLOCK_BYTES && sum <= NEIGHBOURS_BYTES
        };
        let files = self.files.get(first..)?.iter().take(NEIGHBOURS).take_while(fits);
        let (parts, mut ends) = (Array::new(), Vec::new());
        for file in files {
            parts.push(file);
            ends.push(ends.last().unwrap_or(&0) + file.size() as u32);
        }
        let len = *ends.last()?;
        let all = Blob::new_with_blob_sequence(&parts).ok()?;
        let all = self.bytes(&all).ok().filter(|all| all.length() == len)?;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let mut blocks = starts.zip(&ends).zip(first..).map(|((start, &end), file)| Block {
            file,
            offset: 0,
            bytes: all.subarray(start, end).to_vec(),
        });
        let own = blocks.next();
        blocks.for_each(|block| self.blocks.push_front(block));
        own
    }

    /// Reads a part of a file.
    fn slice(&mut self, file: usize, offset: u64, len: u64) -> io::Result<Uint8Array> {
        let file = self.files.get(file).ok_or(io::ErrorKind::NotFound)?;
        let (start, end) = (offset as f64, (offset + len) as f64);
        let part = file.slice_with_f64_and_f64(start, end).map_err(|error| failed(&error))?;
        self.bytes(&part)
    }

    fn bytes(&mut self, blob: &Blob) -> io::Result<Uint8Array> {
        let reader = match &self.sync {
            Some(reader) => reader,
            None => self.sync.insert(FileReaderSync::new().map_err(|error| failed(&error))?),
        };
        let bytes = reader.read_as_array_buffer(blob).map_err(|error| failed(&error))?;
        Ok(Uint8Array::new(&bytes))
    }
}

fn failed(error: &JsValue) -> io::Error {
    io::Error::other(format!("the browser cannot read it: {error:?}"))
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
pub(crate) fn found(files: &[File], paths: &[String]) -> Vec<Below> {
    let mut below: Vec<Below> = Vec::new();
    // Places of the folders. A file is below itself only.
    let mut folders: HashMap<&str, usize> = HashMap::new();
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|&given| paths.get(given));
    let mut places = vec![0; files.len()];
    order.iter().enumerate().for_each(|(place, &given)| places[given] = place);
    for ((file, path), index) in files.iter().zip(paths).zip(places) {
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
    let files = order.into_iter().map(|given| files[given].clone()).collect();
    READER.set(Reader { files, ..Reader::default() });
    below
}
