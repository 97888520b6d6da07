//! A mail is read alike by everyone: names, addresses, subject and text come out as they went in.

use jiff::Timestamp;
use outcry::campaign::Campaign;
use outcry::letter::{Letter, Request, compose};
use outcry::locale::Language;
use outcry::registry::{Office, Registry};
use outcry::render::mail::{Alternative, Attachment, Mail, OwnCopy, Posting, mail, own_copy};
use outcry::render::text::mail_text;
use outcry::signatory::{Answers, Field, Signatory};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::parsers::{FILE_READERS, READERS, Seen, Who, python};

/// What a mail is made from here; the subject is `organisation` and `role`, one after the other.
#[derive(Debug, Clone)]
struct Sample {
    name: String,
    organisation: String,
    role: String,
    own_words: String,
    office: String,
    branch: Option<String>,
    languages: Vec<&'static str>,
    alternative: Alternative,
    files: Vec<Attachment>,
    copies: usize,
}

impl Sample {
    fn new(name: &str, subject: &str) -> Self {
        let (organisation, role) = match subject.char_indices().nth(100) {
            Some((middle, _)) => subject.split_at(middle),
            None => (subject, ""),
        };
        Self {
            name: name.to_owned(),
            organisation: organisation.to_owned(),
            role: role.to_owned(),
            own_words: "Words.".to_owned(),
            office: "Court".to_owned(),
            branch: None,
            languages: vec!["en"],
            alternative: Alternative::None,
            files: Vec::new(),
            copies: 1,
        }
    }
}

fn campaign() -> Campaign {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("sample");
    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("campaign.toml"), "title = \"Sample\"\nrecipients = [\"court\"]\n").unwrap();
    for (tag, text) in
        [("en", "Release them."), ("ru", "Освободите их."), ("kk", "Оларды босатыңыз: ғ, қ, ң, ү, ұ, һ, і.")]
    {
        let letter = format!(
            "+++\nsubject = \"{{{{organisation}}}}{{{{#if role}}}}{{{{role}}}}{{{{/if}}}}\"\nsalutation = \"{text}\"\nclosing = \"{text}\"\n+++\n{text}\n\n{{{{own_words}}}}\n"
        );
        std::fs::write(path.join(format!("{tag}.md")), letter).unwrap();
    }
    Campaign::load_folder(&path).unwrap()
}

/// The mail of a sample, and what its readers should see; none when the sample is refused.
fn made(campaign: &Campaign, sample: &Sample) -> Option<(Mail, Seen)> {
    let mut answers = Answers::default();
    for (field, value) in [
        (Field::Name, sample.name.as_str()),
        (Field::Kind, "individual"),
        (Field::Organisation, &sample.organisation),
        (Field::Role, &sample.role),
        (Field::OwnWords, &sample.own_words),
        (Field::Email, "jo@smith.test"),
    ] {
        answers.set(field, Some(value.to_owned()));
    }
    let signatory = Signatory::parse(&answers, &[]).ok()?;
    let mut office = office();
    office.names.values_mut().for_each(|name| name.clone_from(&sample.office));
    let languages: Vec<Language> = sample.languages.iter().map(|tag| tag.parse().unwrap()).collect();
    let copy = |n: usize| format!("copies{}.{n}@campaign.test", "-long".repeat(n % 10)).parse().unwrap();
    let copies: Vec<_> = (0..sample.copies).map(copy).collect();
    let request = Request {
        campaign,
        office: &office,
        signatory: &signatory,
        date: jiff::civil::date(2026, 11, 23),
        languages: &languages,
        copies: &copies,
        edited: None,
    };
    let letter: Letter<'_> = compose(request).ok()?;
    let mut account: outcry::address::Mailbox = "branch@union.test".parse().unwrap();
    account.name.clone_from(&sample.branch);
    let posting = Posting {
        account,
        date: Timestamp::from_second(1_795_392_000).unwrap(),
        alternative: sample.alternative,
        own_copy: OwnCopy::None,
        test_to: None,
        key: outcry::mac::MacKey::new(&[7; 32]),
    };
    let mail = mail(&letter, &posting, &sample.files).unwrap_or_else(|error| panic!("{error}: {sample:?}"));
    let who = |mailbox: &outcry::address::Mailbox| -> Who { (mailbox.name.clone(), mailbox.email.to_string()) };
    let seen = Seen {
        from: vec![who(&mail.from)],
        reply_to: mail.reply_to.iter().map(who).collect(),
        // A name that holds an address would hide the true one.
        to: mail
            .to
            .iter()
            .map(|email| (Some(one_spaced(&sample.office)).filter(|name| !name.contains('@')), email.to_string()))
            .collect(),
        cc: mail.copies.iter().map(|email| (None, email.to_string())).collect(),
        subject: mail.subject.clone(),
        text: mail_text(&letter).trim_end().to_owned(),
        html: None,
    };
    let copy = own_copy(&[letter.clone(), letter], &"jo@smith.test".parse().unwrap(), &posting).unwrap();
    assert_sound(&copy);
    for (reader, read) in READERS {
        let read = read(&copy.bytes);
        let to: Vec<&str> = read.to.iter().map(|(_, email)| email.as_str()).collect();
        assert_eq!(
            (to, &read.from, read.cc.len(), &read.subject),
            (vec!["jo@smith.test"], &seen.from, 0, &copy.subject)
        );
        assert_eq!(read.text.matches(&seen.text).count(), 2, "{reader}: {}", read.text);
    }
    Some((mail, seen))
}

