//! The letter as a mail (RFC 5322, MIME): the exact bytes and the envelope they travel in.
//!
//! The bytes are seven-bit, lines end with CRLF, and display names and subjects are encoded where they
//! must be. This file alone decides who may be in From, for previews and for sending alike.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::{self, ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, MultiPart, SinglePart};

use self::encoding::single;
use self::mailboxes::{bare, field, shown};
use super::html::mail_html;
use super::text::{copy_text, mail_text};
use super::words::words;
use crate::address::{Email, Mailbox};
use crate::identity::OWN_COPY;
use crate::letter::Letter;
use crate::mac::{MacKey, MailAddresses};
use crate::signatory::Signatory;

mod encoding;
mod mailboxes;

/// A finished mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The id of the office that gets the mail, or [`OWN_COPY`](crate::identity::OWN_COPY).
    pub office: String,
    /// The version of the campaign's text.
    pub version: u32,
    /// Whether the signatory edited its text.
    pub is_edited: bool,
    /// The sender in the envelope (RFC 5321): the account's address, so that bounces go there.
    pub envelope_from: Email,
    /// The office's own addresses: the letter counts as sent only when the server accepts one of them.
    pub to: Vec<Email>,
    /// Everyone who gets a copy.
    pub copies: Vec<Email>,
    /// `<…@…>`, as in the mail itself. Mails with the same Message-ID are equal.
    pub message_id: String,
    /// The Date of the mail, in whole seconds.
    pub date: Timestamp,
    /// The addresses of the mail, as digests under the key of the posting.
    pub addresses: MailAddresses,
    /// From as a person reads it.
    pub from: Mailbox,
    /// Where an answer goes, if not to From.
    pub reply_to: Option<Mailbox>,
    /// The subject as a person reads it.
    pub subject: String,
    /// Names and sizes of the attached files.
    pub attached: Vec<(String, usize)>,
    /// The mail as it goes over the wire, without dot-stuffing.
    pub bytes: Vec<u8>,
}

/// What a mail needs beyond the letter.
#[derive(Debug, Clone)]
pub struct Posting {
    /// An address the account may send from.
    pub account: Mailbox,
    /// The Date of the mail.
    pub date: Timestamp,
    /// Whether the mail carries the letter as HTML too.
    pub alternative: Alternative,
    /// Whether whoever signs gets a copy.
    pub own_copy: OwnCopy,
    /// A trial goes to this address alone, in place of the office and all copies.
    pub test_to: Option<Email>,
    /// The key for Message-IDs. Its owner can find out from a Message-ID whose letter it is, and predict the
    /// Message-ID of a letter that nobody has yet; so the key belongs to the outbox and stays there.
    pub key: MacKey,
}

/// A file attached to a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file name: ASCII letters and digits, `-`, `_` and `.`; any other character becomes a `-`.
    pub name: String,
    /// The media type, such as `application/pdf`.
    pub media_type: &'static str,
    /// The content of the file.
    pub bytes: Vec<u8>,
}

/// Maximum recipients of one mail: every server takes this many (RFC 5321 section 4.5.3.1.8).
const RECIPIENTS_MOST: usize = 100;

/// Whether a mail carries an HTML alternative beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternative {
    /// The text alone.
    None,
    /// The text, and the same letter as HTML.
    Html,
}

/// Whether a mail goes to whoever signs it too. It is never a blind copy: the office sees who has the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnCopy {
    /// Only to the office, and to those who get a copy of every letter.
    None,
    /// In Cc, if the signatory has an e-mail address.
    Cc,
}

impl Posting {
    /// Everyone who gets a copy of a letter.
    pub fn copies(&self, letter: &Letter<'_>) -> Vec<Email> {
        if self.test_to.is_some() {
            return Vec::new();
        }
        let mut copies = letter.all_copies();
        let own = letter.signatory.email.iter().filter(|_| self.own_copy == OwnCopy::Cc);
        let is_new = |own: &&Email| !copies.contains(*own) && !letter.office.emails().contains(*own);
        let own: Vec<Email> = own.filter(is_new).cloned().collect();
        copies.extend(own);
        copies
    }
}

/// Why a letter cannot become a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The office has no e-mail address for letters.
    #[error("{0} has no e-mail address for letters")]
    NoEmail(String),
    /// More addresses than a server must take.
    #[error("the letter to {office} would go to {count} addresses; a mail has at most {RECIPIENTS_MOST}")]
    Recipients {
        /// The office's id.
        office: String,
        /// Addresses in To and Cc.
        count: usize,
    },
    /// The mail library refused a part of the mail.
    #[error("the mail cannot be built: {0}")]
    Build(String),
}

impl From<lettre::address::AddressError> for MailError {
    fn from(error: lettre::address::AddressError) -> Self {
        Self::Build(error.to_string())
    }
}

