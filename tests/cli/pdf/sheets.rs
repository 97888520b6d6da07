//! What every sheet keeps, whatever is on it: nothing on anything else, nothing in the margins, nothing but the
//! address in the window, no word alone on the last line of a paragraph, no straight quotation mark.

use super::*;

/// The margins of all sheets: left, right, bottom; the head of a later sheet stands in the upper one.
fn margins(layout: &str) -> [f64; 3] {
    if layout == "us10" { [25.4, 25.4, 25.4] } else { [25.0, 20.0, 20.0] }
}

/// Lines of the running text: words that share a base line, from left to right.
fn rows(page: &Page) -> Vec<Vec<&reader::Word>> {
    let mut rows: Vec<Vec<&reader::Word>> = Vec::new();
    for word in &page.words {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| (last.at.center().y - word.at.center().y).abs() < 2.2) => {
                row.push(word);
            }
            _ => rows.push(vec![word]),
        }
    }
    rows
}

/// Checks the sheets of one letter.
#[track_caller]
pub fn sound(pages: &[Page], layout: &str, what: &str) {
    let [left, right, bottom] = margins(layout);
    for (number, page) in pages.iter().enumerate() {
        apart(page);
        // Commas and hyphens hang into the margin a little.
        let inside = Rect::new(left - 1.5, 5.0, page.width - right + 1.8, page.height - bottom + 1.0);
        // The field of the address has edges of its own.
        let window = WINDOWS
            .iter()
            .find(|(name, ..)| *name == layout)
            .map(|(_, [left, top, right, bottom], _)| Rect::new(*left, *top, *right, *bottom));
        let in_window = |word: &reader::Word| number == 0 && window.is_some_and(|window| window.contains_rect(word.at));
        for word in &page.words {
            assert!(
                inside.contains_rect(word.at) || in_window(word),
                "{what}, page {}: {word:?} stands in the margin",
                number + 1
            );
            let is_typed = word.text.contains(['"', '\'']);
            assert!(!is_typed, "{what}: {word:?} has a straight mark");
        }
        let rows = rows(page);
        for pair in rows.windows(2) {
            let [before, last] = pair else { continue };
            let is_full = before.last().is_some_and(|word| word.at.x1 > page.width - right - 2.0) && before.len() > 3;
            let follows = last[0].at.y0 - before[0].at.y1 < 4.0 && last[0].at.x0 < left + 8.0;
            assert!(!(is_full && follows && last.len() == 1), "{what}: {} stands alone", last[0].text);
        }
    }
}

const QUOTED: &str = "We read in the \"Harbour News\" that Ada Marsh's lawyer wasn't heard; \"'No visits' is the rule\", he was \
                      told, in words nobody at the port's gate had heard before.";

/// All that can stand on a letter beside its text.
const BUSY: &str = " --letterhead signature.svg --signature signature.svg --second-name \"Kim Lee\" --second-role Chair \
                    --place Wellington --our-ref \"K 7/26\" --your-ref AZ-12 --sent-by registered-receipt --enclosure \
                    \"Report of the inquest\" --cc \"Seamen's Mission\"";

/// Every layout with one page and two, in one language and two, with and without all that can stand beside the text.
fn sheets(layouts: &[&str], words: &[usize], languages: &[&str]) -> usize {
    let mut count = 0;
    for layout in layouts {
        for times in words {
            for language in languages {
                for more in ["", BUSY] {
                    let own = QUOTED.split_inclusive(' ').cycle().take(*times).collect::<String>();
                    let world = world().file("words.md", &own).file("signature.svg", SIGNATURE);
                    let line = format!(
                        "{BRANCH} --to aq-court --layout {layout} --own-words @words.md --copy-to copies@dockers.test \
                         {language}{more}"
                    );
                    let pages = made(&world, &line);
                    sound(&pages, layout, &line);
                    count += pages.len();
                }
            }
        }
    }
    count
}

