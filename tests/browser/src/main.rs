//! Action pages in headless Chromium, from a file and from a server on loopback: a person fills the page, every
//! button's link or file is read back by another parser and compared with what the program writes, nothing is
//! requested, the console stays empty, and axe finds no barrier. Run it by `.ci/run`; `AXE` names `axe.min.js`.

mod browser;
mod world;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use browser::Browser;
use serde_json::{Value as Json, json};
use world::{TONGUES, World};

const LINK_MOST: usize = 1600;
const READY_MS: f64 = 100.0;

#[tokio::main]
async fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let world = World::new(&root);
    let downloads = world.path("downloads");
    std::fs::create_dir(&downloads).unwrap();
    let shots = std::env::var_os("SHOTS").map(PathBuf::from);
    for campaign in ["opened", "tongues", "kazakhstan-2011-may-day"] {
        let file = format!("{campaign}.html");
        world.outcry(&["page", campaign, "-o", &file, "--url", "https://campaign.test/a?b=c"]);
    }
    let size = std::fs::metadata(world.path("opened.html")).unwrap().len();
    assert!(size <= 250_000, "a page of three languages has {size} bytes");
    let server = world::serve(world.folder.path().to_owned()).await;
    let axe = std::env::var_os("AXE").map(|path| std::fs::read_to_string(path).unwrap());
    let browser = Browser::start(&downloads).await;
    for base in [format!("file://{}", world.folder.path().display()), server] {
        fill(&browser, &world, &base, &downloads).await;
        every_language(&browser, &world, &base).await;
        over(&browser, &base).await;
        println!("{}: letters, links, files and print are those of the program", base.split(':').next().unwrap());
    }
    ready(&browser, &world).await;
    keyboard_and_rules(&browser, &world).await;
    without_scripts(&browser, &world).await;
    match axe {
        Some(axe) => barriers(&browser, &world, &axe, shots.as_deref()).await,
        None => println!("skipped: the search for barriers, for axe-core could not be fetched"),
    }
    browser.stop().await;
}

const PERSON: [(&str, &str); 6] = [
    ("name", "Zoë O'Brien & Söhne"),
    ("role", "Docker < & > \"Pier\""),
    ("organisation", "Camden \"Trades\" Council"),
    ("email", "zoe+letters@union.test"),
    ("address", "1 Quay Street\nLondon"),
    ("own_words", "Free her = 100% & now?\n\nSecond #paragraph; with *stars* + plus 👩‍👧 «цитата»."),
];

fn flags(lang: &str) -> Vec<String> {
    let mut flags = vec!["--lang".to_owned(), lang.to_owned(), "--country".to_owned(), "GB".to_owned()];
    flags.extend(["--kind", "individual"].map(str::to_owned));
    flags
        .extend(PERSON.iter().flat_map(|(name, value)| [format!("--{}", name.replace('_', "-")), (*value).to_owned()]));
    flags
}

async fn type_person(browser: &Browser) {
    browser.click("#f-kind-individual").await;
    for (name, value) in PERSON {
        browser.type_into(&format!("f-{name}"), value).await;
    }
    browser.choose("f-country", "GB").await;
}

/// Everything that a text says, without the marks of lists and the ends of lines.
fn words(text: &str) -> Vec<&str> {
    let is_mark = |word: &&str| {
        let number = word.strip_suffix('.').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        !matches!(*word, "-" | "•") && !number
    };
    text.split_whitespace().filter(is_mark).collect()
}

fn texts<'a>(letter: &'a Json, key: &str) -> Vec<&'a str> {
    letter[key].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// A `mailto:` link by RFC 6068: addresses, and the fields behind them.
fn mailto(link: &str) -> (Vec<String>, Vec<(String, String)>) {
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let (to, fields) = link.strip_prefix("mailto:").unwrap().split_once('?').unwrap();
    let fields = fields.split('&').map(|field| field.split_once('=').unwrap());
    (to.split(',').map(decoded).collect(), fields.map(|(name, value)| (decoded(name), decoded(value))).collect())
}

