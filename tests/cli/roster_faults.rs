//! A list of four hundred rows with one fault of each kind, in every form a list comes in: every fault
//! is found at once, and what is mended completes the list.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const HEADER: [&str; 13] = [
    "Name",
    "Kind",
    "Organisation",
    "Members",
    "Country",
    "Email",
    "Address",
    "Role",
    "Own words",
    "Voice",
    "Consent",
    "Hobby",
    "Notes",
];
const ROWS: usize = 400;

type Cells = Vec<String>;

/// A row of somebody in New Zealand who consents, with these cells.
fn row(cells: &[(&str, &str)]) -> Cells {
    let mut row = vec![String::new(); HEADER.len()];
    for (column, cell) in [("Country", "NZ"), ("Consent", "yes")].iter().chain(cells) {
        let at = HEADER.iter().position(|name| name == column).unwrap();
        (*cell).clone_into(&mut row[at]);
    }
    row
}

/// Rows that cannot be used, each with the change that mends it; none is mended by leaving it out.
fn faults() -> Vec<(Cells, Option<Cells>)> {
    let (long_name, long_words) = ("N".repeat(101), "w ".repeat(2001));
    let mut faults: Vec<(Cells, Option<Cells>)> = [
        ("Name", "", "Ann Empty"),
        ("Name", "[NAME]", "Ann Hole"),
        ("Name", "Ann\nBcc: x@evil.test", "Ann Break"),
        ("Name", "Ann \u{81}Control", "Ann Control"),
        ("Name", "Ann \u{202e}idiB", "Ann Bidi"),
        ("Name", "Ann\u{ad}Soft", "Ann Soft"),
        ("Name", &long_name, "Ann Long"),
        ("Name", "#NAME?", "Ann Formula"),
        ("Country", "", "NZ"),
        ("Country", "Narnia", "Neuseeland"),
        ("Email", "ann", "ann@one.test"),
        ("Email", "ann@two.test, bob@two.test", "ann@two.test"),
        ("Email", "ann@three.test\nBcc: x@evil.test", "ann@three.test"),
        ("Members", "many", "12"),
        ("Members", "0", "1 200"),
        ("Members", "#REF!", "7"),
        ("Kind", "party", "union"),
        ("Voice", "they", "we"),
        ("Role", "TODO", "Secretary"),
        ("Role", "Secretary\tof it", "Secretary of it"),
        ("Address", "1\n2\n3\n4\n5\n6\n7\n8\n9", "1 Quay Street\nWellington"),
        ("Address", "____", "2 Quay Street"),
        ("Own words", &long_words, "Few words."),
        ("Own words", "I saw <your own words> there.", "I saw it."),
        ("Consent", "no", "yes"),
        ("Consent", "", "I agree."),
    ]
    .into_iter()
    .enumerate()
    .map(|(number, (column, wrong, right))| {
        let name = format!("Faulty {number:02}");
        let others = [("Name", name.as_str()), ("Organisation", if column == "Kind" { "Branch" } else { "" })];
        let with = |cell| row(&others.into_iter().chain([(column, cell)]).collect::<Vec<_>>());
        (with(wrong), Some(with(right)))
    })
    .collect();
    let mut ragged = row(&[("Name", "Ragged"), ("Role", "Secretary"), ("Notes", "late")]);
    ragged.insert(8, " of the branch".to_owned());
    faults.push((ragged, Some(row(&[("Name", "Ragged"), ("Role", "Secretary, of the branch")]))));
    let union = [("Kind", "union"), ("Name", "Jo"), ("Email", "jo@union.test")];
    let named = row(&union.into_iter().chain([("Organisation", "Branch 9")]).collect::<Vec<_>>());
    faults.push((row(&union), Some(named)));
    // The same person stands in the first row; mended by taking this one out.
    faults.push((row(&[("Name", " MEMBER  000"), ("Email", "M000@Union.test"), ("Role", "Twin")]), None));
    let two = row(&[("Name", "Two Faults"), ("Country", "XX"), ("Consent", "maybe")]);
    faults.push((two, Some(row(&[("Name", "Two Faults")]))));
    faults
}

