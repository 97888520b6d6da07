//! The head and the foot of the first sheet: who writes, with a picture at the head, a logo, telephone and bank.

use super::*;

/// The boxes of words that begin with this one.
fn places(page: &Page, text: &str) -> Vec<Rect> {
    page.words.iter().filter(|word| word.text == text).map(|word| word.at).collect()
}

/// A letterhead as wide as the sheet.
const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="800" height="240">
<rect x="2" y="2" width="796" height="236" fill="none" stroke="black"/></svg>"#;

#[test]
fn the_senders_lines_stay_under_a_picture_unless_it_holds_them() {
    let config = "[profile.branch]\nkind = \"union\"\norganisation = \"Dockers' Branch 7\"\nname = \"Jo O'Neill\"\n\
                  email = \"jo@branch.nz\"\naddress = \"1 Quay\\nWellington\"\ncountry = \"NZ\"\nletterhead = \
                  \"head.svg\"\nour_ref = \"K 7/26\"\n";
    for (layout, ..) in WINDOWS {
        for (more, lines) in [("", 1), ("letterhead_has_sender = true\n", 0)] {
            let world = world().config(&format!("{config}{more}"));
            std::fs::write(world.path("../home/.config/outcry/head.svg"), HEAD).unwrap();
            let line = format!("write harbour --profile branch --to aq-court --layout {layout}");
            let pages = made(&world, &line);
            sheets::sound(&pages, layout, &line);
            let page = &pages[0];
            let head = page.lines.iter().find(|line| line.width() > 45.0 && line.height() > 10.0).unwrap();
            assert_eq!(places(page, "jo@branch.nz").len(), lines, "{layout}");
            for word in &page.words {
                assert!(head.intersect(word.at).area() < 0.1, "{layout}: {word:?} stands on the picture {head:?}");
            }
            assert!(page.text().contains("Our ref: K 7/26"), "{layout}");
        }
    }
}

#[test]
fn a_private_letter_has_its_head_where_din_puts_it() {
    let line = "write harbour --name \"Jo Smith\" --email jo@family.nz --address \"1 Quay\nWellington\" --country NZ \
                --to aq-court";
    for (layout, lowest) in [("din5008-a", 27.0), ("din5008-b", 45.0)] {
        let private = &made(&world(), &format!("{line} --layout {layout} --our-ref K"))[0];
        let email = places(private, "jo@family.nz")[0];
        assert!(email.x0 < 26.0 && email.y1 < lowest, "{layout}: {email:?}");
        assert!(places(private, "K")[0].x0 > 124.0, "{layout}: a reference stands beside the address");
        let branch = &made(&world(), &format!("{BRANCH} --to aq-court --layout {layout}"))[0];
        assert!(places(branch, "jo@branch.nz")[0].x0 > 124.0, "{layout}");
        // Who has no room there stands beside the address.
        let many =
            line.replace("1 Quay", "House of the Winds\nStair 7\nThe Old Ropewalk\n1 Quay\nHarbour\nTe Aro\nOld Town");
        let many = &made(&world(), &format!("{many} --layout {layout}"))[0];
        assert!(places(many, "jo@family.nz")[0].x0 > 124.0, "{layout}");
    }
}

#[test]
fn the_senders_country_is_named_abroad_alone() {
    let office = r#"
[[office]]
id = "nz-office"
kind = "court"
country = "NZ"
names.en = "Court of Wellington"

[[office.channel]]
type = "post"
value = "2 Quay\nWellington"
source = "https://office.example/"
"#;
    let world = World::new().recipients(&format!("{OFFICES}{office}")).campaign(
        "harbour",
        HARBOUR,
        &[("en", ENGLISH), ("ru", RUSSIAN)],
    );
    for (flags, country, times) in [
        ("--to aq-court --layout din5008-b", "ZEALAND", 2),
        ("--to aq-court --layout us10", "ZEALAND", 1),
        ("--to nz-office", "ZEALAND", 0),
        ("--to aq-court --envelope c6", "ZEALAND", 1),
        ("--to aq-court --lang ru --layout uk-dl", "ЗЕЛАНДИЯ", 1),
    ] {
        let page = &made(&world, &format!("{BRANCH} {flags}"))[0];
        assert_eq!(places(page, country).len(), times, "{flags}: {}", page.text());
        std::fs::remove_file(world.path("letter.pdf")).unwrap();
    }
    let given = BRANCH.replace("Wellington\"", "Wellington\nNew Zealand\"");
    assert_eq!(places(&made(&world, &format!("{given} --to aq-court --layout us10"))[0], "ZEALAND").len(), 0);
}

#[test]
fn a_logo_stands_beside_the_lines_and_numbers_at_the_foot() {
    let config = "[me]\nkind = \"union\"\norganisation = \"Dockers' Branch 7\"\nname = \"Jo O'Neill\"\ncountry = \
                  \"NZ\"\naddress = \"1 Quay\\nWellington\"\nlogo = \"logo.svg\"\ntelephone = \"+64 4 555 01 00\"\nfax = \
                  \"+64 4 555 01 01\"\nweb = \"dockers.test\"\nbank = \"Harbour Bank, IBAN AQ12 3456\"\n";
    let words = "This is a sentence of our own that makes the letter longer than one page. ".repeat(53);
    for (layout, ..) in WINDOWS {
        let world = world().config(config).file("words.md", &words);
        std::fs::write(world.path("../home/.config/outcry/logo.svg"), SIGNATURE).unwrap();
        let line = format!("write harbour --to aq-court --own-words @words.md --layout {layout}");
        let pages = made(&world, &line);
        let foot = "Telephone: +64 4 555 01 00 · Fax: +64 4 555 01 01 · dockers.test · Harbour Bank, IBAN AQ12 3456";
        assert!(pages[0].text().contains(foot), "{layout}: {}", pages[0].text());
        assert!(!pages[1].text().contains("IBAN"), "{layout}");
        let at = places(&pages[0], "IBAN")[0];
        assert!(at.y0 > pages[0].height - 20.0 && at.y1 < pages[0].height - 5.0, "{layout}: {at:?}");
        let logo =
            pages[0].lines.iter().find(|line| (15.0..21.0).contains(&line.width()) && line.height() > 0.5).unwrap();
        let beside = |name: &Rect| (0.0..5.0).contains(&(name.x0 - logo.x1));
        assert!(places(&pages[0], "Wellington").iter().any(beside), "{layout}: {logo:?}");
        // Somebody else's letter has none of it.
        std::fs::remove_file(world.path("letter.pdf")).unwrap();
        let other = made(&world, &format!("{line} --organisation \"Cooks' Branch\""));
        assert!(!other[0].text().contains("IBAN"), "{layout}");
    }
    let long = config
        .replace("dockers.test", &"dockers ".repeat(14))
        .replace("Harbour Bank", &"Harbour Bank ".repeat(8))
        .replace("+64 4 555 01", &"+64 4 555 ".repeat(11));
    let world = world().config(&long);
    std::fs::write(world.path("../home/.config/outcry/logo.svg"), SIGNATURE).unwrap();
    let run = world.line("write harbour --to aq-court -f pdf -o x.pdf");
    assert!(run.code == 65 && run.says("has no room at the foot of the sheet"), "{run}");
}
