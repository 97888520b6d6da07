//! Sheets for the street, and letters to sign by hand.

use super::pdf::{Page, pages};
use super::*;

const SUMMARY: &str = "Ada Marsh led a strike for safe work on the ice. She has been held since. Nobody may visit her.";

fn with_summary(letter: &str, summary: &str) -> String {
    letter.replacen("closing =", &format!("summary = \"{summary}\"\nclosing ="), 1)
}

fn world() -> World {
    let russian = "Аду Марш задержали за забастовку.";
    let letters = [("en", with_summary(ENGLISH, SUMMARY)), ("ru", with_summary(RUSSIAN, russian))];
    let letters: Vec<(&str, &str)> = letters.iter().map(|(tag, text)| (*tag, text.as_str())).collect();
    World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &letters)
}

#[track_caller]
fn made(world: &World, line: &str) -> Vec<Page> {
    let run = world.line(&format!("leaflet harbour {line} -o sheet.pdf"));
    assert_eq!(run.code, 0, "{run}");
    pages(std::fs::read(world.path("sheet.pdf")).unwrap())
}

/// What a reader of codes sees in a page that is printed at so many dots per inch.
fn codes(page: &Page, dots_per_inch: f64) -> Vec<String> {
    let dot = 25.4 / dots_per_inch;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has a few thousand dots")]
    let dots = |length: f64| (length / dot).round() as usize;
    let (width, height) = (dots(page.width), dots(page.height));
    let mut sheet = vec![255u8; width * height];
    for shape in &page.shapes {
        for y in dots(shape.y0)..dots(shape.y1) {
            sheet[y * width + dots(shape.x0)..y * width + dots(shape.x1)].fill(0);
        }
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| sheet[y * width + x]);
    image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[test]
fn the_code_is_read_back_from_the_sheet() {
    let long = format!("https://campaign.example/{}?lang=de&from=leaflet", "a-long-way/".repeat(12));
    for (line, url, width) in [
        ("", "https://campaign.example/ada", 20.0),
        ("--paper a4 --lang ru", "https://campaign.example/ada", 28.4),
        ("--lang en --lang ru", long.as_str(), 23.85),
    ] {
        let pages = made(&world(), &format!("{line} --url {url}"));
        for page in &pages {
            assert_eq!(codes(page, 300.0), [url], "{line}");
            let code = page.shapes.iter().copied().reduce(|all, shape| all.union(shape)).unwrap();
            assert!((code.width() - width).abs() < 0.1, "{line}: {} mm", code.width());
            assert!((code.height() - width).abs() < 0.1, "{line}: {} mm", code.height());
        }
    }
}

#[test]
fn a_sheet_says_what_happened_what_is_demanded_until_when_and_where() {
    let url = "https://campaign.example/ada";
    let [en, ru] = made(&world(), &format!("--lang en --lang ru --url {url}")).try_into().unwrap();
    assert_eq!(
        en.text(),
        format!(
            "Release Ada Marsh {SUMMARY} We demand: – Release Ada Marsh at once. – Let us know what was done. Please write \
             by December 31, 2026. To write your own letter, scan the code or open this address: {url}"
        )
    );
    assert_eq!(
        ru.text(),
        format!(
            "Просьба освободить Аду Марш Аду Марш задержали за забастовку. Мы требуем: – Освободить Аду Марш. Просим \
             написать не позднее этого дня: 31 декабря 2026 г. Чтобы написать своё письмо, отсканируйте код или откройте \
             этот адрес: {url}"
        )
    );
    assert!((en.width - 148.0).abs() < 0.1 && (en.height - 210.0).abs() < 0.1);
    let page = &made(&world(), &format!("--paper a4 --url {url}"))[0];
    assert!((page.width - 210.0).abs() < 0.1 && (page.height - 297.0).abs() < 0.1);
}

#[test]
fn nothing_on_a_sheet_is_markup() {
    let letter = with_summary(ENGLISH, "#panic() $x$ *a* </script> `b` @c 1 < 2 \\\\e");
    let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &letter)]);
    let text = made(&world, "--url https://campaign.example/#ada")[0].text();
    assert!(text.contains("#panic() $x$ *a* </script> `b` @c 1 < 2 \\e We demand:"), "{text}");
    assert!(text.ends_with("https://campaign.example/#ada"), "{text}");
}

#[test]
fn a_long_sheet_is_set_smaller_and_one_that_is_too_long_is_refused() {
    let sheets = |times: usize, line: &str| {
        let letter = with_summary(ENGLISH, &SUMMARY.repeat(times));
        let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &letter)]);
        world.line(&format!("leaflet harbour --url https://campaign.example/ada -o sheet.pdf {line}"))
    };
    assert_eq!(sheets(5, "").code, 0);
    assert_eq!(sheets(5, "--lang en --paper a4").code, 0);
    let tall = world().campaign("harbour", HARBOUR, &[("en", &with_summary(ENGLISH, SUMMARY).replace(
        "\"Release Ada Marsh at once.\", ",
        &"\"Release Ada Marsh at once, and say in public that the strike was lawful from its first day to its last.\", "
            .repeat(19),
    ))]);
    let run = tall.line("leaflet harbour --url https://campaign.example/ada -o sheet.pdf");
    agreed!("leaflet_too_long", &run);
}

