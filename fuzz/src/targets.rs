//! What is fuzzed: each target takes any bytes, does with them what the program does, and asserts what must
//! hold whatever they are. `cargo test` runs the seeds through the same functions (`tests/fuzz.rs`).

#[path = "../../tests/smtp/submit.rs"]
mod submit;

use std::io::{Cursor, Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use outcry::address::{Email, Mailbox as Sender};
use outcry::appeal::{self, Found};
use outcry::campaign::Campaign;
use outcry::letter::{Letter, Request, compose};
use outcry::proof::{Finding, Mailbox, read};
use outcry::registry::{Layer, Registry, places};
use outcry::render::mail::{Alternative, OwnCopy, Posting, draft, mail};
use outcry::render::{html, json, mailto, phone, text};
use outcry::roster::{Checker, Failed, Reading, Roster, Rule, Terms};
use outcry::signatory::{Answers, Field, Signatory, check_answer};
use outcry::smtp::{ClientName, Connection, Envelope, Server, Timeouts, Tls, Trust};
use outcry::text::{fold, for_terminal, hidden};
use submit::submit;

/// A target by name.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 9] = [
    ("lists", lists),
    ("campaigns", campaigns),
    ("appeals", appeals),
    ("answers", answers),
    ("registry", registry),
    ("replies", replies),
    ("mailboxes", mailboxes),
    ("reports", reports),
    #[cfg(feature = "pdf")]
    ("pictures", pictures),
    #[cfg(not(feature = "pdf"))]
    ("pictures", |_| {}),
];

/// A list: read as the program reads it. What cannot be used goes into `failed.csv`, which no spreadsheet takes
/// for formulas and which reads back as it was.
pub fn lists(bytes: &[u8]) {
    for encoding in [None, Some("windows-1252".to_owned())] {
        let reading = Reading { encoding, ..Reading::default() };
        let Ok(mut roster) = Roster::open(Cursor::new(bytes), &reading) else { continue };
        let columns = roster.columns().clone();
        let terms = Terms {
            over: Answers::default(),
            under: Answers::default(),
            required: vec![Field::Country],
            consent: Rule::EachRow,
        };
        let mut checker = Checker::new(&columns, &terms);
        let _faults = checker.header();
        let _layout = roster.layout();
        let separator = roster.separator();
        let Ok(rows) = roster.rows() else { continue };
        let mut failed = Failed::new(Vec::new(), &columns, separator).unwrap();
        let mut kept: Vec<Vec<String>> = Vec::new();
        for row in rows.map_while(Result::ok).take(200) {
            match checker.row(&row) {
                Ok(signatory) => clean(&signatory),
                Err(faults) => {
                    assert!(faults.iter().all(|fault| is_shown_safely(&fault.value) && is_shown_safely(&fault.column)));
                    failed.add(&row, "=reason").unwrap();
                    kept.push(row.cells().map(str::to_owned).collect());
                }
            }
        }
        let written = failed.finish().unwrap();
        let mut again = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(written.as_slice());
        for record in again.records().map(Result::unwrap).skip(1) {
            for cell in &record {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']),
                    "a formula: {cell:?}"
                );
            }
        }
        if kept.iter().flatten().all(|cell| !cell.starts_with('\'')) && !kept.is_empty() {
            let Ok(mut again) = Roster::open(Cursor::new(&written), &Reading::default()) else { continue };
            let rows = again.rows().unwrap().map(Result::unwrap);
            let cells: Vec<Vec<String>> = rows.map(|row| row.cells().skip(1).map(str::to_owned).collect()).collect();
            assert_eq!(cells.len(), kept.len(), "failed.csv has other rows than were left out");
        }
    }
}

/// No answer that was taken hides or forges anything.
fn clean(signatory: &Signatory) {
    let texts = [&signatory.name, &signatory.role, &signatory.organisation].into_iter().flatten();
    for line in texts.chain(&signatory.address).chain(signatory.extra.values()) {
        assert_eq!(hidden(line).next(), None, "{line:?}");
        assert!(line.len() <= 800 && !line.is_empty(), "{line:?}");
    }
    if let Some(words) = &signatory.own_words {
        assert_eq!(hidden(words).find(|(_, c)| *c != '\n'), None, "{words:?}");
    }
}

