//! How the sheets of a guided run look: asked once, and known from the profile afterwards.

use std::path::{Path, PathBuf};

use outcry::locale::Language;
use outcry::render::pdf::Layout;

use super::folder::{folder, in_home};
use crate::app::App;
use crate::args::{ENVELOPES, Format, LookArgs, NO_PICTURE, SheetArgs, WriteArgs, command_line};
use crate::commands::write;
use crate::failure::Failure;
use crate::messages::counted;
use crate::output::paper::{Sheets, open};
use crate::output::stationery::{Look, Whose};
use crate::terminal::prompts::{self, Reply};

/// Endings of pictures that a sheet can hold.
const PICTURES: [&str; 4] = ["png", "jpg", "jpeg", "svg"];

/// The line that does the same, and how the sheets look, where that was said now.
type Made = (String, Option<LookArgs>);

/// Makes letters on paper, and envelopes where somebody wants them. Nothing comes of it when the person goes back.
pub fn make(app: &App, args: &mut WriteArgs) -> Result<Option<Result<Made, Failure>>, Failure> {
    let Reply::Given(is_new) = look(app, args)? else { return Ok(None) };
    let Reply::Given(envelope) = envelope(app, args)? else { return Ok(None) };
    args.format = Some(Format::Pdf);
    args.output = Some(folder(app, "my-letters")?.into());
    let made = print(app, args, envelope);
    let look = is_new.then(|| args.sheet.look.clone());
    Ok(Some(made.map(|line| (line, look))))
}

/// Writes the files, says what was made, and returns the lines that do the same.
fn print(app: &App, args: &WriteArgs, envelope: Option<&str>) -> Result<String, Failure> {
    write::run(app, args)?;
    let mut lines = vec![command_line::write(&app.global, args)];
    let (letters, addressed) = write::with_letters(app, args, |letters, _| {
        Ok((letters.len(), letters.iter().filter(|letter| letter.office.takes_envelopes()).count()))
    })?;
    let mut made = vec![counted(letters as u64, "letter")];
    if let Some(size) = envelope {
        let look = LookArgs { letterhead: args.sheet.look.letterhead.clone(), ..LookArgs::default() };
        let sheet = SheetArgs { look, envelope: Some(size.to_owned()), ..SheetArgs::default() };
        let envelopes = WriteArgs { sheet, ..args.clone() };
        write::run(app, &envelopes)?;
        lines.push(command_line::write(&app.global, &envelopes));
        made.push(counted(addressed as u64, "envelope"));
    }
    let folder = args.output.clone().unwrap_or_default();
    prompts::say(&format!("Made {} in {}.", made.join(" and "), folder.display()));
    if app.ask.consent("Open the folder now?")? {
        open(&folder).unwrap_or_else(|failure| app.report.failure(&failure));
    }
    let command = if lines.len() == 1 { "one command" } else { "two commands" };
    Ok(format!("To do the same with {command}, run:\n{}", lines.join("\n")))
}

