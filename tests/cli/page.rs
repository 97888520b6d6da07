//! The action page as a file: what is said when it is made, and what stands in it before any script runs.

use super::*;

fn world() -> World {
    World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", ENGLISH)])
}

#[test]
fn a_page_is_made_and_what_it_lacks_is_said() {
    let world = world();
    agreed!("page_file", world.line("page harbour -o harbour.html --url https://harbour.test/letter"));
    let again = world.line("page harbour -o harbour.html --url https://harbour.test/letter");
    assert_eq!(again.code, 0, "the same page may be made twice: {again}");
    let other = world.line("page harbour -o harbour.html");
    assert!(other.code == 65 && other.says("exists already and differs"), "{other}");
    let folder = world.line("page harbour -o site/");
    assert!(folder.code == 0 && world.path("site/harbour.html").is_file(), "{folder}");
    let screen = world.line("page harbour --url https://harbour.test/letter --quiet");
    assert_eq!(screen.stdout, world.read("harbour.html"));
    // A web server reads it as somebody else.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(world.path("harbour.html")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o644);
    }
}

#[test]
fn what_cannot_be_a_page_is_refused() {
    let world = world().campaign("listed", HARBOUR, &[("en", &ENGLISH.replace("{{own_words}}", "- {{own_words}}"))]);
    for (line, code, says) in [
        ("page harbour --url ftp://harbour.test/", 2, "write the whole address"),
        ("page harbour --url https://harbour.test/\u{202e}x", 2, "invisible character (U+202E)"),
        ("page harbour --lang office", 2, "the reader of a page chooses the language"),
        ("page harbour --lang ru", 2, "ru"),
        ("page harbor", 65, "harbour"),
        ("page listed", 65, "own words in a list"),
    ] {
        let run = world.line(line);
        assert!(run.code == code && run.says(says) && run.stdout.is_empty(), "{line}: {run}");
    }
}

#[test]
fn a_page_holds_nothing_that_would_be_fetched_and_no_markup_of_a_campaign() {
    let evil = HARBOUR.replace("the harbour strike", "</title></script><script>alert(1)</script><img>&amp;");
    let world = World::new().recipients(OFFICES).campaign("harbour", &evil, &[("en", ENGLISH)]);
    let html = world.line("page harbour --quiet").stdout;
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert_eq!(html.matches("<script").count(), 2, "the model and the script");
    assert_eq!(html.matches("</script>").count(), 2);
    for fetched in
        [" src=", "@import", "url(", "fetch(", "XMLHttpRequest", "localStorage", "cookie", "<img", "<link rel=\"style"]
    {
        assert!(!html.contains(fetched), "{fetched}");
    }
    assert!(html.contains("default-src 'none'; script-src 'sha256-"));
    let (_, without_scripts) = html.split_once("<noscript>").unwrap();
    let (without_scripts, _) = without_scripts.split_once("</noscript>").unwrap();
    for shown in
        ["<li>Release Ada Marsh at once.</li>", "<li>Let me know what was done.</li>", "minister@ministry.test"]
    {
        assert!(without_scripts.contains(shown), "{shown}: {without_scripts}");
    }
    assert!(html.contains("Antarctica: &lt;/title&gt;"));
}

#[test]
fn the_page_of_a_campaign_that_is_over_says_so_without_scripts_too() {
    let over = HARBOUR.replace("status = \"open\"", "status = \"won\"\nstatus_note = \"Ada is <free>.\"");
    let world = World::new().recipients(OFFICES).campaign("harbour", &over, &[("en", ENGLISH)]);
    let run = world.line("page harbour");
    assert!(run.code == 0 && run.says("The page offers no letters: campaign harbour is won (Ada is <free>.)"), "{run}");
    let (_, without_scripts) = run.stdout.split_once("<noscript>").unwrap();
    let (without_scripts, _) = without_scripts.split_once("</noscript>").unwrap();
    assert!(without_scripts.contains("It has reached its aim.") && !without_scripts.contains("<address"));
}

#[test]
fn a_page_that_is_made_after_the_last_day_asks_for_nothing_without_its_script_either() {
    let past = HARBOUR.replace("act_by = 2026-12-31", "act_by = 2026-10-01");
    let world = World::new().recipients(OFFICES).campaign("harbour", &past, &[("en", ENGLISH)]);
    let run = world.line("page harbour");
    let (_, without_scripts) = run.stdout.split_once("<noscript>").unwrap();
    let (without_scripts, _) = without_scripts.split_once("</noscript>").unwrap();
    assert!(run.code == 0 && run.says("The page offers no letters"), "{run}");
    assert!(without_scripts.contains("until 2026-10-01. A letter that comes later may do harm"), "{without_scripts}");
    assert!(!without_scripts.contains("<address"), "{without_scripts}");
    assert!(!run.says("For readers in"), "{run}");
}
