//! `outcry outbox reconcile`: what the mails of a mailbox prove about letters. All of them are read
//! before anything is changed: an office with several addresses may get as many reports.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use outcry::address::Email;
use outcry::campaign::Campaign;
use outcry::outbox::{Entry, Key, Outbox, Proof, State, View, in_common_words};
use outcry::proof::{Action, Delivery, Finding, Mail, Mailbox, Report, read};
use outcry::registry::{Office, Registry};
use outcry::text::for_sentence;
use serde::Serialize;

use crate::App;
use crate::args::ReconcileArgs;
use crate::failure::{Exit, Failure};
use crate::send::letters_word;
use crate::{outbox, recall};

/// Mails that are named when they cannot be read; of more the number is told.
const NAMED_MOST: u64 = 10;
/// Reports of failures that are kept of one letter.
const FAILURES_MOST: usize = 100;

const COPY_FOUND: &str = "its copy is in the mailbox";
const REPORT_FOUND: &str = "a report about its delivery is in the mailbox";

pub fn run(app: &App, args: &ReconcileArgs) -> Result<Exit, Failure> {
    let mailboxes = open(&args.paths)?;
    let Some(view) = outbox::look(app)? else { return Ok(Exit::Done) };
    let mut book = if args.dry_run {
        Book::Seen(view)
    } else {
        drop(view);
        Book::Held(recall::hold(app)?)
    };
    let mut search = Search { letters: by_message_id(book.view())?, found: HashMap::new(), count: Count::default() };
    for mailbox in &mailboxes {
        let read = mailbox.each(|mail| match mail {
            Ok(mail) => search.hear(app, &mail),
            Err(error) => search.unreadable(app, &error.to_string()),
        });
        read.map_err(|error| Failure::from(error).hint("nothing was changed"))?;
    }
    let Search { mut found, mut count, .. } = search;
    let mut told = Vec::new();
    book.view().each(|entry| {
        count.doubt += u64::from(entry.state == State::InDoubt);
        if let Some(evidence) = found.remove(&entry.key) {
            told.push((entry, evidence));
        }
    })?;
    let mut offices = Offices { app, registries: BTreeMap::new() };
    for (entry, evidence) in &told {
        let known = offices.addresses(entry, evidence);
        explain(app, entry, evidence, &known);
        count.known += u64::from(evidence.copy && entry.state == State::Sent);
        let steps = steps(entry.state, evidence, &known);
        if let Some(change) = book.change(app, entry, &steps)? {
            count.add(entry.state, change.state);
            change.print(app, args)?;
        }
    }
    count.sum_up(app, args);
    Ok(count.exit())
}

/// Looks at every path before any is read, so that a mistyped one is told at once.
fn open(paths: &[PathBuf]) -> Result<Vec<Mailbox>, Failure> {
    let (mut mailboxes, mut failure): (_, Option<Failure>) = (Vec::new(), None);
    for path in paths {
        match Mailbox::open(path) {
            Ok(mailbox) => mailboxes.push(mailbox),
            Err(error) => {
                let next = Failure::from(error);
                let all = failure.get_or_insert_with(|| Failure { problems: Vec::new(), hints: Vec::new(), ..next });
                all.problems.extend(next.problems);
                all.hints.extend(next.hints);
            }
        }
    }
    failure.map_or(Ok(mailboxes), |failure| Err(failure.hint("nothing was changed")))
}

/// The letters that were tried, by Message-ID without `<` and `>`.
fn by_message_id(view: &View) -> Result<HashMap<String, Key>, Failure> {
    let mut letters = HashMap::new();
    view.each(|entry| {
        if let Some(stamp) = entry.stamp {
            letters.insert(stamp.message_id.trim_matches(['<', '>']).to_owned(), entry.key);
        }
    })?;
    Ok(letters)
}

/// What was found about one letter.
#[derive(Default)]
struct Evidence {
    /// The mail itself.
    copy: bool,
    /// A report about it, of whatever kind.
    report: bool,
    /// To whom it was written, as a report returns it.
    to: Vec<Email>,
    copies: Vec<Email>,
    failures: Vec<Delivery>,
    /// Where a bounce lies that shows it and is not understood.
    unclear: Option<String>,
}

/// The reading of all mailboxes.
struct Search {
    letters: HashMap<String, Key>,
    found: HashMap<Key, Evidence>,
    count: Count,
}

