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
fn a_letter_is_in_a_language_that_the_office_reads() {
    for (languages, more, expected) in [
        ("", "", "en"),
        ("\"en\"", "", "en"),
        ("\"ru\"", "", "ru"),
        // It reads the campaign's own language too.
        ("\"ru\", \"en\"", "", "en"),
        ("\"kk\", \"ru\"", "", "ru"),
        ("\"ru-RU\"", "", "ru"),
        // No model letter in what it reads.
        ("\"de\"", "", "en"),
        // What is said goes before.
        ("\"ru\"", "--lang en", "en"),
        ("\"en\"", "--lang ru", "ru"),
        ("\"ru\"", "--lang en --lang ru", "en+ru"),
    ] {
        let (language, run) = letter(languages, more);
        assert_eq!(language, expected, "{languages} {more}\n{run}");
        let told = run.stderr.contains("which it reads");
        assert_eq!(told, more.is_empty() && expected == "ru", "{languages} {more}\n{run}");
    }
    agreed!("language_note", letter("\"ru\"", "").1.said());
    agreed!("language_none_fits", letter("\"de\"", "").1.said());
}

#[test]
fn two_offices_get_two_languages_in_one_run() {
    let run = harbour()
        .recipients(&format!("{OFFICES}{}", reads("\"ru\"")))
        .line("write harbour --name Jo --email jo@smith.test --to aq-court --to aq-reader");
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
