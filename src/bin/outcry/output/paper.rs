//! Letters on paper: `outcry write -f pdf`, and what `send` attaches or leaves for the post.

use std::collections::HashSet;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};

use outcry::letter::Letter;
use outcry::registry::Contact;
use outcry::render::joint::{JointLetter, Signature};
use outcry::render::leaflet::Leaflet;
use outcry::render::pdf::{
    BYTES_MOST, Bound, Fax, LETTERS_PER_VOLUME, LabelSheet, Layout, Made, Picture, PictureError, Press, PressProblem,
    Style, Volume,
};
use outcry::text::for_sentence;
use tempfile::NamedTempFile;

use crate::app::App;
use crate::args::Make;
use crate::failure::Failure;
use crate::output::files::{hidden_beside, keep};
use crate::output::fonts;
use crate::output::stationery::{Look, Said};
use crate::terminal::environment::Environment;

/// How wide pictures are printed at most, in millimetres.
const SIGNATURE_WIDTH: f64 = 60.0;
const LOGO_WIDTH: f64 = 20.0;
const LETTERHEAD_WIDTH: f64 = 165.0;

/// Fonts of this machine that one letter may need.
const FONTS_MOST: usize = 16;

/// The names of all layouts.
pub fn layouts() -> Vec<String> {
    Layout::all().map(|layout| layout.name.to_owned()).collect()
}

/// The press, and what was asked of it. Several threads may print at the same time.
pub struct Sheets<'a> {
    /// It gets fonts as letters turn out to need them. Nobody holds the lock while typesetting: a thread of the
    /// engine that waits for others may begin with another letter meanwhile, and would wait for itself.
    press: Mutex<Arc<Press>>,
    /// Letters that no font of this machine has.
    in_no_font: Mutex<HashSet<char>>,
    environment: &'a Environment,
    style: Style,
    /// Labels that are gone from the first sheet.
    gone: usize,
}

impl<'a> Sheets<'a> {
    /// Reads the pictures and sets up the press. All mistakes come together.
    pub fn new(look: &Look, wanted: Make<'_>, environment: &'a Environment) -> Result<Self, Failure> {
        let (made, envelope, gone) = match wanted {
            Make::Letters { .. } => (Made::Letter, None, 0),
            Make::Envelopes(size) => (Made::Envelope, Layout::envelope(size), 0),
            Make::Labels { sheet, gone } => match LabelSheet::named(&sheet.to_ascii_lowercase()) {
                Some(sheet) if gone >= sheet.labels() => {
                    let (gone, labels) = (gone, sheet.labels());
                    return Err(Failure::usage(format!(
                        "invalid value \"{gone}\" for --skip: a sheet has {labels} labels"
                    )));
                }
                sheet => (sheet.map_or(Made::Letter, Made::Label), None, gone),
            },
        };
        let mut failures = Vec::new();
        let mut keep = |failure: Failure| failures.push(failure);
        let layout = look.layout.as_ref().map(|said| said.value.parse().map_err(|error| said.is_wrong(&error)));
        let layout = layout.transpose().map_err(&mut keep).ok().flatten();
        let mut picture = |said: &Option<Said<PathBuf>>, width| {
            said.as_ref().map(|said| picture(said, width)).transpose().map_err(&mut keep).ok().flatten()
        };
        let signature = picture(&look.signature, SIGNATURE_WIDTH);
        let letterhead = picture(&look.letterhead, LETTERHEAD_WIDTH);
        let logo = picture(&look.logo, LOGO_WIDTH);
        let second_signature = picture(&look.second_signature, SIGNATURE_WIDTH);
        if let Some(failed) = Failure::together(failures) {
            return Err(failed);
        }
        let style = Style {
            layout: envelope.or(layout),
            signature,
            second_signature,
            letterhead,
            logo,
            contact: look.contact.clone(),
            letterhead_has_sender: look.letterhead_has_sender,
            made,
            single_sided: matches!(wanted, Make::Letters { single_sided: true }),
            archive: look.archive,
            ..Style::default()
        };
        Ok(Self { press: Mutex::new(Arc::new(Press::new())), in_no_font: Mutex::default(), environment, style, gone })
    }

