//! The terminal's modes, which a question changes for a while.

use dialoguer::console::Term;

#[cfg(unix)]
use super::screen::locked;

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
    if let Some(found) = locked(&FOUND).take() {
        set(&found);
    }
    answer
}

/// Shows no key and collects no line, so that what is typed while a question appears is neither seen twice nor lost.
pub fn hush() {
    #[cfg(unix)]
    if let Ok(mut modes) = rustix::termios::tcgetattr(std::io::stdin()) {
        use rustix::termios::LocalModes;
        modes.local_modes &= !(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        set(&modes);
    }
}

#[cfg(unix)]
fn set(modes: &rustix::termios::Termios) {
    let _best_effort = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, modes);
}

/// Puts the terminal back when a question was broken off; outside of one nothing is touched.
pub fn restore() {
    #[cfg(unix)]
    if let Some(found) = locked(&FOUND).take() {
        set(&found);
    }
    // A choice hides the cursor.
    let terminal = Term::stderr();
    if terminal.is_term() {
        let _best_effort = terminal.show_cursor();
    }
}

/// Whether more of a paste is waiting to be read. Nobody types within so short a time.
pub fn more_is_there() -> bool {
    #[cfg(unix)]
    {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        const SHORT: Timespec = Timespec { tv_sec: 0, tv_nsec: 30_000_000 };
        let input = std::io::stdin();
        poll(&mut [PollFd::new(&input, PollFlags::IN)], Some(&SHORT)).is_ok_and(|ready| ready > 0)
    }
    #[cfg(not(unix))]
    false
}

/// Forgets what was typed before a question was put.
pub fn forget_typed_ahead() {
    #[cfg(unix)]
    let _best_effort = rustix::termios::tcflush(std::io::stdin(), rustix::termios::QueueSelector::IFlush);
}
