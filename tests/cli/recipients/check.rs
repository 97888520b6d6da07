//! `recipients check`: every trap that real lists have set, with its place.

use super::*;

/// One breach of every rule, in values that were invented or that offices print themselves.
const TRAPS: &str = r#"[[office]]
id = "kz-traps"
kind = "court"
country = "KZ"
names.en = "2. Court of Traps"
names.ru = "Суд лoвушек"
aliases = ["Judge A. B. Exampleova", "Copies to:", "Cоurt"]
website = "https://www.mfa.gov.kz/traps"
source = "seen in a leaflet"
source_date = 2027-01-01
valid_from = 2020-01-01
valid_until = 2019-12-31

# as appeals print it
[[office.channel]]
type = "phone"
value = "++7 7172 747570"
source = "https://appeal.test/"

[[office.channel]]
type = "fax"
value = "+7 (7172) 74 55 24 /"
source = "https://appeal.test/"

[[office.channel]]
type = "phone"
value = "(7172) 74 55 24"
source = "https://appeal.test/"

# right, but not as it should be written
[[office.channel]]
type = "phone"
value = "+7 (7172) 74-55-24"
source = "https://appeal.test/"
checked = 2026-11-01

# short codes and hotlines
[[office.channel]]
type = "phone"
value = "1402"
source = "https://appeal.test/"

[[office.channel]]
type = "phone"
value = "+78005553535"
source = "https://appeal.test/"
checked = 2026-11-01

[[office.channel]]
type = "phone"
value = "+77172747571"
desk = "hotline of the ministry"
source = "https://appeal.test/"
checked = 2026-11-01

# another country's number
[[office.channel]]
type = "phone"
value = "+442079254321"
source = "https://appeal.test/"
checked = 2026-11-01

# what is left of an e-mail
[[office.channel]]
type = "email"
value = "[email protected]"
source = "https://appeal.test/"

[[office.channel]]
type = "email"
value = "with copies to:;"
source = "https://appeal.test/"

[[office.channel]]
type = "email"
value = "one@traps.gov.kz and two@traps.gov.kz"
source = "https://appeal.test/"

[[office.channel]]
type = "email"
value = ""
source = "https://appeal.test/"

# a hyphen that is none, a Cyrillic о, an invisible sign
[[office.channel]]
type = "email"
value = "a‑b@traps.gov.kz"
source = "https://appeal.test/"

[[office.channel]]
type = "email"
value = "kоnsul@traps.gov.kz"
source = "https://appeal.test/"

# a stand-in, a free mail host, a person's, a replaced domain
[[office.channel]]
type = "email"
value = "court@traps.example"
source = "https://appeal.test/"
checked = 2026-11-01

[[office.channel]]
type = "email"
value = "ombudsman-kz@mail.ru"
source = "https://tirek.info/"
checked = 2026-11-01

[[office.channel]]
type = "email"
value = "maria.exampleova@traps.gov.kz"
source = "https://appeal.test/"
checked = 2026-11-01

[[office.channel]]
type = "email"
value = "office@mid.kz"
source = "https://appeal.test/"
checked = 2026-11-01

# on the shipped reject list
[[office.channel]]
type = "email"
value = "almaty@sud.gov.kz"
source = "https://appeal.test/"
checked = 2026-11-01

[[office.channel]]
type = "post"
value = "г. Алматы, пр. Абая 14,"
source = "https://appeal.test/"
checked = 2026-11-01

# desks for something else
[[office.channel]]
type = "email"
value = "707-0133@sud.kz"
note = "for parties to a cassation hearing"
source = "https://sud.gov.kz/"
checked = 2026-11-01

[[office.channel]]
type = "email"
value = "press@traps.gov.kz"
desk = "press office"
source = "https://appeal.test/"
checked = 2026-11-01

# forms
[[office.channel]]
type = "form"
value = "eotinish.gov.kz"
source = "https://egov.kz/"

[[office.channel]]
type = "form"
value = "https://eotinish.kz"
source = "https://egov.kz/"
note = "disputed: eotinish.gov.kz too"

# proof and dates
[[office.channel]]
type = "email"
value = "info@traps.gov.kz"

