//! The first pass: every row is checked, every letter composed, and what is due is put on the outbox's
//! list. Nothing is sent. A list that was checked as it is, and begun, is not checked again.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use outcry::letter::Letter;
use outcry::outbox::{Entry, Fingerprint, KnownList, State};
use outcry::registry::Office;
use outcry::render::mail::Mail;
use outcry::roster::{Fault, Row};
use outcry::shipped;

use super::{Errand, NOTHING, Signers};
use crate::batch::counted;
use crate::batch::out::{LeftOut, failed_beside};
use crate::failure::{Exit, Failure};
use crate::fates::{self, Tally};
use crate::job::flags;
use crate::recall::{Ledger, Repeat, Standing, mail_of};
use crate::roster;
use crate::write::instead;

/// Faults that are shown; a list that is wrong as a whole would fill the screen for an hour.
pub const FAULTS_SHOWN: usize = 1000;

/// What there is to send, and what stands against it.
#[derive(Default)]
pub struct Survey {
    /// Signatories who can sign.
    pub good: u64,
    /// Of those, who added words of their own.
    pub own_words: u64,
    /// Rows that cannot be used.
    pub bad: u64,
    faults: Vec<String>,
    more_faults: u64,
    left_out: Option<LeftOut>,
    /// What each office gets.
    pub offices: Tolls,
    /// Letters that were dealt with in earlier runs.
    pub past: Tally,
    /// The same for one signatory, one by one.
    pub past_letters: Vec<PastLetter>,
    /// Mails that are shown before anybody agrees: all of one signatory, the first of a list.
    pub shown: Vec<Mail>,
    /// What is due and was tried before, for one signatory.
    waited: Vec<(String, Entry, bool)>,
    /// What is said of each office without e-mail.
    pub by_hand: Vec<(String, String)>,
    pub notes: Vec<String>,
    /// The list as the outbox knows it from an earlier run.
    pub resumed: Option<KnownList>,
}

/// What each office gets, in the order in which they came up.
#[derive(Debug, Default)]
pub struct Tolls(Vec<(String, Toll)>);

