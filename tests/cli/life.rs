//! What becomes of a campaign after its publication: it is corrected, extended, closed and handed on.

use super::send::{letters, server_of};
use super::*;

/// The campaign with other keys.
fn harbour_toml(keys: &str) -> String {
    let rest = if keys.contains("status") { HARBOUR.replace("status = \"open\"\n", "") } else { HARBOUR.to_owned() };
    format!("{keys}{rest}")
}

#[test]
fn a_later_word_in_any_folder_stops_letters() {
    for (other, refused) in [
        ("version = 2", None),
        ("version = 3", Some("has version 3 of campaign harbour, and letters/harbour has version 2")),
        ("version = 2\nstatus = \"won\"", Some("), campaign harbour is won")),
        ("version = 1\nstatus = \"closed\"", Some("), campaign harbour is closed")),
        ("version = 4\nnew_key = true", Some("has version 4")),
        ("version = 2\nstatus = \"paused\"", Some("), campaign harbour is paused")),
        ("version = two", Some("cannot be read (it is not TOML)")),
    ] {
        let world = harbour_with(&harbour_toml("version = 2")).own_campaign(
            "harbour",
            &harbour_toml(other),
            &[("en", ENGLISH)],
        );
        let server = Script::new().start();
        let sent = world.line(&format!("send harbour --name Jo --to aq-court --yes {}", server_of(&server)));
        let written = world.line("write harbour --name Jo --to aq-court");
        assert_eq!(written.code, 0, "{written}");
        match refused {
            None => assert!(sent.code == 0 && !written.says("refuses"), "{other}\n{sent}\n{written}"),
            Some(why) => {
                assert!(sent.code == 65 && sent.says(why) && sent.says("nothing was sent"), "{other}\n{sent}");
                assert!(written.says(why), "{other}\n{written}");
                assert!(world.line("campaigns list").says(why), "{other}");
                let trial = world.line(&format!(
                    "send harbour --name Jo --to aq-court --yes --test-to jo@branch.test {}",
                    server_of(&server)
                ));
                assert_eq!(trial.code, 0, "a trial goes to nobody else\n{trial}");
            }
        }
        assert_eq!(letters(&server.finish()).len(), 1);
    }
}

#[test]
fn where_the_old_day_came_from_goes_with_it_and_other_comments_stay() {
    for (comment, after) in
        [("   # line 18: before 1 January 2027", ""), ("   # the trial begins", "   # the trial begins")]
    {
        let facts = HARBOUR.replace("act_by = 2026-12-31", &format!("act_by = 2026-12-31{comment}"));
        let world = harbour_with(&facts);
        let run = world.line("campaigns extend harbour --until 2027-03-31");
        let file = world.read("letters/harbour/campaign.toml");
        assert!(run.code == 0 && file.contains(&format!("act_by = 2027-03-31{after}\n")), "{run}\n{file}");
    }
}

const LIST: &str =
    "Name,Email,Consent\nJo Smith,jo@branch.test,yes\nAl Ray,al@branch.test,yes\nKim Lee,kim@branch.test,yes\n";

/// A campaign in a version, with a text that says which.
fn in_version(world: World, version: u32) -> World {
    let letter = ENGLISH.replace("held for a strike", &format!("held for a strike (text {version})"));
    world.campaign("harbour", &harbour_toml(&format!("version = {version}")), &[("en", &letter)])
}

/// Which text each letter had that came to a server, and whose it was.
fn texts(server: Server) -> Vec<(String, String)> {
    let between = |text: &str, from: &str, to: &str| {
        text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default().to_owned()
    };
    let sessions = server.finish();
    letters(&sessions)
        .iter()
        .map(|letter| {
            let text = letter.text.replace("=\r\n", "").replace("\r\n", " ");
            (between(&text, "(text ", ")"), between(&text, "Reply-To: ", " <").replace('"', ""))
        })
        .collect()
}

