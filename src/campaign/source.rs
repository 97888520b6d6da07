//! The text of a template, and what can be wrong in it.

use super::limits::{NESTING_MOST, SOURCE_MOST, TAG_MOST};
use super::values::{TEXTS, conditions};
use crate::place::Place;
use crate::text;

/// Part of a file that holds one template.
pub(super) struct Source<'a> {
    /// The whole file's name, for errors.
    pub(super) file: &'a str,
    /// The template itself.
    pub(super) text: &'a str,
    /// Lines of the file above it.
    pub(super) lines_above: usize,
}

impl Source<'_> {
    pub(super) fn place(&self, line: usize, column: usize) -> Place {
        Place { file: self.file.to_owned(), line: line + self.lines_above, column }
    }
}

/// The field that is meant by a name that is none, or all there are.
fn meant(name: &str, known: &[&str]) -> String {
    match text::nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("the fields are {}, and what campaign.toml declares as [[field]]", known.join(", ")),
    }
}

/// Why a template is refused when its campaign loads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct TemplateError {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: TemplateProblem,
}

/// The kinds of mistake a template can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateProblem {
    /// No placeholder at all.
    #[error(
        "{{{{{0}}}}} is no placeholder; write {{{{name}}}}, {{{{I/We}}}}, or {{{{#if name}}}} and, after the text, {{{{/if}}}}"
    )]
    Syntax(String),
    /// A block without an end.
    #[error("{{{{#{opened}}}}} is never closed with {{{{/{name}}}}}")]
    Unclosed {
        /// What stands in it.
        opened: String,
        /// Its helper.
        name: String,
    },
    /// The end of a block that has none.
    #[error("{{{{/{0}}}}} closes nothing: no {{{{#{0}}}}} is open here")]
    ClosesNothing(String),
    /// `{{else}}` outside of a block.
    #[error("{{{{else}}}} stands outside of {{{{#if}}}}")]
    Else,
    /// A placeholder without an end.
    #[error("a placeholder is never closed with }}}}")]
    Open,
    /// A name that is no declared field.
    #[error("{{{{{0}}}}} is not a field of a letter; {fields}", fields = meant(.0, &TEXTS))]
    UnknownField(String),
    /// `#if` on something that is no declared field.
    #[error("{{{{#if {0}}}}}: there is no such field; {fields}", fields = meant(.0, &TEXTS.into_iter().chain(conditions()).collect::<Vec<_>>()))]
    UnknownCondition(String),
    /// A condition or list that was printed as text.
    #[error("{{{{{0}}}}} cannot be printed; it goes into {{{{#if {0}}}}} or {{{{#each {0}}}}}")]
    NotText(String),
    /// A voice with other than two forms.
    #[error("{{{{{0}}}}}: a voice has two forms, singular and plural, with one slash between them, as in {{{{I/We}}}}")]
    Voice(String),
    /// `{{this}}` outside `{{#each demands}}`.
    #[error("{{{{this}}}} stands for one demand and is known only inside {{{{#each demands}}}}")]
    This,
    /// A block or helper that letters do not have.
    #[error("{{{{{0}}}}} is not known here; a letter has #if, #unless, #each demands and partials")]
    Helper(String),
    /// `{{{x}}}` or `{{&x}}`.
    #[error("values are always escaped: write {{{{x}}}}, not {{{{{{x}}}}}} or {{{{&x}}}}")]
    Unescaped,
    /// A partial the folder does not have.
    #[error("{{{{> {0}}}}}: there is no file {0}.md in the campaign's folder")]
    NoPartial(String),
    /// Partials that include each other in a circle.
    #[error("{{{{> {0}}}}} includes itself in the end; partials may not form a circle")]
    Cycle(String),
    /// The body lists demands, the front matter has none.
    #[error("the body lists the demands, but the front matter has none; add demands = [\"…\"]")]
    NoDemands,
    /// A file too large.
    #[error("the file is larger than {SOURCE_MOST} bytes")]
    Size,
    /// A placeholder too long.
    #[error("a placeholder is longer than {TAG_MOST} characters")]
    Tag,
    /// Blocks too deep in each other.
    #[error("blocks stand more than {NESTING_MOST} deep in each other")]
    Nesting,
    /// Loops and partials that multiply without end.
    #[error("the loops and partials multiply to more text than a letter can hold")]
    Work,
}
