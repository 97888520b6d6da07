//! Flags for letters on paper.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::details::DetailArgs;

/// In the place of a picture: none, also where the profile has one. A file of that name is `./none`.
pub const NO_PICTURE: &str = "none";

/// How letters look on paper. Each flag overrides the profile.
#[derive(Debug, Clone, Args, Default)]
pub struct LookArgs {
    /// Position of the address: din5008-a, din5008-b, us10, uk-dl, fr, ch-right or ch-left; by your country when left out
    #[arg(long, value_name = "NAME")]
    pub layout: Option<String>,
    /// Picture of your signature: PNG, JPEG or SVG; "none" leaves out the profile's
    #[arg(long, value_name = "IMAGE", value_hint = ValueHint::FilePath)]
    pub signature: Option<PathBuf>,
    /// Picture of a letterhead: PNG, JPEG or SVG; "none" leaves out the profile's
    #[arg(long, value_name = "IMAGE", value_hint = ValueHint::FilePath)]
    pub letterhead: Option<PathBuf>,
    /// Picture of the second person's signature: PNG, JPEG or SVG; "none" leaves out the profile's
    #[arg(long, value_name = "IMAGE", value_hint = ValueHint::FilePath)]
    pub second_signature: Option<PathBuf>,
    /// Make the file suitable for archiving too (PDF/A-2a)
    #[arg(long)]
    pub pdf_a: bool,
}

impl LookArgs {
    /// The flags that were given, as they are typed.
    pub fn given(&self) -> Vec<&'static str> {
        let Self { layout, signature, letterhead, second_signature, pdf_a } = self;
        let all = [
            ("--layout", layout.is_some()),
            ("--signature", signature.is_some()),
            ("--letterhead", letterhead.is_some()),
            ("--second-signature", second_signature.is_some()),
            ("--pdf-a", *pdf_a),
        ];
        all.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag).collect()
    }
}

/// What is made of a letter on paper.
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line are what bools are for")]
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "On paper (-f pdf)")]
pub struct SheetArgs {
    #[command(flatten)]
    pub look: LookArgs,
    /// Put all letters into one file (or one per 500) for a print shop, each on sheets of its own, with a list
    /// (CSV) beside it
    #[arg(long, requires = "output")]
    pub one_file: bool,
    /// Put a fax cover page before each letter, for offices that have a fax number
    #[arg(long, conflicts_with_all = ["signatories", "one_file", "envelope"])]
    pub fax: bool,
    /// With many letters in one file, begin each on the next page, for printing on one side
    #[arg(long, requires = "output", conflicts_with_all = ["envelope", "labels", "fax"])]
    pub single_sided: bool,
    /// Make address labels in place of letters, on sheets of this number
    #[arg(
        long, value_name = "SHEET", value_parser = LABELS, ignore_case = true, requires = "output",
        conflicts_with_all = ["envelope", "fax", "layout", "signature", "second_signature", "letterhead"]
    )]
    pub labels: Option<String>,
    /// Labels that are gone from the first sheet
    #[arg(long, value_name = "N", requires = "labels")]
    pub skip: Option<usize>,
    /// Make envelopes in place of letters
    #[arg(long, value_name = "SIZE", value_parser = ENVELOPES.map(|(size, _)| size), conflicts_with_all = ["layout", "signature", "second_signature"])]
    pub envelope: Option<String>,
    /// Open the file in your viewer
    #[arg(long, requires = "output", conflicts_with = "signatories")]
    pub open: bool,
    #[command(flatten)]
    pub details: DetailArgs,
}

/// The sizes of envelopes, most common first, with what they are called.
pub const ENVELOPES: [(&str, &str); 5] = [
    ("dl", "DL (110 x 220 mm)"),
    ("c6", "C6 (114 x 162 mm)"),
    ("c5", "C5 (162 x 229 mm)"),
    ("c4", "C4 (229 x 324 mm)"),
    ("us10", "US No. 10 (4 1/8 x 9 1/2 in)"),
];

/// The numbers of sheets of labels, most common first.
const LABELS: [&str; 11] = ["l7160", "l7161", "l7162", "l7163", "3474", "3475", "4781", "5160", "5161", "5162", "5163"];

/// What is made on paper.
#[derive(Debug, Clone, Copy)]
pub enum Make<'a> {
    Letters { single_sided: bool },
    Envelopes(&'a str),
    Labels { sheet: &'a str, gone: usize },
}

impl SheetArgs {
    pub fn make(&self) -> Make<'_> {
        match (&self.envelope, &self.labels) {
            (Some(size), _) => Make::Envelopes(size),
            (None, Some(sheet)) => Make::Labels { sheet, gone: self.skip.unwrap_or(0) },
            (None, None) => Make::Letters { single_sided: self.single_sided },
        }
    }

    /// The flags that were given and that only a letter on paper has, as they are typed.
    pub fn given(&self) -> Vec<&'static str> {
        let Self { look, one_file, fax, single_sided, labels, skip: _, envelope, open: _, details: _ } = self;
        let own = [
            ("--one-file", *one_file),
            ("--fax", *fax),
            ("--single-sided", *single_sided),
            ("--labels", labels.is_some()),
            ("--envelope", envelope.is_some()),
        ];
        look.given().into_iter().chain(own.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag)).collect()
    }
}

#[cfg(all(test, feature = "pdf"))]
mod tests {
    use outcry::render::pdf::{LabelSheet, Layout};

    use super::*;

    #[test]
    fn every_sheet_of_labels_can_be_named() {
        let mut typed = LABELS;
        typed.sort_unstable();
        assert!(typed.into_iter().eq(LabelSheet::names()));
    }

    #[test]
    fn every_size_of_envelope_has_a_layout() {
        for (size, _) in ENVELOPES {
            assert!(Layout::envelope(size).is_some(), "{size}");
        }
    }
}
