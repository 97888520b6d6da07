//! What there is to send, what is known of it from earlier runs, and what stands against it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use outcry::mac::AddressDigest;
use outcry::outbox::{Entry, KnownList, State};
use outcry::registry::Office;
use outcry::render::mail::Mail;

use super::composed_cache::Stock;
use super::joint::Changed;
use super::send_run::{NOTHING, SendRun};
use crate::args::AgainChoice;
use crate::failure::Failure;
use crate::input::history::{Ledger, Repeat};
use crate::input::signers::Signers;
use crate::messages::counts::{OwnCopies, Tally, Tolls};
use crate::messages::outcomes::{self, PastLetter};
use crate::messages::standing::went_out_before;
use crate::messages::summary::{Whose, other_text};
use crate::messages::{counted, letters as letters_word};
use crate::output::files::failed_beside;
use crate::precheck::Precheck;

/// What there is to send, and what stands against it.
#[derive(Default)]
pub struct ToSend {
    /// Who can sign, and what is wrong with the others.
    pub checked: Precheck,
    /// What each office gets.
    pub offices: Tolls,
    /// Copies that signatories get of their own letters.
    pub copies: OwnCopies,
    /// Letters that the outbox did not know before the list was checked.
    pub new: u64,
    /// Letters of former formats of the outbox, to the same offices, that belong to nobody in the list.
    pub unmet: u64,
    /// Letters that were dealt with in earlier runs.
    pub past: Tally,
    /// Those of one signatory, one by one.
    pub past_letters: Vec<PastLetter>,
    /// Those of a list that are in doubt.
    pub doubts: Vec<PastLetter>,
    /// Mails that are shown before anybody agrees: all of one signatory, the first of a list.
    pub shown: Vec<Shown>,
    /// The first letters that are due, as they were composed for the check.
    pub stock: Stock,
    /// What is due and was tried before, for one signatory.
    pub waited: Vec<Waited>,
    /// Letters, by row and office, that cannot be made here for want of a font.
    pub unset: HashSet<(u64, String)>,
    /// What has changed on the list of a joint letter since it was tried or went out.
    pub changed: Vec<(String, Changed)>,
    /// The list as the outbox knows it from an earlier run.
    pub resumed: Option<KnownList>,
}

/// A letter that is tried again.
pub struct Waited {
    pub office: String,
    pub entry: Entry,
    /// Whether its mail is another one than before, and gets a new Message-ID.
    pub differs: bool,
}

/// A mail that is shown, and its text as a person reads it.
pub struct Shown {
    pub mail: Mail,
    pub text: String,
}

impl ToSend {
    /// Counts the letters of former formats that nobody in the list is the signatory of.
    pub fn count_unmet(
        &mut self,
        send_run: &SendRun<'_>,
        signers: &Signers,
        ledger: &Ledger<'_>,
    ) -> Result<(), Failure> {
        if signers.list().is_some() {
            let offices: Vec<&str> = self.offices.iter().map(|(id, _)| id).collect();
            self.unmet = ledger.unmet(&send_run.recipients.campaign.id, &offices)?;
        }
        Ok(())
    }

    /// Every letter of this command, by mail and with `--paper` on paper, whatever became of it.
    pub fn letters(&self) -> u64 {
        if let Some(known) = &self.resumed {
            return known.letters;
        }
        let unset_paper = self.offices.sum(|toll| if toll.letters == 0 { toll.unset } else { 0 });
        self.by_mail() + self.paper() + unset_paper + self.past.handed_over
    }

    /// Letters by mail, those of earlier runs included.
    pub fn by_mail(&self) -> u64 {
        match &self.resumed {
            Some(known) => known.letters,
            None => self.offices.sum(|toll| toll.letters),
        }
    }

    /// Letters that go out by mail now.
    pub fn due(&self) -> u64 {
        self.offices.sum(|toll| toll.due)
    }

    /// Letters that are due and are not tried in this run.
    pub fn waits(&self) -> u64 {
        self.offices.sum(|toll| toll.held_back + toll.unset + toll.other_text + toll.other_list)
    }

    /// What is known without this run's tries: earlier letters, and those that are not tried.
    pub fn rest(&self) -> Tally {
        let mut tally = self.past.clone();
        tally.waiting += self.waits();
        tally
    }

    /// Holds back what is due to an office that refused the last letters at the addresses it has today.
    pub fn hold_back(&mut self, send_run: &SendRun<'_>, refusing: &HashMap<String, Vec<AddressDigest>>) {
        for (id, toll) in &mut self.offices.0 {
            let Some(refused) = refusing.get(id.as_str()) else { continue };
            let office = send_run.recipients.registry.get(id);
            let mut to: Vec<AddressDigest> = office
                .map(Office::emails)
                .unwrap_or_default()
                .iter()
                .map(|email| send_run.posting.key.address(email))
                .collect();
            to.sort_unstable();
            to.dedup();
            if to == *refused {
                (toll.held_back, toll.due, toll.recipients) = (toll.due, 0, 0);
            }
        }
    }

    /// Letters that are in doubt since earlier runs.
    pub fn in_doubt(&self) -> impl Iterator<Item = &PastLetter> {
        self.past_letters.iter().filter(|past| past.is_in_doubt()).chain(&self.doubts)
    }

    /// Letters that are written on paper now.
    pub fn paper(&self) -> u64 {
        self.offices.sum(|toll| toll.paper)
    }

