//! The signatory's own words in their own editor.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::Ordering;

use outcry::signatory::{Field, check_answer};

use super::interrupt::{EDITING, words_file};
use super::screen::say;
use crate::failure::Failure;

/// Times the editor opens with a text that cannot stand in a letter.
const TRIES: usize = 10;

/// Opens the user's editor until its text can stand in a letter. A text that is given up stays
/// in its file.
pub fn edited(editor: Option<&str>, before: &str) -> Result<Option<String>, Failure> {
    let fail = |error: std::io::Error| Failure::data(format!("no file for the editor: {error}"));
    let file = words_file().map_err(fail)?;
    std::fs::write(file.path(), before).map_err(fail)?;
    let mut last = Vec::new();
    for _ in 0..TRIES {
        let ended = open_editor(editor, file.path());
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
        if bytes == last {
            break;
        }
        last = bytes;
        say("The editor opens again with your text. Close it without a change to give up.");
    }
    if std::fs::metadata(file.path()).is_ok_and(|there| there.len() > 0) {
        let (_, path) = file.keep().map_err(|error| fail(error.error))?;
        say(&format!("Your text is in {0}; fix it, then use it with --own-words @{0}", path.display()));
    }
    Ok(None)
}

/// Opens a file in the user's editor, and waits until it is closed.
pub fn open_editor(editor: Option<&str>, file: &Path) -> Result<(), String> {
    let mut command = match editor {
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
