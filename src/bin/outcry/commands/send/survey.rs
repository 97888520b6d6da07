//! The first pass: every row is checked, every letter composed, and what is due is put on the outbox's
//! list. Nothing is sent. A list that was checked as it is, and begun, is not checked again.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use outcry::deliver::Job;
use outcry::identity::OWN_COPY;
use outcry::letter::Letter;
use outcry::mac::AddressDigest;
use outcry::outbox::{Entry, Fingerprint, KnownList, ListCheck, Named, State};
use outcry::registry::Office;
use outcry::render::mail::Mail;
use outcry::render::text::mail_text;
use outcry::shipped;
use outcry::signatory::Signatory;
use rayon::prelude::*;

use super::attach::Set;
use super::composed_cache::Stock;
use super::joint::Changed;
use super::send_run::{Consent, CopyFor, NOTHING, SendRun, TOGETHER, is_out};
use crate::args::AgainChoice;
use crate::failure::Failure;
use crate::input::history::{Ledger, Repeat, Standing, named};
use crate::input::signers::{Signer, Signers};
use crate::input::sources::flags;
use crate::messages::counts::{OwnCopies, Tally, Tolls};
use crate::messages::outcomes::{self, PastLetter};
use crate::messages::standing::went_out_before;
use crate::messages::summary::{Whose, other_text};
use crate::messages::{Notice, counted, letters as letters_word};
use crate::output::files::{failed_beside, paper_format};
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
    /// Those of one signatory, one by one; of a list what is in doubt.
    pub past_letters: Vec<PastLetter>,
    /// Mails that are shown before anybody agrees: all of one signatory, the first of a list.
    pub shown: Vec<Shown>,
    /// The first letters that are due, as they were composed for the check.
    pub stock: Stock,
    /// What is due and was tried before, for one signatory.
    waited: Vec<(String, Entry, bool)>,
    /// Letters, by row and office, that cannot be made here for want of a font.
    pub unset: HashSet<(u64, String)>,
    /// What has changed on the list of a joint letter since it was tried or went out.
    pub changed: Vec<(String, Changed)>,
    /// The list as the outbox knows it from an earlier run.
    pub resumed: Option<KnownList>,
}

/// A mail that is shown, and its text as a person reads it.
pub struct Shown {
    pub mail: Mail,
    pub text: String,
}

impl ToSend {
    pub fn of(send_run: &SendRun<'_>, signers: &mut Signers, ledger: &mut Ledger<'_>) -> Result<Self, Failure> {
        let mut survey = Self {
            checked: Precheck::begin(&send_run.recipients.campaign, &send_run.args.list, signers)?,
            ..Self::default()
        };
        if let (Signers::List(list), Ledger::Listing(listing)) = (&mut *signers, &mut *ledger) {
            let digest = fingerprint(send_run, list.file()?, listing.fingerprint())?;
            if send_run.repeat() == Repeat::Nothing
                && send_run.args.list.report.is_none()
                && let Some(known) = listing.known_list(&digest)?
                && (known.check.bad == 0 || failed_file(send_run).exists())
                && are_without_email(send_run, &known.check)
            {
                let campaign = &send_run.recipients.campaign;
                for (office, older) in listing.older(&campaign.id, campaign.version, known.list)? {
                    survey.offices.of(&office).older = older;
                }
                survey.resume(send_run, known);
                return Ok(survey);
            }
            listing.begin_list(&digest)?;
            // Letters with files are large, and there are many at a time before their room is known.
            if !send_run.args.attach_pdf {
                survey.stock = Stock::with_room();
            }
        }
        signers.each(0, TOGETHER, |some| {
            if let [signer @ Signer { row: None, .. }] = some.as_slice() {
                return survey.one(send_run, signer, ledger);
            }
            let mut composed = compose_together(send_run, &some, &survey).into_iter();
            some.iter().try_for_each(|signer| survey.row(send_run, signer, &mut composed, ledger))
        })?;
        let odd = send_run.odd_domains(signers).into_iter().chain(survey.checked.oddities(signers.list()));
        odd.for_each(|odd| send_run.app.report.warn(&odd));
        // What lacked a font, or was left out since the outbox does not know it, is looked at again in the next run.
        let is_whole = survey.unset.is_empty() && survey.offices.sum(|toll| toll.unknown) == 0;
        if let (Ledger::Listing(listing), true) = (ledger, is_whole) {
            let by_hand = survey.offices.iter().filter(|(_, toll)| toll.by_hand > 0);
            let check = ListCheck {
                good: survey.checked.good,
                bad: survey.checked.bad,
                own_words: survey.checked.own_words(),
                new: survey.new,
                by_hand: by_hand.map(|(id, toll)| (id.to_owned(), toll.by_hand)).collect(),
            };
            listing.end_list(survey.letters(), &check)?;
        }
        Ok(survey)
    }