    fn press(&self) -> Arc<Press> {
        Arc::clone(&self.press.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a font of this machine that has this letter, if there is one that helps.
    fn find_font(&self, missing: char) -> bool {
        let mut in_no_font = self.in_no_font.lock().unwrap_or_else(PoisonError::into_inner);
        if in_no_font.contains(&missing) {
            return false;
        }
        let mut press = self.press.lock().unwrap_or_else(PoisonError::into_inner);
        if press.has_letter(missing) {
            // Another thread met the same letter, or no font can set it as it stands here.
            return true;
        }
        for font in fonts::with_letter(self.environment, missing) {
            *press = Arc::new(press.with_font(font));
        }
        if !press.has_letter(missing) {
            in_no_font.insert(missing);
        }
        press.has_letter(missing)
    }

    /// Whether a letter can be printed.
    pub fn check(&self, letter: &Letter<'_>) -> Result<(), Failure> {
        self.with_fonts(letter, |press, style| press.check(letter, style))
    }

    /// Whether a letter that cannot be printed could be with another font.
    pub fn lacks_font(&self, letter: &Letter<'_>) -> bool {
        matches!(self.press().check(letter, &self.style), Err(PressProblem::NoGlyph(_)))
    }

    /// [`check`](Self::check) of several at once, in their order.
    pub fn check_all(&self, letters: &[&Letter<'_>]) -> Vec<Result<(), Failure>> {
        let checked = self.press().check_all(letters, &self.style);
        self.again_with_fonts(letters, checked, Press::check)
    }

    /// Several letters in files of their own, in their order.
    pub fn letters(&self, letters: &[&Letter<'_>]) -> Vec<Result<Vec<u8>, Failure>> {
        let printed = self.press().letters(letters, &self.style);
        let printed = self.again_with_fonts(letters, printed, Press::letter);
        printed.into_iter().map(|printed| printed.map(|printed| printed.bytes)).collect()
    }

    /// What several letters came to, once more for those that a font was missing for. That is done one after
    /// another, so that fonts are added in the same order however many threads there are.
    fn again_with_fonts<T>(
        &self,
        letters: &[&Letter<'_>],
        results: Vec<Result<T, PressProblem>>,
        work: impl Fn(&Press, &Letter<'_>, &Style) -> Result<T, PressProblem>,
    ) -> Vec<Result<T, Failure>> {
        let again = |(letter, result): (&&Letter<'_>, Result<T, PressProblem>)| match result {
            Err(PressProblem::NoGlyph(_)) => self.with_fonts(letter, |press, style| work(press, letter, style)),
            result => result.map_err(|problem| failure(letter, &problem)),
        };
        letters.iter().zip(results).map(again).collect()
    }

    /// One letter in a file of its own.
    pub fn letter(&self, letter: &Letter<'_>) -> Result<Vec<u8>, Failure> {
        self.with_fonts(letter, |press, style| press.letter(letter, style)).map(|printed| printed.bytes)
    }

    /// One letter behind the cover of a fax to this number.
    pub fn fax(&self, letter: &Letter<'_>, number: &str) -> Result<Vec<u8>, Failure> {
        let pages = 1 + self.with_fonts(letter, |press, style| press.pages(letter, style))?;
        let fax = Fax { number: number.to_owned(), moment: self.environment.wall_clock(self.environment.now), pages };
        let style = Style { fax: Some(fax), ..self.style.clone() };
        self.with_fonts(letter, |press, _| press.letter(letter, &style)).map(|printed| printed.bytes)
    }

    /// Letters to be filled in by hand, so many of each, bound in one file.
    pub fn blank(&self, letters: &[&Letter<'_>], copies: usize) -> Result<Vec<u8>, Failure> {
        let style = Style { blank: true, ..self.style.clone() };
        let mut volume = Volume::default();
        for letter in letters {
            self.with_fonts(letter, |press, _| press.check(letter, &style))?;
            let all = vec![*letter; copies];
            volume.add(&self.press(), &all, &style).map_err(|(_, problem)| failure(letter, &problem))?;
        }
        volume.print(&self.press(), &style).map_err(|problem| Failure::data(problem.to_string()))
    }

    /// A joint letter.
    pub fn joint(&self, joint: &JointLetter<'_>) -> Result<Vec<u8>, Failure> {
        self.with_fonts_for(|missing| the_joint_letter(joint, missing), |press, _| press.joint(joint))
    }

    /// A leaflet.
    pub fn leaflet(&self, leaflet: &Leaflet<'_>) -> Result<Vec<u8>, Failure> {
        self.with_fonts_for(|_| "the leaflet".to_owned(), |press, _| press.leaflet(leaflet))
    }

    /// Does it once more for each font of this machine that the letter turns out to need.
    fn with_fonts<T>(
        &self,
        letter: &Letter<'_>,
        work: impl Fn(&Press, &Style) -> Result<T, PressProblem>,
    ) -> Result<T, Failure> {
        self.with_fonts_for(|_| the_letter(letter), work)
    }

    /// The same for whatever is printed; `what` names it, or the part of it with a character that no font has.
    fn with_fonts_for<T>(
        &self,
        what: impl Fn(Option<char>) -> String,
        work: impl Fn(&Press, &Style) -> Result<T, PressProblem>,
    ) -> Result<T, Failure> {
        // A font that is found is used, so this ends; if it ever were not, it ends too.
        for _ in 0..FONTS_MOST {
            let press = self.press();
            match work(&press, &self.style) {
                Ok(printed) => return Ok(printed),
                // The next time it will not be able to either.
                Err(PressProblem::NoGlyph(missing)) if press.has_letter(missing) => {
                    let what = what(Some(missing));
                    let problem = format!("{what}: no font here joins \"{missing}\" with what follows it");
                    return Err(Failure::data(problem).hint("remove the character after it, such as an emoji"));
                }
                Err(PressProblem::NoGlyph(missing)) if !self.find_font(missing) => {
                    return Err(failure_of(&what(Some(missing)), &PressProblem::NoGlyph(missing)));
                }
                Err(PressProblem::NoGlyph(_)) => {}
                Err(problem) => return Err(failure_of(&what(None), &problem)),
            }
        }
        Err(Failure::data(format!("{} needs more than {FONTS_MOST} fonts", what(None))))
    }
}

fn picture(said: &Said<PathBuf>, width: f64) -> Result<Picture, Failure> {
    // Nobody may write into a pipe for ever.
    let is_file = std::fs::metadata(&said.value).map_err(|error| said.is_wrong(&error))?.is_file();
    if !is_file {
        return Err(said.is_wrong(&"not a file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(&said.value)
        .and_then(|open| open.take(BYTES_MOST as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| said.is_wrong(&error))?;
    Picture::read(bytes, width).map_err(|error| {
        said.is_wrong(&error).hint(match error {
            PictureError::Damaged => "open the picture in an image editor and save it again",
            _ => "use a PNG scanned at 300 dots per inch and cropped to what is to be printed",
        })
    })
}

fn the_letter(letter: &Letter<'_>) -> String {
    format!("the letter to {}", letter.office.id)
}

/// A joint letter, with those in whose names a character stands.
fn the_joint_letter(joint: &JointLetter<'_>, character: Option<char>) -> String {
    const SHOWN: usize = 3;
    let has_it = |one: &&Signature| character.is_some_and(|character| one.line().contains(character));
    let mut found: Vec<&Signature> = joint.signed.named().filter(has_it).collect();
    found.sort_by_key(|one| one.row);
    let named = found.iter().take(SHOWN).map(|one| format!(", row {}, {}", one.row, for_sentence(&one.name)));
    let more = found.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!(" and {more} more"));
    format!("the joint letter{}", named.chain(more).collect::<String>())
}

fn failure(letter: &Letter<'_>, problem: &PressProblem) -> Failure {
    failure_of(&the_letter(letter), problem)
}

fn failure_of(what: &str, problem: &PressProblem) -> Failure {
    let failure = Failure::data(format!("{what}: {problem}"));
    match problem {
        PressProblem::Full => {
            failure.hint("use --paper a4, or shorten the summary and the demands in the model letter")
        }
        PressProblem::Code(_) => failure.hint("give a shorter address of the page"),
        PressProblem::Address { .. } => failure.hint(
            "shorten the office's name or address where it stands, in campaign.toml or in your own recipients.toml, or \
             choose another layout with --layout",
        ),
        PressProblem::Sender { .. } => {
            failure.hint("shorten the address or the name of who signs, or choose another --layout")
        }
        PressProblem::Wide(_) => failure.hint("put a space or a hyphen into the long word, where a line may break"),
        PressProblem::Low(_) => failure.hint("shorten `telephone`, `fax`, `web` or `bank` in the profile"),
        PressProblem::Picture => failure.hint("open the picture in an image editor and save it again"),
        PressProblem::NoGlyph(letter) => {
            failure.hint(format!("remove the character, or install a font that has it, such as {}", font_with(*letter)))
        }
        _ => failure,
    }
}

/// A free font with the script of a letter.
fn font_with(letter: char) -> &'static str {
    match letter {
        '\u{600}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => "Noto Naskh Arabic",
        '\u{10a0}'..='\u{10ff}' => "Noto Serif Georgian",
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{ff00}'..='\u{ffef}' => {
            "Noto Serif CJK"
        }
        _ => "a Noto font",
    }
}

/// The letters that can be printed here: those of the built-in font and of the fonts of this machine.
pub struct Printable<'a> {
    press: Press,
    environment: &'a Environment,
}

impl<'a> Printable<'a> {
    pub fn new(environment: &'a Environment) -> Self {
        Self { press: Press::new(), environment }
    }

    /// A letter of this text that no font has.
    pub fn lacks(&mut self, text: &str) -> Option<char> {
        text.chars().find(|letter| {
            if !self.press.has_letter(*letter) {
                for font in fonts::with_letter(self.environment, *letter) {
                    self.press = self.press.with_font(font);
                }
            }
            !self.press.has_letter(*letter)
        })
    }
}

/// Letters that are typeset together: enough to keep every core busy, few enough to begin again cheaply when one
/// of them needs another font.
pub const TYPESET_TOGETHER: usize = 100;

/// Where the letters of `-o letters.pdf` go: that file, or `letters-01.pdf` and on where there are more letters
/// than one file holds. The numbers are as wide as the last one needs, so that they sort.
pub fn volume_paths(path: &Path, letters: u64) -> Vec<PathBuf> {
    let volumes = letters.div_ceil(LETTERS_PER_VOLUME as u64).max(1);
    if volumes == 1 {
        return vec![path.to_owned()];
    }
    let width = volumes.to_string().len().max(2);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    (1..=volumes).map(|number| path.with_file_name(format!("{stem}-{number:0width$}.pdf"))).collect()
}

/// What to say before more than one file is written.
pub fn volumes_note(path: &Path, letters: u64) -> Option<String> {
    let paths = volume_paths(path, letters);
    let [first, .., last] = paths.as_slice() else { return None };
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Some(format!(
        "{letters} letters make {} files of at most {LETTERS_PER_VOLUME} letters each: {} to {}.",
        paths.len(),
        for_sentence(&name(first)),
        for_sentence(&name(last)),
    ))
}

/// Letters bound in files of many as they come, with one list of what is where beside them.
pub struct Bindery<'a> {
    sheets: &'a Sheets<'a>,
    path: PathBuf,
    /// The files, by the number of letters that were announced.
    paths: std::vec::IntoIter<PathBuf>,
    /// Finished volumes, which get their names together at the end.
    written: Vec<(BufWriter<NamedTempFile>, PathBuf)>,
    volume: Volume,
    volume_path: PathBuf,
    in_volume: usize,
    contents: String,
    count: u64,
}

impl<'a> Bindery<'a> {
    /// Begins files for this many letters.
    pub fn open(sheets: &'a Sheets<'a>, path: &Path, letters: u64) -> Result<Self, Failure> {
        // A folder that cannot be written to is found before the first letter is typeset.
        hidden_beside(path)?;
        let mut paths = volume_paths(path, letters).into_iter();
        let volume_path = paths.next().unwrap_or_else(|| path.to_owned());
        let contents = "letter,office,row,file,first_page,pages\r\n".to_owned();
        let (path, volume) = (path.to_owned(), Volume::begun(sheets.gone));
        Ok(Self { sheets, path, paths, written: Vec::new(), volume, volume_path, in_volume: 0, contents, count: 0 })
    }

    /// Adds letters that can be printed, each with the row it comes from if it comes from a list. Returns the name
    /// of the file that each letter is in.
    pub fn add(&mut self, letters: &[&Letter<'_>], rows: &[Option<u64>]) -> Result<Vec<PathBuf>, Failure> {
        let mut files = Vec::new();
        let mut rest = letters;
        while !rest.is_empty() {
            if self.in_volume == LETTERS_PER_VOLUME {
                self.next_volume()?;
            }
            let room = TYPESET_TOGETHER.min(LETTERS_PER_VOLUME - self.in_volume).min(rest.len());
            let (some, others) = rest.split_at(room);
            let name = PathBuf::from(self.volume_path.file_name().unwrap_or_default());
            for (letter, Bound { first, pages }) in some.iter().zip(self.typeset(some)?) {
                let row = rows.get(files.len()).copied().flatten().map(|row| row.to_string()).unwrap_or_default();
                self.count += 1;
                self.contents.push_str(&format!(
                    "{},{},{row},\"{}\",{first},{pages}\r\n",
                    self.count,
                    letter.office.id,
                    name.display().to_string().replace('"', "\"\"")
                ));
                files.push(name.clone());
            }
            self.in_volume += some.len();
            rest = others;
        }
        Ok(files)
    }

    /// Typesets letters into the volume at hand, once more for each font of this machine that they need.
    fn typeset(&mut self, letters: &[&Letter<'_>]) -> Result<Vec<Bound>, Failure> {
        for _ in 0..FONTS_MOST * TYPESET_TOGETHER {
            match self.volume.add(&self.sheets.press(), letters, &self.sheets.style) {
                Ok(bound) => return Ok(bound),
                Err((_, PressProblem::NoGlyph(missing)))
                    if !self.sheets.press().has_letter(missing) && self.sheets.find_font(missing) => {}
                Err((index, problem)) => return Err(failure(letters[index], &problem)),
            }
        }
        Err(Failure::data(format!("{}: the letters need too many fonts", self.path.display())))
    }

    /// Writes the volume at hand to a hidden file, and begins the next one.
    fn next_volume(&mut self) -> Result<(), Failure> {
        let volume = std::mem::take(&mut self.volume);
        let fail = |error: &dyn std::fmt::Display| Failure::data(format!("{}: {error}", self.path.display()));
        let bytes = volume.print(&self.sheets.press(), &self.sheets.style).map_err(|problem| fail(&problem))?;
        let mut file = BufWriter::new(hidden_beside(&self.path)?);
        file.write_all(&bytes).map_err(|error| Failure::file(&self.volume_path, &error))?;
        let next = self.paths.next();
        // More letters than were announced: a list that changed while it was read.
        let path = std::mem::replace(&mut self.volume_path, next.unwrap_or_else(|| self.path.clone()));
        self.written.push((file, path));
        self.in_volume = 0;
        Ok(())
    }

    /// Gives the files their names. Returns how many letters there are.
    pub fn close(mut self, app: &App) -> Result<u64, Failure> {
        self.next_volume()?;
        let list = list_beside(&self.path);
        let mut contents = BufWriter::new(hidden_beside(&list)?);
        contents.write_all(self.contents.as_bytes()).map_err(|error| Failure::file(&list, &error))?;
        for (file, path) in self.written.into_iter().chain([(contents, list)]) {
            keep(file, &path)?;
            app.report.say(&format!("Saved {}", for_sentence(&path.display().to_string())));
        }
        Ok(self.count)
    }
}

/// The list of what is where in files of many letters.
pub fn list_beside(path: &Path) -> PathBuf {
    path.with_extension("csv")
}

/// Every file that letters bound under this name make.
pub fn bound_files(path: &Path, letters: u64) -> Vec<PathBuf> {
    let mut paths = volume_paths(path, letters);
    paths.push(list_beside(path));
    paths
}

/// The number letters to an office are faxed to.
pub fn fax_number(letter: &Letter<'_>) -> Option<String> {
    letter.office.for_letters().find_map(|channel| match &channel.contact {
        Contact::Fax(number) => Some(number.spaced()),
        _ => None,
    })
}

/// Hands a file or a folder to the user's viewer.
pub fn open(path: &Path) -> Result<(), Failure> {
    let viewer = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    // The viewer goes on after this program has ended; whether it could show the file, it says itself.
    let mut command = std::process::Command::new(viewer);
    command.arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(|_| ()).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => format!("no {viewer} was found to open it"),
            _ => format!("{viewer} did not start: {error}"),
        };
        Failure::config(format!("{} is saved, but {why}", path.display())).hint("open the file yourself")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_to_install_has_the_script_of_the_letter() {
        for (letter, font) in [
            ('ش', "Noto Naskh Arabic"),
            ('ნ', "Noto Serif Georgian"),
            ('ス', "Noto Serif CJK"),
            ('國', "Noto Serif CJK"),
            ('：', "Noto Serif CJK"),
            ('국', "Noto Serif CJK"),
            ('𖹀', "a Noto font"),
        ] {
            assert_eq!(font_with(letter), font, "{letter}");
        }
    }
}
