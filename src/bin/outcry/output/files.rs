//! Where letters go: the screen, one file, or a file each; and the list of what was written.
//!
//! A file gets its name when it is whole, never the name of one that is there, and only its owner may
//! read it.

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use outcry::letter::Letter;
use outcry::own::{self, NotOwn};
use outcry::text::{for_sentence, slug};
use tempfile::NamedTempFile;

use crate::app::App;
use crate::args::Format;
use crate::failure::Failure;
use crate::output::format::{Between, Holds, alone, among, ending, last, one_file_holds};

/// Where the letters go.
#[derive(Debug, Clone)]
pub enum Place {
    Screen,
    File(PathBuf),
    Folder(PathBuf),
}

impl Place {
    /// A path is a folder when it is one or ends in a separator; anything else is one file.
    pub fn of(path: Option<&Path>) -> Self {
        let Some(path) = path else { return Self::Screen };
        let ends_in_separator = path.to_string_lossy().ends_with(std::path::is_separator);
        if path.is_dir() || ends_in_separator { Self::Folder(path.to_owned()) } else { Self::File(path.to_owned()) }
    }

    /// The same for so many letters in a format; the screen or one file may not be able to hold them.
    pub fn for_letters(path: Option<&Path>, letters: u64, format: Format) -> Result<Self, Failure> {
        let place = Self::of(path);
        let shown = path.map(|path| for_sentence(&path.display().to_string())).unwrap_or_default();
        match &place {
            Self::Screen | Self::File(_) if letters > 1 && one_file_holds(format) == Holds::OneMail => {
                let hint = match path {
                    Some(_) => format!("give a folder: -o {shown}/"),
                    None => {
                        "write them into a folder with -o FOLDER/, or choose one office with --to OFFICE".to_owned()
                    }
                };
                Err(Failure::usage(format!("an .eml file holds one mail, but there are {letters}")).hint(hint))
            }
            Self::Screen if letters > 1 && one_file_holds(format) == Holds::Sheets => {
                Err(Failure::usage(format!("standard output takes one PDF, but there are {letters} letters"))
                    .hint("write them into a folder with -o FOLDER/, or into one file with -o FILE.pdf"))
            }
            // A name like this was a folder for lists once, and may be meant for one.
            Self::File(file) if letters > 1 && file.extension().is_none() && file.symlink_metadata().is_err() => {
                Err(Failure::usage(format!(
                    "-o {shown} is ambiguous: {letters} letters could go into a folder or into one file"
                ))
                .hint(format!("for a file each, give -o {shown}/; for one file, -o {shown}{}", ending(format))))
            }
            Self::File(file) if one_file_holds(format) == Holds::Sheets => match file.extension() {
                Some(other) if !other.eq_ignore_ascii_case("pdf") => {
                    Err(Failure::usage(format!("invalid value \"{shown}\" for -o: a letter on paper is a PDF"))
                        .hint("end the name in .pdf, or in / for a folder"))
                }
                _ => Ok(place),
            },
            _ => Ok(place),
        }
    }

    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Screen | Self::Folder(_) => None,
        }
    }
}

/// The name of one letter's file: no two rows and no two offices share one. `ending` parts formats and what is made
/// of a letter.
pub fn file_name(row: Option<u64>, letter: &Letter<'_>, ending: &str) -> String {
    const LONGEST: usize = 40;
    let Some(row) = row else { return format!("{}-{}{ending}", letter.campaign, letter.office.id) };
    let name: String = slug(letter.signatory.display()).chars().take(LONGEST).collect();
    let name = name.trim_end_matches('-');
    let between = if name.is_empty() { "" } else { "-" };
    format!("{row:06}{between}{name}-{}{ending}", letter.office.id)
}

/// The way out for letters, one by one.
pub struct Out<'a> {
    app: &'a App,
    format: Format,
    /// How the names of files in a folder end.
    ending: String,
    place: Place,
    file: Option<BufWriter<NamedTempFile>>,
    count: u64,
    /// The first files in a folder.
    saved: Vec<PathBuf>,
}

impl<'a> Out<'a> {
    /// Files that are named when they are saved; of more only the folder is.
    const NAMED: u64 = 5;

