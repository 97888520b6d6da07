//! `outcry outbox reconcile`: what the mails of a mailbox prove about letters. All of them are read
//! before anything is changed: an office with several addresses may get as many reports. What they prove is
//! decided in [`outcry::proof`]; here it is worded, and a person agrees to what came back.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use outcry::mac::MacKey;
use outcry::outbox::{Entry, Key, Outbox, Proof, State, View, in_common_words};
use outcry::proof::{
    Action, AddressField, Because, Conclusion, Delivery, Evidence, Finding, Mail, Mailbox, Remark, Report, read,
};
use outcry::text::for_sentence;
use serde::Serialize;

use crate::app::App;
use crate::args::ReconcileArgs;
use crate::failure::{Exit, Failure};
use crate::messages::letters;

/// Mails that are named when they cannot be read; of more the number is told.
const NAMED_MOST: u64 = 10;

pub fn run(app: &App, args: &ReconcileArgs) -> Result<Exit, Failure> {
    let mailboxes = open(&args.paths)?;
    let Some(view) = app.view_outbox()? else { return Ok(Exit::Done) };
    let mut book = if args.dry_run {
        Book::Seen(view)
    } else {
        drop(view);
        Book::Held(app.open_outbox()?)
    };
    let key = book.view().mail_key();
    let mut search = Search { letters: tried(book.view())?, key, found: HashMap::new(), count: Count::default() };
    for mailbox in &mailboxes {
        let read = mailbox.each(|mail| match mail {
            Ok(mail) => search.hear(app, &mail),
            Err(error) => search.unreadable(app, &error.to_string()),
        });
        read.map_err(|error| Failure::from(error).hint("nothing was changed"))?;
    }
    let Search { mut found, mut count, key, .. } = search;
    let mut judged = Vec::new();
    book.view().each(|entry| {
        count.doubt += u64::from(entry.state == State::InDoubt);
        if let Some(evidence) = found.remove(&entry.key) {
            count.known += u64::from(evidence.has_copy() && entry.state == State::Sent);
            judged.push((evidence.judge(&entry, &key), entry));
        }
    })?;
    let (mut taken, mut bounced) = (Vec::new(), Vec::new());
    for (verdict, entry) in &judged {
        let Conclusion { taken: because, bounced: reasons, remarks } = verdict;
        for remark in remarks {
            explain(app, entry, remark);
        }
        if let Some(because) = because {
            let change = Change { entry, state: State::Sent, reason: found_words(*because).to_owned() };
            book.prove(app, Proof::Taken, &change)?;
            taken.push((change, reasons.is_some()));
        }
        if let Some(reasons) = reasons {
            let reasons = if reasons.is_empty() { "without a reason".to_owned() } else { reasons.join("; ") };
            let reason = format!("it came back: {}", in_common_words(&reasons));
            bounced.push(Change { entry, state: State::Bounced, reason });
        }
    }
    let applied = agree(app, args, &bounced)?;
    for (change, came_back) in &taken {
        count.doubt -= u64::from(change.entry.state == State::InDoubt);
        // A letter that came back is shown once, as that.
        if !came_back || matches!(applied, Applied::NotAsked | Applied::Declined) {
            count.settled += 1;
            change.print(app, args, if args.dry_run { Applied::Would } else { Applied::Done })?;
        }
    }
    for change in &bounced {
        if applied == Applied::Done {
            book.prove(app, Proof::Bounced, change)?;
        }
        change.print(app, args, applied)?;
    }
    count.bounced = bounced.len();
    count.sum_up(app, args, applied);
    Ok(count.exit(applied))
}

/// Whether letters became what the mails say of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Applied {
    Done,
    /// In a dry run.
    Would,
    /// Nobody was asked who could have agreed.
    NotAsked,
    /// A person said no.
    Declined,
}