/// The letter as a mail that can be sent, with these files.
pub fn mail(letter: &Letter<'_>, posting: &Posting, files: &[Attachment]) -> Result<Mail, MailError> {
    let (to, copies) = addressees(letter, posting)?;
    let (from, reply_to) = sender(&posting.account, letter.signatory);
    let addresses = posting.key.addresses(&from.email, &to, &copies);
    let subject = match &posting.test_to {
        Some(_) => format!("[TEST for {}] {}", letter.office.id, letter.subject()),
        None => letter.subject(),
    };
    let text = mail_text(letter);
    let second = posting.date.as_second();
    let answer = reply_to.as_ref().map(ToString::to_string).unwrap_or_default();
    let listed = [&to, &copies].map(|emails| emails.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    let (second_text, from_text) = (second.to_string(), from.to_string());
    let mut parts: Vec<&[u8]> = vec![
        second_text.as_bytes(),
        from_text.as_bytes(),
        answer.as_bytes(),
        letter.first().office.as_bytes(),
        listed[0].as_bytes(),
        listed[1].as_bytes(),
        subject.as_bytes(),
        text.as_bytes(),
    ];
    for file in files {
        parts.extend([file.name.as_bytes(), file.media_type.as_bytes(), &file.bytes]);
    }
    let digest = digest([letter.campaign, &letter.office.id], posting, &parts);
    let message_id = format!("<{digest}@{}>", from.email.domain());
    let sent = SystemTime::UNIX_EPOCH + Duration::from_secs(second.unsigned_abs());
    let mut builder = Message::builder()
        .from(bare(&from)?)
        .date(sent)
        .message_id(Some(message_id.clone()))
        .raw_header(subject_header(&subject));
    if let Some(reply_to) = &reply_to {
        builder = builder.reply_to(bare(reply_to)?);
    }
    builder = addressed_to(builder, &recipients(letter, posting, &to), &copies)?;
    let mut message = finish(builder, letter, &text, posting.alternative, files, &digest)?;
    message.headers_mut().insert_raw(field("From", std::slice::from_ref(&from))?);
    if let Some(reply_to) = &reply_to {
        message.headers_mut().insert_raw(field("Reply-To", std::slice::from_ref(reply_to))?);
    }
    Ok(Mail {
        office: letter.office.id.clone(),
        version: letter.version,
        is_edited: letter.is_edited,
        envelope_from: posting.account.email.clone(),
        to,
        copies,
        message_id,
        date: Timestamp::from_second(second).unwrap_or(posting.date),
        addresses,
        from,
        reply_to,
        subject,
        attached: files.iter().map(|file| (plain_name(&file.name), file.bytes.len())).collect(),
        bytes: message.formatted(),
    })
}

/// The copy that a signatory gets of their own letters, to nobody else. An answer to it goes to the account.
pub fn own_copy(letters: &[Letter<'_>], to: &Email, posting: &Posting) -> Result<Mail, MailError> {
    let [first, ..] = letters else { return Err(MailError::Build("there is no letter to copy".to_owned())) };
    let (from, _) = sender(&posting.account, first.signatory);
    let part = first.first();
    let words = words(&part.language);
    let subject = words.before(words.own_copy, &part.subject);
    let text = copy_text(letters);
    let second = posting.date.as_second();
    let (second_text, from_text, to_text) = (second.to_string(), from.to_string(), to.to_string());
    let parts = [&second_text, &from_text, &to_text, &subject, &text].map(String::as_bytes);
    let message_id = format!("<{}@{}>", digest([first.campaign, OWN_COPY], posting, &parts), from.email.domain());
    let builder = Message::builder()
        .from(bare(&from)?)
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(second.unsigned_abs()))
        .message_id(Some(message_id.clone()))
        .raw_header(subject_header(&subject));
    let reader = Mailbox { name: Some(single_spaced(first.signatory.display())), email: to.clone() };
    let message = addressed_to(builder, &[reader], &[])?.singlepart(single(ContentType::TEXT_PLAIN, &text));
    let mut message = message.map_err(|error| MailError::Build(error.to_string()))?;
    message.headers_mut().insert_raw(field("From", std::slice::from_ref(&from))?);
    Ok(Mail {
        office: OWN_COPY.to_owned(),
        version: first.version,
        is_edited: false,
        envelope_from: posting.account.email.clone(),
        to: vec![to.clone()],
        copies: Vec::new(),
        message_id,
        date: Timestamp::from_second(second).unwrap_or(posting.date),
        addresses: posting.key.addresses(&from.email, std::slice::from_ref(to), &[]),
        from,
        reply_to: None,
        subject,
        attached: Vec::new(),
        bytes: message.formatted(),
    })
}

/// The letter as a draft for the signatory's own mail program. It has no Date and no Message-ID:
/// the program that sends the draft adds both. `X-Unsent` makes Outlook open a draft for editing.
pub fn draft(letter: &Letter<'_>, alternative: Alternative) -> Result<Vec<u8>, MailError> {
    drafted(letter, alternative, &[])
}

/// The same with these files.
pub fn draft_with(letter: &Letter<'_>, files: &[Attachment]) -> Result<Vec<u8>, MailError> {
    drafted(letter, Alternative::None, files)
}

fn drafted(letter: &Letter<'_>, alternative: Alternative, files: &[Attachment]) -> Result<Vec<u8>, MailError> {
    // The builder demands a From; a draft without the signatory's address leaves it to the program.
    let own = letter.signatory.email.clone();
    let stand_in = Mailbox {
        name: own.is_some().then(|| letter.signatory.display().to_owned()),
        email: match own.clone() {
            Some(email) => email,
            None => "draft@draft.invalid".parse().map_err(|_| MailError::Build("no sender".to_owned()))?,
        },
    };
    // It has no Message-ID, and its parts are parted by a line that anybody may compute.
    let key = MacKey::new(&[0; MacKey::LENGTH]);
    let (date, own_copy) = (Timestamp::UNIX_EPOCH, OwnCopy::None);
    let posting = Posting { account: stand_in, date, alternative, own_copy, test_to: None, key };
    let (to, copies) = addressees(letter, &posting)?;
    let subject = letter.subject();
    let text = mail_text(letter);
    let mut builder = Message::builder()
        .from(shown(&posting.account)?)
        .raw_header(subject_header(&subject))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("X-Unsent"), "1".to_owned()));
    builder = addressed_to(builder, &recipients(letter, &posting, &to), &copies)?;
    let about = [letter.campaign, letter.office.id.as_str()];
    let digest = digest(about, &posting, &[subject.as_bytes(), text.as_bytes()]);
    let mut message = finish(builder, letter, &text, alternative, files, &digest)?;
    message.headers_mut().remove::<header::Date>();
    if own.is_some() {
        message.headers_mut().insert_raw(field("From", &[posting.account])?);
    } else {
        message.headers_mut().remove::<header::From>();
    }
    Ok(message.formatted())
}

