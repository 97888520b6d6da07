//! What stands on a letter beside its text: day and town, references, how it is sent, enclosures, names in "Copy to",
//! a second signature.

use super::*;

const DETAILS: &str = "--date 2026-03-04 --place Wellington --our-ref \"K 7/26\" --your-ref AZ-12 --sent-by \
                       registered-receipt --enclosure \"Report of the inquest\" --enclosure \"List, with names\" --cc \
                       \"Seamen's Mission\" --second-name \"Kim Lee\" --second-role Chair";

#[track_caller]
fn found<'a>(page: &'a Page, text: &str) -> &'a reader::Word {
    page.words.iter().find(|word| word.text == text).unwrap_or_else(|| panic!("{text} is not in {}", page.text()))
}

#[test]
fn every_layout_has_room_for_all_of_it() {
    for (layout, ..) in WINDOWS {
        let world = world().file("s.svg", SIGNATURE);
        let line =
            format!("{BRANCH} --to aq-court --layout {layout} {DETAILS} --signature s.svg --second-signature s.svg");
        let pages = made(&world, &line);
        assert_eq!(pages.len(), 1, "{layout}");
        sheets::sound(&pages, layout, &line);
        let (page, text) = (&pages[0], pages[0].text());
        for wanted in [
            "By registered post with advice of delivery",
            "Our ref: K 7/26",
            "Your ref: AZ-12",
            "Wellington, 4 March 2026",
            "Enclosures: Report of the inquest; List, with names",
            "Copy to: Seamen’s Mission",
            "Dockers’ Branch 7 Kim Lee Chair",
        ] {
            assert!(text.contains(wanted), "{layout}: {wanted} is not in {text}");
        }
        assert_eq!(strokes(&pages), 2, "{layout}");
        // Both sign on one line.
        let (first, second) = (found(page, "O’Neill"), found(page, "Kim"));
        assert!((first.at.center().y - second.at.center().y).abs() < 1.0 && second.at.x0 > first.at.x1, "{layout}");
        // Where the office's reference is usual beside the address, it comes first there.
        let day = found(page, "March").at.y0;
        let (our, your) = (found(page, "K"), found(page, "AZ-12"));
        let is_above_the_day = matches!(layout, "us10" | "uk-dl");
        assert_eq!(our.at.y0 < your.at.y0, is_above_the_day, "{layout}");
        assert_eq!(day - our.at.y0 < 14.0, is_above_the_day, "{layout}: {our:?}");
        let way = found(page, "registered").at.y0;
        let address = found(page, "Antarctica").at.y0;
        assert_eq!(way < address, layout.starts_with("din") || layout.starts_with("ch"), "{layout}");
    }
}

