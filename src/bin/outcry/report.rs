//! Everything that reaches the screen: results on standard output, all talk on standard error.

use std::io::{self, Write};

use outcry::text::for_terminal;

use crate::environment::Environment;
use crate::failure::Failure;

/// The two ways out.
pub struct Report {
    quiet: bool,
    color: bool,
    stdout_is_terminal: bool,
}

impl Report {
    pub fn new(environment: &Environment, quiet: bool, color: crate::args::ColorChoice) -> Self {
        let color = match color {
            crate::args::ColorChoice::Auto => environment.wants_color,
            crate::args::ColorChoice::Always => true,
            crate::args::ColorChoice::Never => false,
        };
        Self { quiet, color, stdout_is_terminal: environment.stdout_is_terminal }
    }

    /// Writes a result. On a terminal nothing in it can move the cursor or change a colour.
    pub fn result(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        let written = if self.stdout_is_terminal {
            out.write_all(for_terminal(text).as_bytes())
        } else {
            out.write_all(text.as_bytes())
        };
        written.and_then(|()| out.flush()).map_err(|error| unwritten(&error))
    }

    /// Writes a result that is not text, which no terminal shows.
    #[cfg(feature = "pdf")]
    pub fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        if self.stdout_is_terminal {
            return Err(Failure::usage("a terminal cannot show this").hint("give -o FILE"));
        }
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| unwritten(&error))
    }

    /// Says something a person may want to know.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            talk(&for_terminal(text));
        }
    }

    /// Shows what a question is about, also when told to be quiet: nobody agrees to what they did not see.
    #[expect(clippy::unused_self, reason = "all talk goes through a report, whether it obeys --quiet or not")]
    pub fn show(&self, text: &str) {
        talk(&for_terminal(text));
    }

    /// Says something that must not be missed, also when told to be quiet.
    pub fn warn(&self, text: &str) {
        talk(&format!("{} {}", self.label("warning:", "33"), for_terminal(text)));
    }

    /// Says why the program stops.
    pub fn failure(&self, failure: &Failure) {
        for line in for_terminal(&failure.to_string()).lines() {
            match (line.strip_prefix("error:"), line.strip_prefix("hint:")) {
                (Some(rest), _) => talk(&format!("{}{rest}", self.label("error:", "31"))),
                (_, Some(rest)) => talk(&format!("{}{rest}", self.label("hint:", "36"))),
                _ => talk(line),
            }
        }
    }

    fn label(&self, word: &str, color: &str) -> String {
        if self.color { format!("\u{1b}[1;{color}m{word}\u{1b}[0m") } else { word.to_owned() }
    }
}

fn unwritten(error: &io::Error) -> Failure {
    match error.kind() {
        // The reader has seen enough: `outcry write … | head`.
        io::ErrorKind::BrokenPipe => {
            Failure { exit: crate::failure::Exit::Done, problems: Vec::new(), hints: Vec::new() }
        }
        _ => Failure::data(format!("the result could not be written: {error}")),
    }
}

/// A closed or full screen must not end the program, least of all between two letters.
fn talk(text: &str) {
    let _best_effort = writeln!(io::stderr().lock(), "{text}");
}
