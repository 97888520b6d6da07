//! What is built into the program, so that it works right after installing it.

/// Every campaign folder under `letters/`: its name, and its files by name.
pub const LETTERS: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/letters.rs"));

/// The files of the registry: `recipients.toml`, then those under `recipients/`.
pub static RECIPIENTS: &[ShippedFile] = include!(concat!(env!("OUT_DIR"), "/recipients.rs"));

/// Whether a file's text is one that is built in, as in a checkout of this program.
pub fn is_shipped(text: &str) -> bool {
    RECIPIENTS.iter().any(|file| file.text == text)
}

/// The same offices one by one, in the order of the files.
pub const OFFICES: &[ShippedOffice] = include!(concat!(env!("OUT_DIR"), "/offices.rs"));

/// What `[[rejected]]` of `recipients.toml` keeps out: the value, the reason, the line.
pub const REJECTED: &[(&str, &str, usize)] = include!(concat!(env!("OUT_DIR"), "/rejected.rs"));

/// What `[[superseded]]` of `recipients.toml` lists: the domain and what is known of it.
pub const SUPERSEDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/superseded.rs"));

/// What kinds of offices are called in each language of `registry/kinds.toml`.
pub static KIND_NAMES: &[LanguageKinds] = include!(concat!(env!("OUT_DIR"), "/kind_names.rs"));

/// The missions of every state, by `cargo run --example import-missions`.
pub static MISSIONS: &str = include_str!("registry/missions.tsv");

/// The day of those data.
pub const MISSIONS_DATE: &str = include!(concat!(env!("OUT_DIR"), "/missions_date.rs"));

/// Where each state's missions stand, by the state's code.
#[expect(clippy::unreadable_literal, reason = "nobody reads these numbers; build.rs writes them")]
pub const MISSION_SECTIONS: &[MissionSection] = include!(concat!(env!("OUT_DIR"), "/mission_sections.rs"));

/// The numbering plan of every country, one a line; see `build.rs` for the columns.
pub static NUMBERING_PLANS: &str = include_str!(concat!(env!("OUT_DIR"), "/numbering_plans.tsv"));

/// The missions of one state in [`MISSIONS`].
#[derive(Debug)]
pub struct MissionSection {
    /// The state.
    pub state: &'static str,
    /// The line of its first mission, from 1.
    pub first_line: usize,
    /// First byte, and the one after the last.
    pub span: (usize, usize),
}

/// What kinds of offices are called in one language.
#[derive(Debug)]
pub struct LanguageKinds {
    /// Its tag.
    pub language: &'static str,
    /// The kinds that have a name in it, each once.
    pub kinds: &'static [KindNames],
}

/// What one kind of office is called in one language.
#[derive(Debug)]
pub struct KindNames {
    /// The kind, by its word in files.
    pub kind: &'static str,
    /// By itself.
    pub name: &'static str,
    /// Behind the state it belongs to, where that differs.
    pub of: Option<&'static str>,
    /// Other words that people search for.
    pub also: &'static [&'static str],
}

/// A file of the registry that is built in.
#[derive(Debug)]
pub struct ShippedFile {
    /// Its name in places: `recipients/asia.toml (shipped)`.
    pub name: &'static str,
    /// What it holds.
    pub text: &'static str,
}

/// What it takes to find one office, and where its own text stands in [`RECIPIENTS`].
#[derive(Debug)]
pub struct ShippedOffice {
    /// Its id.
    pub id: &'static str,
    /// What it is.
    pub kind: &'static str,
    /// Its entry in Wikidata.
    pub wikidata: Option<&'static str>,
    /// The state it belongs to.
    pub country: Option<&'static str>,
    /// The state it represents.
    pub represents: Option<&'static str>,
    /// The state it stands in.
    pub host: Option<&'static str>,
    /// The states it is accredited to.
    pub accredited_to: &'static [&'static str],
    /// The index of its file in [`RECIPIENTS`].
    pub file: usize,
    /// Lines of the file above it.
    pub lines_above: usize,
    /// First byte, and the one after the last.
    pub span: (usize, usize),
}
