//! One mail: its own Message-ID, or what it reports about the delivery of another one. A report is
//! what RFC 3464 and RFC 6522 call one; a bounce in any other form is told as such and not guessed at.
//!
//! The mail library reads headers and encodings. The parts are told apart here: the library's reader of
//! whole mails follows mails in mails to any depth, and loses count of mended boundaries.

use std::borrow::Cow;

use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders};

use crate::address::Email;
use crate::text;

/// The types of parts that say what became of a mail.
const STATUS: [&str; 2] = ["message/delivery-status", "message/global-delivery-status"];
/// The types of parts that return a mail, or its header.
const RETURNED: [&str; 4] = ["message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"];
/// Parts of a mail that are looked at, and how deep they may lie in one another.
const PARTS_MOST: usize = 200;
const DEPTH_MOST: usize = 4;
/// Recipients of one report that are read.
const RECIPIENTS_MOST: usize = 1000;
/// Message-IDs that a bounce of another form is searched for.
const NAMED_MOST: usize = 20;
/// Characters of a server's words that are kept.
const WORDS_MOST: usize = 300;

/// What one mail is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// No report.
    Mail(Copy),
    /// A report about the delivery of another mail.
    Report(Report),
    /// A bounce in a form that is not understood, with the Message-IDs it shows.
    Unclear(Vec<String>),
    /// No mail.
    Unreadable,
}

/// A mail that may be the copy of a letter, by the fields that say which one it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copy {
    /// Its Message-ID, if it has exactly one.
    pub message_id: Option<String>,
    /// Whom it is from and to.
    pub addresses: Option<CopyAddresses>,
}

/// From, To and Cc of a mail where each of them can be read in one way only: no field stands twice, none holds
/// a group or what is no plain address, and one address is in From. Programs differ in what they show of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyAddresses {
    /// From.
    pub from: Email,
    /// To.
    pub to: Vec<Email>,
    /// Cc.
    pub copies: Vec<Email>,
}

/// What a mail server reports about a mail that it took before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The Message-ID of that mail, if the report says which one it is. Like every one here it stands
    /// without `<` and `>`.
    pub about: Option<String>,
    /// What became of it, by recipient.
    pub deliveries: Vec<Delivery>,
}

/// What became of a mail for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Nothing where the report uses a word of its own.
    pub action: Option<Action>,
    /// Whom the server tried to reach. Nothing where that is no address that could be in a letter.
    pub recipient: Option<Email>,
    /// Whom the mail was for before it was passed on, where the report says so and it is another one.
    pub original: Option<Email>,
    /// The recipient in the report's own words, for showing.
    pub shown: String,
    /// The status (RFC 3463) and the last server's words. They may name addresses.
    pub reason: String,
}

/// RFC 3464 section 2.3.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// The recipient will not get it.
    Failed,
    /// It is still tried.
    Delayed,
    /// The recipient has it.
    Delivered,
    /// Another server has it that sends no reports.
    Relayed,
    /// It was passed on to the members of a list or an alias.
    Expanded,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 5] = [Self::Failed, Self::Delayed, Self::Delivered, Self::Relayed, Self::Expanded];

    /// Its name in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::Expanded => "expanded",
        }
    }
}

/// Reads one mail, or the beginning of a long one.
pub fn read(mail: &[u8]) -> Finding {
    let mail = mail.trim_ascii_start();
    let Some((header, _)) = parted(mail) else { return Finding::Unreadable };
    let Some(head) = fields(&header) else { return Finding::Unreadable };
    if !is_header(&head) {
        return Finding::Unreadable;
    }
    let content = head.content_type();
    // A mail with a report beside something else, such as a scanner's remark, is one too.
    if content.is_some_and(|content| content.ctype().eq_ignore_ascii_case("multipart")) {
        if let Some(report) = report(mail, &head) {
            return Finding::Report(report);
        }
        let claims = content.and_then(|content| content.attribute("report-type"));
        if claims.is_some_and(|kind| kind.eq_ignore_ascii_case("delivery-status")) {
            return Finding::Unclear(named(mail));
        }
    }
    if is_bounce(&head) { Finding::Unclear(named(mail)) } else { Finding::Mail(copy(&head)) }
}

