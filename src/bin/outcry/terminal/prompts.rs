//! Questions to a person. No question is asked when nobody can answer.
//!
//! Lines and consent are read in the terminal's own (cooked) mode. There the end of input, Ctrl-D,
//! arrives as such and can be told from an empty line: a program that reads keys itself sees only a
//! key, and its line reader may turn it into "yes" or wait for ever. Ctrl-C stays a signal, and the
//! user's own line editing works. Choices and passwords are dialoguer's: in a choice Ctrl-D does
//! nothing and Esc stops; an empty password stops.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use dialoguer::console::{Term, truncate_str};
use dialoguer::{MultiSelect, Password, Select};
use outcry::locale::Country;
use outcry::signatory::{Answers, Extra, Field, Kind, check_answer, declared};
use outcry::text::for_terminal;
use zeroize::Zeroizing;

use crate::failure::{Exit, Failure};
use crate::terminal::environment::Environment;

/// Wrong answers to one question after which the program stops: nobody is there, or a script is.
const TRIES: usize = 10;

/// The longest line a terminal takes in cooked mode, its end included; what comes after is dropped.
const LONGEST_LINE: usize = 4095;

/// Whether letters are on their way: then Ctrl-C waits for the one in flight.
static DELIVERING: AtomicBool = AtomicBool::new(false);
/// Whether a delivery began in this run: then nobody may say that nothing was sent.
static DELIVERED: AtomicBool = AtomicBool::new(false);
/// The outbox of the delivery.
static OUTBOX: Mutex<Option<PathBuf>> = Mutex::new(None);
/// Whether the user asked to stop.
static STOP: AtomicBool = AtomicBool::new(false);
/// Whether no letter is under way, because the run waits for its next try.
static RESTING: AtomicBool = AtomicBool::new(false);
/// Whether the editor has the terminal: then Ctrl-C is the editor's.
static EDITING: AtomicBool = AtomicBool::new(false);
/// Own words that were typed in this run and are in no letter yet.
static UNUSED_WORDS: Mutex<Option<String>> = Mutex::new(None);

/// Takes over Ctrl-C and the polite signals: while letters are delivered they end the run after
/// the letter in flight; at any other time they end the program at once.
pub fn listen_for_interrupt() {
    let handler = || {
        if RESTING.load(Ordering::SeqCst) {
            STOP.store(true, Ordering::SeqCst);
        } else if DELIVERING.load(Ordering::SeqCst) {
            if STOP.swap(true, Ordering::SeqCst) {
                say(&abandoned());
                std::process::exit(Exit::Interrupted as i32);
            }
            say(
                "Stopping when the server has answered for the letters under way. Press Ctrl-C again to end at once; a letter \
                 that the server may have by then is in doubt.",
            );
        } else if !EDITING.load(Ordering::SeqCst) {
            leave();
        }
    };
    // Without the handler, Ctrl-C still ends the program, only less politely.
    let _best_effort = ctrlc::set_handler(handler);
}

/// What to say of letters when a delivery is left as it stands. What was not begun cannot begin after this.
fn abandoned() -> String {
    let path = locked(&OUTBOX).clone();
    match path.map(|path| outcry::outbox::abandon(&path)) {
        Some(Ok(0)) => "stopped; no letter is in doubt, and the same command sends the rest".to_owned(),
        Some(Ok(1)) => {
            "stopped; 1 letter is in doubt; to see what to do, run: outcry outbox list --state in-doubt".to_owned()
        }
        Some(Ok(count)) => {
            format!(
                "stopped; {count} letters are in doubt; to see what to do, run: outcry outbox list --state in-doubt"
            )
        }
        Some(Err(_)) => "stopped; to see whether a letter is in doubt, run: outcry outbox list".to_owned(),
        None => "stopped; the server may have taken the letter under way".to_owned(),
    }
}

