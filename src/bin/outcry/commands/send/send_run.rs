//! Everything one run of `outcry send` is made of.

use jiff::Timestamp;
use outcry::account_limits::Wanted;
use outcry::address::Email;
use outcry::letter::Letter;
use outcry::mailing::Recipients;
use outcry::registry::Office;
use outcry::render::mail::Posting;
use outcry::settings::Account;
use outcry::signatory::Signatory;

use crate::app::App;
use crate::args::SendArgs;
use crate::args::command_line::Again;
use crate::failure::Failure;
use crate::input::signers::Signers;
use crate::input::sources::{CopyLetters, Ready, mixed_domain, offices};
use crate::messages::channels;
use crate::messages::outcomes::Shape;
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
        notes: &mut impl FnMut(String),
    ) -> Result<Vec<Letter<'l>>, Failure> {
        let (offices, found) = offices(self.recipients, signatory, CopyLetters::WithoutEmail)?;
        found.into_iter().for_each(notes);
        self.ready(signatory, offices).letters()
    }

    pub fn ready<'l>(&'l self, signatory: &'l Signatory, offices: Vec<&'l Office>) -> Ready<'l> {
        Ready {
            recipients: self.recipients,
            signatory,
            offices,
            copies: self.copies,
            today: self.app.environment.today,
        }
    }

    /// What can be done for an office without e-mail, with the line that makes a letter to it alone.
    pub fn instead(&self, office: &Office) -> String {
        let list = self.args.list.signatories.is_some().then_some(&self.args.list);
        let again = Again { global: &self.app.global, who: &self.args.who, list, to: &self.args.to };
        let line = |command, format| again.line(command, &self.recipients.campaign.id, &office.id, format);
        if self.recipients.is_copied(office) {
            channels::instead_of_copy(line)
        } else {
            channels::instead(office, line)
        }
    }
}