/// Who gets the mail: the office's own addresses, and a copy for its copy desks and the campaign.
fn addressees(letter: &Letter<'_>, posting: &Posting) -> Result<(Vec<Email>, Vec<Email>), MailError> {
    if let Some(test) = &posting.test_to {
        return Ok((vec![test.clone()], Vec::new()));
    }
    let to = letter.office.emails();
    if to.is_empty() {
        return Err(MailError::NoEmail(letter.office.id.clone()));
    }
    let copies = posting.copies(letter);
    let count = to.len() + copies.len();
    if count > RECIPIENTS_MOST {
        return Err(MailError::Recipients { office: letter.office.id.clone(), count });
    }
    Ok((to, copies))
}

/// The To line: the office by name at each of its addresses. A trial names only its reader, so that an
/// answer to all reaches no office. A name that holds an address is left out, as in [`sender`].
fn recipients(letter: &Letter<'_>, posting: &Posting, to: &[Email]) -> Vec<Mailbox> {
    let part = letter.first();
    let name = posting.test_to.is_none().then(|| single_spaced(&words(&part.language).addressee(part)));
    let name = name.filter(|name| !name.contains('@'));
    to.iter().map(|email| Mailbox { name: name.clone(), email: email.clone() }).collect()
}

/// From and Reply-To. From is always the account's address: receivers check it against the domain
/// (DMARC, RFC 7489). The signatory is in the name, and in Reply-To if they gave an address. No name holds an
/// address, which a mail program might show in place of the true one: a signatory's is refused when it is parsed.
fn sender(account: &Mailbox, signatory: &Signatory) -> (Mailbox, Option<Mailbox>) {
    let who = signatory.display();
    let own_mailbox = signatory.email.as_ref() == Some(&account.email);
    let via = match (&account.name, &signatory.organisation) {
        _ if own_mailbox => None,
        (Some(name), _) => Some(name.as_str()),
        (None, Some(organisation)) if signatory.email.is_some() => Some(organisation.as_str()),
        (None, _) => None,
    };
    let name = match via {
        Some(via) if via != who => single_spaced(&format!("{who} (via {via})")),
        _ => single_spaced(who),
    };
    let from = Mailbox { name: Some(name), email: account.email.clone() };
    let reply_to = signatory.email.as_ref().filter(|_| !own_mailbox).map(|email| Mailbox {
        name: Some(single_spaced(signatory.name.as_deref().unwrap_or(who))),
        email: email.clone(),
    });
    (from, reply_to)
}

