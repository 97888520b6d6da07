//! The first pass: every row is checked, every letter composed, and what is due is put on the outbox's
//! list. Nothing is sent. A list that was checked as it is, and begun, is not checked again.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use outcry::deliver::Job;
use outcry::identity::OWN_COPY;
use outcry::letter::Letter;
use outcry::outbox::{Entry, Fingerprint, KnownList, ListCheck, Named, State};
use outcry::registry::Office;
use outcry::render::mail::Mail;
use outcry::render::text::mail_text;
use outcry::shipped;
use outcry::signatory::Signatory;
use rayon::prelude::*;

use super::attach::Set;
use super::composed_cache::Stock;
use super::send_run::{Consent, CopyFor, SendRun, TOGETHER, is_out};
use super::to_send::{Shown, ToSend, Waited, failed_file};
use crate::failure::Failure;
use crate::input::history::{Ledger, Repeat, Standing, named};
use crate::input::signers::{Signer, Signers};
use crate::input::sources::flags;
use crate::messages::Notice;
use crate::messages::outcomes::PastLetter;
use crate::output::files::paper_format;
use crate::precheck::Precheck;

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
        send_run.app.warn_of(send_run.odd_domains(signers));
        send_run.app.warn_of(survey.checked.oddities(signers.list()));
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
                        self.waited.push(Waited { office: id.clone(), entry: *entry, differs });
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
                    self.doubts.extend(doubt(send_run, signer.number(), *entry));
                }
            }
        }
        if let Some(row) = signer.number() {
            self.stock.row(row, jobs.into_iter().collect());
        }
        if of_mails.is_empty() {
            return Ok(());
        }
        let letters = if of_mails.contains(&false) { Mails::Wait } else { Mails::Out };
        self.copy(send_run, signer, letters, ledger)
    }

    /// The copy of a row's letters, which is put on the list with them.
    fn copy(
        &mut self,
        send_run: &SendRun<'_>,
        signer: &Signer,
        letters: Mails,
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
                    Standing::Due { .. } => match letters {
                        Mails::Out => self.copies.due += 1,
                        Mails::Wait => self.copies.stuck += 1,
                    },
                    Standing::Past(entry) => {
                        self.copies.past.past(entry.state);
                        self.doubts.extend(doubt(send_run, signer.number(), *entry));
                    }
                    Standing::Unknown | Standing::OtherText => {}
                }
            }
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
        let row = |entry: &Entry| entry.listed.as_ref().map(|listed| listed.row);
        self.doubts.extend(known.doubts.iter().cloned().filter_map(|entry| doubt(send_run, row(&entry), entry)));
        self.resumed = Some(known);
    }
}

/// Whether the offices that had no e-mail when the list was checked have none today: a channel may hold from
/// a day on.
fn are_without_email(send_run: &SendRun<'_>, check: &ListCheck) -> bool {
    let office = |id: &str| send_run.recipients.registry.get(id);
    check.by_hand.iter().all(|(id, _)| office(id).is_some_and(|office| office.emails().is_empty()))
}

/// The mails of a row, on which its copy waits.
#[derive(Clone, Copy)]
enum Mails {
    /// The offices have them, or get them now.
    Out,
    /// One of them at least stays.
    Wait,
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

/// A letter of a list, if it is in doubt since an earlier run.
fn doubt(send_run: &SendRun<'_>, row: Option<u64>, entry: Entry) -> Option<PastLetter> {
    let office = send_run.recipients.registry.get(&entry.office);
    let (mut to, mut copies) = (Vec::new(), Vec::new());
    // Nothing here knows the address of a row that was not looked at.
    if entry.office != OWN_COPY {
        to = office.map(Office::emails).unwrap_or_default();
        copies = office.map(Office::copy_emails).unwrap_or_default();
        copies.extend(send_run.copies.iter().cloned());
        copies.extend(send_run.recipients.copied_for_any().flat_map(Office::all_emails));
    }
    let past = PastLetter { office: entry.office.clone(), row, to, copies, entry };
    past.is_in_doubt().then_some(past)
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
