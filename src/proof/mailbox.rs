//! Mailboxes as people export them: mbox, Maildir, a folder of `.eml` files, a single one. Each mail is
//! handed on by itself, and of a long one only its beginning: what it proves stands there.
//!
//! The mail library's own readers are not used. They take a line, a mail and a file as long as they are.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use mail_parser::MessageParser;

/// Bytes of a mail that are read: the header and every report stand within them.
const MAIL_MOST: usize = 1024 * 1024;
/// Bytes that are looked at in one go when a line does not end.
const LINE_MOST: u64 = 64 * 1024;
/// Bytes from which the kind of a file is told.
const KIND_MOST: u64 = 64 * 1024;

/// A mailbox whose shape is known.
#[derive(Debug)]
pub struct Mailbox {
    path: PathBuf,
    shape: Shape,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shape {
    /// One file with mail after mail.
    Mbox(PathBuf),
    /// One file with one mail.
    Single,
    /// Folders in which every file is a mail: the `cur` and `new` of a Maildir.
    Maildir(Vec<PathBuf>),
    /// A folder in which the `.eml` files are mails.
    Files,
}

/// One mail of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail<'a> {
    /// Where it was found.
    pub file: &'a Path,
    /// Which one of that file it is, from one; nothing if the file is one mail.
    pub number: Option<u64>,
    /// As much of it as is looked at.
    pub bytes: &'a [u8],
}

/// Why a mailbox, or one mail in it, cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct MailboxError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong.
    pub problem: MailboxProblem,
}

/// What can be wrong with a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailboxProblem {
    /// The system says no.
    #[error("{0}")]
    Io(String),
    /// A folder without mails in a form that is known.
    #[error("this folder is no Maildir (with cur and new) and holds no .eml files")]
    Folder,
    /// A file in an archive.
    #[error("this file is packed")]
    Packed,
    /// A file of Outlook's own.
    #[error("this is a file that only Outlook reads")]
    Outlook,
    /// Anything else.
    #[error("this is neither an mbox file nor a mail")]
    Unknown,
}

impl MailboxError {
    fn new(path: &Path, problem: MailboxProblem) -> Self {
        Self { path: path.to_owned(), problem }
    }

    fn io(path: &Path) -> impl Fn(io::Error) -> Self {
        |error| Self::new(path, MailboxProblem::Io(error.to_string()))
    }
}

impl Mailbox {
    /// Looks at a file or folder and tells its kind by what is in it.
    pub fn open(path: &Path) -> Result<Self, MailboxError> {
        let io = MailboxError::io(path);
        let kind = fs::metadata(path).map_err(&io)?;
        let shape = if kind.is_dir() {
            folder_shape(path)?
        } else if kind.is_file() {
            let mut start = Vec::new();
            File::open(path).and_then(|file| file.take(KIND_MOST).read_to_end(&mut start)).map_err(&io)?;
            file_shape(path, &start).map_err(|problem| MailboxError::new(path, problem))?
        } else {
            return Err(MailboxError::new(path, MailboxProblem::Unknown));
        };
        Ok(Self { path: path.to_owned(), shape })
    }

