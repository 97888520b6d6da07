//! Letters whose subject and text their signatory edited: the file, what is refused, and what the outbox remembers.

use super::send::{letters, server_of};
use super::*;

const WHO: &str = "--name \"Jo Smith\" --country NZ";
const TEXT: &str = "From: Jo Smith\nSubject: Free Ada Marsh now\n\nI write as a docker about *Ada Marsh*.\n\n- Release Ada Marsh at\n  once.\n";

fn world(text: &str) -> World {
    harbour().file("mine.md", text)
}

#[test]
fn an_edited_text_takes_the_place_of_the_campaigns() {
    let world = world(TEXT);
    let run = world.line(&format!("write harbour {WHO} --to aq-court --text mine.md"));
    assert_eq!(run.code, 0, "{run}");
    agreed!("edited_text", run);
    let json = world.line(&format!("write harbour {WHO} --to aq-court --text mine.md -f json")).json();
    assert_eq!(json[0]["edited"], true);
    assert_eq!(
        json[0]["parts"][0]["demands"],
        serde_json::json!(["Release Ada Marsh at once."]),
        "what still stands in it"
    );
    let plain = world.line(&format!("write harbour {WHO} --to aq-court -f json")).json();
    assert!(plain[0].get("edited").is_none());
}

#[test]
fn a_text_for_each_language_and_office() {
    let text = "Language: ru\nSubject: Ада\n\nТекст.\n---\nTo: aq-court\nLanguage: en\nSubject: To the court\n\nCourt.\n---\nSubject: To all\n\nAll.\n";
    let world = world(text);
    let run = world.line(&format!("write harbour {WHO} --text mine.md --lang en --lang ru -f json"));
    let subjects: Vec<_> = run.json().iter().map(|letter| letter["subject"].as_str().unwrap().to_owned()).collect();
    let all = "To all / Ада".to_owned();
    assert_eq!(subjects, ["To the court / Ада".to_owned(), all.clone(), all.clone(), all.clone(), all], "{run}");
}

#[test]
fn a_text_for_one_office_goes_before_one_for_all_and_a_link_is_no_hole() {
    let text = "Subject: To all\n\nSee [the report](https://union.example/report).\n---\nTo: aq-court\nSubject: To the court\n\nCourt.\n";
    let run = world(text).line(&format!("write harbour {WHO} --text mine.md --to aq-court --to aq-police -f json"));
    let subjects: Vec<_> = run.json().iter().map(|letter| letter["subject"].as_str().unwrap().to_owned()).collect();
    assert_eq!(subjects, ["To the court", "To all"], "{run}");
}

#[test]
fn what_no_letter_can_have_is_refused_with_its_line() {
    let mut told = String::new();
    for text in [
        "",
        "I write about Ada Marsh.\n",
        "Subject: Ada\n",
        "Subject: Ada\nTwo lines\n\nText.\n",
        "Subject: Ada\nSubject: Marsh\n\nText.\n",
        "Subject: Ada [NAME]\n\nText.\n",
        "Language: Klingon tongue\nSubject: Ada\n\nText.\n",
        "Subject: Ada\n\nFrom {{name}}.\n\nAnd ____.\n",
        "Subject: Ada\n\n# Heading\n",
        "Subject: Ada\n\na\u{202e}b\n",
        "Subject: Ada\n\nText.\n---\nMore.\n",
        "To: aq-police\nSubject: Ada\n\nText.\n",
        "From: Kim Lee\nSubject: Ada\n\nText.\n",
        "Subject: Ada\n\n[one\ntwo]\n",
        // Texts that no letter would get.
        "To: aq-cuort\nSubject: Ada\n\nText.\n---\nSubject: All\n\nText.\n",
        "Subject: Ada\n\nText.\n---\nSubject: All\n\nText.\n",
        "To: aq-court\nSubject: Ada\n\nText.\n---\nTo: aq-police, aq-court\nSubject: All\n\nText.\n",
    ] {
        let run = world(text).line(&format!("write harbour {WHO} --to aq-court --text mine.md"));
        assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{text}\n{run}");
        told.push_str(&format!("{text:?}\n{}\n", run.stderr));
    }
    insta::assert_snapshot!("edited_refused", told);
}

