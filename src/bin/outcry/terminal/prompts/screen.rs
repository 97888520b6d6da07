//! What is said beside a question, and how wide the screen is for it.

use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dialoguer::console::Term;
use outcry::text::for_terminal;
use textwrap::{Options, WordSplitter};

/// The widest lines that are easy to read.
const WIDEST: usize = 100;

/// Says something that belongs to a question. Lines break between words; nothing else breaks a command or an address.
pub fn say(text: &str) {
    show(&format!("{}\n", wrapped(text)));
}

/// Puts a question that is answered on its own last line.
pub fn ask(question: &str) {
    show(&format!("{}: ", wrapped(question)));
}

/// A text in lines that break between words.
pub fn wrapped(text: &str) -> String {
    let options = Options::new(width()).word_splitter(WordSplitter::NoHyphenation).break_words(false);
    let lines: Vec<String> = for_terminal(text).split('\n').map(|line| textwrap::fill(line, &options)).collect();
    lines.join("\n")
}

/// Shows text as it is.
pub fn show(text: &str) {
    let mut screen = std::io::stderr().lock();
    // A prompt that cannot be shown will not be answered either.
    let _best_effort = write!(screen, "{}", for_terminal(text)).and_then(|()| screen.flush());
}

/// Columns for a line of text.
pub fn width() -> usize {
    let (_, columns) = Term::stderr().size();
    usize::from(columns).saturating_sub(1).clamp(20, WIDEST)
}

/// A lock that is only ever poisoned by a panic, which ends the program anyway.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
