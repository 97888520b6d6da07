//! `outcry write`: letters to the screen, a file or a folder.

mod list;
mod ways;

use outcry::campaign::Campaign;
use outcry::letter::Letter;
use outcry::render::mailto::{LONGEST, Link, mailto};
use outcry::text::for_sentence;

use crate::app::App;
use crate::args::command_line::Again;
use crate::args::{Format, WriteArgs};
use crate::failure::Failure;
use crate::input::identity;
use crate::input::sources::{Ready, copies, mixed_domain, offices, printable_copies, signatory};
use crate::messages;
use crate::messages::channels;
use crate::output::files::{Place, save, would_write};
use crate::output::format::{alone, between, by, ending, last, rendered, way};
use crate::output::paper;
use ways::{instead, unreached};

pub fn run(app: &App, args: &WriteArgs) -> Result<(), Failure> {
    // Who names a .pdf file, or something that only paper has, means paper.
    let is_paper = args.output.as_ref().is_some_and(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    if args.format == Format::Text && (is_paper || !args.sheet.given().is_empty()) {
        return run(app, &WriteArgs { format: Format::Pdf, ..args.clone() });
    }
    refuse_contradictions(args)?;
    if let Some(list) = args.list.signatories.as_deref() {
        return list::run(app, args, list);
    }
    one(app, args)
}

/// The letters of one signatory.
pub fn one(app: &App, args: &WriteArgs) -> Result<(), Failure> {
    with_letters(app, args, |letters, notes| {
        output(app, letters, args)?;
        let way = way(args.format);
        if args.dry_run {
            for letter in letters {
                app.report.say(&format!("  {}", channels::addresses(letter.office, way)));
            }
        }
        let today = app.environment.today;
        let remarks = letters.iter().flat_map(|letter| channels::remarks(letter.office, way, today));
        for note in notes.into_iter().chain(remarks) {
            app.report.say(&format!("Note: {note}"));
        }
        Ok(())
    })
}

/// Refuses flags that nothing would come of, and names that do not fit.
fn refuse_contradictions(args: &WriteArgs) -> Result<(), Failure> {
    let given = args.sheet.given();
    if args.format != Format::Pdf {
        if given.is_empty() {
            return Ok(());
        }
        return Err(Failure::usage(format!("{} can be used only with -f pdf", given.join(", ")))
            .hint("use -f pdf, or leave out -f"));
    }
    let Some(path) = &args.output else { return Ok(()) };
    let shown = for_sentence(&path.display().to_string());
    match Place::for_letters(Some(path), 1, Format::Pdf)? {
        Place::Folder(_) if args.sheet.one_file => {
            Err(Failure::usage(format!("invalid value \"{shown}\" for -o: --one-file needs a file, not a folder"))
                .hint("name a file, such as letters.pdf"))
        }
        _ => Ok(()),
    }
}

/// Composes the letters that are asked for, and what is to be said about them.
pub fn with_letters<T>(
    app: &App,
    args: &WriteArgs,
    then: impl FnOnce(&[Letter<'_>], Vec<String>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let copies = copies(&campaign, &args.to)?;
    let recipients = app.sources.recipients(campaign, &args.to, &args.who)?;
    let answers = identity::answers(&recipients.campaign, &app.sources, &args.who)?;
    let signatory = signatory(&recipients, answers, &app.ask, Vec::new())?;
    let (mut offices, mut notes) = offices(&recipients, &signatory)?;
    if args.sheet.envelope.is_some() {
        channels::take_out_without_post(&mut offices, &mut notes);
        if offices.is_empty() {
            return Err(channels::no_envelope());
        }
    }
    let countries = signatory.country.into_iter().collect();
    let changed = recipients.changed(offices.iter().map(|office| office.id.as_str()), &countries);
    notes.extend(changed.iter().map(messages::changed));
    let (copies, copy_note) = printable_copies(&recipients.campaign, copies);
    notes.extend(copy_note);
    copies.iter().chain(&signatory.email).filter_map(mixed_domain).for_each(|odd| app.report.warn(&odd));
    let ready = Ready {
        recipients: &recipients,
        signatory: &signatory,
        offices,
        copies: &copies,
        today: app.environment.today,
    };
    then(&ready.letters()?, notes)
}

/// One finished letter in the format asked for.
struct Piece<'a> {
    letter: &'a Letter<'a>,
    bytes: Vec<u8>,
}

/// Puts letters where they are wanted: on standard output, in one file, or one file per office.
pub fn output(app: &App, letters: &[Letter<'_>], args: &WriteArgs) -> Result<(), Failure> {
    let format = args.format;
    if format == Format::Pdf {
        return paper::output(app, letters, args);
    }
    let pieces = render(app, letters, args)?;
    if pieces.is_empty() {
        return Err(Failure::data(format!("none of these offices can be reached {}", by(format)))
            .hint("`-f text` makes a letter for every office, whatever its channels"));
    }
    let files = match Place::for_letters(args.output.as_deref(), pieces.len() as u64, format)? {
        Place::Screen if args.dry_run => {
            would_write(app, pieces.len(), args);
            return Ok(());
        }
        Place::Screen => return app.report.result(&String::from_utf8_lossy(&join(&pieces, format))),
        Place::File(path) => vec![(path, join(&pieces, format))],
        Place::Folder(folder) => {
            let file = |piece: &Piece<'_>| {
                let name = format!("{}-{}{}", piece.letter.campaign, piece.letter.office.id, ending(format));
                (folder.join(name), alone(piece.letter, piece.bytes.clone(), format))
            };
            pieces.iter().map(file).collect()
        }
    };
    save(app, &files, args)
}

fn render<'a>(app: &App, letters: &'a [Letter<'a>], args: &WriteArgs) -> Result<Vec<Piece<'a>>, Failure> {
    let format = args.format;
    let again = Again { global: &app.global, who: &args.who, list: None, to: &args.to };
    let mut pieces = Vec::new();
    for letter in letters {
        if let (Format::Mailto, Some(Link::WithoutText { whole, .. })) = (format, mailto(letter)) {
            app.report.warn(&link_without_text(letter, whole, again));
        }
        let bytes = rendered(letter, format, args.html)?;
        if let Some(bytes) = bytes {
            pieces.push(Piece { letter, bytes });
            continue;
        }
        app.report.warn(&unreached(letter, format, &instead(letter, again)));
    }
    Ok(pieces)
}

fn link_without_text(letter: &Letter<'_>, whole: usize, again: Again<'_>) -> String {
    format!(
        "{}: a link with the whole letter has {whole} characters; many mail programs cut links after {LONGEST}. \
                 The link here holds only addresses and subject. Open it, then paste the letter: `{}`. \
                 Or make a draft with the whole letter: `-f eml -o drafts/`.",
        letter.office.id,
        again.line("write", letter.campaign, &letter.office.id, Format::Text)
    )
}

/// Several letters in one stream. Printed letters are parted by a form feed: a printer starts a new
/// sheet, a terminal shows a new line.
fn join(pieces: &[Piece<'_>], format: Format) -> Vec<u8> {
    let mut all = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let [before, after] = between(piece.letter, index == 0, format);
        all.extend([before.as_bytes(), &piece.bytes, after.as_bytes()].concat());
    }
    all.extend(last(format).as_bytes());
    all
}