#[test]
fn what_a_sheet_cannot_be_made_of_is_said() {
    let url = "--url https://campaign.example/ada -o sheet.pdf";
    agreed!("leaflet_without_summary", harbour().line(&format!("leaflet harbour --lang en --lang ru {url}")));
    agreed!("leaflet_without_page", world().line("leaflet harbour -o sheet.pdf"));
    agreed!("leaflet_odd_page", world().line("leaflet harbour --url campaign.example -o sheet.pdf"));
    agreed!("leaflet_language_of_office", world().line(&format!("leaflet harbour --lang office {url}")));
    let over = world().campaign("harbour", &HARBOUR.replace("\"open\"", "\"won\""), &[]);
    let refused = over.line(&format!("leaflet harbour {url}"));
    assert!(refused.code == 65 && refused.says("give --anyway to make the leaflet all the same"), "{refused}");
    let run = over.line(&format!("leaflet harbour {url} --anyway"));
    agreed!("leaflet_over", &run);
    let text = pages(std::fs::read(over.path("sheet.pdf")).unwrap())[0].text();
    assert!(text.contains("This campaign is over: no more letters are wanted. https://campaign.example/ada"), "{text}");
}

#[test]
fn letters_to_sign_by_hand_have_lines_for_what_a_hand_writes() {
    let pages = made(&world(), "--blank 2 --to aq-court --to aq-ministry --country NZ");
    // Each letter has a sheet of its own.
    assert_eq!(pages.len(), 7);
    let letter = pages[0].text();
    for part in [
        "Name",
        "Organisation",
        "Address",
        "Court of Antarctica",
        "Date",
        "Dear Madam or Sir,",
        "I, the undersigned, am writing about Ada Marsh",
        "Let me know what was done.",
        "Yours faithfully, Signature",
    ] {
        assert!(letter.contains(part), "{part}: {letter}");
    }
    assert_eq!((pages[2].text(), pages[4].text().contains("Dear Minister,")), (letter, true));
    let ruled = pages[0].lines.iter().filter(|line| line.width() > 45.0).count();
    assert_eq!(ruled, 6, "name, organisation, two of the address, day, signature");
    pdf::apart(&pages[0]);
}

#[test]
fn each_layout_and_language_has_room_for_the_lines() {
    for layout in ["din5008-a", "din5008-b", "us10", "uk-dl", "fr", "ch-right", "ch-left"] {
        let pages = made(&world(), &format!("--blank 1 --to aq-court --country NZ --lang ru --layout {layout}"));
        let text = pages[0].text();
        assert!(text.contains("Я, нижеподписавшийся (нижеподписавшаяся), пишу"), "{layout}: {text}");
        assert!(text.contains("Подпись") && !text.contains("2026"), "{layout}: {text}");
    }
}

#[test]
fn letters_to_sign_by_hand_are_for_an_open_campaign_and_need_a_country() {
    agreed!("blank_without_country", world().line("leaflet harbour --blank 5 -o sheet.pdf"));
    let over = world().campaign("harbour", &HARBOUR.replace("\"open\"", "\"won\""), &[]);
    agreed!("blank_over", over.line("leaflet harbour --blank 1 --country NZ -o sheet.pdf"));
    assert_eq!(over.line("leaflet harbour --blank 1 --country NZ --anyway -o sheet.pdf").code, 0);
    agreed!("blank_too_many", world().line("leaflet harbour --blank 200 --country NZ -o sheet.pdf"));
    agreed!(
        "blank_flags",
        world().line("leaflet harbour --url https://campaign.example/ada --to aq-court -o sheet.pdf")
    );
    let asking = ENGLISH.replace("{{signatory}}{{#if role}}", "{{signatory}}, {{members}}{{#if role}}");
    let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &asking)]);
    agreed!("blank_prints_members", world.line("leaflet harbour --blank 1 --country NZ -o sheet.pdf"));
}

#[test]
fn a_campaigns_own_page_is_where_its_leaflets_and_printed_letters_lead() {
    let url = "https://campaign.example/ada/";
    let campaign = format!("page = \"{url}\"\n{HARBOUR}");
    let letters = [("en", with_summary(ENGLISH, SUMMARY))];
    let letters: Vec<(&str, &str)> = letters.iter().map(|(tag, text)| (*tag, text.as_str())).collect();
    let world = World::new().recipients(OFFICES).campaign("harbour", &campaign, &letters);
    assert_eq!(codes(&made(&world, "")[0], 300.0), [url]);
    let who = "--name \"Jo Smith\" --country NZ --second-name \"Kim Lee\" --to aq-court";
    for layout in ["din5008-a", "din5008-b", "us10", "uk-dl", "fr", "ch-right", "ch-left"] {
        let file = format!("{layout}.pdf");
        let run = world.line(&format!("write harbour {who} --layout {layout} -f pdf -o {file}"));
        assert_eq!(run.code, 0, "{run}");
        let letter = pages(std::fs::read(world.path(&file)).unwrap());
        pdf::sheets::sound(&letter, layout, &file);
        let page = &letter[0];
        assert_eq!(codes(page, 300.0), [url], "{layout}");
        let at = |text: &str| page.words.iter().find(|word| word.text == text).unwrap().at;
        let code =
            page.shapes.iter().copied().filter(|shape| shape.x0 > 100.0).reduce(|all, shape| all.union(shape)).unwrap();
        assert!(at("campaign.example/ada").y0 > code.y1 - 5.0 && at("Kim").x1 < code.x0, "{layout}: {code:?}");
    }
}