/// Ends the program at once, with the terminal as it was found. Called by the thread that waits for
/// signals and by the one that was asking; the first one in speaks.
fn leave() -> ! {
    static LEAVING: Mutex<()> = Mutex::new(());
    let _first = locked(&LEAVING);
    terminal::restore();
    say(&format!("\n{}", farewell()));
    leave_words();
    std::process::exit(Exit::Interrupted as i32);
}

fn farewell() -> &'static str {
    if delivery_began() { "stopped" } else { "stopped; nothing was sent" }
}

/// The end that the user asked for at a question.
pub fn stopped() -> Failure {
    Failure::new(Exit::Interrupted, farewell())
}

/// A lock that is only ever poisoned by a panic, which ends the program anyway.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a delivery under the protection of [`listen_for_interrupt`], with the outbox that remembers it.
pub fn while_delivering<T>(outbox: Option<&Path>, work: impl FnOnce() -> T) -> T {
    *locked(&OUTBOX) = outbox.map(Path::to_owned);
    DELIVERED.store(true, Ordering::SeqCst);
    DELIVERING.store(true, Ordering::SeqCst);
    let result = work();
    DELIVERING.store(false, Ordering::SeqCst);
    result
}

/// Waits between two tries of a delivery: Ctrl-C ends that at once.
pub fn while_resting<T>(rest: impl FnOnce() -> T) -> T {
    RESTING.store(true, Ordering::SeqCst);
    let result = rest();
    RESTING.store(false, Ordering::SeqCst);
    result
}

/// Whether letters were given to a server in this run.
pub fn delivery_began() -> bool {
    DELIVERED.load(Ordering::SeqCst)
}

/// Whether the user asked to stop during a delivery.
pub fn stop_asked() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// Own words went into a letter that was printed, saved or sent: they cannot get lost any more.
pub fn words_used() {
    *locked(&UNUSED_WORDS) = None;
}

/// Leaves own words that are in no letter yet in a file, and says where.
pub fn leave_words() -> Option<PathBuf> {
    let words = locked(&UNUSED_WORDS).take()?;
    let kept = words_file().and_then(|mut file| {
        file.write_all(words.as_bytes())?;
        Ok(file.keep()?.1)
    });
    match kept {
        Ok(path) => {
            say(&format!("Your own words are in {0}; use them with --own-words @{0}", path.display()));
            Some(path)
        }
        Err(error) => {
            say(&format!("Your own words could not be saved ({error}). They are:\n{words}"));
            None
        }
    }
}

/// A new file for own words that only this user may read.
fn words_file() -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix("outcry-own-words-").suffix(".md").tempfile()
}

/// The terminal's modes, which a choice or a password changes for a while.
mod terminal {
    use crate::terminal::prompts::locked;

    #[cfg(unix)]
    static FOUND: std::sync::Mutex<Option<rustix::termios::Termios>> = std::sync::Mutex::new(None);

    /// Runs a question that changes the terminal, so that [`restore`] can undo it.
    pub fn changed<T>(question: impl FnOnce() -> T) -> T {
        #[cfg(unix)]
        {
            *locked(&FOUND) = rustix::termios::tcgetattr(std::io::stdin()).ok();
        }
        let answer = question();
        #[cfg(unix)]
        {
            *locked(&FOUND) = None;
        }
        answer
    }

    /// Puts the terminal back when a question was broken off; outside of one nothing is touched.
    pub fn restore() {
        #[cfg(unix)]
        if let Some(found) = locked(&FOUND).take() {
            let _best_effort =
                rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, &found);
        }
        // A choice hides the cursor.
        let terminal = crate::terminal::prompts::Term::stderr();
        if terminal.is_term() {
            let _best_effort = terminal.show_cursor();
        }
    }

    /// Forgets what was typed before a question was put.
    pub fn forget_typed_ahead() {
        #[cfg(unix)]
        let _best_effort = rustix::termios::tcflush(std::io::stdin(), rustix::termios::QueueSelector::IFlush);
    }
}

/// The way to ask, if there is one.
pub struct Prompts {
    possible: bool,
    editor: Option<String>,
    /// Questions that were left out; they are not put again.
    left_out: Mutex<Vec<Field>>,
}

