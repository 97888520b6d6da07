//! Other people's readers of mail, so that ours is not judged by the library that wrote it:
//! `mail-parser`, `mailparse`, `email-message-wire` (which takes its grammar of addresses from
//! the first, and has its own for everything else), and Python's `email` where there is a Python.

use std::io::Write;
use std::process::{Command, Stdio};

use email_message::{Address, Body, MimePart};
use mailparse::{MailAddr, MailHeaderMap, ParsedMail};

/// A name, where one is shown, and an address.
pub type Who = (Option<String>, String);

/// A mail as its reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    pub from: Vec<Who>,
    pub reply_to: Vec<Who>,
    pub to: Vec<Who>,
    pub cc: Vec<Who>,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
}

/// How a reader reads.
type Reader = fn(&[u8]) -> Seen;

/// How each reader is called, and how it reads.
pub const READERS: [(&str, Reader); 3] =
    [("mail-parser", mail_parser), ("mailparse", mailparse), ("email-message-wire", email_message)];

/// The text, and the name, media type and bytes of each file that goes along.
type WithFiles = (String, Vec<(String, String, Vec<u8>)>);

/// How one reads a mail with files.
type FileReader = fn(&[u8]) -> WithFiles;

pub const FILE_READERS: [(&str, FileReader); 2] = [("mail-parser", mail_parser_files), ("mailparse", mailparse_files)];

fn mail_parser_files(bytes: &[u8]) -> WithFiles {
    use mail_parser::MimeHeaders;
    let mail = mail_parser::MessageParser::default().parse(bytes).unwrap();
    let file = |part: &mail_parser::MessagePart<'_>| {
        let kind = part.content_type().unwrap();
        let media_type = format!("{}/{}", kind.ctype(), kind.subtype().unwrap());
        (part.attachment_name().unwrap().to_owned(), media_type, part.contents().to_vec())
    };
    (plain(&mail.body_text(0).unwrap()), mail.attachments().map(file).collect())
}

fn mailparse_files(bytes: &[u8]) -> WithFiles {
    let mail = mailparse::parse_mail(bytes).unwrap();
    assert_eq!(mail.ctype.mimetype, "multipart/mixed");
    let (text, files) = mail.subparts.split_first().unwrap();
    let file = |part: &ParsedMail<'_>| {
        let disposition = part.get_content_disposition();
        assert_eq!(disposition.disposition, mailparse::DispositionType::Attachment);
        (disposition.params["filename"].clone(), part.ctype.mimetype.clone(), part.get_body_raw().unwrap())
    };
    let text = text.subparts.first().unwrap_or(text).get_body().unwrap();
    (plain(&text), files.iter().map(file).collect())
}

/// Line ends are not part of what is read, nor is the space at the very end.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

fn mail_parser(bytes: &[u8]) -> Seen {
    let mail = mail_parser::MessageParser::default().parse(bytes).unwrap();
    let whos = |field: Option<&mail_parser::Address<'_>>| {
        let address =
            |addr: &mail_parser::Addr<'_>| (addr.name().map(str::to_owned), addr.address().unwrap().to_owned());
        field.map(|field| field.iter().map(address).collect()).unwrap_or_default()
    };
    Seen {
        from: whos(mail.from()),
        reply_to: whos(mail.reply_to()),
        to: whos(mail.to()),
        cc: whos(mail.cc()),
        subject: mail.subject().unwrap_or_default().to_owned(),
        text: plain(&mail.body_text(0).unwrap()),
        html: (mail.parts.len() > 1).then(|| plain(&mail.body_html(0).unwrap())),
    }
}

