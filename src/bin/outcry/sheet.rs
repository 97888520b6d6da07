//! `outcry write -f pdf`: letters on paper.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use outcry::letter::Letter;
use outcry::render::pdf::{Layout, Picture, Press, Problem, Style};

use crate::App;
use crate::args::{SheetArgs, WriteArgs};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::fonts;
use crate::write::{ending, save};

/// How wide a signature and a letterhead are printed at most, in millimetres.
const SIGNATURE_WIDTH: f64 = 60.0;
const LETTERHEAD_WIDTH: f64 = 165.0;

/// The press, and what was asked of it.
pub struct Sheets<'a> {
    /// It gets fonts as letters turn out to need them.
    press: RefCell<Press>,
    environment: &'a Environment,
    layout: Option<Layout>,
    signature: Option<Picture>,
    letterhead: Option<Picture>,
    archive: bool,
}

impl<'a> Sheets<'a> {
    /// Reads the pictures and sets up the press. All mistakes come together.
    pub fn new(args: &SheetArgs, environment: &'a Environment) -> Result<Self, Failure> {
        let mut failures = Vec::new();
        let mut keep = |failure: Failure| failures.push(failure);
        let layout = args
            .layout
            .as_deref()
            .map(|name| name.parse().map_err(|error| Failure::usage(format!("--layout: {error}"))));
        let layout = layout.transpose().map_err(&mut keep).ok().flatten();
        let mut picture = |flag, file: Option<&Path>, width| {
            file.map(|file| picture(flag, file, width)).transpose().map_err(&mut keep).ok().flatten()
        };
        let signature = picture("--signature", args.signature.as_deref(), SIGNATURE_WIDTH);
        let letterhead = picture("--letterhead", args.letterhead.as_deref(), LETTERHEAD_WIDTH);
        let failed = failures.into_iter().reduce(|mut all, next| {
            all.problems.extend(next.problems);
            all.hints.extend(next.hints);
            all.hints.dedup();
            all
        });
        if let Some(failed) = failed {
            return Err(failed);
        }
        let press = RefCell::new(Press::new());
        Ok(Self { press, environment, layout, signature, letterhead, archive: args.pdf_a })
    }

    /// Whether a letter can be printed.
    pub fn check(&self, letter: &Letter<'_>) -> Result<(), Failure> {
        self.with_fonts(letter, |press, style| press.check(letter, style)).map(|_| ())
    }

    /// One letter in a file of its own.
    pub fn letter(&self, letter: &Letter<'_>) -> Result<Vec<u8>, Failure> {
        self.with_fonts(letter, |press, style| press.letter(letter, style)).map(|printed| printed.bytes)
    }

    /// Does it once more for each font of this machine that the letter turns out to need.
    fn with_fonts<T>(
        &self,
        letter: &Letter<'_>,
        work: impl Fn(&Press, &Style) -> Result<T, Problem>,
    ) -> Result<T, Failure> {
        let style = self.style(letter).ok_or_else(|| Failure::data("this program has no layouts"))?;
        loop {
            let printed = work(&self.press.borrow(), &style);
            match printed {
                Ok(printed) => return Ok(printed),
                Err(Problem::NoGlyph(missing)) => match fonts::with_letter(self.environment, missing) {
                    Some(font) => self.press.borrow_mut().add_font(font),
                    None => return Err(failure(letter, &Problem::NoGlyph(missing))),
                },
                Err(problem) => return Err(failure(letter, &problem)),
            }
        }
    }

    fn style(&self, letter: &Letter<'_>) -> Option<Style> {
        let layout = self.layout.or_else(|| Layout::usual_in(letter.signatory.country))?;
        let (signature, letterhead) = (self.signature.clone(), self.letterhead.clone());
        Some(Style { layout, signature, letterhead, archive: self.archive })
    }
}

fn picture(flag: &str, file: &Path, width: f64) -> Result<Picture, Failure> {
    let bytes = std::fs::read(file).map_err(|error| Failure::file(file, &error))?;
    Picture::read(bytes, width).map_err(|error| {
        Failure::data(format!("{flag} {}: {error}", file.display()))
            .hint("a scan at 300 dots per inch, cut to what is to be printed and saved as PNG, is right")
    })
}

fn failure(letter: &Letter<'_>, problem: &Problem) -> Failure {
    let failure = Failure::data(format!("the letter to {}: {problem}", letter.office.id));
    match problem {
        Problem::Address { .. } => failure.hint(
            "shorten the office's name or address in your own recipients.toml, or take another layout with --layout",
        ),
        Problem::Sender { .. } => failure.hint("shorten --address, or give a --letterhead"),
        Problem::Picture => failure.hint("open it in an image editor and save it anew"),
        Problem::NoGlyph(_) => failure.hint("install a font for this script, such as one of the Noto family"),
        _ => failure,
    }
}

/// Puts letters on paper: a file, or a file each in a folder.
pub fn output(app: &App, letters: &[Letter<'_>], args: &WriteArgs) -> Result<(), Failure> {
    let sheets = Sheets::new(&args.sheet, &app.environment)?;
    let Some(path) = args.output.as_deref() else {
        if letters.len() > 1 {
            return Err(Failure::usage(format!("a PDF holds one letter, and there are {}", letters.len()))
                .hint("write them into a folder with -o FOLDER/, or choose one office with --to OFFICE"));
        }
        return letters.iter().try_for_each(|letter| app.report.bytes(&sheets.letter(letter)?));
    };
    let names_folder = path.is_dir() || path.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
    let files: Vec<(PathBuf, Vec<u8>)> = letters
        .iter()
        .map(|letter| {
            let name = format!("{}-{}{}", letter.campaign, letter.office.id, ending(args.format));
            let path = if names_folder || letters.len() > 1 { path.join(name) } else { path.to_owned() };
            Ok((path, sheets.letter(letter)?))
        })
        .collect::<Result<_, Failure>>()?;
    save(app, &files)
}