async fn fill(browser: &Browser, world: &World, base: &str, downloads: &Path) {
    for (campaign, lang) in [("opened", "en"), ("opened", "ru"), ("tongues", "fr"), ("tongues", "fa")] {
        let page = format!("{base}/{campaign}.html");
        browser.open(&page).await;
        browser.choose("f-language", lang).await;
        type_person(browser).await;
        let flags = flags(lang);
        let letters = world.letters(campaign, &flags.iter().map(String::as_str).collect::<Vec<_>>());
        let shown = browser.run("return document.querySelectorAll('article').length").await;
        assert_eq!(shown, json!(letters.len()), "{page} {lang}");
        for letter in &letters {
            one(browser, letter, downloads, &format!("{page} {lang}")).await;
        }
        if letters.len() > 1 {
            browser.click("#print-all").await;
            let pdf = browser.printed().await;
            let printed = pdf_text(&pdf);
            let firsts = letters.iter().map(|letter| letter["parts"][0]["addressee"][0].as_str().unwrap());
            let sheets: Vec<&str> = printed.split('\u{c}').collect();
            for first in firsts {
                let begins = |sheet: &&&str| words(sheet).starts_with(&words(first));
                assert_eq!(sheets.iter().filter(begins).count(), 1, "{page} {lang}: {first}\n{printed}");
            }
        }
        browser.assert_quiet(&page, &format!("{page} {lang}")).await;
    }
}

/// The buttons of one letter.
async fn one(browser: &Browser, letter: &Json, downloads: &Path, what: &str) {
    let office = letter["office"].as_str().unwrap();
    let what = format!("{what} {office}");
    let of = |button: &str| format!("#o-{office} {button}");
    let (to, text, subject) =
        (texts(letter, "to"), letter["text"].as_str().unwrap(), letter["subject"].as_str().unwrap());
    let part = &letter["parts"][0];
    let addressee = texts(part, "addressee").join("\n");

    let preview = browser.text(&of(".letter")).await.unwrap();
    assert!(words(&preview).starts_with(&words(&addressee)), "{what}: {preview}");
    let shown = words(&preview).join(" ");
    assert!(shown.contains(&words(text).join(" ")), "{what}:\n{preview}\n---\n{text}");

    browser.click(&of(".copy")).await;
    let mut said = String::new();
    for _ in 0..40 {
        said = browser.text(&of("[role=status]")).await.unwrap();
        if !said.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let pasted = browser.pasted().await;
    assert!(!pasted.is_empty(), "{what}: nothing was copied, and the page says {said:?}");
    if to.is_empty() {
        assert!(words(&pasted).starts_with(&words(&addressee)), "{what}: {pasted}");
        assert!(words(&pasted).join(" ").contains(&words(text).join(" ")), "{what}: {pasted}");
    } else {
        assert_eq!(words(&pasted), words(text), "{what}");
        mails(browser, letter, &what, &pasted).await;
        browser.click(&of(".save")).await;
        let bytes = downloaded(&downloads.join(format!("{office}.eml"))).await;
        let mail = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        let addresses = |list: Option<&mail_parser::Address<'_>>| -> Vec<String> {
            list.into_iter().flat_map(|list| list.iter()).filter_map(|one| one.address()).map(str::to_owned).collect()
        };
        assert_eq!(addresses(mail.to()), to, "{what}");
        assert_eq!(addresses(mail.cc()), texts(letter, "copy_to"), "{what}");
        assert_eq!(mail.subject(), Some(subject), "{what}");
        assert_eq!(mail.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), pasted.trim_end(), "{what}");
        assert_eq!(mail.header_raw("X-Unsent").map(str::trim), Some("1"), "{what}");
        assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999 && line.is_ascii()), "{what}");
    }

    for (paper, points) in [("a4", "594.9"), ("letter", "612")] {
        browser.choose("f-paper", paper).await;
        browser.click(&of("button.print")).await;
        let pdf = browser.printed().await;
        assert!(pdf_size(&pdf).starts_with(points), "{what}: {}", pdf_size(&pdf));
        // Chromium's PDF gives right-to-left text in the order of the eye.
        if part["language"] != "fa" {
            let printed = pdf_text(&pdf);
            assert_eq!(words(&printed).concat(), words(&shown).concat(), "{what}");
        }
    }
}

