//! Everything one run of `outcry send` is made of.

use jiff::Timestamp;
use jiff::civil::Date;
use outcry::account_limits::Wanted;
use outcry::address::Email;
use outcry::identity::Identity;
use outcry::letter::{Details, Edited, Letter};
use outcry::mac::TextDigest;
use outcry::mailing::{Note, Recipients};
use outcry::outbox::{Entry, State};
use outcry::registry::Office;
use outcry::render::mail::Posting;
use outcry::roster::Consent as Answer;
use outcry::settings::Account;
use outcry::signatory::{Field, Signatory};

use super::joint::Joint;
use crate::app::App;
use crate::args::command_line::Again;
use crate::args::{Format, RosterArgs, SendArgs, ToArgs};
use crate::failure::Failure;
use crate::input::signers::{Signer, Signers};
use crate::input::sources::{CopyLetters, Ready, mixed_domain, offices};
use crate::messages::channels;
use crate::messages::outcomes::Shape;
use crate::messages::{self, Notice};
use crate::output::paper::Sheets;
use crate::output::stationery::Look;

/// Everything a run is made of, once it is clear what is meant.
pub struct SendRun<'a> {
    pub app: &'a App,
    pub args: &'a SendArgs,
    pub recipients: &'a Recipients,
    pub copies: &'a [Email],
    pub account: Account,
    pub posting: Posting,
    pub look: Look,
    /// What letters bear beside their text.
    pub details: Details,
    /// The letter, where all of a list sign one together.
    pub joint: Option<Joint>,
    /// Subject and text as the signatory edited them.
    pub edited: Option<Edited>,
    /// The press, where letters are set on paper.
    pub sheets: Option<Sheets<'a>>,
    pub consent: Consent,
    pub wanted_pace: Wanted,
    pub shape: Shape,
    /// The line that goes on where this run ends.
    pub go_on: String,
    /// The moment it began.
    pub now: Timestamp,
}

/// Whether the user agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Nothing is to be sent.
    DryRun,
    /// With `--yes`, `--expect` or `--expect-new`.
    Given,
    /// Not yet.
    Ask,
}

/// Whether the signatory of a row gets a copy of their letters.
pub enum CopyFor<'s> {
    Nobody,
    /// They would, and the row has no address to send it to.
    NoAddress,
    To(&'s Email),
}

/// Whether a letter is out with what this run would send: then a copy says what the office got.
pub fn is_out(entry: &Entry, version: u32) -> bool {
    entry.state == State::Sent && entry.edited.is_none() && !entry.is_older_than(version)
}

/// Rows that are worked on together.
pub const TOGETHER: usize = 256;

pub const NOTHING: &str = "nothing was sent";

impl SendRun<'_> {
    /// What is odd about the addresses that were typed or that a list holds, as far as it was read.
    pub fn odd_domains(&self, signers: &Signers) -> Vec<String> {
        let typed = [&self.account.from.email].into_iter().chain(&self.posting.test_to).chain(self.copies);
        typed.filter_map(mixed_domain).chain(signers.oddities()).collect()
    }

    pub fn letters<'l>(
        &'l self,
        signatory: &'l Signatory,
        notes: &mut impl FnMut(Notice),
    ) -> Result<Vec<Letter<'l>>, Failure> {
        let (offices, found) = offices(self.recipients, signatory, CopyLetters::WithoutEmail)?;
        // Those who sign together are many, and so are their addresses.
        let said = found.iter().filter(|note| self.joint.is_none() || **note != Note::NoReturnAddress);
        let ready = self.ready(signatory, offices);
        let letters = ready.letters()?;
        said.flat_map(messages::note).chain(ready.remarks(&letters)).for_each(notes);
        Ok(letters)
    }

    pub fn ready<'l>(&'l self, signatory: &'l Signatory, offices: Vec<&'l Office>) -> Ready<'l> {
        self.ready_on(self.app.environment.today, signatory, offices)
    }

    /// The same for letters that bear this day.
    pub fn ready_on<'l>(&'l self, today: Date, signatory: &'l Signatory, offices: Vec<&'l Office>) -> Ready<'l> {
        let Self { recipients, copies, details, .. } = self;
        Ready { recipients, signatory, offices, copies, today, details, edited: self.edited.as_ref() }
    }

    /// Whose letter it is, for the outbox: a joint one is the same letter whoever is on the list.
    pub fn identity<'s>(&self, signatory: &'s Signatory) -> Identity<'s> {
        if self.joint.is_some() { Identity::UNDERSIGNED } else { signatory.identity() }
    }

    /// The text of a letter, where its signatory edited it, as the outbox keeps it.
    pub fn edited_text(&self, letter: &Letter<'_>) -> Option<TextDigest> {
        letter.is_edited.then(|| {
            let texts: Vec<String> =
                letter.parts.iter().map(|part| format!("{}\n{}", part.subject, part.markdown())).collect();
            self.posting.key.text(texts.iter().map(String::as_str))
        })
    }

    /// Where the copy for the signatory of a row goes. What the row says of it comes before the flag, and no address but
    /// its own is used. A trial makes no copies.
    pub fn own_copy_of<'s>(&self, signer: &'s Signer) -> CopyFor<'s> {
        let (Some(row), Ok(signatory)) = (&signer.row, &signer.checked) else { return CopyFor::Nobody };
        let is_wanted = match row.copy_me {
            Answer::Given => true,
            Answer::NotSaid => self.args.copy_me,
            Answer::Refused | Answer::Newsletter | Answer::Unclear => false,
        };
        if !is_wanted || self.posting.test_to.is_some() {
            return CopyFor::Nobody;
        }
        let is_own = row.answers.get(Field::Email).is_some() && self.args.who.email.is_none();
        let reaches = |email: &&Email| self.account.server.is_loopback() || email.reserved().is_none();
        signatory.email.as_ref().filter(|_| is_own).filter(reaches).map_or(CopyFor::NoAddress, CopyFor::To)
    }

    /// What can be done for an office without e-mail, with the line that makes a letter to it alone.
    pub fn instead(&self, office: &Office) -> String {
        let (campaign, args) = (&self.recipients.campaign.id, self.args);
        let list = args.list.signatories.is_some().then_some(&args.list);
        let again = Again { global: &self.app.global, who: &args.who, list, to: &args.to, edit: &args.edit };
        let joint = args.joint.as_ref().map(|file| RosterArgs { signatories: Some(file.clone()), ..args.list.clone() });
        let line = |command, format| match &joint {
            Some(list) if format == Format::Text => {
                let to = ToArgs { copy_to: Vec::new(), ..args.to.clone() };
                Again { list: Some(list), to: &to, ..again }.line("joint", campaign, &office.id, format)
            }
            _ => again.line(command, campaign, &office.id, format),
        };
        if self.recipients.is_copied(office) {
            channels::instead_of_copy(line)
        } else {
            channels::instead(office, line)
        }
    }
}
