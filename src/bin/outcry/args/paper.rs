//! Flags for letters on paper.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// How letters look on paper. Each flag overrides the profile.
#[derive(Debug, Clone, Args, Default)]
pub struct LookArgs {
    /// Position of the address: din5008-a, din5008-b, us10, uk-dl, fr, ch-right or ch-left; by your country when left out
    #[arg(long, value_name = "NAME")]
    pub layout: Option<String>,
    /// Picture of your signature: PNG, JPEG or SVG
    #[arg(long, value_name = "IMAGE", value_hint = ValueHint::FilePath)]
    pub signature: Option<PathBuf>,
    /// Picture of a letterhead, in place of the sender's lines: PNG, JPEG or SVG
    #[arg(long, value_name = "IMAGE", value_hint = ValueHint::FilePath)]
    pub letterhead: Option<PathBuf>,
    /// Make the file suitable for archiving too (PDF/A-2a)
    #[arg(long)]
    pub pdf_a: bool,
}

impl LookArgs {
    /// The flags that were given, as they are typed.
    pub fn given(&self) -> Vec<&'static str> {
        let Self { layout, signature, letterhead, pdf_a } = self;
        let all = [
            ("--layout", layout.is_some()),
            ("--signature", signature.is_some()),
            ("--letterhead", letterhead.is_some()),
            ("--pdf-a", *pdf_a),
        ];
        all.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag).collect()
    }
}

/// What is made of a letter on paper.
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
    /// Make envelopes in place of letters
    #[arg(long, value_name = "SIZE", value_parser = ["c6", "dl", "us10"], conflicts_with_all = ["layout", "signature"])]
    pub envelope: Option<String>,
    /// Open the file in your viewer
    #[arg(long, requires = "output", conflicts_with = "signatories")]
    pub open: bool,
}

impl SheetArgs {
    /// The flags that were given and that only a letter on paper has, as they are typed.
    pub fn given(&self) -> Vec<&'static str> {
        let Self { look, one_file, fax, envelope, open: _ } = self;
        let own = [("--one-file", *one_file), ("--fax", *fax), ("--envelope", envelope.is_some())];
        look.given().into_iter().chain(own.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag)).collect()
    }
}
