//! A campaign as one file, to hand on: a zip archive of `campaign.toml` and the model letters, with the campaign's id
//! in its comment. Whoever gets one is a stranger to whoever made it: everything in it is looked at before it is used.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::error::CampaignError;
use super::facts::{Campaign, Origin};
use super::files::{self, Files};
use super::limits::{FILE_MOST, FILES_MOST};
use super::load::{Examined, Trust, read_folder};
use crate::mac::MacKey;
use crate::registry::is_id;
use crate::text::for_sentence;

/// Bytes of a campaign file: as many full-sized files as a campaign may have, with what the archive says of each.
const PACKED_MOST: u64 = FILES_MOST as u64 * (FILE_MOST + 1024);
/// Bytes of a file's name.
const NAME_MOST: usize = 64;
/// Begins the comment of a campaign file; the id follows.
const COMMENT: &str = "outcry campaign ";

/// The files of a campaign, as they are handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The campaign's id; `None` if another program made the file.
    pub id: Option<String>,
    files: Files,
}

/// Why a file is no campaign file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackedError {
    /// Not a zip archive at all.
    #[error("it is no campaign file: a campaign file is a zip archive, made by `outcry campaigns pack`")]
    NotAnArchive,
    /// Larger than any campaign.
    #[error("it is larger than {PACKED_MOST} bytes, which is more than a campaign may have")]
    Huge,
    /// More files than a campaign has.
    #[error("it has more than {FILES_MOST} files")]
    Files,
    /// A file that is larger than a campaign's may be, unpacked.
    #[error("{0} in it is larger than {FILE_MOST} bytes when it is unpacked")]
    Large(String),
    /// A path, or something that is no part of a campaign.
    #[error(
        "it holds \"{0}\"; a campaign file holds campaign.toml and files such as en.md, and none of them in a folder"
    )]
    Name(String),
    /// One name twice, or twice but for its capitals, which is once on many machines.
    #[error("it holds {0} twice")]
    Twice(String),
    /// A link to another file.
    #[error("{0} in it is a link, not a file")]
    Link(String),
    /// A password.
    #[error("{0} in it is encrypted; a campaign file has no password")]
    Encrypted(String),
    /// Not text.
    #[error("{0} in it is not UTF-8 text")]
    NotUtf8(String),
    /// Cut short, or changed on its way.
    #[error("it is damaged ({0}); have it sent once more")]
    Damaged(String),
    /// No `campaign.toml`.
    #[error("it has no campaign.toml")]
    NoCampaign,
}

impl Packed {
    /// How many bytes to read of a file that may be one, so that a larger one is found.
    pub const READ_MOST: u64 = PACKED_MOST + 1;

    /// The files of a campaign, from where it was loaded.
    pub fn of(id: &str, origin: &Origin) -> Result<Self, CampaignError> {
        let files = match origin {
            Origin::Folder(path) => {
                let (files, errors) = read_folder(path);
                CampaignError::together(errors).map_or(Ok(files), Err)?
            }
            Origin::Shipped => {
                files::shipped(id).ok_or_else(|| CampaignError::Unknown { id: id.to_owned(), nearest: None })?
            }
        };
        Ok(Self { id: Some(id.to_owned()), files })
    }

    /// Reads a campaign file.
    pub fn read(bytes: &[u8]) -> Result<Self, PackedError> {
        if bytes.len() as u64 > PACKED_MOST {
            return Err(PackedError::Huge);
        }
        if !bytes.starts_with(b"PK") {
            return Err(PackedError::NotAnArchive);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        // The archive's reader keeps one of two entries with one name.
        let entries = entries(bytes, archive.central_directory_start());
        if entries > FILES_MOST {
            return Err(PackedError::Files);
        }
        let comment = String::from_utf8_lossy(archive.comment()).into_owned();
        let id = comment.strip_prefix(COMMENT).filter(|id| is_id(id)).map(str::to_owned);
        let mut files = Files::new();
        let mut lower = BTreeSet::new();
        let names: Vec<String> = archive
            .file_names()
            .map(|name| Ok(name?.into_owned()))
            .collect::<Result<_, _>>()
            .map_err(|error| damaged(&error))?;
        for (index, name) in names.into_iter().enumerate() {
            let shown = for_sentence(&name);
            let mut entry = match archive.by_index(index) {
                Ok(entry) => entry,
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                    return Err(PackedError::Encrypted(shown));
                }
                Err(error) => return Err(damaged(&error)),
            };
            if !is_name(&name) {
                return Err(PackedError::Name(shown));
            }
            if entry.is_symlink() {
                return Err(PackedError::Link(shown));
            }
            if !lower.insert(name.to_lowercase()) {
                return Err(PackedError::Twice(shown));
            }
            // What comes out is counted, not what the archive says of itself.
            let mut bytes = Vec::new();
            let read = entry.by_ref().take(FILE_MOST + 1).read_to_end(&mut bytes);
            read.map_err(|error| PackedError::Damaged(for_sentence(&error.to_string())))?;
            if bytes.len() as u64 > FILE_MOST {
                return Err(PackedError::Large(shown));
            }
            let text = String::from_utf8(bytes).map_err(|_| PackedError::NotUtf8(shown))?;
            files.insert(name, Cow::Owned(plain(&text)));
        }
        if entries != files.len() {
            return Err(PackedError::Twice("a file".to_owned()));
        }
        if files.contains_key("campaign.toml") { Ok(Self { id, files }) } else { Err(PackedError::NoCampaign) }
    }