fn is_shown_safely(text: &str) -> bool {
    for_terminal(text) == text && !text.contains('\n')
}

/// What parts the three files of a campaign in one input.
pub const PART: &[u8] = b"\n=====\n";

const OFFICE: &str = "[[office]]\nid = \"aq-court\"\nkind = \"court\"\ncountry = \"AQ\"\nnames.en = \"Court\"\nsalutation.en = \"Dear all,\"\n\
    [[office.channel]]\ntype = \"email\"\nvalue = \"court@court.test\"\nsource = \"https://court.example/\"\nchecked = 2026-10-02\n";

/// A campaign: `campaign.toml`, `en.md` and a partial. What loads and composes is sound in every form.
pub fn campaigns(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fuzzed");
    std::fs::create_dir(&path).unwrap();
    let mut rest = bytes;
    for name in ["campaign.toml", "en.md", "part.md"] {
        let end = rest.windows(PART.len()).position(|window| window == PART);
        let (part, after) = end.map_or((rest, &[][..]), |end| (&rest[..end], &rest[end + PART.len()..]));
        std::fs::write(path.join(name), part).unwrap();
        rest = after;
    }
    let campaign = match Campaign::load_folder(&path) {
        Ok(campaign) => campaign,
        Err(error) => {
            let _said = for_terminal(&error.to_string());
            return;
        }
    };
    let registry = Registry::parse("recipients.toml", OFFICE).unwrap();
    let office = registry.get("aq-court").unwrap();
    let mut answers = Answers::default();
    for (field, value) in [
        (Field::Name, "Jo *Smith* & {{name}"),
        (Field::Organisation, "Branch"),
        (Field::Role, "=role"),
        (Field::Country, "NZ"),
        (Field::Email, "jo@union.test"),
        (Field::OwnWords, ".\nFrom here <b>\n\n- x"),
    ] {
        answers.set(field, Some(value.to_owned()));
    }
    for field in &campaign.fields {
        answers.set(field.field(), Some("[x](javascript:y) <z".to_owned()));
    }
    let Ok(signatory) = Signatory::parse(&answers, &[]) else { return };
    let languages: Vec<_> = campaign.models.keys().take(1).cloned().collect();
    let request = Request {
        campaign: &campaign,
        office,
        signatory: &signatory,
        date: jiff::civil::date(2026, 11, 23),
        languages: &languages,
        copies: &campaign.copy_to,
        edited: None,
    };
    if let Ok(letter) = compose(request) {
        sound(&letter);
    }
}

/// Labels that are read where an appeal has a picture of a telephone, a letter or the like.
const PICTURED: [&str; 4] = ["Fax:", "Tel:", "E-mail:", "Address:"];

/// An appeal: text, a page or a document. Each value that is found is a piece of it, and so is the line that is named.
pub fn appeals(bytes: &[u8]) {
    let Ok((text, _)) = appeal::text_of(bytes.to_vec()) else { return };
    let Ok(appeal) = appeal::read(&text, None) else { return };
    let signs = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let all = signs(&text);
    let found = appeal.title.iter().chain(&appeal.persons).chain(&appeal.other_names).chain(&appeal.demands);
    let found = found.chain(&appeal.other_lists).chain(&appeal.sources).chain(&appeal.paragraphs);
    for Found { value, line } in found {
        let foreign = value.split_whitespace().find(|word| !all.contains(&signs(word)) && !PICTURED.contains(word));
        assert_eq!(foreign, None, "{value:?} is not in the appeal");
        assert!((1..=text.split(['\n', '\r']).count()).contains(line), "line {line}");
    }
    for copy in &appeal.copies {
        if let appeal::Copy::Email(email) = &copy.value {
            // "president (at) state.example" is read too: only the parts of the address are in the appeal.
            let email = email.to_string();
            let foreign = email.split(['@', '.']).find(|part| !all.contains(&signs(part)));
            assert_eq!(foreign, None, "{email} is not in the appeal");
        }
    }
}

