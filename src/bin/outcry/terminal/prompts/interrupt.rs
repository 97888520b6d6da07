//! The end that a person asks for: Ctrl-C and the polite signals, and what is said then.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::modes;
use super::screen::{locked, say, show};
use crate::args::command_line;
use crate::args::{Global, WriteArgs, tagged};
use crate::failure::{Exit, Failure};

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
/// Whether an editor or a pager has the terminal: then Ctrl-C is theirs.
pub static EDITING: AtomicBool = AtomicBool::new(false);
/// What was answered so far and is in no letter yet.
static UNFINISHED: Mutex<Option<Unfinished>> = Mutex::new(None);

/// What a run without a command was told until it ended.
pub struct Unfinished {
    pub global: Global,
    pub args: WriteArgs,
    /// Own words that were not finished.
    half_typed: String,
}

impl Unfinished {
    pub fn new(global: &Global, args: &WriteArgs) -> Self {
        Self { global: global.clone(), args: args.clone(), half_typed: String::new() }
    }
}

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
pub fn leave() -> ! {
    static LEAVING: Mutex<()> = Mutex::new(());
    let _first = locked(&LEAVING);
    modes::restore();
    say(&format!("\n{}", farewell()));
    say_how_to_resume();
    std::process::exit(Exit::Interrupted as i32);
}

fn farewell() -> &'static str {
    if delivery_began() { "stopped" } else { "stopped; nothing was sent" }
}

/// The end that the user asked for at a question.
pub fn stopped() -> Failure {
    Failure::new(Exit::Interrupted, farewell())
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

/// What can be gone on with if the run ends now; nothing when its letters were made.
pub fn can_resume(unfinished: Option<Unfinished>) {
    *locked(&UNFINISHED) = unfinished;
}

/// Keeps own words that were half typed when the person stopped: nobody types them twice with pleasure.
pub fn keep_own_words(typed: String) {
    if let Some(unfinished) = locked(&UNFINISHED).as_mut() {
        unfinished.args.who.own_words.retain(|words| tagged(words).is_some());
        unfinished.half_typed = typed;
    }
}

/// Says with which line a run that ended can be gone on with, once. Own words of several lines wait in a file.
pub fn say_how_to_resume() {
    let Some(Unfinished { global, mut args, half_typed }) = locked(&UNFINISHED).take() else { return };
    // In a file, whatever they look like.
    args.who.own_words.extend((!half_typed.is_empty()).then(|| format!("{half_typed}\n")));
    for words in args.who.own_words.iter_mut().filter(|words| words.contains('\n')) {
        match kept(words) {
            Ok(path) => *words = format!("@{}", path.display()),
            Err(error) => say(&format!("Your own words could not be saved ({error}). They are:\n{words}")),
        }
    }
    // On one line, whatever the terminal makes of it: it is there to be copied.
    show(&format!("To continue, run:\n{}\n", command_line::guide(&global, &args)));
}

fn kept(words: &str) -> std::io::Result<PathBuf> {
    let mut file = words_file()?;
    file.write_all(words.as_bytes())?;
    Ok(file.keep()?.1)
}

/// A new file for own words that only this user may read.
pub fn words_file() -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix("outcry-own-words-").suffix(".md").tempfile()
}
