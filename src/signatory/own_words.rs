//! What somebody says in words of their own: the one place that decides whether it can stand in a letter. A flag, a
//! prompt, an editor, a row of a list and the answer to a campaign's question all come through here.
//!
//! People write what they like. Only what nobody means for an office to read is refused; the rest is remarked.

use super::field::Field;
use super::problem::{AnswerProblem, whole};
use super::remark::Remark;
use crate::text::{self, Blank};

/// Most characters in the signatory's own words: about a page.
pub(super) const OWN_WORDS_MOST: usize = 4000;

/// Words that can stand in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    /// The words, clean; none where they say nothing, as "n/a" does.
    pub(super) words: Option<String>,
    /// What is odd about them and stops nothing.
    pub(super) remarks: Vec<Remark>,
}

/// Whether an answer can stand in a letter as somebody's own words, and what is odd about it. `field` is what was
/// asked.
pub(super) fn judge(field: Field, raw: &str) -> Result<Judged, AnswerProblem> {
    let (inner, at_edges) = text::trim_unseen(raw);
    if text::says_nothing(inner) {
        let remark = Remark::StandsForNone(field, text::for_sentence(inner.trim()));
        return Ok(Judged { words: None, remarks: vec![remark] });
    }
    let (inner, inside) = text::without_break_marks(inner);
    let words = text::paragraphs(whole(&inner)?, OWN_WORDS_MOST)?;
    let mut remarks = Vec::new();
    if at_edges + inside > 0 {
        remarks.push(Remark::TakenOut { field, count: at_edges + inside });
    }
    match text::blank_in_own_words(&words) {
        Some(Blank::Certain(blank)) => return Err(AnswerProblem::Hole(text::for_sentence(blank))),
        Some(Blank::Likely(blank)) => remarks.push(Remark::LooksBlank(text::for_sentence(blank))),
        None => {}
    }
    let short = text::short_link(&words).map(|link| Remark::ShortLink(text::for_sentence(link)));
    let shouts = text::shouted(&words).map(|part| Remark::Shouts(text::for_sentence(part)));
    remarks.extend(short.into_iter().chain(shouts));
    Ok(Judged { words: Some(words), remarks })
}