fn copy(head: &Message<'_>) -> Copy {
    let count = |name: &str| head.headers().iter().filter(|field| field.name().eq_ignore_ascii_case(name)).count();
    let emails = |name: &str, field: Option<&Address<'_>>| match (count(name), field) {
        (0, _) => Some(Vec::new()),
        (1, Some(Address::List(all))) => {
            all.iter().map(|one| one.address().and_then(|address| address.parse::<Email>().ok())).collect()
        }
        _ => None,
    };
    let addresses = || {
        let mut from = emails("From", head.from())?;
        let only = from.pop().filter(|_| from.is_empty())?;
        Some(CopyAddresses { from: only, to: emails("To", head.to())?, copies: emails("Cc", head.cc())? })
    };
    let message_id = head.message_id().filter(|_| count("Message-ID") == 1).map(bare);
    Copy { message_id, addresses: addresses() }
}

/// Header, ended as the library wants it, and body; nothing if there is no header.
fn parted(mail: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let ends = |at: &usize| [&b"\n\n"[..], b"\n\r\n"].iter().any(|end| mail[*at..].starts_with(end));
    if mail.is_empty() || mail.starts_with(b"\n") || mail.starts_with(b"\r\n") {
        return None;
    }
    let end = (0..mail.len()).find(ends).unwrap_or(mail.len());
    Some(([&mail[..end], b"\n\n"].concat(), &mail[end..]))
}

fn fields(header: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse_headers(header)
}

fn is_header(head: &Message<'_>) -> bool {
    let names = ["Message-ID", "From", "To", "Date", "Received", "Return-Path", "Content-Type", "Subject"];
    names.into_iter().any(|name| head.header(name).is_some())
}

/// A part that says what became of a mail, or returns it.
struct Part<'a> {
    /// Its type, in small letters.
    kind: String,
    body: Cow<'a, [u8]>,
}

/// Gathers those parts of a mail, or of one of its parts, in their order.
fn gather<'a>(mail: &'a [u8], depth: usize, found: &mut Vec<Part<'a>>) {
    if found.len() == PARTS_MOST {
        return;
    }
    // A part without a header is text, which nothing here asks for.
    let Some((header, body)) = parted(mail) else { return };
    let Some(head) = fields(&header) else { return };
    let Some(content) = head.content_type() else { return };
    let kind = format!("{}/{}", content.ctype(), content.subtype().unwrap_or_default()).to_lowercase();
    match content.attribute("boundary").filter(|_| kind.starts_with("multipart/")) {
        Some(_) if depth == 0 => {}
        Some(boundary) => between(body, boundary).into_iter().for_each(|part| gather(part, depth - 1, found)),
        None if STATUS.contains(&kind.as_str()) || RETURNED.contains(&kind.as_str()) => {
            found.push(Part { kind, body: decoded(&head, body) });
        }
        None => {}
    }
}

/// What stands between the lines that hold this boundary (RFC 2046 section 5.1.1).
fn between<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let (mut parts, mut begun, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let mark = line.trim_ascii_end().strip_prefix(b"--").and_then(|mark| mark.strip_prefix(boundary.as_bytes()));
        if let Some(rest) = mark.filter(|rest| rest.is_empty() || *rest == b"--") {
            parts.extend(begun.map(|begun| &body[begun..at]));
            begun = rest.is_empty().then_some(at + line.len());
            if begun.is_none() || parts.len() == PARTS_MOST {
                return parts;
            }
        }
        at += line.len();
    }
    // The end is missing, as of a mail that was cut.
    parts.extend(begun.map(|begun| &body[begun..]));
    parts
}

fn decoded<'a>(head: &Message<'_>, body: &'a [u8]) -> Cow<'a, [u8]> {
    let named = head.content_transfer_encoding().unwrap_or_default();
    let known = ["base64", "quoted-printable"].into_iter().find(|known| known.eq_ignore_ascii_case(named.trim()));
    let Some(encoding) = known else { return Cow::Borrowed(body.trim_ascii_start()) };
    let header = format!("Content-Type: application/octet-stream\nContent-Transfer-Encoding: {encoding}\n\n");
    let whole = [header.as_bytes(), body, b"\n"].concat();
    let parsed = MessageParser::default().parse(&whole);
    parsed.and_then(|parsed| parsed.parts.first().map(|part| part.contents().to_vec())).unwrap_or_default().into()
}