    /// The letters of one signatory: each is shown, with what is known of it.
    fn one(&mut self, send_run: &SendRun<'_>, signer: &Signer, ledger: &mut Ledger<'_>) -> Result<(), Failure> {
        let mut notes = Vec::new();
        let made = self.checked.admit(send_run.recipients, signer, |signatory| {
            send_run.letters(signatory, &mut |note| notes.push(note))
        })?;
        let Some((_, letters)) = made else { return Ok(()) };
        self.checked.note(notes);
        let mut failures = Vec::new();
        for letter in &letters {
            let id = &letter.office.id;
            let toll = self.offices.of(id);
            if letter.office.emails().is_empty() {
                toll.by_hand += 1;
                continue;
            }
            toll.letters += 1;
            let named = Named { who: send_run.identity(letter.signatory), ..named(letter) };
            let standing = ledger.stand(&named, None, send_run.repeat(), send_run.edited_text(letter))?;
            self.new += u64::from(matches!(standing, Standing::Due { known: None, .. }));
            if let Some(joint) = &send_run.joint {
                let changed = joint.changed(&standing, ledger, send_run.repeat())?;
                self.changed.extend(changed.map(|changed| (id.clone(), changed)));
                if changed.is_some_and(|changed| changed.stays(send_run.repeat())) {
                    toll.other_list += 1;
                    continue;
                }
            }
            match standing {
                Standing::Due { known, .. } => {
                    let mail = match send_run.first_mail(letter, known.as_deref()) {
                        Ok(mail) => mail,
                        Err(failure) => {
                            failures.push(failure);
                            continue;
                        }
                    };
                    toll.due += 1;
                    toll.recipients += recipients(send_run, letter);
                    if let Some(entry) = known.filter(|entry| entry.state == State::Waiting) {
                        let differs = entry.stamp.as_ref().is_some_and(|stamp| stamp.message_id != mail.message_id);
                        self.waited.push((id.clone(), *entry, differs));
                    }
                    self.shown.push(Shown { mail, text: mail_text(letter) });
                }
                Standing::Unknown => toll.unknown += 1,
                Standing::OtherText => toll.other_text += 1,
                Standing::Past(entry) => {
                    toll.older += u64::from(entry.is_older_than(letter.version));
                    self.past.past(entry.state);
                    let (to, copies) = (letter.office.emails(), send_run.posting.copies(letter));
                    self.past_letters.push(PastLetter { office: id.clone(), row: None, to, copies, entry: *entry });
                }
            }
        }
        Failure::together(failures).map_or(Ok(()), Err)
    }