impl Search {
    fn hear(&mut self, app: &App, mail: &Mail<'_>) {
        self.count.mails += 1;
        match read(mail.bytes) {
            Finding::Mail(id) => {
                if let Some(evidence) = id.and_then(|id| self.about(&id)) {
                    evidence.copy = true;
                }
            }
            Finding::Report(report) => self.hear_report(report),
            Finding::Unclear(ids) => {
                self.count.unclear += 1;
                for id in ids {
                    if let Some(evidence) = self.about(&id) {
                        evidence.unclear = Some(place(mail));
                    }
                }
            }
            Finding::Unreadable => {
                let place = place(mail);
                self.unreadable(app, &format!("{place}: this is no mail"));
            }
        }
    }

    fn hear_report(&mut self, report: Report) {
        let Some(evidence) = report.about.as_deref().and_then(|id| self.about(id)) else {
            self.count.strangers += 1;
            return;
        };
        evidence.report = true;
        if evidence.to.is_empty() {
            (evidence.to, evidence.copies) = (report.to, report.copies);
        }
        let is_failure = |delivery: &Delivery| delivery.action == Some(Action::Failed);
        let (failures, idle): (Vec<_>, Vec<_>) = report.deliveries.into_iter().partition(is_failure);
        for delivery in failures {
            if evidence.failures.len() < FAILURES_MOST && !evidence.failures.contains(&delivery) {
                evidence.failures.push(delivery);
            }
        }
        for delivery in idle {
            *self.count.idle.entry(delivery.action.map_or("unknown", Action::word)).or_default() += 1;
        }
    }

    fn about(&mut self, id: &str) -> Option<&mut Evidence> {
        self.letters.get(id).map(|key| self.found.entry(*key).or_default())
    }

    fn unreadable(&mut self, app: &App, what: &str) {
        self.count.unreadable += 1;
        if self.count.unreadable <= NAMED_MOST {
            app.report.warn(&format!("{what}; it is passed over"));
        }
    }
}

fn place(mail: &Mail<'_>) -> String {
    let file = for_sentence(&mail.file.display().to_string());
    mail.number.map_or(file.clone(), |number| format!("{file}, mail {number}"))
}

/// The addresses of an office, as far as they are known.
struct Known {
    /// Those the letter was written to.
    office: Vec<Email>,
    /// Those that got a copy.
    copies: Vec<Email>,
}

/// Where addresses of offices are looked up: the outbox has none.
struct Offices<'a> {
    app: &'a App,
    /// By campaign, which may bring offices of its own: the registry, and who gets copies.
    registries: BTreeMap<String, (Registry, Vec<Email>)>,
}

impl Offices<'_> {
    /// The returned header says whom the letter was written to, also when the registry was mended since;
    /// without one the registry has to do.
    fn addresses(&mut self, entry: &Entry, evidence: &Evidence) -> Known {
        if !evidence.to.is_empty() {
            return Known { office: evidence.to.clone(), copies: evidence.copies.clone() };
        }
        if evidence.failures.is_empty() {
            return Known { office: Vec::new(), copies: Vec::new() };
        }
        let sources = &self.app.sources;
        let (registry, campaign_copies) = self.registries.entry(entry.campaign.clone()).or_insert_with(|| {
            let registry = sources.registry.clone();
            match Campaign::load(&entry.campaign, &sources.folders) {
                Ok(campaign) => (registry.with_campaign(campaign.offices).0, campaign.copy_to),
                // It is gone or broken; the offices that everybody knows are known all the same.
                Err(_) => (registry, Vec::new()),
            }
        });
        let office = registry.get(&entry.office);
        let copies = office.map(Office::copy_emails).unwrap_or_default();
        Known {
            office: office.map(Office::emails).unwrap_or_default(),
            copies: copies.into_iter().chain(campaign_copies.iter().cloned()).collect(),
        }
    }
}

/// Whether the one who was tried is among these. Whom the mail was for before it was passed on does not
/// count: an office may pass it on to several, and the others may have it.
fn concerns(delivery: &Delivery, emails: &[Email]) -> bool {
    is_among(delivery.recipient.as_ref(), emails)
}

fn is_among(address: Option<&Email>, emails: &[Email]) -> bool {
    address.is_some_and(|address| emails.iter().any(|email| email.is_same_mailbox(address)))
}