    pub fn open(app: &'a App, format: Format, ending: String, place: Place) -> Result<Self, Failure> {
        let file = place.file().map(hidden_beside).transpose()?.map(BufWriter::new);
        if let Place::Folder(folder) = &place {
            own::make_folder(folder).map_err(|error| Failure::file(folder, &error))?;
        }
        Ok(Self { app, format, ending, place, file, count: 0, saved: Vec::new() })
    }

    /// Writes a letter. Returns the name of the file it is in.
    pub fn letter(&mut self, row: Option<u64>, letter: &Letter<'_>, text: Vec<u8>) -> Result<PathBuf, Failure> {
        self.count += 1;
        if let Place::Folder(folder) = &self.place {
            let name = PathBuf::from(file_name(row, letter, &self.ending));
            let path = folder.join(&name);
            write_new(&path, &alone(letter, text, self.format))?;
            if self.count <= Self::NAMED {
                self.saved.push(path);
            }
            return Ok(name);
        }
        let between = if matches!(self.place, Place::Screen) && self.app.environment.stdout_is_terminal {
            Between::Rule
        } else {
            Between::Sheets
        };
        self.put(&among(letter, &text, self.count == 1, self.format, between))?;
        Ok(self.place.file().and_then(Path::file_name).map(PathBuf::from).unwrap_or_default())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match (&mut self.file, self.place.file()) {
            (Some(file), Some(path)) => file.write_all(bytes).map_err(|error| Failure::file(path, &error)),
            _ if one_file_holds(self.format) == Holds::Sheets => self.app.report.bytes(bytes),
            _ => self.app.report.result(&String::from_utf8_lossy(bytes)),
        }
    }

    pub fn close(mut self) -> Result<(), Failure> {
        if self.count > 0 && !matches!(self.place, Place::Folder(_)) {
            self.put(last(self.format).as_bytes())?;
        }
        let saved = |path: &Path| self.app.report.say(&format!("Saved {}", for_sentence(&path.display().to_string())));
        if let (Some(file), Some(path)) = (self.file.take(), self.place.file()) {
            keep_or_same(file, path)?;
            saved(path);
        }
        if let Place::Folder(folder) = &self.place {
            sync_folder(folder).map_err(|error| Failure::file(folder, &error))?;
            if self.count <= Self::NAMED {
                self.saved.iter().for_each(|path| saved(path));
            } else {
                self.app.report.say(&format!("Saved in {}", for_sentence(&folder.display().to_string())));
            }
        }
        Ok(())
    }
}

/// A file that is there, read beside letters as they are made: it may stay when it holds just them.
pub struct Twin {
    there: BufReader<File>,
    differs: bool,
}

impl Twin {
    /// Opens the file; none where nothing is there.
    pub fn of(path: &Path) -> Result<Option<Self>, Failure> {
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
        Ok(Some(Self { there: BufReader::new(file), differs: false }))
    }

    /// Reads on, as far as these bytes go.
    pub fn compare(&mut self, bytes: &[u8]) {
        let mut there = vec![0; bytes.len()];
        self.differs = self.differs || self.there.read_exact(&mut there).is_err() || there != bytes;
    }

    /// Whether the file holds what was compared, and nothing more.
    pub fn ends_the_same(mut self) -> bool {
        !self.differs && self.there.read(&mut [0]).is_ok_and(|read| read == 0)
    }
}

/// A list of the letters that were written: which row and office each is for, its key in the outbox and
/// its file. It grows with each run into the same folder.
pub struct Manifest {
    path: PathBuf,
    rows: String,
    is_new: bool,
}

impl Manifest {
    pub fn beside(place: &Place) -> Self {
        const NAME: &str = "manifest.csv";
        let path = match place {
            Place::Folder(folder) => folder.join(NAME),
            Place::File(file) => file.with_extension(NAME),
            Place::Screen => PathBuf::from(NAME),
        };
        let is_new = path.symlink_metadata().is_err();
        Self { path, rows: String::new(), is_new }
    }

    pub fn add(&mut self, row: u64, office: &str, key: &str, file: &Path) -> Result<(), Failure> {
        let file = file.display().to_string().replace('"', "\"\"");
        self.rows.push_str(&format!("{row},{office},{key},\"{file}\"\r\n"));
        if self.rows.len() > 64 * 1024 { self.flush() } else { Ok(()) }
    }