/// Mail readers disagree about several spaces where a long name is folded.
fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sets To and Cc.
fn addressed_to(
    builder: lettre::message::MessageBuilder,
    to: &[Mailbox],
    copies: &[Email],
) -> Result<lettre::message::MessageBuilder, MailError> {
    let copies: Vec<Mailbox> = copies.iter().map(|email| Mailbox { name: None, email: email.clone() }).collect();
    let mut builder = builder;
    // Who really gets it is said to the server from the same addresses; the library asks for some.
    let first = to.iter().map(shown).next().transpose()?.map(|mailbox| mailbox.email);
    let envelope = lettre::address::Envelope::new(None, first.into_iter().collect());
    builder = builder.envelope(envelope.map_err(|error| MailError::Build(error.to_string()))?);
    for (name, mailboxes) in [("To", to), ("Cc", copies.as_slice())] {
        if !mailboxes.is_empty() {
            builder = builder.raw_header(field(name, mailboxes)?);
        }
    }
    Ok(builder)
}

/// The Subject field. Plain words go as they are; anything else is encoded whole: a subject that
/// itself contains `=?` would be decoded by its readers, and the space between two encoded words is
/// not part of the text (RFC 2047 sections 4 and 6.2), so no space may stand there.
fn subject_header(subject: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    let is_plain = |word: &str| (1..=60).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_graphic());
    if !subject.contains("=?") && subject.split(' ').all(is_plain) {
        return HeaderValue::new(name, subject.to_owned());
    }
    // 39 octets become 52 characters: with the frame and the name of the field, below the 76 that
    // RFC 2047 section 2 allows for a line.
    let mut words: Vec<String> = Vec::new();
    let mut chunk = String::new();
    for c in subject.chars() {
        if chunk.len() + c.len_utf8() > 39 {
            words.push(std::mem::take(&mut chunk));
        }
        chunk.push(c);
    }
    words.push(chunk);
    let encoded: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?b?{}?=", base64::engine::general_purpose::STANDARD.encode(word)))
        .collect();
    HeaderValue::dangerous_new_pre_encoded(name, subject.to_owned(), encoded.join("\r\n "))
}

fn finish(
    builder: lettre::message::MessageBuilder,
    letter: &Letter<'_>,
    text: &str,
    alternative: Alternative,
    files: &[Attachment],
    digest: &str,
) -> Result<Message, MailError> {
    let plain = single(ContentType::TEXT_PLAIN, text);
    let both = |plain| {
        MultiPart::alternative()
            .boundary(format!("={digest}="))
            .singlepart(plain)
            .singlepart(single(ContentType::TEXT_HTML, &mail_html(letter)))
    };
    // Neither boundary may begin like the other: some readers look no further.
    let mixed = || MultiPart::mixed().boundary(format!("=_{digest}="));
    let message = match (alternative, files) {
        (Alternative::None, []) => builder.singlepart(plain),
        (Alternative::Html, []) => builder.multipart(both(plain)),
        (Alternative::None, files) => builder.multipart(attach(mixed().singlepart(plain), files)?),
        (Alternative::Html, files) => builder.multipart(attach(mixed().multipart(both(plain)), files)?),
    };
    message.map_err(|error| MailError::Build(error.to_string()))
}

/// The files after the text, in base64.
fn attach(text: MultiPart, files: &[Attachment]) -> Result<MultiPart, MailError> {
    files.iter().try_fold(text, |mail, file| {
        let content_type = ContentType::parse(file.media_type).map_err(|error| MailError::Build(error.to_string()))?;
        let body = Body::new_with_encoding(file.bytes.clone(), ContentTransferEncoding::Base64)
            .map_err(|_| MailError::Build(format!("{} cannot be encoded", file.name)))?;
        let part = SinglePart::builder().header(Enclosed(plain_name(&file.name))).content_type(content_type).body(body);
        Ok(mail.singlepart(part))
    })
}

/// A file name that needs no quoting on any system.
fn plain_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    name.chars().map(plain).collect()
}

/// Content-Disposition with the name in one piece. The builder's own cuts a long name up (RFC 2231), and
/// then some mail programs show the file without it.
#[derive(Clone)]
struct Enclosed(String);

impl Header for Enclosed {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Disposition")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(value.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        let value = format!("attachment;\r\n filename=\"{}\"", self.0);
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), value)
    }
}

/// The Message-ID of this very mail: equal input under one key gives the same, any difference another. Without
/// the key, a Message-ID reveals nothing about the signatory.
fn digest([campaign, office]: [&str; 2], posting: &Posting, parts: &[&[u8]]) -> String {
    let mut digest = posting.key.begin("mail");
    let alternative = match posting.alternative {
        Alternative::None => "",
        Alternative::Html => "html",
    };
    let about = [campaign, office, alternative].map(str::as_bytes);
    for piece in about.iter().chain(parts) {
        digest.add(piece);
    }
    digest.finish().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