/// Answers, parted by zero bytes: those that are taken make a sound letter.
pub fn answers(bytes: &[u8]) {
    let fields = [Field::Name, Field::Role, Field::Organisation, Field::Email, Field::Address, Field::OwnWords];
    let mut answers = Answers::default();
    for (field, value) in fields.into_iter().zip(bytes.split(|byte| *byte == 0)) {
        let value = String::from_utf8_lossy(value).into_owned();
        // One that is refused would keep the others out of the letter.
        if check_answer(field, &value).is_ok() {
            answers.set(field, Some(value));
        }
    }
    if let Ok(signatory) = Signatory::parse(&answers, &[]) {
        clean(&signatory);
        signed(&signatory);
    }
}

/// A letter that prints everything its signatory says.
fn signed(signatory: &Signatory) {
    const TOML: &str = "title = \"T\"\nrecipients = [\"aq-court\"]\n";
    const EN: &str = "+++\nsubject = \"S {{#if organisation}}{{organisation}}{{/if}}\"\nclosing = \"C {{#if role}}{{role}}{{/if}}\"\n+++\n\
        x {{#if name}}{{name}}{{/if}} {{#if role}}*{{role}}*{{/if}} {{#if address}}{{address}}{{/if}}\n\n{{#if own_words}}{{own_words}}{{/if}}\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signed");
    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("campaign.toml"), TOML).unwrap();
    std::fs::write(path.join("en.md"), EN).unwrap();
    let campaign = Campaign::load_folder(&path).unwrap();
    let registry = Registry::parse("recipients.toml", OFFICE).unwrap();
    let request = Request {
        campaign: &campaign,
        office: registry.get("aq-court").unwrap(),
        signatory,
        date: jiff::civil::date(2026, 11, 23),
        languages: &["en".parse().unwrap()],
        copies: &[],
        edited: None,
    };
    if let Ok(letter) = compose(request) {
        sound(&letter);
    }
}

/// A finished letter is sound in every form it takes.
pub fn sound(letter: &Letter<'_>) {
    let plain = text::text(letter);
    for shown in [plain.as_str(), &text::mail_text(letter), &phone::phone(letter).unwrap_or_default()] {
        assert_eq!(hidden(shown).find(|(_, c)| !matches!(c, '\n' | '\t')), None, "{shown:?}");
    }
    let page = html::head(letter) + &html::sheets(letter) + html::FOOT;
    for link in page.split("<a href=\"").skip(1) {
        let is_known = ["https://", "http://", "mailto:"].iter().any(|scheme| link.starts_with(scheme));
        assert!(is_known, "a link to {link:.60}");
    }
    for tag in page.split('<').skip(1) {
        let name = tag.trim_start_matches(['/', '!']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
        assert!(TAGS.contains(&name), "an element <{tag:.60}");
    }
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(&json::json(letter));
    assert!(parsed.is_ok());
    if let Some(mailto::Link::Whole(link) | mailto::Link::WithoutText { link, .. }) = mailto::mailto(letter) {
        assert!(link.starts_with("mailto:") && link.bytes().all(|byte| byte.is_ascii_graphic()), "{link}");
    }
    let posting = Posting {
        account: Sender { name: Some("Branch".to_owned()), email: "branch@union.test".parse().unwrap() },
        date: jiff::Timestamp::from_second(1_795_392_000).unwrap(),
        alternative: Alternative::Html,
        own_copy: OwnCopy::None,
        test_to: None,
        key: outcry::mac::MacKey::new(&[7; 32]),
    };
    if let Ok(mail) = mail(letter, &posting, &[]) {
        sound_mail(
            &mail.bytes,
            &["from", "date", "message-id", "subject", "reply-to", "to", "cc", "mime-version", "content-type"],
        );
    }
    if let Ok(draft) = draft(letter, Alternative::None) {
        let fields =
            ["from", "subject", "x-unsent", "to", "cc", "mime-version", "content-type", "content-transfer-encoding"];
        sound_mail(&draft, &fields);
    }
}

const TAGS: [&str; 22] = [
    "DOCTYPE", "html", "head", "meta", "title", "style", "body", "article", "address", "p", "ul", "ol", "li", "br",
    "em", "strong", "a", "hr", "div", "span", "doctype", "",
];

/// RFC 5322 sections 2.1 and 2.2: no bare CR or LF and no NUL, lines of at most 998 octets, and of the header
/// fields each of these at most once and no other.
pub fn sound_mail(bytes: &[u8], fields: &[&str]) {
    let text = std::str::from_utf8(bytes).unwrap();
    let bare = text.replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n', '\0']) && bare.is_ascii(), "{text:?}");
    assert!(text.split("\r\n").all(|line| line.len() <= 998), "a line is too long\n{text}");
    let head = text.split("\r\n\r\n").next().unwrap();
    let mut seen: Vec<String> = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
        let name = line.split_once(':').map(|(name, _)| name.to_ascii_lowercase()).unwrap_or_default();
        assert!(fields.contains(&name.as_str()) && !seen.contains(&name), "a field {name:?}\n{head}");
        seen.push(name);
    }
}

