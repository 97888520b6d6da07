//! What is said beside a question, and how wide the screen is for it.

use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dialoguer::console::Term;
use outcry::text::for_terminal;
use textwrap::{Options, WordSeparator, WordSplitter};

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
    let options = options();
    let lines: Vec<String> = for_terminal(text).split('\n').map(|line| textwrap::fill(line, &options)).collect();
    lines.join("\n")
}

fn options<'o>() -> Options<'o> {
    Options::new(width()).word_splitter(WordSplitter::NoHyphenation).break_words(false)
}

/// The same for a message, which breaks at spaces alone. A command in it stays whole, to be copied.
pub fn wrapped_message(text: &str) -> String {
    let options = options().word_separator(WordSeparator::AsciiSpace);
    let line = |line| textwrap::fill(&with_whole_commands(line), &options).replace(GLUE, " ");
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// What messages have before a command.
const RUN: &str = " run: ";
/// In place of a space at which no line breaks: a character that no message has.
const GLUE: char = '\u{e000}';

/// A command goes to the end of its sentence.
fn with_whole_commands(line: &str) -> String {
    let mut pieces = line.split(RUN);
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = [". ", "; "].iter().filter_map(|end| piece.find(end)).min().unwrap_or(piece.len());
        let (command, rest) = piece.split_at(end);
        whole.extend([RUN, &command.replace(' ', &GLUE.to_string()), rest]);
    }
    whole
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_in_a_message_has_no_space_to_break_at() {
        for (message, expected) in [
            ("to see it, run: outcry outbox list", "to see it, run: outcry_outbox_list"),
            (
                "If it is there, run: outcry x --sent. If not, wait",
                "If it is there, run: outcry_x_--sent. If not, wait",
            ),
            ("to add one, run: a b; to run: c d", "to add one, run: a_b; to run: c_d"),
            ("no command runs here", "no command runs here"),
        ] {
            assert_eq!(with_whole_commands(message).replace(GLUE, "_"), expected);
        }
    }
}
