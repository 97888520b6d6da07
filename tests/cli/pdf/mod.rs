//! Letters on paper: what is on the page and where, read back by another library.

mod details;
mod labels;
pub mod profile;
pub mod reader;
mod sender;
pub mod sheets;

use std::io::Write;

use super::*;
use kurbo::Rect;
pub use reader::{Page, pages};

/// Windows as the standards have them, in millimetres: left, top, right, bottom; then the folds.
const WINDOWS: [(&str, [f64; 4], [f64; 2]); 7] = [
    ("din5008-a", [20.0, 27.0, 105.0, 72.0], [87.0, 192.0]),
    ("din5008-b", [20.0, 45.0, 105.0, 90.0], [105.0, 210.0]),
    ("us10", [22.2, 63.5, 111.1, 80.5], [93.1, 186.3]),
    ("uk-dl", [20.0, 57.0, 100.0, 81.0], [99.0, 198.0]),
    ("fr", [100.0, 35.0, 200.0, 80.0], [99.0, 198.0]),
    ("ch-right", [112.0, 45.0, 202.0, 90.0], [105.0, 210.0]),
    ("ch-left", [20.0, 35.5, 120.0, 80.5], [105.0, 210.0]),
];

const BRANCH: &str = "write harbour --kind union --organisation \"Dockers' Branch 7\" --name \"Jo O'Neill\" --role Secretary \
     --members 340 --email jo@branch.nz --address \"1 Quay\nWellington\" --country NZ";

/// An office with as many lines as an address may have.
const SIX_LINES: &str = r#"
[[office]]
id = "aq-archive"
kind = "court"
country = "AQ"
names.en = "State Archive of Antarctica"

[[office.channel]]
type = "post"
value = "Department of Letters\nBuilding 7, Entrance B\n12 Penguin Parade\n99123 South Pole"
source = "https://archive.example/"

[[office.channel]]
type = "fax"
value = "+6721234568"
source = "https://archive.example/"

[[office]]
id = "aq-long"
kind = "court"
country = "AQ"
names.en = "Office"

[[office.channel]]
type = "post"
value = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten"
source = "https://archive.example/"
"#;

fn world() -> World {
    World::new().recipients(&format!("{OFFICES}{SIX_LINES}")).campaign(
        "harbour",
        HARBOUR,
        &[("en", ENGLISH), ("ru", RUSSIAN), ("kk", KAZAKH)],
    )
}

const KAZAKH: &str = r#"+++
subject = "Ада Маршты босатуды сұраймыз"
salutation = "Құрметті ханымдар мен мырзалар!"
closing = "Құрметпен,"
demands = ["Ада Маршты босату."]
+++
{{Мен/Біз}}, {{signatory}}, ереуілге шыққаны үшін ұсталған Ада Марш (Ada Marsh) туралы жазып {{отырмын/отырмыз}}: Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі.