/// What the user wants of a list.
pub enum Choice {
    Picked(usize),
    Stop,
}

impl Prompts {
    pub fn new(environment: &Environment, no_input: bool) -> Self {
        let possible = environment.can_ask && !no_input;
        Self { possible, editor: environment.editor.clone(), left_out: Mutex::default() }
    }

    /// Whether anybody can be asked.
    pub fn possible(&self) -> bool {
        self.possible
    }

    /// Asks for what is required and not answered yet, and for answers that are not right. `extras` are
    /// the fields that the campaign declares.
    pub fn missing(&self, answers: &mut Answers, required: &[Field], extras: &[Extra]) -> Result<(), Failure> {
        let wrong = answers.given().filter_map(|(field, given)| check_answer(field, given).err());
        for error in wrong.collect::<Vec<_>>() {
            say(&format!("Not quite: {error}."));
            answers.set(error.field, None);
            match error.field {
                Field::Kind => self.kind(answers)?,
                field => self.field(answers, field, Needed::Yes, extras)?,
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
                self.field(answers, field, Needed::Yes, extras)?;
            }
        }
        Ok(())
    }

    /// Puts the questions of a campaign that are open; each may be left out.
    pub fn questions(&self, answers: &mut Answers, open: &[Field], extras: &[Extra]) -> Result<(), Failure> {
        for field in open.iter().filter(|_| self.possible) {
            if locked(&self.left_out).contains(field) {
                continue;
            }
            self.field(answers, *field, Needed::No, extras)?;
            if answers.get(*field).is_none() {
                locked(&self.left_out).push(*field);
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
            Choice::Picked(index) => {
                answers.set(Field::Kind, Kind::ALL.get(index).map(|kind| kind.as_str().to_owned()));
            }
            Choice::Stop => return Err(stopped()),
        }
        Ok(())
    }

    /// Asks for one field until the answer is right.
    pub fn field(&self, answers: &mut Answers, field: Field, needed: Needed, extras: &[Extra]) -> Result<(), Failure> {
        let optional = if needed == Needed::No { " (Enter to leave out)" } else { "" };
        let asked = declared(extras, field).map_or_else(|| question(field).into(), Extra::label);
        let question = format!("{asked}{optional}");
        for _ in 0..TRIES {
            let Some(answer) = self.line(&question) else { return Err(stopped()) };
            if answer.is_empty() {
                match needed {
                    Needed::No => return Ok(()),
                    Needed::Yes => {
                        say(&format!(
                            "A value is required (flag {}). Press Ctrl-C to stop.",
                            crate::args::field_flags::flag_to_give(field)
                        ));
                        continue;
                    }
                }
            }
            let answer = match field {
                Field::Address => answer.replace("; ", "\n").replace(';', "\n"),
                Field::Country => match Country::by_name(&answer) {
                    Some(country) => {
                        say(&format!("{answer} is {}.", country.code()));
                        country.code().to_owned()
                    }
                    None => answer,
                },
                _ => answer,
            };
            match check_answer(field, &answer) {
                Ok(()) => {
                    answers.set(field, Some(answer));
                    return Ok(());
                }
                Err(error) => say(&format!("Not quite: {}.", error.problem)),
            }
        }
        Err(Failure::usage(format!(
            "no usable answer for --{} after {TRIES} tries",
            crate::args::field_flags::flag(field)
        )))
    }

    /// Asks for any line, until `check` takes it.
    pub fn checked<T>(&self, question: &str, check: impl Fn(&str) -> Result<T, String>) -> Result<T, Failure> {
        for _ in 0..TRIES {
            let Some(answer) = self.line(question) else { return Err(stopped()) };
            match check(&answer) {
                Ok(value) => return Ok(value),
                Err(reason) => say(&format!("Not quite: {reason}.")),
            }
        }
        Err(Failure::usage(format!("no usable answer after {TRIES} tries: {question}")))
    }

    /// Takes lines of text as they are pasted, until one that holds a full stop alone or the end of input.
    pub fn lines(&self) -> Result<String, Failure> {
        if !self.possible {
            return Err(stopped());
        }
        let mut text = String::new();
        for line in std::io::stdin().lock().lines() {
            match line {
                Ok(line) if line.trim() == "." => break,
                Ok(line) => {
                    text.push_str(&line);
                    text.push('\n');
                }
                Err(error) => return Err(Failure::data(format!("the text: {error}"))),
            }
        }
        Ok(text)
    }

    /// Asks for consent. Only a yes typed now is one: Enter is not, nor is anything typed before the
    /// question was put, and an end of input stops.
    pub fn consent(&self, question: &str) -> Result<bool, Failure> {
        terminal::forget_typed_ahead();
        for _ in 0..TRIES {
            match self.line(&format!("{question} [y/N]")).as_deref().map(str::to_lowercase).as_deref() {
                Some("y" | "yes") => return Ok(true),
                Some("" | "n" | "no") => return Ok(false),
                None => return Err(stopped()),
                Some(_) => say("Please type y for yes or n for no."),
            }
        }
        Ok(false)
    }

    /// Offers a list to pick one from; the first is marked.
    pub fn choose(&self, question: &str, items: &[impl AsRef<str>]) -> Result<Choice, Failure> {
        if !self.possible {
            return Ok(Choice::Stop);
        }
        let prompt = for_terminal(&format!("{question} (arrow keys and Enter; Esc stops)"));
        let items = items.iter().map(|item| in_one_line(item.as_ref()));
        let select = Select::new().with_prompt(prompt).items(items).default(0).report(true);
        let picked = terminal::changed(|| select.interact_opt()).map_err(broken_off)?;
        Ok(picked.map_or(Choice::Stop, Choice::Picked))
    }

    /// Offers a list to pick several from; all are picked at first. `None` means stop.
    pub fn choose_several(&self, question: &str, items: &[String]) -> Result<Option<Vec<usize>>, Failure> {
        if !self.possible {
            return Ok(None);
        }
        let prompt = for_terminal(&format!("{question} (Space: in or out; Enter: go on; Esc: stop)"));
        let all = vec![true; items.len()];
        let items = items.iter().map(|item| in_one_line(item));
        let select = MultiSelect::new().with_prompt(prompt).items(items).defaults(&all).report(false);
        terminal::changed(|| select.interact_opt()).map_err(broken_off)
    }

    /// Asks for a secret without showing it. None given means stop: an end of input looks the same.
    pub fn secret(&self, question: &str) -> Result<Zeroizing<String>, Failure> {
        if !self.possible {
            return Err(stopped());
        }
        let password = Password::new().with_prompt(for_terminal(question)).allow_empty_password(true);
        let secret = terminal::changed(|| password.interact()).map(Zeroizing::new).map_err(broken_off)?;
        if secret.is_empty() { Err(stopped()) } else { Ok(secret) }
    }

    /// Asks for a paragraph in the signatory's own words, or none.
    pub fn own_words(&self) -> Result<Option<String>, Failure> {
        let items = ["No", "Yes, one line, typed here", "Yes, in my editor"];
        for _ in 0..TRIES {
            let words = match self.choose("Add a paragraph in your own words?", &items)? {
                Choice::Picked(0) => return Ok(None),
                Choice::Picked(1) => {
                    let mut answers = Answers::default();
                    self.field(&mut answers, Field::OwnWords, Needed::No, &[])?;
                    answers.own_words
                }
                Choice::Picked(_) => self.edited()?,
                Choice::Stop => return Err(stopped()),
            };
            if words.is_some() {
                locked(&UNUSED_WORDS).clone_from(&words);
                return Ok(words);
            }
            say("No words were added.");
        }
        Ok(None)
    }

    /// Opens the user's editor until its text can stand in a letter. A text that is given up stays
    /// in its file.
    fn edited(&self) -> Result<Option<String>, Failure> {
        let fail = |error: std::io::Error| Failure::data(format!("no file for the editor: {error}"));
        let file = words_file().map_err(fail)?;
        let mut before = Vec::new();
        for _ in 0..TRIES {
            let ended = self.open_editor(file.path());
            let bytes = std::fs::read(file.path()).map_err(|error| Failure::file(file.path(), &error))?;
            let reason = match (ended, String::from_utf8(bytes.clone())) {
                (Err(reason), _) => {
                    say(&reason);
                    break;
                }
                (Ok(()), Err(_)) => "it is not UTF-8 text".to_owned(),
                (Ok(()), Ok(text)) if text.trim().is_empty() => return Ok(None),
                (Ok(()), Ok(text)) => match check_answer(Field::OwnWords, &text) {
                    Ok(()) => return Ok(Some(text.trim().to_owned())),
                    Err(error) => error.problem.to_string(),
                },
            };
            say(&format!("This text cannot go into a letter: {reason}."));
            if bytes == before {
                break;
            }
            before = bytes;
            say("The editor opens again with your text. Close it without a change to give up.");
        }
        if std::fs::metadata(file.path()).is_ok_and(|there| there.len() > 0) {
            let (_, path) = file.keep().map_err(|error| fail(error.error))?;
            say(&format!("Your text is in {0}; fix it, then use it with --own-words @{0}", path.display()));
        }
        Ok(None)
    }

    fn open_editor(&self, file: &Path) -> Result<(), String> {
        let mut command = match &self.editor {
            // The value may hold arguments, as with git: `code --wait`.
            Some(editor) if cfg!(unix) => {
                let mut command = Command::new("sh");
                command.arg("-c").arg(format!("{editor} \"$1\"")).arg("sh");
                command
            }
            Some(editor) => Command::new(editor),
            None if cfg!(windows) => Command::new("notepad"),
            None => {
                let mut command = Command::new("sh");
                command.args(["-c", "if command -v nano >/dev/null; then nano \"$1\"; else vi \"$1\"; fi", "sh"]);
                command
            }
        };
        EDITING.store(true, Ordering::SeqCst);
        let ended = command.arg(file).status();
        EDITING.store(false, Ordering::SeqCst);
        match ended {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("The editor ended with {status}. EDITOR names the one to use.")),
            Err(error) => Err(format!("The editor could not be opened: {error}. EDITOR names the one to use.")),
        }
    }

