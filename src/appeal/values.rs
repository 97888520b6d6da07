//! The addresses and numbers of a sentence.

use crate::text::fold;

/// Words before the number of a fax.
const FAX: &[&str] = &["fax", "факс", "faks", "telecopie"];
/// Words before a number to call.
const CALL: &[&str] = &["tel", "phone", "call", "ring", "anruf", "тел", "звон", "llam"];

/// A value by which somebody can be reached.
pub(super) struct Value {
    /// Where it stands in the sentence, in bytes.
    pub at: usize,
    /// Its end.
    pub end: usize,
    /// What the block of an office has before it.
    pub label: &'static str,
    /// As it is printed.
    pub text: String,
}

/// Addresses and numbers of a sentence, from left to right.
pub(super) fn values(sentence: &str) -> Vec<Value> {
    let mut values = Vec::new();
    let mut at = 0;
    for word in sentence.split_inclusive([' ', ';', ',']) {
        let start = at;
        at += word.len();
        let bare = word
            .trim()
            .trim_matches(['(', ')', '<', '>', ',', ';', ':', '"', '“', '”', '[', ']'])
            .trim_end_matches(['.', '!', '?']);
        if bare.contains('@')
            && bare.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
        {
            let from = start + word.find(bare).unwrap_or(0);
            let text = bare.strip_prefix("mailto:").unwrap_or(bare).to_owned();
            values.push(Value { at: from, end: from + bare.len(), label: "Email", text });
        }
    }
    for (start, _) in sentence.match_indices('[') {
        let end = sentence[start..].find(']').map_or(sentence.len(), |end| start + end + 1);
        let text = &sentence[start..end];
        if !fold(text).starts_with("[email") || text.contains('@') {
            continue;
        }
        values.push(Value { at: start, end, label: "Email", text: text.to_owned() });
    }
    let mut from = 0;
    // "+44 20 …", "(Fax 0044 20 …)"
    let next = |from: usize| {
        let zeros = || sentence[from..].match_indices("00").map(|(at, _)| from + at);
        let abroad = zeros().find(|&at| {
            sentence[..at].ends_with([' ', '(', ':'])
                && sentence[at + 2..].starts_with(|c: char| ('1'..='9').contains(&c))
        });
        [sentence[from..].find('+').map(|plus| from + plus), abroad].into_iter().flatten().min()
    };
    while let Some(start) = next(from) {
        let length = sentence[start..]
            .find(|c: char| !c.is_ascii_digit() && !" +-().\u{2011}".contains(c))
            .unwrap_or(sentence.len() - start);
        let number = sentence[start..start + length].trim_end_matches([' ', '(', '.', '-']);
        let before = fold(&sentence[..start]);
        let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(word)).max();
        let label = match (last(FAX), last(CALL)) {
            (Some(fax), call) if call.is_none_or(|call| call < fax) => Some("Fax"),
            (_, Some(_)) => Some("Tel"),
            _ => None,
        };
        if let Some(label) = label.filter(|_| number.chars().filter(char::is_ascii_digit).count() >= 7) {
            values.push(Value { at: start, end: start + number.len(), label, text: number.to_owned() });
        }
        from = start + length.max(1);
    }
    values.sort_by_key(|value| (value.at, std::cmp::Reverse(value.end)));
    // "ada+4420792517@b.example" is one value.
    let mut end = 0;
    values.retain(|value| {
        let is_apart = value.at >= end;
        end = end.max(value.end);
        is_apart
    });
    values
}
