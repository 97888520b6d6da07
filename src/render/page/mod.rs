//! A campaign as one HTML file for people without a terminal: the action page. It asks for nothing and keeps nothing.
//!
//! `model` says what the page knows, with the letters as trees (`tree`) and the page's own words (`sentences`).
//! `rules.js` reads what is typed, `letter.js` composes, `page.js` shows it all in `page.html` and `page.css`. What
//! the page composes equals [`unwrapped_text`](super::text::unwrapped_text) of the same letter: tests run the script
//! and compare.

mod model;
mod request;
mod sentences;
mod tree;

use base64::Engine as _;
use ring::digest::{SHA256, digest};
use serde_json::Value as Json;

pub use request::{PageProblem, PageRequest};

use super::html::escape;
use crate::locale::Country;

/// The script of the page. Only its last part needs a browser.
pub const SCRIPT: &str = concat!(include_str!("rules.js"), include_str!("letter.js"), include_str!("page.js"));
const STYLE: &str = include_str!("page.css");
const FRAME: &str = include_str!("page.html");
/// Sheets of paper; the script chooses one of them.
const A4: &str = "@page { size: A4; margin: 22mm 22mm 20mm }";
const US_LETTER: &str = "@page { size: letter; margin: 0.9in }";

/// A finished page.
#[derive(Debug)]
pub struct Page {
    /// The file.
    pub html: String,
    /// Countries of signatories for which another office gets the letter in place of an embassy of their own.
    pub without_embassy: Vec<Country>,
}

/// Makes the page.
pub fn page(request: PageRequest<'_>) -> Result<Page, PageProblem> {
    let (model, without_embassy) = model::of(request)?;
    let title = escape(&request.recipients.campaign.title);
    let tag = |key: &str| model[key].as_str().unwrap_or_default().to_owned();
    let (first, title_language) = (first_interface(&model), tag("title_lang"));
    let values = [
        ("{{lang}}", first),
        ("{{script-hash}}", hash(SCRIPT)),
        ("{{style-hashes}}", [STYLE, A4, US_LETTER].map(hash).join(" ")),
        ("{{title}}", title.clone()),
        ("{{style}}", STYLE.to_owned()),
        ("{{a4}}", A4.to_owned()),
        ("{{us}}", US_LETTER.to_owned()),
        ("{{heading}}", format!("<span lang=\"{title_language}\">{title}</span>")),
        ("{{plain}}", plain(&model)),
        // In a script a reader of HTML looks for `</script` and `<!--` alone.
        ("{{model}}", model.to_string().replace('<', "\\u003c")),
        ("{{script}}", SCRIPT.to_owned()),
    ];
    // Each once and in this order: what is filled in is never looked at again.
    let (mut html, mut rest) = (String::new(), FRAME);
    for (name, value) in values {
        let (before, after) = rest.split_once(name).unwrap_or((rest, ""));
        html.push_str(before);
        html.push_str(&value);
        rest = after;
    }
    html.push_str(rest);
    Ok(Page { html, without_embassy })
}

/// A source of a Content-Security-Policy: this very script or style.
fn hash(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(hash))
}

fn first_interface(model: &Json) -> String {
    let first = model["order"][0].as_str().unwrap_or_default();
    model["letters"][first]["ui"].as_str().unwrap_or("en").to_owned()
}

fn each(value: &Json) -> impl Iterator<Item = &Json> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Json) -> String {
    escape(value.as_str().unwrap_or_default())
}

/// What a reader without scripts gets in each language: why the campaign is over, if it is; demands, offices and how
/// to reach them.
fn plain(model: &Json) -> String {
    let mut html = String::new();
    let day = model["act_by"].as_str();
    // Without its script a page knows no other day than the one it was made on.
    let is_past = day.is_some_and(|last| model["made"].as_str().is_some_and(|made| made > last));
    let closed = model["closed"].as_str().or(is_past.then_some("act_by"));
    let with_day = |words: &Json| text(words).replace("{day}", &escape(day.unwrap_or_default()));
    for language in each(&model["order"]).filter_map(Json::as_str) {
        let letter = &model["letters"][language];
        let tag = letter["ui"].as_str().unwrap_or("en");
        let say = &model["ui"][tag];
        let direction = if letter["rtl"] == true { "rtl" } else { "ltr" };
        let of_letter = format!("lang=\"{language}\" dir=\"{direction}\"");
        html.push_str(&format!("<section lang=\"{tag}\">\n"));
        match closed {
            Some(why) => html.push_str(&format!("<p>{}. {}</p>\n", text(&say["over"]), with_day(&say[why]))),
            None => html.push_str(&format!("<p>{}</p>\n", text(&say["noscript"]))),
        }
        if closed.is_none() && day.is_some() {
            html.push_str(&format!("<p>{}</p>\n", with_day(&say["until"])));
        }
        html.push_str(&format!("<h2>{}</h2>\n<ol {of_letter}>\n", text(&say["demands"])));
        for demand in each(&letter["demands"]) {
            html.push_str(&format!("<li>{}</li>\n", escape(&without_values(demand))));
        }
        html.push_str("</ol>\n");
        if closed.is_none() {
            html.push_str(&format!("<h2>{}</h2>\n", text(&say["offices"])));
            for id in each(&model["to"]).filter_map(Json::as_str) {
                html.push_str(&format!(
                    "<address {of_letter}>{}</address>\n",
                    address(&model["offices"][id], language)
                ));
            }
        }
        html.push_str("</section>\n");
    }
    html
}

/// A line of a letter with the form for one person, and a mark for each value.
fn without_values(pieces: &Json) -> String {
    each(pieces)
        .map(|piece| match piece.as_str() {
            Some(text) => text.to_owned(),
            None if piece["v"].is_array() => piece["v"][0].as_str().unwrap_or_default().to_owned(),
            None if piece["i"].is_string() => without_values(&piece["e"]),
            None => "…".to_owned(),
        })
        .collect()
}

/// An office and all ways to it, line by line.
fn address(office: &Json, language: &str) -> String {
    let named = each(&office["times"][0]["lines"][language]);
    let country = Some(&office["country"][language]).filter(|name| name.is_string());
    let phones = each(&office["phones"]).map(|phone| &phone["number"]);
    let lines = named.chain(each(&office["post"])).chain(country).chain(each(&office["to"])).chain(phones);
    lines.chain(each(&office["forms"])).map(text).collect::<Vec<_>>().join("<br>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_style_stand_in_the_file_as_they_are() {
        for text in [SCRIPT, STYLE, A4, US_LETTER] {
            assert!(!text.contains("</") && !text.contains("<!--") && !text.contains("<script"));
        }
        // The hash that browsers compute of `alert('Hello, world.');` (CSP Level 3, section 6.7.2.3).
        let known = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(hash("alert('Hello, world.');"), known);
    }
}
