//! Links in letters, sources and the campaign's page: an office opens none that hides where it leads.

use std::collections::BTreeSet;
use std::ops::Range;

use super::case::{Case, Findings};
use super::flaw::Flaw;
use crate::locale::Language;
use crate::registry::host_of;
use crate::text;

/// Links that a letter may have; more look like an advertisement.
const LINKS_MOST: usize = 2;

/// Marks in an address that tell a network who clicked where.
const TRACKERS: [&str; 22] = [
    "utm_",
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "oly_enc_id",
    "s_cid",
    "li_fat_id",
];

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    for letter in &case.letters {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for text in letter.texts() {
            for (at, link) in links(&text.text) {
                judge(link, &mut |flaw| findings.say(text.place(at), flaw));
                let is_new = seen.insert(link.trim_end_matches('/').to_owned());
                if is_new && seen.len() == LINKS_MOST + 1 {
                    let count =
                        letter.texts().flat_map(|text| links(&text.text)).map(|(_, link)| link.trim_end_matches('/'));
                    findings.say(text.place(at), Flaw::LinksMany(count.collect::<BTreeSet<_>>().len()));
                }
            }
        }
    }
    for (n, source) in case.campaign.sources.iter().enumerate() {
        // What is no address at all is another rule's.
        if !source.to_lowercase().starts_with("http") {
            continue;
        }
        judge(source, &mut |flaw| findings.say(case.at(&format!("sources.{n}")), flaw));
    }
    if let Some(page) = &case.campaign.page {
        judge(page, &mut |flaw| findings.say(case.at("page"), flaw));
    }
}

/// What is wrong with one link.
fn judge(link: &str, say: &mut dyn FnMut(Flaw)) {
    let shown = || text::for_sentence(link);
    let lower = link.to_lowercase();
    let host = host_of(&lower).unwrap_or_else(|| lower.split('/').next().unwrap_or_default());
    let host = host.trim_start_matches("www.");
    if text::short_link(link).is_some() {
        say(Flaw::LinkShort(shown()));
    }
    let query = lower.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let mut parameters = query.split(['&', ';', '#']).filter_map(|parameter| parameter.split('=').next());
    let is_mark = |name: &&str| {
        TRACKERS.iter().any(|mark| if mark.ends_with('_') { name.starts_with(*mark) } else { name == mark })
    };
    let tracker = parameters.find(is_mark);
    if let Some(mark) = tracker {
        say(Flaw::LinkTracking { link: shown(), mark: mark.to_owned() });
    }
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let is_doubled =
        rest.contains("://") && !rest.contains("web.archive.org") && rest.find("://").is_some_and(|at| at < 10);
    let has_scheme = ["htt", "htp", "hht"].iter().any(|begin| lower.starts_with(begin));
    let is_known = lower.starts_with("https://") || lower.starts_with("http://");
    if is_doubled || !host.contains('.') || host.contains("..") || has_scheme && !is_known {
        say(Flaw::LinkBroken(shown()));
    }
}

/// The links of a text: marked as such or not, and those of shorteners without their beginning.
pub(super) fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let begins = |word: &&str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let before = text[..at].chars().next_back();
        let is_word_start = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '.' | '@' | '-'));
        let beginnings = ["http:", "https:", "htp:", "htps:", "hhtp", "http//", "https//", "www."];
        if is_word_start && beginnings.iter().any(begins) {
            let is_edge = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']' | '"' | '”' | '»' | '\u{fffc}');
            let end = rest.find(is_edge).unwrap_or(rest.len());
            found.push((at, rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_'])));
            at += end.max(1);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    let mut from = 0;
    while let Some(link) = text::short_link(&text[from..]) {
        let start = link.as_ptr().addr() - text.as_ptr().addr();
        if !found.iter().any(|(at, known)| (*at..*at + known.len()).contains(&start)) {
            found.push((start, link));
        }
        from = start + link.len();
    }
    found.sort_unstable();
    found
}

/// The links and mailboxes of a text, by its bytes. How they are spelled is nobody's choice.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | ','));
    let mailboxes = pieces.filter(|piece| piece.contains('@')).map(|piece| {
        let start = piece.as_ptr().addr() - text.as_ptr().addr();
        start..start + piece.len()
    });
    links(text).into_iter().map(|(at, link)| at..at + link.len()).chain(mailboxes).collect()
}