/// Whether the office did not get the letter at all: every address it was written to failed.
fn came_back(evidence: &Evidence, known: &Known) -> bool {
    let failed = |email: &Email| evidence.failures.iter().any(|one| concerns(one, std::slice::from_ref(email)));
    !known.office.is_empty() && known.office.iter().all(failed)
}

/// What is written down, step by step, and why.
///
/// The mail in a mailbox proves that the server took it. So does every report about it, a failed copy's
/// too, and that counts: a copy that came back is not in the copy mailbox, and whoever misses it there
/// would send the letter twice.
fn steps(state: State, evidence: &Evidence, known: &Known) -> Vec<(Proof, String)> {
    let bounce = || {
        let mut reasons: Vec<&str> = Vec::new();
        for delivery in evidence.failures.iter().filter(|delivery| concerns(delivery, &known.office)) {
            if !delivery.reason.is_empty() && !reasons.contains(&delivery.reason.as_str()) {
                reasons.push(&delivery.reason);
            }
        }
        let reasons = if reasons.is_empty() { "without a reason".to_owned() } else { reasons.join("; ") };
        (Proof::Bounced, format!("it came back: {}", in_common_words(&reasons)))
    };
    let taken = || (Proof::Taken, if evidence.copy { COPY_FOUND } else { REPORT_FOUND }.to_owned());
    let (is_taken, bounced) = (evidence.copy || evidence.report, came_back(evidence, known));
    match state {
        State::Sent | State::InDoubt if bounced => vec![bounce()],
        State::Waiting if bounced => vec![taken(), bounce()],
        // A letter that waits goes out by itself, so a proof stops it; see `Move::leads`.
        State::InDoubt | State::Waiting if is_taken => vec![taken()],
        _ => Vec::new(),
    }
}

/// Says what must not be missed and does not show in the results.
fn explain(app: &App, entry: &Entry, evidence: &Evidence, known: &Known) {
    let warn = |text: &str| app.report.warn(&format!("{}: {text}", entry.office));
    let key = entry.key.short();
    if evidence.copy || evidence.report {
        let found = if evidence.copy { COPY_FOUND } else { REPORT_FOUND };
        match entry.state {
            State::Waiting => warn(&format!(
                "the letter {key} was waiting, and {found}: the server has taken it. It does not go out again."
            )),
            State::Refused | State::Dropped => warn(&format!(
                "the letter {key} counts as {}, and yet {found}. Nothing is changed. Ask the office before you send it again with --again.",
                if entry.state == State::Refused { "refused" } else { "given up" }
            )),
            State::Sending => warn(&format!(
                "another run is sending the letter {key} at this moment; reconcile again when it has ended."
            )),
            _ => {}
        }
    }
    let bounced = came_back(evidence, known);
    for delivery in &evidence.failures {
        let (address, reason) = (for_sentence(&delivery.shown), &delivery.reason);
        if concerns(delivery, &known.office) {
            if !bounced {
                warn(&format!(
                    "one address of the office did not get the letter {key}: {address}: {reason}. No report says that of the others."
                ));
            }
        } else if concerns(delivery, &known.copies) {
            warn(&format!("a copy of the letter {key} was not delivered: {address}: {reason}"));
        } else if known.office.is_empty() {
            warn(&format!(
                "somebody did not get the letter {key}: {address}: {reason}. No address of the office is known, so nobody can say whether it was the office."
            ));
        } else if is_among(delivery.original.as_ref(), &known.office) {
            warn(&format!(
                "the office's server took the letter {key} and passed it on to where it was not delivered: {address}: {reason}. Whether others at the office have it, nobody can say."
            ));
        } else {
            warn(&format!(
                "a copy of the letter {key} was not delivered, or somebody passes mail on to where it was not: {address}: {reason}"
            ));
        }
    }
    if let Some(place) = &evidence.unclear {
        warn(&format!(
            "a bounce that is not in the standard form (RFC 3464) shows the letter {key}. Nothing is changed by it; read it yourself: {place}"
        ));
    }
}

/// The outbox as far as it may be touched.
enum Book {
    Seen(View),
    Held(Outbox),
}

impl Book {
    fn view(&self) -> &View {
        match self {
            Self::Seen(view) => view,
            Self::Held(outbox) => outbox.view(),
        }
    }

