//! An answer in words: one line, or several where the question takes several.
//!
//! On a terminal that can move its cursor the line editor reads them: arrows, words, what was typed before in this run,
//! and a paste as one piece. Elsewhere they are read in the terminal's own mode; `<` alone goes one step back, and `-`
//! alone takes the old answer away. An end of input is never an answer.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Behavior, Cmd, ConditionalEventHandler, Config, Editor, Event, EventContext, EventHandler, Helper, KeyCode,
    KeyEvent, Modifiers, RepeatCount,
};

use super::modes;
use super::screen::{locked, say, show};

/// The longest line a terminal takes in its own mode, its end included; what comes after is dropped.
const LONGEST_LINE: usize = 4095;
/// Lines of an answer that are read without the editor: more than any field takes.
const LINES_MOST: usize = 1000;
/// How long Esc waits for the rest of a key that begins with it, in milliseconds.
const ESCAPE_WAITS: u16 = 100;

/// What a person does at a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply<T> {
    Given(T),
    /// One step back; what was typed until then may be put again.
    Back,
}

impl<T> Reply<T> {
    /// What was given; `None` where the person went back.
    pub fn given(self) -> Option<T> {
        match self {
            Self::Given(given) => Some(given),
            Self::Back => None,
        }
    }
}

/// What came of asking for words.
pub enum Words {
    Typed(String),
    /// Esc, with what was typed before it.
    Back(String),
    /// Ctrl-C, with what was typed before it.
    Stop(String),
    /// An end of input.
    End,
}

/// How many lines an answer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Line,
    /// An empty line ends them.
    Lines,
}

/// Reads answers in words.
pub struct Lines {
    /// Without the editor.
    plain: bool,
    editor: Mutex<Option<Editor<Reading, MemHistory>>>,
    left: Arc<Left>,
    /// What was half typed when a question was left, by the question.
    drafts: Mutex<HashMap<String, String>>,
}

/// How the person left a question.
#[derive(Default)]
struct Left {
    back: AtomicBool,
    typed: Mutex<String>,
}

impl Lines {
    pub fn new(plain: bool) -> Self {
        Self {
            plain: plain || !has_terminal(),
            editor: Mutex::new(None),
            left: Arc::default(),
            drafts: Mutex::default(),
        }
    }

    /// Whether questions are put without moving the cursor.
    pub fn plain(&self) -> bool {
        self.plain
    }

    /// Puts a question. `before` is what was answered before, to be changed or kept.
    pub fn ask(&self, question: &str, takes: Takes, before: &str) -> Words {
        if self.plain {
            return in_own_mode(question, takes, before);
        }
        let draft = locked(&self.drafts).remove(question);
        let before = draft.as_deref().unwrap_or(before);
        let words = modes::changed(|| {
            modes::hush();
            modes::forget_typed_ahead();
            say(&format!("{question}:"));
            self.edit(takes, before)
        });
        if let Words::Back(typed) = &words {
            locked(&self.drafts).insert(question.to_owned(), typed.clone());
        }
        words
    }

    fn edit(&self, takes: Takes, before: &str) -> Words {
        let mut kept = locked(&self.editor);
        if kept.is_none() {
            *kept = editor(&self.left).ok();
        }
        let Some(editor) = kept.as_mut() else { return Words::End };
        editor.set_helper(Some(Reading(takes)));
        self.left.back.store(false, Ordering::SeqCst);
        locked(&self.left.typed).clear();
        // An empty line at the end: Enter keeps what was there.
        let end = if takes == Takes::Lines && !before.is_empty() { "\n" } else { "" };
        match editor.readline_with_initial("> ", (&format!("{before}{end}"), "")) {
            Ok(text) => {
                let text = text.trim().to_owned();
                if !text.is_empty() {
                    let _never_full = editor.add_history_entry(text.as_str());
                }
                Words::Typed(text)
            }
            Err(ReadlineError::Interrupted) => {
                let typed = std::mem::take(&mut *locked(&self.left.typed)).trim().to_owned();
                if self.left.back.load(Ordering::SeqCst) { Words::Back(typed) } else { Words::Stop(typed) }
            }
            Err(ReadlineError::Io(error)) if error.kind() == std::io::ErrorKind::InvalidData => {
                say("That was not readable as UTF-8 text.");
                Words::Typed(String::new())
            }
            // A terminal that was closed answers with an error: the same as an end of input.
            Err(_) => Words::End,
        }
    }
}

/// Whether the editor finds the terminal: it would write into the results otherwise.
fn has_terminal() -> bool {
    !cfg!(unix) || std::fs::File::options().read(true).write(true).open("/dev/tty").is_ok()
}

fn editor(left: &Arc<Left>) -> rustyline::Result<Editor<Reading, MemHistory>> {
    let config = Config::builder()
        .behavior(Behavior::PreferTerm)
        .keyseq_timeout(Some(ESCAPE_WAITS))
        .auto_add_history(false)
        .build();
    let history = MemHistory::with_config(&config);
    let mut editor = Editor::with_history(config, history)?;
    for (key, back) in
        [(KeyEvent(KeyCode::Esc, Modifiers::NONE), true), (KeyEvent(KeyCode::Char('C'), Modifiers::CTRL), false)]
    {
        let leaves = Leaves { left: Arc::clone(left), back };
        editor.bind_sequence(key, EventHandler::Conditional(Box::new(leaves)));
    }
    Ok(editor)
}

/// A key that leaves the question.
struct Leaves {
    left: Arc<Left>,
    back: bool,
}

impl ConditionalEventHandler for Leaves {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        context.line().clone_into(&mut locked(&self.left.typed));
        self.left.back.store(self.back, Ordering::SeqCst);
        Some(Cmd::Interrupt)
    }
}

/// When Enter ends an answer.
struct Reading(Takes);

impl Validator for Reading {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let ends = self.0 == Takes::Line || text.is_empty() || text.ends_with('\n');
        Ok(if ends { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Completer for Reading {
    type Candidate = String;
}

impl Hinter for Reading {
    type Hint = String;
}

impl Highlighter for Reading {}

impl Helper for Reading {}

/// Reads in the terminal's own mode. Nothing else may be typed ahead: it would answer the next question.
fn in_own_mode(question: &str, takes: Takes, before: &str) -> Words {
    modes::forget_typed_ahead();
    let now = if before.is_empty() { String::new() } else { format!(" (Enter: {})", before.replace('\n', "; ")) };
    say(&format!("{question}{now}:"));
    let mut text = String::new();
    for _ in 0..LINES_MOST {
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(0) => {
                show("\n");
                return Words::End;
            }
            Ok(length) if length >= LONGEST_LINE => {
                say(&format!("A terminal takes {LONGEST_LINE} bytes in one line at most; what came after is lost."));
                return Words::Typed(String::new());
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                say("That was not readable as UTF-8 text.");
                return Words::Typed(String::new());
            }
            Err(_) => return Words::End,
        }
        if line.trim() == "<" {
            return Words::Back(text.trim().to_owned());
        }
        // An empty line behind which more came at once was pasted: it parts two paragraphs.
        let is_end = takes == Takes::Line || line.trim().is_empty() && !modes::more_is_there();
        text.push_str(&line);
        if is_end {
            break;
        }
    }
    if takes == Takes::Line && modes::more_is_there() {
        say("Several lines were pasted, and this question takes one: the first.");
    }
    Words::Typed(match text.trim() {
        "" => before.to_owned(),
        "-" => String::new(),
        text => text.to_owned(),
    })
}
