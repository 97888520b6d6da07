//! Questions to a person. Lines and consent are read with the terminal's own line editing, because
//! there an end of input (Ctrl-D) is an answer that can be told from "yes"; choices, passwords and
//! the editor are dialoguer's. No question is asked when nobody can answer.

use std::io::{BufRead, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use dialoguer::{Editor, MultiSelect, Password, Select};
use outcry::signatory::{Answers, Field, Kind, check_answer};
use outcry::text::for_terminal;
use zeroize::Zeroizing;

use crate::environment::Environment;
use crate::failure::{Exit, Failure};

/// Wrong answers to one question after which the program stops: nobody is there, or a script is.
const TRIES: usize = 10;

/// Whether letters are on their way: then Ctrl-C waits for the one in flight.
static DELIVERING: AtomicBool = AtomicBool::new(false);
/// Whether the user asked to stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// Takes over Ctrl-C and the polite signals: while letters are delivered they end the run after
/// the letter in flight; at any other time they end the program at once.
pub fn listen_for_interrupt() {
    let handler = || {
        if DELIVERING.load(Ordering::SeqCst) {
            STOP.store(true, Ordering::SeqCst);
            return;
        }
        // A choice hides the cursor; leave the terminal as it was found.
        let _best_effort = dialoguer::console::Term::stderr().show_cursor();
        say("\nstopped; nothing was sent");
        std::process::exit(Exit::Interrupted as i32);
    };
    // Without the handler, Ctrl-C still ends the program, only less politely.
    let _best_effort = ctrlc::set_handler(handler);
}

/// Runs a delivery under the protection of [`listen_for_interrupt`].
pub fn while_delivering<T>(work: impl FnOnce() -> T) -> T {
    DELIVERING.store(true, Ordering::SeqCst);
    let result = work();
    DELIVERING.store(false, Ordering::SeqCst);
    result
}

/// Whether the user asked to stop during a delivery.
pub fn stop_asked() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// The way to ask, if there is one.
pub struct Ask {
    possible: bool,
    editor: Option<String>,
}

/// What the user wants of a list.
pub enum Choice {
    Picked(usize),
    Stop,
}

impl Ask {
    pub fn new(environment: &Environment, no_input: bool) -> Self {
        Self { possible: environment.can_ask && !no_input, editor: environment.editor.clone() }
    }

    /// Whether anybody can be asked.
    pub fn possible(&self) -> bool {
        self.possible
    }

    /// Asks for what is required and not answered yet, and for answers that are not right.
    pub fn missing(&self, answers: &mut Answers, required: &[Field]) -> Result<(), Failure> {
        for field in Field::ALL {
            if let Some(given) = answers.get(field)
                && let Err(error) = check_answer(field, given)
            {
                say(&error.to_string());
                answers.set(field, None);
                self.field(answers, field, Needed::Yes)?;
            }
        }
        let nothing_said = answers.get(Field::Name).is_none() && answers.get(Field::Organisation).is_none();
        if answers.get(Field::Kind).is_none() && nothing_said {
            self.kind(answers)?;
        }
        let kind = answers.kind().unwrap_or(Kind::Individual);
        let mut wanted = vec![kind.required()];
        wanted.extend(required.iter().copied().filter(|field| *field != kind.required()));
        wanted.sort_unstable();
        for field in wanted {
            if answers.get(field).is_none() {
                self.field(answers, field, Needed::Yes)?;
            }
        }
        Ok(())
    }

    /// Asks which kind of signatory this is.
    pub fn kind(&self, answers: &mut Answers) -> Result<(), Failure> {
        let items = [
            "A person, for myself",
            "A trade union or one of its branches",
            "Another organisation",
            "A person holding public office",
        ];
        match self.choose("Who signs the letter?", &items)? {
            Choice::Picked(index) => answers.set(Field::Kind, Kind::ALL.get(index).map(|kind| kind.word().to_owned())),
            Choice::Stop => return Err(Failure::interrupted()),
        }
        Ok(())
    }

    /// Asks for one field until the answer is right.
    pub fn field(&self, answers: &mut Answers, field: Field, needed: Needed) -> Result<(), Failure> {
        let optional = if needed == Needed::No { " (Enter to leave out)" } else { "" };
        let question = format!("{}{optional}", question(field));
        for _ in 0..TRIES {
            let Some(answer) = self.line(&question)? else { return Err(Failure::interrupted()) };
            if answer.is_empty() {
                match needed {
                    Needed::No => return Ok(()),
                    Needed::Yes => {
                        say(&format!(
                            "This is needed. Ctrl-C stops. (The flag for it is --{}.)",
                            crate::job::flag(field)
                        ));
                        continue;
                    }
                }
            }
            let answer = if field == Field::Address { answer.replace("; ", "\n").replace(';', "\n") } else { answer };
            match check_answer(field, &answer) {
                Ok(()) => {
                    answers.set(field, Some(answer));
                    return Ok(());
                }
                Err(error) => say(&format!("Not quite: {}.", error.problem)),
            }
        }
        Err(Failure::usage(format!("no usable answer for --{} after {TRIES} tries", crate::job::flag(field))))
    }

    /// Asks for any line, until `check` takes it.
    pub fn checked<T>(&self, question: &str, check: impl Fn(&str) -> Result<T, String>) -> Result<T, Failure> {
        for _ in 0..TRIES {
            let Some(answer) = self.line(question)? else { return Err(Failure::interrupted()) };
            match check(&answer) {
                Ok(value) => return Ok(value),
                Err(reason) => say(&format!("Not quite: {reason}.")),
            }
        }
        Err(Failure::usage(format!("no usable answer after {TRIES} tries: {question}")))
    }

    /// Asks for consent. Only a typed yes is one: Enter, an end of input and anything else are not.
    pub fn consent(&self, question: &str) -> Result<bool, Failure> {
        for _ in 0..TRIES {
            match self.line(&format!("{question} [y/N]"))?.as_deref().map(str::to_lowercase).as_deref() {
                Some("y" | "yes") => return Ok(true),
                None | Some("" | "n" | "no") => return Ok(false),
                Some(_) => say("Please type y for yes or n for no."),
            }
        }
        Ok(false)
    }

    /// Offers a list to pick one from.
    pub fn choose(&self, question: &str, items: &[impl ToString]) -> Result<Choice, Failure> {
        let prompt = format!("{question} (arrow keys and Enter; Esc stops)");
        let picked =
            Select::new().with_prompt(prompt).items(items.iter().map(ToString::to_string)).default(0).report(true);
        Ok(picked.interact_opt().map_err(interrupted)?.map_or(Choice::Stop, Choice::Picked))
    }

    /// Offers a list to pick several from; all are picked at first. `None` means stop.
    pub fn choose_several(&self, question: &str, items: &[String]) -> Result<Option<Vec<usize>>, Failure> {
        let prompt = format!("{question} (Space takes one out or in, Enter goes on; Esc stops)");
        let all = vec![true; items.len()];
        MultiSelect::new().with_prompt(prompt).items(items).defaults(&all).interact_opt().map_err(interrupted)
    }

    /// Asks for a secret without showing it.
    pub fn secret(&self, question: &str) -> Result<Zeroizing<String>, Failure> {
        Password::new().with_prompt(question).interact().map(Zeroizing::new).map_err(interrupted)
    }

    /// Opens the user's editor; `None` when it is closed without saving.
    pub fn edit(&self, text: &str) -> Result<Option<String>, Failure> {
        let mut editor = Editor::new();
        if let Some(program) = &self.editor {
            editor.executable(program);
        }
        editor.extension(".md").edit(text).map_err(|error| {
            Failure::usage(format!("the editor could not be opened: {error}")).hint("set EDITOR, or give --own-words")
        })
    }

    /// Asks for one line. `None` is an end of input.
    fn line(&self, question: &str) -> Result<Option<String>, Failure> {
        if !self.possible {
            return Ok(None);
        }
        prompt(&format!("{question}: "));
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        match read {
            Ok(0) => {
                prompt("\n");
                Ok(None)
            }
            Ok(_) => Ok(Some(line.trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                say("That was not readable as UTF-8 text.");
                Ok(Some(String::new()))
            }
            // A terminal that was closed answers with an error: the same as an end of input.
            Err(_) => Ok(None),
        }
    }
}

/// Whether a question may be passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    Yes,
    No,
}

fn question(field: Field) -> &'static str {
    match field {
        Field::Kind => "Kind: individual, union, organisation or representative",
        Field::Name => "Name of the person who signs",
        Field::Role => "Office or job, such as Branch Secretary",
        Field::Organisation => "Name of the union branch or organisation",
        Field::Members => "Number of members",
        Field::Country => "Country you write from, two letters such as GB or DE",
        Field::Email => "E-mail address for an answer",
        Field::Address => "Postal address for an answer, lines separated by ;",
        Field::OwnWords => "A paragraph in your own words",
        Field::Voice => "Speak as i or we",
    }
}

fn interrupted(error: dialoguer::Error) -> Failure {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        // The handler for Ctrl-C says it.
        std::io::ErrorKind::Interrupted => Failure { exit: Exit::Interrupted, problems: Vec::new(), hints: Vec::new() },
        _ => Failure::interrupted(),
    }
}

#[expect(clippy::print_stderr, reason = "a question goes where the person looks")]
fn prompt(text: &str) {
    eprint!("{}", for_terminal(text));
    // A prompt that cannot be shown will not be answered either.
    let _best_effort = std::io::stderr().flush();
}

fn say(text: &str) {
    prompt(&format!("{text}\n"));
}
