//! What every letter of a `write` is made with.

use jiff::civil::Date;
use outcry::address::Email;
use outcry::campaign::Stop;
use outcry::letter::{Details, Edited, Letter};
use outcry::mailing::Recipients;
use outcry::render::mail::Alternative;
use outcry::signatory::Signatory;

use crate::app::App;
use crate::args::{Format, WriteArgs};
use crate::failure::Failure;
use crate::input::edited;
use crate::input::signers::Signer;
use crate::input::sources::{CopyLetters, Ready, offices, printable_copies};
use crate::messages::channels::{self, Way};
use crate::messages::standing::{Thing, overtaken};
use crate::messages::{self, Notice};
use crate::output::details::details;
use crate::output::files::Place;
use crate::output::format::{ending, goes_out, is_reached, rendered, way};
use crate::output::paper::{Sheets, fax_number};
use crate::output::stationery::{Look, Whose};
use crate::output::writer::{Made, Writer};
use crate::over::{self, Leaves};

/// What a failure before the first file says in the end.
pub const NOTHING: &str = "nothing was written";

/// What every letter is made with.
pub struct Job<'a> {
    pub app: &'a App,
    pub args: &'a WriteArgs,
    pub recipients: &'a Recipients,
    /// The copy addresses that letters name.
    pub copies: Vec<Email>,
    /// The day that letters bear.
    date: Date,
    /// What they bear beside their text.
    details: Details,
    /// Subject and text as the signatory edited them.
    edited: Option<Edited>,
    /// The press, for letters on paper.
    pub sheets: Option<Sheets<'a>>,
    /// Why letters are not wanted, if they are not.
    pub stop: Option<Stop>,
    /// What is to be said, whoever signs.
    pub notes: Vec<Notice>,
}

impl<'a> Job<'a> {
    pub fn new(
        app: &'a App,
        args: &'a WriteArgs,
        recipients: &'a Recipients,
        copies: Vec<Email>,
        whose: Whose,
    ) -> Result<Self, Failure> {
        let (copies, copy_note) = printable_copies(&recipients.campaign, copies);
        let look = Look::new(&app.sources, &args.who, &args.sheet.look, whose)?
            .for_second(args.sheet.details.second_name.as_deref());
        let details = details(&app.sources, &args.who, &args.sheet.details, whose)?;
        look.refuse_second_signature_without(details.second.as_ref())?;
        let sheets = (args.made() == Format::Pdf)
            .then(|| Sheets::new(&look, args.sheet.make(), &app.environment))
            .transpose()?;
        let look_note = look.note.filter(|_| sheets.is_some());
        let campaign = &recipients.campaign;
        let stop = campaign.stop(app.environment.today);
        let mut notes: Vec<Notice> = Vec::new();
        let ahead = campaign.overtaken_by(&app.sources.folders);
        notes.extend(
            ahead.iter().map(|edition| format!("`outcry send` refuses: {}.", overtaken(campaign, edition)).into()),
        );
        notes.extend(app.older(campaign).map(|older| format!("{older}.").into()));
        notes.extend(copy_note.into_iter().chain(look_note.map(Notice::from)));
        let edited = edited::given(&args.edit, recipients)?;
        let date = args.sheet.details.date.unwrap_or(app.environment.today);
        Ok(Self { app, args, recipients, copies, date, details, edited, sheets, stop, notes })
    }

    /// Says that letters are not wanted, and whether they may be made all the same.
    pub fn may_go_on(&self) -> Result<bool, Failure> {
        let Some(stop) = self.stop else { return Ok(true) };
        let goes_out = goes_out(self.args.made()) && !self.args.dry_run;
        let leaves = if goes_out { Leaves::unless(self.args.anyway) } else { Leaves::Shown };
        over::may_go_on(self.app, (&self.recipients.campaign, stop), Thing::Letters, leaves)
    }