#[test]
fn the_words_are_those_of_the_language() {
    let pages = made(&world(), &format!("{BRANCH} --to aq-court --lang ru {DETAILS}"));
    let text = pages[0].text();
    for wanted in [
        "Заказное письмо с уведомлением о вручении",
        "Наш исх. №: K 7/26",
        "На ваш №: AZ-12",
        "Wellington, 4 марта 2026 г.",
        "Приложения: Report",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}

#[test]
fn text_page_and_json_say_the_same() {
    let world = world();
    agreed!("details_text", world.line(&format!("{BRANCH} --to aq-court {DETAILS}")));
    let html = world.line(&format!("{BRANCH} --to aq-court {DETAILS} -f html"));
    for wanted in [
        "<p><strong>By registered post with advice of delivery</strong></p>\n<address>Court",
        "<p class=\"date\">Our ref: K 7/26<br>\nYour ref: AZ-12<br>\nWellington, 4 March 2026</p>",
        "jo@branch.nz\n\nKim Lee\nChair</p>",
        "<p class=\"enclosures\">Enclosures: Report of the inquest; List, with names</p>",
        "<p class=\"copies\">Copy to: Seamen's Mission</p>",
    ] {
        assert!(html.says(wanted), "{wanted}: {html}");
    }
    let json = world.line(&format!("{BRANCH} --to aq-court {DETAILS} -f json"));
    let wanted = "\"second_signature\":[\"Kim Lee\",\"Chair\"],\"place\":\"Wellington\",\"our_ref\":\"K 7/26\",\
                  \"your_ref\":\"AZ-12\",\"sent_by\":\"registered-receipt\",\"enclosures\":[\"Report of the inquest\",\
                  \"List, with names\"],\"copy_names\":[\"Seamen's Mission\"]";
    assert!(json.says(wanted), "{json}");
}

#[test]
fn one_enclosure_is_one_and_american_letters_say_cc() {
    let world = world();
    let line =
        "write harbour --name \"Jo Smith\" --country US --to aq-court --copy-to copies@dockers.test --cc \"The Post\"";
    let run = world.line(&format!("{line} --enclosure \"A list\""));
    assert!(run.says("\nEnclosure: A list\n\ncc: copies@dockers.test, The Post\n"), "{run}");
    assert!(made(&world, line)[0].text().ends_with("cc: copies@dockers.test, The Post"));
    let run = world.line(&format!("{line} --lang ru"));
    assert!(run.says("Копия: copies@dockers.test"), "{run}");
}

#[test]
fn what_cannot_stand_on_a_letter_is_refused() {
    let world = world();
    for (flags, said) in [
        ("--date 4.3.2026", "expected a day, year first: 2026-11-27"),
        ("--sent-by pigeon", "[possible values: registered, registered-receipt, express, courier, hand]"),
        ("--our-ref \"[NUMBER]\"", "\"[NUMBER]\" is still to be filled in"),
        ("--cc jo@branch.nz", "looks like an e-mail address"),
        ("--second-role Chair", "add --second-name NAME"),
        ("--place Kiel -f eml", "--place can be used only for letters on paper"),
        ("--your-ref 7 --envelope dl", "cannot be used with"),
        ("--second-signature s.svg -f pdf", "it needs the name of who signs with it"),
    ] {
        let run = world.line(&format!("write harbour --name \"Jo Smith\" --country NZ --to aq-court {flags}"));
        assert!(run.code != 0 && run.says(said), "{flags}: {run}");
    }
}

#[test]
fn a_profile_keeps_the_town_and_who_signs_beside() {
    let config = "[me]\nname = \"Jo Smith\"\ncountry = \"NZ\"\nplace = \"Wellington\"\nour_ref = \"JS\"\nsecond_name = \
                  \"Kim Lee\"\nsecond_role = \"Chair\"\nsecond_signature = \"k.svg\"\n";
    let world = harbour().config(config);
    std::fs::write(world.path("../home/.config/outcry/k.svg"), SIGNATURE).unwrap();
    let written = |flags: &str| {
        let pages = made(&world, &format!("write harbour --to aq-court {flags}"));
        std::fs::remove_file(world.path("letter.pdf")).unwrap();
        (pages[0].text(), strokes(&pages))
    };
    let (text, signatures) = written("");
    assert!(text.contains("Wellington, 23 November 2026") && text.ends_with("Kim Lee Chair"), "{text}");
    assert_eq!(signatures, 1);
    // The picture belongs to whom the profile names, and all of it to the letters of its owner.
    let (text, signatures) = written("--second-name \"Lou Ray\"");
    assert!(text.ends_with("Lou Ray") && signatures == 0, "{text}");
    let (text, signatures) = written("--name \"Ann Other\"");
    assert!(!text.contains("Wellington") && !text.contains("Kim Lee") && signatures == 0, "{text}");
    let mail = world.line("write harbour --to aq-court -f eml");
    assert!(mail.says("Jo Smith\r\n\r\nKim Lee\r\nChair"), "a mail is signed by both: {mail}");
    let wrong = world.config("[me]\nname = \"Jo\"\ncountry = \"NZ\"\nplace = \"[TOWN]\"\n");
    let run = wrong.line("write harbour --to aq-court");
    assert!(run.code == 78 && run.says("[me] in config.toml: place: \"[TOWN]\" is still to be filled in"), "{run}");
}
