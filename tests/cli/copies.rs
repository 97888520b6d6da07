//! Offices that get a copy for information, and embassies that get a cover: by mail, on paper, in every output.

use super::send::{BRANCH, field, letters, server_of};
use super::*;

/// The police, which has no e-mail, and the ministry, with two mailboxes and a copy desk, get copies.
const COPIES: &str = r#"copy_to = ["copies@harbour.example", "aq-ministry", "aq-police"]"#;
const WHO: &str = "--name \"Jo Smith\" --country NZ --email jo@smith.test";

/// The campaign with `recipients` and what else is given.
fn world(recipients: &str, more: &str) -> World {
    let lines = HARBOUR.lines().filter(|line| !line.starts_with("recipients") && !line.starts_with("copy_to"));
    let lines: Vec<&str> = lines.collect();
    harbour_with(&format!("{}\nrecipients = {recipients}\n{more}\n", lines.join("\n")))
}

fn copies() -> World {
    world(r#"["aq-court"]"#, COPIES)
}

fn cover() -> World {
    world(r#"["aq-court", "aq-ministry"]"#, "embassy_as = \"copy\"")
}

#[test]
fn an_office_gets_its_copy_in_cc_and_without_a_mailbox_on_paper() {
    let server = Script::new().start();
    let line = format!("send harbour {WHO} --yes --accept-stale aq-ministry");
    let run = copies().line(&format!("{line} {}", server_of(&server)));
    let sessions = server.finish();
    assert_eq!(run.code, 0, "{run}");
    agreed!("copies_sent", run);
    let court = letters(&sessions)[0];
    let cc = "minister@ministry.test, office@ministry.test, registry@ministry.test";
    assert_eq!(field(&court.text, "Cc"), format!("copies@harbour.example, {cc}"));
    assert_eq!(letters(&sessions).len(), 2, "the court's and the embassy's: no further letter to the ministry\n{run}");
}

#[test]
fn a_copy_office_is_judged_as_any_office() {
    let line = format!("send harbour {WHO} --yes {BRANCH} --server smtp://127.0.0.1:1");
    // Nobody confirmed one of its addresses for a year.
    let stale = copies().line(&line);
    assert_eq!(stale.code, 65, "{stale}");
    agreed!("copies_stale", stale);
    let dry = copies().line(&format!("{} --dry-run", line.replace(" --yes", "")));
    agreed!("copies_dry_run", dry);
    let without = copies().line(&format!("{line} --except aq-ministry"));
    assert!(!without.says("stale") && !without.says("minister@"), "{without}");
    let closed = OFFICES.replace("id = \"aq-ministry\"", "id = \"aq-ministry\"\nstatus = \"closed\"");
    let run = copies().recipients(&closed).line(&format!("{line} --accept-stale aq-ministry"));
    assert!(run.code == 65 && run.says("aq-ministry: it is closed; nothing was sent"), "{run}");
}

#[test]
fn a_refused_copy_office_is_told_as_any_copy() {
    let refusal = || reply("550 5.1.1 no such copy");
    let server = Script::new().at(Step::Rcpt, []).at(Step::Rcpt, []).at(Step::Rcpt, [refusal()]).start();
    let line = format!("send harbour {WHO} --yes --accept-stale aq-ministry --to aq-court");
    let run = copies().line(&format!("{line} {}", server_of(&server)));
    server.finish();
    assert_eq!(run.code, 0, "{run}");
    agreed!("copies_refused", run);
}

#[test]
fn on_paper_a_copy_is_a_further_letter_with_its_mark() {
    let run = copies().line(&format!("write harbour {WHO} --embassy none"));
    assert_eq!(run.code, 0, "{run}");
    agreed!("copies_text", run);
    let russian = copies().line(&format!("write harbour {WHO} --embassy none --lang ru --lang en --to aq-police"));
    agreed!("copies_text_bilingual", russian);
    let html = copies().line(&format!("write harbour {WHO} --embassy none -f html"));
    assert_eq!(html.stdout.matches("<article").count(), 3, "{html}");
    let mark = "<p><strong>For information. Copy of a letter to: Court of Antarctica</strong></p>";
    assert_eq!(html.stdout.matches(mark).count(), 2, "{html}");
    let json = copies().line(&format!("write harbour {WHO} --embassy none -f json"));
    let told: Vec<_> = json.json().iter().map(|letter| format!("{} {}", letter["office"], letter["role"])).collect();
    assert_eq!(told, [r#""aq-court" "letter""#, r#""aq-ministry" "copy""#, r#""aq-police" "copy""#]);
    assert_eq!(json.json()[0]["copy_offices"], serde_json::json!(["aq-ministry", "aq-police"]));
    let drafts = copies().line(&format!("write harbour {WHO} --embassy none -f eml -o drafts/"));
    agreed!("copies_drafts", drafts);
    let calls = copies().line(&format!("write harbour {WHO} --to aq-police -f phone"));
    assert!(calls.code == 0 && !calls.says("1. Release"), "nothing is demanded of who gets a copy\n{calls}");
}

#[test]
fn a_list_writes_the_copies_of_offices_without_a_mailbox_once() {
    let world = copies().file("list.csv", "name,email,country,consent\nJo,jo@a.test,NZ,yes\nKim,kim@a.test,NZ,yes\n");
    let server = Script::new().start();
    let line = "send harbour --signatories list.csv --yes --embassy none --accept-stale aq-ministry --paper paper.txt";
    let first = world.line(&format!("{line} {}", server_of(&server)));
    agreed!("copies_list", first);
    assert!(world.read("paper.txt").matches("For information.").count() == 2, "{first}");
    let again = world.line(&format!("{line} {}", server_of(&server)));
    assert_eq!(letters(&server.finish()).len(), 2, "{again}");
    assert!(again.code == 0 && again.says("2 handed over"), "{again}");
}

#[test]
fn copy_to_on_the_command_line_takes_ids_in_place_of_the_campaigns() {
    let run = copies().line(&format!("write harbour {WHO} --embassy none --copy-to aq-council --copy-to a@b.test"));
    assert!(run.says("Copy to: a@b.test, Council of Antarctica"), "{run}");
    assert!(!run.says("Police"), "{run}");
    for (line, name) in [("--copy-to aq-polise", "flag"), ("--copy-to a@", "flag_address")] {
        let run = copies().line(&format!("write harbour {WHO} {line}"));
        assert_eq!(run.code, 2, "{run}");
        agreed!(format!("copies_unknown_{name}"), run);
    }
    let wrong = world(r#"["aq-court"]"#, r#"copy_to = ["aq-minstry"]"#);
    let run = wrong.line(&format!("write harbour {WHO}"));
    assert_eq!(run.code, 65, "{run}");
    agreed!("copies_unknown", run);
    let checked = wrong.line("campaigns check harbour");
    assert!(checked.code == 65 && checked.says("aq-minstry") && checked.says("aq-ministry"), "{checked}");
}

#[test]
fn who_gets_the_letter_gets_no_copy() {
    let both = world(r#"["aq-court", "aq-ministry"]"#, r#"copy_to = ["aq-ministry", "aq-embassy-nz"]"#);
    let run = both.line(&format!("write harbour {WHO}"));
    assert_eq!(run.stdout.matches("Subject: ").count(), 3, "{run}");
    assert!(!run.says("For information") && !run.says("Copy to"), "{run}");
}

#[test]
fn an_embassy_gets_a_cover_with_the_letter_to_the_others_below_it() {
    let run = cover().line(&format!("write harbour {WHO} --to aq-embassy-nz"));
    assert_eq!(run.code, 0, "{run}");
    agreed!("cover_text", run);
    let all = cover().line(&format!("write harbour {WHO}"));
    assert!(all.stdout.ends_with(run.stdout.as_str()), "the cover is the same whoever else is chosen\n{all}");
    let plural = "--kind union --organisation \"Dockers' Branch\" --country NZ --email jo@smith.test --lang ru";
    agreed!("cover_russian", cover().line(&format!("write harbour {plural} --to aq-embassy-nz")));
    for format in ["html", "eml", "json"] {
        let run = cover().line(&format!("write harbour {WHO} --to aq-embassy-nz -f {format}"));
        agreed!(format!("cover_{format}"), run);
    }
    // Who is listed as a recipient is no addressee of a cover.
    let listed = world(r#"["aq-court", "aq-embassy-nz"]"#, "embassy_as = \"copy\"");
    let run = listed.line(&format!("write harbour {WHO}"));
    assert!(run.code == 0 && !run.says("Please forward"), "{run}");
    let alone = cover().line(&format!("write harbour {WHO} --except aq-court --except aq-ministry"));
    assert_eq!(alone.code, 65, "{alone}");
    agreed!("cover_alone", alone);
    let nothing = world("[]", "embassy_as = \"copy\"").line(&format!("write harbour {WHO}"));
    agreed!("cover_of_nothing", nothing);
}

#[test]
fn a_cover_is_sent_as_any_letter() {
    let server = Script::new().start();
    let line = format!("send harbour {WHO} --yes --accept-stale aq-ministry {}", server_of(&server));
    let run = cover().line(&line);
    let sessions = server.finish();
    assert_eq!((run.code, letters(&sessions).len()), (0, 3), "{run}");
    let mail = &letters(&sessions)[2].text;
    assert_eq!(field(mail, "Subject"), "Copy of a letter: Release Ada Marsh");
    assert!(mail.contains("- - -") && mail.contains("Please forward my letter"), "{mail}");
}

#[test]
fn words_that_are_missing_for_a_cover_are_english_and_said() {
    let polish = ENGLISH.replace("Release Ada Marsh", "Uwolnić Adę Marsh");
    let world = cover().file("letters/harbour/pl.md", &polish);
    let run = world.line(&format!("write harbour {WHO} --lang pl --to aq-embassy-nz"));
    assert!(run.code == 0 && run.says("is in English: outcry has no words for it in Polish"), "{run}");
}

#[test]
#[cfg(feature = "pdf")]
fn a_cover_in_print_leaves_the_letter_on_a_sheet_of_its_own() {
    let world = cover();
    let run = world.line(&format!("write harbour {WHO} --to aq-embassy-nz -o cover.pdf"));
    assert_eq!(run.code, 0, "{run}");
    let sheets = pdf::reader::pages(std::fs::read(world.path("cover.pdf")).unwrap());
    assert_eq!(sheets.len(), 2);
    assert!(sheets[0].text().contains("Please forward my letter"), "{}", sheets[0].text());
    assert!(sheets[1].text().contains("Copy of a letter to:"), "{}", sheets[1].text());
    let world = copies();
    let run = world.line(&format!("write harbour {WHO} --to aq-police -o copy.pdf"));
    assert_eq!(run.code, 0, "{run}");
    let sheets = pdf::reader::pages(std::fs::read(world.path("copy.pdf")).unwrap());
    assert!(
        sheets[0].text().contains("For information. Copy of a letter to: Court of Antarctica"),
        "{}",
        sheets[0].text()
    );
}

#[test]
fn whoever_signs_gets_a_copy_in_cc_where_that_is_asked_for() {
    let (world, server) = (harbour(), Script::new().start());
    let line = format!("send harbour {WHO} --to aq-court --copy-me {}", server_of(&server));
    agreed!("copy_me_dry_run", world.line(&format!("{line} --dry-run")));
    assert_eq!(world.line(&format!("{line} --yes --test-to me@union.test")).code, 0);
    let sent = world.line(&format!("{line} --yes"));
    assert_eq!(sent.code, 0, "{sent}");
    let again = world.line(&format!("{line} --yes"));
    assert!(again.code == 0 && again.stdout.starts_with("sent already"), "{again}");
    let sessions = server.finish();
    let [trial, letter] = letters(&sessions)[..] else { panic!("a trial and the letter") };
    assert_eq!(trial.to, ["me@union.test"]);
    assert_eq!(letter.to, ["court@court.test", "copies@harbour.example", "jo@smith.test"]);
    assert_eq!(field(&letter.text, "Cc"), "copies@harbour.example, jo@smith.test");
    assert!(!letter.text.contains("Bcc:"), "{}", letter.text);
}

#[test]
fn a_refused_copy_to_whoever_signs_costs_the_office_nothing() {
    let refusal = || reply("550 5.1.1 no such mailbox");
    let server = Script::new().at(Step::Rcpt, []).at(Step::Rcpt, []).at(Step::Rcpt, [refusal()]).start();
    let run = harbour().line(&format!("send harbour {WHO} --to aq-court --copy-me --yes {}", server_of(&server)));
    assert!(run.code == 0 && run.stdout.starts_with("sent\taq-court"), "{run}");
    assert!(run.says("jo@smith.test") && run.says("no such mailbox"), "{run}");
    assert_eq!(letters(&server.finish()).len(), 1);
}

#[test]
fn a_copy_needs_an_address_of_whoever_signs() {
    let line = format!("send harbour --copy-me --to aq-court --yes {BRANCH} --server smtp://127.0.0.1:1");
    let run = harbour().line(&format!("{line} --name \"Jo Smith\" --country NZ"));
    assert!(run.code == 2 && run.says("--copy-me needs an address to send the copy to"), "{run}");
}