/// A registry: what it says is shown safely, whatever is wrong with it.
pub fn registry(bytes: &[u8]) {
    let Ok(source) = std::str::from_utf8(bytes) else { return };
    let (_, problems) = Layer::read("recipients.toml", source);
    assert!(problems.len() <= 1000);
    let _places = places("recipients.toml", source);
    let below = Registry::parse("recipients.toml", OFFICE).unwrap();
    let today = jiff::civil::date(2026, 11, 23);
    let _findings = outcry::check::registry("recipients.toml", source, &below, today);
    if let Ok(registry) = Registry::parse("recipients.toml", source) {
        for office in registry.offices() {
            assert!(office.emails().iter().all(|email| email.to_string().len() <= 254));
            assert_eq!(hidden(&office.name_in(&"en".parse().unwrap())).next(), None);
        }
    }
    let _configuration = outcry::settings::Config::parse("config.toml", source);
}

/// A mail server's side of a dialogue: each zero byte ends what it says at once.
pub fn replies(bytes: &[u8]) {
    const SOON: Duration = Duration::from_millis(200);
    let timeouts = Timeouts {
        connect: SOON,
        greeting: SOON,
        command: SOON,
        data: SOON,
        block: SOON,
        final_dot: SOON,
        quit: Duration::from_millis(20),
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let Ok((mut line, _)) = listener.accept() else { return };
            let _set = line.set_read_timeout(Some(SOON));
            for said in bytes.split(|byte| *byte == 0) {
                if line.write_all(said).is_err() {
                    return;
                }
                let mut heard = [0; 4096];
                if !matches!(line.read(&mut heard), Ok(count) if count > 0) {
                    return;
                }
            }
        });
        let server = Server::new("127.0.0.1", port, Tls::None).unwrap();
        let opened = Connection::open(&server, &ClientName::default(), None, &Trust::system(), &timeouts);
        let email = |text: &str| text.parse::<Email>().unwrap();
        match opened {
            Err(failure) => assert!(is_shown_safely(&failure.to_string().replace('\n', " ")), "{failure}"),
            Ok(mut connection) => {
                let envelope =
                    Envelope::new(email("a@union.test"), vec![email("b@court.test")], vec![email("c@union.test")])
                        .unwrap();
                let submission = submit(&mut connection, &envelope, b"Subject: x\r\n\r\nx\r\n", &mut || Ok(()));
                assert_eq!(submission.recipients.len(), 2);
                let shown = format!("{submission:?}");
                assert!(!shown.contains(['\u{1b}', '\u{202e}', '\r']), "{shown}");
                connection.quit();
            }
        }
    });
}

/// A mailbox file, and each mail in it.
pub fn mailboxes(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let Ok(mailbox) = Mailbox::open(file.path()) else { return };
    let _ended = mailbox.each(|mail| {
        if let Ok(mail) = mail {
            reports(mail.bytes);
        }
    });
}

/// One mail that may be a report.
pub fn reports(bytes: &[u8]) {
    match read(bytes) {
        Finding::Report(report) => {
            for delivery in &report.deliveries {
                assert!(is_shown_safely(&delivery.shown) && is_shown_safely(&delivery.reason), "{delivery:?}");
            }
        }
        Finding::Unclear(ids) => assert!(ids.len() <= 1000),
        Finding::Mail(_) | Finding::Unreadable => {}
    }
}

/// A signature or letterhead.
#[cfg(feature = "pdf")]
pub fn pictures(bytes: &[u8]) {
    let _read = outcry::render::pdf::Picture::read(bytes.to_vec(), 60.0);
}
