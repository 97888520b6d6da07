//! Letters for offices without e-mail, in the same run: written to a folder or a file, with a list of
//! what is for whom, and handed over. They are never counted as sent.

use std::collections::HashSet;
use std::path::Path;

use outcry::letter::Letter;
use outcry::outbox::{Event, Key, Outbox, State};
use outcry::render::mail::Alternative;

use super::send_run::{SendRun, TOGETHER};
use crate::args::Format;
use crate::failure::Failure;
use crate::input::history::named;
use crate::input::signers::Signers;
use crate::messages::counted;
use crate::output::files::{Manifest, Place, paper_format};
use crate::output::format::{ending, rendered};
use crate::output::paper::{self, bound_files};
use crate::output::writer::{Made, Writer};

/// Letters whose handing over is written down together.
const NOTED_TOGETHER: usize = 500;

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
    let bound = sheets.map(|sheets| (sheets, letters));
    let mut writer = Writer::open(send_run.app, (format, ending(format).to_owned()), place, bound)?;
    let make = |letters: &[&Letter<'_>]| -> Made {
        match sheets {
            Some(sheets) => sheets.letters(letters).into_iter().map(|made| made.map(Some)).collect(),
            None => letters.iter().map(|letter| rendered(letter, format, Alternative::None)).collect(),
        }
    };
    let mut written: Vec<Key> = Vec::new();
    signers.each::<Failure>(0, TOGETHER, |some| {
        let (mut keys, mut due) = (Vec::new(), Vec::new());
        for signer in &some {
            let (Some(row), Ok(signatory)) = (signer.number(), &signer.checked) else { continue };
            // A row that cannot be used was judged before.
            let Ok(letters) = send_run.letters(signatory, &mut |_| {}) else { continue };
            for letter in letters.into_iter().filter(|letter| letter.office.emails().is_empty()) {
                let key = view.key(&named(&letter));
                let lacks_font = unset.contains(&(row, letter.office.id.clone()));
                if lacks_font || view.get(&key)?.is_none_or(|entry| entry.state != State::Waiting) {
                    continue;
                }
                keys.push(key);
                due.push((row, letter));
            }
        }
        let of_rows: Vec<_> = due.iter().map(|(row, letter)| (Some(*row), letter)).collect();
        let files = writer.add(&of_rows, make)?;
        for (((row, letter), key), file) in due.iter().zip(&keys).zip(files) {
            manifest.add(*row, &letter.office.id, &key.to_string(), &file.unwrap_or_default())?;
        }
        written.extend(keys);
        Ok(())
    })?;
    writer.close(send_run.app)?;
    manifest.close(send_run.app)?;
    let version = send_run.recipients.campaign.version;
    for keys in written.chunks(NOTED_TOGETHER) {
        let notes: Vec<Event> = keys.iter().map(|key| Event::HandedOver { key: *key, version }).collect();
        outbox.write(&notes, send_run.now)?;
    }
    let count = written.len() as u64;
    send_run.app.report.say(&format!("{} on paper, handed over; not counted as sent.", counted(count, "letter")));
    Ok(count)
}