    /// Asks for one line. `None` is an end of input.
    fn line(&self, question: &str) -> Option<String> {
        if !self.possible {
            return None;
        }
        prompt(&format!("{question}: "));
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        match read {
            Ok(0) => {
                prompt("\n");
                None
            }
            Ok(length) if length >= LONGEST_LINE => {
                say(&format!("A terminal takes {LONGEST_LINE} bytes in one line at most; what came after is lost."));
                Some(String::new())
            }
            Ok(_) => Some(line.trim().to_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                say("That was not readable as UTF-8 text.");
                Some(String::new())
            }
            // A terminal that was closed answers with an error: the same as an end of input.
            Err(_) => None,
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
        Field::Extra(_) | Field::Question(..) => "What the campaign asks for",
    }
}

/// A choice that fits the terminal: a wrapped line would be drawn again at every key.
fn in_one_line(item: &str) -> String {
    let (_, width) = Term::stderr().size();
    let room = usize::from(width).saturating_sub(8).max(20);
    truncate_str(&for_terminal(item).replace('\n', " "), room, "…").into_owned()
}

fn broken_off(error: dialoguer::Error) -> Failure {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        // Ctrl-C: its signal is on the way to the other thread.
        std::io::ErrorKind::Interrupted => leave(),
        _ => stopped(),
    }
}

fn prompt(text: &str) {
    let mut screen = std::io::stderr().lock();
    // A prompt that cannot be shown will not be answered either.
    let _best_effort = write!(screen, "{}", for_terminal(text)).and_then(|()| screen.flush());
}

/// Says something that belongs to a question.
pub fn say(text: &str) {
    prompt(&format!("{text}\n"));
}
