//! The command line as a person types it: what is taken, what is refused, and the whole of what comes out.

use super::*;

/// A line of words parted by `|`, run with each of them in place of `…`; all must do what the first does.
fn all_alike(world: &World, line: &str, words: &str) -> Run {
    let mut words = words.split('|');
    let first = world.line(&line.replace('…', words.next().unwrap()));
    assert_eq!(first.code, 0, "{first}");
    for word in words {
        let other = world.line(&line.replace('…', &format!("\"{word}\"")));
        assert_eq!((other.code, &other.stdout, &other.stderr), (0, &first.stdout, &first.stderr), "{word}");
    }
    first
}

#[test]
fn a_country_is_a_code_or_a_name() {
    let world = harbour();
    let british =
        "GB|UK|gbr|England|scotland|Wales|Northern Ireland|United Kingdom|the UK|Great Britain|Großbritannien";
    let _ = all_alike(&world, "write harbour --name Jo --country …", british);
    let german = "DE|Deutschland|germany|Allemagne|Германия|Federal Republic of Germany";
    let _ = all_alike(&world, "write harbour --name Jo --country …", german);
    agreed!("typed_country", all_alike(&world, "write harbour --name Jo --country …", "NZ|New Zealand|Neuseeland"));
    agreed!("typed_embassy", all_alike(&world, "write harbour --name Jo --embassy …", "NZ|New Zealand|neuseeland"));
    let world = World::new();
    agreed!("typed_embassy_of", all_alike(&world, "recipients embassy … Scotland", "KZ|Kazakhstan|Казахстан"));
    let _ = all_alike(&world, "recipients list court --country …", "TR|Türkiye|turkey");
    let new = "campaigns new pier --title T --state … --embassy-of …";
    let run = world.line(&new.replace('…', "Turkey"));
    assert!(run.code == 2 && !run.says("--state") && !run.says("--embassy-of"), "{run}");
}

#[test]
fn a_name_of_several_countries_is_a_question() {
    let world = harbour();
    for (name, line) in [
        ("who", "write harbour --name Jo --country Korea"),
        ("who_unknown", "write harbour --name Jo --country Narnia"),
        ("embassy", "write harbour --name Jo --country NZ --embassy Congo"),
        ("embassy_of", "recipients embassy \"Virgin Islands\" NZ"),
        ("list", "recipients list --country Конго"),
        ("add", "recipients add --kind court --name Court --country Korea --host Narnia"),
        ("new", "campaigns new pier --state Korea"),
    ] {
        let run = world.line(line);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
        agreed!(format!("typed_no_country_{name}"), run);
    }
    let list = harbour().file("list.csv", "Name,Country,Consent\nJo,England,yes\nAl,Korea,yes\nBo,Narnia,yes\n");
    agreed!("typed_no_country_rows", list.line("write harbour --signatories list.csv"));
}

const DEUTSCH: &str =
    "Ich habe zwölf Jahre an diesem Kai gearbeitet und kenne die Menschen, die dort den Streik geführt haben.\n";
const ENGLISH_WORDS: &str = "I worked on that pier for twelve years, and I know the people who led the strike there.\n";
const RUSSIAN_WORDS: &str =
    "Двенадцать лет я работал на этом причале и знаю людей, которые начали там эту забастовку.\n";

/// Own words in three languages, in files.
fn with_words() -> World {
    harbour().file("de.md", DEUTSCH).file("en.md", ENGLISH_WORDS).file("ru.md", RUSSIAN_WORDS)
}

const COURT: &str = "write harbour --name Jo --country NZ --to aq-court --email jo@branch.nz --copy-to a@b.nz";

#[test]
fn own_words_are_in_one_language() {
    let world = with_words();
    agreed!(
        "typed_words_both",
        world.line(&format!("{COURT} --lang en --lang ru --own-words en=@en.md --own-words ru=@ru.md"))
    );
    agreed!("typed_words_none", world.line(&format!("{COURT} --lang ru --own-words en=@en.md")));
    // Words without a tag stand where there are none for the language.
    let mixed =
        world.line(&format!("{COURT} --lang en --lang ru --own-words \"We were there.\" --own-words RU=@ru.md"));
    assert!(mixed.code == 0 && mixed.stdout.contains("We were there.") && mixed.stdout.contains("причале"), "{mixed}");
    assert!(!mixed.says("own words"), "{mixed}");
    for (name, words) in [
        ("foreign", "--own-words fr=@en.md"),
        ("twice", "--own-words en=@en.md --own-words en=@ru.md"),
        ("twice_plain", "--own-words one --own-words two"),
        ("no_file", "--own-words en=@nowhere.md"),
    ] {
        let run = world.line(&format!("{COURT} {words}"));
        assert!(matches!(run.code, 2 | 65) && run.stdout.is_empty(), "{run}");
        agreed!(format!("typed_words_{name}"), run);
    }
    // No language: the text itself.
    for words in ["x=@en.md", "en=en.md", " fr=@en.md"] {
        let run = world.line(&format!("{COURT} --own-words \"{words}\""));
        assert!(run.code == 0 && run.stdout.contains(words.trim()), "{run}");
    }
}

