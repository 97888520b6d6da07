//! The program at a real (pseudo-)terminal, answered as a person would answer it.
//!
//! Each test has a home, a configuration and a working folder of its own. It waits for the words of
//! a question before it answers; nothing sleeps.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on shall stop")]

#[path = "support/mod.rs"]
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use support::server::{Script, Server};

/// No test waits longer than this for the program.
const PATIENCE: u64 = 10_000;
const DOWN: &str = "\x1b[B";
const SPACE: &str = " ";

const CAMPAIGN: &str = r#"
title = "Narnia: the arrest of Tumnus"
status = "open"
persons = [{ name = "Tumnus" }]
recipients = ["xx-court"]
copy_to = ["copies@campaign.test"]

[[office]]
id = "xx-court"
kind = "court"
country = "KZ"
names.en = "Court of Cair Paravel"

[[office.channel]]
type = "email"
value = "court@office.test"
source = "https://office.test/contact"
checked = 2011-11-01
"#;

const LETTER: &str = r#"+++
subject = "Release Tumnus"
salutation = "Dear court,"
closing = "Yours faithfully,"
demands = ["Release Tumnus."]
+++
{{I/We}}, {{signatory}}, protest.

{{#if own_words}}
{{own_words}}
{{/if}}

{{#each demands}}
- {{this}}
{{/each}}
"#;

/// A clean home with one open campaign.
struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        for (file, text) in [("work/letters/narnia/campaign.toml", CAMPAIGN), ("work/letters/narnia/en.md", LETTER)] {
            world.write(file, text);
        }
        world
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    fn config(&self, text: &str) {
        self.write("config/outcry/config.toml", text);
    }

    /// An editor that does what a shell script says with the file `$1`.
    fn editor(&self, script: &str) {
        self.write("editor", &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.path("editor"), fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn command(&self, program: &str) -> Command {
        fs::create_dir_all(self.path("tmp")).unwrap();
        let mut command = Command::new(program);
        command
            .env_clear()
            .current_dir(self.path("work"))
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("TMPDIR", self.path("tmp"))
            .env("EDITOR", self.path("editor"))
            .env("SOURCE_DATE_EPOCH", "1321963200")
            .env("NO_COLOR", "1")
            .env("TERM", "xterm")
            .env("LANG", "C.UTF-8");
        command
    }

    fn at_terminal(&self, arguments: &[&str]) -> Person {
        let mut command = self.command(env!("CARGO_BIN_EXE_outcry"));
        command.args(arguments);
        Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() }
    }

    /// At a terminal, with standard output in the file `out`.
    fn with_result(&self, arguments: &[&str]) -> Person {
        let mut command = self.command("/bin/sh");
        command.args(["-c", "exec \"$0\" \"$@\" >../out", env!("CARGO_BIN_EXE_outcry")]).args(arguments);
        Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() }
    }

    fn without_terminal(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_outcry"));
        command.args(arguments).stdin(std::process::Stdio::null()).output().unwrap()
    }
}

/// Who sits at the terminal.
struct Person {
    session: PtySession,
    seen: String,
}

impl Person {
    /// Waits for words on the screen.
    #[track_caller]
    fn sees(&mut self, words: &str) -> &mut Self {
        match self.session.exp_string(words) {
            Ok(before) => self.seen.push_str(&(before + words)),
            Err(error) => panic!("no {words:?} after:\n{}\n{error}", self.seen),
        }
        self
    }

    fn types(&mut self, line: &str) -> &mut Self {
        self.session.send_line(line).unwrap();
        self
    }

    /// Presses keys at a choice, Enter last.
    fn picks(&mut self, keys: &[&str]) -> &mut Self {
        // One at a time: each is answered by drawing the list again.
        for key in keys {
            self.session.send(key).unwrap();
        }
        self.session.send("\r").unwrap();
        self.session.flush().unwrap();
        self
    }

    fn control(&mut self, key: char) -> &mut Self {
        self.session.send_control(key).unwrap();
        self
    }

    /// Waits for the end and returns the exit code and all that was on the screen.
    #[track_caller]
    fn ends(mut self) -> (i32, String) {
        self.seen.push_str(&self.session.exp_eof().unwrap());
        match self.session.process().wait().unwrap() {
            WaitStatus::Exited(_, code) => (code, self.seen.replace("\r\n", "\n")),
            other => panic!("{other:?}\n{}", self.seen),
        }
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn write_asks_for_what_is_missing_and_again_when_it_is_wrong() {
    let world = World::new();
    let mut person = world.with_result(&["write", "kazakhstan-2011-arrest-threat", "--lang", "en"]);
    person.sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs: ").types("");
    person.sees("A value is required").sees("signs: ").types("Jo Smith");
    person.sees("Country you write from").types("Narnia");
    person.sees("Not quite: write the two letters of the country").sees("DE: ").types("germany");
    person.sees("germany is DE.");
    assert_eq!(person.ends().0, 0);
    let letter = world.read("out");
    assert!(letter.contains("Jo Smith") && letter.contains("Embassy of the Republic of Kazakhstan"), "{letter}");
}

#[test]
fn a_wrong_flag_is_asked_for_again_and_nothing_else() {
    let world = World::new();
    let mut person = world.with_result(&["write", "narnia", "--name", "Jo", "--email", "jo"]);
    person.sees("Not quite: email \"jo\":").sees("E-mail address for an answer: ").types("jo@union.test");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("jo@union.test"));
}

#[test]
fn without_a_terminal_every_missing_flag_is_named() {
    let world = World::new();
    for (arguments, named) in [
        (vec![], vec!["no command given", "outcry write", "outcry --help"]),
        (vec!["write", "kazakhstan-2011-arrest-threat"], vec!["--name", "--country"]),
        (vec!["send", "narnia"], vec!["--name", "--account", "--server", "--yes"]),
        (vec!["account", "add", "branch"], vec!["--preset", "--host", "--user", "--from"]),
        (vec!["account", "add", "branch", "--preset", "generic"], vec!["--host", "--user", "--from"]),
    ] {
        let output = world.without_terminal(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}");
        for name in named {
            assert!(said(&output).contains(name), "{arguments:?} does not name {name}: {}", said(&output));
        }
    }
    let (code, screen) = world.at_terminal(&["--no-input"]).ends();
    assert!(code == 2 && screen.contains("no command given"), "{screen}");
}

/// From the start to the question of what to do, for a person with a role.
fn to_the_deed(person: &mut Person) {
    person.sees("Which campaign?").sees("[open]").sees("Tumnus").picks(&[]);
    person.sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs: ").types("Jo O'Brien");
    person.sees("Office or job").types("Steward");
    person.sees("union branch or organisation").types("");
    person.sees("Country you write from").types("uk");
    person.sees("E-mail address").types("jo@");
    person.sees("Not quite:").sees("leave out): ").types("");
    person.sees("Postal address").types("");
    person.sees("in your own words?").picks(&[DOWN]);
    person.sees("A paragraph in your own words").types("@home we care");
    person.sees("The letter goes to: Court of Cair Paravel.");
    person.sees("I, Jo O'Brien, protest.").sees("@home we care").sees("What now?");
}

const LINE: &str = "outcry write narnia --kind individual --name 'Jo O'\\''Brien' --role Steward --country uk \
                    --own-words ' @home we care'";

#[test]
fn the_guide_leads_to_a_printed_letter_and_remembers_who_signs() {
    let world = World::new();
    world.config("# mine\n[me] # who\nvoice = \"i\" # we are few\n\n[account.a]\npreset = \"gmail\"\nuser = \"u\"\nfrom = \"a@union.test\"\n# end\n");
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("voice: i").sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs: ").types("Jo Smith");
    person.sees("Add more about who signs").types("");
    person.sees("in your own words?").picks(&[DOWN]);
    person.sees("A paragraph").types("Not to be kept.");
    person.sees("What now?").picks(&[]);
    person.sees("Remember these details").types("y");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    let line = "outcry write narnia --kind individual --name 'Jo Smith' --own-words 'Not to be kept.'";
    assert_eq!(screen.trim_end().lines().last(), Some(line));
    assert!(world.read("out").contains("Not to be kept."));
    assert_eq!(
        world.read("config/outcry/config.toml"),
        "# mine\n[me] # who\nvoice = \"i\" # we are few\nkind = \"individual\"\nname = \"Jo Smith\"\n\n[account.a]\npreset = \"gmail\"\nuser = \"u\"\nfrom = \"a@union.test\"\n# end\n"
    );
    let mode = fs::metadata(world.path("config/outcry/config.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // The second time nothing of it is asked again.
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("name: Jo Smith").sees("Add more about who signs").types("n");
    person.sees("in your own words?").picks(&[]);
    person.sees("What now?").picks(&[]);
    let (code, screen) = person.ends();
    assert_eq!((code, screen.trim_end().lines().last()), (0, Some("outcry write narnia")), "{screen}");
}

#[test]
fn the_line_at_the_end_does_the_same() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    person.picks(&[]).sees("Remember these details").types("");
    let (code, screen) = person.ends();
    assert_eq!((code, screen.trim_end().lines().last()), (0, Some(LINE)), "{screen}");
    assert!(!world.path("config").exists(), "Enter is not consent");
    let letter = world.read("out");
    let mut shell = world.command("/bin/sh");
    let bin = env!("CARGO_BIN_EXE_outcry");
    let again = shell.arg("-c").arg(LINE.replacen("outcry", bin, 1)).output().unwrap();
    assert_eq!(String::from_utf8(again.stdout).unwrap(), letter);
}

#[test]
fn what_the_campaign_asks_for_is_asked_and_remembered() {
    let world = World::new();
    let fields = "[[field]]\nname = \"workplace\"\nlabel.en = \"Where you work\"\n[[field]]\nname = \"shift\"\n";
    let offices = CAMPAIGN.find("[[office]]").unwrap();
    let campaign = format!("{}{fields}{}", &CAMPAIGN[..offices], &CAMPAIGN[offices..]);
    world.write("work/letters/narnia/campaign.toml", &campaign);
    let letter = LETTER.replace("protest.", "protest, at {{workplace}}{{#if shift}}, {{shift}} shift{{/if}}.");
    world.write("work/letters/narnia/en.md", &letter);

    let mut person = world.with_result(&["write", "narnia", "--name", "Jo", "--set", "shift=[x\u{7}]"]);
    person.sees("Not quite: shift ").sees("(U+0007)").sees("shift: ").types("night");
    person.sees("Where you work: ").types("").sees("(flag --set workplace=VALUE)");
    person.sees("Where you work: ").types("Pier 7");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("at Pier 7, night shift."));

    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs: ").types("Jo Smith");
    person.sees("Where you work: ").types("O'Brien's pier");
    person.sees("Office or job").types("").sees("union branch").types("").sees("Country").types("");
    person.sees("E-mail address").types("").sees("Postal address").types("");
    person.sees("shift (Enter to leave out): ").types("");
    person.sees("in your own words?").picks(&[]);
    person.sees("What now?").picks(&[]);
    person.sees("Remember these details").types("y");
    let (code, screen) = person.ends();
    let line = "outcry write narnia --kind individual --name 'Jo Smith' --set 'workplace=O'\\''Brien'\\''s pier'";
    assert_eq!((code, screen.trim_end().lines().last()), (0, Some(line)), "{screen}");
    let config = world.read("config/outcry/config.toml");
    assert!(config.contains("[me.extra]\nworkplace = \"O'Brien's pier\"\n"), "{config}");

    // The second time nothing of it is asked again.
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("workplace: O'Brien's pier").sees("Add more about who signs").types("n");
    person.sees("in your own words?").picks(&[]);
    person.sees("What now?").picks(&[]);
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("at O'Brien's pier."));
}

#[test]
fn a_campaigns_question_is_put_once_and_may_be_left_out() {
    let world = World::new();
    let question = "[[question]]\nname = \"work\"\nlabel = \"What has this to do with your work?\"\n";
    let offices = CAMPAIGN.find("[[office]]").unwrap();
    let campaign = format!("{}{question}{}", &CAMPAIGN[..offices], &CAMPAIGN[offices..]);
    world.write("work/letters/narnia/campaign.toml", &campaign);

    let mut person = world.with_result(&["write", "narnia", "--name", "Jo"]);
    person.sees("What has this to do with your work? (Enter to leave out): ").types("I am [NAME]");
    person.sees("still to be filled in").sees("your work? (Enter to leave out): ").types("I keep fauns.");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("\n\nI keep fauns.\n\n"));

    // Who says something of their own is not asked.
    let said = ["write", "narnia", "--name", "Jo", "--own-words", "Free him."];
    assert_eq!(world.with_result(&said).ends().0, 0);

    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs: ").types("Jo Smith");
    for optional in ["Office or job", "union branch", "Country", "E-mail address", "Postal address", "your work?"] {
        person.sees(optional).types("");
    }
    person.sees("in your own words?").picks(&[]);
    person.sees("What now?").picks(&[]);
    person.sees("Remember these details").types("n");
    let (code, screen) = person.ends();
    assert_eq!((code, screen.matches("your work?").count()), (0, 1), "{screen}");
}

#[test]
fn stopping_at_the_end_keeps_the_words_in_a_file() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    person.picks(&[DOWN, DOWN, DOWN, DOWN]);
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    let (_, file) = screen.trim_end().rsplit_once("--own-words @").unwrap();
    assert_eq!(fs::read_to_string(file).unwrap(), "@home we care");
    assert_eq!(world.read("out"), "");

    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    let (code, screen) = {
        person.control('c');
        person.ends()
    };
    assert!(code == 130 && screen.contains("nothing was sent") && screen.contains("Your own words are in"), "{screen}");
}

#[test]
fn letters_are_saved_and_drafted_in_a_folder_and_a_clash_loses_nothing() {
    let world = World::new();
    let file = if cfg!(feature = "pdf") { "narnia-xx-court.pdf" } else { "narnia-xx-court.txt" };
    world.write(&format!("work/taken/{file}"), "something else");
    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    person.picks(&[DOWN]).sees("Which folder?").types("taken");
    person.sees("exists already and differs").sees("The letter is still here.");
    person.sees("What now?").picks(&[DOWN]).sees("Which folder?").types("~/mine");
    person.sees("Remember").types("n");
    assert_eq!(person.ends().0, 0);
    let saved = fs::metadata(world.path(&format!("mine/{file}"))).unwrap();
    assert!(saved.len() > 500, "a whole letter");
    assert_eq!(world.read(&format!("work/taken/{file}")), "something else");

    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    person.picks(&[DOWN, DOWN]).sees("Which folder?").types("");
    person.sees("Remember").types("n");
    let (code, screen) = person.ends();
    assert!(code == 0 && screen.contains("--format eml --output drafts/"), "{screen}");
    assert!(world.read("work/drafts/narnia-xx-court.eml").contains("Subject: Release Tumnus"));
}

/// To the question for own words, and into the editor.
fn to_the_editor(person: &mut Person) {
    person.sees("Which campaign?").picks(&[]);
    person.sees("name: Jo").sees("Add more").types("");
    person.sees("in your own words?").picks(&[DOWN, DOWN]);
}

#[test]
fn words_from_the_editor_are_asked_for_again_until_they_are_right() {
    let world = World::new();
    world.config("[me]\nname = \"Jo\"\n");
    world.editor("if [ -s \"$1\" ]; then echo 'Better words.' >\"$1\"; else printf 'Bad \\033 words' >\"$1\"; fi");
    let mut person = world.with_result(&[]);
    to_the_editor(&mut person);
    person.sees("This text cannot go into a letter: it has an invisible or control character");
    person.sees("opens again").sees("What now?").picks(&[]);
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(world.read("out").contains("Better words."));
    assert_eq!(fs::read_dir(world.path("tmp")).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn words_that_are_given_up_or_whose_editor_fails_stay_in_a_file() {
    for (script, reason) in [
        ("[ -s \"$1\" ] || printf 'Bad \\033 words' >\"$1\"", "cannot go into a letter"),
        ("printf 'Bad \\033 words' >\"$1\"; exit 3", "The editor ended with exit status: 3"),
        ("printf x >>\"$1\"; printf '\\377' >>\"$1\"", "it is not UTF-8 text"),
    ] {
        let world = World::new();
        world.config("[me]\nname = \"Jo\"\n");
        world.editor(script);
        let mut person = world.with_result(&[]);
        to_the_editor(&mut person);
        person.sees(reason).sees("Your text is in").sees("in your own words?").picks(&[]);
        person.sees("What now?").picks(&[]);
        assert_eq!(person.ends().0, 0);
        let kept = fs::read_dir(world.path("tmp")).unwrap().next().unwrap().unwrap().path();
        assert!(!fs::read(kept).unwrap().is_empty());
    }
}

fn send(world: &World, server: &Server) -> Person {
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let mut person = world.with_result(&["send", "narnia", "--name", "Jo", "--server", &url]);
    person.sees("Address the letters come from: ").types("jo@union.test");
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
fn the_guide_sends_through_an_account_it_sets_up() {
    let (world, server) = (World::new(), Script::new().start());
    world.config("[me]\nname = \"Jo\"\n");
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("Add more").types("");
    person.sees("in your own words?").picks(&[]);
    person.sees("What now?").picks(&[DOWN, DOWN, DOWN]);
    person.sees("no account").sees("Set up an account now? [y/N]: ").types("");
    person.sees("no account to send from; nothing was sent").sees("The letter is still here.");
    // A server on this machine, as a trial has it, is written by hand.
    let account = format!(
        "\n[account.trial]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"jo@union.test\"\n",
        server.port()
    );
    person.sees("What now?").picks(&[DOWN, DOWN, DOWN, DOWN]);
    assert_eq!(person.ends().0, 0);

    world.config(&format!("[me]\nname = \"Jo\"\n{account}"));
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("Add more").types("");
    person.sees("in your own words?").picks(&[]);
    person.sees("What now?").picks(&[DOWN, DOWN, DOWN]);
    person.sees("Send 1 letter through 127.0.0.1?").types("y");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(screen.trim_end().lines().last(), Some("outcry send narnia --account trial"));
    assert_eq!(server.finish()[0].letters.len(), 1);
}

#[test]
fn a_choice_that_is_broken_off_leaves_the_terminal_as_it_was() {
    for (key, expected) in [('c', 130), ('[', 130)] {
        let world = World::new();
        let mut command = world.command("/bin/sh");
        let script = "trap : INT; stty -a >../before; \"$0\"; echo \"ended $?\"; stty -a >../after";
        command.args(["-c", script, env!("CARGO_BIN_EXE_outcry")]);
        let mut person = Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() };
        // Ctrl-[ is Esc.
        person.sees("Which campaign?").sees("[won]").control(key);
        person.sees("nothing was sent").sees(&format!("ended {expected}"));
        let (_, screen) = person.ends();
        assert!(screen.rfind("\x1b[?25h") > screen.rfind("\x1b[?25l"), "the cursor is hidden: {screen:?}");
        assert_eq!(world.read("before"), world.read("after"));
    }
}

#[test]
fn a_password_question_that_is_broken_off_restores_the_echo() {
    for key in ['c', 'd'] {
        let (world, server) = (World::new(), Script::new().start());
        let mut command = world.command("/bin/sh");
        let script = "trap : INT; stty echo; stty -a >../before; \"$0\" account check --server \"$1\"; echo \"ended $?\"; stty -a >../after";
        let url = format!("smtp://jo@127.0.0.1:{}", server.port());
        command.args(["-c", script, env!("CARGO_BIN_EXE_outcry"), &url]);
        let mut person = Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() };
        person.sees("Password for jo at 127.0.0.1: ").control(key);
        person.sees("nothing was sent").sees("ended 130");
        person.ends();
        assert_eq!(world.read("before"), world.read("after"));
        assert!(server.finish().is_empty());
    }
}

#[test]
fn an_account_is_added_by_answers_and_never_broken_or_doubled() {
    let world = World::new();
    let before = "# mine\n[me]\nname = 'Jo'   # short\n# end\n";
    world.config(before);
    let mut person = world.at_terminal(&["account", "add", "branch"]);
    person.sees("Which mail provider?").picks(&[DOWN]);
    person.sees("Note: Needs 2-step").sees("User name to log in with").types("branch@union.test");
    person.sees("(Enter: branch@union.test): ").types("Branch <branch");
    person.sees("Not quite:").sees("test): ").types("");
    person.sees("How does outcry get the password?").picks(&[DOWN]);
    person.sees("Command that prints the password").types("pass show mail");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.trim_end().ends_with("outcry account check --account branch"), "{screen}");
    let after = format!(
        "{before}\n[account.branch]\npreset = \"gmail\"\nuser = \"branch@union.test\"\npassword_command = \"pass show mail\"\nfrom = \"branch@union.test\"\n"
    );
    assert_eq!(world.read("config/outcry/config.toml"), after);

    for (arguments, problem) in [
        (vec!["branch", "--preset", "gmail", "--user", "u", "--from", "a@union.test"], "already"),
        (vec!["b", "--preset", "gmail", "--user", "u", "--from", "nobody"], "from \"nobody\""),
        (vec!["b", "--host", "mail.test", "--tls", "none", "--user", "u", "--from", "a@union.test"], "encryption"),
        (vec!["a b", "--preset", "gmail", "--user", "u", "--from", "a@union.test"], "invalid account name \"a b\""),
        (
            vec!["b", "--preset", "gmial", "--user", "u", "--from", "a@union.test"],
            "unknown preset \"gmial\" in --preset",
        ),
    ] {
        let output = world.without_terminal(&[vec!["account", "add"], arguments.clone()].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(problem), "{arguments:?}: {}", said(&output));
        assert_eq!(world.read("config/outcry/config.toml"), after, "{arguments:?}");
    }

    let output = world.without_terminal(&["account", "list"]);
    let list = String::from_utf8(output.stdout).unwrap();
    assert!(list.starts_with(
        "account branch\n  smtp.gmail.com:465, TLS from the start\n  from branch@union.test\n  user branch@union.test, a command prints the password\n  limits: 500 letters a day\n"
    ), "{list}");
    assert!(list.contains("preset posteo") && !list.contains("pass show"), "{list}");
}

#[test]
fn an_account_is_changed_by_answers() {
    let account = "[account.branch]\npreset = \"gmail\"\nuser = \"u@union.test\"\npassword_command = \"pass\"\nfrom = \"a@union.test\"\n";
    let world = World::new();
    let edited = |answers: &dyn Fn(&mut Person)| {
        world.config(account);
        let mut person = world.at_terminal(&["account", "edit", "branch"]);
        person.sees("What is to be changed?");
        answers(&mut person);
        let (code, screen) = person.ends();
        assert_eq!(code, 0, "{screen}");
        world.read("config/outcry/config.toml")
    };
    let from = edited(&|person| {
        person.picks(&[]).sees("Address the letters come from").types("b@union.test");
    });
    assert_eq!(from, account.replace("a@union.test", "b@union.test"));
    let asked_each_time = edited(&|person| {
        person.picks(&[DOWN, DOWN]).sees("How does outcry get the password?").picks(&[]);
    });
    assert_eq!(asked_each_time, account.replace("password_command = \"pass\"\n", ""));
}

#[test]
fn offices_can_be_left_out() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    // The open campaign is first; the one with three offices and an embassy is the third.
    person.sees("Which campaign?").picks(&[DOWN, DOWN]);
    person.sees("Which language?").picks(&[DOWN]);
    person.sees("Who signs the letter?").picks(&[DOWN]);
    person.sees("Name of the union branch or organisation: ").types("Camden Trades Council");
    person.sees("Country you write from").types("GB");
    for question in ["Name of the person", "Office or job", "Number of members", "E-mail", "Postal"] {
        person.sees(question).types("");
    }
    person.sees("in your own words?").picks(&[]);
    person.sees("Which offices get the letter?").picks(&[SPACE, DOWN, DOWN, DOWN, SPACE]);
    person.sees("What now?").picks(&[]);
    person.sees("Remember").types("");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    let line = screen.trim_end().lines().last().unwrap();
    assert!(line.ends_with("--except kz-supreme-court --embassy none --lang de"), "{line}");
    assert_eq!(world.read("out").matches('\u{c}').count(), 1, "two letters");
}