fn mailparse(bytes: &[u8]) -> Seen {
    let mail = mailparse::parse_mail(bytes).unwrap();
    let whos = |name: &str| {
        let Some(header) = mail.headers.get_first_header(name) else { return Vec::new() };
        let addresses = mailparse::addrparse_header(header).unwrap();
        let who = |address: &MailAddr| match address {
            MailAddr::Single(single) => (single.display_name.clone(), single.addr.clone()),
            MailAddr::Group(group) => panic!("a group: {group:?}"),
        };
        addresses.iter().map(who).collect()
    };
    let part = |part: &ParsedMail<'_>| plain(&part.get_body().unwrap());
    Seen {
        from: whos("From"),
        reply_to: whos("Reply-To"),
        to: whos("To"),
        cc: whos("Cc"),
        subject: mail.headers.get_first_value("Subject").unwrap_or_default(),
        text: part(mail.subparts.first().unwrap_or(&mail)),
        html: mail.subparts.get(1).map(part),
    }
}

fn email_message(bytes: &[u8]) -> Seen {
    let mail = email_message_wire::parse_rfc822(bytes).unwrap();
    let who = |mailbox: &email_message::Mailbox| (mailbox.name().map(str::to_owned), mailbox.email().to_string());
    let whos = |addresses: &[Address]| addresses.iter().flat_map(Address::mailboxes).map(who).collect();
    let (text, html) = match mail.body() {
        Body::Text(text) => (plain(text), None),
        Body::TextAndHtml { text, html } => (plain(text), Some(plain(html))),
        Body::Mime(MimePart::Multipart { parts, .. }) => (leaf(&parts[0]), parts.get(1).map(leaf)),
        other => panic!("{other:?}"),
    };
    Seen {
        from: mail.from_mailbox().map(who).into_iter().collect(),
        reply_to: whos(mail.reply_to()),
        to: whos(mail.to()),
        cc: whos(mail.cc()),
        subject: mail.subject().unwrap_or_default().to_owned(),
        text,
        html,
    }
}

fn leaf(part: &MimePart) -> String {
    let MimePart::Leaf { body, .. } = part else { panic!("{part:?}") };
    plain(std::str::from_utf8(body).unwrap())
}

const PYTHON: &str = r#"
import base64, email, email.policy, json, sys
for line in sys.stdin:
    mail = email.message_from_bytes(base64.b64decode(line), policy=email.policy.default)
    def whos(name):
        return [[a.display_name or None, a.addr_spec] for a in mail[name].addresses] if mail[name] else []
    def part(kind):
        found = mail.get_body((kind,))
        return found.get_content().replace("\r\n", "\n").rstrip() if found else None
    defects = [name + ": " + header + ": " + str(d) for name, header in mail.items() for d in header.defects] + [str(d) for d in mail.defects]
    print(json.dumps([whos("From"), whos("Reply-To"), whos("To"), whos("Cc"), mail["Subject"], part("plain"), part("html"), defects]))
"#;

/// The mails as Python's `email` package reads them; none when this machine has no Python.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
pub fn python<'m>(mails: impl IntoIterator<Item = &'m [u8]>) -> Option<Vec<Seen>> {
    use base64::Engine as _;
    let python = Command::new("python3")
        .args(["-I", "-X", "utf8", "-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = python else {
        eprintln!("skipped: there is no python3 here to read the mails as well");
        return None;
    };
    let mut pipe = python.stdin.take().unwrap();
    let lines: String =
        mails.into_iter().map(|mail| base64::engine::general_purpose::STANDARD.encode(mail) + "\n").collect();
    // Written beside the reading: neither side may wait for the other's full pipe.
    let writing = std::thread::spawn(move || pipe.write_all(lines.as_bytes()).unwrap());
    let output = python.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(output.status.success(), "python3 ended with {}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    let read = |line: &str| {
        type Whos = Vec<Who>;
        type Line = (Whos, Whos, Whos, Whos, String, String, Option<String>, Vec<String>);
        let (from, reply_to, to, cc, subject, text, html, defects): Line = serde_json::from_str(line).unwrap();
        // The mail library writes a name such as `Jo.` without quotation marks: an obsolete form
        // (RFC 5322 section 4.1) that every reader here understands.
        let is_known =
            |defect: &String| defect.ends_with("period in 'phrase'") || defect.ends_with("comment found without atom");
        assert!(defects.iter().all(is_known), "python finds defects: {defects:?}");
        Seen { from, reply_to, to, cc, subject, text, html }
    };
    Some(text.lines().map(read).collect())
}
