//! Files about the rows of a list: those that are left out, to be mended and read again, and the report of all
//! that is wrong. Until the rows are judged both are files without a name, which are gone when the program ends.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use outcry::roster::{Columns, Failed, Fault, Report, Row};
use outcry::text::for_sentence;

use crate::failure::Failure;
use crate::messages::faults::what_and_remedy;
use crate::output::files::{hidden_beside, keep};

/// The rows that are left out.
pub struct LeftOut(Failed<BufWriter<File>>);

impl LeftOut {
    /// Names that are tried for the file.
    const MOST: u32 = 99;

    pub fn begin(columns: &Columns, separator: u8) -> Result<Self, Failure> {
        let spool = BufWriter::new(tempfile::tempfile().map_err(|error| unspooled(&error))?);
        Ok(Self(Failed::new(spool, columns, separator).map_err(|error| unspooled(&error))?))
    }

    pub fn add(&mut self, row: &Row, reason: &str) -> Result<(), Failure> {
        self.0.add(row, reason).map_err(|error| unspooled(&error))
    }

    /// Keeps them under the name that was given. Returns it.
    pub fn keep_as(self, path: &Path, nothing: &str) -> Result<String, Failure> {
        let mut spool = whole(self.0.finish().map_err(|error| unspooled(&error))?)?;
        if keep_spool(&mut spool, path)? {
            return Ok(path.display().to_string());
        }
        Err(in_the_way(path, nothing))
    }

    /// The same where nobody chose the name: another one is taken when it holds other rows, since they may be half
    /// corrected.
    pub fn keep_beside(self, path: &Path, nothing: &str) -> Result<String, Failure> {
        let mut spool = whole(self.0.finish().map_err(|error| unspooled(&error))?)?;
        for number in 1..=Self::MOST {
            let path = match number {
                1 => path.to_owned(),
                number => path.with_file_name(format!("failed-{number}.csv")),
            };
            if keep_spool(&mut spool, &path)? {
                return Ok(path.display().to_string());
            }
        }
        Err(in_the_way(path, nothing))
    }
}

fn in_the_way(path: &Path, nothing: &str) -> Failure {
    Failure::data(format!("{} exists already and lists other rows; {nothing}", path.display()))
        .hint("fix and use the rows in that file first, or name another file with --failed")
}

/// Everything that is wrong with a list, a fault a line.
pub struct FaultReport {
    path: PathBuf,
    lines: Report<BufWriter<File>>,
}

impl FaultReport {
    /// Begins; a file that is there is never overwritten, which is said before the list is read.
    pub fn begin(path: &Path, separator: u8) -> Result<Self, Failure> {
        if path.symlink_metadata().is_ok() {
            return Err(Failure::data(format!("{} exists already", path.display()))
                .hint("name another file with --report, or remove this one first"));
        }
        let spool = BufWriter::new(tempfile::tempfile().map_err(|error| unspooled(&error))?);
        let lines = Report::new(spool, separator).map_err(|error| unspooled(&error))?;
        Ok(Self { path: path.to_owned(), lines })
    }

    pub fn fault(&mut self, fault: &Fault) -> Result<(), Failure> {
        let (what, remedy) = what_and_remedy(&fault.problem);
        let cells = [&fault.column, &fault.value, &what, &remedy];
        self.lines.add(fault.row, cells.map(String::as_str)).map_err(|error| unspooled(&error))
    }

    pub fn letter(&mut self, row: u64, problem: &str, hints: &[String]) -> Result<(), Failure> {
        self.lines.add(row, ["", "", problem, &hints.join("; ")]).map_err(|error| unspooled(&error))
    }

    /// Gives it its name. Returns it, safe to show.
    pub fn keep(self) -> Result<String, Failure> {
        let mut spool = whole(self.lines.finish().map_err(|error| unspooled(&error))?)?;
        let shown = for_sentence(&self.path.display().to_string());
        if keep_spool(&mut spool, &self.path)? {
            Ok(shown)
        } else {
            Err(Failure::data(format!("{shown} exists already")))
        }
    }
}

fn whole(spool: BufWriter<File>) -> Result<File, Failure> {
    spool.into_inner().map_err(|error| unspooled(error.error()))
}

/// Copies a spool into a file of this name, unless one is there that says the same. Whether it could.
fn keep_spool(spool: &mut File, path: &Path) -> Result<bool, Failure> {
    let fail = |error: std::io::Error| Failure::file(path, &error);
    spool.seek(SeekFrom::Start(0)).map_err(fail)?;
    if path.symlink_metadata().is_ok() {
        return same(spool, path);
    }
    let mut file = BufWriter::new(hidden_beside(path)?);
    std::io::copy(spool, &mut file).map_err(fail)?;
    keep(file, path).map(|_| true)
}

fn same(spool: &mut File, path: &Path) -> Result<bool, Failure> {
    let fail = |error: std::io::Error| Failure::file(path, &error);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    std::io::Read::read_to_end(spool, &mut ours).map_err(fail)?;
    // A folder or what nobody may read is not the same.
    let read = File::open(path).and_then(|mut file| std::io::Read::read_to_end(&mut file, &mut theirs));
    Ok(read.is_ok() && ours == theirs)
}

fn unspooled(error: &std::io::Error) -> Failure {
    Failure::data(format!("the rows that cannot be used could not be kept: {error}"))
}