fn report(mail: &[u8], head: &Message<'_>) -> Option<Report> {
    let mut parts = Vec::new();
    gather(mail, DEPTH_MOST, &mut parts);
    let at = parts.iter().position(|part| STATUS.contains(&part.kind.as_str()))?;
    let deliveries = deliveries(&String::from_utf8_lossy(&parts[at].body));
    if deliveries.is_empty() {
        return None;
    }
    let mut report = Report { about: None, deliveries };
    // It comes after what became of it (RFC 6522 section 3).
    let returned = parts[at..].iter().find(|part| RETURNED.contains(&part.kind.as_str()));
    let returned = returned.and_then(|part| parted(&part.body)).map(|(header, _)| header);
    if let Some(returned) = returned.as_deref().and_then(fields) {
        report.about = returned.message_id().map(bare);
    }
    // A returned header that names another mail is not overruled: an answer to a letter bounces too.
    report.about = report.about.or_else(|| single(head.in_reply_to()).or_else(|| last(head.references())));
    Some(report)
}

/// The groups of fields after the first one, which is about the report itself (RFC 3464 section 2.1).
fn deliveries(status: &str) -> Vec<Delivery> {
    let status = status.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    // Whoever writes a single group puts all into it.
    let groups = status.split("\n\n").filter(|group| !group.trim().is_empty()).take(RECIPIENTS_MOST);
    groups.filter_map(delivery).collect()
}

fn delivery(group: &str) -> Option<Delivery> {
    let fields = format!("{}\n\n", group.trim_matches('\n'));
    let fields = MessageParser::default().parse_headers(&fields)?;
    let field = |name: &'static str| fields.header_raw(name).map(clean).filter(|value| !value.is_empty());
    let address = |name| field(name).map(|value| bare(typed(&value)));
    let (last, first) = (address("Final-Recipient"), address("Original-Recipient"));
    let parsed = |address: &Option<String>| address.as_ref().and_then(|address| address.parse::<Email>().ok());
    let (tried, original) = (parsed(&last), parsed(&first));
    // Some servers know their own recipients by names that are no addresses.
    let recipient = tried.or_else(|| original.clone());
    let original = original.filter(|original| recipient.as_ref().is_none_or(|one| !one.is_same_mailbox(original)));
    let shown = match &original {
        Some(original) => format!("{} (for {original})", last.unwrap_or_default()),
        None => last.or(first)?,
    };
    let action = field("Action").and_then(|word| {
        let word = word.split([' ', '(', ';']).next().unwrap_or_default().to_lowercase();
        Action::ALL.into_iter().find(|action| action.as_str() == word)
    });
    let status = field("Status").unwrap_or_default();
    let diagnostic = field("Diagnostic-Code").unwrap_or_default();
    let words = match diagnostic.split_once(';') {
        Some((kind, words)) if kind.trim().eq_ignore_ascii_case("smtp") => words.trim(),
        _ => diagnostic.as_str(),
    };
    let reason = if words.contains(&status) { words.to_owned() } else { format!("{status} {words}") };
    Some(Delivery { action, recipient, original, shown, reason: reason.trim().to_owned() })
}

/// The value of a field that begins with its type: `rfc822; court@court.test`.
fn typed(value: &str) -> &str {
    value.split_once(';').map_or(value, |(_, value)| value).trim()
}

/// Without `<` and `>`.
fn bare(id: impl AsRef<str>) -> String {
    id.as_ref().trim_matches(['<', '>', ' ']).to_owned()
}

/// One line without anything that could hide in it or move a cursor.
fn clean(raw: &str) -> String {
    let words: Vec<&str> = raw.split_whitespace().collect();
    let line = words.join(" ");
    line.chars().take(WORDS_MOST).map(|c| if text::is_forbidden(c) { '\u{fffd}' } else { c }).collect()
}

/// The only Message-ID of a field.
fn single(ids: &HeaderValue<'_>) -> Option<String> {
    if let HeaderValue::Text(id) = ids { Some(bare(id)) } else { None }
}

/// The last one: those before it are of the mails that were answered on the way.
fn last(ids: &HeaderValue<'_>) -> Option<String> {
    ids.as_text().map(bare)
}