    /// The letters of a row: they are counted, and the first is shown. `made` has what was composed for the rows
    /// whose answers are right.
    fn row<'a>(
        &mut self,
        send_run: &'a SendRun<'_>,
        signer: &Signer,
        made: &mut impl Iterator<Item = Result<Composed<'a>, Failure>>,
        ledger: &mut Ledger<'_>,
    ) -> Result<(), Failure> {
        let none = || Ok(Composed { letters: Vec::new(), notes: Vec::new() });
        let admitted = self.checked.admit(send_run.recipients, signer, |_| made.next().unwrap_or_else(none))?;
        let Some((signatory, composed)) = admitted else { return Ok(()) };
        self.checked.note(composed.notes);
        let mut jobs = Vec::new();
        // Whether the offices have the letters by mail, or get them now.
        let mut of_mails = Vec::new();
        for found in composed.letters {
            let id = &found.office.id;
            let named = Named { campaign: &send_run.recipients.campaign.id, office: id, who: signatory.identity() };
            let on_paper = found.recipients == 0;
            let toll = self.offices.of(id);
            let is_unset = found.unset.is_some();
            if on_paper {
                toll.by_hand += 1;
                if send_run.paper().is_none() {
                    continue;
                }
            } else {
                toll.letters += 1;
            }
            let standing = ledger.stand(&named, signer.number(), send_run.repeat(), None)?;
            self.new += u64::from(matches!(standing, Standing::Due { known: None, .. }));
            if !on_paper {
                of_mails.push(match &standing {
                    Standing::Due { .. } => !is_unset,
                    Standing::Past(entry) => is_out(entry, send_run.recipients.campaign.version),
                    Standing::Unknown | Standing::OtherText => false,
                });
            }
            match standing {
                Standing::Due { .. } if is_unset => {
                    toll.unset += 1;
                    let row = signer.number().unwrap_or_default();
                    self.unset.insert((row, id.clone()));
                    for problem in found.unset.iter().flat_map(|failure| &failure.problems) {
                        send_run.app.report.warn(&format!("row {row}: {problem}; this letter waits"));
                    }
                }
                Standing::Due { .. } if on_paper => toll.paper += 1,
                Standing::Due { key, known, line } => {
                    toll.due += 1;
                    toll.recipients += found.recipients;
                    if self.shown.is_empty() {
                        let letters = send_run.ready(signatory, vec![found.office]).letters()?;
                        self.shown = letters
                            .iter()
                            .map(|letter| {
                                Ok(Shown { mail: send_run.first_mail(letter, None)?, text: mail_text(letter) })
                            })
                            .collect::<Result<_, Failure>>()?;
                    }
                    let tried = known.is_some_and(|entry| entry.state == State::Waiting && entry.stamp.is_some());
                    jobs.push(found.mail.filter(|_| !tried).map(|mail| Job {
                        mail,
                        key,
                        entry: line,
                        row: signer.number(),
                    }));
                }
                Standing::Unknown => toll.unknown += 1,
                Standing::OtherText => toll.other_text += 1,
                Standing::Past(entry) => {
                    toll.older += u64::from(entry.is_older_than(send_run.recipients.campaign.version));
                    self.past.past(entry.state);
                    if matches!(entry.state, State::InDoubt | State::Sending) {
                        self.past_letters.push(doubt(send_run, signer.number(), *entry));
                    }
                }
            }
        }
        if let Some(row) = signer.number() {
            self.stock.row(row, jobs.into_iter().collect());
        }
        if of_mails.is_empty() { Ok(()) } else { self.copy(send_run, signer, of_mails.iter().all(|out| *out), ledger) }
    }

    /// The copy of a row's letters, which is put on the list with them. It can go out now if `letters_do`.
    fn copy(
        &mut self,
        send_run: &SendRun<'_>,
        signer: &Signer,
        letters_do: bool,
        ledger: &mut Ledger<'_>,
    ) -> Result<(), Failure> {
        let (wanted, Ok(signatory)) = (send_run.own_copy_of(signer), &signer.checked) else { return Ok(()) };
        match wanted {
            CopyFor::Nobody => return Ok(()),
            CopyFor::NoAddress => self.copies.no_address += 1,
            CopyFor::To(_) => {
                let campaign = &send_run.recipients.campaign.id;
                let named = Named { campaign, office: OWN_COPY, who: signatory.identity() };
                match ledger.stand(&named, signer.number(), send_run.repeat(), None)? {
                    Standing::Due { .. } if letters_do => self.copies.due += 1,
                    Standing::Due { .. } => self.copies.stuck += 1,
                    Standing::Past(entry) => {
                        self.copies.past.past(entry.state);
                        if matches!(entry.state, State::InDoubt | State::Sending) {
                            self.past_letters.push(doubt(send_run, signer.number(), *entry));
                        }
                    }
                    Standing::Unknown | Standing::OtherText => {}
                }
            }
        }
        Ok(())
    }

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

    /// Takes the counts from an earlier run of the same list.
    fn resume(&mut self, send_run: &SendRun<'_>, known: KnownList) {
        let registry = &send_run.recipients.registry;
        let ListCheck { good, bad, own_words, new, .. } = known.check;
        self.new = new;
        self.checked.resume(good, bad, own_words);
        for (id, by_hand) in &known.check.by_hand {
            self.offices.of(id).by_hand = *by_hand;
        }
        for (id, waiting) in &known.waiting {
            let toll = self.offices.of(id);
            let office = registry.get(id);
            let emails = office.map(Office::emails).unwrap_or_default();
            if emails.is_empty() {
                toll.paper = *waiting;
            } else {
                let copies = office.map(|office| office.copy_emails().len()).unwrap_or_default()
                    + send_run.copies.len()
                    + send_run.recipients.copied_for_any().map(|office| office.all_emails().len()).sum::<usize>();
                (toll.letters, toll.due) = (*waiting, *waiting);
                toll.recipients = *waiting * (emails.len() + copies) as u64;
            }
        }
        for (state, count) in known.states.iter().filter(|(state, _)| **state != State::Waiting) {
            self.past.past_many(*state, *count);
        }
        for (state, count) in &known.copies {
            match state {
                State::Waiting => self.copies.due += count.saturating_sub(known.copies_stuck),
                state => self.copies.past.past_many(*state, *count),
            }
        }
        self.copies.stuck = known.copies_stuck;
        let doubts = known.doubts.iter().cloned();
        self.past_letters
            .extend(doubts.map(|entry| doubt(send_run, entry.listed.as_ref().map(|listed| listed.row), entry)));
        self.resumed = Some(known);
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
        let doubts = self.past_letters.iter().filter(is_older).count() as u64;
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
        for (office, entry, differs) in self.waited.iter().filter(|(_, entry, _)| entry.attempts > 0) {
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

/// Whether the offices that had no e-mail when the list was checked have none today: a channel may hold from
/// a day on.
fn are_without_email(send_run: &SendRun<'_>, check: &ListCheck) -> bool {
    let office = |id: &str| send_run.recipients.registry.get(id);
    check.by_hand.iter().all(|(id, _)| office(id).is_some_and(|office| office.emails().is_empty()))
}

/// Where the rows that are left out go.
fn failed_file(send_run: &SendRun<'_>) -> PathBuf {
    send_run.args.list.failed.clone().unwrap_or_else(|| failed_beside(send_run.paper()))
}

/// The letters of a row, as far as they are needed to count them.
struct Composed<'a> {
    letters: Vec<Found<'a>>,
    notes: Vec<Notice>,
}

struct Found<'a> {
    office: &'a Office,
    /// None for an office without e-mail.
    recipients: u64,
    /// Where it is kept to be sent.
    mail: Option<Mail>,
    /// Why it cannot be made here, for want of a font.
    unset: Option<Failure>,
}

