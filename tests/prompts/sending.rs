//! Consent before letters go out.

use super::*;

fn send(world: &World, server: &Server) -> Person {
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let mut person = world.with_result(&["send", "narnia", "--name", "Jo", "--server", &url]);
    person.sees("Address the letters come from:").types("jo@union.test");
    person.sees("To: court@office.test").sees("Subject: Release Tumnus");
    person.sees("Send 1 letter through 127.0.0.1? [y/N]: ");
    person
}

#[test]
fn yes_sends() {
    let (world, server) = (World::new(), Script::new().start());
    let mut person = send(&world, &server);
    person.types("yes please").sees("Please type y").sees("[y/N]: ").types("y").sees("1 sent");
    assert_eq!(person.ends().0, 0);
    let sessions = server.finish();
    assert_eq!(sessions[0].letters[0].to, ["court@office.test", "copies@campaign.test"]);
    assert!(world.read("out").starts_with("sent\txx-court\tcourt@office.test"));
}

#[test]
fn anything_but_yes_sends_nothing() {
    type Answer = fn(&mut Person);
    let answers: [(Answer, i32); 4] = [
        (|person| _ = person.types(""), 0),
        (|person| _ = person.types("n"), 0),
        (|person| _ = person.control('d'), 130),
        (|person| _ = person.control('c'), 130),
    ];
    for (index, (answer, expected)) in answers.into_iter().enumerate() {
        let (world, server) = (World::new(), Script::new().start());
        let mut person = send(&world, &server);
        answer(&mut person);
        let (code, screen) = person.ends();
        assert_eq!(code, expected, "answer {index}: {screen}");
        assert!(screen.to_lowercase().contains("nothing was sent"), "answer {index}: {screen}");
        assert!(server.finish().is_empty(), "answer {index}: the server saw a connection");
        assert_eq!(world.read("out"), "");
    }
}

#[test]
fn a_password_that_the_server_does_not_take_is_asked_for_again() {
    let bad = || [reply("535 5.7.8 bad credentials")];
    for (refused, code, end) in [(1, 0, "1 sent"), (2, 0, "1 sent"), (3, 78, "bad")] {
        let script = (0..refused).fold(Script::new().offer("AUTH PLAIN"), |script, _| script.at(Step::Auth, bad()));
        let (world, server) = (World::new(), script.start());
        let url = format!("smtp://jo@127.0.0.1:{}", server.port());
        let mut person = world.with_result(&["send", "narnia", "--name", "Jo", "--server", &url]);
        person.sees("Address the letters come from").types("jo@union.test");
        person.sees("[y/N]: ").types("y");
        for _ in 1..=refused.min(2) {
            person.sees("Password for jo at 127.0.0.1: ").types("mistyped");
            person.sees("did not take this password");
        }
        person.sees("Password for jo at 127.0.0.1: ").types("right").sees(end);
        let (ended, screen) = person.ends();
        assert_eq!(ended, code, "{screen}");
        let letters: usize = server.finish().iter().map(|session| session.letters.len()).sum();
        assert_eq!(letters, usize::from(code == 0), "{screen}");
        assert!(!screen.contains("mistyped"), "{screen}");
    }
}

const STALE: &str = r#"
[[office]]
id = "xx-police"
kind = "police"
country = "KZ"
names.en = "Secret Police of Narnia"
note = "Its captain changed in 2010."

[[office.channel]]
type = "email"
value = "wolves@office.test"
source = "https://office.test/wolves"
checked = 2009-11-01
"#;

#[test]
fn no_to_one_office_leaves_it_out_and_goes_on() {
    let (world, server) = (World::new(), Script::new().start());
    let campaign = CAMPAIGN.replace("[\"xx-court\"]", "[\"xx-court\", \"xx-police\"]") + STALE;
    world.write("work/letters/narnia/campaign.toml", &campaign);
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let line = ["send", "narnia", "--name", "Jo", "--server", &url, "--from", "jo@union.test"];
    let mut person = world.with_result(&line);
    person.sees("stale address: xx-police").sees("Its captain changed in 2010.");
    person.sees("Send to xx-police although its address is not confirmed? [y/N]: ").types("n");
    person.sees("Left out: xx-police.").sees("To: court@office.test");
    person.sees("Send 1 letter through 127.0.0.1? [y/N]: ").types("y").sees("1 sent");
    assert_eq!(person.ends().0, 0);
    let sessions = server.finish();
    assert_eq!(sessions[0].letters.len(), 1);
    assert!(!world.read("out").contains("xx-police"), "{}", world.read("out"));
    // The last one is not left out: then there is nothing to send.
    let mut person = world.with_result(&[&line[..], &["--to", "xx-police"]].concat());
    person.sees("is not confirmed? [y/N]: ").types("n").sees("no other office is left;");
    assert_eq!(person.ends().0, 65);
}