{{#if own_words}}
{{own_words}}
{{/if}}

{{#each demands}}
- {{this}}
{{/each}}
"#;

#[track_caller]
fn made(world: &World, line: &str) -> Vec<Page> {
    let run = world.line(&format!("{line} -f pdf -o letter.pdf"));
    assert_eq!(run.code, 0, "{run}");
    pages(std::fs::read(world.path("letter.pdf")).unwrap())
}

/// No two words may stand on each other.
#[track_caller]
pub fn apart(page: &Page) {
    for (index, word) in page.words.iter().enumerate() {
        for other in &page.words[index + 1..] {
            let shared = word.at.intersect(other.at);
            assert!(shared.width() < 0.2 || shared.height() < 0.2, "{word:?} stands on {other:?}");
        }
    }
}

/// Letters and digits alone: line ends, hyphens and marks of lists differ between paper and text.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[test]
fn the_address_shows_in_the_window_and_nothing_else_does() {
    for (layout, window, folds) in WINDOWS {
        let address = if layout == "us10" { "aq-court" } else { "aq-archive" };
        let world = world();
        let pages = made(&world, &format!("{BRANCH} --to {address} --layout {layout}"));
        let page = &pages[0];
        let [left, top, right, bottom] = window;
        let inside = |at: Rect| at.x0 >= left && at.y0 >= top && at.x1 <= right && at.y1 <= bottom;
        let touches = |at: Rect| at.x0 < right && at.y0 < bottom && at.x1 > left && at.y1 > top;
        let shown: Vec<&str> =
            page.words.iter().filter(|word| touches(word.at)).map(|word| word.text.as_str()).collect();
        let back = "Dockers’ Branch 7 · 1 Quay · Wellington · NEW ZEALAND ";
        let back = if layout.starts_with("din") || layout.starts_with("ch") { back } else { "" };
        let wanted = match address {
            "aq-court" => "Court of Antarctica 1 Ice Street South Pole ANTARCTICA",
            _ => {
                "State Archive of Antarctica Department of Letters Building 7, Entrance B 12 Penguin Parade 99123 South \
                 Pole ANTARCTICA"
            }
        };
        assert_eq!(shown.join(" "), format!("{back}{wanted}"), "{layout}");
        for word in page.words.iter().filter(|word| touches(word.at)) {
            assert!(inside(word.at), "{layout}: {word:?}");
        }
        apart(page);
        for fold in folds {
            let marked = page.lines.iter().any(|line| line.x1 < 12.0 && (line.y0 - fold).abs() < 0.5);
            assert!(marked, "{layout}: no mark at {fold}: {:?}", page.lines);
        }
        let paper = if layout == "us10" { (215.9, 279.4) } else { (210.0, 297.0) };
        assert!((page.width - paper.0).abs() < 0.1 && (page.height - paper.1).abs() < 0.1, "{layout}");
    }
}

#[test]
fn the_line_of_the_sender_stands_clear_of_the_address() {
    let long = "--name \"Federation of Dockers, Seafarers and Warehouse Workers, Branch 7\" --address \"1 Old Customs Quay\nWellington\"";
    for who in ["--name \"Jo Smith\" --address \"1 Quay\nWellington\"", long] {
        for layout in ["din5008-a", "din5008-b", "ch-right", "ch-left"] {
            let world = world();
            let pages = made(&world, &format!("write harbour {who} --country NZ --to aq-court --layout {layout}"));
            let address = pages[0].words.iter().find(|word| word.text == "Antarctica").unwrap().at;
            let underline = |line: &&Rect| line.x0 > 20.0 && line.y1 < address.y0;
            let lowest = pages[0].lines.iter().filter(underline).map(|line| line.y1).fold(0.0, f64::max);
            assert!(lowest > 30.0 && address.y0 - lowest > 2.0, "{layout}: {lowest}, {address:?}");
            apart(&pages[0]);
        }
    }
}

#[test]
fn an_address_keeps_its_order_in_a_letter_from_right_to_left() {
    let hebrew = ENGLISH.replace("Dear Madam or Sir,", "שלום רב,");
    let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("he", &hebrew)]);
    let who = "--name \"Jo Smith\" --country NZ --address \"12 Quay Street\nWellington\"";
    let pages = made(&world, &format!("write harbour {who} --to aq-court --lang he"));
    let left = |text: &str| pages[0].words.iter().find(|word| word.text == text).unwrap().at.x0;
    assert!(left("1") < left("Ice"), "the office's house number stands before its street");
    assert!(left("12") < left("Quay"), "and so does the sender's");
    assert!(left("Release") > 100.0, "the text begins on the right");
}

#[test]
fn what_ends_a_letter_stays_together() {
    let sentence = "A line of our own that fills the sheet a little further down to its end, and then on. ";
    for sentences in 4..24 {
        let world = world().file("words.md", &sentence.repeat(sentences));
        let line = format!("{BRANCH} --to aq-court --copy-to copies@dockers.test --own-words @words.md");
        let pages = made(&world, &line);
        let last = pages.last().unwrap().text();
        for end in ["Yours faithfully,", "Secretary", "Copy to: copies@dockers.test"] {
            assert!(last.contains(end), "{sentences}: {end} is not in {last}");
        }
        let before = last.split("Yours faithfully,").next().unwrap();
        assert!(before.split_whitespace().count() > 8, "{sentences}: no text stands over the closing: {last}");
    }
}

#[test]
fn the_text_is_the_letter_in_both_voices_and_three_alphabets() {
    let words = "First of three paragraphs, long enough to run over the end of a line, and then on to the next one, twice.\
                 \n\nSecond: 5 > 3 & so on.\n\nThird.";
    for (line, language) in [
        (BRANCH, "en"),
        ("write harbour --name \"Jo Smith\" --country NZ", "en"),
        ("write harbour --name \"Жанна Ёлкина\" --country KZ", "ru"),
        ("write harbour --name \"Әлия Құрманғазықызы Өтеген\" --country KZ", "kk"),
    ] {
        let world = world().file("words.md", words);
        let line = format!("{line} --to aq-court --lang {language} --own-words @words.md");
        let text = world.line(&line).stdout;
        let pages = made(&world, &line);
        let printed: String = pages.iter().map(Page::text).collect();
        // Addressee and date stand in another order on paper; from the subject on all is the same.
        let wanted: Vec<String> = text.split("\n\n").skip(2).map(bare).collect();
        let printed = bare(&printed);
        let mut rest = printed.as_str();
        for paragraph in wanted.iter().take(wanted.len() - 1) {
            let paragraph = paragraph.strip_prefix("Subject").or(paragraph.strip_prefix("Тема")).unwrap_or(paragraph);
            let paragraph = paragraph.strip_prefix("Тақырыбы").unwrap_or(paragraph);
            let at = rest.find(paragraph).unwrap_or_else(|| panic!("{language}: {paragraph} is not in {rest}"));
            rest = &rest[at + paragraph.len()..];
        }
        assert!(!printed.contains('\u{fffd}'));
    }
}

#[test]
fn a_name_that_looks_like_markup_is_set_as_it_is_written() {
    let hostile = "#read(\"/etc/passwd\") *b* @x = H $1$ `c` \\u{41} -- ... // /* ~ #{1}";
    let world = world();
    let arguments = [
        "write",
        "harbour",
        "--kind",
        "union",
        "--organisation",
        hostile,
        "--country",
        "NZ",
        "--to",
        "aq-court",
        "-f",
        "pdf",
        "-o",
        "x.pdf",
    ];
    let run = world.run(&arguments);
    assert_eq!(run.code, 0, "{run}");
    let pages = pages(std::fs::read(world.path("x.pdf")).unwrap());
    let text = pages[0].text();
    let set = hostile.replacen('"', "“", 1).replacen('"', "”", 1);
    assert_eq!(text.matches(&set).count(), 3, "{text}");
}

#[test]
fn long_letters_go_on_with_name_date_and_number() {
    let words = "This is a sentence of our own that makes the letter longer than one page. ".repeat(53);
    let world = world().file("words.md", &words);
    let name = "Wilhelmina Konstantinopolskaya-Wolfeschlegelsteinhausenbergerdorff";
    let pages =
        made(&world, &format!("write harbour --name \"{name}\" --country NZ --to aq-court --own-words @words.md"));
    assert_eq!(pages.len(), 2);
    assert!(pages[1].text().starts_with("Court of Antarctica, 23 November 2026 Page 2 of 2 "), "{}", pages[1].text());
    assert!(pages[1].text().ends_with(&format!("Yours faithfully, {name}")), "{}", pages[1].text());
    for page in &pages {
        apart(page);
        let margin = Rect::new(24.5, 15.0, page.width - 19.0, page.height - 20.0);
        for word in &page.words {
            assert!(margin.contains_rect(word.at), "{word:?} runs out of the text");
        }
    }
}

#[test]
fn equal_letters_are_equal_files_with_title_language_and_tags() {
    let world = world();
    for file in ["a.pdf", "b.pdf"] {
        assert_eq!(world.line(&format!("{BRANCH} --to aq-court -f pdf -o {file}")).code, 0);
    }
    let bytes = std::fs::read(world.path("a.pdf")).unwrap();
    assert!(bytes == std::fs::read(world.path("b.pdf")).unwrap(), "the same letter, other bytes");
    let text = String::from_utf8_lossy(&bytes);
    for mark in
        ["/Title(Release Ada Marsh)", "/Lang(en)", "/Marked true", "<pdfuaid:part>1<", "/StructTreeRoot", "/FontFile3"]
    {
        assert!(text.contains(mark), "{mark} is missing");
    }
    assert!(!text.contains("/Suspects"), "poppler complains of the entry");
    assert_eq!(world.line(&format!("{BRANCH} --to aq-court -f pdf -o c.pdf --pdf-a")).code, 0);
    let archive = std::fs::read(world.path("c.pdf")).unwrap();
    assert!(String::from_utf8_lossy(&archive).contains("<pdfaid:part>2<"), "it is for archives");
}

#[test]
fn an_address_that_has_no_room_is_told_by_its_line() {
    agreed!("pdf_address_too_long", world().line(&format!("{BRANCH} --to aq-long -f pdf -o x.pdf")));
    agreed!("pdf_six_lines_us10", world().line(&format!("{BRANCH} --to aq-archive -f pdf -o x.pdf --layout us10")));
}

#[test]
fn what_to_do_about_an_address_is_said_of_a_list_too() {
    let world = world().file("list.csv", "name,country,consent\nJo Smith,NZ,yes\nKim Lee,US,yes\n");
    agreed!("pdf_list_no_room", world.line("write harbour --signatories list.csv --to aq-archive -f pdf -o out/"));
    assert!(!world.path("out").exists());
}

/// A PNG that says how large it is, and then breaks off.
fn broken_png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 1, 2, 3, 4]);
    bytes
}

