//! Runs the program as a person would, in a world of its own.
//!
//! A [`World`] is a temporary folder with an empty home. The program sees no environment but this:
//! `HOME` and `XDG_CONFIG_HOME` inside the world, `NO_COLOR`, and a clock that stands still on
//! 23 November 2026. Standard input is closed, so nothing can be asked. What the machine's own user
//! has configured can neither help nor harm a test.
//!
//! ```ignore
//! let world = World::new()
//!     .recipients(REGISTRY)                        // recipients.toml in the working folder
//!     .campaign("harbour", CAMPAIGN, &[("en", LETTER)])
//!     .config("[me]\nname = \"Jo Smith\"\n");
//! let run = world.run(&["write", "harbour", "--country", "NZ"]);
//! assert_eq!(run.code, 0, "{run}");
//! insta::assert_snapshot!(run);                    // exit code, both streams, every byte
//! ```
//!
//! `write harbour --name "Jo Smith"` needs no list: [`World::line`] splits a line as a shell would,
//! with double quotes. Paths of the world are shown as `[WORLD]`, and the port of a scripted server
//! as `[PORT]`, so that snapshots are the same everywhere.
//!
//! After a wanted change of wording, run the tests with `INSTA_UPDATE=always`, then read the
//! difference before committing it: the snapshots are what users see.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// 2026-11-23 00:00:00 UTC.
pub const NOW: &str = "1795392000";

/// A folder in which the program runs.
pub struct World {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

impl World {
    pub fn new() -> Self {
        let world = Self { folder: TempDir::new().unwrap(), environment: Vec::new() };
        for folder in ["home/.config/outcry", "work"] {
            std::fs::create_dir_all(world.folder.path().join(folder)).unwrap();
        }
        world
    }

    /// A file in the working folder, with the folders above it.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.write("work", path, text)
    }