/// Asks about letters that came back: whoever has read a letter can write such a report, and a letter that counts
/// as bounced goes out again with `--again=refused`.
fn agree(app: &App, args: &ReconcileArgs, bounced: &[Change<'_>]) -> Result<Applied, Failure> {
    if args.dry_run {
        return Ok(Applied::Would);
    }
    if bounced.is_empty() || args.yes {
        return Ok(Applied::Done);
    }
    if !app.ask.possible() {
        return Ok(Applied::NotAsked);
    }
    let shown: Vec<String> = bounced
        .iter()
        .map(|Change { entry, reason, .. }| format!("  {}  {}: {reason}\n", entry.key.short(), entry.office))
        .collect();
    app.report.show(&format!(
        "Reports in the mailbox say that these letters came back. Anybody who read a letter could have written one.\n{}",
        shown.concat().trim_end()
    ));
    let question = format!("Record {} as bounced?", letters(bounced.len() as u64));
    Ok(if app.ask.consent(&question)? { Applied::Done } else { Applied::Declined })
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
fn tried(view: &View) -> Result<HashMap<String, Entry>, Failure> {
    let mut letters = HashMap::new();
    view.each(|entry| {
        if let Some(stamp) = &entry.stamp {
            letters.insert(stamp.message_id.trim_matches(['<', '>']).to_owned(), entry);
        }
    })?;
    Ok(letters)
}

/// The reading of all mailboxes.
struct Search {
    letters: HashMap<String, Entry>,
    key: MacKey,
    found: HashMap<Key, Evidence>,
    count: Count,
}

impl Search {
    fn hear(&mut self, app: &App, mail: &Mail<'_>) {
        self.count.mails += 1;
        match read(mail.bytes) {
            Finding::Mail(copy) => {
                let Some(entry) = copy.message_id.as_ref().and_then(|id| self.letters.get(id)) else { return };
                let meant = entry.stamp.as_ref().and_then(|stamp| stamp.addresses.as_ref());
                self.found.entry(entry.key).or_default().hear_copy(&copy, meant, &self.key);
            }
            Finding::Report(report) => self.hear_report(report),
            Finding::Unclear(ids) => {
                self.count.unclear += 1;
                for id in ids {
                    if let Some(evidence) = self.about(&id) {
                        evidence.hear_unclear(place(mail));
                    }
                }
            }
            Finding::Unreadable => {
                let place = place(mail);
                self.unreadable(app, &format!("{place}: not a mail"));
            }
        }
    }

    fn hear_report(&mut self, report: Report) {
        let Some(evidence) = report.about.as_deref().and_then(|id| self.about(id)) else {
            self.count.strangers += 1;
            return;
        };
        for action in evidence.hear_report(report) {
            *self.count.idle.entry(action.map_or("unknown", Action::as_str)).or_default() += 1;
        }
    }

    fn about(&mut self, id: &str) -> Option<&mut Evidence> {
        self.letters.get(id).map(|entry| self.found.entry(entry.key).or_default())
    }

    fn unreadable(&mut self, app: &App, what: &str) {
        self.count.unreadable += 1;
        if self.count.unreadable <= NAMED_MOST {
            app.report.warn(&format!("{what}; skipped"));
        }
    }
}

fn place(mail: &Mail<'_>) -> String {
    let file = for_sentence(&mail.file.display().to_string());
    mail.number.map_or(file.clone(), |number| format!("{file}, mail {number}"))
}

fn found_words(because: Because) -> &'static str {
    match because {
        Because::Copy => "its copy is in the mailbox",
        Because::Report => "a report about its delivery is in the mailbox",
    }
}

/// Says what must not be missed and does not show in the results.
fn explain(app: &App, entry: &Entry, remark: &Remark) {
    let key = entry.key.short();
    let failure = |delivery: &Delivery| format!("{}: {}", for_sentence(&delivery.shown), delivery.reason);
    let text = match remark {
        Remark::StopsWaiting(because) => format!(
            "the letter {key} was waiting, but {}: the server accepted the letter. outcry does not send it again.",
            found_words(*because)
        ),
        Remark::Contradicts(because) => format!(
            "the letter {key} counts as {}, but {}. Nothing was changed. Ask the office before you send the letter again with --again.",
            if entry.state == State::Refused { "refused" } else { "given up" },
            found_words(*because)
        ),
        Remark::UnderWay => {
            format!("another run is sending the letter {key} now; reconcile again when that run has ended.")
        }
        Remark::OtherAddresses(fields) => format!(
            "a mail with the Message-ID of the letter {key} is in the mailbox, but its {} differs from the letter's. \
             The mail proves nothing: somebody else may have written it, or a mailing list changed it. Read the mail \
             yourself. If it is the letter, run: outcry outbox settle {key} --sent",
            fields.iter().map(|field| field_word(*field)).collect::<Vec<_>>().join(", "),
        ),
        Remark::OldMessageId => format!(
            "the mailbox has a mail about the letter {key}, but an earlier version of outcry made its Message-ID, which \
             anybody could compute. The mail proves nothing. Read it yourself, then run: outcry outbox settle {key} \
             --sent, or --bounced if the letter came back"
        ),
        Remark::AddressFailed(delivery) => format!(
            "one address of the office did not get the letter {key}: {}. No report says so of the others.",
            failure(delivery)
        ),
        Remark::CopyFailed(delivery) => format!("a copy of the letter {key} was not delivered: {}", failure(delivery)),
        Remark::PassedOn(delivery) => format!(
            "the office's server accepted the letter {key} and forwarded it to an address where it was not delivered: {}. Nobody can say whether others at the office have the letter.",
            failure(delivery)
        ),
        Remark::SomebodyFailed(delivery) => format!(
            "somebody forwarded the letter {key} to an address where it was not delivered: {}",
            failure(delivery)
        ),
        Remark::Unclear(place) => format!(
            "a bounce that is not in the standard form (RFC 3464) shows the letter {key}. Nothing was changed; read the bounce yourself: {place}. If the letter came back, run: outcry outbox settle {key} --bounced"
        ),
    };
    app.report.warn(&format!("{}: {text}", entry.office));
}

fn field_word(field: AddressField) -> &'static str {
    match field {
        AddressField::From => "From",
        AddressField::To => "To",
        AddressField::Cc => "Cc",
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

    /// Records what is proved, where it may be.
    fn prove(&mut self, app: &App, proof: Proof, change: &Change<'_>) -> Result<(), Failure> {
        if let (Self::Held(outbox), Some(stamp)) = (self, &change.entry.stamp) {
            outbox.prove(&change.entry.key, &stamp.message_id, proof, &change.reason, app.environment.now)?;
        }
        Ok(())
    }
}

/// What a letter becomes, and why.
struct Change<'e> {
    entry: &'e Entry,
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
    /// Whether the letter is in `state` now.
    changed: bool,
}