#[test]
fn pictures_are_looked_at_before_they_are_unpacked() {
    for (name, bytes) in [
        ("pixels", broken_png(8000, 5000)),
        ("coarse", broken_png(40, 20)),
        ("damaged", broken_png(800, 300)),
        ("kind", b"GIF89a\x01\x00\x01\x00".to_vec()),
        ("empty", Vec::new()),
        ("nested", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>".to_vec()),
    ] {
        let world = world().bytes("signature", &bytes);
        let run = world.line(&format!("{BRANCH} --to aq-court -f pdf -o x.pdf --signature signature"));
        agreed!(format!("pdf_signature_{name}"), run);
        assert!(!world.path("x.pdf").exists());
    }
    agreed!(
        "pdf_no_picture",
        world().line(&format!("{BRANCH} --to aq-court -f pdf -o x.pdf --letterhead none.png --layout dl"))
    );
}

/// A drawing program writes where an SVG comes from; that is no picture inside it.
#[test]
fn a_picture_must_be_a_file_that_is_whole() {
    let drawn = format!("<!-- {} -->{SIGNATURE}", "<dc:format>image/svg+xml</dc:format> background-image.png");
    let world = world().file("drawn.svg", &drawn).file("half.svg", &SIGNATURE[..90]);
    made(&world, &format!("{BRANCH} --to aq-court --signature drawn.svg"));
    std::fs::create_dir(world.path("folder.png")).unwrap();
    let line = format!("{BRANCH} --to aq-court -f pdf -o x.pdf");
    agreed!("pdf_no_whole_pictures", world.line(&format!("{line} --signature half.svg --letterhead folder.png")));
}

#[test]
#[cfg(unix)]
fn a_pipe_for_a_picture_is_not_waited_for() {
    let world = world();
    assert!(std::process::Command::new("mkfifo").arg(world.path("pipe.png")).status().unwrap().success());
    let run = world.line(&format!("{BRANCH} --to aq-court -f pdf -o x.pdf --signature pipe.png"));
    assert!(run.code == 65 && run.says("--signature pipe.png: not a file"), "{run}");
}

/// One stroke of a pen.
pub const SIGNATURE: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='60'><path d='M0 30 L200 40' stroke='black'/></svg>";

/// How many such strokes there are.
pub fn strokes(pages: &[Page]) -> usize {
    let lines = pages.iter().flat_map(|page| &page.lines);
    lines.filter(|line| line.width() > 50.0 && line.height() > 1.0).count()
}

#[test]
fn a_signature_stands_between_closing_and_name() {
    let world = world().file("signature.svg", SIGNATURE);
    let pages = made(&world, &format!("{BRANCH} --to aq-court --signature signature.svg"));
    let of = |text: &str| pages[0].words.iter().rfind(|word| word.text == text).unwrap_or_else(|| panic!("{text}")).at;
    let between = |line: &&Rect| line.y0 > of("faithfully,").y1 && line.y1 < of("O’Neill").y0 && line.width() > 50.0;
    assert_eq!(pages[0].lines.iter().filter(between).count(), 1, "{:?}", pages[0].lines);
}

#[test]
fn every_office_gets_a_file_and_every_row_too() {
    let run = world().line(&format!("{BRANCH} -f pdf -o out/"));
    agreed!("pdf_folder", run);
    let world = world().file("list.csv", "name,country,consent\nJo Smith,NZ,yes\nКим Ли,KZ,yes\n");
    agreed!("pdf_list", world.line("write harbour --signatories list.csv --to aq-court -f pdf -o out/"));
    let files = std::fs::read_dir(world.path("out")).unwrap().count();
    assert_eq!(files, 2);
    agreed!("pdf_screen", world.line(&format!("{BRANCH} -f pdf")));
}

#[test]
fn one_file_has_every_letter_on_sheets_of_its_own() {
    let long = "This is a sentence that makes one of the letters longer than the others by a page. ".repeat(47);
    let list = format!(
        "name,country,consent,own words\nJo Smith,NZ,yes,\nЖанна Ёлкина,DE,yes,\nKim Lee,NZ,yes,{long}\nÅsa (12 0 R) Öberg,US,yes,\n"
    );
    let world = world().file("list.csv", &list);
    let line = "write harbour --signatories list.csv --to aq-court --embassy none -f pdf";
    let run = world.line(&format!("{line} --one-file -o all.pdf"));
    assert_eq!(run.code, 0, "{run}");
    agreed!("pdf_one_file", format!("{run}── all.csv\n{}", world.read("all.csv")));
    let bytes = std::fs::read(world.path("all.pdf")).unwrap();
    assert_eq!(world.line(&format!("{line} -o again.pdf")).code, 0);
    assert!(bytes == std::fs::read(world.path("again.pdf")).unwrap(), "the same letters, other bytes");
    let pages = pages(bytes);
    let begins = |page: usize, name: &str| {
        assert!(pages[page].text().starts_with(name) && pages[page].text().contains("Dear Madam"), "{name}");
        apart(&pages[page]);
    };
    begins(0, "Jo Smith");
    begins(2, "Жанна Ёлкина");
    begins(4, "Kim Lee");
    begins(6, "Åsa (12 0 R) Öberg");
    assert_eq!(pages.len(), 7);
    assert!(pages[1].words.is_empty() && pages[3].words.is_empty());
    assert!(pages[5].text().starts_with("Court of Antarctica, 23 November 2026 Page 2 of 2 "), "{}", pages[5].text());
    assert!((pages[6].width - 215.9).abs() < 0.1, "each letter has the paper of its country");
    agreed!("pdf_one_file_there", world.line(&format!("{line} -o all.pdf")));
}

/// A whole PNG, which can be seen through.
fn png(width: u32, height: u32) -> Vec<u8> {
    let row = [vec![0], [0, 0, 90, 128].repeat(width as usize)].concat();
    let rows = row.repeat(height as usize);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&rows).unwrap();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", head), (b"IDAT", packed.finish().unwrap()), (b"IEND", Vec::new())] {
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&content);
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        bytes.extend([&kind[..], &content, &sum.sum().to_be_bytes()].concat());
    }
    bytes
}