    /// As one file. The same campaign gives the same bytes, on every machine and every day.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PackedError> {
        // Stored as they are, so that the bytes do not hang on the version of a compressor.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .system(zip::System::Unix)
            .unix_permissions(0o644);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let failed = |error: ZipError| damaged(&error);
        if let Some(id) = &self.id {
            archive.set_comment(format!("{COMMENT}{id}")).map_err(failed)?;
        }
        for (name, text) in &self.files {
            archive.start_file(name.as_str(), options).map_err(failed)?;
            archive.write_all(text.as_bytes()).map_err(|error| PackedError::Damaged(error.to_string()))?;
        }
        Ok(archive.finish().map_err(failed)?.into_inner())
    }

    /// Twenty digits in groups of four, to compare by telephone: they are the same only where every file is. Nobody
    /// finds another campaign with the digits of a given one by trying (66 bits).
    pub fn fingerprint(&self) -> String {
        // Everybody must be able to compute it, so the key is no secret.
        let everybody = MacKey::new(&[0; MacKey::LENGTH]);
        let pieces = self.files.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
        let digest = everybody.digest("campaign file", pieces);
        let number = digest.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        let digits = format!("{:020}", number % 10_u128.pow(20));
        let groups: Vec<&str> = (0..5).filter_map(|group| digits.get(group * 4..group * 4 + 4)).collect();
        groups.join(" ")
    }

    /// Its files by name, as texts with plain line ends.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), &**text))
    }

    /// The same with another text of one file.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.files.insert(name.to_owned(), Cow::Owned(plain(text)));
        self
    }

    /// The campaign in it, checked as one in a folder is. `shown` is its name in errors, `origin` where it is to be.
    pub fn campaign(&self, id: &str, shown: &str, origin: Origin) -> Result<Campaign, CampaignError> {
        self.examine(id, shown, origin).into_result()
    }

    /// The same as far as it can be read.
    pub fn examine(&self, id: &str, shown: &str, origin: Origin) -> Examined {
        Campaign::read(id, shown, &self.files, origin, Trust::None, Vec::new())
    }
}

fn damaged(error: &ZipError) -> PackedError {
    PackedError::Damaged(for_sentence(&error.to_string()))
}

/// A text as a folder's files are read: without a byte order mark, with plain line ends.
fn plain(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}

/// The entries of an archive's list, which begins there (APPNOTE.TXT 4.3.12).
fn entries(bytes: &[u8], start: u64) -> usize {
    let mut rest = usize::try_from(start).ok().and_then(|start| bytes.get(start..)).unwrap_or_default();
    let mut count = 0;
    while let (true, Some(lengths)) = (rest.starts_with(b"PK\x01\x02"), rest.get(28..34)) {
        let all: usize = lengths.chunks_exact(2).map(|pair| usize::from(pair[0]) | usize::from(pair[1]) << 8).sum();
        rest = rest.get(46 + all..).unwrap_or_default();
        count += 1;
    }
    count
}