[[office.channel]]
type = "email"
value = "info2@traps.gov.kz"
source = "https://appeal.test/"
source_date = 2027-01-01
checked = 2026-11-24
valid_from = 2026-02-01
valid_until = 2026-01-01

[[office.channel]]
type = "email"
value = "info3@traps.gov.kz"
source = "https://appeal.test/"
checked = 2025-11-22
use = "no-letters"
needs = ["signature"]
verified = true

# the same twice, and another office's
[[office.channel]]
type = "email"
value = "INFO@traps.gov.kz"
source = "https://appeal.test/"
checked = 2026-11-01

[[office.channel]]
type = "phone"
value = "+431514366000"
source = "https://appeal.test/"
checked = 2026-11-01

[[office]]
id = "kz-traps"
kind = "court"
names.en = "Twice"

[[office]]
id = "KZ traps"
kind = "court"
names.en = "No id"

[[office]]
id = "kz-nameless"
country = "KK"

# an embassy accredited without a source, where another one is too
[[office]]
id = "kz-embassy-traps"
kind = "embassy"
represents = "KZ"
accredited_to = ["IE"]
wikidata = "16867391"

# one pattern for every city
[[office]]
id = "kz-consulate-one"
kind = "consulate"
country = "KZ"
names.en = "Office in Semey"
[[office.channel]]
type = "email"
value = "semey@traps.gov.kz"
source = "https://list.test/"
checked = 2026-11-01
[[office]]
id = "kz-consulate-two"
kind = "consulate"
country = "KZ"
names.en = "Office in Oral"
[[office.channel]]
type = "email"
value = "oral@traps.gov.kz"
source = "https://list.test/"
checked = 2026-11-01
[[office]]
id = "kz-consulate-three"
kind = "consulate"
country = "KZ"
names.en = "Office in Aktau"
[[office.channel]]
type = "email"
value = "aktau@traps.gov.kz"
source = "https://list.test/"
checked = 2026-11-01

[[rejected]]
value = "x@traps.gov.kz"
"#;

fn check(file: &str) -> Run {
    World::new().file("traps.toml", file).line("recipients check traps.toml")
}

#[test]
fn what_is_shipped_is_right() {
    let run = World::new().line("recipients check");
    assert_eq!(run.code, 0, "{run}");
    assert!(!run.stdout.contains("error\t"), "{run}");
    let verdicts: Vec<&str> = run.stdout.lines().filter(|line| !line.starts_with("warning\t")).collect();
    assert!(verdicts[0].starts_with("ok\trecipients.toml (shipped)"), "{run}");
    assert!(verdicts.iter().any(|line| line.starts_with("ok\trecipients/asia.toml (shipped)")), "{run}");
    assert!(verdicts.iter().all(|line| line.contains("\t0 errors, ")), "{run}");
}

#[test]
fn files_of_a_checkout_are_what_is_shipped() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["recipients.toml", "recipients/asia.toml"] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        let run = World::new().recipients(&text).line("recipients check");
        assert!(run.stdout.lines().all(|line| line.contains(".toml (shipped)")), "{file} is no overlay: {run}");
    }
    let run = World::new().line("recipients show tr-justice-ministry");
    assert!(run.stdout.contains("defined in: recipients/asia.toml (shipped):"), "{run}");
}

#[test]
fn every_trap_is_found_with_its_place() {
    let run = check(TRAPS);
    assert_eq!(run.code, 65, "{run}");
    agreed!("check_traps", run);
    // Each finding names a line of the file, and the lines go up.
    let places: Vec<Vec<usize>> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_once("\ttraps.toml:")?.1.split_once(": "))
        .map(|(place, _)| place.split(':').map(|number| number.parse().unwrap()).collect())
        .collect();
    assert!(places.len() > 50 && places.is_sorted(), "{places:?}");
    assert!(places.iter().all(|place| place.len() == 2 && place[0] <= TRAPS.lines().count()), "{places:?}");
}