    pub fn close(mut self, app: &App) -> Result<(), Failure> {
        self.flush()?;
        app.report.say(&format!("Saved {}", for_sentence(&self.path.display().to_string())));
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let head = if std::mem::take(&mut self.is_new) { "row,office,key,file\r\n" } else { "" };
        let text = format!("{head}{}", std::mem::take(&mut self.rows));
        let mut file = own::open_to_append(&self.path).map_err(|why| self.not_own(&why))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| Failure::file(&self.path, &error))
    }

    /// Refuses before anything is sent what somebody else put in the list's place.
    pub fn check(&self) -> Result<(), Failure> {
        own::check(&self.path).map_err(|why| self.not_own(&why))
    }

    fn not_own(&self, why: &NotOwn) -> Failure {
        Failure::data(format!("{}: {why}", self.path.display()))
            .hint("move the file away, or name another folder with --paper")
    }
}

/// Where the rows that are left out go, unless it is said: beside the letters.
pub fn failed_beside(output: Option<&Path>) -> PathBuf {
    const NAME: &str = "failed.csv";
    match Place::of(output) {
        Place::Folder(folder) => folder.join(NAME),
        Place::File(file) => file.with_file_name(NAME),
        Place::Screen => PathBuf::from(NAME),
    }
}

/// A file that only this user may read, and that nobody sees before it is whole.
pub fn hidden_beside(path: &Path) -> Result<NamedTempFile, Failure> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = own::make_folder(folder).and_then(|()| NamedTempFile::new_in(folder));
    file.map_err(|error| Failure::file(path, &error))
}

/// Gives a finished file its name; never that of one that is there.
pub fn keep(file: BufWriter<NamedTempFile>, path: &Path) -> Result<File, Failure> {
    let fail = |error: std::io::Error| Failure::file(path, &error);
    let file = file.into_inner().map_err(|error| fail(error.into_error()))?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist_noclobber(path).map_err(|error| fail(error.error))
}

/// The same, unless one is there already and says the same.
fn keep_or_same(file: BufWriter<NamedTempFile>, path: &Path) -> Result<(), Failure> {
    let fail = |error: std::io::Error| Failure::file(path, &error);
    let Some(mut twin) = Twin::of(path)? else { return keep(file, path).map(drop) };
    let mut ours = file.into_inner().map_err(|error| fail(error.into_error()))?.reopen().map_err(fail)?;
    let mut block = vec![0; 64 * 1024];
    loop {
        match ours.read(&mut block).map_err(fail)? {
            0 => return if twin.ends_the_same() { Ok(()) } else { Err(differs(path)) },
            read => twin.compare(&block[..read]),
        }
    }
}

fn differs(path: &Path) -> Failure {
    Failure::data(format!("{} exists already and differs", path.display()))
        .hint("choose another place, or move this file away first; nothing after it was written or sent")
}

/// Writes a file that only this user may read, unless it is there already and says the same. Nothing is overwritten.
/// On Linux it is put on the disk with the whole folder, by [`sync_folder`]: one by one, ten thousand letters would
/// take half a minute.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut file = hidden_beside(path)?;
    let waits = cfg!(target_os = "linux");
    file.write_all(bytes)
        .and_then(|()| if waits { Ok(()) } else { file.as_file().sync_all() })
        .map_err(|error| Failure::file(path, &error))?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() != ErrorKind::AlreadyExists => Err(Failure::file(path, &error.error)),
        Err(_) if std::fs::read(path).is_ok_and(|there| there == bytes) => Ok(()),
        Err(_) => Err(differs(path)),
    }
}

/// Writes a file that holds nothing of a person and is meant for everybody: a web server has to be able to read it.
pub fn write_public(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_new(path, bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
            .map_err(|error| Failure::file(path, &error))?;
    }
    Ok(())
}

/// Puts everything that was written into a folder on the disk, where the system can do that at once.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(target_os = "linux"))]
    let _each_file_was_synced = folder;
    Ok(())
}

