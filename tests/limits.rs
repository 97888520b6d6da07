//! Files made to exhaust whoever reads them: each is refused or read within 30 seconds of processor time and 300 MB.
//!
//! The memory is the most that any run of the program in these tests took (`getrusage`).

#![cfg(unix)]
#![allow(clippy::too_many_lines, reason = "tables of files, one after another")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

#[path = "support/mod.rs"]
mod support;

use std::io::{Cursor, Write};
use std::sync::{Mutex, PoisonError};

use nix::sys::resource::{UsageWho, getrusage};
use support::outcry::{Run, World};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What is not bounded takes minutes, or does not end. The slowest of these files takes ten seconds of a slow processor.
const SECONDS_MOST: i64 = 30;
const KILOBYTES_MOST: i64 = 300 * 1024;

const TOML: &str = "title = \"T\"\nrecipients = [\"aq-court\"]\n[[office]]\nid = \"aq-court\"\nkind = \"court\"\ncountry = \"AQ\"\nnames.en = \"Court\"\n\
    [[office.channel]]\ntype = \"email\"\nvalue = \"court@court.test\"\nsource = \"https://court.example/\"\nchecked = 2026-10-02\n";
const EN: &str =
    "+++\nsubject = \"S\"\nsalutation = \"Dear all,\"\nclosing = \"Yours,\"\n+++\n{{I/We}}, {{signatory}}, protest.\n";

fn world() -> World {
    World::new().campaign("ice", TOML, &[("en", EN)])
}

/// Runs the program and holds it to both limits. Time is the processor's, since other tests run beside these.
#[track_caller]
fn bounded(what: &str, world: &World, line: &str) -> Run {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let used = || getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let seconds = || used().user_time().tv_sec() + used().system_time().tv_sec();
    let before = seconds();
    let run = world.line(line);
    let (took, kilobytes) = (seconds() - before, used().max_rss());
    assert!(took < SECONDS_MOST, "{what}: it took {took} s\n{run:.2000}");
    assert!(kilobytes < KILOBYTES_MOST, "{what}: a run took {kilobytes} kB\n{run:.2000}");
    run
}

/// A piece that many times. It is written out only where it is stored: what these tests hold in memory counts
/// as memory of the program they start.
fn times(count: usize, piece: &str) -> String {
    format!("\u{1}{count}\u{2}{piece}\u{3}")
}

fn write_out(text: &str, into: &mut impl Write) {
    let mut pieces = text.split('\u{1}');
    into.write_all(pieces.next().unwrap().as_bytes()).unwrap();
    for piece in pieces {
        let (count, rest) = piece.split_once('\u{2}').unwrap();
        let (piece, after) = rest.split_once('\u{3}').unwrap();
        let count: usize = count.parse().unwrap();
        let at_once = count.min(10_000);
        let chunk = piece.repeat(at_once);
        (0..count / at_once).for_each(|_| into.write_all(chunk.as_bytes()).unwrap());
        into.write_all(piece.repeat(count % at_once).as_bytes()).unwrap();
        into.write_all(after.as_bytes()).unwrap();
    }
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        write_out(text, &mut archive);
    }
    archive.finish().unwrap().into_inner()
}

fn plain(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_out(text, &mut bytes);
    bytes
}

const HEAD: &str = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Name</text:p></table:table-cell></table:table-row>";

/// An ODS whose table holds these rows below its header.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">{HEAD}{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ])
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An XLSX with these rows, texts and styles.
fn xlsx(rows: &str, strings: &str, styles: &str) -> Vec<u8> {
    let header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Name</t></is></c></row>";
    book("<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>", &format!("{header}{rows}"), strings, styles)
}