/// Whether a file of a campaign may have this name, on every machine: no folder, no drive, nothing hidden.
fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    let is_letter = name.strip_suffix(".md").is_some_and(|stem| !stem.is_empty());
    (name == "campaign.toml" || is_letter)
        && name.len() <= NAME_MOST
        && name.chars().all(is_plain)
        && !name.starts_with(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = "title = \"T\"\nrecipients = [\"aq-court\"]\n";
    const EN: &str = "+++\nsubject = \"S\"\nclosing = \"C\"\n+++\n{{signatory}}\n";

    fn packed(files: &[(&str, &str)]) -> Packed {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Owned((*text).to_owned()))).collect();
        Packed { id: Some("harbour".to_owned()), files }
    }

    /// An archive with these entries, made otherwise than ours.
    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_was_packed_is_read_and_has_the_same_bytes_and_digits() {
        let one = packed(&[("campaign.toml", TOML), ("en.md", EN)]);
        let bytes = one.to_bytes().unwrap();
        let read = Packed::read(&bytes).unwrap();
        assert_eq!(read, one);
        assert_eq!(read.to_bytes().unwrap(), bytes);
        assert_eq!(one.fingerprint(), "2996 4861 6182 3014 1612", "whatever the version of the program");
        let windows = [("campaign.toml", TOML.replace('\n', "\r\n")), ("en.md", format!("\u{feff}{EN}"))];
        let windows = windows.each_ref().map(|(name, text)| (*name, text.as_bytes()));
        let theirs = Packed::read(&archive(&windows)).unwrap();
        assert_eq!((theirs.id.clone(), theirs.fingerprint()), (None, one.fingerprint()), "line ends do not count");
        for other in [
            packed(&[("campaign.toml", TOML)]),
            packed(&[("campaign.toml", TOML), ("en.md", &format!("{EN} "))]),
            packed(&[("campaign.toml", TOML), ("de.md", EN)]),
        ] {
            assert_ne!(other.fingerprint(), one.fingerprint());
        }
    }

    #[test]
    fn what_is_no_campaign_file_is_refused() {
        let toml: (&str, &[u8]) = ("campaign.toml", TOML.as_bytes());
        let bomb = vec![b'a'; 30_000_000];
        let name = |name: &str| PackedError::Name(name.to_owned());
        let whole = archive(&[toml]);
        let swapped = String::from_utf8_lossy(&archive(&[toml, ("aa.md", b"1"), ("bb.md", b"2")])).contains("bb.md");
        assert!(swapped, "its names can be exchanged below");
        let mut twice = archive(&[toml, ("aa.md", b"1"), ("bb.md", b"2")]);
        while let Some(at) = twice.windows(5).position(|name| name == b"bb.md") {
            twice[at..at + 5].copy_from_slice(b"aa.md");
        }
        let mut many: Vec<(String, &[u8])> = (0..=FILES_MOST).map(|n| (format!("p{n}.md"), b"x".as_slice())).collect();
        many.push(("campaign.toml".to_owned(), TOML.as_bytes()));
        let many: Vec<(&str, &[u8])> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        for (bytes, expected) in [
            (Vec::new(), PackedError::NotAnArchive),
            (b"title = 1".to_vec(), PackedError::NotAnArchive),
            (archive(&[("en.md", b"x")]), PackedError::NoCampaign),
            (archive(&[toml, ("../en.md", b"x")]), name("../en.md")),
            (archive(&[toml, ("letters/en.md", b"x")]), name("letters/en.md")),
            (archive(&[toml, ("..\\en.md", b"x")]), name("..\\en.md")),
            (archive(&[toml, ("/etc/en.md", b"x")]), name("/etc/en.md")),
            (archive(&[toml, ("c:en.md", b"x")]), name("c:en.md")),
            (archive(&[toml, (".en.md", b"x")]), name(".en.md")),
            (archive(&[toml, (".md", b"x")]), name(".md")),
            (archive(&[toml, ("run.sh", b"x")]), name("run.sh")),
            (archive(&[toml, ("EN.md", b"x"), ("en.md", b"x")]), PackedError::Twice("en.md".to_owned())),
            (twice, PackedError::Twice("a file".to_owned())),
            (archive(&[toml, ("en.md", &bomb)]), PackedError::Large("en.md".to_owned())),
            (archive(&[toml, ("en.md", b"\xff\xfe")]), PackedError::NotUtf8("en.md".to_owned())),
            (archive(&many), PackedError::Files),
        ] {
            assert_eq!(Packed::read(&bytes), Err(expected));
        }
        for at in (0..whole.len()).step_by(7) {
            let cut = Packed::read(&whole[..at]);
            assert!(matches!(cut, Err(PackedError::NotAnArchive | PackedError::Damaged(_))), "{at}: {cut:?}");
        }
        let mut flipped = packed(&[("campaign.toml", TOML)]).to_bytes().unwrap();
        let text = flipped.windows(5).position(|text| text == b"title").unwrap();
        flipped[text] ^= 1;
        assert!(matches!(Packed::read(&flipped), Err(PackedError::Damaged(_))), "{:?}", Packed::read(&flipped));
    }
}