    /// Says everything that is wrong with a list.
    pub fn judge(&mut self, send_run: &SendRun<'_>, signers: &Signers) -> Result<(), Failure> {
        match signers.list() {
            Some(list) if self.resumed.is_none() => {
                self.checked.judge(send_run.app, list, &send_run.args.list, NOTHING)
            }
            _ => Ok(()),
        }
    }

    /// Puts the rows that are left out where they can be mended.
    pub fn keep_failed(&mut self, send_run: &SendRun<'_>) -> Result<(), Failure> {
        let list = &send_run.args.list;
        if self.resumed.is_none() {
            let told = self.checked.keep_failed(list, &failed_beside(send_run.paper()), NOTHING)?;
            if let Some(told) = told {
                send_run.app.report.warn(&told);
            }
        } else if self.checked.bad > 0 {
            // Which name was free then is not known any more.
            let or = if list.failed.is_none() { ", or the one with a number that was named then," } else { "" };
            let (rows, path) = (counted(self.checked.bad, "row"), failed_file(send_run));
            send_run.app.report.warn(&format!("{rows} left out, as before; {}{or} says why", path.display()));
        }
        Ok(())
    }

    /// Offices without e-mail whose letters the user must bring on the way; `--paper` writes those of a list.
    pub fn by_hand<'e>(&'e self, send_run: &'e SendRun<'_>) -> impl Iterator<Item = &'e Office> {
        let left = self.offices.iter().filter(|(_, toll)| toll.by_hand > 0 && send_run.paper().is_none());
        left.filter_map(|(id, _)| send_run.recipients.registry.get(id))
    }

    pub fn all_by_hand(&self, send_run: &SendRun<'_>) -> Failure {
        let mut failure = Failure::data(format!("none of these offices has an e-mail address for letters; {NOTHING}"));
        let hint = |office: &Office| match outcomes::barred_email(office) {
            Some(barred) => format!("{}: {barred} {}", office.id, send_run.instead(office)),
            None => format!("{}: {}", office.id, send_run.instead(office)),
        };
        failure.hints = self.by_hand(send_run).map(hint).collect();
        if send_run.paper().is_some() {
            failure.hints.push("`outcry write` with the same list and -o FOLDER/ writes them all".to_owned());
        }
        failure
    }

    /// Says who has the text of before a correction, and what `--again=older` leaves out.
    pub fn say_older(&self, send_run: &SendRun<'_>) {
        let (report, version) = (&send_run.app.report, send_run.recipients.campaign.version);
        let offices = self.offices.iter().map(|(id, toll)| (id, toll.older));
        if let Some(older) = went_out_before(version, offices) {
            report.say(&format!("{older}. To send those alone once more, in version {version}, add --again=older."));
        }
        let is_older = |past: &&PastLetter| {
            past.entry.state == State::InDoubt && past.entry.version.is_some_and(|tried| tried < version)
        };
        let doubts = self.in_doubt().filter(is_older).count() as u64;
        if doubts > 0 {
            let in_doubt = counted(doubts, "letter in doubt");
            report.say(&format!(
                "{in_doubt} may have gone out in a version before {version}; once settled as sent, --again=older counts it."
            ));
        }
        let unknown = self.offices.sum(|toll| toll.unknown);
        if unknown > 0 {
            let unsent = letters_word(unknown);
            report.say(&format!(
                "{unsent} that the outbox does not know: left out; to send, run it without --again=older."
            ));
        }
    }

    /// Running the command again retries waiting letters at once.
    pub fn say_what_waited(&self, send_run: &SendRun<'_>) {
        let environment = &send_run.app.environment;
        for (office, _) in self.offices.iter().filter(|(_, toll)| toll.other_text > 0) {
            let is_list = send_run.args.list.signatories.is_some();
            let whose = if is_list { Whose::OfAList } else { Whose::OneSignatorys };
            send_run.app.report.warn(&other_text(office, whose));
        }
        for Waited { office, entry, differs } in self.waited.iter().filter(|waited| waited.entry.attempts > 0) {
            let early = entry
                .next_try
                .filter(|next| *next > environment.now)
                .map(|next| format!("; the server may want more time, until {}", environment.local(next)));
            send_run.app.report.say(&format!(
                "{office}: waiting, last tried {}, {} so far; trying again now{}.",
                environment.local(entry.changed),
                if entry.attempts == 1 { "once".to_owned() } else { format!("{} times", entry.attempts) },
                early.unwrap_or_default()
            ));
            if *differs {
                send_run.app.report.say(&format!(
                    "{office}: the mail is not the same as before, so it gets a new Date and Message-ID."
                ));
            }
        }
    }
}

impl SendRun<'_> {
    /// Where letters on paper go, if they are wanted; a trial writes none.
    pub fn paper(&self) -> Option<&Path> {
        self.args.paper.as_deref().filter(|_| self.posting.test_to.is_none())
    }

    pub fn repeat(&self) -> Repeat {
        match self.args.again {
            // A trial neither reads nor writes the outbox.
            _ if self.posting.test_to.is_some() => Repeat::Nothing,
            Some(AgainChoice::All) => Repeat::All,
            Some(AgainChoice::Refused) => Repeat::Refused,
            Some(AgainChoice::Older) => Repeat::Older(self.recipients.campaign.version),
            None => Repeat::Nothing,
        }
    }
}

/// Where the rows that are left out go.
pub fn failed_file(send_run: &SendRun<'_>) -> PathBuf {
    send_run.args.list.failed.clone().unwrap_or_else(|| failed_beside(send_run.paper()))
}
