//! Letters for offices without e-mail, in the same run: written to a folder or a file, with a list of
//! what is for whom, and handed over. They are never counted as sent.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use outcry::outbox::{Key, Note, Outbox, State};
use outcry::render::{html, text};
use outcry::roster::Row;

use super::send_run::{SendRun, Signers};
use crate::args::Format;
use crate::failure::Failure;
use crate::input::history::Named;
use crate::messages::counted;
use crate::output::files::{Manifest, Out, Place, file_name, paper_format};
use crate::output::paper::{self, Bindery, bound_files};

/// Letters whose handing over is written down together.
const TOGETHER: usize = 500;

/// Refuses before anything is sent what would fail after it.
pub fn refuse_in_the_way(path: &Path, letters: u64) -> Result<(), Failure> {
    Manifest::beside(&Place::of(Some(path))).check()?;
    match Place::of(Some(path)) {
        Place::File(file)
            if !["txt", "html", "pdf"].iter().any(|known| file.extension().is_some_and(|e| e == *known)) =>
        {
            Err(Failure::usage(format!(
                "invalid value \"{}\" for --paper: expected a folder, or a name that ends in .txt, .html or .pdf",
                file.display()
            ))
            .hint("a folder gets one file per letter; end the name of a new one in /"))
        }
        Place::File(file) => {
            let files = if paper_format(path) == Format::Pdf { bound_files(&file, letters) } else { vec![file] };
            match files.into_iter().find(|file| file.symlink_metadata().is_ok()) {
                None => Ok(()),
                Some(file) => Err(Failure::data(format!("{} exists already; nothing was sent", file.display()))
                    .hint("name another file with --paper, or a folder")),
            }
        }
        Place::Folder(_) | Place::Screen => Ok(()),
    }
}

/// What to say where the letters make more than one file.
pub fn volumes_note(path: &Path, letters: u64) -> Option<String> {
    match Place::of(Some(path)) {
        Place::File(file) if paper_format(path) == Format::Pdf => paper::volumes_note(&file, letters),
        _ => None,
    }
}

/// The way onto paper: files of their own, one file of text, or one PDF for a print shop.
enum Press<'a> {
    Out(Out<'a>),
    Book(Box<Bindery<'a>>),
}

/// Writes the letters on paper that are due, and notes them as handed over. Returns how many.
pub fn write(
    send_run: &SendRun<'_>,
    signers: &mut Signers,
    outbox: &mut Outbox,
    path: &Path,
    letters: u64,
    unset: &HashSet<(u64, String)>,
) -> Result<u64, Failure> {
    let view = outbox.reader()?;
    let format = paper_format(path);
    let sheets = send_run.sheets.as_ref().filter(|_| format == Format::Pdf);
    let place = Place::of(Some(path));
    let mut manifest = Manifest::beside(&place);
    let mut press = match (sheets, place) {
        (Some(sheets), Place::File(path)) => Press::Book(Box::new(Bindery::open(sheets, &path, letters)?)),
        (_, place) => Press::Out(Out::open(send_run.app, format, place)?),
    };
    let mut written: Vec<Key> = Vec::new();
    signers.each::<Failure>(0, |some| {
        let (mut bound, mut of_bound) = (Vec::new(), Vec::new());
        for signer in &some {
            let (Some(row), Ok(signatory)) = (&signer.row, &signer.checked) else { continue };
            // A row that cannot be used was judged before.
            let Ok(letters) = send_run.letters(signatory, &mut |_| {}) else { continue };
            for letter in letters.into_iter().filter(|letter| letter.office.emails().is_empty()) {
                let key = Named::of(&letter).key(&view);
                let lacks_font = unset.contains(&(row.number, letter.office.id.clone()));
                if lacks_font || view.get(&key)?.is_none_or(|entry| entry.state != State::Waiting) {
                    continue;
                }
                written.push(key);
                match &mut press {
                    Press::Book(_) => {
                        of_bound.push((row, key));
                        bound.push(letter);
                    }
                    Press::Out(out) => {
                        manifest.add(row, &letter.office.id, &key.to_string(), &file(path, row, &letter, format))?;
                        let bytes = match sheets {
                            Some(sheets) => sheets.letter(&letter)?,
                            None if format == Format::Html => html::sheets(&letter).into_bytes(),
                            None => text::text(&letter).into_bytes(),
                        };
                        out.letter(row, &letter, bytes)?;
                    }
                }
            }
        }
        if let Press::Book(book) = &mut press {
            let rows: Vec<Option<u64>> = of_bound.iter().map(|(row, _)| Some(row.number)).collect();
            let files = book.add(&bound, &rows)?;
            for (((row, key), letter), file) in of_bound.iter().zip(&bound).zip(files) {
                manifest.add(row, &letter.office.id, &key.to_string(), &file)?;
            }
        }
        Ok(())
    })?;
    match press {
        Press::Out(out) => out.close()?,
        Press::Book(book) => book.close(send_run.app).map(drop)?,
    }
    manifest.close(send_run.app)?;
    for keys in written.chunks(TOGETHER) {
        let notes: Vec<Note> = keys.iter().map(|key| Note::HandedOver(*key)).collect();
        outbox.write(&notes, send_run.now)?;
    }
    let count = written.len() as u64;
    send_run.app.report.say(&format!("{} on paper, handed over; not counted as sent.", counted(count, "letter")));
    Ok(count)
}

fn file(path: &Path, row: &Row, letter: &outcry::letter::Letter<'_>, format: Format) -> PathBuf {
    match Place::of(Some(path)) {
        Place::Folder(_) => PathBuf::from(file_name(row, letter, format)),
        Place::File(file) => file.file_name().map(PathBuf::from).unwrap_or_default(),
        Place::Screen => PathBuf::new(),
    }
}