/// A row that can be used; every seventh is a branch, every fifth shares a mailbox with the one before.
fn good(number: usize) -> Cells {
    let name = format!("Member {number:03}");
    let mailbox = format!("m{:03}@union.test", number - usize::from(number % 5 == 4));
    let umlaut = if number.is_multiple_of(3) { "Gruß aus Köln, \"wir\" sind da;\n\nZoë & Søren" } else { "" };
    let mut cells = vec![("Email", mailbox.as_str()), ("Own words", umlaut), ("Hobby", "x;y,z")];
    if number % 7 == 6 {
        cells.extend([("Kind", "Gewerkschaft"), ("Organisation", name.as_str()), ("Members", "340")]);
    } else {
        cells.push(("Name", name.as_str()));
    }
    row(&cells)
}

/// The rows of the list below its header, and how the faulty ones are mended, in their order.
fn list() -> (Vec<Cells>, Vec<Option<Cells>>) {
    let faults = faults();
    let apart = ROWS / (faults.len() + 1);
    let mut rows: Vec<Cells> = (0..ROWS - faults.len()).map(good).collect();
    let (wrong, right): (Vec<Cells>, Vec<Option<Cells>>) = faults.into_iter().unzip();
    for (number, cells) in wrong.into_iter().enumerate() {
        rows.insert((number + 1) * apart, cells);
    }
    assert_eq!(rows.len(), ROWS);
    (rows, right)
}