#[test]
fn what_a_list_leaves_open_is_asked_once_and_remembered() {
    let world = World::new();
    world.write("work/list.csv", "Moniker,Home,Fine\nJo Smith,NZ,yes\nKim Lee,NZ,yes\n");
    let list = ["write", "narnia", "--signatories", "list.csv"];
    let mut person = world.with_result(&list);
    person.sees("Which column holds the name?").sees("A: \"Moniker\" (Jo Smith, Kim Lee)").picks(&[]);
    person.sees("Which column says that the person agreed to this letter?").sees("\"Fine\"").picks(&[DOWN]);
    person.sees("Remember this for lists with the same header?").types("my list");
    person.sees("Not quite: use at most 64 letters").sees("(Enter: no): ").types("members");
    let (code, screen) = person.ends();
    assert!(code == 0 && screen.contains("Added [list.members] to"), "{screen}");
    assert_eq!(
        world.read("config/outcry/config.toml"),
        "[list.members]\nheader = [\"Moniker\", \"Home\", \"Fine\"]\nmap = [\"name=Moniker\", \"consent=Fine\"]\n"
    );

    // The same form, its columns in another order.
    world.write("work/later.csv", "fine,Moniker,Home\nyes,Ada Berg,NZ\n");
    let output = world.without_terminal(&["write", "narnia", "--signatories", "later.csv"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("later.csv: read as [list.members] in config.toml says."), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Ada Berg"));

    for (file, text, flags, problem) in [
        ("other.csv", "Moniker,Fine\nJo,yes\n", vec![], "no column holds the name"),
        ("other.csv", "Moniker,Fine\nJo,yes\n", vec!["--list-shape", "unions"], "config.toml has [list.members]"),
    ] {
        world.write(&format!("work/{file}"), text);
        let output = world.without_terminal(&[vec!["write", "narnia", "--signatories", file], flags].concat());
        assert!(!output.status.success() && said(&output).contains(problem), "{}", said(&output));
    }
    let named = ["write", "narnia", "--signatories", "other.csv", "--list-shape", "members"];
    let output = world.without_terminal(&named);
    assert!(output.status.success(), "{}", said(&output));

    let mut person = world.with_result(&["write", "narnia", "--signatories", "other.csv"]);
    person.sees("Which column holds the name?").picks(&[DOWN, DOWN]);
    let (code, screen) = person.ends();
    assert!(code == 65 && screen.contains("no column holds the name"), "{screen}");
}

#[test]
fn what_a_consent_means_and_who_signs_is_asked_once_and_remembered() {
    let world = World::new();
    let header = "Name,Company,Consent\n";
    world
        .write("work/list.csv", &format!("{header}Jo Smith,Acme,count me\nKim Lee,Acme,yes\nAl Poe,Acme,if need be\n"));
    let list = ["write", "narnia", "--signatories", "list.csv", "--rows", "2-3"];
    let mut person = world.with_result(&list);
    person.sees("Does \"count me\" mean that the person agreed to this letter?").types("y");
    person.sees("Who signs, in rows such as row 2: Jo Smith, Acme?").picks(&[]);
    person.sees("Remember this for lists with the same header?").types("acme");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(
        world.read("config/outcry/config.toml"),
        "[list.acme]\nheader = [\"Name\", \"Company\", \"Consent\"]\nconsent_text = [\"count me\"]\nkind = \"individual\"\n"
    );
    let output = world.without_terminal(&list);
    assert!(output.status.success(), "{}", said(&output));
    let letters = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(letters.contains("Jo Smith") && letters.contains("Kim Lee"), "{letters}");

    // A no is no yes, and is not kept as one.
    world.config("");
    let mut person = world.with_result(&["write", "narnia", "--signatories", "list.csv", "--kind", "individual"]);
    person.sees("Does \"count me\" mean").types("y");
    person.sees("Does \"if need be\" mean").types("");
    person.sees("Remember this").types("");
    let (code, screen) = person.ends();
    assert!(code == 65 && screen.contains("row 4, Consent \"if need be\""), "{screen}");
}

#[test]
fn an_office_is_added_by_answers_and_by_pasting() {
    let world = World::new();
    let mut person = world.with_result(&["recipients", "add", "--kind", "court"]);
    person.sees("What the office is called: ").types("High Court of Zambia");
    person.sees("Its country: ").types("Narnia").sees("Not quite").sees("Its country: ").types("zambia");
    person
        .sees("e-mail address")
        .types("nobody")
        .sees("Not quite")
        .sees("e-mail address")
        .types("info@judiciary.gov.zm");
    person
        .sees("postal address")
        .types("")
        .sees("telephone")
        .types("")
        .sees("fax")
        .types("")
        .sees("web form")
        .types("");
    person.sees("Languages").types("en").sees("The page that shows").types("https://www.judiciaryzambia.com/contact");
    person.sees("The day of that page").types("").sees("Did you confirm").types("n");
    person.sees("names.en = \"High Court of Zambia\"").sees("Write this into").types("y").sees("Saved in");
    assert_eq!(person.ends().0, 0);
    assert_eq!(world.read("out"), "added\tzm-court\n");
    let mut person = world.at_terminal(&["recipients", "add", "--paste", "--source", "https://moj.gov.zm/"]);
    person.sees("Paste the office").types("Minister of Justice of Zambia").types("Fax: +260 211 251330").types(".");
    person.sees("Languages").types("").sees("The day of that page");
    person.types("").sees("Did you confirm").types("n").sees("Write this into").types("n").sees("Nothing was written.");
    assert_eq!(person.ends().0, 0);
    assert!(!world.read("config/outcry/recipients.toml").contains("zm-justice-ministry"));
}