#[test]
fn a_long_file_holds_fonts_and_pictures_once() {
    let row = |row: usize| {
        let name = if row > 105 { "Жанна Ё" } else { "Jo Sm" };
        format!("{name}{}{},NZ,yes\n", "i".repeat(row % 11), "e".repeat(row / 11))
    };
    let rows: String = (1..=110).map(row).collect();
    let world = world().file("list.csv", &format!("name,country,consent\n{rows}")).bytes("name.png", &png(400, 100));
    let line = "write harbour --signatories list.csv --to aq-court --embassy none -f pdf --signature name.png";
    for output in ["all.pdf", "made/"] {
        let run = world.line(&format!("{line} -o {output}"));
        assert_eq!(run.code, 0, "{run}");
    }
    let bytes = std::fs::read(world.path("all.pdf")).unwrap();
    let count = |what: &[u8]| bytes.windows(what.len()).filter(|bytes| *bytes == what).count();
    assert_eq!(count(b"/Subtype/CIDFontType0C"), 3, "upright, bold and slanted");
    assert_eq!(count(b"/Subtype/Image"), 2, "the picture and its mask");
    let pages = pages(bytes);
    for entry in std::fs::read_dir(world.path("made")).unwrap() {
        let path = entry.unwrap().path();
        let row: usize = path.file_name().unwrap().to_str().unwrap()[..6].parse().unwrap();
        let alone = reader::pages(std::fs::read(path).unwrap());
        assert_eq!(pages[(row - 2) * 2].text(), alone[0].text(), "row {row}");
    }
}

