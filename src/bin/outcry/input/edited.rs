//! `--text FILE`: subject and text of a letter as its signatory edited them.

use std::path::Path;

use outcry::campaign::Campaign;
use outcry::check::{self, Flaw};
use outcry::letter::{Edited, Letter};

use crate::args::EditArgs;
use crate::failure::Failure;
use crate::input::text_file;
use crate::messages::{Notice, flaws};

/// The text that was given, if one was. One that is to be edited first may not be there yet.
pub fn given(args: &EditArgs) -> Result<Option<Edited>, Failure> {
    args.text.as_deref().filter(|_| !args.edit).map(read).transpose()
}

/// Reads a file of edited text; every mistake in it comes at once.
pub fn read(file: &Path) -> Result<Edited, Failure> {
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