fn text(header: &[&str], rows: &[Cells], sign: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(sign)
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(order).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\n', "&#10;").replace('\t', "&#9;")
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook as Excel writes one: numbers are numbers, a failed formula is an error.
fn xlsx(rows: &[Cells]) -> Vec<u8> {
    let mut sheet =
        String::from("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
    let header: Cells = HEADER.iter().map(|name| (*name).to_owned()).collect();
    for (number, cells) in std::iter::once(&header).chain(rows).enumerate() {
        write!(sheet, "<row r=\"{}\">", number + 1).unwrap();
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let letter = char::from(b'A' + u8::try_from(column).unwrap());
            let (kind, inside) = match cell.as_str() {
                number if number.parse::<u32>().is_ok() => ("n", format!("<v>{number}</v>")),
                "#REF!" | "#NAME?" => ("e", format!("<v>{cell}</v>")),
                text => ("inlineStr", format!("<is><t xml:space=\"preserve\">{}</t></is>", escaped(text))),
            };
            write!(sheet, "<c r=\"{letter}{}\" t=\"{kind}\">{inside}</c>", number + 1).unwrap();
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let types = "http://schemas.openxmlformats.org/package/2006/content-types";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    archive(&[
        (
            "[Content_Types].xml",
            &format!(
                "<Types xmlns=\"{types}\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{kind}.worksheet+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{document}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{document}\"><sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{document}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// A workbook as free office programs write one, with the text of a cell in its attribute.
fn ods(rows: &[Cells]) -> Vec<u8> {
    let mut table = String::new();
    let header: Cells = HEADER.iter().map(|name| (*name).to_owned()).collect();
    for cells in std::iter::once(&header).chain(rows) {
        table.push_str("<table:table-row>");
        for cell in cells {
            if cell.is_empty() {
                table.push_str("<table:table-cell/>");
            } else if cell.parse::<u32>().is_ok() {
                write!(table, "<table:table-cell office:value-type=\"float\" office:value=\"{cell}\"/>").unwrap();
            } else {
                let text = escaped(cell);
                write!(table, "<table:table-cell office:value-type=\"string\" office:string-value=\"{text}\"/>")
                    .unwrap();
            }
        }
        table.push_str("</table:table-row>");
    }
    let office = "urn:oasis:names:tc:opendocument:xmlns";
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let content = format!(
        "<office:document-content xmlns:office=\"{office}:office:1.0\" xmlns:table=\"{office}:table:1.0\" xmlns:text=\"{office}:text:1.0\" office:version=\"1.2\">\
         <office:body><office:spreadsheet><table:table table:name=\"List\">{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = format!(
        "<manifest:manifest xmlns:manifest=\"{office}:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    archive(&[("mimetype", kind), ("META-INF/manifest.xml", &manifest), ("content.xml", &content)])
}

/// The list in every form: the name of its file, its bytes, and what must be said of it.
fn forms(rows: &[Cells]) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let (comma, semicolon, tab) = (text(&HEADER, rows, b','), text(&HEADER, rows, b';'), text(&HEADER, rows, b'\t'));
    // Windows-1252 has no sign that turns the direction of text; there the soft hyphen takes its place.
    let soft = comma.replace('\u{202e}', "\u{ad}");
    let (western, _, lossy) = encoding_rs::WINDOWS_1252.encode(&soft);
    assert!(!lossy);
    vec![
        ("list.csv", comma.clone().into(), ""),
        ("bom.csv", format!("\u{feff}{comma}").into(), ""),
        ("utf16le.csv", utf16(&comma, u16::to_le_bytes), ""),
        ("utf16be.csv", utf16(&comma, u16::to_be_bytes), ""),
        ("western.csv", western.to_vec(), " --encoding windows-1252"),
        ("sep.csv", format!("sep=;\r\n{semicolon}").into(), ""),
        ("list.tsv", tab.into(), ""),
        ("list.xlsx", xlsx(rows), ""),
        ("list.ods", ods(rows), ""),
    ]
}

/// What was said of the list's faults, whatever its file is called.
fn told(run: &Run, name: &str) -> String {
    let said = run.said();
    let errors = said.lines().filter(|line| line.starts_with("error:") || line.starts_with("hint:"));
    errors.map(|line| in_words_of_text(line).replace(name, "LIST") + "\n").collect()
}

/// A `failed.csv` with commas for the separator of its list.
fn parted_by_commas(failed: &str, sign: u8) -> String {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(sign).from_reader(failed.as_bytes());
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    reader.records().for_each(|row| writer.write_record(&row.unwrap()).unwrap());
    // The reader takes off the byte order mark.
    format!("\u{feff}{}", String::from_utf8(writer.into_inner().unwrap()).unwrap().trim_start_matches('\u{feff}'))
}

/// Of a workbook, cells beyond the header are said by their place.
fn in_words_of_text(told: &str) -> String {
    told.replace(
        "cell N326 is beyond the last column of the header; give its column a name, or empty the cell",
        "this row has 14 cells, but the header has 13; put a value that contains the separator in quotation marks, \
         and give each cell a name in the header",
    )
}

/// The embassy is there so that a country is needed.
const WRITE: &str = "write harbour --to aq-court --embassy auto -f json";

#[test]
fn every_fault_is_found_at_once_in_every_form() {
    let (rows, _) = list();
    let forms = forms(&rows);
    let world = forms.iter().fold(harbour(), |world, (name, bytes, _)| world.bytes(name, bytes));
    let mut first: Option<String> = None;
    for (name, _, more) in &forms {
        let run = world.line(&format!("{WRITE} --signatories {name}{more} -o out.json"));
        assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{name}\n{run}");
        assert!(!world.path("out.json").exists(), "{name}");
        let told = told(&run, name);
        let expected = first.get_or_insert_with(|| told.clone());
        if *name == "western.csv" {
            assert_eq!(told.replace('\u{ad}', "�"), expected.replace("U+202E", "U+00AD").replace('\u{ad}', "�"));
        } else {
            assert_eq!(told, *expected, "{name}");
        }
    }
    agreed!("roster_faults_all", first.unwrap());
}

#[test]
fn what_is_mended_completes_the_list_in_every_form() {
    let (rows, right) = list();
    let forms = forms(&rows);
    let world = forms.iter().fold(harbour(), |world, (name, bytes, _)| world.bytes(name, bytes));
    let written = |name: &str, more: &str| {
        let flags = format!("--skip-bad-rows --failed {name}-failed.csv -o {name}-out.json");
        let run = world.line(&format!("{WRITE} --signatories {name}{more} {flags}"));
        assert_eq!(run.code, 0, "{name}\n{run}");
        (world.read(&format!("{name}-out.json")), world.read(&format!("{name}-failed.csv")))
    };
    let (letters, failed) = written("list.csv", "");
    for (name, _, more) in &forms[1..] {
        let (others, also_failed) = written(name, more);
        assert!(others == letters, "{name}: the letters differ");
        if *name != "western.csv" {
            let sign = also_failed.trim_start_matches("\u{feff}reason (outcry)").as_bytes()[0];
            let expected = match *name {
                "sep.csv" => b';',
                "list.tsv" => b'\t',
                _ => b',',
            };
            assert_eq!(char::from(sign), char::from(expected), "{name}");
            let also_failed = in_words_of_text(&parted_by_commas(&also_failed, sign));
            assert!(also_failed == failed, "{name}: failed.csv differs");
        }
    }

    // Somebody opens failed.csv, mends each row, and leaves the reasons where they are.
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(failed.trim_start_matches('\u{feff}').as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let faulty: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(faulty.len(), right.len());
    let mended: Vec<Cells> = faulty
        .iter()
        .zip(&right)
        .filter_map(|(row, mended)| Some([vec![row[0].to_owned()], mended.clone()?].concat()))
        .collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let world = world.file("mended.csv", &text(&header, &mended, b';'));
    let rest = world.line(&format!("{WRITE} --signatories mended.csv"));
    assert_eq!(rest.code, 0, "{rest}");

    // Whoever was left out as the same person is not written for because the other row is not here.
    let twin = faulty.iter().find(|row| row[0].contains("the same person")).unwrap();
    let alone = |reason: &str| {
        let cells: Cells = std::iter::once(reason.to_owned()).chain(twin.iter().skip(1).map(str::to_owned)).collect();
        text(&header, &[cells], b',')
    };
    let world = world.file("twin.csv", &alone(&twin[0]));
    let refused = world.line(&format!("{WRITE} --signatories twin.csv --skip-bad-rows"));
    assert!(refused.code == 65 && refused.says("another row of the list that this row was left out of"), "{refused}");
    let world = world.file("other.csv", &alone(""));
    assert_eq!(world.line(&format!("{WRITE} --signatories other.csv")).code, 0);

    let all: Vec<serde_json::Value> =
        letters.lines().chain(rest.stdout.lines()).map(|line| serde_json::from_str(line).unwrap()).collect();
    let once: BTreeSet<String> =
        all.iter().map(|letter| format!("{} {}", letter["signature"], letter["office"])).collect();
    assert_eq!((all.len(), once.len()), (2 * (ROWS - 1), 2 * (ROWS - 1)), "one letter per person and office");
}

#[test]
fn faults_of_the_header_and_of_rows_come_together() {
    let (rows, _) = list();
    for (name, column, called) in [
        // Only the voice hangs on this: all other faults are told as if it were not there.
        ("roster_header_and_rows", "Hobby", "Your voice"),
        // Which one is the e-mail is open: nothing is said of mailboxes, nor of people they tell apart.
        ("roster_header_and_rows_open", "Hobby", "E-Mail"),
        ("roster_header_and_rows_lacks", "Country", "Place of birth"),
    ] {
        let mut header = HEADER;
        header[header.iter().position(|known| *known == column).unwrap()] = called;
        let world = harbour().file("list.csv", &text(&header, &rows, b','));
        let run = world.line(&format!("{WRITE} --signatories list.csv --skip-bad-rows -o out.json"));
        assert!(run.code == 65 && !world.path("out.json").exists() && !world.path("failed.csv").exists(), "{run}");
        agreed!(name, run.said());
    }
}

#[test]
fn a_row_of_text_may_not_be_longer_than_its_header() {
    for (list, expected) in [
        // The comma moved the role into the own words; that the last cells are empty proves nothing.
        (
            "Name,Role,Own words,Consent,Notes\nJo,Secretary, of us,yes,,\n",
            Some("row 2: this row has 6 cells, but the header has 5"),
        ),
        (
            "Name,Role,Own words,Consent,Notes\nJo,Secretary,,yes\n",
            Some("row 2: this row has 4 cells, but the header has 5"),
        ),
        // A spreadsheet that writes empty columns writes them in its header too.
        ("Name,Consent,,\nJo,yes,,\nKim,yes\n", None),
        ("Name,Consent,,\nJo,yes,,,\n", Some("row 2: this row has 5 cells, but the header has 2")),
    ] {
        let world = harbour().file("list.csv", list);
        let run = world.line("write harbour --to aq-court --signatories list.csv --skip-bad-rows");
        match expected {
            None => assert_eq!(run.code, 0, "{list}\n{run}"),
            Some(fault) => {
                assert!(run.code == 65 && run.says(fault), "{list}\n{run}");
            }
        }
    }
}

#[test]
fn thousands_of_faults_are_summed_up_by_cause_and_are_all_in_the_files() {
    let mut list = "Name;Country;Email;Consent\n".to_owned();
    let mut mended = list.clone();
    for number in 2..2002 {
        let person = format!("Person {number};NZ;p{number}@one.test;yes\n");
        mended.push_str(&person);
        list.push_str(&match number % 4 {
            0 => person.replace("yes", "vielleicht"),
            1 => person.replace("NZ", "Narnia"),
            2 => person.replace("@one", " at one"),
            _ => person.replace("Person ", "").replace("NZ", ""),
        });
    }
    let world = harbour().file("list.csv", &list);
    let line = "write harbour --to aq-court --signatories list.csv -o letters/";
    let run = world.line(&format!("{line} --report report.csv"));
    assert_eq!(run.code, 65, "{run}");
    assert!(run.stderr.lines().count() <= 24, "it fits one screen:\n{run}");
    assert!(run.says("500 rows, such as row 4, Consent \"vielleicht\": this is not a clear yes"), "{run}");
    assert!(run.says("The rows: 4, 8, 12, 16, 20, 24, 28, 32 …") && run.says("2000 rows of 2000"), "{run}");
    let report = world.read("report.csv");
    assert!(report.starts_with("\u{feff}row;column;value;what;remedy\r\n"), "{report:.80}");
    let lines = |row: u64| report.lines().filter(|line| line.starts_with(&format!("{row};"))).count();
    assert!((2..2002).all(|row| lines(row) == 1), "every row is in it");
    let refused = world.line(&format!("{line} --report report.csv"));
    assert!(refused.code == 65 && refused.says("report.csv exists already"), "{refused}");

    let world = harbour().file("list.csv", &format!("{list}Jo Smith;NZ;jo@one.test;yes\n"));
    let run = world.line(&format!("{line} --skip-bad-rows --failed failed.csv -n"));
    assert_eq!(run.code, 0, "{run}");
    let failed = world.read("failed.csv");
    assert_eq!(failed.lines().count(), 2001, "a dry run writes it too");
    let run = world.line(&format!("{line} --skip-bad-rows --failed failed.csv"));
    assert_eq!(run.code, 0, "the same rows may stay: {run}");
    let world = world.file("mended.csv", &mended);
    let run = world.line(&line.replace("list.csv", "mended.csv"));
    assert_eq!(run.code, 0, "{run}");
    let letters = std::fs::read_dir(world.path("letters/")).unwrap().map(|file| file.unwrap().file_name());
    let to_court = letters.filter(|name| name.to_string_lossy().ends_with("-aq-court.txt")).count();
    assert_eq!(to_court, 2001, "one letter each");
}