#[test]
fn more_letters_than_a_file_holds_make_volumes() {
    let rows: String = (1..=501).map(|row| format!("Jo Sm{}th,NZ,yes\n", "i".repeat(row % 40))).collect();
    let rows = rows.replace("Jo Smith", "Ann Bell");
    let rows: String = rows.lines().enumerate().map(|(row, line)| format!("{line},{row}@member.nz\n")).collect();
    let world = world().file("list.csv", &format!("name,country,consent,email\n{rows}"));
    let line = "write harbour --signatories list.csv --to aq-court --embassy none -f pdf -o all.pdf";
    let says = "501 letters make 2 files of at most 500 letters each: all-01.pdf to all-02.pdf.";
    let dry = world.line(&format!("{line} --dry-run"));
    assert!(dry.code == 0 && dry.says(says), "{dry}");
    assert!(!world.path("all-01.pdf").exists());
    std::fs::write(world.path("all-02.pdf"), "mine").unwrap();
    let in_the_way = world.line(line);
    assert!(in_the_way.code == 65 && in_the_way.says("all-02.pdf exists already"), "{in_the_way}");
    assert_eq!(world.read("all-02.pdf"), "mine");
    std::fs::remove_file(world.path("all-02.pdf")).unwrap();
    let run = world.line(line);
    assert!(run.code == 0 && run.says(says), "{run}");
    assert!(!world.path("all.pdf").exists());
    let list = world.read("all.csv");
    let listed: Vec<&str> = list.lines().collect();
    assert_eq!(listed.len(), 502);
    assert_eq!(listed[500], "500,aq-court,501,\"all-01.pdf\",999,1");
    assert_eq!(listed[501], "501,aq-court,502,\"all-02.pdf\",1,1");
    assert_eq!(pages(std::fs::read(world.path("all-01.pdf")).unwrap()).len(), 999);
    let second = pages(std::fs::read(world.path("all-02.pdf")).unwrap());
    assert!(second.len() == 1 && second[0].text().contains("500@member.nz"), "{}", second[0].text());
}