#[test]
fn every_sheet_is_sound() {
    assert!(sheets(&["din5008-b", "us10"], &[40, 700], &["--lang en", "--lang ru --lang kk"]) >= 20);
}

/// `cargo test --test cli -- --ignored over_two_hundred_sheets`
#[test]
#[ignore = "it takes a minute"]
fn over_two_hundred_sheets_are_sound() {
    let layouts = WINDOWS.map(|(layout, ..)| layout);
    let languages = ["--lang en", "--lang ru", "--lang kk", "--lang en --lang ru"];
    let sheets = sheets(&layouts, &[12, 120, 350, 700], &languages);
    println!("{sheets} sheets are sound");
    assert!(sheets >= 200, "{sheets}");
}

#[test]
fn each_language_of_a_letter_counts_its_own_sheets() {
    let words = "This is a sentence of our own that makes the letter longer than one page. ".repeat(53);
    let world = world().file("words.md", &words).file("head.svg", SIGNATURE);
    let pages = made(&world, &format!("{BRANCH} --to aq-court --lang en --lang ru --own-words @words.md"));
    let heads: Vec<String> = pages.iter().map(|page| page.text().chars().take(400).collect()).collect();
    assert_eq!(pages.len(), 4, "{heads:?}");
    assert!(heads[1].starts_with("Court of Antarctica, 23 November 2026 Page 2 of 2"), "{heads:?}");
    assert!(heads[2].contains("This is a sentence"), "a long paragraph begins on the first sheet: {heads:?}");
    assert!(heads[2].starts_with("Dockers’ Branch 7"), "the first sheet of a language has no head: {heads:?}");
    assert!(heads[3].starts_with("Суд Антарктиды, 23 ноября 2026 г. Страница 2 из 2"), "{heads:?}");
}

#[test]
fn a_letter_that_runs_over_by_a_few_lines_is_set_tighter() {
    let sentence = "A line of our own that fills the sheet a little further down to its end, and then on. ";
    let sheets = |sentences: usize| {
        let world = world().file("words.md", &sentence.repeat(sentences));
        made(&world, &format!("{BRANCH} --to aq-court --own-words @words.md")).len()
    };
    let most = (20..50).take_while(|sentences| sheets(*sentences) == 1).last().unwrap();
    assert!((36..42).contains(&most), "{most} sentences fit one sheet");
}

#[test]
fn a_long_line_of_an_address_breaks_at_its_meaning() {
    let office = r#"
[[office]]
id = "aq-office"
kind = "ministry"
country = "AQ"
names.en = "Administration of the President of the Republic of South Antarctica"

[[office.channel]]
type = "post"
value = "12 Great Emperor Penguin Parade, Glacier Building, 99123 South Pole"
source = "https://office.example/"
"#;
    let world = World::new().recipients(&format!("{OFFICES}{office}")).campaign("harbour", HARBOUR, &[("en", ENGLISH)]);
    let line = "write harbour --name \"Jo Smith\" --country NZ --to aq-office --layout uk-dl";
    let pages = made(&world, line);
    let address: Vec<&reader::Word> =
        pages[0].words.iter().filter(|word| word.at.x0 > 24.0 && word.at.x1 < 101.0 && word.at.y1 < 82.0).collect();
    let page = |words: Vec<&reader::Word>| {
        let mut lines: Vec<(f64, String)> = Vec::new();
        for word in words {
            let base = word.at.center().y;
            match lines.last_mut() {
                Some((at, line)) if (*at - base).abs() < 2.0 => *line = format!("{line} {}", word.text),
                _ => lines.push((base, word.text.clone())),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>()
    };
    assert_eq!(
        page(address),
        [
            "Administration of the President",
            "of the Republic of South Antarctica",
            "12 Great Emperor Penguin Parade,",
            "Glacier Building, 99123 South Pole",
            "ANTARCTICA"
        ]
    );
}
