//! What became of each letter, in words: a line of result for each, and what must not be missed.

use outcry::address::Email;
use outcry::deliver::{Job, Outcome};
use outcry::outbox::{Entry, State};
use outcry::registry::Office;
use outcry::render::mail::Mail;
use outcry::smtp::Role;
use serde::Serialize;

use crate::failure::Failure;
use crate::messages::channels::{self, Way};
use crate::terminal::Terminal;
use crate::terminal::report::Report;

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Lines,
    Json,
}

/// A letter that was dealt with in an earlier run.
pub struct PastLetter {
    pub office: String,
    pub row: Option<u64>,
    pub to: Vec<Email>,
    pub copies: Vec<Email>,
    pub entry: Entry,
}

impl PastLetter {
    /// Whether nobody knows if the server took it.
    pub fn is_in_doubt(&self) -> bool {
        matches!(self.entry.state, State::InDoubt | State::Sending)
    }
}

/// One line of result.
#[derive(Default)]
struct Told<'a> {
    outcome: &'a str,
    office: &'a str,
    to: &'a [Email],
    copies: &'a [Email],
    refused: Vec<String>,
    attached: &'a [(String, usize)],
    message_id: &'a str,
    reason: &'a str,
    next_try: Option<String>,
    row: Option<u64>,
    letters: Option<u64>,
    version: Option<u32>,
    edited: bool,
}

#[derive(Serialize)]
struct JsonOutcome<'a> {
    office: &'a str,
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    letters: Option<u64>,
    to: Vec<String>,
    copies: Vec<String>,
    refused_recipients: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attached: Vec<&'a str>,
    message_id: &'a str,
    reason: &'a str,
    next_try: Option<&'a str>,
    version: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    edited: bool,
}

impl Told<'_> {
    fn print(&self, report: &Report, shape: Shape) -> Result<(), Failure> {
        report.result(&self.line(shape)?)
    }

    fn line(&self, shape: Shape) -> Result<String, Failure> {
        if shape == Shape::Json {
            let strings = |emails: &[Email]| emails.iter().map(ToString::to_string).collect();
            let line = serde_json::to_string(&JsonOutcome {
                office: self.office,
                outcome: self.outcome,
                row: self.row,
                letters: self.letters,
                to: strings(self.to),
                copies: strings(self.copies),
                refused_recipients: &self.refused,
                attached: self.attached.iter().map(|(name, _)| name.as_str()).collect(),
                message_id: self.message_id,
                reason: self.reason,
                next_try: self.next_try.as_deref(),
                version: self.version,
                edited: self.edited,
            })
            .map_err(|error| Failure::data(error.to_string()))?;
            return Ok(format!("{line}\n"));
        }
        let refused = |email: &&Email| self.refused.contains(&email.to_string());
        let to: Vec<Email> = self.to.iter().filter(|email| !refused(email)).cloned().collect();
        let (to, reason) = (joined(&to), self.reason);
        let rest = match (to.is_empty(), reason.is_empty()) {
            (true, _) => reason.to_owned(),
            (false, true) => to,
            (false, false) => format!("{to}: {reason}"),
        };
        let row = self.row.map(|row| format!("row {row}: ")).unwrap_or_default();
        Ok(format!("{}\t{}\t{row}{rest}\n", self.outcome, self.office))
    }
}

/// A letter that a dry run would send. It has no Message-ID before it is tried.
pub fn would_send(report: &Report, shape: Shape, mail: &Mail) -> Result<(), Failure> {
    Told { outcome: "would send", message_id: "", ..of(mail) }.print(report, shape)
}

/// So many letters that a dry run of a list would send to one office, in words and as a number.
pub fn would_send_many(report: &Report, shape: Shape, office: &str, words: &str, count: u64) -> Result<(), Failure> {
    Told { outcome: "would send", office, reason: words, letters: Some(count), ..Told::default() }.print(report, shape)
}

fn of(mail: &Mail) -> Told<'_> {
    Told {
        office: &mail.office,
        to: &mail.to,
        copies: &mail.copies,
        attached: &mail.attached,
        message_id: &mail.message_id,
        version: Some(mail.version),
        edited: mail.is_edited,
        ..Told::default()
    }
}

/// A letter that was tried in this run.
pub fn line(shape: Shape, job: &Job, outcome: &Outcome) -> Result<String, Failure> {
    let told = Told { row: job.row, ..of(&job.mail) };
    match outcome {
        Outcome::Sent { reply, refused } => Told {
            outcome: "sent",
            reason: &reply.to_string(),
            refused: refused.iter().map(|(email, ..)| email.to_string()).collect(),
            ..told
        }
        .line(shape),
        Outcome::Refused(reason) => Told { outcome: "refused", reason, ..told }.line(shape),
        Outcome::Waiting { reason, next_try } => {
            Told { outcome: "not sent yet", reason, next_try: Some(format!("{next_try:.0}")), ..told }.line(shape)
        }
        Outcome::Untried(reason) | Outcome::HeldBack(reason) => {
            Told { outcome: "not sent yet", reason, ..told }.line(shape)
        }
        Outcome::InDoubt(reason) => Told { outcome: "in doubt", reason, ..told }.line(shape),
    }
}