#[test]
fn a_row_whose_letter_has_no_room_is_left_out_with_its_reason() {
    let wide = "W".repeat(58);
    let list = format!("name,country,own_words,consent\nJo Smith,NZ,,yes\nKim Lee,NZ,{wide},yes\nAnn Bell,NZ,,yes\n");
    let world = world().file("list.csv", &list);
    let line = "write harbour --signatories list.csv --to aq-court -f pdf";
    let refused = world.line(&format!("{line} -o out/"));
    assert!(refused.code == 65 && refused.says("row 3: "), "{refused}");
    for (place, files) in [("out/", 2), ("all.pdf", 1)] {
        let run = world.line(&format!("{line} --skip-bad-rows --failed failed-{files}.csv -o {place}"));
        assert!(run.code == 0 && run.says("2 letters for 2 signatories"), "{run}");
        let failed = std::fs::read_to_string(world.path(&format!("failed-{files}.csv"))).unwrap();
        assert!(failed.contains("Kim Lee") && failed.contains("is wider than the sheet"), "{failed}");
        assert!(!failed.contains("row 3:") && failed.lines().count() == 2, "{failed}");
    }
}

#[test]
fn flags_that_nothing_would_come_of_are_refused() {
    let world = world();
    for (flags, says) in [
        ("-f html --layout fr", "--layout can be used only with -f pdf"),
        ("-f eml --signature s.png --one-file -o x.eml", "--signature, --one-file can be used only with -f pdf"),
        ("--layout fr -o x.txt", "invalid value \"x.txt\" for -o: a letter on paper is a PDF"),
        ("-f pdf -o letter.doc", "invalid value \"letter.doc\" for -o: outcry makes no .doc files"),
        ("-o letter.DOCX", "outcry makes no .DOCX files"),
        ("-f text --layout fr", "--layout can be used only with -f pdf"),
        ("-f pdf --one-file -o out/", "--one-file needs a file, not a folder"),
        ("-f pdf --envelope c6 --layout fr -o out/", "cannot be used with '--layout <NAME>'"),
    ] {
        let run = world.line(&format!("write harbour --name Jo --country GB --to aq-court {flags}"));
        assert!(run.code == 2 && run.says(says), "{flags}\n{run}");
    }
    assert!(!world.path("out").exists() && !world.path("x.txt").exists());
}