async fn mails(browser: &Browser, letter: &Json, what: &str, pasted: &str) {
    let office = letter["office"].as_str().unwrap();
    let (to, subject) = (texts(letter, "to"), letter["subject"].as_str().unwrap());
    let link = |name: &str| format!("#o-{office} a.{name}");
    let written =
        browser.run(&format!("return document.querySelector('{}').getAttribute('href')", link("mailto"))).await;
    let written = written.as_str().unwrap();
    assert!(written.len() <= LINK_MOST && written.is_ascii(), "{what}: {written}");
    let (addresses, fields) = mailto(written);
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(addresses, to, "{what}");
    assert_eq!(field("cc").unwrap_or_default(), texts(letter, "copy_to").join(","), "{what}");
    assert_eq!(field("subject"), Some(subject), "{what}");
    if let Some(body) = field("body") {
        assert_eq!(body.replace("\r\n", "\n"), pasted.trim_end(), "{what}");
        assert!(!body.replace("\r\n", "").contains('\n'), "{what}");
    } else {
        assert!(browser.text(&format!("#o-{office}")).await.unwrap().len() > 1000 || pasted.len() > 200, "{what}");
    }
    for (name, host, subject_key) in [("gmail", "mail.google.com", "su"), ("outlook", "outlook.live.com", "subject")] {
        let web = url::Url::parse(&browser.link(&link(name)).await.unwrap()).unwrap();
        let query = |key: &str| web.query_pairs().find(|(known, _)| known == key).map(|(_, value)| value.into_owned());
        assert_eq!(web.host_str(), Some(host), "{what}");
        assert_eq!(query("to"), Some(to.join(",")), "{what}");
        assert_eq!(query(subject_key).as_deref(), Some(subject), "{what}");
        assert_eq!(query("cc").unwrap_or_default(), texts(letter, "copy_to").join(","), "{what}");
    }
}