/// Asks how the sheets shall look; what was said before is one Enter away. Returns whether it was said now.
fn look(app: &App, args: &mut WriteArgs) -> Result<Reply<bool>, Failure> {
    let profile = app.sources.whole_profile(&args.who)?;
    let known: Vec<String> = if args.sheet.look.given().is_empty() {
        said(profile.layout.as_deref(), profile.letterhead.as_deref(), profile.signature.as_deref())
    } else {
        let look = &args.sheet.look;
        said(look.layout.as_deref(), look.letterhead.as_deref(), look.signature.as_deref())
    };
    let items: Vec<(String, Option<bool>)> = [
        (!known.is_empty()).then(|| (format!("As before: {}", known.join(", ")), None)),
        Some(("My lines at the top, and room to sign by hand".to_owned(), Some(false))),
        Some(("With my letterhead or signature, as pictures".to_owned(), Some(true))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let words: Vec<&str> = items.iter().map(|(words, _)| words.as_str()).collect();
    let Reply::Given(index) = app.ask.choose_or_back("How shall the sheets look?", &words, 0)? else {
        return Ok(Reply::Back);
    };
    let Some(has_pictures) = items.get(index).and_then(|(_, has_pictures)| *has_pictures) else {
        return Ok(Reply::Given(!args.sheet.look.given().is_empty()));
    };
    let mut look = LookArgs::default();
    if has_pictures {
        let question = "Picture of the letterhead: PNG, JPEG or SVG (Enter for none)";
        look.letterhead =
            picture(app, args, question, |file| LookArgs { letterhead: Some(file), ..LookArgs::default() })?;
        let question = "Picture of the signature: PNG, JPEG or SVG (Enter to sign by hand)";
        look.signature =
            picture(app, args, question, |file| LookArgs { signature: Some(file), ..LookArgs::default() })?;
    }
    // What the profile has and is not wanted now.
    for (wanted, kept) in [(&mut look.letterhead, &profile.letterhead), (&mut look.signature, &profile.signature)] {
        if wanted.is_none() && kept.is_some() {
            *wanted = Some(NO_PICTURE.into());
        }
    }
    let country =
        write::with_letters(app, args, |letters, _| Ok(letters.first().and_then(|one| one.signatory.country)))?;
    let usual = Layout::usual_in(country).map_or("din5008-b", |layout| layout.name);
    let place = country.map_or_else(|| "most countries".to_owned(), |country| country.name_in(&Language::english()));
    let others = Layout::all().map(|layout| layout.name).filter(|name| *name != usual);
    let layouts: Vec<&str> = std::iter::once(usual).chain(others).collect();
    let mut items: Vec<String> = layouts.iter().map(|name| (*name).to_owned()).collect();
    items[0].push_str(&format!(", as usual in {place}"));
    let question = "Where does the address stand, for the window of the envelope?";
    let Reply::Given(index) = app.ask.choose_or_back(question, &items, 0)? else { return Ok(Reply::Back) };
    look.layout = layouts.get(index).map(|name| (*name).to_owned());
    args.sheet.look = look;
    Ok(Reply::Given(true))
}

/// What is known of the look of sheets, in words.
fn said(layout: Option<&str>, letterhead: Option<&Path>, signature: Option<&Path>) -> Vec<String> {
    let file = |what: &str, path: Option<&Path>| {
        let path = path.filter(|path| path.as_os_str() != NO_PICTURE);
        path.map(|path| format!("{what} {}", path.file_name().unwrap_or_default().to_string_lossy()))
    };
    let layout = layout.map(|name| format!("layout {name}"));
    [layout, file("letterhead", letterhead), file("signature", signature)].into_iter().flatten().collect()
}

/// Asks for a picture until there is one that can be printed, or none is wanted.
fn picture(
    app: &App,
    args: &WriteArgs,
    question: &str,
    with: impl Fn(PathBuf) -> LookArgs,
) -> Result<Option<PathBuf>, Failure> {
    app.ask.checked(question, |given| {
        if given.is_empty() {
            return Ok(None);
        }
        let path = in_home(app, given);
        let is_picture =
            path.extension().is_some_and(|ending| PICTURES.iter().any(|known| ending.eq_ignore_ascii_case(known)));
        match (path.is_file(), is_picture) {
            (true, true) => {
                let path = std::path::absolute(&path).unwrap_or(path);
                let look = Look::new(&app.sources, &args.who, &with(path.clone()), Whose::Own);
                let read =
                    look.and_then(|look| Sheets::new(&look, SheetArgs::default().make(), &app.environment).map(|_| ()));
                read.map(|()| Some(path)).map_err(|failure| failure.problems.join("; "))
            }
            (true, false) => Err(format!("{} is no PNG, JPEG or SVG", path.display())),
            (false, _) => Err(format!("there is no file {}", path.display())),
        }
    })
}

/// Asks for envelopes, where an office has a postal address.
fn envelope(app: &App, args: &WriteArgs) -> Result<Reply<Option<&'static str>>, Failure> {
    let has_address =
        write::with_letters(app, args, |letters, _| Ok(letters.iter().any(|letter| letter.office.takes_envelopes())))?;
    if !has_address {
        return Ok(Reply::Given(None));
    }
    let sizes = ENVELOPES.iter().map(|(_, words)| format!("Yes, {words}"));
    let items: Vec<String> = std::iter::once("No".to_owned()).chain(sizes).collect();
    Ok(match app.ask.choose_or_back("Print envelopes too?", &items, 0)? {
        Reply::Given(index) => {
            Reply::Given(index.checked_sub(1).and_then(|index| ENVELOPES.get(index)).map(|(name, _)| *name))
        }
        Reply::Back => Reply::Back,
    })
}
