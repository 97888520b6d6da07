//! Subject and text of a letter in its signatory's editor. They are saved where the person says, for its owner alone, and
//! no letter is made before the file holds a text that every letter can have.

use std::path::{Path, PathBuf};

use outcry::letter::Edited;

use crate::app::App;
use crate::args::EditArgs;
use crate::failure::Failure;
use crate::input::edited;
use crate::input::sources::Ready;
use crate::input::text_file;
use crate::output::files::write_new;
use crate::terminal::prompts::say;

/// Times the editor opens with a text that cannot stand in a letter.
const TRIES: usize = 10;

/// Lets a person edit the text of these letters, and returns the flags that use it: none where nothing was changed.
pub fn in_editor(app: &App, given: &EditArgs, ready: &Ready<'_>) -> Result<EditArgs, Failure> {
    if !app.ask.possible() {
        return Err(Failure::usage("--edit needs a terminal")
            .hint("change the file in any editor, and give it with --text FILE"));
    }
    let unedited = Edited::of(&Ready { edited: None, ..ready.clone() }.letters()?);
    let file = match &given.text {
        Some(file) => file.clone(),
        None => asked(app, &ready.recipients.campaign.id)?,
    };
    let is_new = !file.exists();
    if is_new {
        write_new(&file, unedited.as_bytes())?;
    } else {
        say(&format!("{} is there, and opens as it was saved.", file.display()));
    }
    say("Your editor opens. Salutation, closing and signature are not in the file; outcry adds them.");
    for _ in 0..TRIES {
        if let Err(reason) = app.ask.edit(&file) {
            return Err(Failure::data(reason).hint(format!("the text is in {}; give it with --text", file.display())));
        }
        if is_new && text_file::read(&file)? == unedited {
            std::fs::remove_file(&file).map_err(|error| Failure::file(&file, &error))?;
            say("Nothing was changed.");
            return Ok(EditArgs::default());
        }
        match usable(&file, ready) {
            Ok(()) => {
                say(&format!("Your text is in {}.", file.display()));
                return Ok(EditArgs { text: Some(file), edit: false });
            }
            Err(failure) => {
                failure.problems.iter().for_each(|problem| say(&format!("Not quite: {problem}.")));
                if !app.ask.consent("Open the editor again?")? {
                    return Err(failure);
                }
            }
        }
    }
    Err(Failure::data(format!("{}: no usable text after {TRIES} tries", file.display())))
}

/// Whether every letter can have the text.
fn usable(file: &Path, ready: &Ready<'_>) -> Result<(), Failure> {
    let edited = edited::read(file, ready.recipients)?;
    Ready { edited: Some(&edited), ..ready.clone() }.letters().map(drop)
}

fn asked(app: &App, campaign: &str) -> Result<PathBuf, Failure> {
    let numbered = (2..).map(|number| format!("{campaign}-text-{number}.md"));
    let mut names = std::iter::once(format!("{campaign}-text.md")).chain(numbered);
    // One that is there may say what was answered before.
    let usual = names.find(|name| !Path::new(name).exists()).unwrap_or_default();
    app.ask.checked(&format!("Which file shall the text be saved in? (Enter: {usual})"), |name| {
        let file = PathBuf::from(if name.is_empty() { &usual } else { name });
        if file.is_dir() { Err(format!("{} is a folder", file.display())) } else { Ok(file) }
    })
}
