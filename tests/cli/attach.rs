//! `send --attach-pdf`, pictures of a profile, and letters for the post: what reaches the server and the
//! folder, read back by other libraries.

use mailparse::{DispositionType, ParsedMail};

use super::pdf::{SIGNATURE, pages, strokes};
use super::send::{BRANCH, letters, server_of};
use super::*;

const JO: &str = "--name \"Jo Smith\" --country NZ --email jo@smith.test";
const SEND: &str = "send harbour --name \"Jo Smith\" --country NZ --email jo@smith.test --yes --to aq-court";
const LIST: &str = "send harbour --signatories list.csv --yes --to aq-court";
const DAY: i64 = 24 * 60 * 60;

/// An office whose postal address fits no window, with a mailbox and without one.
const LONG: &str = r#"
[[office]]
id = "aq-long"
kind = "court"
country = "AQ"
names.en = "Office"

[[office.channel]]
type = "post"
value = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten"
source = "https://archive.example/"

[[office]]
id = "aq-long-mail"
kind = "court"
country = "AQ"
names.en = "Office with a mailbox"

[[office.channel]]
type = "post"
value = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten"
source = "https://archive.example/"

[[office.channel]]
type = "email"
value = "office@long.test"
source = "https://archive.example/"
checked = 2026-10-02
"#;

fn world() -> World {
    World::new().recipients(&format!("{OFFICES}{LONG}")).campaign(
        "harbour",
        HARBOUR,
        &[("en", ENGLISH), ("ru", RUSSIAN)],
    )
}

fn people() -> World {
    world().file("list.csv", "Name,Email,Country,Consent\nJo Smith,jo@smith.test,NZ,yes\nKim Lee,kim@lee.test,DE,yes\n")
}

fn run(world: &World, server: &Server, line: &str) -> Run {
    world.line(&format!("{line} {}", server_of(server)))
}

/// The file that goes along with a mail: its name, and what it holds.
#[track_caller]
fn attached(text: &str) -> (String, Vec<u8>) {
    let mail = mailparse::parse_mail(text.as_bytes()).unwrap();
    assert_eq!(mail.ctype.mimetype, "multipart/mixed");
    let [_, file] = mail.subparts.as_slice() else { panic!("{} parts", mail.subparts.len()) };
    assert_eq!(file.ctype.mimetype, "application/pdf");
    let disposition = file.get_content_disposition();
    assert_eq!(disposition.disposition, DispositionType::Attachment);
    (disposition.params["filename"].clone(), file.get_body_raw().unwrap())
}

