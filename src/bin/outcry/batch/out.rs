//! Where the letters of a list go: the screen, one file, or a file each; and the rows that are left out.
//!
//! A file gets its name when it is whole, never the name of one that is there, and only its owner may
//! read it.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use outcry::letter::Letter;
use outcry::render::html;
use outcry::roster::{Columns, Failed, Row};
use outcry::text::{for_sentence, slug};
use tempfile::NamedTempFile;

use super::Work;
use crate::App;
use crate::args::{Format, WriteArgs};
use crate::failure::Failure;
use crate::write::ending;

/// Where the letters go.
pub enum Place {
    Screen,
    File(PathBuf),
    Folder(PathBuf),
}

impl Place {
    /// A path is a folder when it is one, when it ends like one, or when it has no extension.
    pub fn of(args: &WriteArgs) -> Self {
        let Some(path) = &args.output else { return Self::Screen };
        let ends_like_one = path.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
        if path.is_dir() || ends_like_one || path.extension().is_none() {
            Self::Folder(path.clone())
        } else {
            Self::File(path.clone())
        }
    }

    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Screen | Self::Folder(_) => None,
        }
    }
}

/// The name of one letter's file: no two rows and no two offices share one.
pub fn file_name(row: &Row, letter: &Letter<'_>, format: Format) -> String {
    const LONGEST: usize = 40;
    let name: String = slug(letter.signatory.display()).chars().take(LONGEST).collect();
    let name = name.trim_end_matches('-');
    let between = if name.is_empty() { "" } else { "-" };
    format!("{:06}{between}{name}-{}{}", row.number, letter.office.id, ending(format))
}

/// A letter in a file of its own.
pub fn alone(letter: &Letter<'_>, text: Vec<u8>, format: Format) -> Vec<u8> {
    match format {
        Format::Html => [html::head(letter).as_bytes(), &text, html::FOOT.as_bytes()].concat(),
        Format::Json | Format::Mailto => [&text, b"\n".as_slice()].concat(),
        Format::Text | Format::Phone | Format::Eml | Format::Pdf => text,
    }
}

/// The way out for letters, one by one.
pub struct Out<'a> {
    work: &'a Work<'a>,
    place: Place,
    file: Option<BufWriter<NamedTempFile>>,
    count: u64,
}

impl<'a> Out<'a> {
    pub fn open(work: &'a Work<'a>, place: Place) -> Result<Self, Failure> {
        let file = place.file().map(hidden_beside).transpose()?.map(BufWriter::new);
        if let Place::Folder(folder) = &place {
            std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
        }
        Ok(Self { work, place, file, count: 0 })
    }

    pub fn letter(&mut self, row: &Row, letter: &Letter<'_>, text: Vec<u8>) -> Result<(), Failure> {
        let format = self.work.args.format;
        if let Place::Folder(folder) = &self.place {
            let path = folder.join(file_name(row, letter, format));
            return one_file(&path, &alone(letter, text, format));
        }
        let before = match format {
            Format::Html if self.count == 0 => html::head(letter),
            Format::Text | Format::Phone if self.count > 0 => "\n\x0c\n".to_owned(),
            _ => String::new(),
        };
        let after = if matches!(format, Format::Json | Format::Mailto) { "\n" } else { "" };
        self.count += 1;
        self.put(&[before.as_bytes(), &text, after.as_bytes()].concat())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match (&mut self.file, self.place.file()) {
            (Some(file), Some(path)) => file.write_all(bytes).map_err(|error| Failure::file(path, &error)),
            _ => self.work.app.report.result(&String::from_utf8_lossy(bytes)),
        }
    }

    pub fn close(mut self) -> Result<(), Failure> {
        if self.work.args.format == Format::Html && self.count > 0 {
            self.put(html::FOOT.as_bytes())?;
        }
        if let (Some(file), Some(path)) = (self.file.take(), self.place.file()) {
            keep(file, path)?;
            self.work.app.report.say(&format!("Saved {}", for_sentence(&path.display().to_string())));
        }
        if let Place::Folder(folder) = &self.place {
            self.work.app.report.say(&format!("Saved in {}", for_sentence(&folder.display().to_string())));
        }
        Ok(())
    }
}

/// The rows that are left out.
pub struct LeftOut {
    path: PathBuf,
    rows: Failed<BufWriter<NamedTempFile>>,
}

impl LeftOut {
    pub fn open(path: PathBuf, columns: &Columns) -> Result<Self, Failure> {
        let file = BufWriter::new(hidden_beside(&path)?);
        let rows = Failed::new(file, columns).map_err(|error| Failure::file(&path, &error))?;
        Ok(Self { path, rows })
    }

    pub fn add(&mut self, row: &Row, reason: &str) -> Result<(), Failure> {
        self.rows.add(row, reason).map_err(|error| Failure::file(&self.path, &error))
    }

    pub fn close(self, app: &App) -> Result<(), Failure> {
        let file = self.rows.finish().map_err(|error| Failure::file(&self.path, &error))?;
        keep(file, &self.path)?;
        app.report.say(&format!("Saved {}", for_sentence(&self.path.display().to_string())));
        Ok(())
    }
}

/// A file that only this user may read, and that nobody sees before it is whole.
pub fn hidden_beside(path: &Path) -> Result<NamedTempFile, Failure> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = std::fs::create_dir_all(folder).and_then(|()| NamedTempFile::new_in(folder));
    file.map_err(|error| Failure::file(path, &error))
}

/// Gives a finished file its name; never that of one that is there.
pub fn keep(file: BufWriter<NamedTempFile>, path: &Path) -> Result<File, Failure> {
    let fail = |error: std::io::Error| Failure::file(path, &error);
    let file = file.into_inner().map_err(|error| fail(error.into_error()))?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist_noclobber(path).map_err(|error| fail(error.error))
}

/// One letter's file, unless it is there already, which the first pass compared.
fn one_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut file = hidden_beside(path)?;
    file.write_all(bytes).map_err(|error| Failure::file(path, &error))?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != ErrorKind::AlreadyExists => Err(Failure::file(path, &error.error)),
        _ => Ok(()),
    }
}