#[test]
fn a_correction_goes_once_to_those_who_have_the_text_of_before() {
    let world = in_version(harbour().file("list.csv", LIST), 1);
    let run = |script: Script, flags: &str| {
        let server = script.start();
        let line = format!("send harbour --signatories list.csv --to aq-court --yes {flags} {}", server_of(&server));
        (world.line(&line), texts(server))
    };
    let one = |text: &str, who: &str| (text.to_owned(), who.to_owned());
    let script = Script::new()
        .at(Step::Dot, [])
        .at(Step::Dot, [reply("550 5.7.1 rejected: Subject")])
        .at(Step::Dot, [Act::Close]);
    let (first, _) = run(script, "");
    assert!(first.code == 75 && first.says("1 sent, 1 refused, 0 not sent yet, 1 in doubt"), "{first}");

    let world = in_version(world, 2);
    let run = |flags: &str| {
        let server = Script::new().start();
        let line = format!("send harbour --signatories list.csv --to aq-court --yes {flags} {}", server_of(&server));
        (world.line(&line), texts(server))
    };
    let older = "1 letter went out in a version before 2: 1 to aq-court";
    // The second time the list is known.
    for flags in ["--dry-run", "", ""] {
        let (plain, sent) = run(flags);
        assert!(plain.says("Plan for harbour, version 2:") && plain.says(older), "{plain}");
        assert!(plain.says("1 letter in doubt may have gone out in a version before 2") && sent.is_empty(), "{plain}");
    }
    for line in ["write harbour --name Zoe --to aq-court", "campaigns list"] {
        let told = world.line(line);
        assert!(told.says(&format!("{older}; `outcry send` with --again=older")), "{told}");
    }
    let world = world.file("list.csv", &format!("{LIST}New Row,new@branch.test,yes\n"));
    let run = |flags: &str| {
        let server = Script::new().start();
        let line = format!("send harbour --signatories list.csv --to aq-court --yes {flags} {}", server_of(&server));
        (world.line(&line), texts(server))
    };
    let (dry, _) = run("--again=older --dry-run");
    assert!(dry.says("would send 1 letter") && dry.says("1 letter that the outbox does not know"), "{dry}");
    let (again, sent) = run("--again=older");
    assert_eq!(sent, [one("2", "Jo Smith")], "{again}");
    let (again, sent) = run("--again=older");
    assert!(sent.is_empty() && again.code == 75 && again.says("1 sent already, 1 refused"), "{again}");

    let doubt = world.line("outbox list --state in-doubt --json").json();
    assert_eq!(doubt[0]["version"], 1);
    let settled = world.line(&format!("outbox settle {} --sent", doubt[0]["key"].as_str().unwrap()));
    assert_eq!(settled.code, 0, "{settled}");
    assert_eq!(run("--again=older").1, [one("2", "Kim Lee")]);
    let (none, sent) = run("--again=older");
    assert!(sent.is_empty() && none.says("no letter of this command went out in an earlier version"), "{none}");
    assert_eq!(run("").1, [one("2", "New Row")]);
    assert_eq!(run("--again=refused").1, [one("2", "Al Ray")]);
    let all = world.line("outbox export --json").json();
    assert!(all.len() == 4 && all.iter().all(|letter| letter["version"] == 2), "{all:?}");
}

#[test]
fn what_waits_goes_out_in_the_new_version_and_a_killed_correction_goes_on() {
    let world = in_version(harbour().file("list.csv", LIST), 1);
    let line = |server: &Server, flags: &str| {
        format!("send harbour --signatories list.csv --to aq-court --yes {flags} {}", server_of(server))
    };
    let server = Script::new().at(Step::Dot, []).at(Step::Dot, []).at(Step::Dot, [reply("451 later")]).start();
    assert_eq!(world.line(&line(&server, "")).code, 75);
    drop(server);
    let world = in_version(world, 2);
    let server = Script::new().at(Step::Dot, [Act::Hang]).start();
    let mut child = world.begin(&line(&server, "--again=older"));
    server.wait_for(|sessions| sessions.first().is_some_and(|session| !session.letters.is_empty()));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(texts(server), [("2".to_owned(), "Jo Smith".to_owned())]);
    let server = Script::new().start();
    let next = world.line(&line(&server, "--again=older"));
    assert!(next.says("2 sent, 0 refused, 0 not sent yet, 1 in doubt"), "{next}");
    let sent = texts(server);
    assert!(sent.len() == 2 && sent.iter().all(|(text, who)| text == "2" && !who.starts_with("Jo")), "{sent:?}");
    let server = Script::new().start();
    let last = world.line(&line(&server, "--again=older"));
    assert!(last.says("2 sent already") && !last.says("version before"), "{last}");
    assert!(texts(server).is_empty());
}

#[test]
fn letters_on_paper_have_a_version_too() {
    let world = in_version(harbour().file("list.csv", LIST), 1);
    let run = |world: &World, paper: &str, flags: &str| {
        let server = Script::new().start();
        let line = "send harbour --signatories list.csv --to aq-court --to aq-council --yes";
        let run = world.line(&format!("{line} --paper {paper} {flags} {}", server_of(&server)));
        assert_eq!(run.code, 0, "{run}");
        (run, texts(server).len())
    };
    assert_eq!(run(&world, "one.txt", "").1, 3);
    let world = in_version(world, 2);
    let (plain, sent) = run(&world, "two.txt", "");
    assert!(
        sent == 0 && plain.says("6 letters went out in a version before 2: 3 to aq-council, 3 to aq-court")
            || plain.says("3 to aq-court, 3 to aq-council"),
        "{plain}"
    );
    let (again, sent) = run(&world, "three.txt", "--again=older");
    assert!(sent == 3 && again.says("3 letters on paper, handed over"), "{again}");
    assert_eq!(world.read("three.txt").replace('\n', " ").matches("(text 2)").count(), 3);
    assert_eq!(run(&world, "four.txt", "--again=older").1, 0);
    assert!(!world.path("four.txt").exists());
}