/// An XLSX with these sheets, all of one part.
fn book(sheets: &str, rows: &str, strings: &str, styles: &str) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>")
    };
    packed(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &format!("<workbook xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/styles.xml", &format!("<styleSheet>{styles}</styleSheet>")),
        ("xl/sharedStrings.xml", &format!("<sst {strings}</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ])
}

const CELL: &str = "<table:table-cell office:value-type=\"string\"><text:p>Jo</text:p></table:table-cell>";

#[test]
fn no_list_exhausts_the_program() {
    let million = 1_000_000;
    let cell = |inside: &str| {
        format!(
            "<table:table-row><table:table-cell office:value-type=\"string\">{inside}</table:table-cell></table:table-row>"
        )
    };
    let deep = |count: usize| format!("{}{}", times(count, "<text:span>"), times(count, "</text:span>"));
    let shared =
        |count: usize, text: &str| format!("uniqueCount=\"1\">{}", times(count, &format!("<si><t>{text}</t></si>")));
    let inline = |text: &str| format!("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    let no_strings = || ">".to_owned();
    for (what, name, bytes, says) in [
        (
            "a thousand million spaces",
            "a.ods",
            ods(&cell("<text:p>Jo<text:s text:c=\"1000000000\"/></text:p>")),
            "too large once unpacked",
        ),
        (
            "many spaces",
            "a.ods",
            ods(&cell(&times(100_000, "<text:s text:c=\"1000000\"/>"))),
            "too large once unpacked",
        ),
        (
            "a wide row",
            "a.ods",
            ods(
                "<table:table-row><table:table-cell table:number-columns-repeated=\"4000000000\" office:value-type=\"string\"><text:p>Jo</text:p></table:table-cell></table:table-row>",
            ),
            "row 2 is too long",
        ),
        (
            "a row a million times",
            "a.ods",
            ods(&format!("<table:table-row table:number-rows-repeated=\"4000000000\">{CELL}</table:table-row>")),
            "too large once unpacked",
        ),
        (
            "rows of a thousand cells",
            "a.ods",
            ods(
                "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"1000\" office:value-type=\"string\"><text:p>Jo</text:p></table:table-cell></table:table-row>",
            ),
            "too large once unpacked",
        ),
        (
            "empty rows without end",
            "a.ods",
            ods(&times(1000, "<table:table-row table:number-rows-repeated=\"4000000000\"/>")),
            "no row can be used",
        ),
        ("a cell in cells", "a.ods", ods(&cell(&deep(100_000))), "too large once unpacked"),
        (
            "a giant cell",
            "a.ods",
            ods(&cell(&format!("<text:p>{}</text:p>", times(60 * million, "x")))),
            "too large once unpacked",
        ),
        (
            "a cell of many pieces",
            "a.ods",
            ods(&cell(&times(5 * million, "<text:p>xxxxxxxxxx</text:p>"))),
            "too large once unpacked",
        ),
        ("a table that never ends", "a.ods", ods("<!--").split_off(0), "cannot be read"),
        ("entities", "a.ods", ods(&cell("<text:p>&lol;</text:p>")), "&lol; is not known"),
        (
            "a shared text of many cells",
            "a.xlsx",
            xlsx(&times(million, "<row><c t=\"s\"><v>0</v></c></row>"), &shared(1, &"x".repeat(30_000)), ""),
            "too large once unpacked",
        ),
        ("many shared texts", "a.xlsx", xlsx("", &shared(8 * million, "x"), ""), "too large once unpacked"),
        ("long shared texts", "a.xlsx", xlsx("", &shared(6000, &"x".repeat(30_000)), ""), "too large once unpacked"),
        (
            "texts counted in advance, for which no room is made",
            "a.xlsx",
            xlsx("", "uniqueCount=\"999999999999999999\"><si><t>x</t></si>", ""),
            "no row can be used",
        ),
        (
            "many styles",
            "a.xlsx",
            xlsx("", &no_strings(), &format!("<cellXfs>{}</cellXfs>", times(10 * million, "<xf/>"))),
            "too large once unpacked",
        ),
        (
            "a giant cell",
            "a.xlsx",
            xlsx(&inline(&times(60 * million, "x")), &no_strings(), ""),
            "too large once unpacked",
        ),
        (
            "a cell of many pieces",
            "a.xlsx",
            xlsx(
                &format!(
                    "<row><c t=\"inlineStr\"><is>{}</is></c></row>",
                    times(5 * million, "<r><t>xxxxxxxxxx</t></r>")
                ),
                &no_strings(),
                "",
            ),
            "too large once unpacked",
        ),
        (
            "a far corner",
            "a.xlsx",
            xlsx("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", &no_strings(), ""),
            "row 1048576 is too long",
        ),
        ("elements in elements", "a.xlsx", xlsx(&times(million, "<x>"), &no_strings(), ""), "too large once unpacked"),
        (
            "many sheets of one part",
            "a.xlsx",
            book(&times(50_000, "<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>"), &times(million, "<row/>"), ">", ""),
            "too large once unpacked",
        ),
        (
            "empty cells",
            "a.xlsx",
            xlsx(&format!("<row r=\"2\">{}</row>", times(25 * million, "<c/>")), &no_strings(), ""),
            "too large once unpacked",
        ),
        (
            "300 MB of nothing",
            "a.xlsx",
            packed(&[("xl/workbook.xml", &times(300 * million, " "))]),
            "too large once unpacked",
        ),
        ("a giant cell", "a.csv", plain(&format!("Name\n{}\n", times(20 * million, "x"))), "row 2 is too long"),
        (
            "a quotation mark never closed",
            "a.csv",
            plain(&format!("Name\n\"{}", times(5 * million, "Jo\n"))),
            "row 2 is too long",
        ),
        ("columns", "a.csv", plain(&format!("Name{}\nJo\n", times(400_000, ",x"))), "columns"),
    ] {
        let world = world().bytes(name, &bytes);
        drop(bytes);
        let run = bounded(
            &format!("{name}: {what}"),
            &world,
            &format!("write ice --all-consented --signatories {name} --dry-run"),
        );
        assert!(run.code == 65 && run.stderr.contains(says), "{name}: {what}\n{run:.2000}");
    }
}

/// A PNG of this size and kind with these chunks before its end.
fn png(width: u32, height: u32, depth: u8, colour: u8, chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat();
    let all = std::iter::once((b"IHDR", header)).chain(chunks.iter().cloned()).chain([(b"IEND", Vec::new())]);
    for (kind, data) in all {
        bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&data);
        bytes.extend([&kind[..], &data, &sum.sum().to_be_bytes()].concat());
    }
    bytes
}

/// That many zeros, packed.
fn deflated(count: usize) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    (0..count / 10_000).for_each(|_| packed.write_all(&[0; 10_000]).unwrap());
    packed.finish().unwrap()
}

#[cfg(feature = "pdf")]
#[test]
fn no_picture_exhausts_the_program() {
    let svg = |inside: &str| {
        plain(&format!("<svg xmlns='http://www.w3.org/2000/svg' width='200' height='60'>{inside}</svg>"))
    };
    let profile = |count| [&b"icc\0\0"[..], &deflated(count)].concat();
    let text = |count| [&b"Comment\0\x01\0\0\0"[..], &deflated(count)].concat();
    let pixels = |count| (b"IDAT", deflated(count));
    let laughs: String =
        (1..9).map(|n| format!("<g id='l{n}'>{}</g>", format!("<use href='#l{}'/>", n - 1).repeat(10))).collect();
    // Each pass goes over all pixels of a picture of 20 million in forty bytes.
    let passes = {
        let frame = b"\xff\xc2\x00\x11\x08\x10\x00\x12\x00\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00";
        let scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00\xff\xda";
        [&b"\xff\xd8"[..], frame, &scan.repeat(100_000), b"\xff\xd9"].concat()
    };
    for (what, name, bytes, says) in [
        (
            "a giant profile",
            "s.png",
            png(400, 200, 8, 2, &[(b"iCCP", profile(300_000_000)), pixels(240_200)]),
            "colour profile or a text in it is too large",
        ),
        (
            "a giant text",
            "s.png",
            png(400, 200, 8, 2, &[(b"iTXt", text(300_000_000)), pixels(240_200)]),
            "colour profile or a text in it is too large",
        ),
        ("many pixels", "s.png", png(60_000, 60_000, 8, 0, &[pixels(10_000)]), "60000 by 60000 pixels"),
        ("deep pixels", "s.png", png(4000, 4000, 16, 6, &[pixels(10_000)]), "unpacks to more than 64 MB"),
        ("more than its pixels", "s.png", png(400, 200, 8, 2, &[pixels(300_000_000)]), ""),
        ("many passes", "s.jpg", passes, "JPEG of too many passes"),
        (
            "a filter",
            "s.svg",
            svg(
                "<filter id='f'><feTurbulence baseFrequency='.01' numOctaves='10000000'/></filter><rect width='9999' height='9999' filter='url(#f)'/>",
            ),
            "SVG with `filter`",
        ),
        (
            "copies of copies",
            "s.svg",
            svg(&format!("<g id='l0'><rect width='1'/></g>{laughs}<use href='#l8'/>")),
            "draws too much",
        ),
        ("elements", "s.svg", svg(&times(1_000_000, "<g/>")), "draws too much"),
        (
            "elements in elements",
            "s.svg",
            svg(&format!("{}{}", times(50_000, "<g>"), times(50_000, "</g>"))),
            "draws too much",
        ),
        (
            "a long path",
            "s.svg",
            svg(&format!("<path id='p' d='M0 0{}'/>{}", times(400_000, "L1 1"), times(1000, "<use href='#p'/>"))),
            "draws too much",
        ),
        (
            "entities",
            "s.svg",
            plain(
                "<!DOCTYPE svg [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>",
            ),
            "SVG with `<!ENTITY`",
        ),
    ] {
        let world = world().bytes(name, &bytes);
        let run = bounded(
            &format!("{name}: {what}"),
            &world,
            &format!("write ice -f pdf -o out.pdf --name Jo --country NZ --signature {name}"),
        );
        assert!(run.code != 101 && run.stderr.contains(says), "{name}: {what}\n{run:.2000}");
    }
    // What is just within the limits.
    for (what, name, bytes) in [
        ("colours and transparency", "s.png", png(4000, 4000, 8, 6, &[pixels(64_010_000)])),
        ("a long path", "s.svg", svg(&format!("<path d='M0 0{}'/>", times(500_000, "L1 1")))),
        ("many shapes", "s.svg", svg(&times(50_000, "<rect width='1' height='1'/>"))),
        ("much text", "s.svg", svg(&format!("<text y='20'>{}</text>", times(2_000, "xy")))),
    ] {
        let world = world().bytes(name, &bytes);
        let run = bounded(
            &format!("{name}: {what}"),
            &world,
            &format!("write ice -f pdf -o out.pdf --name Jo --country NZ --signature {name}"),
        );
        assert_ne!(run.code, 101, "{name}: {what}\n{run:.2000}");
    }
}

#[test]
fn no_mailbox_campaign_or_device_exhausts_the_program() {
    let from = "From jo@union.test Sat Jan  3 01:05:34 2026\n";
    let report =
        "From: <mailer-daemon@mx.test>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n";
    for (what, mail) in [
        ("a mail in one line", format!("{from}From: a@b.test\nSubject: {}\n\nx\n", times(100_000_000, "x"))),
        ("header fields", format!("{from}From: a@b.test\n{}\nx\n", times(1_000_000, "X-Field: y\n"))),
        ("message-ids", format!("{from}From: a@b.test\nReferences: {}\n\nx\n", times(1_000_000, "<a@b.test> "))),
        (
            "parts in parts",
            format!("{from}{report}{}", times(10_000, "--b\nContent-Type: multipart/mixed; boundary=b\n\n")),
        ),
        ("mails in mails", format!("{from}{report}{}", times(100_000, "--b\nContent-Type: message/rfc822\n\n"))),
        ("parts", format!("{from}{report}{}", times(1_000_000, "--b\n\nx\n"))),
        ("mails", times(300_000, &format!("{from}From: a@b.test\n\nx\n\n"))),
    ] {
        let server = "smtp://127.0.0.1:1";
        let world = world().bytes("box", &plain(&mail));
        let began = world.line(&format!("send ice --name Jo --yes --from jo@union.test --server {server}"));
        assert!(began.code != 0 && began.code != 101, "{began}");
        let run = bounded(what, &world, "outbox reconcile --mailbox box");
        assert!(run.code != 101 && !run.stderr.contains("usage"), "{what}\n{run:.2000}");
    }
    for (what, file, text) in [
        ("a giant letter", "letters/ice/en.md", format!("{EN}{}", times(50_000_000, "x"))),
        (
            "demands",
            "letters/ice/en.md",
            EN.replace("+++\n{{", &format!("demands = [{}]\n+++\n{{{{", times(80_000, "\"\","))),
        ),
        ("lists in lists", "letters/ice/en.md", format!("{EN}\n{}x", times(80_000, "- "))),
        ("stars", "letters/ice/en.md", format!("{EN}\n{}x", times(200_000, "*"))),
        ("direction marks", "letters/ice/en.md", format!("{EN}\nא{}", times(20_000, "\u{200f}a"))),
        ("tags", "letters/ice/en.md", format!("{EN}\n{}", times(40_000, "\u{e0061}"))),
        ("brackets", "letters/ice/en.md", format!("{EN}\n{}x", times(200_000, "["))),
        ("entities", "letters/ice/en.md", format!("{EN}\n{}x", times(40_000, "&amp;"))),
        ("links", "letters/ice/en.md", format!("{EN}\n{}x", times(20_000, "[a](b:c "))),
        ("tables", "letters/ice/campaign.toml", format!("{TOML}{}", times(20_000, "[[office]]\n"))),
        ("arrays in arrays", "letters/ice/campaign.toml", format!("{TOML}x = {}", times(100_000, "["))),
        ("a giant registry", "recipients.toml", times(50_000_000, "x")),
        ("tables of a registry", "recipients.toml", times(1_000_000, "[[office]]\n")),
        ("values of a registry", "recipients.toml", format!("x = [{}]", times(5_000_000, "1,"))),
        ("a giant configuration", "../home/.config/outcry/config.toml", times(50_000_000, "x")),
    ] {
        let world = world().bytes("x", b"");
        std::fs::write(world.path(file), plain(&text)).unwrap();
        let run = bounded(what, &world, "write ice --name Jo");
        assert!(run.code != 101, "{what}\n{run:.2000}");
    }
    for line in [
        "write ice --name Jo --own-words @/dev/zero",
        "write ice --all-consented --signatories /dev/zero",
        "write ice --name Jo --recipients /dev/zero",
        "outbox reconcile --mailbox /dev/zero",
        "write ice -f pdf -o a.pdf --name Jo --country NZ --signature /dev/zero",
    ] {
        let run = bounded(line, &world(), line);
        assert!(run.code != 0 && run.code != 101, "{line}\n{run:.2000}");
    }
}
