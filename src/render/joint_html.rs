//! Joint letters as a web page, complete in itself: no script, no remote resource; every text is escaped.

use std::fmt::Write as _;

use super::details::copies_of_all;
use super::html::{FOOT, block_into, escape, head};
use super::joint::{JointLetter, Signature};
use super::quotes::{Quotes, printed};
use super::sheet_words::sheet_words;
use super::words::{fill, words};
use crate::locale::long_date;

/// How a list of names looks: columns where the window has room for them.
const LIST: &str = "columns:17em;padding:0;list-style:none";

/// The letter and everybody who may be named.
pub fn joint_html(joint: &JointLetter<'_>) -> String {
    let Some(letter) = joint.letters.first() else { return String::new() };
    let set = printed(letter.first());
    let language = &set.language;
    let (own, sheet) = sheet_words(language);
    let (usual, quotes) = (words(language), Quotes::of(language));
    let direction = if language.is_right_to_left() { " dir=\"rtl\"" } else { "" };
    let mut out = head(letter);
    let _infallible = writeln!(out, "<article lang=\"{language}\"{direction}>");
    for letter in joint.letters {
        let addressee = quotes.line(&usual.addressee(letter.first()));
        let _infallible = writeln!(out, "<address>{}</address>", escape(&addressee));
    }
    let _infallible = write!(
        out,
        "<p class=\"date\">{}</p>\n<p class=\"subject\">{}</p>\n",
        escape(&set.date),
        escape(&usual.before(usual.subject, &set.subject)),
    );
    let mut salutations: Vec<String> = Vec::new();
    for letter in joint.letters {
        let salutation = printed(letter.first()).salutation;
        if !salutations.contains(&salutation) {
            let _infallible = writeln!(out, "<p>{}</p>", escape(&salutation));
            salutations.push(salutation);
        }
    }
    set.body.iter().for_each(|block| block_into(&mut out, block, set.digits));
    let _infallible = writeln!(out, "<p>{}</p>", escape(&set.closing));
    let count = |pattern: &str, count: u64| escape(&fill(pattern, &[("count", &set.digits.write(count))]));
    let signed = joint.signed;
    let note = |out: &mut String, text: &str| {
        let _infallible = writeln!(out, "<p lang=\"{own}\">{text}</p>");
    };
    if let Some(day) = joint.since {
        let day = long_date(day, language, letter.signatory.country);
        note(&mut out, &escape(&fill(sheet.since, &[("date", &day)])));
    }
    for (heading, all) in
        [(sheet.first, &signed.firsts), (sheet.organisations, &signed.organisations), (sheet.persons, &signed.persons)]
    {
        listed(&mut out, own, heading, all);
    }
    if signed.named().any(|one| one.for_identification) {
        note(&mut out, &format!("* {}", escape(sheet.identification)));
    }
    if signed.withheld > 0 {
        note(&mut out, &count(sheet.withheld, signed.withheld));
    }
    note(&mut out, &count(sheet.total, signed.total));
    if let Some(copies) = copies_of_all(joint.letters) {
        let _infallible = writeln!(out, "<p class=\"copies\">{}</p>", escape(&copies));
    }
    out.push_str("</article>\n");
    out + FOOT
}

fn listed(out: &mut String, own: &str, heading: &str, all: &[Signature]) {
    if all.is_empty() {
        return;
    }
    let _infallible = writeln!(out, "<h2 lang=\"{own}\">{}</h2>\n<ul style=\"{LIST}\">", escape(heading));
    for one in all {
        let _infallible = writeln!(out, "<li><bdi>{}</bdi></li>", escape(&one.line()));
    }
    out.push_str("</ul>\n");
}
