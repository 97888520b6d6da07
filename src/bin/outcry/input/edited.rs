//! `--text FILE`: subject and text of a letter as its signatory edited them.

use std::path::Path;

use outcry::campaign::Campaign;
use outcry::check::{self, Flaw};
use outcry::letter::{Edited, Letter};
use outcry::mailing::Recipients;
use outcry::text::nearest;

use crate::args::EditArgs;
use crate::failure::Failure;
use crate::input::text_file;
use crate::messages::{Notice, flaws};

/// The text that was given, if one was. One that is to be edited first may not be there yet.
pub fn given(args: &EditArgs, recipients: &Recipients) -> Result<Option<Edited>, Failure> {
    args.text.as_deref().filter(|_| !args.edit).map(|file| read(file, recipients)).transpose()
}

/// Reads a file of edited text; every mistake in it comes at once, and so does each office that is none.
pub fn read(file: &Path, recipients: &Recipients) -> Result<Edited, Failure> {
    let edited = whole(file)?;
    let unknown = edited.offices().filter(|(id, _)| recipients.registry.get(id).is_none());
    let failures = unknown.map(|(id, line)| {
        let known = recipients.campaign.recipients.iter().map(String::as_str);
        let failure = Failure::data(format!("{}, line {line}: no office is called \"{id}\"", edited.file));
        match nearest(id, known) {
            Some(near) => failure.hint(format!("did you mean {near}?")),
            None => failure.hint("`outcry campaigns show ID` lists the offices of a campaign"),
        }
    });
    Failure::together(failures).map_or(Ok(()), Err)?;
    Ok(edited)
}

fn whole(file: &Path) -> Result<Edited, Failure> {
    let name = file.display().to_string();
    let source = text_file::read(file)?;
    Edited::read(&name, &source).map_err(|errors| {
        let failures = errors.iter().map(|error| Failure::data(format!("{name}, {error}")));
        let failure = Failure::together(failures).unwrap_or_else(|| Failure::data(name.clone()));
        failure.hint("mend the file, or give --edit too: it opens in your editor")
    })
}

/// What is wrong with the edited texts of letters, each thing once.
pub fn remarks(campaign: &Campaign, letters: &[Letter<'_>]) -> Vec<Notice> {
    let mut remarks: Vec<Notice> = Vec::new();
    for letter in letters.iter().filter(|letter| letter.is_edited) {
        let found = check::edited(campaign, letter);
        let words = found.iter().map(|finding| match &finding.flaw {
            Flaw::PersonNowhere(name) => format!("Your text does not name {name}."),
            _ => format!("In your text, {}.", flaws::what(finding)),
        });
        for remark in words.map(Notice::from) {
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
        }
    }
    remarks
}