/// A display name is shown with single spaces.
fn one_spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn office() -> Office {
    let toml = "[[office]]\nid = \"court\"\nkind = \"court\"\nnames.en = \"Court\"\n\
                [[office.channel]]\ntype = \"email\"\nvalue = \"court@office.test\"\n\
                [[office.channel]]\ntype = \"email\"\nvalue = \"registry@office.test\"\n";
    Registry::parse("recipients.toml", toml).unwrap().offices().next().unwrap().clone()
}

/// RFC 5322 and RFC 2047: no bare line end, seven bits, lines of at most 998 octets, those with an
/// encoded word of at most 76, and no encoded word above 75.
fn assert_sound(mail: &Mail) {
    let text = std::str::from_utf8(&mail.bytes).unwrap();
    let bare = text.replace("\r\n", "");
    assert!(bare.is_ascii() && !bare.contains(['\r', '\n', '\0']), "{text:?}");
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(body.split("\r\n").all(|line| line.len() <= 76), "{body}");
    for line in head.split("\r\n") {
        assert!(line.len() <= 998, "{line}");
        assert!(!line.trim().is_empty(), "a line of space is taken for the end of the head by some\n{head}");
        for word in line.split_whitespace().filter(|word| word.starts_with("=?")) {
            assert!(word.trim_end_matches(',').len() <= 75, "{word}");
        }
    }
    assert!(!head.contains("\r\nBcc:"), "{head}");
}

/// Asserts that all readers in Rust see what was meant, and returns what the HTML should be.
fn assert_read_alike(mail: &Mail, seen: &Seen) -> Option<String> {
    assert_sound(mail);
    let mut html = None;
    for (reader, read) in READERS {
        let mut read = read(&mail.bytes);
        if html.is_none() {
            html = read.html.take();
        } else {
            assert_eq!(read.html.take(), html, "{reader}");
        }
        assert_eq!(read, *seen, "{reader}\n{}", String::from_utf8_lossy(&mail.bytes));
    }
    html
}

/// As above, and by Python too, all mails at once.
fn assert_all_read_alike(mails: &[(Mail, Seen)]) {
    let mut expected = Vec::new();
    for (mail, seen) in mails {
        let html = assert_read_alike(mail, seen);
        expected.push(Seen { html, ..seen.clone() });
    }
    let Some(read) = python(mails.iter().map(|(mail, _)| mail.bytes.as_slice())) else { return };
    assert_eq!(read.len(), expected.len());
    for ((read, expected), (mail, _)) in read.into_iter().zip(expected).zip(mails) {
        let (read, expected) = (spaceless(read), spaceless(expected));
        assert_eq!(read, expected, "python\n{}", String::from_utf8_lossy(&mail.bytes));
    }
}

/// Older versions of Python put a space between two encoded words of a name, against RFC 2047
/// section 6.2; so its spaces in names say nothing.
fn spaceless(mut seen: Seen) -> Seen {
    let fields = [&mut seen.from, &mut seen.reply_to, &mut seen.to, &mut seen.cc];
    for (name, _) in fields.into_iter().flatten() {
        if let Some(name) = name {
            name.retain(|c| c != ' ');
        }
    }
    seen
}