    /// A file in the working folder that is not text.
    pub fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        std::fs::write(self.path(path), bytes).unwrap();
        self
    }

    /// `config.toml` of this world's user.
    pub fn config(self, text: &str) -> Self {
        self.write("home/.config/outcry", "config.toml", text)
    }

    /// `recipients.toml` in this user's configuration folder.
    pub fn own_recipients(self, text: &str) -> Self {
        self.write("home/.config/outcry", "recipients.toml", text)
    }

    /// The text of `recipients.toml` in this user's configuration folder, if it is there.
    pub fn read_own_recipients(&self) -> Option<String> {
        std::fs::read_to_string(self.folder.path().join("home/.config/outcry/recipients.toml")).ok()
    }

    /// `recipients.toml` in the working folder.
    pub fn recipients(self, text: &str) -> Self {
        self.file("recipients.toml", text)
    }

    /// A campaign folder under `letters/` with its model letters by language.
    pub fn campaign(self, id: &str, toml: &str, letters: &[(&str, &str)]) -> Self {
        let world = self.file(&format!("letters/{id}/campaign.toml"), toml);
        letters.iter().fold(world, |world, (tag, text)| world.file(&format!("letters/{id}/{tag}.md"), text))
    }

    /// The same in this user's configuration folder.
    pub fn own_campaign(self, id: &str, toml: &str, letters: &[(&str, &str)]) -> Self {
        let folder = format!("letters/{id}");
        let world = self.write("home/.config/outcry", &format!("{folder}/campaign.toml"), toml);
        letters
            .iter()
            .fold(world, |world, (tag, text)| world.write("home/.config/outcry", &format!("{folder}/{tag}.md"), text))
    }

    /// A variable of the program's environment, beside the usual ones.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    fn write(self, under: &str, path: &str, text: &str) -> Self {
        let file = self.folder.path().join(under).join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
        self
    }

    /// A place in the working folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("work").join(path)
    }

    /// The outbox of this world's user.
    pub fn outbox(&self) -> PathBuf {
        self.folder.path().join("home/.local/share/outcry/outbox.sqlite")
    }

    /// The text of a file in the working folder.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs the program without any input.
    pub fn run<S: AsRef<str>>(&self, arguments: &[S]) -> Run {
        self.run_with_input(arguments, None)
    }

    /// Runs what a person would type after `outcry`: words parted by spaces, held together by `"`.
    pub fn line(&self, line: &str) -> Run {
        self.run(&words(line))
    }

    /// Runs the program with this text on standard input.
    pub fn run_with_input<S: AsRef<str>>(&self, arguments: &[S], input: Option<&str>) -> Run {
        let mut child = self.start(arguments, if input.is_some() { Stdio::piped() } else { Stdio::null() });
        if let (Some(text), Some(mut pipe)) = (input, child.stdin.take()) {
            pipe.write_all(text.as_bytes()).unwrap();
        }
        self.ended(child)
    }

    /// Starts what a person would type, and leaves it running.
    pub fn begin(&self, line: &str) -> Child {
        self.start(&words(line), Stdio::null())
    }

    /// Runs what a person would type, with its results going there.
    pub fn line_onto(&self, line: &str, results: impl Into<Stdio>) -> Run {
        let child = self.command(&words(line)).stdin(Stdio::null()).stdout(results).spawn().unwrap();
        self.ended(child)
    }

    fn start<S: AsRef<str>>(&self, arguments: &[S], input: Stdio) -> Child {
        self.command(arguments).stdin(input).stdout(Stdio::piped()).spawn().unwrap()
    }

    /// What a script of bash prints here, with these words as `$1` and on and the program in its path.
    #[allow(dead_code, reason = "not every test that runs the program has a shell complete for it")]
    pub fn bash(&self, script: &str, words: &[&str]) -> String {
        let folder = Path::new(env!("CARGO_BIN_EXE_outcry")).parent().unwrap().display().to_string();
        let mut command = self.here("/bin/bash");
        command.args(["-c", script, "bash"]).args(words).env("PATH", format!("{folder}:/usr/bin:/bin"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn command<S: AsRef<str>>(&self, arguments: &[S]) -> Command {
        let mut command = self.here(env!("CARGO_BIN_EXE_outcry"));
        command.args(arguments.iter().map(AsRef::as_ref));
        command
    }

    fn here(&self, program: &str) -> Command {
        let home = self.folder.path().join("home");
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path().join("work"))
            .env_clear()
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("PATH", "/usr/bin:/bin")
            .env("SOURCE_DATE_EPOCH", NOW)
            .env("NO_COLOR", "1")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stderr(Stdio::piped());
        command
    }

    /// Waits for a program that was begun.
    pub fn ended(&self, child: Child) -> Run {
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Run {
            code: output.status.code().expect("the program ends by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            folder: self.folder.path().to_owned(),
        }
    }
}

/// What the program said and how it ended. Shown as one text for snapshots and failure messages.
#[must_use]
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    folder: PathBuf,
}

impl Run {
    /// Each line of standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Vec<serde_json::Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// What was said on standard error, the same on every machine.
    pub fn said(&self) -> String {
        plain_places(&self.stderr, &self.folder)
    }

    /// Whether either stream holds this text.
    pub fn says(&self, text: &str) -> bool {
        self.stdout.contains(text) || self.stderr.contains(text)
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: &str| plain_places(text, &self.folder).replace('\u{c}', "<new sheet>");
        write!(f, "exit {}\n── stdout\n{}── stderr\n{}", self.code, shown(&self.stdout), shown(&self.stderr))
    }
}

/// Text without what differs from run to run: this world's folder, the server's port, keys of an
/// outbox (16 or 64 hexadecimal digits), Message-IDs made with them, and the numbers of processes.
fn plain_places(text: &str, folder: &Path) -> String {
    let text = text.replace(&*folder.to_string_lossy(), "[WORLD]");
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() {
            words.extend([c.to_string(), String::new()]);
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    let is_key = |word: &str| [16, 64].contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    for at in 0..words.len() {
        if is_key(&words[at]) {
            "[KEY]".clone_into(&mut words[at]);
        } else if words[at].len() == 32 && words.get(at + 1).is_some_and(|next| next == "@") {
            "[ID]".clone_into(&mut words[at]);
        } else if at >= 2 && words[at - 2] == "process" && words[at].bytes().all(|byte| byte.is_ascii_digit()) {
            "[PID]".clone_into(&mut words[at]);
        }
    }
    let text = words.concat();
    let mut pieces = text.split("127.0.0.1:");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        all + "127.0.0.1:" + if rest.len() < piece.len() { "[PORT]" } else { "" } + rest
    })
}

fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
