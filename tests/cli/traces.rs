//! What the program leaves on the disk of what people typed: nothing. Everything typed here holds the word
//! "canary", and every file under the home and the folder for temporary files is searched for it.

use std::path::{Path, PathBuf};

use super::send::{BRANCH, field, letters, server_of};
use super::*;

const WHO: &str = "--name \"Zofia Canary\" --role \"Canary Clerk\" --organisation \"Canary Choir\" --members 31415926 \
                   --email zofia@canary.test --address \"7 Canary Lane\" --own-words \"Canary words.\" \
                   --set \"workplace=Canary Pier\"";

const ROWS: &str = "Name,Role,Email,Address,Own words,Workplace,Consent,Remark\n\
    Canary One,Canary Clerk,one@canary.test,1 Canary Lane,Canary words 1,Canary Pier,yes,Canary remark\n\
    Canary Two,Canary Clerk,two@canary.test,2 Canary Lane,Canary words 2,Canary Pier,yes,Canary remark\n\
    Canary Three,,three@canary.test,,,Canary Pier,yes,\n";

/// What a list's command adds to every row.
const LIST: &str = "--signatories list.csv --organisation \"Canary Choir\" --members 31415926";

/// All offices of the campaign: by e-mail, by telephone, and by no way at all.
const TO: &str = "--to aq-court --to aq-police --to aq-council";

/// Replies that quote the letter, in every place where a reply can come.
const ECHO: &str = "no: From: Zofia Canary <zofia@canary.test> \"Zofia Canary\"@canary.test zofia%40canary.test \
                    user=zofia.canary =?utf-8?q?Zofia_Canary?= zofia@xn--canary-9ta.test Canary: Canary words. 31415926";

fn echo(code: &str) -> Act {
    reply(&format!("{code} {ECHO}"))
}

fn pier() -> World {
    let fields = "\n[[field]]\nname = \"workplace\"\nlabel.en = \"Workplace\"\n";
    let letter = format!("{ENGLISH}\n{{{{I/We}}}} work at {{{{workplace}}}}.\n");
    let world = World::new()
        .recipients(OFFICES)
        .campaign("harbour", &format!("{HARBOUR}{fields}"), &[("en", &letter)])
        .file("list.csv", ROWS);
    let temporary = temporary(&world);
    std::fs::create_dir(&temporary).unwrap();
    world.variable("TMPDIR", temporary.to_str().unwrap())
}

fn root(world: &World) -> PathBuf {
    world.path("..").canonicalize().unwrap()
}

fn temporary(world: &World) -> PathBuf {
    root(world).join("tmp")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The files of a world that hold something typed, as UTF-8 or UTF-16.
pub fn traces(world: &World) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root(world).join("home"), &mut found);
    files(&temporary(world), &mut found);
    found.retain(|file| {
        let bytes = std::fs::read(file).unwrap().to_ascii_lowercase();
        ["canary", "31415926"].iter().any(|typed| {
            let wide: Vec<u8> = typed.encode_utf16().flat_map(u16::to_le_bytes).collect();
            // The same without its first or last zero is what UTF-16 of the other byte order holds.
            [typed.as_bytes(), &wide[..wide.len() - 1]]
                .iter()
                .any(|wanted| bytes.windows(wanted.len()).any(|window| window == *wanted))
        })
    });
    found
}

#[track_caller]
pub fn assert_no_traces(world: &World, when: &str) {
    assert_eq!(traces(world), Vec::<PathBuf>::new(), "{when}");
}

#[test]
fn the_command_line_with_an_office_without_email_leaves_no_trace() {
    let (world, server) = (harbour().file("one.csv", "Name,Consent\nZofia Canary,yes\n"), Script::new().start());
    let run = world.line(&format!(
        "send harbour --signatories one.csv --organisation \"Canary Choir\" --email a@canary.test --own-words \
         \"Canary words.\" --yes --to aq-court --to aq-police {}",
        server_of(&server)
    ));
    assert!(run.code == 0 && run.says("by hand\taq-police\t") && run.says("--organisation 'Canary Choir'"), "{run}");
    assert_no_traces(&world, "the line is shown and not kept");
}

#[test]
fn no_answer_of_a_server_is_kept_with_what_it_quotes() {
    for who in [WHO, LIST] {
        for (step, code) in [
            (Step::Greeting, "554"),
            (Step::Hello, "550"),
            (Step::Mail, "550 5.7.1"),
            (Step::Mail, "451 4.3.0"),
            (Step::Rcpt, "550 5.1.1"),
            (Step::Rcpt, "450-4.2.1 Canary\r\n450 4.2.1"),
            (Step::Data, "554 5.7.1"),
            (Step::Dot, "554 5.7.1"),
            (Step::Dot, "451 4.7.1"),
            (Step::Dot, "421 4.3.2"),
            (Step::Dot, "250 2.0.0"),
        ] {
            let (world, server) = (pier(), Script::new().always(step, [echo(code)]).start());
            let run = world.line(&format!("send harbour {who} {TO} --yes {}", server_of(&server)));
            assert!(run.says("Canary"), "the reply is shown\n{run}");
            assert_no_traces(&world, &format!("{step:?} {code}"));
            let listed = world.line("outbox export");
            assert!(!listed.stdout.to_lowercase().contains("canary"), "{listed}");
        }
    }
}