const NAMES: [&str; 14] = [
    "Jo Smith",
    "Seán O'Brien-Müller, Jr.",
    "Jo \"Dock\" Smith",
    "Smith, Jo (Branch 7)",
    "Jo; Smith: a.b [c",
    "Jo \\ Smith",
    "Ада Марш-Пристанская",
    "Қасым-Жомарт Ғалымұлы Өтебаев",
    "王小明",
    "محمد علی",
    "नरेन्द्र",
    "=?utf-8?q?A=0D=0ABcc:x?=",
    "Jo.",
    "Żółć 🚢 Quay",
];

#[test]
fn any_number_of_copies_is_folded_and_read_alike() {
    let campaign = campaign();
    let mut mails = Vec::new();
    for copies in [0, 1, 2, 3, 10, 50, 98] {
        let mut sample = Sample { copies, ..Sample::new("Jo", "Release Ada Marsh") };
        sample.office = "Министерство иностранных дел, Department of Ports & Quays".to_owned();
        let (mail, seen) = made(&campaign, &sample).unwrap();
        assert_eq!(mail.copies.len(), copies);
        let head = String::from_utf8_lossy(&mail.bytes);
        let head = head.split("\r\n\r\n").next().unwrap();
        assert!(head.split("\r\n").all(|line| line.len() <= 78), "{head}");
        mails.push((mail, seen));
    }
    assert_all_read_alike(&mails);
}

#[test]
fn names_subjects_and_texts_come_out_as_they_went_in() {
    let words = "No port without people. ".repeat(9);
    let cyrillic = "Просьба освободить Аду Марш и всех портовиков без условий. ".repeat(4);
    let subjects = [
        "Release Ada Marsh".to_owned(),
        words.chars().take(200).collect(),
        "x".repeat(200),
        cyrillic.chars().take(200).collect(),
        "ж".repeat(200),
        format!("{}ж{}", "x ".repeat(60), " y".repeat(30)),
        "Ada Marsh, \"Quay\" & < port >; it's: 100 % = ?= _ =20 — «да»".to_owned(),
        "=?utf-8?q?A=0D=0ABcc:x?= and =?".to_owned(),
        "Two  spaces   and  Ünïcödé  apart".to_owned(),
        "ends with an ж".to_owned(),
    ];
    let own = [
        "Words.".to_owned(),
        ".\n.x\n..\n\nFrom here\n-- \n> quoted".to_owned(),
        "=3D =\n=20 ünï ".to_owned() + &"x".repeat(3000),
        cyrillic.repeat(10),
        "Қазақстан: ә, ғ, қ, ң, ө, ұ, ү, һ, і — «сөз».".to_owned(),
    ];
    let campaign = campaign();
    // What no person is called is refused before it gets into a mail.
    let persons = NAMES.iter().filter(|name| !name.starts_with("=?") && !name.contains('\\'));
    let mut samples: Vec<Sample> = persons.map(|name| Sample::new(name, "Release Ada Marsh")).collect();
    samples.extend(NAMES.iter().map(|name| Sample { office: (*name).to_owned(), ..Sample::new("Jo", "Release") }));
    samples
        .extend(NAMES.iter().map(|name| Sample { branch: Some((*name).to_owned()), ..Sample::new("Jo Ü", "Release") }));
    samples.extend(subjects.iter().map(|subject| Sample::new("Jo Smith", subject)));
    samples.extend(own.iter().map(|words| Sample { own_words: words.clone(), ..Sample::new("Jo Smith", "Release") }));
    samples.extend(own.iter().map(|words| Sample {
        own_words: words.clone(),
        languages: vec!["en", "ru", "kk"],
        alternative: Alternative::Html,
        ..Sample::new("Қасым Ғалымұлы", "Қысқа сөз")
    }));
    let mails: Vec<(Mail, Seen)> =
        samples.iter().map(|sample| made(&campaign, sample).unwrap_or_else(|| panic!("refused: {sample:?}"))).collect();
    assert_all_read_alike(&mails);
}