/// A letter that was dealt with in an earlier run.
pub fn tell_past(
    Terminal { report, environment }: Terminal<'_>,
    shape: Shape,
    past: &PastLetter,
) -> Result<(), Failure> {
    let PastLetter { office, row, to, copies, entry } = past;
    let outcome = match entry.state {
        State::Sent => "sent already",
        State::Dropped => "given up",
        state => state.as_str(),
    };
    let reason = if entry.reason.is_empty() { String::new() } else { format!(": {}", entry.reason) };
    Told {
        outcome,
        office,
        to,
        copies,
        message_id: entry.stamp.as_ref().map(|stamp| stamp.message_id.as_str()).unwrap_or_default(),
        reason: &format!("on {}{reason}", environment.local(entry.changed)),
        row: *row,
        version: entry.version,
        edited: entry.edited.is_some(),
        ..Told::default()
    }
    .print(report, shape)
}

/// Letters to an office that go another way than by mail, and what to do `instead`.
pub fn tell_by_hand(report: &Report, shape: Shape, office: &Office, instead: &str) -> Result<(), Failure> {
    let why = barred_email(office).unwrap_or_else(|| "no e-mail address for letters is known.".to_owned());
    Told { outcome: "by hand", office: &office.id, reason: &format!("{why} {instead}"), ..Told::default() }
        .print(report, shape)
}

/// Why the e-mail addresses of an office are not used, where it has some.
pub fn barred_email(office: &Office) -> Option<String> {
    let barred: Vec<String> = channels::barred(office, Way::Mail).collect();
    (!barred.is_empty()).then(|| barred.join(" "))
}

/// Whether the outbox remembers a letter, and under which key.
#[derive(Debug, Clone, Copy)]
pub enum Kept<'k> {
    Under(&'k str),
    Nowhere,
}

/// What must not be missed about a letter's outcome, and what to do next.
pub fn explain(terminal: Terminal<'_>, mail: &Mail, outcome: &Outcome, kept: Kept<'_>) {
    let Terminal { report, environment } = terminal;
    match outcome {
        Outcome::Sent { refused, .. } => {
            for (email, role, reply) in refused {
                let what = match role {
                    Role::Office => "the server refused another address of the office",
                    Role::Copy => "the letter was sent, but the server refused this copy",
                };
                report.warn(&format!("{}: {what}: {email}: {reply}", mail.office));
            }
        }
        Outcome::InDoubt(reason) => doubt(report, &mail.office, reason, &mail.message_id, kept),
        Outcome::Refused(reason) => {
            report.warn(&format!("{}: refused; nobody received this letter: {reason}", mail.office));
        }
        Outcome::Waiting { reason, next_try } => {
            let next = match kept {
                Kept::Under(_) => {
                    format!("Next attempt: {}.", environment.local(*next_try))
                }
                Kept::Nowhere => "Try again later.".to_owned(),
            };
            report.warn(&format!("{}: not sent; nobody received this letter: {reason}. {next}", mail.office));
        }
        Outcome::Untried(reason) | Outcome::HeldBack(reason) => {
            report.warn(&format!("{}: not sent; nobody received this letter: {reason}.", mail.office));
        }
    }
}

fn doubt(report: &Report, office: &str, reason: &str, message_id: &str, kept: Kept<'_>) {
    let next = match kept {
        Kept::Under(key) => format!(
            "outcry never sends a letter in doubt again by itself. Look in the copy mailbox for the mail with the \
             Message-ID {message_id}. If the copy is there, run: outcry outbox settle {key} --sent. If not, the office \
             may still have the letter: --drop leaves it, --resend sends it again."
        ),
        Kept::Nowhere => format!(
            "Before you send the letter again, look in the copy mailbox for the mail with the Message-ID {message_id}."
        ),
    };
    report.warn(&format!("{office}: in doubt: {reason}. The server may have the letter. {next}"));
}

/// The same for a letter of an earlier run.
pub fn explain_past(Terminal { report, environment }: Terminal<'_>, office: &str, entry: &Entry) {
    let when = environment.local(entry.changed);
    match entry.state {
        State::InDoubt => {
            let message_id = entry.stamp.as_ref().map(|stamp| stamp.message_id.as_str()).unwrap_or_default();
            let reason = format!("since {when}: {}", entry.reason);
            doubt(report, office, &reason, message_id, Kept::Under(&entry.key.short()));
        }
        State::Refused => report.warn(&format!(
            "{office}: refused on {when}; nobody received this letter: {}. To try again, use --again.",
            entry.reason
        )),
        State::Bounced => report.warn(&format!(
            "{office}: bounced: the server accepted this letter, and a bounce report was found on {when}: {}. Look for a \
             better address: outcry recipients show {office}. To send the letter again, use --again.",
            entry.reason
        )),
        State::Sending => report.warn(&format!("{office}: another run is sending this letter now.")),
        State::Sent | State::Dropped | State::HandedOver | State::Waiting => {}
    }
}

/// The mail as its readers will see it. `words` are its text.
pub fn preview(mail: &Mail, words: &str, remarks: &[String]) -> String {
    let mut text = format!("From: {}\n", mail.from);
    if let Some(reply_to) = &mail.reply_to {
        text.push_str(&format!("Reply-To: {reply_to}\n"));
    }
    text.push_str(&format!("To: {}\n", joined(&mail.to)));
    if !mail.copies.is_empty() {
        text.push_str(&format!("Cc: {}\n", joined(&mail.copies)));
    }
    for (name, bytes) in &mail.attached {
        text.push_str(&format!("Attached: {name} ({})\n", size(*bytes)));
    }
    for remark in remarks {
        text.push_str(&format!("{remark}\n"));
    }
    text.push_str(&format!("Subject: {}\n\n{}{}\n", mail.subject, words, "-".repeat(72)));
    text
}

/// How large a file is, for a person.
pub fn size(bytes: usize) -> String {
    match bytes {
        ..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

pub fn joined(emails: &[Email]) -> String {
    emails.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