fn printed(pdf: Vec<u8>) -> String {
    pages(pdf).iter().map(pdf::Page::text).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_letter_goes_along_as_it_is_written_on_paper() {
    let (world, server) = (world(), Script::new().start());
    let dry = run(&world, &server, &format!("{SEND} --attach-pdf --dry-run"));
    agreed!("attach_dry_run", dry);
    let json = run(&world, &server, &format!("{SEND} --attach-pdf --dry-run --json")).json();
    assert_eq!(json[0]["attached"][0], "letter-harbour-aq-court.pdf");
    let sent = run(&world, &server, &format!("{SEND} --attach-pdf --copy-to copies@union.test"));
    assert_eq!(sent.code, 0, "{sent}");
    let html = run(&world, &server, &format!("{SEND} --attach-pdf --html --copy-to copies@union.test --again"));
    assert_eq!(html.code, 0, "{html}");
    let line = format!("write harbour {JO} --to aq-court --copy-to copies@union.test -f pdf -o letter.pdf");
    assert_eq!(world.line(&line).code, 0);
    let sessions = server.finish();
    let both = letters(&sessions);
    for letter in &both {
        let (name, pdf) = attached(&letter.text);
        assert_eq!(name, "letter-harbour-aq-court.pdf");
        assert!(pdf == std::fs::read(world.path("letter.pdf")).unwrap(), "it is the letter that `write` makes");
        let text = printed(pdf);
        for part in ["Court of Antarctica", "23 November 2026", "Release Ada Marsh at once.", "Jo Smith"] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(letter.text.split("\r\n").all(|line| line.len() <= 78 && line.is_ascii()));
    }
    let kinds = |mail: &ParsedMail<'_>| mail.parts().map(|part| part.ctype.mimetype.clone()).collect::<Vec<_>>();
    let parsed = |at: usize| kinds(&mailparse::parse_mail(both[at].text.as_bytes()).unwrap());
    assert_eq!(parsed(0), ["multipart/mixed", "text/plain", "application/pdf"]);
    let alternative = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"];
    assert_eq!(parsed(1), alternative);
}

#[test]
fn a_letter_that_waited_goes_out_as_the_same_mail_on_another_day() {
    for attach in ["--attach-pdf", "--attach-pdf --html"] {
        let script = Script::new().at(Step::Dot, [reply("451 4.3.0 try later")]);
        let (world, server) = (world(), script.start());
        let line = format!("{SEND} {attach}");
        assert_eq!(run(&world, &server, &line).code, 75);
        let later = (support::outcry::NOW.parse::<i64>().unwrap() + 2 * DAY).to_string();
        let world = world.variable("SOURCE_DATE_EPOCH", &later);
        let second = run(&world, &server, &line);
        assert_eq!(second.code, 0, "{second}");
        let sessions = server.finish();
        let [first, second] = letters(&sessions)[..] else { panic!("two attempts") };
        assert!(!first.accepted && second.accepted);
        assert_eq!(first.text, second.text, "the same mail, byte for byte");
    }
}

#[test]
fn another_signature_makes_another_mail() {
    let script = Script::new().at(Step::Dot, [reply("451 4.3.0 try later")]);
    let (world, server) = (world().file("s.svg", SIGNATURE), script.start());
    let line = format!("{SEND} --attach-pdf --signature s.svg");
    assert_eq!(run(&world, &server, &line).code, 75);
    let world = world.file("s.svg", &SIGNATURE.replace("L200 40", "L200 20"));
    let second = run(&world, &server, &line);
    assert!(second.code == 0 && second.says("the mail is not the same as before"), "{second}");
    let sessions = server.finish();
    let ids: Vec<String> = letters(&sessions).iter().map(|letter| send::field(&letter.text, "Message-ID")).collect();
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn what_shows_on_paper_alone_is_refused_without_it() {
    let world = world().file("s.svg", SIGNATURE).bytes("large.jpg", &large_jpeg());
    for (name, flags) in [
        ("look", "--signature s.svg --pdf-a"),
        ("layout", "--attach-pdf --layout dl --letterhead none.png"),
        ("address", "--attach-pdf --to aq-long-mail"),
        ("large", "--attach-pdf --letterhead large.jpg"),
    ] {
        let server = Script::new().start();
        agreed!(format!("attach_refused_{name}"), run(&world, &server, &format!("{SEND} {flags}")));
        assert!(server.finish().is_empty(), "{name}: no connection was opened");
    }
}

/// A picture of a grey square with six million bytes of remarks.
fn large_jpeg() -> Vec<u8> {
    const REMARK: usize = 65_533;
    let (head, rest) = include_bytes!("pdf/grey.jpg").split_at(2);
    let mut bytes = head.to_vec();
    for _ in 0..100 {
        bytes.extend([0xff, 0xfe, 0xff, 0xff]);
        bytes.extend(std::iter::repeat_n(b'x', REMARK));
    }
    bytes.extend(rest);
    bytes
}

#[test]
fn everybody_on_a_list_gets_a_letter_of_their_own() {
    let (world, server) = (people(), Script::new().start());
    agreed!("attach_list_dry_run", run(&world, &server, &format!("{LIST} --attach-pdf --dry-run --layout fr")));
    let trial = run(&world, &server, &format!("{LIST} --attach-pdf --test-to me@smith.test"));
    assert_eq!(trial.code, 0, "{trial}");
    let sent = run(&world, &server, &format!("{LIST} --attach-pdf"));
    assert_eq!(sent.code, 0, "{sent}");
    let sessions = server.finish();
    assert_eq!(letters(&sessions).len(), 4);
    for letter in letters(&sessions) {
        let (own, other) =
            if letter.text.contains("jo@smith.test") { ("Jo Smith", "Kim Lee") } else { ("Kim Lee", "Jo Smith") };
        let text = printed(attached(&letter.text).1);
        assert!(text.contains(own) && !text.contains(other), "{text}");
    }
}

#[test]
fn a_letter_that_cannot_be_printed_is_told_by_its_row_and_nothing_is_sent() {
    let list = format!(
        "Name,Email,Country,Own words,Consent\nJo Smith,jo@smith.test,NZ,,yes\nKim Lee,kim@lee.test,DE,{},yes\n",
        "x".repeat(100)
    );
    for (name, flags) in [
        ("mail", "--attach-pdf --to aq-long-mail"),
        ("folder", "--to aq-long --paper out/"),
        ("book", "--to aq-long --paper all.pdf"),
    ] {
        let (world, server) = (world().file("list.csv", &list), Script::new().start());
        agreed!(format!("attach_rows_{name}"), run(&world, &server, &format!("{LIST} {flags}")));
        assert!(server.finish().is_empty(), "no connection was opened");
        assert!(!world.path("out").exists() && !world.path("all.pdf").exists());
    }
}

/// A letter of a script that hardly any machine has a font for (Medefaidrin, U+16E40).
const RARE: char = '\u{16e40}';

#[test]
fn a_letter_that_lacks_a_font_waits_and_keeps_no_other_from_going_out() {
    let list = format!(
        "Name,Email,Country,Consent\nJo Smith,jo@smith.test,NZ,yes\nKim {RARE},kim@lee.test,NZ,yes\nAl Ray,al@ray.test,NZ,yes\n"
    );
    for (flags, taken, papers) in [
        // The mail itself lacks it.
        ("--attach-pdf", 2, &[] as &[&str]),
        // Only the letter on paper does, to another office.
        ("--to aq-police --paper out/", 3, &["out/000002-jo-smith-aq-police.pdf", "out/000004-al-ray-aq-police.pdf"]),
        ("--to aq-police --paper all.pdf", 3, &["all.pdf"]),
    ] {
        let (world, server) = (world().file("list.csv", &list), Script::new().start());
        let dry = world.line(&format!("{LIST} {flags} --dry-run {BRANCH} --server smtp://127.0.0.1:1"));
        assert!(dry.code == 0 && dry.says("row 3: the letter to aq-") && dry.says("this letter waits"), "{dry}");
        let first = run(&world, &server, &format!("{LIST} {flags}"));
        assert_eq!((first.code, letters(&server.finish()).len()), (75, taken), "{first}");
        assert!(first.says("no font here has the letter") && first.says("1 letter waits for a font"), "{first}");
        assert!(first.says(&format!("{taken} sent")) && first.says("1 not sent yet"), "{first}");
        for paper in papers {
            assert!(world.path(paper).exists(), "{paper}\n{first}");
        }
        assert!(!world.path("out/000003-kim-aq-police.pdf").exists());
        let status = world.line("outbox status").stdout;
        assert!(status.contains("1 waiting"), "{status}");

        // It is looked at again, and nothing goes twice.
        let server = Script::new().start();
        let again = run(&world, &server, &format!("{LIST} {flags}"));
        assert_eq!((again.code, letters(&server.finish()).len()), (75, 0), "{again}");
        assert!(again.says("row 3: the letter to aq-"), "{again}");
    }
}

#[test]
fn a_list_goes_on_unless_what_is_attached_has_changed() {
    let first = format!("{LIST} --attach-pdf --signature s.svg");
    for (line, picture, goes_on) in [
        (first.clone(), SIGNATURE, true),
        (first.clone(), &SIGNATURE.replace("L200 40", "L200 20"), false),
        (format!("{first} --layout fr"), SIGNATURE, false),
        (format!("{LIST} --attach-pdf"), SIGNATURE, false),
        (LIST.to_owned(), SIGNATURE, false),
    ] {
        let script = Script::new().at(Step::Mail, []).at(Step::Mail, [reply("454 Throttling")]);
        let (world, server) = (people().file("s.svg", SIGNATURE), script.start());
        assert_eq!(run(&world, &server, &first).code, 75);
        let rest = run(&world.file("s.svg", picture), &server, &line);
        assert!(rest.code == 0 && rest.says("1 sent, 1 sent already"), "{line}\n{rest}");
        assert_eq!(rest.says("nothing has changed since"), goes_on, "{line}\n{rest}");
        server.finish();
    }
}

#[test]
fn what_a_profile_keeps_for_paper_is_attached_and_does_not_concern_a_mail_of_text() {
    let (world, server) = (pdf::profile::signed(), Script::new().start());
    let line = "send harbour --to aq-court --yes";
    let attached_to_it = run(&world, &server, &format!("{line} --attach-pdf"));
    assert_eq!(attached_to_it.code, 0, "{attached_to_it}");
    std::fs::remove_file(world.path("../home/.config/outcry/me/s.svg")).unwrap();
    let plain = run(&world, &server, &format!("{line} --again"));
    assert_eq!(plain.code, 0, "{plain}");
    let sessions = server.finish();
    let [signed, plain] = letters(&sessions)[..] else { panic!("two letters") };
    let page = pages(attached(&signed.text).1);
    assert!((page[0].width - 215.9).abs() < 0.1 && strokes(&page) == 1);
    assert!(plain.text.contains("Content-Type: text/plain"));
}

#[test]
fn a_folder_for_the_post_gets_a_sheet_for_each_letter() {
    let (world, server) = (people().file("s.svg", SIGNATURE), Script::new().start());
    let line = format!("{LIST} --to aq-police --paper paper/ --layout fr --signature s.svg");
    let first = run(&world, &server, &line);
    assert_eq!(first.code, 0, "{first}");
    for (file, name) in [("000002-jo-smith-aq-police.pdf", "Jo Smith"), ("000003-kim-lee-aq-police.pdf", "Kim Lee")] {
        let bytes = std::fs::read(world.path("paper").join(file)).unwrap();
        assert_eq!(strokes(&pages(bytes.clone())), 1);
        let text = printed(bytes);
        assert!(text.contains("Police of Antarctica") && text.contains(name), "{text}");
    }
    assert!(world.read("paper/manifest.csv").contains("000003-kim-lee-aq-police.pdf"));
    for letter in letters(&server.finish()) {
        assert!(letter.text.contains("Content-Type: text/plain"), "paper is for the post, not for the mail");
    }
    let refused = world.line(&format!("{LIST} --paper all.txt --layout fr {BRANCH} --server smtp://127.0.0.1:1"));
    assert!(refused.code == 2 && refused.says("--layout can be used only with --attach-pdf"), "{refused}");
}