#[test]
fn an_edited_text_is_judged_as_a_letter() {
    let text = "Subject: Ada Marsch\n\nDear Sir,\n\nRelease her AT ONCE!!! See https://bit.ly/x.\n";
    let run = world(text).line(&format!("write harbour {WHO} --to aq-court --text mine.md"));
    assert_eq!(run.code, 0, "{run}");
    agreed!("edited_judged", run);
}

#[test]
fn a_list_and_own_words_have_no_edited_text() {
    let world = world(TEXT).file("list.csv", "name,consent\nJo,yes\n");
    for line in
        ["write harbour --signatories list.csv --text mine.md", "write harbour --name Jo --own-words x --text mine.md"]
    {
        let run = world.line(line);
        assert!(run.code == 2 && run.says("cannot be used with"), "{run}");
    }
    let run = world.line(&format!("write harbour {WHO} --edit"));
    assert!(run.code == 2 && run.says("--edit needs a terminal"), "{run}");
}

#[test]
fn a_letter_that_waits_goes_out_with_its_own_text_alone() {
    let world = world(TEXT)
        .file("other.md", &TEXT.replace("as a docker", "as a teacher"))
        .file("list.csv", "name,country,consent\nJo Smith,NZ,yes\n");
    let send = |script: Script, more: &str| {
        let server = script.start();
        let run = world.line(&format!("send harbour --to aq-court --yes {more} {}", server_of(&server)));
        (run, server.finish())
    };
    let first = format!("{WHO} --text mine.md");
    let (run, _) = send(Script::new().at(Step::Rcpt, [reply("450 4.7.1 later")]), &first);
    assert_eq!(run.code, 75, "{run}");
    assert!(run.says("--text mine.md"), "the line that sends the rest\n{run}");
    let listed = world.line("outbox list --json").json();
    assert_eq!((&listed[0]["state"], &listed[0]["edited"]), (&"waiting".into(), &true.into()));
    for more in [WHO.to_owned(), format!("{WHO} --text other.md"), format!("{WHO} --text other.md --dry-run")] {
        let (run, sessions) = send(Script::new(), &more);
        assert!(letters(&sessions).is_empty(), "{more}\n{run}");
        assert!(run.says("a letter waits with a text that its signatory edited"), "{run}");
        assert_eq!(run.code, if more.contains("dry") { 0 } else { 75 }, "{run}");
    }
    let (run, sessions) = send(Script::new(), "--signatories list.csv");
    assert!(run.code == 75 && letters(&sessions).is_empty(), "{run}");
    agreed!("edited_waits_in_a_list", run);
    let (run, sessions) = send(Script::new(), &first);
    assert_eq!((run.code, letters(&sessions).len()), (0, 1), "{run}");
    assert!(letters(&sessions)[0].text.contains("as a docker"));
    let (run, sessions) = send(Script::new(), WHO);
    assert!(run.code == 0 && letters(&sessions).is_empty() && run.says("sent already"), "{run}");
}

#[test]
fn another_text_is_sent_on_purpose() {
    let world = world(TEXT);
    let send = |script: Script, more: &str| {
        let server = script.start();
        let run = world.line(&format!("send harbour {WHO} --to aq-court --yes {more} {}", server_of(&server)));
        (run, server.finish())
    };
    let (run, _) = send(Script::new().at(Step::Rcpt, [reply("450 4.7.1 later")]), "--text mine.md");
    assert_eq!(run.code, 75, "{run}");
    let (run, sessions) = send(Script::new(), "--again");
    assert_eq!((run.code, letters(&sessions).len()), (0, 1), "{run}");
    assert!(letters(&sessions)[0].text.contains("who is held for a strike"), "the campaign's own text");
    // What was sent in the campaign's text is sent once more in one's own.
    let (run, sessions) = send(Script::new(), "--again --text mine.md");
    assert_eq!((run.code, letters(&sessions).len()), (0, 1), "{run}");
    assert!(letters(&sessions)[0].text.contains("as a docker"));
    let listed = world.line("outbox export --json").json();
    assert_eq!((&listed[0]["state"], &listed[0]["edited"]), (&"sent".into(), &true.into()));
}
