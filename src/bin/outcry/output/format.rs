//! Everything that depends on the format of letters: how one is made, what files of it are called, what comes between
//! several, and which way it gets to its office. A new format is answered for in each of these functions.

use outcry::letter::Letter;
use outcry::render::mail::{Alternative, draft};
use outcry::render::mailto::{Link, mailto};
use outcry::render::{html, json, phone, text};

use crate::args::Format;
use crate::failure::Failure;
use crate::messages::channels::Way;

/// A letter in a format, without what comes around several; `None` for an office that the format does not reach.
/// `alternative` is what a draft has beside its text. Letters on paper are made by [`super::paper`].
pub fn rendered(letter: &Letter<'_>, format: Format, alternative: Alternative) -> Result<Option<Vec<u8>>, Failure> {
    let text = match format {
        Format::Pdf => None,
        Format::Text => Some(text::text(letter)),
        Format::Html => Some(html::sheets(letter)),
        Format::Json => Some(json::json(letter)),
        Format::Phone => phone::phone(letter),
        Format::Mailto => mailto(letter).map(|link| match link {
            Link::Whole(link) | Link::WithoutText { link, .. } => link,
        }),
        Format::Eml if letter.office.emails().is_empty() => None,
        Format::Eml => {
            return draft(letter, alternative).map(Some).map_err(|error| Failure::data(error.to_string()));
        }
    };
    Ok(text.map(String::into_bytes))
}

/// Whether a format reaches the office of a letter.
pub fn is_reached(letter: &Letter<'_>, format: Format) -> bool {
    match format {
        Format::Text | Format::Html | Format::Pdf | Format::Json => true,
        Format::Eml | Format::Mailto => !letter.office.emails().is_empty(),
        Format::Phone => phone::phone(letter).is_some(),
    }
}

/// How a letter in this format gets to its office.
pub fn way(format: Format) -> Way {
    match format {
        Format::Text | Format::Html | Format::Pdf | Format::Json => Way::Paper,
        Format::Eml | Format::Mailto => Way::Mail,
        Format::Phone => Way::Call,
    }
}

/// The same at the end of a sentence about an office that is not reached.
pub fn by(format: Format) -> &'static str {
    match way(format) {
        Way::Call => "by telephone",
        Way::Mail | Way::Paper => "by e-mail",
    }
}

/// Whether what is made goes out as it is. A text on the screen does no harm; a draft or a sheet of paper goes out by
/// itself.
pub fn goes_out(format: Format) -> bool {
    match format {
        Format::Eml | Format::Mailto | Format::Pdf => true,
        Format::Text | Format::Html | Format::Json | Format::Phone => false,
    }
}

/// Whether it shows what a letter bears beside its text: references, the way it is sent, enclosures.
pub fn bears_details(format: Format) -> bool {
    match format {
        Format::Text | Format::Html | Format::Pdf | Format::Json => true,
        Format::Eml | Format::Mailto | Format::Phone => false,
    }
}

/// What one file of a format holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text of any number of letters.
    Letters,
    /// A mail, and no more.
    OneMail,
    /// Sheets of paper, which are no text.
    Sheets,
}

/// See [`Holds`].
pub fn one_file_holds(format: Format) -> Holds {
    match format {
        Format::Text | Format::Html | Format::Json | Format::Phone | Format::Mailto => Holds::Letters,
        Format::Eml => Holds::OneMail,
        Format::Pdf => Holds::Sheets,
    }
}

/// A letter in a file of its own.
pub fn alone(letter: &Letter<'_>, text: Vec<u8>, format: Format) -> Vec<u8> {
    match format {
        Format::Html => [html::head(letter).as_bytes(), &text, html::FOOT.as_bytes()].concat(),
        Format::Json | Format::Mailto => [&text, b"\n".as_slice()].concat(),
        Format::Text | Format::Phone | Format::Eml | Format::Pdf => text,
    }
}

/// What parts the letters of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// A form feed, at which a printer starts a new sheet.
    Sheets,
    /// A line that a person sees.
    Rule,
}

/// A letter among others, with what comes before and after it.
pub fn among(letter: &Letter<'_>, text: &[u8], is_first: bool, format: Format, between: Between) -> Vec<u8> {
    let before = match format {
        Format::Html if is_first => html::head(letter),
        Format::Text | Format::Phone if !is_first => match between {
            Between::Sheets => "\n\x0c\n".to_owned(),
            Between::Rule => format!("\n{}\n\n", "─".repeat(40)),
        },
        Format::Html | Format::Text | Format::Phone | Format::Json | Format::Mailto | Format::Eml | Format::Pdf => {
            String::new()
        }
    };
    let after = if matches!(format, Format::Json | Format::Mailto) { "\n" } else { "" };
    [before.as_bytes(), text, after.as_bytes()].concat()
}

/// What comes after the last of several letters.
pub fn last(format: Format) -> &'static str {
    if format == Format::Html { html::FOOT } else { "" }
}

/// How the names of files end. Each format has its own, so that one folder can hold them all.
pub fn ending(format: Format) -> &'static str {
    match format {
        Format::Text => ".txt",
        Format::Phone => "-call.txt",
        Format::Mailto => "-link.txt",
        Format::Html => ".html",
        Format::Pdf => ".pdf",
        Format::Eml => ".eml",
        Format::Json => ".json",
    }
}