#[test]
fn a_run_that_is_killed_or_stopped_leaves_no_trace() {
    for who in [WHO, LIST] {
        for (step, signal) in [
            (Step::Greeting, "-KILL"),
            (Step::Rcpt, "-KILL"),
            (Step::Data, "-KILL"),
            (Step::Dot, "-KILL"),
            (Step::Greeting, "-INT"),
            (Step::Dot, "-TERM"),
        ] {
            let (world, server) = (pier(), Script::new().at(step, [Act::Hang]).start());
            let mut child = world.begin(&format!("send harbour {who} {TO} --yes {}", server_of(&server)));
            server.wait_for(|sessions| sessions.first().is_some_and(|session| reached(session, step)));
            // The second time ends a run that would wait for the server's answer.
            for _ in 0..2 {
                let _gone = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            drop(child.stdout.take());
            drop(child.stderr.take());
            child.wait().unwrap();
            assert_no_traces(&world, &format!("{signal} at {step:?}"));
            let next = world.line(&format!("send harbour {who} {TO} --yes {}", server_of(&server)));
            assert!(next.says("by hand\taq-police\t"), "{next}");
            assert_no_traces(&world, "after the next run");
        }
    }
}

fn reached(session: &Session, step: Step) -> bool {
    let command = |verb: &str| session.commands.iter().any(|line| line.starts_with(verb));
    match step {
        Step::Rcpt => command("RCPT"),
        Step::Data => command("DATA"),
        Step::Dot => !session.letters.is_empty(),
        _ => true,
    }
}

#[test]
fn a_dry_run_a_refused_list_and_questions_about_a_letter_leave_no_trace() {
    let world = pier();
    let nowhere = format!("{BRANCH} --server smtp://127.0.0.1:1");
    for who in [WHO, LIST] {
        let run = world.line(&format!("send harbour {who} {TO} --dry-run {nowhere}"));
        assert_eq!(run.code, 0, "{run}");
        let run = world.line(&format!("send harbour {who} --to aq-police --yes {nowhere}"));
        assert_eq!(run.code, 65, "{run}");
        let run = world.line(&format!("send harbour {who} {TO} --yes {nowhere}"));
        assert_eq!(run.code, 75, "{run}");
    }
    let world = world.file("list.csv", &ROWS.replace("one@canary.test", "one at canary"));
    assert_eq!(world.line(&format!("send harbour {LIST} {TO} --yes {nowhere}")).code, 65);
    let run = world.line(&format!("send harbour {LIST} {TO} --skip-bad-rows --yes {nowhere}"));
    assert!(run.code == 75 && run.says("failed.csv says why"), "{run}");
    assert_no_traces(&world, "lists that cannot be used");
    let forgotten = world.line(&format!("outbox forget {}", WHO.split(" --own-words").next().unwrap()));
    assert_eq!(forgotten.code, 0, "{forgotten}");
    assert_no_traces(&world, "forgotten");
}

#[test]
fn letters_on_paper_and_reports_in_a_mailbox_leave_no_trace() {
    let (world, server) = (pier(), Script::new().start());
    let line = format!("send harbour {LIST} {TO} --paper letters-out.txt --yes {}", server_of(&server));
    let run = world.line(&line);
    assert!(run.code == 0 && run.says("6 letters on paper, handed over"), "{run}");
    assert_no_traces(&world, "on paper");
    let sessions = server.finish();
    let id = field(&letters(&sessions)[0].text, "Message-ID");
    let report = include_str!("../bounces/postfix.eml")
        .replace("0123456789abcdef0123456789abcdef@union.test", id.trim_matches(['<', '>']))
        .replace("Recipient address rejected", ECHO);
    assert!(report.contains("Zofia Canary"));
    let world = world.file("report.eml", &report);
    let run = world.line("outbox reconcile report.eml");
    assert!(run.says("bounced"), "{run}");
    assert_no_traces(&world, "a report that quotes the letter");
}

#[cfg(unix)]
#[test]
fn rows_that_are_left_out_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = pier().file("list.csv", &ROWS.replace("one@canary.test", "one at canary"));
    for line in ["send harbour", "write harbour -o letters-out/"] {
        let server = format!("{BRANCH} --server smtp://127.0.0.1:1 --yes");
        let server = if line.starts_with("send") { server.as_str() } else { "" };
        let _run = world.line(&format!("{line} {LIST} --to aq-court --skip-bad-rows {server}"));
    }
    for file in ["failed.csv", "letters-out/failed.csv"] {
        let mode = std::fs::metadata(world.path(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn a_run_that_goes_on_says_the_same_of_offices_without_email() {
    let offices = OFFICES.replace(
        "names.en = \"Council of Antarctica\"",
        "names.en = \"Council of Antarctica\"\n\n[[office.channel]]\ntype = \"email\"\nvalue = \"council@council.test\"\n\
         source = \"https://council.example/\"\nvalid_until = 2026-01-01",
    );
    let world = pier().recipients(&offices);
    let server = Script::new().at(Step::Dot, []).at(Step::Dot, [reply("421 4.3.2 closing")]).start();
    let line = format!("send harbour {LIST} {TO} --yes {}", server_of(&server));
    let by_hand = |run: &Run| -> Vec<String> {
        run.stdout.lines().filter(|line| line.starts_with("by hand\t")).map(str::to_owned).collect()
    };
    let (first, second) = (world.line(&line), world.line(&line));
    assert!(second.says("checked:"), "it goes on\n{second}");
    assert_eq!((by_hand(&first).len(), by_hand(&first)), (2, by_hand(&second)));
    assert_eq!(letters(&server.finish()).len(), 4, "one was put off and came again");
}