#[test]
fn letters_are_the_same_on_one_thread_and_on_two() {
    let rows: String = (1..=40).map(|row| format!("Jo Sm{}th,NZ,yes\n", "i".repeat(row))).collect();
    let files = |threads: &str| -> Vec<(String, Vec<u8>)> {
        let world = world().file("list.csv", &format!("name,country,consent\n{rows}"));
        let world = world.variable("RAYON_NUM_THREADS", threads);
        let run = world.line("write harbour --signatories list.csv --to aq-court --embassy none -f pdf -o made/");
        assert_eq!(run.code, 0, "{run}");
        let read = |entry: std::fs::DirEntry| {
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())
        };
        let mut files: Vec<_> =
            std::fs::read_dir(world.path("made")).unwrap().map(|entry| read(entry.unwrap())).collect();
        files.sort();
        files
    };
    let one = files("1");
    assert_eq!(one.len(), 40);
    assert!(one == files("2"), "the same letters, other bytes");
}

#[test]
fn a_fax_has_a_cover_that_counts_it() {
    let world = world();
    let pages = made(&world, &format!("{BRANCH} --to aq-archive --fax"));
    assert_eq!(
        pages[0].text(),
        "Fax To: State Archive of Antarctica Fax number: +672 123 4568 From: Dockers’ Branch 7 1 Quay Wellington NEW \
         ZEALAND jo@branch.nz Date and time: 23 November 2026 00:00 Pages, this one included: 2 Subject: Release Ada Marsh"
    );
    assert_eq!(pages.len(), 2);
    for page in &pages {
        apart(page);
        assert!(page.lines.is_empty(), "a fax is not folded");
    }
    agreed!("pdf_fax_none", world.line(&format!("{BRANCH} --to aq-council -f pdf --fax -o none.pdf")));
}

