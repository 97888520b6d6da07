//! Everything that reaches the screen: results on standard output, all talk on standard error.

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use outcry::text::for_terminal;

use crate::failure::{Exit, Failure};
use crate::terminal::environment::{Environment, Pager};
use crate::terminal::{pager, prompts};

/// How messages are read.
#[derive(Clone, Copy)]
enum Lines {
    /// By another program.
    Whole,
    /// On a terminal.
    BrokenBetweenWords,
}

/// The two ways out.
#[derive(Clone)]
pub struct Report {
    quiet: bool,
    color: bool,
    stdout_is_terminal: bool,
    lines: Lines,
    pager: Option<Pager>,
    /// Why a result could not be written, where one could not. A delivery goes on all the same.
    unwritten: Arc<OnceLock<String>>,
}

impl Report {
    pub fn new(environment: &Environment, quiet: bool, color: crate::args::ColorChoice) -> Self {
        let color = match color {
            crate::args::ColorChoice::Auto => environment.wants_color,
            crate::args::ColorChoice::Always => true,
            crate::args::ColorChoice::Never => false,
        };
        let stdout_is_terminal = environment.stdout_is_terminal;
        let lines = if environment.stderr_is_terminal { Lines::BrokenBetweenWords } else { Lines::Whole };
        let pager = environment.pager.clone();
        Self { quiet, color, stdout_is_terminal, lines, pager, unwritten: Arc::default() }
    }

    /// Whether only results and what must not be missed are shown.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// What to say at the end of a run that went on although a result could not be written.
    pub fn unwritten(&self) -> Option<Failure> {
        self.unwritten.get().map(|error| unwritten(error))
    }

    /// Writes a result. On a terminal nothing in it can move the cursor or change a colour.
    pub fn result(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        let written = if self.stdout_is_terminal {
            out.write_all(for_terminal(text).as_bytes())
        } else {
            out.write_all(text.as_bytes())
        };
        self.judge(written.and_then(|()| out.flush()))
    }

    /// Writes a result that a person reads and that may be longer than the screen: there it goes through the pager.
    pub fn long_result(&self, text: &str) -> Result<(), Failure> {
        if pager::show(self.pager.as_ref(), &for_terminal(text)) { Ok(()) } else { self.result(text) }
    }

    /// Writes a page of the manual, on a terminal as `man` shows it.
    pub fn manual(&self, page: &[u8]) -> Result<(), Failure> {
        if self.stdout_is_terminal && pager::manual(self.pager.as_ref(), page) {
            return Ok(());
        }
        self.long_result(&String::from_utf8_lossy(page))
    }

    /// Writes one value as a line of JSON.
    pub fn json(&self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let line = serde_json::to_string(value).map_err(|error| Failure::data(error.to_string()))?;
        self.result(&format!("{line}\n"))
    }

    /// Writes a result that is not text, which no terminal shows.
    pub fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        if self.stdout_is_terminal {
            return Err(Failure::usage("a terminal cannot show this").hint("give -o FILE"));
        }
        let mut out = io::stdout().lock();
        self.judge(out.write_all(bytes).and_then(|()| out.flush()))
    }

    fn judge(&self, written: io::Result<()>) -> Result<(), Failure> {
        written.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::reader_left(),
            _ => unwritten(self.unwritten.get_or_init(|| error.to_string())),
        })
    }

    /// Says something a person may want to know.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            talk(&for_terminal(text));
        }
    }

    /// Says what is worth knowing beside a result.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            talk(&self.in_lines(&for_terminal(&format!("Note: {text}"))));
        }
    }

    /// Shows what a question is about, also when told to be quiet: nobody agrees to what they did not see.
    #[expect(clippy::unused_self, reason = "all talk goes through a report, whether it obeys --quiet or not")]
    pub fn show(&self, text: &str) {
        talk(&for_terminal(text));
    }

    /// Says something that must not be missed, also when told to be quiet.
    pub fn warn(&self, text: &str) {
        talk(&self.labelled("warning:", "33", &format!(" {}", for_terminal(text))));
    }

    /// Says why the program stops.
    pub fn failure(&self, failure: &Failure) {
        for line in for_terminal(&failure.to_string()).lines() {
            match (line.strip_prefix("error:"), line.strip_prefix("hint:")) {
                (Some(rest), _) => talk(&self.labelled("error:", "31", rest)),
                (_, Some(rest)) => talk(&self.labelled("hint:", "36", rest)),
                _ => talk(line),
            }
        }
    }

    fn labelled(&self, word: &str, color: &str, rest: &str) -> String {
        let text = self.in_lines(&format!("{word}{rest}"));
        match text.strip_prefix(word) {
            Some(rest) if self.color => format!("\u{1b}[1;{color}m{word}\u{1b}[0m{rest}"),
            _ => text,
        }
    }

    /// A message in lines as they are read there.
    fn in_lines(&self, text: &str) -> String {
        match self.lines {
            Lines::Whole => text.to_owned(),
            Lines::BrokenBetweenWords => prompts::wrapped_message(text),
        }
    }
}

/// That a result is lost.
pub fn unwritten(error: &str) -> Failure {
    Failure::new(Exit::Unwritten, format!("the result could not be written: {error}"))
}

/// A closed or full screen must not end the program, least of all between two letters.
fn talk(text: &str) {
    let _best_effort = writeln!(io::stderr().lock(), "{text}");
}