/// Composes the letters of the rows whose answers are right, on all cores: for a long list it is what one waits for.
fn compose_together<'a>(
    send_run: &'a SendRun<'_>,
    some: &[Signer],
    survey: &ToSend,
) -> Vec<Result<Composed<'a>, Failure>> {
    let signatories: Vec<&Signatory> = some.iter().filter_map(|signer| signer.checked.as_ref().ok()).collect();
    let composed = |signatory: &&Signatory| composed(send_run, signatory, survey);
    signatories.par_iter().with_min_len(SHARE_LEAST).map(composed).collect()
}

/// Rows below which another thread is not worth waking.
const SHARE_LEAST: usize = 16;

fn composed<'a>(send_run: &'a SendRun<'_>, signatory: &Signatory, survey: &ToSend) -> Result<Composed<'a>, Failure> {
    let mut notes = Vec::new();
    let letters = send_run
        .letters(signatory, &mut |note| {
            if !survey.checked.notes.contains(&note) {
                notes.push(note);
            }
        })
        .map_err(|failure| Failure { hints: Vec::new(), ..failure })?;
    let mut failures = Vec::new();
    let mut unset = Vec::new();
    for letter in &letters {
        let set = send_run.check(letter).unwrap_or_else(|failure| {
            failures.push(failure);
            Set::Whole
        });
        unset.push(match set {
            Set::Whole => None,
            Set::LacksFont(failure) => Some(failure),
        });
    }
    if let Some(failure) = Failure::together(failures) {
        return Err(failure);
    }
    let dry = send_run.consent == Consent::DryRun;
    let found = letters.iter().zip(unset).map(|(letter, unset)| {
        let office = send_run.recipients.registry.get(&letter.office.id);
        let by_mail = !letter.office.emails().is_empty();
        // Where nothing is sent, this is the only time the mail is made.
        let made = by_mail && (dry || survey.stock.has_room());
        let mail = made.then(|| send_run.posted(letter, send_run.posting.date, &[])).transpose()?;
        Ok::<_, Failure>(office.map(|office| Found {
            office,
            recipients: if by_mail { recipients(send_run, letter) } else { 0 },
            mail,
            unset,
        }))
    });
    let letters = found.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?;
    Ok(Composed { letters, notes })
}