/// Whether a mail says by its sender that something was not delivered.
fn is_bounce(head: &Message<'_>) -> bool {
    let from = |name: &str| {
        head.from()
            .and_then(|from| from.first())
            .and_then(|from| from.address())
            .is_some_and(|address| address.split('@').next().is_some_and(|local| local.eq_ignore_ascii_case(name)))
    };
    let returns_nowhere = head.header_raw("Return-Path").is_some_and(|path| path.trim() == "<>");
    head.header("X-Failed-Recipients").is_some() || from("mailer-daemon") || from("postmaster") && returns_nowhere
}

/// The Message-IDs that stand in a mail's text like fields, as in a mail that is returned in the text.
fn named(mail: &[u8]) -> Vec<String> {
    const FIELD: &str = "message-id:";
    let text = String::from_utf8_lossy(mail);
    let id = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']);
        let value = line.get(FIELD.len()..).filter(|_| line[..FIELD.len()].eq_ignore_ascii_case(FIELD))?;
        let (_, id) = value.split_once('<')?;
        id.split_once('>').map(|(id, _)| id.to_owned())
    };
    text.lines().filter_map(id).take(NAMED_MOST).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LETTER: &str = "0123456789abcdef0123456789abcdef@union.test";
    const SAMPLES: [&[u8]; 6] = [
        include_bytes!("../../tests/bounces/postfix.eml"),
        include_bytes!("../../tests/bounces/exim.eml"),
        include_bytes!("../../tests/bounces/exchange.eml"),
        include_bytes!("../../tests/bounces/gmail.eml"),
        include_bytes!("../../tests/bounces/delayed.eml"),
        include_bytes!("../../tests/bounces/qmail.eml"),
    ];

    fn report_of(mail: &[u8]) -> Report {
        match read(mail) {
            Finding::Report(report) => report,
            other => panic!("{other:?}\n{}", String::from_utf8_lossy(mail)),
        }
    }

    fn strings(emails: &[Email]) -> Vec<String> {
        emails.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn reports_of_common_servers_are_understood() {
        let court = &["court@court.test"][..];
        let copy = &["copies@harbour.example"][..];
        let [postfix, exim, exchange, gmail, delayed, _] = SAMPLES;
        for (sample, deliveries) in [
            (
                postfix,
                &[(
                    Action::Failed,
                    court,
                    "550 5.1.1 <court@court.test>: Recipient address rejected: User unknown in local recipient table",
                )][..],
            ),
            (exim, &[(Action::Failed, copy, "5.0.0 552 5.2.2 Mailbox full")]),
            (
                exchange,
                &[
                    (
                        Action::Failed,
                        &["minister@ministry.test"],
                        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient minister@ministry.test not found by SMTP address lookup",
                    ),
                    (Action::Failed, &["office@ministry.test"], "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception"),
                ],
            ),
            (
                gmail,
                &[(
                    Action::Failed,
                    court,
                    "550-5.1.1 The email account that you tried to reach does not exist. Please try 550 5.1.1 double-checking the recipient's email address. - gsmtp",
                )],
            ),
            (
                delayed,
                &[(
                    Action::Delayed,
                    court,
                    "4.4.1 X-Postfix; connect to mail.court.test[192.0.2.25]:25: Connection timed out",
                )],
            ),
        ] {
            // However lines end, it is the same report.
            let crlf = String::from_utf8_lossy(sample).replace('\n', "\r\n");
            for mail in [sample, crlf.as_bytes(), crlf.trim_end().as_bytes()] {
                let report = report_of(mail);
                assert_eq!(report.about.as_deref(), Some(LETTER));
                let found: Vec<_> = report
                    .deliveries
                    .iter()
                    .map(|delivery| (delivery.action, strings(delivery.recipient.as_slice()), delivery.reason.as_str()))
                    .collect();
                let expected: Vec<_> =
                    deliveries.iter().map(|(action, to, reason)| (Some(*action), to.map_owned(), *reason)).collect();
                assert_eq!(found, expected);
            }
        }
    }

    trait Owned {
        fn map_owned(&self) -> Vec<String>;
    }

    impl Owned for &[&str] {
        fn map_owned(&self) -> Vec<String> {
            self.iter().map(ToString::to_string).collect()
        }
    }

    /// A report with these fields on top, about the recipient, and this returned part.
    fn made(top: &str, recipient: &str, returned: &str) -> String {
        format!(
            "From: <mailer-daemon@mx.test>\n{top}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
             --b\nContent-Type: text/plain\n\nSorry.\n\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n{recipient}\n\n\
             --b\n{returned}\n--b--\n"
        )
    }

    #[test]
    fn a_report_says_which_mail_it_is_about_in_one_of_several_places() {
        const FAILED: &str = "Final-Recipient: rfc822; court@court.test\nAction: failed\nStatus: 5.1.1";
        let ours = "In-Reply-To: <ours@union.test>\n";
        let answer =
            "Content-Type: message/rfc822\n\nMessage-ID: <answer@union.test>\nIn-Reply-To: <ours@union.test>\n\nx\n";
        for (top, returned, about) in [
            ("", "Content-Type: text/rfc822-headers\n\nMessage-ID: <ours@union.test>\n", Some("ours@union.test")),
            ("", "Content-Type: message/global-headers\n\nMessage-ID: <ours@union.test>\n", Some("ours@union.test")),
            ("", "Content-Type: message/global\n\nMessage-ID: <ours@union.test>\n\nx\n", Some("ours@union.test")),
            (
                "",
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nTWVzc2FnZS1JRDogPG91cnNAdW5pb24udGVzdD4KVG86IGFAYi50ZXN0Cgp4Cg==\n",
                Some("ours@union.test"),
            ),
            (ours, "Content-Type: text/plain\n\nnothing\n", Some("ours@union.test")),
            (
                "References: <first@union.test>\n <ours@union.test>\n",
                "Content-Type: text/plain\n\n\n",
                Some("ours@union.test"),
            ),
            // Several answers to one: which of them it is cannot be told.
            ("In-Reply-To: <a@union.test> <b@union.test>\n", "Content-Type: text/plain\n\n\n", None),
            // What came back is an answer to a letter, not the letter.
            (ours, answer, Some("answer@union.test")),
            ("", "Content-Type: text/plain\n\nMessage-ID: <ours@union.test>\n", None),
        ] {
            let report = report_of(made(top, FAILED, returned).as_bytes());
            assert_eq!(report.about.as_deref(), about, "{top}{returned}");
        }
    }

    #[test]
    fn recipients_are_read_as_they_are_written() {
        let long =
            format!("Final-Recipient: rfc822; a@b.test\nAction: failed\nDiagnostic-Code: smtp; {}", "x".repeat(5000));
        for (group, action, recipient, original, shown, reason) in [
            (
                "final-recipient: RFC822;<a@b.test>\nACTION: Failed (gone)",
                Some(Action::Failed),
                "a@b.test",
                "",
                "a@b.test",
                "",
            ),
            // Passed on: who was tried is not who was written to.
            (
                "Original-Recipient: rfc822; desk@b.test\nFinal-Recipient: rfc822; jo@inner.b.test\nAction: relayed\nStatus: 2.1.5",
                Some(Action::Relayed),
                "jo@inner.b.test",
                "desk@b.test",
                "jo@inner.b.test (for desk@b.test)",
                "2.1.5",
            ),
            (
                "Original-Recipient: rfc822; A@b.test\nFinal-Recipient: rfc822; a@B.test\nAction: expanded",
                Some(Action::Expanded),
                "a@b.test",
                "",
                "a@B.test",
                "",
            ),
            (
                "Original-Recipient: rfc822; desk@b.test\nFinal-Recipient: x400; /C=AQ/O=COURT/\nAction: failed",
                Some(Action::Failed),
                "desk@b.test",
                "",
                "/C=AQ/O=COURT/",
                "",
            ),
            (
                "Final-Recipient: x400; /C=AQ/O=COURT/\nAction: failed",
                Some(Action::Failed),
                "",
                "",
                "/C=AQ/O=COURT/",
                "",
            ),
            ("Final-Recipient: a@b.test\nAction: vanished", None, "a@b.test", "", "a@b.test", ""),
            ("Final-Recipient: rfc822; a@b.test\nStatus: 5.0.0", None, "a@b.test", "", "a@b.test", "5.0.0"),
            (
                "Final-Recipient: rfc822; a@b.test\nAction: failed\nDiagnostic-Code: smtp; 550 \u{1b}[31mred\u{202e}\tx",
                Some(Action::Failed),
                "a@b.test",
                "",
                "a@b.test",
                "550 \u{fffd}[31mred\u{fffd} x",
            ),
        ] {
            let report = report_of(made("", group, "Content-Type: text/plain\n\n\n").as_bytes());
            let [delivery] = &report.deliveries[..] else { panic!("{group}: {:?}", report.deliveries) };
            let text = |email: &Option<Email>| email.as_ref().map(ToString::to_string).unwrap_or_default();
            assert_eq!((delivery.action, delivery.shown.as_str(), delivery.reason.as_str()), (action, shown, reason));
            assert_eq!((text(&delivery.recipient).as_str(), text(&delivery.original).as_str()), (recipient, original));
        }
        let spaced =
            "Final-Recipient: rfc822; a@b.test\nAction: failed\n \nFinal-Recipient: rfc822; c@d.test\nAction: delayed";
        assert_eq!(report_of(made("", spaced, "").as_bytes()).deliveries.len(), 2);
        let report = report_of(made("", &long, "").as_bytes());
        assert_eq!(report.deliveries[0].reason.chars().count(), WORDS_MOST - "smtp; ".len());
    }

    #[test]
    fn what_is_no_report_is_not_guessed_at() {
        let mail = |id: &str| Finding::Mail(Copy { message_id: Some(id.to_owned()), addresses: None });
        let found = |mail: &[u8]| match read(mail) {
            Finding::Mail(copy) => Finding::Mail(Copy { addresses: None, ..copy }),
            other => other,
        };
        let unclear = |ids: &[&str]| Finding::Unclear(ids.map_owned());
        let postfix = String::from_utf8_lossy(SAMPLES[0]).into_owned();
        for (text, finding) in [
            (String::from_utf8_lossy(SAMPLES[5]).into_owned(), unclear(&[LETTER])),
            // Quoted by somebody, or attached: the one who passes it on is not the one who reports.
            (format!("From: jo@union.test\nMessage-ID: <1@union.test>\n\n> {}", postfix.replace('\n', "\n> ")), mail("1@union.test")),
            (
                format!("From: jo@union.test\nMessage-ID: <1@union.test>\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: message/rfc822\n\n{postfix}\n--m--\n"),
                mail("1@union.test"),
            ),
            // It says that it is a report, and is none.
            (
                "From: x@mx.test\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\ndelivery-status\n\n--b--\n".to_owned(),
                unclear(&[]),
            ),
            (made("", "Reporting-MTA: dns; mx.test", "").replace("message/delivery-status", "text/x"), unclear(&[])),
            ("From: <MAILER-DAEMON@mx.test>\n\nMessage-Id:  <a@b.test>\n> message-id: <c@d.test>".to_owned(), unclear(&["a@b.test", "c@d.test"])),
            ("Return-Path: <>\nFrom: postmaster@mx.test\n\nx".to_owned(), unclear(&[])),
            ("From: jo@union.test\nX-Failed-Recipients: a@b.test\n\nx".to_owned(), unclear(&[])),
            // Nobody is at home.
            ("Return-Path: <>\nFrom: court@court.test\nMessage-ID: <1@court.test>\n\nI am away.".to_owned(), mail("1@court.test")),
            // A reading receipt.
            (
                "From: court@court.test\nMessage-ID: <1@court.test>\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nread\n--b--\n".to_owned(),
                mail("1@court.test"),
            ),
            ("Subject: none\n\nx".to_owned(), Finding::Mail(Copy::default())),
            // Whose is it?
            ("Message-ID: <1@union.test>\nMessage-ID: <2@union.test>\nSubject: x".to_owned(), Finding::Mail(Copy::default())),
            ("Message-ID: folded\n\t <1@union.test>\nSubject: x".to_owned(), mail("1@union.test")),
            (String::new(), Finding::Unreadable),
            ("\n\n\n".to_owned(), Finding::Unreadable),
            ("Dear diary, nothing.".to_owned(), Finding::Unreadable),
        ] {
            assert_eq!(found(text.as_bytes()), finding, "{text}");
        }
        // Latin-1 in a header, as old programs write it.
        assert_eq!(
            found(b"From: J\xf6rg <j@union.test>\nSubject: Gr\xfc\xdfe\nMessage-ID: <1@union.test>\n\nx"),
            mail("1@union.test")
        );
    }

    #[test]
    fn addresses_count_where_they_read_one_way_only() {
        let plain = "From: Jo <branch@union.test>\nTo: \"Court, the\" <court@court.test>,\n clerk@court.test\nCc: copies@harbour.test\n";
        let read_all = |head: &str| match read(format!("{head}Message-ID: <1@union.test>\n\nx").as_bytes()) {
            Finding::Mail(Copy { addresses: Some(CopyAddresses { from, to, copies }), .. }) => {
                Some((from.to_string(), strings(&to), strings(&copies)))
            }
            _ => None,
        };
        let expected =
            |to: &[&str], copies: &[&str]| Some(("branch@union.test".to_owned(), to.map_owned(), copies.map_owned()));
        let both = &["court@court.test", "clerk@court.test"];
        assert_eq!(read_all(plain), expected(both, &["copies@harbour.test"]));
        assert_eq!(read_all(&plain.replace("Cc: copies@harbour.test\n", "")), expected(both, &[]));
        for (field, hostile) in [
            ("From: Jo <branch@union.test>", "From: branch@union.test, evil@court.test"),
            ("From: Jo <branch@union.test>", "From: branch@union.test\nFrom: evil@court.test"),
            ("From: Jo <branch@union.test>", "X: y"),
            ("To: ", "To: evil@court.test\nTo: "),
            ("To: ", "to: evil@court.test\nTO: "),
            ("To: ", "To: all: "),
            ("To: ", "To: undisclosed-recipients:;, "),
            ("Cc: copies@harbour.test", "Cc: \"copies@harbour.test\"@evil.test"),
            ("Cc: copies@harbour.test", "Cc: nobody"),
        ] {
            let head = plain.replace(field, hostile);
            assert_ne!(read_all(&head), read_all(plain), "{head}");
        }
    }

    #[test]
    fn parts_in_parts_are_followed_only_so_far() {
        let inner = made("", "Final-Recipient: rfc822; a@b.test\nAction: failed", "");
        let wrapped = |times: usize| {
            (0..times).fold(inner.clone(), |mail, level| {
                format!("From: <mailer-daemon@mx.test>\nContent-Type: multipart/mixed; boundary=m{level}\n\n--m{level}\n{mail}\n--m{level}--\n")
            })
        };
        // A scanner's remark around a report.
        assert_eq!(report_of(wrapped(1).as_bytes()).deliveries.len(), 1);
        for mail in [
            wrapped(30),
            format!(
                "From: <mailer-daemon@mx.test>\n{}",
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(20_000)
            ),
            format!("From: <mailer-daemon@mx.test>\n{}", "Content-Type: message/rfc822\n\n".repeat(30_000)),
            format!(
                "From: <mailer-daemon@mx.test>\nContent-Type: multipart/mixed; boundary=b\n{}",
                "\n--b\nX: y\n".repeat(50_000)
            ),
        ] {
            assert_eq!(read(mail.as_bytes()), Finding::Unclear(Vec::new()), "{mail:.100}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_that_a_mail_can_be_stops_the_program(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
            read(&bytes);
        }

        /// Real reports with pieces taken out, doubled, moved and spoiled.
        #[test]
        fn nothing_that_a_report_can_be_stops_the_program(
            sample in 0..SAMPLES.len(),
            cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..400usize, any::<prop::sample::Index>(), 0..4u8, any::<u8>()), 1..12),
        ) {
            let mut mail = SAMPLES[sample].to_vec();
            for (from, length, to, what, byte) in cuts {
                if mail.is_empty() {
                    break;
                }
                let from = from.index(mail.len());
                let piece: Vec<u8> = mail[from..].iter().copied().take(length).collect();
                let to = to.index(mail.len());
                match what {
                    0 => drop(mail.drain(from..from + piece.len())),
                    1 => drop(mail.splice(to..to, piece)),
                    2 => mail[from] = byte,
                    _ => mail.truncate(to.max(1)),
                }
            }
            read(&mail);
        }
    }
}