    /// What the letters of a signatory are made from.
    pub fn ready<'l>(&'l self, signatory: &'l Signatory, notes: &mut Vec<Notice>) -> Result<Ready<'l>, Failure> {
        let copies = match way(self.args.made()) {
            Way::Paper => CopyLetters::All,
            Way::Mail => CopyLetters::WithoutEmail,
            Way::Call => CopyLetters::None,
        };
        let (mut offices, found) = offices(self.recipients, signatory, copies)?;
        notes.extend(found.iter().flat_map(messages::note));
        if let Some(what) = channels::addressed(self.args.sheet.make()) {
            let without = offices.extract_if(.., |office| !office.takes_envelopes());
            notes.extend(without.map(|office| channels::not_addressed(office, what)));
        }
        let (today, details, edited) = (self.date, &self.details, self.edited.as_ref());
        Ok(Ready { recipients: self.recipients, signatory, offices, copies: &self.copies, today, details, edited })
    }

    /// The letters of a signatory.
    pub fn letters<'l>(
        &'l self,
        signatory: &'l Signatory,
        notes: &mut Vec<Notice>,
    ) -> Result<Vec<Letter<'l>>, Failure> {
        let ready = self.ready(signatory, notes)?;
        let letters = ready.letters()?;
        notes.extend(ready.remarks(&letters));
        Ok(letters)
    }

    /// The letters of those whose answers are right, all of which can be made, or why they cannot.
    pub fn checked<'l>(
        &'l self,
        signers: &'l [Signer],
        notes: &mut Vec<Notice>,
    ) -> Vec<Result<Vec<Letter<'l>>, Failure>> {
        let signatories = signers.iter().filter_map(|signer| signer.checked.as_ref().ok());
        let composed: Vec<_> = signatories.map(|signatory| self.letters(signatory, notes)).collect();
        let Some(sheets) = &self.sheets else { return composed };
        let letters: Vec<&Letter<'l>> = composed.iter().flatten().flatten().collect();
        let mut verdicts = sheets.check_all(&letters).into_iter();
        let judge = |letters: Result<Vec<Letter<'l>>, Failure>| {
            let letters = letters?;
            let failures = verdicts.by_ref().take(letters.len()).filter_map(Result::err);
            Failure::together(failures).map_or(Ok(letters), Err)
        };
        composed.into_iter().map(judge).collect()
    }

    /// Whether a letter gets to its office in the form that was asked for.
    pub fn reaches(&self, letter: &Letter<'_>) -> bool {
        if self.args.sheet.fax { fax_number(letter).is_some() } else { is_reached(letter, self.args.made()) }
    }

    /// Letters in the format asked for.
    pub fn made(&self, letters: &[&Letter<'_>]) -> Made {
        match &self.sheets {
            Some(sheets) if self.args.sheet.fax => letters
                .iter()
                .map(|letter| fax_number(letter).map(|number| sheets.fax(letter, &number)).transpose())
                .collect(),
            Some(sheets) => sheets.letters(letters).into_iter().map(|made| made.map(Some)).collect(),
            None => {
                let alternative = if self.args.html { Alternative::Html } else { Alternative::None };
                letters.iter().map(|letter| rendered(letter, self.args.made(), alternative)).collect()
            }
        }
    }

    /// One of them; `None` for an office that the format does not reach.
    pub fn one(&self, letter: &Letter<'_>) -> Result<Option<Vec<u8>>, Failure> {
        self.made(&[letter]).pop().unwrap_or(Ok(None))
    }

    /// How the names of files end: an envelope and a letter to the same office do not share one.
    pub fn ending(&self) -> String {
        let what = match (&self.args.sheet.envelope, self.args.sheet.fax) {
            (Some(size), _) => format!("-envelope-{size}"),
            (None, true) => "-fax".to_owned(),
            (None, false) => String::new(),
        };
        format!("{what}{}", ending(self.args.made()))
    }

    /// Whether letters are bound in one PDF, with a list of what is where.
    pub fn binds(&self, place: &Place, letters: u64) -> bool {
        let is_list = self.args.list.signatories.is_some();
        self.sheets.is_some() && place.file().is_some() && {
            let sheet = &self.args.sheet;
            letters > 1 || is_list || sheet.one_file || sheet.labels.is_some()
        }
    }

    /// The way out. `bound` is the number of letters that one PDF is to hold.
    pub fn writer(&self, place: Place, bound: Option<u64>) -> Result<Writer<'_>, Failure> {
        let bound = self.sheets.as_ref().zip(bound);
        Writer::open(self.app, (self.args.made(), self.ending()), place, bound)
    }
}
