//! The log beside the database, looked at before `SQLite` reads it.
//!
//! `SQLite` takes the first frame of its log (WAL) that does not fit its checksum for the end of what was
//! written, since a power cut ends a log like that. A disk that returns another bit does too, and then what was
//! committed behind that frame would be forgotten without a word: letters that went out would go out again.
//! Within one start of the machine no power was cut, and a killed process leaves the index of the log behind
//! (`-shm`), which names the last frame that was committed. A log that does not reach it is damaged. The
//! formats: <https://www.sqlite.org/fileformat2.html#walformat>, <https://www.sqlite.org/walformat.html>.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::file::{Lock, beside};
use super::problem::{OutboxError, OutboxProblem};

/// Bytes of the log before its first frame.
const HEADER: usize = 32;
/// Bytes of a frame before its page.
const FRAME: usize = 24;
/// Magic numbers of a log whose checksums are made from little-endian and from big-endian words.
const MAGIC: [u32; 2] = [0x377f_0682, 0x377f_0683];
const PAGE_LEAST: usize = 512;
const PAGE_MOST: usize = 65536;
/// Bytes of the index's header, which stands there twice.
const INDEX: usize = 48;

/// Refuses an outbox whose log was damaged since this start of the machine.
pub(super) fn check(outbox: &Path, boot: Option<&str>) -> Result<(), OutboxError> {
    if boot.is_none() || Lock::boot(outbox).as_deref() != boot {
        return Ok(());
    }
    let broken = match File::open(beside(outbox, "-shm")).and_then(|index| Committed::read(&index)) {
        Ok(Some(committed)) => File::open(beside(outbox, "-wal")).and_then(|log| committed.is_missing_in(&log)),
        Ok(None) => Ok(false),
        Err(error) => Err(error),
    };
    match broken {
        Ok(true) => {
            Err(OutboxError::new(outbox, OutboxProblem::Corrupt("changes are missing in the log beside it".to_owned())))
        }
        Ok(false) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(OutboxError::new(outbox, OutboxProblem::Io(error.to_string()))),
    }
}

/// What the index says of the log.
struct Committed {
    /// Frames up to the end of the last commit.
    frames: u32,
    /// The checksum there.
    sum: [u8; 8],
    /// What tells this log from earlier ones in the same file.
    salts: [u8; 8],
}

impl Committed {
    /// Nothing, where the index says nothing that counts: a process may be killed while it writes there.
    fn read(index: &File) -> io::Result<Option<Self>> {
        let mut header = Vec::with_capacity(2 * INDEX);
        index.take(2 * INDEX as u64).read_to_end(&mut header)?;
        let Some((first, second)) = header.split_at_checked(INDEX) else { return Ok(None) };
        let eight = |at: usize| first.get(at..at + 8).and_then(|eight| eight.try_into().ok());
        // Its numbers are as this machine has them.
        let frames = first.get(16..20).and_then(|four| four.try_into().ok()).map(u32::from_ne_bytes);
        let (Some(frames), Some(sum), Some(salts)) = (frames, eight(24), eight(32)) else { return Ok(None) };
        let is_begun = first.get(12) == Some(&1);
        Ok(Some(Self { frames, sum, salts }).filter(|_| is_begun && first == second && frames > 0))
    }

    fn is_missing_in(&self, log: &File) -> io::Result<bool> {
        let mut log = BufReader::new(log);
        let mut header = [0; HEADER];
        if !filled(&mut log, &mut header)? {
            return Ok(true);
        }
        let page = usize::try_from(word(&header, 8)).unwrap_or(usize::MAX);
        let mut sum = Checksum { is_big: word(&header, 0) == MAGIC[1], state: (0, 0) };
        sum.add(&header[..FRAME]);
        if !MAGIC.contains(&word(&header, 0))
            || !(PAGE_LEAST..=PAGE_MOST).contains(&page)
            || header[16..24] != self.salts
            || !sum.fits(&header[24..])
        {
            return Ok(true);
        }
        let mut frame = vec![0; FRAME + page];
        for _ in 0..self.frames {
            if !filled(&mut log, &mut frame)? {
                return Ok(true);
            }
            sum.add(&frame[..8]);
            sum.add(&frame[FRAME..]);
            if frame[8..16] != self.salts || !sum.fits(&frame[16..FRAME]) {
                return Ok(true);
            }
        }
        let [first, second] = [sum.state.0, sum.state.1].map(u32::to_ne_bytes);
        Ok([first, second].concat() != self.sum)
    }
}

/// Reads so many bytes; false if there are fewer.
fn filled(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// The running checksum over header and frames.
struct Checksum {
    is_big: bool,
    state: (u32, u32),
}

impl Checksum {
    fn add(&mut self, bytes: &[u8]) {
        let (mut first, mut second) = self.state;
        for pair in bytes.chunks_exact(8) {
            let [one, two] =
                [word(pair, 0), word(pair, 4)].map(|word| if self.is_big { word } else { word.swap_bytes() });
            first = first.wrapping_add(one).wrapping_add(second);
            second = second.wrapping_add(two).wrapping_add(first);
        }
        self.state = (first, second);
    }

    fn fits(&self, stored: &[u8]) -> bool {
        self.state == (word(stored, 0), word(stored, 4))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use rusqlite::Connection;

    use super::*;

    /// A database with a log that is never folded in.
    fn database() -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let db = Connection::open(folder.path().join("o")).unwrap();
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 5;
             CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(9000)); UPDATE t SET x = 1; INSERT INTO t VALUES (2)",
        )
        .unwrap();
        (folder, db)
    }

    /// Whether changes are missing that were committed, as the files lie there now.
    fn misses(folder: &Path, log: &[u8]) -> bool {
        let other = folder.join("other");
        fs::write(&other, log).unwrap();
        let committed = Committed::read(&File::open(folder.join("o-shm")).unwrap()).unwrap();
        committed.is_some_and(|committed| committed.is_missing_in(&File::open(&other).unwrap()).unwrap())
    }

    #[test]
    fn another_bit_and_a_missing_end_are_found() {
        let (folder, _db) = database();
        let whole = fs::read(folder.path().join("o-wal")).unwrap();
        assert!(!misses(folder.path(), &whole));
        for at in (0..whole.len()).step_by(61) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            assert!(misses(folder.path(), &bytes), "byte {at} of {}", whole.len());
            assert!(misses(folder.path(), &whole[..at]), "{at} of {}", whole.len());
        }
    }

    #[test]
    fn what_is_not_committed_may_be_anything() {
        let (folder, db) = database();
        let log = || fs::read(folder.path().join("o-wal")).unwrap();
        let whole = log();
        // Pages that were written before their change was given up, and then a shorter change over them.
        db.execute_batch("BEGIN; INSERT INTO t VALUES (zeroblob(200000)); ROLLBACK").unwrap();
        assert!(log().len() > whole.len(), "nothing was written early");
        assert!(!misses(folder.path(), &log()));
        assert!(!misses(folder.path(), &whole));
        db.execute_batch("INSERT INTO t VALUES (3)").unwrap();
        assert!(!misses(folder.path(), &log()));
        // A log that is written over from its beginning.
        db.execute_batch("PRAGMA wal_checkpoint(RESTART)").unwrap();
        assert!(!misses(folder.path(), &log()));
        db.execute_batch("INSERT INTO t VALUES (4)").unwrap();
        assert!(!misses(folder.path(), &log()));
        assert!(misses(folder.path(), &whole), "an earlier log is none of this");
    }
}