#[test]
fn the_html_says_what_the_text_says() {
    let campaign = campaign();
    let sample = Sample {
        own_words: "Tea & < b at 5 > 3, \"so\" & it's «да».".to_owned(),
        languages: vec!["en", "kk"],
        alternative: Alternative::Html,
        ..Sample::new("Jo", "Release")
    };
    let (mail, seen) = made(&campaign, &sample).unwrap();
    let html = assert_read_alike(&mail, &seen).unwrap();
    assert!(html.contains("<p>Tea &amp; &lt; b at 5 &gt; 3, &quot;so&quot; &amp; it's «да».</p>"), "{html}");
    assert!(
        html.contains("<div lang=\"en\">") && html.contains("<div lang=\"kk\">") && html.contains("ғ, қ, ң"),
        "{html}"
    );
    assert!(!html.contains("<b ") && !html.contains("src=") && !html.contains("<script"), "{html}");
}

#[test]
fn a_file_comes_out_as_it_went_in_and_makes_another_mail() {
    let campaign = campaign();
    let long = format!("letter-{}-{}.pdf", "campaign-of-many-words".repeat(2), "office-of-many-words".repeat(2));
    let mut ids = Vec::new();
    for alternative in [Alternative::None, Alternative::Html] {
        for (name, shown, bytes) in [
            ("letter-sample-court.pdf", "letter-sample-court.pdf", (0..=255).cycle().take(5000).collect()),
            (long.as_str(), long.as_str(), b"%PDF-1.7\r\n.\r\n--=_\r\n".to_vec()),
            ("a \"b\"\r\nX: y;\u{fc}.pdf", "a--b---X--y--.pdf", b"%PDF-1.7\n.\n".to_vec()),
            ("empty.pdf", "empty.pdf", Vec::new()),
        ] {
            let file = Attachment { name: name.to_owned(), media_type: "application/pdf", bytes };
            let sample = Sample { alternative, files: vec![file.clone()], ..Sample::new("Jo", "Release") };
            let (mail, seen) = made(&campaign, &sample).unwrap();
            let raw = String::from_utf8(mail.bytes.clone()).unwrap();
            let (_, encoded) = raw.rsplit_once("base64\r\n\r\n").unwrap();
            assert!(encoded.split("\r\n").all(|line| line.len() <= 76), "{encoded}");
            for (reader, read) in FILE_READERS {
                let (text, files) = read(&mail.bytes);
                assert_eq!(text, seen.text, "{reader}");
                let expected = (shown.to_owned(), "application/pdf".to_owned(), file.bytes.clone());
                assert_eq!(files, [expected], "{reader}");
            }
            assert_eq!(mail.attached, [(shown.to_owned(), file.bytes.len())]);
            ids.push(mail.message_id);
        }
        let plain = Sample { alternative, ..Sample::new("Jo", "Release") };
        ids.push(made(&campaign, &plain).unwrap().0.message_id);
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "each is another mail");
}

/// Printable text of any script: no control, format, private or unassigned characters.
fn anything() -> impl Strategy<Value = Sample> {
    let line = || prop_oneof!["\\PC{1,60}", "[ -~]{1,60}", "[ -~À-ӿ]{1,100}", "[=?_a-zж ]{1,40}"];
    (line(), line(), line(), line(), "(\\PC|\n| ){1,300}", any::<bool>()).prop_map(
        |(name, one, two, office, words, html)| Sample {
            office: outcry::text::line(&office, 200).unwrap_or_else(|_| "Court".to_owned()),
            own_words: words,
            alternative: if html { Alternative::Html } else { Alternative::None },
            role: two,
            organisation: one,
            ..Sample::new(&name, "")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, max_global_rejects: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_printable_text_round_trips(sample in anything()) {
        let made = made(&campaign(), &sample);
        prop_assume!(made.is_some());
        let (mail, seen) = made.unwrap();
        assert_read_alike(&mail, &seen);
    }
}

#[test]
fn python_reads_any_printable_text_too() {
    let campaign = campaign();
    let mut runner = TestRunner::deterministic();
    let samples = std::iter::repeat_with(|| anything().new_tree(&mut runner).unwrap().current());
    let mails: Vec<(Mail, Seen)> = samples.filter_map(|sample| made(&campaign, &sample)).take(60).collect();
    assert_all_read_alike(&mails);
}
