//! Letters for offices without e-mail, in the same run: written to a folder or a file, with a list of
//! what is for whom, and handed over. They are never counted as sent.

use std::path::{Path, PathBuf};

use outcry::outbox::{Key, Note, Outbox, State};
use outcry::render::{html, text};
use outcry::roster::Row;

use super::{Errand, Signers};
use crate::args::Format;
use crate::batch::counted;
use crate::batch::out::{Manifest, Out, Place, file_name};
use crate::failure::Failure;
use crate::recall::Named;

/// Letters whose handing over is written down together.
const TOGETHER: usize = 500;

/// Refuses before anything is sent what would fail after it.
pub fn refuse_in_the_way(path: &Path) -> Result<(), Failure> {
    match Place::of(Some(path)) {
        Place::File(file) if file.symlink_metadata().is_ok() => {
            Err(Failure::data(format!("{} exists already; nothing was sent", file.display()))
                .hint("name another file with --paper, or a folder"))
        }
        _ => Ok(()),
    }
}

/// Writes the letters on paper that are due, and notes them as handed over. Returns how many.
pub fn write(errand: &Errand<'_>, signers: &mut Signers, outbox: &mut Outbox, path: &Path) -> Result<u64, Failure> {
    let view = outbox.reader()?;
    let format = format(path);
    let mut out = Out::open(errand.app, format, Place::of(Some(path)))?;
    let mut manifest = Manifest::beside(&Place::of(Some(path)));
    let mut written: Vec<Key> = Vec::new();
    signers.each(0, |some| {
        for signer in &some {
            let (Some(row), Ok(signatory)) = (&signer.row, &signer.checked) else { continue };
            // A row that cannot be used was judged before.
            let Ok(letters) = errand.letters(signatory, &mut |_| {}) else { continue };
            for letter in letters.iter().filter(|letter| letter.office.emails().is_empty()) {
                let key = Named::of(letter).key(&view);
                if view.get(&key)?.is_none_or(|entry| entry.state != State::Waiting) {
                    continue;
                }
                let text = if format == Format::Html { html::sheets(letter) } else { text::text(letter) };
                out.letter(row, letter, text.into_bytes())?;
                manifest.add(row, &letter.office.id, &key.to_string(), &file(path, row, letter, format))?;
                written.push(key);
            }
        }
        Ok(())
    })?;
    out.close()?;
    manifest.close(errand.app)?;
    for keys in written.chunks(TOGETHER) {
        let notes: Vec<Note> = keys.iter().map(|key| Note::HandedOver(*key)).collect();
        outbox.write(&notes, errand.now)?;
    }
    let count = written.len() as u64;
    errand.app.report.say(&format!("{} on paper, handed over; that is not sent.", counted(count, "letter")));
    Ok(count)
}

fn format(path: &Path) -> Format {
    if path.extension().is_some_and(|ending| ending == "html") { Format::Html } else { Format::Text }
}

fn file(path: &Path, row: &Row, letter: &outcry::letter::Letter<'_>, format: Format) -> PathBuf {
    match Place::of(Some(path)) {
        Place::Folder(_) => PathBuf::from(file_name(row, letter, format)),
        Place::File(file) => file.file_name().map(PathBuf::from).unwrap_or_default(),
        Place::Screen => PathBuf::new(),
    }
}
