//! The program at a real (pseudo-)terminal, answered as a person would answer it.
//!
//! Each test has a home, a configuration and a working folder of its own. It waits for the words of
//! a question before it answers; nothing sleeps.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on shall stop")]

mod accounts;
mod asked;
mod campaigns;
mod edited;
mod guided;
mod habits;
mod lists;
mod long;
mod sending;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use support::server::{Script, Server, Step, reply};

/// No test waits longer than this for the program.
const PATIENCE: u64 = 10_000;
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
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
{{I/We}}, {{signatory}}{{#if members}}, {{members}} members{{/if}}, protest.

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

    #[cfg(feature = "pdf")]
    fn read_bytes(&self, file: &str) -> Vec<u8> {
        fs::read(self.path(file)).unwrap()
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

    /// The run without a command in a terminal of this many columns and this kind.
    fn in_terminal(&self, columns: u16, term: &str) -> Person {
        let mut command = self.command("/bin/sh");
        let script = format!("tty >../tty; stty cols {columns} rows 24; exec \"$0\" >../out");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_outcry")]).env("TERM", term);
        Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() }
    }

    /// Makes the terminal of [`Self::in_terminal`] another width, as its window would.
    fn resizes(&self, columns: u16) {
        let script = format!("stty cols {columns} rows 24 <\"$0\"");
        let resized = Command::new("/bin/sh").args(["-c", &script, self.read("tty").trim()]).status().unwrap();
        assert!(resized.success());
    }

    /// At a terminal, with standard output in the file `out`.
    fn with_result(&self, arguments: &[&str]) -> Person {
        let mut command = self.command("/bin/sh");
        command.args(["-c", "exec \"$0\" \"$@\" >../out", env!("CARGO_BIN_EXE_outcry")]).args(arguments);
        Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() }
    }

    /// A whole line that the program said, at a terminal.
    fn line_at_terminal(&self, line: &str) -> Person {
        let mut command = self.command("/bin/sh");
        command.args(["-c", &line.replacen("outcry", env!("CARGO_BIN_EXE_outcry"), 1)]);
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

    /// Presses keys as they are, without Enter.
    fn presses(&mut self, keys: &str) -> &mut Self {
        self.session.send(keys).unwrap();
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