    /// Takes these steps, if there are any and they may be taken.
    fn change<'e>(
        &mut self,
        app: &App,
        entry: &'e Entry,
        steps: &[(Proof, String)],
    ) -> Result<Option<Change<'e>>, Failure> {
        let (Some((last, reason)), Some(stamp)) = (steps.last(), &entry.stamp) else { return Ok(None) };
        if let Self::Held(outbox) = self {
            for (proof, why) in steps {
                outbox.prove(&entry.key, &stamp.message_id, *proof, why, app.environment.now)?;
            }
        }
        let state = match last {
            Proof::Taken => State::Sent,
            Proof::Bounced => State::Bounced,
        };
        Ok(Some(Change { entry, message_id: &stamp.message_id, state, reason: reason.clone() }))
    }
}

/// A letter that became something else.
struct Change<'e> {
    entry: &'e Entry,
    message_id: &'e str,
    state: State,
    reason: String,
}

#[derive(Serialize)]
struct JsonChange<'a> {
    key: String,
    campaign: &'a str,
    office: &'a str,
    was: &'a str,
    state: &'a str,
    message_id: &'a str,
    reason: &'a str,
    dry_run: bool,
}

impl Change<'_> {
    fn print(&self, app: &App, args: &ReconcileArgs) -> Result<(), Failure> {
        let Self { entry, message_id, state, reason } = self;
        if args.json {
            return outbox::print_json(
                app,
                &JsonChange {
                    key: entry.key.to_string(),
                    campaign: &entry.campaign,
                    office: &entry.office,
                    was: entry.state.word(),
                    state: state.word(),
                    message_id,
                    reason,
                    dry_run: args.dry_run,
                },
            );
        }
        let would = if args.dry_run { "would become " } else { "" };
        app.report.result(&format!("{would}{state}\t{}\t{}\t{reason}\n", entry.key.short(), entry.office))
    }
}

/// How much of what there was.
#[derive(Default)]
struct Count {
    mails: u64,
    settled: usize,
    bounced: usize,
    doubt: u64,
    unreadable: u64,
    /// Copies of letters that count as sent.
    known: u64,
    /// Bounces that are not understood.
    unclear: u64,
    /// Reports about mails that are no letters of this outbox.
    strangers: u64,
    /// What reports say of recipients, other than that they failed.
    idle: BTreeMap<&'static str, u64>,
}

impl Count {
    fn add(&mut self, was: State, state: State) {
        self.doubt -= u64::from(was == State::InDoubt);
        match state {
            State::Bounced => self.bounced += 1,
            _ => self.settled += 1,
        }
    }

    fn sum_up(&self, app: &App, args: &ReconcileArgs) {
        let Self { mails, bounced, doubt, unreadable, .. } = self;
        let read = if *mails == 1 { "1 mail was".to_owned() } else { format!("{mails} mails were") };
        let (settled, would) = (letters_word(self.settled as u64), if args.dry_run { " would be" } else { "" });
        app.report.say(&format!(
            "{read} read: {settled}{would} settled as sent, {bounced}{would} bounced, {doubt}{would} still in doubt, {unreadable} unreadable."
        ));
        let some = |count: u64, what: &str| {
            if count > 0 {
                app.report.say(&what.replace("{}", &count.to_string()));
            }
        };
        some(self.known, "Copies of letters that count as sent already: {}.");
        let idle: Vec<String> = self.idle.iter().map(|(word, count)| format!("{count} {word}")).collect();
        if !idle.is_empty() {
            app.report.say(&format!("Recipients whose report changes nothing: {}.", idle.join(", ")));
        }
        some(self.strangers, "Reports about other mails: {}.");
        some(self.unclear, "Bounces that are not in the standard form (RFC 3464), and so not understood: {}.");
        if *doubt > 0 {
            app.report.say(
                "That a copy is missing proves nothing: it may be late, or in another folder. \
                 `outcry outbox list --state in-doubt` says what to do.",
            );
        }
        if args.dry_run {
            app.report.say("Nothing was changed: this was a dry run.");
        }
    }

    fn exit(&self) -> Exit {
        if self.doubt > 0 {
            Exit::Waiting
        } else if self.bounced > 0 {
            Exit::Refused
        } else {
            Exit::Done
        }
    }
}