    /// Hands every mail to `hear`, in no order that means anything. A file of a folder that cannot be
    /// read is told and passed over; a mail program may have moved it in the meantime.
    pub fn each(&self, mut hear: impl FnMut(Result<Mail<'_>, MailboxError>)) -> Result<(), MailboxError> {
        match &self.shape {
            Shape::Mbox(file) => {
                let io = MailboxError::io(file);
                let reader = BufReader::with_capacity(256 * 1024, File::open(file).map_err(&io)?);
                let mut number = 0;
                each_of_mbox(reader, |bytes| {
                    number += 1;
                    hear(Ok(Mail { file, number: Some(number), bytes }));
                })
                .map_err(&io)
            }
            Shape::Single => {
                hear_one(&self.path, &mut hear);
                Ok(())
            }
            Shape::Maildir(folders) => {
                folders.iter().try_for_each(|folder| each_file(folder, is_of_maildir, &mut hear))
            }
            Shape::Files => each_file(&self.path, is_eml, &mut hear),
        }
    }
}

fn folder_shape(path: &Path) -> Result<Shape, MailboxError> {
    let parts: Vec<PathBuf> =
        ["cur", "new"].map(|part| path.join(part)).into_iter().filter(|part| part.is_dir()).collect();
    if !parts.is_empty() {
        return Ok(Shape::Maildir(parts));
    }
    if path.file_name().is_some_and(|name| name == "cur" || name == "new") {
        return Ok(Shape::Maildir(vec![path.to_owned()]));
    }
    // What Apple's Mail exports is a folder with the mbox in it.
    let inside = path.join("mbox");
    if inside.is_file() {
        return Ok(Shape::Mbox(inside));
    }
    for entry in fs::read_dir(path).map_err(MailboxError::io(path))? {
        if is_eml(&entry.map_err(MailboxError::io(path))?.path()) {
            return Ok(Shape::Files);
        }
    }
    Err(MailboxError::new(path, MailboxProblem::Folder))
}

fn file_shape(path: &Path, start: &[u8]) -> Result<Shape, MailboxProblem> {
    const PACKED: [&[u8]; 5] = [b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf"];
    const OUTLOOK: [&[u8]; 2] = [b"!BDN", b"\xd0\xcf\x11\xe0"];
    let begins = |with: &[&[u8]]| with.iter().any(|magic| start.starts_with(magic));
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    if begins(&PACKED) {
        Err(MailboxProblem::Packed)
    } else if begins(&OUTLOOK) {
        Err(MailboxProblem::Outlook)
    } else if text.is_empty() || text.starts_with(b"From ") {
        Ok(Shape::Mbox(path.to_owned()))
    } else if is_mail(text) {
        Ok(Shape::Single)
    } else {
        Err(MailboxProblem::Unknown)
    }
}

/// Whether this begins like a mail: with fields, one of which every mail has.
fn is_mail(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let name = first.split(|byte| *byte == b':').next().unwrap_or_default();
    let named = name.len() < first.len() && !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    let header = [text, b"\n\n"].concat();
    named
        && MessageParser::default()
            .parse_headers(&header)
            .is_some_and(|mail| mail.from().is_some() || mail.message_id().is_some() || mail.received().is_some())
}

fn is_eml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("eml")) && path.is_file()
}

/// Files whose name begins with a dot are the mail server's own.
fn is_of_maildir(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    !hidden && path.is_file()
}

