//! Long results on a terminal, a screen at a time, in the pager that the user has chosen.

use std::io::Write;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::Ordering;

use dialoguer::console::Term;

use super::environment::Pager;
use super::prompts::interrupt::{EDITING, listen_for_interrupt};

/// Shows a text, if it is longer than the screen and there is a pager. Says whether it was shown.
pub fn show(pager: Option<&Pager>, text: &str) -> bool {
    let (rows, _) = Term::stdout().size();
    let Some(pager) = pager.filter(|_| text.lines().count() >= usize::from(rows)) else { return false };
    let mut command = Command::new("sh");
    command.args(["-c", &pager.command]);
    if pager.is_less_open {
        // As git does: no pager for what fits the screen, colours, and the text stays when it is left.
        command.env("LESS", "FRX");
    }
    // A shell ends with 127 where there is no such program.
    through(command, text.as_bytes()).is_some_and(|status| !matches!(status.code(), Some(126 | 127)))
}

/// Shows a page of the manual as `man` shows its own.
pub fn manual(pager: Option<&Pager>, page: &[u8]) -> bool {
    let mut command = Command::new("man");
    command.args(["-l", "-"]).stderr(Stdio::null());
    if pager.is_none() {
        command.env("MANPAGER", "cat");
    }
    // Not every `man` reads from standard input.
    through(command, page).is_some_and(|status| status.success())
}

/// Gives a text to a program and waits until the person has left it. Ctrl-C is that program's until then. Returns how
/// it ended, if it began.
fn through(mut command: Command, text: &[u8]) -> Option<ExitStatus> {
    listen_for_interrupt();
    EDITING.store(true, Ordering::SeqCst);
    let shown = command.stdin(Stdio::piped()).spawn().and_then(|mut child| {
        if let Some(mut pipe) = child.stdin.take() {
            // Who leaves before the end has read enough.
            let _enough = pipe.write_all(text);
        }
        child.wait()
    });
    EDITING.store(false, Ordering::SeqCst);
    shown.ok()
}