/// What a command makes that makes one file.
pub enum Content<'a> {
    Text(&'a str),
    Pdf(&'a [u8]),
}

/// The way out for a command that makes one file: to the screen, under its name, or under the usual one in a folder.
pub fn one_file(app: &App, place: Place, usual: &str, content: &Content<'_>) -> Result<(), Failure> {
    let path = match (place, content) {
        (Place::Screen, Content::Pdf(bytes)) => return app.report.bytes(bytes),
        (Place::Screen, Content::Text(text)) => return app.report.result(text),
        (Place::File(path), _) => path,
        (Place::Folder(folder), _) => folder.join(usual),
    };
    let bytes = match content {
        Content::Text(text) => text.as_bytes(),
        Content::Pdf(bytes) => bytes,
    };
    refuse_folders_above(&path)?;
    write_new(&path, bytes)?;
    app.report.say(&format!("Saved {}", for_sentence(&path.display().to_string())));
    Ok(())
}

/// Refuses a name that promises a file of another program: no word processor opens a text named letter.docx.
pub fn refuse_foreign_ending(path: &Path) -> Result<(), Failure> {
    const FOREIGN: [&str; 16] = [
        "doc", "docx", "odt", "ods", "rtf", "pages", "wpd", "wps", "xls", "xlsx", "ppt", "pptx", "png", "jpg", "jpeg",
        "zip",
    ];
    let Some(ending) = path.extension().and_then(|ending| ending.to_str()) else { return Ok(()) };
    if !FOREIGN.iter().any(|foreign| ending.eq_ignore_ascii_case(foreign))
        || matches!(Place::of(Some(path)), Place::Folder(_))
    {
        return Ok(());
    }
    let shown = for_sentence(&path.display().to_string());
    Err(Failure::usage(format!("invalid value \"{shown}\" for -o: outcry makes no .{} files", for_sentence(ending)))
        .hint("end the name in .pdf, .html or .txt; a word processor opens .html and .txt"))
}

/// Where letters go, for a sentence.
pub fn whereto(output: Option<&Path>) -> String {
    match output {
        None => "to standard output".to_owned(),
        Some(path) => format!("into {}", for_sentence(&path.display().to_string())),
    }
}

/// Refuses a file below folders that are not there, but for its own: a typing mistake would make a tree of them.
pub fn refuse_folders_above(file: &Path) -> Result<(), Failure> {
    let above = file.parent().and_then(Path::parent).filter(|above| !above.as_os_str().is_empty());
    match above {
        Some(above) if above.symlink_metadata().is_err() => {
            let shown = for_sentence(&above.display().to_string());
            Err(Failure::data(format!("{shown}: there is no such folder; nothing was written"))
                .hint("make this folder first, or choose another place with -o"))
        }
        _ => Ok(()),
    }
}

/// Whether this path can be written one day: the nearest folder above it that is there must be a folder,
/// and ours to write in.
pub fn reachable(path: &Path) -> Result<(), Failure> {
    let mut above =
        path.ancestors().skip(1).map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    let Some(there) = above.find(|above| above.symlink_metadata().is_ok()) else { return Ok(()) };
    let is_folder = std::fs::metadata(there).map(|there| there.is_dir());
    let found = is_folder.and_then(|is| if is { may_write(there) } else { Err(ErrorKind::NotADirectory.into()) });
    found.map_err(|error| Failure::file(there, &error))
}

#[cfg(unix)]
fn may_write(folder: &Path) -> std::io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

#[cfg(not(unix))]
fn may_write(folder: &Path) -> std::io::Result<()> {
    let readonly = std::fs::metadata(folder)?.permissions().readonly();
    if readonly { Err(ErrorKind::PermissionDenied.into()) } else { Ok(()) }
}

/// What letters on paper are made as. A folder gets what is ready to print, as far as this program can.
pub fn paper_format(path: &Path) -> Format {
    match Place::of(Some(path)) {
        Place::Folder(_) if cfg!(feature = "pdf") => Format::Pdf,
        Place::Folder(_) => Format::Text,
        _ => match Format::by_name_of(path) {
            Some(format @ (Format::Pdf | Format::Html)) => format,
            _ => Format::Text,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_what_letters_on_paper_are_made_as() {
        for (name, format) in [
            ("letters.pdf", Format::Pdf),
            ("letters.PDF", Format::Pdf),
            ("letters.html", Format::Html),
            ("letters.HTM", Format::Html),
            ("letters.txt", Format::Text),
            ("for-the-post", Format::Text),
            // What is no paper is not made for the post.
            ("letters.eml", Format::Text),
            ("letters.json", Format::Text),
        ] {
            assert_eq!(paper_format(Path::new(name)), format, "{name}");
        }
    }
}