/// A letter of a list that is in doubt since an earlier run.
fn doubt(send_run: &SendRun<'_>, row: Option<u64>, entry: Entry) -> PastLetter {
    if entry.office == OWN_COPY {
        // Nothing here knows the address of a row that was not looked at.
        return PastLetter { office: entry.office.clone(), row, to: Vec::new(), copies: Vec::new(), entry };
    }
    let office = send_run.recipients.registry.get(&entry.office);
    let to = office.map(Office::emails).unwrap_or_default();
    let of_offices = send_run.recipients.copied_for_any().flat_map(Office::all_emails);
    let copies = office.map(Office::copy_emails).unwrap_or_default().into_iter();
    let copies = copies.chain(send_run.copies.iter().cloned()).chain(of_offices);
    PastLetter { office: entry.office.clone(), row, to, copies: copies.collect(), entry }
}

fn recipients(send_run: &SendRun<'_>, letter: &Letter<'_>) -> u64 {
    (letter.office.emails().len() + send_run.posting.copies(letter).len()) as u64
}

/// Names everything the letters of a list are made from, so that a list that is read again is known to
/// be the one that was checked. Keyed by the outbox, it tells nothing of the list.
fn fingerprint(send_run: &SendRun<'_>, list: &mut File, mut fingerprint: Fingerprint) -> Result<[u8; 32], Failure> {
    let sources = &send_run.app.sources;
    fingerprint.add(env!("CARGO_PKG_VERSION").as_bytes());
    for file in shipped::RECIPIENTS {
        fingerprint.add(file.text.as_bytes());
    }
    let mut files: Vec<PathBuf> = sources.registry_files.there.clone();
    files.extend(send_run.recipients.campaign.files());
    let look = send_run.sheets.as_ref().map(|_| &send_run.look);
    files.extend(look.iter().flat_map(|look| look.files()).map(Path::to_owned));
    for file in files {
        let bytes = std::fs::read(&file).map_err(|error| Failure::file(&file, &error))?;
        fingerprint.add(file.as_os_str().as_encoded_bytes());
        fingerprint.add(&bytes);
    }
    let args = send_run.args;
    let answers = (flags(&args.who)?, sources.profile(&args.who)?.clone());
    let paper = (args.paper.as_deref().map(paper_format), args.attach_pdf, look);
    let letters = (&args.to, send_run.copies, &send_run.details);
    let how = (&send_run.recipients.campaign.id, answers, &args.list, letters, paper, args.copy_me);
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
