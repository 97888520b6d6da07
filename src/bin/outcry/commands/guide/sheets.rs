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
use crate::terminal::prompts::{self, Reply, Unfinished};

/// Endings of pictures that a sheet can hold.
const PICTURES: [&str; 4] = ["png", "jpg", "jpeg", "svg"];

/// The line that does the same, and how the sheets look, where that was said now.
type Made = (String, Option<LookArgs>);

/// The questions about sheets of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Look,
    Letterhead,
    Signature,
    Layout,
    Envelope,
    Folder,
}

/// Makes letters on paper, and envelopes where somebody wants them. Nothing comes of it when the person goes back.
pub fn make(app: &App, args: &mut WriteArgs) -> Result<Option<Result<Made, Failure>>, Failure> {
    args.format = Some(Format::Pdf);
    let has_address =
        write::with_letters(app, args, |letters, _| Ok(letters.iter().any(|letter| letter.office.takes_envelopes())))?;
    let after_look = if has_address { Step::Envelope } else { Step::Folder };
    let mut is_new = !args.sheet.look.given().is_empty();
    let (mut look, mut size, mut output) = (LookArgs::default(), None, None);
    let (mut step, mut trail) = (Step::Look, Vec::new());
    while output.is_none() {
        let next = match step {
            Step::Look => match known_or_new(app, args)? {
                Reply::Given(LookOf::Known) => Some(after_look),
                Reply::Given(LookOf::Plain) => {
                    look = LookArgs::default();
                    Some(Step::Layout)
                }
                Reply::Given(LookOf::Pictures) => Some(Step::Letterhead),
                Reply::Back => None,
            },
            Step::Letterhead => {
                let question = "Picture of the letterhead: PNG, JPEG or SVG (Enter for none)";
                let picture =
                    picture(app, args, question, |file| LookArgs { letterhead: Some(file), ..LookArgs::default() })?;
                picture.given().map(|picture| {
                    look.letterhead = picture;
                    Step::Signature
                })
            }
            Step::Signature => {
                let question = "Picture of the signature: PNG, JPEG or SVG (Enter to sign by hand)";
                let picture =
                    picture(app, args, question, |file| LookArgs { signature: Some(file), ..LookArgs::default() })?;
                picture.given().map(|picture| {
                    look.signature = picture;
                    Step::Layout
                })
            }
            Step::Layout => layout(app, args)?.given().map(|name| {
                look.layout = Some(name);
                is_new = true;
                after_look
            }),
            Step::Envelope => envelope(app)?.given().map(|wanted| {
                size = wanted;
                Step::Folder
            }),
            Step::Folder => folder(app, "my-letters")?.given().map(|folder| {
                output = Some(folder.into());
                Step::Folder
            }),
        };
        if step == Step::Layout && next.is_some() {
            args.sheet.look = without_kept(app, args, look.clone())?;
            prompts::can_resume(Some(Unfinished::new(&app.global, args)));
        }
        match next {
            Some(next) => {
                trail.push(step);
                step = next;
            }
            None => match trail.pop() {
                Some(before) => step = before,
                None => return Ok(None),
            },
        }
    }
    args.output = output;
    if !write::is_agreed(app, args)? {
        return Ok(None);
    }
    let made = print(app, args, size);
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

/// How sheets shall look.
#[derive(Debug, Clone, Copy)]
enum LookOf {
    /// As they did before.
    Known,
    Plain,
    Pictures,
}

/// Asks how the sheets shall look; what was said before is one Enter away.
fn known_or_new(app: &App, args: &WriteArgs) -> Result<Reply<LookOf>, Failure> {
    let profile = app.sources.whole_profile(&args.who)?;
    let known: Vec<String> = if args.sheet.look.given().is_empty() {
        said(profile.layout.as_deref(), profile.letterhead.as_deref(), profile.signature.as_deref())
    } else {
        let look = &args.sheet.look;
        said(look.layout.as_deref(), look.letterhead.as_deref(), look.signature.as_deref())
    };
    let items: Vec<(String, LookOf)> = [
        (!known.is_empty()).then(|| (format!("As before: {}", known.join(", ")), LookOf::Known)),
        Some(("My lines at the top, and room to sign by hand".to_owned(), LookOf::Plain)),
        Some(("With my letterhead or signature, as pictures".to_owned(), LookOf::Pictures)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let words: Vec<&str> = items.iter().map(|(words, _)| words.as_str()).collect();
    Ok(match app.ask.choose_or_back("How shall the sheets look?", &words, 0)? {
        Reply::Given(index) => items.get(index).map_or(Reply::Back, |(_, look)| Reply::Given(*look)),
        Reply::Back => Reply::Back,
    })
}

/// The look, without the pictures that the profile has and that are not wanted now.
fn without_kept(app: &App, args: &WriteArgs, mut look: LookArgs) -> Result<LookArgs, Failure> {
    let profile = app.sources.whole_profile(&args.who)?;
    for (wanted, kept) in [(&mut look.letterhead, &profile.letterhead), (&mut look.signature, &profile.signature)] {
        if wanted.is_none() && kept.is_some() {
            *wanted = Some(NO_PICTURE.into());
        }
    }
    Ok(look)
}

/// Asks where the address stands.
fn layout(app: &App, args: &WriteArgs) -> Result<Reply<String>, Failure> {
    let country =
        write::with_letters(app, args, |letters, _| Ok(letters.first().and_then(|one| one.signatory.country)))?;
    let usual = Layout::usual_in(country);
    let is_usual = |layout: &Layout| usual.is_some_and(|usual| usual.name == layout.name);
    let layouts: Vec<Layout> = usual.into_iter().chain(Layout::all().filter(|layout| !is_usual(layout))).collect();
    let items: Vec<String> = layouts.iter().map(described).collect();
    let question = "Where does the address stand, for the window of the envelope?";
    Ok(match app.ask.choose_or_back(question, &items, 0)? {
        Reply::Given(index) => layouts.get(index).map_or(Reply::Back, |layout| Reply::Given(layout.name.to_owned())),
        Reply::Back => Reply::Back,
    })
}

/// A layout as somebody knows it who does not know its name.
fn described(layout: &Layout) -> String {
    const NAMED: usize = 3;
    let side = if layout.is_window_on_the_right() { "right" } else { "left" };
    let english = Language::english();
    let countries = layout.countries().iter().take(NAMED).map(|country| country.name_in(&english));
    let more = (layout.countries().len() > NAMED).then(|| "others".to_owned());
    let used: Vec<String> = countries.chain(more).collect();
    let used = if used.is_empty() { String::new() } else { format!("; usual: {}", used.join(", ")) };
    format!("{}: {}, window on the {side}{used}", layout.name, layout.paper_name())
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
) -> Result<Reply<Option<PathBuf>>, Failure> {
    app.ask.checked_or_back(question, |given| {
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

/// Asks for envelopes.
fn envelope(app: &App) -> Result<Reply<Option<&'static str>>, Failure> {
    let sizes = ENVELOPES.iter().map(|(_, words)| format!("Yes, {words}"));
    let items: Vec<String> = std::iter::once("No".to_owned()).chain(sizes).collect();
    Ok(match app.ask.choose_or_back("Print envelopes too?", &items, 0)? {
        Reply::Given(index) => {
            Reply::Given(index.checked_sub(1).and_then(|index| ENVELOPES.get(index)).map(|(name, _)| *name))
        }
        Reply::Back => Reply::Back,
    })
}
