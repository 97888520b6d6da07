//! Which language a letter is in when nobody says so, and the form of address above an office's name.

use super::*;

fn reads(languages: &str) -> String {
    let languages = if languages.is_empty() { String::new() } else { format!("languages = [{languages}]\n") };
    format!(
        "[[office]]\nid = \"aq-reader\"\nkind = \"court\"\nnames.en = \"Reading Court\"\nnames.ru = \"Читающий суд\"\n{languages}\
         form_of_address.en = \"H.E. the President\"\nform_of_address.ru = \"Его Превосходительству Председателю\"\n\
         [[office.channel]]\ntype = \"email\"\nvalue = \"court@reader.test\"\nsource = \"https://reader.test\"\nchecked = 2026-11-01\n"
    )
}

fn letter(languages: &str, more: &str) -> (String, Run) {
    let run = harbour()
        .recipients(&format!("{OFFICES}{}", reads(languages)))
        .line(&format!("write harbour --name Jo --email jo@smith.test --to aq-reader {more} -f json"));
    assert_eq!(run.code, 0, "{run}");
    let parts = run.json()[0]["parts"].as_array().unwrap().clone();
    (parts.iter().map(|part| part["language"].as_str().unwrap()).collect::<Vec<_>>().join("+"), run)
}

#[test]
fn a_letter_is_in_a_language_that_the_signatory_can_read() {
    for (languages, more, expected) in [
        ("", "", "en"),
        ("\"en\"", "", "en"),
        // What an office reads is a note, not a reason.
        ("\"ru\"", "", "en"),
        ("\"kk\", \"ru\"", "", "en"),
        ("\"de\"", "", "en"),
        ("\"ru\"", "--lang en", "en"),
        ("\"en\"", "--lang ru", "ru"),
        ("\"ru\"", "--lang en --lang ru", "en+ru"),
        // The language of each office, where it is asked for.
        ("", "--lang office", "en"),
        ("\"ru\"", "--lang office", "ru"),
        ("\"ru\", \"en\"", "--lang office", "en"),
        ("\"kk\", \"ru\"", "--lang office", "ru"),
        ("\"ru-RU\"", "--lang office", "ru"),
        ("\"de\"", "--lang office", "en"),
    ] {
        let (language, run) = letter(languages, more);
        assert_eq!(language, expected, "{languages} {more}\n{run}");
        let notes = run.stderr.contains("reads Russian, and the campaign has a letter in that language");
        assert_eq!(notes, more.is_empty() && languages.contains("ru"), "{languages} {more}\n{run}");
    }
    agreed!("language_note", letter("\"ru\"", "").1.said());
    let both = harbour().line("write harbour --name Jo --to aq-court --lang office --lang en");
    assert!(both.code == 2 && both.says("--lang office cannot be used with another --lang"), "{both}");
}

#[test]
fn the_first_language_comes_from_the_profile_then_the_campaign() {
    let profile = "[me]\nname = \"Jo\"\ncountry = \"NZ\"\nlanguages = [\"de\", \"ru\"]\n";
    let plain = "[me]\nname = \"Jo\"\ncountry = \"NZ\"\n";
    let russian_first = format!("{HARBOUR}languages = [\"ru\", \"en\"]\n");
    let german = ENGLISH.replace("Release", "Befreien");
    for (campaign, config, more, expected) in [
        (HARBOUR, plain, "", "en"),
        // The first one of the profile that the campaign has.
        (HARBOUR, profile, "", "ru"),
        (HARBOUR, profile, "--lang en", "en"),
        (&russian_first, plain, "", "ru"),
        (&russian_first, &plain.replace("country", "languages = [\"en\"]\ncountry"), "", "en"),
    ] {
        let world = World::new().recipients(OFFICES).config(config);
        let world = world.campaign("harbour", campaign, &[("en", ENGLISH), ("ru", RUSSIAN)]);
        let run = world.line(&format!("write harbour --to aq-court -f json {more}"));
        assert_eq!(run.json()[0]["parts"][0]["language"], expected, "{campaign} {config} {more}\n{run}");
        assert!(!run.says("by alphabet"), "{run}");
    }
    let by_alphabet =
        World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("ru", RUSSIAN), ("de", &german)]);
    let run = by_alphabet.line("write harbour --name Jo --to aq-court -f json");
    assert_eq!(run.json()[0]["parts"][0]["language"], "de", "{run}");
    assert!(run.says("The letter is in German, the campaign's first language by alphabet."), "{run}");
}

#[test]
fn two_offices_get_two_languages_in_one_run() {
    let run = harbour()
        .recipients(&format!("{OFFICES}{}", reads("\"ru\"")))
        .line("write harbour --name Jo --email jo@smith.test --to aq-court --to aq-reader --lang office");
    assert_eq!(run.code, 0, "{run}");
    agreed!("language_two_offices", run);
}

#[test]
fn the_form_of_address_stands_above_the_name() {
    let world = harbour().recipients(&format!("{OFFICES}{}", reads("")));
    let run = |more: &str| world.line(&format!("write harbour --name Jo --to aq-reader {more}"));
    let text = run("");
    assert!(text.stdout.contains("H.E. the President\nReading Court\n"), "{text}");
    let html = run("-f html");
    let (above, name) = (html.stdout.find("H.E. the President"), html.stdout.find("Reading Court"));
    assert!(above.is_some() && above < name, "{html}");
    for (more, lines) in [
        ("-f json", ["H.E. the President", "Reading Court"]),
        ("-f json --lang ru", ["Его Превосходительству Председателю", "Читающий суд"]),
    ] {
        let run = run(more);
        let addressee = run.json()[0]["parts"][0]["addressee"].clone();
        assert_eq!([&addressee[0], &addressee[1]], [lines[0], lines[1]], "{run}");
    }
    agreed!("form_of_address_html", html);
}