impl Change<'_> {
    fn print(&self, app: &App, args: &ReconcileArgs, applied: Applied) -> Result<(), Failure> {
        let Self { entry, state, reason } = self;
        if args.json {
            let json = JsonChange {
                key: entry.key.to_string(),
                campaign: &entry.campaign,
                office: &entry.office,
                was: entry.state.as_str(),
                state: state.as_str(),
                message_id: entry.stamp.as_ref().map(|stamp| stamp.message_id.as_str()).unwrap_or_default(),
                reason,
                dry_run: args.dry_run,
                changed: applied == Applied::Done,
            };
            return app.report.json(&json);
        }
        let would = if applied == Applied::Done { "" } else { "would become " };
        app.report.result(&format!("{would}{state}\t{}\t{}\t{reason}\n", entry.key.short(), entry.office))
    }
}

/// How much of what there was.
#[derive(Default)]
struct Count {
    mails: u64,
    settled: u64,
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
    fn sum_up(&self, app: &App, args: &ReconcileArgs, applied: Applied) {
        let Self { mails, bounced, doubt, unreadable, .. } = self;
        let read = if *mails == 1 { "1 mail was".to_owned() } else { format!("{mails} mails were") };
        let (settled, would) = (letters(self.settled), if args.dry_run { " would be" } else { "" });
        let would_bounce = if applied == Applied::Done { "" } else { " would be" };
        app.report.say(&format!(
            "{read} read: {settled}{would} settled as sent, {bounced}{would_bounce} bounced, {doubt}{would} still in doubt, {unreadable} unreadable."
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
        some(self.unclear, "Bounces not in the standard form (RFC 3464), and so not understood: {}.");
        if *doubt > 0 {
            app.report.say(
                "A missing copy proves nothing: it may be late, or in another folder. To see what to do, run: outcry \
                 outbox list --state in-doubt",
            );
        }
        match applied {
            Applied::Would => app.report.say("Nothing was changed: this was a dry run."),
            Applied::NotAsked => app.report.warn(
                "no letter was recorded as bounced: anybody who read a letter could have written such a report. \
                 Read the reports. If they come from mail servers, run the same command with --yes.",
            ),
            Applied::Declined => app.report.say("No letter was recorded as bounced."),
            Applied::Done => {}
        }
    }

    fn exit(&self, applied: Applied) -> Exit {
        if self.doubt > 0 || applied == Applied::NotAsked {
            Exit::Waiting
        } else if self.bounced > 0 && applied != Applied::Declined {
            Exit::Refused
        } else {
            Exit::Done
        }
    }
}