/// The browser holds the name of a file with an empty one until all of it is there.
async fn downloaded(path: &Path) -> Vec<u8> {
    for _ in 0..200 {
        if let Some(bytes) = std::fs::read(path).ok().filter(|bytes| !bytes.is_empty()) {
            std::fs::remove_file(path).unwrap();
            return bytes;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} was not saved", path.display());
}

fn tool(name: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let run = Command::new(name).args(arguments).arg(file.path()).arg("-").output();
    let run = if name == "pdfinfo" { Command::new(name).arg(file.path()).output() } else { run };
    String::from_utf8(run.unwrap_or_else(|error| panic!("{name}: {error}")).stdout).unwrap()
}

fn pdf_text(pdf: &[u8]) -> String {
    tool("pdftotext", &["-raw"], pdf)
}

fn pdf_size(pdf: &[u8]) -> String {
    let info = tool("pdfinfo", &[], pdf);
    let size = info.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap_or_default();
    size.trim().to_owned()
}

/// The page in each language: what it is in, what runs which way, the telephone, and what is shared.
async fn every_language(browser: &Browser, world: &World, base: &str) {
    let page = format!("{base}/tongues.html");
    browser.open(&page).await;
    for lang in TONGUES {
        browser.choose("f-language", lang).await;
        type_person(browser).await;
        let own = if lang == "fa" { "en" } else { lang };
        assert_eq!(browser.run("return document.documentElement.lang").await, json!(own), "{lang}");
        let letter = browser.run("const one = document.querySelector('.letter'); return [one.lang, one.dir]").await;
        assert_eq!(letter, json!([lang, if lang == "fa" { "rtl" } else { "ltr" }]), "{lang}");
        let flags = flags(lang);
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        let said = world.outcry(&[&["write", "tongues", "-f", "phone", "--quiet"], &flags[..]].concat());
        browser.run("document.querySelector('details').open = true").await;
        assert_eq!(browser.text(".spoken").await.unwrap().trim(), said.trim(), "{lang}");
        assert_eq!(browser.link("a.tel").await.as_deref(), Some("tel:+6721234567"), "{lang}");
        assert_eq!(browser.link("a.form").await.as_deref(), Some("https://office.test/form"), "{lang}");
    }
    let shared = browser.run("return [...document.querySelectorAll('#share a')].map((one) => one.href)").await;
    assert_eq!(shared.as_array().unwrap().len(), 4);
    for link in shared.as_array().unwrap() {
        let link = percent_encoding::percent_decode_str(link.as_str().unwrap()).decode_utf8().unwrap().into_owned();
        assert!(link.contains("https://campaign.test/a?b=c"), "{link}");
        for (_, value) in PERSON {
            assert!(!link.contains(value), "{link}");
        }
    }
    browser.assert_quiet(&page, "every language").await;
}

/// A campaign that is over: why, and nothing to send.
async fn over(browser: &Browser, base: &str) {
    let page = format!("{base}/kazakhstan-2011-may-day.html");
    browser.open(&page).await;
    let shown = browser.text("#over").await.unwrap();
    assert!(shown.contains("This campaign is over"), "{shown}");
    let offered =
        browser.run("return document.querySelectorAll('form, article, a[href^=mailto]:not(#share a)').length").await;
    assert_eq!(offered, json!(0));
    browser.assert_quiet(&page, "over").await;
}

/// How soon the page can be typed in, at the best of several times: the machine may have other work.
async fn ready(browser: &Browser, world: &World) {
    let page = format!("file://{}", world.path("opened.html").display());
    let mut best = f64::MAX;
    for _ in 0..10 {
        browser.open(&page).await;
        let script = "const one = performance.getEntriesByType('navigation')[0]; return one.domContentLoadedEventEnd";
        best = best.min(browser.run(script).await.as_f64().unwrap());
    }
    let key = browser.run(
        "const name = document.getElementById('f-name'); const country = document.getElementById('f-country'); \
         country.value = 'GB'; country.dispatchEvent(new Event('input')); const from = performance.now(); \
         for (let at = 0; at < 20; at++) { name.value = 'Jo Smith ' + 'x'.repeat(at); name.dispatchEvent(new Event('input')); } \
         return (performance.now() - from) / 20",
    );
    let key = key.await.as_f64().unwrap();
    println!("ready to type after {best:.0} ms, and {key:.1} ms for a key");
    assert!(best <= READY_MS, "ready to type after {best} ms");
}

/// By keyboard alone, and what is refused as it is typed.
async fn keyboard_and_rules(browser: &Browser, world: &World) {
    let page = format!("file://{}", world.path("tongues.html").display());
    browser.open(&page).await;
    let buttons = "return document.querySelectorAll('#letters button, #letters a').length";
    assert_eq!(browser.run(buttons).await, json!(0), "nothing to send before a name is there");
    let mut order = Vec::new();
    browser.run("document.getElementById('f-language').focus()").await;
    for _ in 0..9 {
        let active = browser.client.active_element().await.unwrap();
        order.push(active.attr("id").await.unwrap().unwrap_or_default());
        if order.last().unwrap() == "f-name" {
            active.send_keys("[NAME]").await.unwrap();
            let problem = browser.text("#p-name").await.unwrap();
            assert!(problem.contains("still to be filled in"), "{problem}");
            active.clear().await.unwrap();
            active.send_keys("Jo Smith").await.unwrap();
        }
        active.send_keys("\u{e004}").await.unwrap();
    }
    let expected = "f-language f-kind-individual f-voice-i f-name f-role f-organisation f-country f-email f-address";
    assert_eq!(order.join(" "), expected);
    assert_ne!(browser.run(buttons).await, json!(0));
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(browser.text("#status").await.as_deref(), Some("Letters ready: 1"));
    browser.type_into("f-email", "not an address").await;
    assert_eq!(browser.run(buttons).await, json!(0));
}

async fn without_scripts(browser: &Browser, world: &World) {
    let page = format!("file://{}", world.path("tongues.html").display());
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&page).await;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false })).await;
    let shown = browser.text("main").await.unwrap();
    for text in [
        "Ada Marsh!",
        "Zwei.",
        "1 Ice Street",
        "tongues@office.test",
        "+6721234567",
        "Ada Marsh را آزاد کنید",
        "JavaScript",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

async fn barriers(browser: &Browser, world: &World, axe: &str, shots: Option<&Path>) {
    let mut found = Vec::new();
    for (file, languages) in [("tongues", &TONGUES[..]), ("kazakhstan-2011-may-day", &["en", "ru"])] {
        for (dark, width) in [(false, 320), (false, 1280), (true, 320), (true, 1280)] {
            browser.open(&format!("file://{}", world.path(&format!("{file}.html")).display())).await;
            browser.look(dark, width).await;
            for lang in languages {
                browser.choose("f-language", lang).await;
                if file == "tongues" {
                    browser.type_into("f-email", "wrong").await;
                    browser.type_into("f-name", "").await;
                    found.extend(
                        browser.violations(axe).await.iter().map(|one| format!("{lang} {width} {dark}: {one}")),
                    );
                    type_person(browser).await;
                }
                found.extend(browser.violations(axe).await.iter().map(|one| format!("{lang} {width} {dark}: {one}")));
                let overflow = browser.run("return document.documentElement.scrollWidth > innerWidth").await;
                assert_eq!(overflow, json!(false), "{file} {lang} at {width}: wider than the screen");
                if let Some(shots) = shots {
                    let shot =
                        browser.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await;
                    use base64::Engine as _;
                    let bytes =
                        base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
                    let scheme = if dark { "dark" } else { "light" };
                    std::fs::write(shots.join(format!("{file}-{lang}-{width}-{scheme}.png")), bytes).unwrap();
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    println!("axe: nothing in {} languages, light and dark, at 320 and 1280 pixels", TONGUES.len());
}