fn each_file(
    folder: &Path,
    is_wanted: impl Fn(&Path) -> bool,
    hear: &mut impl FnMut(Result<Mail<'_>, MailboxError>),
) -> Result<(), MailboxError> {
    for entry in fs::read_dir(folder).map_err(MailboxError::io(folder))? {
        let path = entry.map_err(MailboxError::io(folder))?.path();
        if is_wanted(&path) {
            hear_one(&path, hear);
        }
    }
    Ok(())
}

fn hear_one(file: &Path, hear: &mut impl FnMut(Result<Mail<'_>, MailboxError>)) {
    match read_one(file) {
        Ok(bytes) => hear(Ok(Mail { file, number: None, bytes: &bytes })),
        Err(error) => hear(Err(error)),
    }
}

/// The beginning of a file that is one mail. Some programs save it with the line an mbox would part
/// it by; what follows is still one mail, whatever stands in it.
fn read_one(path: &Path) -> Result<Vec<u8>, MailboxError> {
    let mut bytes = Vec::new();
    let open = File::open(path).map_err(MailboxError::io(path))?;
    open.take(MAIL_MOST as u64).read_to_end(&mut bytes).map_err(MailboxError::io(path))?;
    if bytes.starts_with(b"From ") {
        let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
        bytes.drain(..end);
    }
    Ok(bytes)
}

/// Parts an mbox, whether its lines end with LF or CRLF and its `From ` is quoted as mboxo or mboxrd do.
fn each_of_mbox(mut reader: impl BufRead, mut hear: impl FnMut(&[u8])) -> io::Result<()> {
    let (mut mail, mut line) = (Vec::new(), Vec::new());
    let (mut begun, mut at_start, mut after_empty) = (false, true, true);
    loop {
        line.clear();
        if reader.by_ref().take(LINE_MOST).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if at_start && parts_mails(&line, after_empty) {
            if begun {
                hear(&mail);
            }
            mail.clear();
            begun = true;
        } else if begun {
            let quoted = at_start && is_quoted_from(&line);
            let text = &line[usize::from(quoted)..];
            mail.extend_from_slice(&text[..text.len().min(MAIL_MOST.saturating_sub(mail.len()))]);
        }
        after_empty = at_start && line.trim_ascii().is_empty();
        at_start = line.ends_with(b"\n");
    }
    if begun {
        hear(&mail);
    }
    Ok(())
}

fn is_quoted_from(line: &[u8]) -> bool {
    let bare = line.iter().position(|byte| *byte != b'>').unwrap_or(line.len());
    bare > 0 && line[bare..].starts_with(b"From ")
}

/// Whether a line stands between two mails: `From SENDER DATE`. Not every program quotes the lines of
/// a text that begin so. One without a date, as some write, counts only after an empty line.
fn parts_mails(line: &[u8], after_empty: bool) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = String::from_utf8_lossy(rest);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let is_time = |word: &&str| {
        let mut numbers = word.split(':');
        let two = |number: &str| (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        word.contains(':') && numbers.all(two)
    };
    let has_day = words.iter().any(|word| DAYS.contains(&word.trim_end_matches(',')));
    has_day && words.iter().any(is_time) || after_empty && words.len() < 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parted(mbox: &[u8]) -> Vec<String> {
        let mut mails = Vec::new();
        each_of_mbox(mbox, |mail| mails.push(String::from_utf8_lossy(mail).into_owned())).unwrap();
        mails
    }

    #[test]
    fn an_mbox_is_parted_where_its_mails_begin() {
        let line = "From jo@union.test Sat Jan  3 01:05:34 2026\n";
        for (mbox, mails) in [
            (String::new(), vec![]),
            (format!("{line}A: 1\n\nx\n\n{line}A: 2\n\ny\n"), vec!["A: 1\n\nx\n\n", "A: 2\n\ny\n"]),
            // No line end at the end, and none between two mails.
            (format!("{line}A: 1\n\nx\n{line}A: 2"), vec!["A: 1\n\nx\n", "A: 2"]),
            (format!("\u{feff}{line}A: 1\r\n\r\nx\r\n\r\n{line}A: 2\r\n"), vec!["A: 1\r\n\r\nx\r\n\r\n", "A: 2\r\n"]),
            // Quoted as mboxo and as mboxrd; what only looks quoted stays.
            (
                format!("{line}A: 1\n\n>From me\n>>From me\n> From me\n>Fromm\n"),
                vec!["A: 1\n\nFrom me\n>From me\n> From me\n>Fromm\n"],
            ),
            // Not quoted at all.
            (
                format!("{line}A: 1\n\nFrom here on we walk.\nFrom 10:30\n"),
                vec!["A: 1\n\nFrom here on we walk.\nFrom 10:30\n"],
            ),
            ("From 1790000000000000000@xxx Sat Jan 03 01:05:34 +0000 2026\nA: 1\n".to_owned(), vec!["A: 1\n"]),
            ("From - Sat, 03 Jan 2026 01:05:34 +0000\nA: 1\n\nFrom \r\nA: 2\n".to_owned(), vec!["A: 1\n\n", "A: 2\n"]),
            ("\n\nFrom nobody\nA: 1\n".to_owned(), vec!["A: 1\n"]),
            ("A: 0\n".to_owned(), vec![]),
        ] {
            assert_eq!(parted(mbox.as_bytes()), mails, "{mbox:?}");
        }
    }

    #[test]
    fn a_giant_mail_is_cut_and_the_next_one_read() {
        let line = b"From jo@union.test Sat Jan  3 01:05:34 2026\n";
        // A mail as long as two, all of it one line.
        let mut reader = BufReader::new(
            line.chain(io::repeat(b'x').take(3 * MAIL_MOST as u64))
                .chain(&b"\n"[..])
                .chain(&line[..])
                .chain(&b"A: 2\n"[..]),
        );
        let mut lengths = Vec::new();
        each_of_mbox(&mut reader, |mail| lengths.push(mail.len())).unwrap();
        assert_eq!(lengths, [MAIL_MOST, 5]);
    }

    #[test]
    fn files_are_known_by_what_is_in_them() {
        let path = Path::new("x");
        let mbox = || Ok(Shape::Mbox(path.to_owned()));
        for (start, shape) in [
            (&b""[..], mbox()),
            (b"From - Sat Jan  3 01:05:34 2026\nA: 1\n", mbox()),
            (b"\xef\xbb\xbf\r\nFrom - Sat Jan  3 01:05:34 2026\r\n", mbox()),
            (b"Return-Path: <>\r\nMessage-ID: <1@union.test>\r\n\r\nText", Ok(Shape::Single)),
            (b"From: jo@union.test", Ok(Shape::Single)),
            (b"PK\x03\x04...", Err(MailboxProblem::Packed)),
            (b"\x1f\x8b\x08...", Err(MailboxProblem::Packed)),
            (b"!BDN...", Err(MailboxProblem::Outlook)),
            (b"\xd0\xcf\x11\xe0...", Err(MailboxProblem::Outlook)),
            (b"Dear diary,\nFrom: me\n", Err(MailboxProblem::Unknown)),
            (b"Note: nothing", Err(MailboxProblem::Unknown)),
            (b"\xff\xfeF\0r\0o\0m\0", Err(MailboxProblem::Unknown)),
        ] {
            assert_eq!(file_shape(path, start), shape, "{}", String::from_utf8_lossy(start));
        }
    }

    #[test]
    fn folders_are_known_by_what_is_in_them() {
        let heard = |path: &Path| {
            let mut mails = Vec::new();
            Mailbox::open(path).unwrap().each(|mail| mails.push(mail.unwrap().bytes.to_vec())).unwrap();
            mails.sort();
            mails
        };
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let put = |name: &str, text: &str| {
            fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            fs::write(at(name), text).unwrap();
        };
        put("maildir/cur/1790000000.1.host:2,S", "A: 1\n");
        put("maildir/new/1790000001.2.host", "A: 2\n");
        put("maildir/new/.hidden", "A: 3\n");
        put("maildir/tmp/1790000002.3.host", "A: 4\n");
        assert_eq!(heard(&at("maildir")), [b"A: 1\n", b"A: 2\n"]);
        assert_eq!(heard(&at("maildir/new")), [b"A: 2\n"]);
        put("files/1.eml", "A: 1\n");
        put("files/2.EML", "From jo@union.test\nA: 2\n\nFrom - Sat Jan  3 01:05:34 2026\n");
        put("files/notes.txt", "A: 3\n");
        assert_eq!(heard(&at("files")), [&b"A: 1\n"[..], b"A: 2\n\nFrom - Sat Jan  3 01:05:34 2026\n"]);
        put("Export.mbox/mbox", "From - Sat Jan  3 01:05:34 2026\nA: 1\n");
        assert_eq!(heard(&at("Export.mbox")), [b"A: 1\n"]);
        put("other/notes.txt", "x");
        assert_eq!(Mailbox::open(&at("other")).unwrap_err().problem, MailboxProblem::Folder);
        assert!(matches!(Mailbox::open(&at("nowhere")).unwrap_err().problem, MailboxProblem::Io(_)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_that_a_file_can_hold_stops_the_program(
            lines in prop::collection::vec(
                prop_oneof![
                    Just(b"From - Sat Jan  3 01:05:34 2026\n".to_vec()),
                    Just(b">From x\r\n".to_vec()),
                    Just(b"\n".to_vec()),
                    prop::collection::vec(any::<u8>(), 0..80),
                ],
                0..40,
            ),
        ) {
            let file = lines.concat();
            let _kind = file_shape(Path::new("x"), &file);
            let mut length = 0;
            each_of_mbox(&file[..], |mail| length += mail.len()).unwrap();
            prop_assert!(length <= file.len());
        }
    }
}