#[test]
fn json_holds_the_same_findings() {
    let world = World::new().file("traps.toml", TRAPS);
    let run = world.line("recipients check traps.toml --json");
    assert_eq!(run.code, 65, "{run}");
    let plain: Vec<String> = run
        .json()
        .iter()
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap().to_owned();
            let place = format!("{}:{}:{}", text("file"), finding["line"], finding["column"]);
            format!("{}\t{place}: {}", text("severity"), text("message"))
        })
        .collect();
    let shown = world.line("recipients check traps.toml");
    let shown: Vec<&str> = shown.stdout.lines().collect();
    assert_eq!(plain, shown[..shown.len() - 1]);
    let clean = world.line("recipients check --json");
    assert!(clean.code == 0 && clean.json().iter().all(|finding| finding["severity"] == "warning"), "{clean}");
}

#[test]
fn nothing_is_a_file_that_is_right() {
    for text in ["", "\n", "# nothing yet\n", "\u{feff}"] {
        let run = check(text);
        assert_eq!((run.code, run.stdout.as_str()), (0, "ok\ttraps.toml\t0 errors, 0 warnings\n"), "{run}");
    }
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    for (name, text) in [
        ("no_toml", "Offices\n=======\nCourt: court@court.test\n"),
        ("half", "[[office]]\nid = \"a\"\nkind = \"court\nnames.en = \"A\"\n"),
        ("wrong_list", "[office]\nid = \"a\"\nkind = \"court\"\n"),
        ("html", "<!DOCTYPE html>\n<html>\n"),
    ] {
        let run = check(text);
        assert_eq!(run.code, 65, "{run}");
        agreed!(format!("check_{name}"), run);
    }
    let missing = World::new().line("recipients check nowhere.toml");
    assert_eq!((missing.code, missing.stdout.as_str()), (65, ""), "{missing}");
    agreed!("check_missing", missing);
    let folder = World::new().line("recipients check .");
    assert_eq!((folder.code, folder.stdout.as_str()), (65, ""), "{folder}");
    agreed!("check_folder", folder);
    let world = World::new();
    std::fs::write(world.path("latin.toml"), b"# caf\xe9\n").unwrap();
    let latin = world.line("recipients check latin.toml");
    assert_eq!((latin.code, latin.stdout.as_str()), (65, ""), "{latin}");
    agreed!("check_latin", latin);
}

#[test]
fn warnings_alone_are_no_failure() {
    let run = check(
        "[[office]]\nid = \"aq-court\"\nkind = \"court\"\nnames.en = \"Court\"\n[[office.channel]]\ntype = \"email\"\n\
         value = \"court@court.gov.kz\"\nsource = \"https://court.gov.kz\"\nchecked = 2025-01-01\n",
    );
    assert_eq!(run.code, 0, "{run}");
    agreed!("check_warnings", run);
}

#[test]
fn without_a_file_all_layers_are_checked_each_over_those_below() {
    let own = "[[office]]\nid = \"aq-own\"\nkind = \"court\"\nnames.en = \"Own Court\"\n";
    let here =
        "[[office]]\nid = \"aq-own\"\nseat = \"South Pole\"\n[[office]]\nid = \"aq-unknown\"\nseat = \"South Pole\"\n";
    let run = World::new().own_recipients(own).recipients(here).line("recipients check");
    assert_eq!(run.code, 65, "{run}");
    let lines: Vec<&str> = run.stdout.lines().filter(|line| !line.contains(".toml (shipped)")).collect();
    assert_eq!(lines.len(), 3, "{run}");
    assert!(lines[0].ends_with("recipients.toml\t0 errors, 0 warnings"), "{run}");
    assert!(lines[1].contains("aq-unknown") && lines[1].contains("`kind` is missing"), "{run}");
}

#[test]
fn what_confirm_and_reject_write_is_right_for_check() {
    let world = World::new();
    assert_eq!(world.line("recipients confirm ae-embassy-at email").code, 0);
    assert_eq!(world.line("recipients confirm kz-embassy-gb post").code, 0);
    assert_eq!(world.line("recipients reject kz-embassy-gb phone --reason gone").code, 0);
    let run = world.line("recipients check");
    assert_eq!(run.code, 0, "{run}");
    let own = run.stdout.lines().last().unwrap();
    assert!(own.starts_with("ok\t") && own.ends_with("\t0 errors, 0 warnings"), "{run}");
}