#[test]
fn envelopes_have_the_address_where_sorters_read_it() {
    for (size, width, height) in
        [("c6", 162.0, 114.0), ("c5", 229.0, 162.0), ("c4", 324.0, 229.0), ("dl", 220.0, 110.0), ("us10", 241.3, 104.8)]
    {
        let world = world();
        let pages = made(&world, &format!("{BRANCH} --to aq-archive --envelope {size}"));
        let [page] = pages.as_slice() else { panic!("{size}: {} pages", pages.len()) };
        assert!((page.width - width).abs() < 0.1 && (page.height - height).abs() < 0.1, "{size}");
        apart(page);
        let address = Rect::new(width * 0.4, 45.0, width - 15.0, height - 15.0);
        let inside: Vec<&str> =
            page.words.iter().filter(|word| address.contains_rect(word.at)).map(|word| word.text.as_str()).collect();
        assert!(inside.join(" ").starts_with("State Archive of Antarctica Department"), "{size}: {inside:?}");
        assert!(inside.ends_with(&["Pole", "ANTARCTICA"]), "{size}: {inside:?}");
        assert!(!page.text().contains('@'), "{size}: the sender's mailbox is nobody's business");
    }
}

#[test]
fn an_office_without_an_address_gets_a_letter_and_no_envelope() {
    let world = world().file("list.csv", "name,country,consent\nJo Smith,NZ,yes\nКим Ли,KZ,yes\n");
    agreed!("pdf_envelopes", world.line(&format!("{BRANCH} --to aq-court --to aq-council --envelope c6 -o one/")));
    let line = "write harbour --signatories list.csv --to aq-court --to aq-council --envelope c6";
    agreed!("pdf_envelopes_list", world.line(&format!("{line} -o list/")));
    assert_eq!(std::fs::read_dir(world.path("list")).unwrap().count(), 2);
    assert_eq!(world.line(&format!("{line} -o all.pdf")).code, 0);
    assert_eq!(pages(std::fs::read(world.path("all.pdf")).unwrap()).len(), 2);
    agreed!("pdf_envelopes_none", world.line(&format!("{BRANCH} --to aq-council --envelope c6 -o none.pdf")));
    let of_list = world.line("write harbour --signatories list.csv --to aq-council --envelope c6 -o none.pdf");
    assert!(
        of_list.code == 65 && of_list.says("none of these offices has a postal address or a known city"),
        "{of_list}"
    );
    assert_eq!(world.line(&format!("{BRANCH} --to aq-council -o letter.pdf")).code, 0);
}

#[test]
#[cfg(target_os = "linux")]
fn the_finished_file_is_opened_in_the_viewer() {
    use std::os::unix::fs::PermissionsExt;
    let world = world().file("bin/xdg-open", "#!/bin/sh\necho \"$1\" > opened\n");
    std::fs::set_permissions(world.path("bin/xdg-open"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", world.path("bin").display());
    let world = world.variable("PATH", &path);
    let run = world.line(&format!("{BRANCH} --to aq-court -f pdf -o letter.pdf --open"));
    assert_eq!(run.code, 0, "{run}");
    let opened = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        std::fs::read_to_string(world.path("opened")).ok().filter(|text| text.ends_with('\n'))
    });
    assert_eq!(opened.as_deref(), Some("letter.pdf\n"));
}