#[test]
fn own_words_in_another_language_are_a_warning() {
    let world = with_words();
    agreed!("typed_words_other", world.line(&format!("{COURT} --own-words @ru.md")));
    for (words, warning) in [
        ("@en.md", ""),
        ("@de.md", "warning: the own words are in German, but the letter is in English; to give own words in English"),
        (
            "en=@ru.md",
            "warning: the own words are in Russian, but the letter is in English; to write in Russian: --lang ru",
        ),
        ("\"Freiheit!\"", ""),
    ] {
        let run = world.line(&format!("{COURT} --own-words {words}"));
        assert_eq!((run.code, run.says("own words are in")), (0, !warning.is_empty()), "{words}\n{run}");
        assert!(run.says(warning), "{words}\n{run}");
    }
    let rows: String = (0..9)
        .map(|row| {
            format!(
                "Jo {},NZ,{},{}\n",
                ["Ash", "Bay", "Elm"][row % 3].repeat(row / 3 + 1),
                [DEUTSCH, ENGLISH_WORDS, ""][row % 3].trim().replace(',', ""),
                if row == 5 { RUSSIAN_WORDS.trim().replace(',', "") } else { String::new() }
            )
        })
        .collect();
    let list = world.file("list.csv", &format!("Name,Country,own_words_en,Own words (ru)\n{rows}"));
    let list = list.line("write harbour --signatories list.csv --all-consented --to aq-court --dry-run");
    agreed!("typed_words_rows", list);
}

/// Runs one after another, as one text.
fn all_of(world: &World, lines: &[&str]) -> String {
    lines.iter().map(|line| format!("$ outcry {line}\n{}\n", world.line(line))).collect()
}

#[test]
fn a_campaign_that_is_over_says_so_first_and_what_goes_out_by_itself_is_asked_for() {
    let over = HARBOUR.replace("act_by = 2026-12-31", "act_by = 2026-10-31");
    let write = format!("{COURT} -f");
    let lines = ["text", "phone --to aq-police", "eml", "mailto", "eml --dry-run", "eml --anyway -o draft.eml"];
    let lines: Vec<String> = lines.iter().map(|rest| format!("{write} {rest}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    agreed!("typed_over", all_of(&harbour_with(&over), &lines));
}

#[test]
fn who_says_i_for_an_organisation_is_its_officer_in_every_output() {
    let branch = "--kind union --organisation \"Dockers' Branch 7\" --name \"Jo O'Neill\" --role \"Branch Secretary\" \
                  --country NZ --email jo@branch.nz --copy-to a@b.nz --voice i";
    let world = harbour().file(
        "list.csv",
        "Name,Role,Organisation,Country,Voice\nJo Lee,Chair,Branch 8,NZ,i\nAl Lee,,Branch 9,NZ,we\nKim Lee,,,NZ,we\n",
    );
    let one = |rest: &str| format!("write harbour {branch} {rest}");
    let lines = [
        one("--to aq-court --lang en --lang ru"),
        one("--to aq-police -f phone"),
        one("--to aq-court -f html"),
        "write harbour --to aq-court --signatories list.csv --all-consented --copy-to a@b.nz".to_owned(),
        "write harbour --to aq-court --name \"Jo Lee\" --country NZ --voice we --email jo@branch.nz --copy-to a@b.nz"
            .to_owned(),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    agreed!("typed_voice", all_of(&world, &lines));
}

#[test]
fn a_name_behind_o_says_the_format_unless_a_flag_does() {
    let world = harbour();
    let lines = ["-f text -o letter.pdf", "-o letter.html", "-o letter.docx", "-o deep/er/letter.txt", "-o folder/"];
    let lines: Vec<String> = lines.iter().map(|rest| format!("{COURT} {rest}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let said = all_of(&world, &lines);
    agreed!("typed_output", format!("{said}{}", world.read("letter.pdf")));
    assert!(world.read("letter.html").starts_with("<!DOCTYPE html>") && !world.path("deep").exists());
}

#[test]
fn what_is_mistyped_is_answered_with_what_may_be_meant() {
    let config = "[profile.branch]\nname = \"Jo Smith\"\n[account.branch]\nhost = \"127.0.0.1\"\nport = 2525\ntls = \"none\"\n\
                  from = \"branch@union.test\"\n";
    let lines = [
        "write harbuor --name Jo --country NZ",
        "write harbour --name Jo --country NZ --to aq-cuort",
        "write harbour --name Jo --country NZ --lang rus",
        "write harbour --name Jo --country NZ --lang Russian",
        "write harbour --name Jo --country NZ --lang es",
        "write harbour --name Jo --country NZ --profile brnch",
        "send harbour --name Jo --country NZ --account branhc",
        "write harbour --name Jo --country NZ -f pdf --layout din5008-x -o x.pdf",
        "recipients list --kind ministri",
        "wirte harbour",
    ];
    agreed!("typed_meant", all_of(&harbour().config(config), &lines));
}

#[test]
fn every_command_has_its_help_and_its_page() {
    let world = World::new();
    agreed!(
        "typed_help",
        all_of(&world, &["help outbox settle", "outbox settle --help", "man outbox settle", "man outbxo"])
    );
    assert_eq!(world.line("help write").stdout, world.line("write --help").stdout);
}
