//! The one way out for letters: to the screen, into one file, into a file each, or bound for a print shop.

use std::path::PathBuf;

use outcry::letter::Letter;

use crate::app::App;
use crate::args::Format;
use crate::failure::Failure;
use crate::output::files::{Out, Place};
use crate::output::paper::{Bindery, Sheets};

/// Letters that are made at the same time. One on paper can have pictures of many megabytes in it.
pub const TOGETHER: usize = 16;

/// A letter, and the row it comes from if it comes from a list.
pub type OfRow<'a, 'l> = (Option<u64>, &'a Letter<'l>);

/// Letters in the format asked for, in their order; none for an office that it does not reach.
pub type Made = Vec<Result<Option<Vec<u8>>, Failure>>;

pub enum Writer<'a> {
    Apart(Out<'a>),
    Bound(Box<Bindery<'a>>),
}

impl<'a> Writer<'a> {
    /// Begins. `ending` is how the names of files in a folder end; `bound` has the press and the number of letters
    /// where one PDF is to hold several.
    pub fn open(
        app: &'a App,
        (format, ending): (Format, String),
        place: Place,
        bound: Option<(&'a Sheets<'a>, u64)>,
    ) -> Result<Self, Failure> {
        match (bound, place) {
            (Some((sheets, letters)), Place::File(path)) => {
                Ok(Self::Bound(Box::new(Bindery::open(sheets, &path, letters)?)))
            }
            (_, place) => Ok(Self::Apart(Out::open(app, format, ending, place)?)),
        }
    }

    /// Writes letters; `make` makes some of them at a time. Returns the file that each is in; none for a letter that
    /// was not made.
    pub fn add(
        &mut self,
        letters: &[OfRow<'_, '_>],
        make: impl Fn(&[&Letter<'_>]) -> Made,
    ) -> Result<Vec<Option<PathBuf>>, Failure> {
        match self {
            Self::Bound(book) => {
                let (rows, letters): (Vec<_>, Vec<_>) = letters.iter().copied().unzip();
                Ok(book.add(&letters, &rows)?.into_iter().map(Some).collect())
            }
            Self::Apart(out) => {
                let mut files = Vec::with_capacity(letters.len());
                for some in letters.chunks(TOGETHER) {
                    let alone: Vec<&Letter<'_>> = some.iter().map(|(_, letter)| *letter).collect();
                    for ((row, letter), made) in some.iter().zip(make(&alone)) {
                        files.push(made?.map(|text| out.letter(*row, letter, text)).transpose()?);
                    }
                }
                Ok(files)
            }
        }
    }

    /// Gives the files their names.
    pub fn close(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::Apart(out) => out.close(),
            Self::Bound(book) => book.close(app).map(drop),
        }
    }
}