/// A link without the pieces that are one of several languages, to tell a page in two languages from two pages:
/// `/en/appeal`, `/appeal?lang=en`, `/appeal-en.html`, `en.union.example/appeal`.
pub(super) fn without_language(link: &str, languages: &[&Language]) -> String {
    let link = link.trim_end_matches('/').to_lowercase();
    let is_language = |piece: &str| {
        languages.iter().any(|language| {
            let rest = piece.strip_prefix(language.primary());
            // "es-pe", "zh-hans"
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']) && rest.len() <= 5)
        })
    };
    let (scheme, rest) = link.split_once("://").unwrap_or(("", &link));
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut pieces: Vec<&str> = address.split('/').collect();
    let host = pieces.remove(0);
    let own = host.split_once('.').filter(|(first, rest)| is_language(first) && rest.contains('.'));
    let host = own.map_or(host, |(_, rest)| rest);
    pieces.retain(|piece| !is_language(piece));
    let mut page = pieces.join("/");
    if let Some(last) = pieces.last() {
        let (name, ending) = last.rsplit_once('.').map_or((*last, ""), |(name, _)| (name, &last[name.len()..]));
        let before = name.rfind(['-', '_', '.']).filter(|at| *at > 0 && is_language(&name[at + 1..]));
        if let Some(at) = before {
            page = format!("{}{}{ending}", &page[..page.len() - last.len()], &name[..at]);
        }
    }
    let is_told = |pair: &&str| !is_language(pair.rsplit('=').next().unwrap_or_default());
    let query: Vec<&str> = query.split('&').filter(is_told).collect();
    format!("{scheme}://{host}/{page}?{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_and_judged() {
        for (text, expected) in [
            ("see [it](https://a.example/x) and <http://b.example>.", ""),
            ("at bit.ly/abc", "short"),
            ("at https://WWW.TinyURL.com/abc.", "short"),
            ("abbit.ly/abc", ""),
            ("https://a.example/?utm_source=x", "tracking"),
            ("https://a.example/?a=1&fbclid=x", "tracking"),
            ("https://a.example/?utm=1", ""),
            ("htps://a.example/", "broken"),
            ("https:/a.example/", "broken"),
            ("http://https://a.example/", "broken"),
            ("https://example/", "broken"),
            ("https://web.archive.org/web/2011/http://a.example/", ""),
        ] {
            let mut said = Vec::new();
            for (_, link) in links(text) {
                judge(link, &mut |flaw| said.push(flaw.rule().as_str().trim_start_matches("link-")));
            }
            assert_eq!(said.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn the_language_of_a_page_is_no_part_of_it() {
        let languages: Vec<Language> = ["en", "es"].map(|tag| tag.parse().unwrap()).into();
        let languages: Vec<&Language> = languages.iter().collect();
        for (one, other, is_same) in [
            ("https://a.example/en/appeal", "https://a.example/es/appeal", true),
            ("https://a.example/appeal", "https://a.example/es/appeal/", true),
            ("https://a.example/en-gb/appeal", "https://a.example/es_pe/appeal", true),
            ("https://en.a.example/appeal", "https://es.a.example/appeal", true),
            ("https://a.example/appeal-en.html", "https://a.example/appeal-es.html", true),
            ("https://a.example/appeal?lang=en&id=3", "https://a.example/appeal?lang=es&id=3", true),
            ("https://a.example/appeal?id=3", "https://a.example/appeal?id=4", false),
            ("https://a.example/en/appeal", "https://a.example/es/crew", false),
            ("https://a.example/de/appeal", "https://a.example/es/appeal", false),
            ("https://a.example/en/appeal", "https://b.example/es/appeal", false),
        ] {
            let key = |link: &str| without_language(link, &languages);
            assert_eq!(key(one) == key(other), is_same, "{} {}", key(one), key(other));
        }
        let text = "See [it](https://a.example/marhs), <info@marhs.example> and marhs@a.example, Ada.";
        let found: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["https://a.example/marhs", "info@marhs.example", "marhs@a.example"]);
    }
}