impl Tolls {
    fn of(&mut self, office: &str) -> &mut Toll {
        let at = self.0.iter().position(|(id, _)| id == office).unwrap_or_else(|| {
            self.0.push((office.to_owned(), Toll::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Toll)> {
        self.0.iter().map(|(id, toll)| (id.as_str(), toll))
    }

    pub fn sum(&self, what: impl Fn(&Toll) -> u64) -> u64 {
        self.0.iter().map(|(_, toll)| what(toll)).sum()
    }
}

/// What one office gets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Toll {
    /// Letters by e-mail, those of earlier runs included.
    pub letters: u64,
    /// Of those, what is to go out now.
    pub due: u64,
    /// Recipients of what goes out now.
    pub recipients: u64,
    /// Letters that cannot be mailed.
    pub by_hand: u64,
    /// Of those, what `--paper` writes now.
    pub paper: u64,
}

/// A letter of one signatory that was dealt with.
pub struct PastLetter {
    pub office: String,
    pub to: Vec<outcry::address::Email>,
    pub copies: Vec<outcry::address::Email>,
    pub entry: Entry,
}

impl Survey {
    pub fn of(errand: &Errand<'_>, signers: &mut Signers, ledger: &mut Ledger<'_>) -> Result<Self, Failure> {
        let mut survey = Self::default();
        let listed = signers.are_listed();
        if let (Signers::List(list), Ledger::Listing(listing)) = (&mut *signers, &mut *ledger) {
            let digest = fingerprint(errand, list.file()?, listing.fingerprint())?;
            if errand.repeat() == Repeat::Nothing
                && let Some(known) = listing.known_list(&digest)?
            {
                survey.resume(errand, known);
                return Ok(survey);
            }
            listing.begin_list(&digest)?;
        }
        if errand.args.list.skip_bad_rows
            && let Signers::List(list) = &*signers
        {
            let beside = || failed_beside(errand.args.paper.as_deref());
            let path = errand.args.list.failed.clone().unwrap_or_else(beside);
            survey.left_out = Some(LeftOut::open(path, list.columns())?);
        }
        signers.each(0, |row, checked| match checked {
            Err(faults) => survey.fault(row, &faults.iter().map(roster::reason).collect::<Vec<_>>(), &faults),
            Ok(signatory) => {
                let mut notes = Vec::new();
                match errand.letters(signatory, &mut |note| notes.push(note)) {
                    Err(failure) if listed => survey.fault(row, &failure.problems, &[]),
                    Err(failure) => Err(failure),
                    Ok(letters) => {
                        survey.good += 1;
                        survey.own_words += u64::from(signatory.own_words.is_some());
                        for note in notes {
                            if !survey.notes.contains(&note) {
                                survey.notes.push(note);
                            }
                        }
                        letters.iter().try_for_each(|letter| survey.count(errand, letter, row, ledger))
                    }
                }
            }
        })?;
        if let Ledger::Listing(listing) = ledger {
            listing.end_list(survey.letters())?;
        }
        Ok(survey)
    }

    /// A letter: what is known of it, and what it would be as a mail.
    fn count(
        &mut self,
        errand: &Errand<'_>,
        letter: &Letter<'_>,
        row: Option<&Row>,
        ledger: &mut Ledger<'_>,
    ) -> Result<(), Failure> {
        let number = row.map(|row| row.number);
        let by_mail = !letter.office.emails().is_empty();
        let toll = self.offices.of(&letter.office.id);
        if !by_mail {
            toll.by_hand += 1;
            if errand.args.paper.is_some() {
                match ledger.stand(letter, number, errand.repeat())? {
                    Standing::Due(_) => toll.paper += 1,
                    Standing::Past(entry) => self.past.past(entry.state),
                }
            } else if !self.by_hand.iter().any(|(id, _)| *id == letter.office.id) {
                let said = format!("{} {}", fates::no_email(letter.office), instead(letter, errand.again()));
                self.by_hand.push((letter.office.id.clone(), said));
            }
            return Ok(());
        }
        toll.letters += 1;
        match ledger.stand(letter, number, errand.repeat())? {
            Standing::Due(known) => {
                toll.due += 1;
                toll.recipients += (letter.office.emails().len() + letter.all_copies().len()) as u64;
                // The mail itself is made again when it goes. Here it is made where somebody looks at it.
                if errand.consent != super::Consent::DryRun && row.is_some() && !self.shown.is_empty() {
                    return Ok(());
                }
                let mail = mail_of(letter, known.as_deref(), &errand.posting)?;
                if let (Some(entry), None) = (known.filter(|entry| entry.state == State::Waiting), row) {
                    let differs = entry.stamp.as_ref().is_some_and(|stamp| stamp.message_id != mail.message_id);
                    self.waited.push((letter.office.id.clone(), *entry, differs));
                }
                if row.is_none() || self.shown.is_empty() {
                    self.shown.push(mail);
                }
            }
            Standing::Past(entry) => {
                self.past.past(entry.state);
                if row.is_none() {
                    let (to, copies) = (letter.office.emails(), letter.all_copies());
                    self.past_letters.push(PastLetter { office: letter.office.id.clone(), to, copies, entry: *entry });
                }
            }
        }
        Ok(())
    }

    fn fault(&mut self, row: Option<&Row>, reasons: &[String], faults: &[Fault]) -> Result<(), Failure> {
        let Some(row) = row else { return Ok(()) };
        self.bad += 1;
        let shown: Vec<String> = if faults.is_empty() {
            reasons.iter().map(|why| format!("row {}: {why}", row.number)).collect()
        } else {
            faults.iter().map(roster::words).collect()
        };
        for fault in shown {
            if self.faults.len() < FAULTS_SHOWN {
                self.faults.push(fault);
            } else {
                self.more_faults += 1;
            }
        }
        match &mut self.left_out {
            Some(left_out) => left_out.add(row, &reasons.join("; ")),
            None => Ok(()),
        }
    }

    /// Takes the counts from an earlier run of the same list.
    fn resume(&mut self, errand: &Errand<'_>, known: KnownList) {
        let registry = &errand.plan.registry;
        for (id, waiting) in &known.waiting {
            let toll = self.offices.of(id);
            let office = registry.get(id);
            let emails = office.map(Office::emails).unwrap_or_default();
            if emails.is_empty() {
                (toll.by_hand, toll.paper) = (*waiting, *waiting);
            } else {
                let copies = office.map(|office| office.copy_emails().len()).unwrap_or_default() + errand.copies.len();
                (toll.letters, toll.due) = (*waiting, *waiting);
                toll.recipients = *waiting * (emails.len() + copies) as u64;
            }
        }
        let mut settled = 0;
        for (state, count) in &known.states {
            if *state != State::Waiting {
                self.past.past_many(*state, *count);
                settled += count;
            }
        }
        let waiting: u64 = known.waiting.values().sum();
        // What another list had sent before this one was checked.
        self.past.past_many(State::Sent, known.letters.saturating_sub(waiting + settled));
        self.resumed = Some(known);
    }

    /// Every letter of this command, by mail and with `--paper` on paper, whatever became of it.
    pub fn letters(&self) -> u64 {
        match &self.resumed {
            Some(known) => known.letters,
            None => self.by_mail() + self.paper() + self.past.handed_over,
        }
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

    /// Letters that are written on paper now.
    pub fn paper(&self) -> u64 {
        self.offices.sum(|toll| toll.paper)
    }

    /// Says everything that is wrong with a list.
    pub fn judge(&self, errand: &Errand<'_>, signers: &Signers) -> Result<(), Failure> {
        let Signers::List(list) = signers else { return Ok(()) };
        if self.resumed.is_some() {
            return Ok(());
        }
        let shown = self.faults.iter().map(|fault| format!("{}: {fault}", list.name()));
        let faults = shown.chain((self.more_faults > 0).then(|| format!("and {} more", self.more_faults)));
        if self.bad > 0 && !errand.args.list.skip_bad_rows {
            let hint = format!(
                "{NOTHING}; {} of {} cannot be used. Mend the list, or give --skip-bad-rows to leave them out",
                counted(self.bad, "row"),
                self.good + self.bad
            );
            return Err(Failure { exit: Exit::Data, problems: faults.collect(), hints: vec![hint] });
        }
        if self.good == 0 {
            let mut failure = Failure::data(format!("{}: no row can be used", list.name()));
            failure.problems.extend(faults);
            return Err(failure.hint(NOTHING));
        }
        Ok(())
    }

    /// Puts the rows that are left out where they can be mended.
    pub fn keep_failed(&mut self, errand: &Errand<'_>) -> Result<(), Failure> {
        let Some(left_out) = self.left_out.take().filter(|_| self.bad > 0) else { return Ok(()) };
        let path = if errand.consent == super::Consent::DryRun { None } else { Some(left_out.keep_unless_there()?) };
        if let Some(path) = path {
            errand.app.report.warn(&format!(
                "{} left out; {path} says why. Mend them there, then: --signatories {path}",
                counted(self.bad, "row"),
            ));
        } else {
            errand.app.report.warn(&format!("{} would be left out", counted(self.bad, "row")));
        }
        Ok(())
    }

    pub fn all_by_hand(&self, errand: &Errand<'_>) -> Failure {
        let mut failure = Failure::data(format!("none of these offices has an e-mail address for letters; {NOTHING}"));
        let own = |said: &str| said.strip_prefix(fates::NO_EMAIL).unwrap_or(said).trim_start().to_owned();
        failure.hints = self.by_hand.iter().map(|(id, said)| format!("{id}: {}", own(said))).collect();
        if errand.args.paper.is_some() {
            failure.hints.push("`outcry write` with the same list and -o FOLDER/ writes them all".to_owned());
        }
        failure
    }

    /// To run the command again is to wish that what waits is tried now.
    pub fn say_what_waited(&self, errand: &Errand<'_>) {
        let environment = &errand.app.environment;
        for (office, entry, differs) in self.waited.iter().filter(|(_, entry, _)| entry.attempts > 0) {
            let early = entry
                .next_try
                .filter(|next| *next > environment.now)
                .map(|next| format!("; the server may want more time, until {}", environment.local(next)));
            errand.app.report.say(&format!(
                "{office}: waiting, last tried {}, {} so far; it is tried now{}.",
                environment.local(entry.changed),
                if entry.attempts == 1 { "once".to_owned() } else { format!("{} times", entry.attempts) },
                early.unwrap_or_default()
            ));
            if *differs {
                errand.app.report.say(&format!(
                    "{office}: it is not the same mail as before, so it gets a Date and a Message-ID of its own."
                ));
            }
        }
    }
}

impl Errand<'_> {
    pub fn repeat(&self) -> Repeat {
        if self.args.again { Repeat::All } else { Repeat::Nothing }
    }
}

/// Names everything the letters of a list are made from, so that a list that is read again is known to
/// be the one that was checked. Keyed by the outbox, it tells nothing of the list.
fn fingerprint(errand: &Errand<'_>, list: &mut File, mut fingerprint: Fingerprint) -> Result<[u8; 32], Failure> {
    let sources = &errand.app.sources;
    fingerprint.add(env!("CARGO_PKG_VERSION").as_bytes());
    fingerprint.add(shipped::RECIPIENTS.as_bytes());
    let mut files: Vec<PathBuf> = sources.registry_files.there.clone();
    files.extend(errand.plan.campaign.files());
    for file in files {
        let bytes = std::fs::read(&file).map_err(|error| Failure::file(&file, &error))?;
        fingerprint.add(file.as_os_str().as_encoded_bytes());
        fingerprint.add(&bytes);
    }
    let args = errand.args;
    let answers = (flags(&args.who)?, sources.profile(&args.who)?.clone());
    let how = (&errand.plan.campaign.id, answers, &args.list, &args.to, errand.copies, &args.paper.is_some());
    fingerprint.add(format!("{how:?}").as_bytes());
    let mut block = vec![0; 256 * 1024];
    loop {
        let read = list.read(&mut block).map_err(|error| Failure::data(format!("the list cannot be read: {error}")))?;
        if read == 0 {
            return Ok(fingerprint.finish());
        }
        fingerprint.add(&block[..read]);
    }
}
