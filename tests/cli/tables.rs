//! Tables as people make them: titles, two lines of a header, totals, several sheets, hidden rows, merged cells,
//! formulas and formats.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// Letters that differ by signatory alone.
const WRITE: &str = "write harbour --to aq-court -f json --signatories";

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// One sheet of an XLSX: its rows, each with its attributes, and what stands below them.
#[derive(Default)]
struct Sheet {
    rows: String,
    row: usize,
    below: String,
}

impl Sheet {
    /// Rows of texts; cells that begin with `<` are the XML inside a cell, `<f>1+1</f>`, or with `@3 ` a number in
    /// the third style.
    fn rows(mut self, attributes: &str, rows: &[&[&str]]) -> Self {
        for cells in rows {
            self.row += 1;
            write!(self.rows, "<row r=\"{}\"{attributes}>", self.row).unwrap();
            for (letter, cell) in ('A'..='Z').zip(cells.iter()).filter(|(_, cell)| !cell.is_empty()) {
                let place = format!("{letter}{}", self.row);
                if cell.starts_with('<') {
                    write!(self.rows, "<c r=\"{place}\">{cell}</c>").unwrap();
                } else if let Some((style, number)) = cell.strip_prefix('@').and_then(|cell| cell.split_once(' ')) {
                    write!(self.rows, "<c r=\"{place}\" s=\"{style}\"><v>{number}</v></c>").unwrap();
                } else {
                    let text = cell.replace('&', "&amp;");
                    write!(self.rows, "<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>").unwrap();
                }
            }
            self.rows.push_str("</row>");
        }
        self
    }

    fn merged(mut self, areas: &[&str]) -> Self {
        let areas: String = areas.iter().map(|area| format!("<mergeCell ref=\"{area}\"/>")).collect();
        self.below = format!("<mergeCells>{areas}</mergeCells>");
        self
    }
}

/// An XLSX of these sheets; one whose name begins with a dot is hidden. Styles: 1 is `00000`, 2 a day in the way of
/// the computer, 3 `dd.mm.yyyy`.
fn xlsx(sheets: &[(&str, Sheet)]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts = Vec::new();
    let (mut list, mut relations) = (String::new(), String::new());
    for (number, (name, sheet)) in (1..).zip(sheets) {
        let state = if name.starts_with('.') { " state=\"hidden\"" } else { "" };
        write!(list, "<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"r{number}\"/>").unwrap();
        let target = format!("Type=\"{office}/worksheet\" Target=\"worksheets/sheet{number}.xml\"");
        write!(relations, "<Relationship Id=\"r{number}\" {target}/>").unwrap();
        let xml = format!("<worksheet><sheetData>{}</sheetData>{}</worksheet>", sheet.rows, sheet.below);
        parts.push((format!("xl/worksheets/sheet{number}.xml"), xml));
    }
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/><numFmt numFmtId=\"165\" formatCode=\"dd\\.mm\\.yyyy\"/></numFmts>\
        <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>";
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"),
    ));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relations}</Relationships>")));
    parts.push(("xl/styles.xml".to_owned(), styles.to_owned()));
    archive(&parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// An ODS with one table of these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"List\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ])
}

fn ods_row(attributes: &str, cells: &[&str]) -> String {
    let cell = |cell: &&str| match cell.strip_prefix('<') {
        Some(_) => (*cell).to_owned(),
        None => format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"),
    };
    format!("<table:table-row{attributes}>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

const HEADER: [&str; 9] =
    ["№", "Имя и фамилия", "Страна", "Эл. почта", "Улица", "Индекс", "Город", "Свои слова", "Согласие"];
const PEOPLE: [[&str; 9]; 3] = [
    ["1", "Иван Петров", "Германия", "ivan@petrov.test", "Am Hafen 1", "01067", "Dresden", "Свободу Аде!", "да"],
    ["2", "Мария Кузнецова", "Германия", "maria@kuznecova.test", "Gasse 2", "20095", "Hamburg", "", "Да"],
    ["3", "Анна Ли", "NZ", "anna@li.test", "1 Quay", "6011", "Wellington", "Мы тоже бастуем.", "да"],
];

fn parted(sign: &str, rows: &[&[&str]]) -> String {
    rows.iter().map(|row| row.join(sign) + "\r\n").collect()
}

#[test]
fn the_same_list_in_many_shapes_gives_the_same_letters() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let people: Vec<&[&str]> = PEOPLE.iter().map(<[&str; 9]>::as_slice).collect();
    let plain: Vec<&[&str]> = [&HEADER[..]].into_iter().chain(people.iter().copied()).collect();
    let with = |above: &[&'static [&'static str]], below: &[&'static [&'static str]]| -> Vec<&[&str]> {
        above.iter().copied().chain(people.iter().copied()).chain(below.iter().copied()).collect()
    };
    let titled = with(
        &[&["Подписи в защиту Ады Марш, собрано в порту"], &[""], &["Выгружено", "23.11.2026"], &HEADER],
        &[&[""], &["Итого: 3"]],
    );
    let two_lines = with(
        &[
            &["№", "Имя и фамилия", "Страна", "Эл. почта", "Адрес", "", "", "Свои слова", "Согласие"],
            &["", "Open-Ended Response", "Response", "", "Улица", "Индекс", "Город", "Open-Ended Response", ""],
        ],
        &[],
    );
    let notes = || Sheet::default().rows("", &[&["Список рассылки"], &["Составил: порт"]]);
    let second = xlsx(&[("Заметки", notes()), ("Список", Sheet::default().rows("", &plain))]);
    let hidden = xlsx(&[(
        "Список",
        Sheet::default().rows("", &plain[..2]).rows(" hidden=\"1\"", &plain[2..3]).rows("", &plain[3..]),
    )]);
    let typed: Vec<Vec<String>> = PEOPLE
        .iter()
        .map(|row| {
            let mut row: Vec<String> = row.iter().map(|cell| (*cell).to_owned()).collect();
            (row[0], row[5]) = (
                format!("@2 {}", 46_348 + row[0].parse::<u32>().unwrap()),
                format!("@1 {}", row[5].trim_start_matches('0')),
            );
            row
        })
        .collect();
    // A code of four digits is shown with as many as its country has.
    let mut typed: Vec<Vec<&str>> = typed.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    typed[2][5] = "@0 6011";
    let typed: Vec<&[&str]> = [&HEADER[..]].into_iter().chain(typed.iter().map(Vec::as_slice)).collect();
    let table: String = plain.iter().map(|row| ods_row("", row)).collect();
    let semicolons = parted(";", &plain);
    let (cyrillic, _, lossy) = encoding_rs::WINDOWS_1251.encode(&semicolons);
    assert!(!lossy);
    let renamed = |names: &[&str], header: &str| {
        let mut rows: Vec<Vec<&str>> = plain.iter().map(|row| row.to_vec()).collect();
        rows[0][1] = if header.is_empty() { rows[0][1] } else { header };
        rows[1..].iter_mut().zip(names).for_each(|(row, name)| row[1] = name);
        rows.iter().map(|row| row.join(";") + "\r\n").collect::<String>()
    };
    let capitals = renamed(&["ИВАН ПЕТРОВ", "мария кузнецова", "АННА ЛИ"], "");
    let surname_first = renamed(&["Петров, Иван", "Кузнецова, Мария", "Ли, Анна"], "Фамилия, имя");
    let forms: Vec<(&str, Vec<u8>, &str)> = vec![
        ("capitals.csv", capitals.into(), " --fix-case"),
        ("surname.csv", surname_first.into(), ""),
        ("plain.csv", parted(",", &plain).into(), ""),
        ("titled.csv", parted(",", &titled).into(), ""),
        ("lines.csv", parted(",", &two_lines).into(), ""),
        ("second.xlsx", second, ""),
        ("hidden.xlsx", hidden, ""),
        ("cyrillic.csv", cyrillic.into_owned(), " --encoding windows-1251"),
        ("utf16.csv", utf16(&format!("\u{feff}{}", parted("\t", &plain))), ""),
        ("bare16.csv", utf16(&parted(";", &plain)), ""),
        ("semicolons.csv", parted(";", &titled).into(), ""),
        ("list.ods", ods(&table), ""),
        ("typed.xlsx", xlsx(&[("Список", Sheet::default().rows("", &typed))]), ""),
        ("pipe.txt", parted("|", &plain).into(), ""),
    ];
    let world = forms.iter().fold(harbour(), |world, (name, bytes, _)| world.bytes(name, bytes));
    let first = world.line(&format!("{WRITE} plain.csv"));
    assert_eq!((first.code, first.json().len()), (0, 3), "{first}");
    for (name, _, more) in &forms {
        let run = world.line(&format!("{WRITE} {name}{more}"));
        assert_eq!((run.code, run.stdout.as_str()), (0, first.stdout.as_str()), "{name}\n{run}");
    }
    let said: String = ["titled.csv", "lines.csv", "second.xlsx", "hidden.xlsx"]
        .iter()
        .map(|name| world.line(&format!("{WRITE} {name} -o out-{name}.json")).stderr.replace("Saved", "\nSaved") + "\n")
        .collect();
    agreed!("tables_shapes", said);
    agreed!("tables_encoding", world.line(&format!("{WRITE} cyrillic.csv")));
}

#[test]
fn what_merged_cells_and_formulas_say_counts_for_each_row() {
    let sheet = || {
        Sheet::default().rows(
            "",
            &[
                &["Organisation", "Name", "Country", "Members", "Email", "Consent"],
                &["Dockers", "Jo Smith", "NZ", "340", "jo@branch.test", "yes"],
                &["", "Kim Lee", "NZ", "<f>SUM(H1:H9)</f>", "kim@branch.test", "yes"],
                &["", "Ada Berg", "NZ", "<f>SUM(H1:H9)</f><v></v>", "ada@branch.test", "yes"],
                &["", "Bo Ek", "NZ", "<f>SUM(H1:H9)</f><v>12</v>", "bo@branch.test", "yes"],
            ],
        )
    };
    let world = harbour()
        .bytes("merged.xlsx", &xlsx(&[("List", sheet().merged(&["A2:A5"]))]))
        .bytes("covered.xlsx", &xlsx(&[("List", sheet().merged(&["A2:A5", "B2:B3"]))]));
    agreed!("tables_no_result", world.line(&format!("{WRITE} merged.xlsx")));
    let good = world.line(&format!("{WRITE} merged.xlsx --skip-bad-rows --failed failed.csv"));
    let signed = |run: &Run| {
        let names = |letter: &serde_json::Value| format!("{} {}", letter["signature"][0], letter["signature"][1]);
        run.json().iter().map(names).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(signed(&good), r#""Jo Smith" "Dockers", "Bo Ek" "Dockers""#, "{good}");
    let covered = world.line(&format!("{WRITE} covered.xlsx"));
    assert!(covered.code == 65 && covered.says("merged cells cover cell B3"), "{covered}");
    // The same in an ODS.
    let formula = "<table:table-cell table:formula=\"of:=SUM([.F1])\"/>";
    let tall = "<table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"2\"><text:p>Dockers</text:p></table:table-cell>";
    let rows = ods_row("", &["Organisation", "Name", "Country", "Members", "Email", "Consent"])
        + &ods_row("", &[tall, "Jo Smith", "NZ", "340", "jo@branch.test", "yes"])
        + &ods_row("", &["<table:covered-table-cell/>", "Kim Lee", "NZ", "12", "kim@branch.test", "yes"])
        + &ods_row("", &["Porters", "Ada Berg", "NZ", formula, "ada@branch.test", "yes"]);
    let world = world.bytes("merged.ods", &ods(&rows));
    let good = world.line(&format!("{WRITE} merged.ods --skip-bad-rows --failed ods-failed.csv"));
    assert_eq!(signed(&good), r#""Jo Smith" "Dockers", "Kim Lee" "Dockers""#, "{good}");
    assert!(world.read("ods-failed.csv").contains("cell D4 has no result"), "{good}");
}

#[test]
fn hidden_rows_are_read_or_left_out_and_said_either_way() {
    let row = |name: &'static str| [name, "NZ", "yes"];
    let (header, rows) = (["Name", "Country", "Consent"], [row("Jo Smith"), row("Kim Lee"), row("Ada Berg")]);
    let book = xlsx(&[(
        "List",
        Sheet::default().rows("", &[&header, &rows[0]]).rows(" hidden=\"1\"", &[&rows[1]]).rows("", &[&rows[2]]),
    )]);
    let table = ods_row("", &header)
        + &ods_row("", &rows[0])
        + &ods_row(" table:visibility=\"filter\"", &rows[1])
        + &ods_row("", &rows[2]);
    let world = harbour().bytes("list.xlsx", &book).bytes("list.ods", &ods(&table)).file("list.csv", "Name,Consent\n");
    for name in ["list.xlsx", "list.ods"] {
        let all = world.line(&format!("{WRITE} {name}"));
        assert!(all.json().len() == 3 && all.says("1 hidden row is read too"), "{all}");
        let visible = world.line(&format!("{WRITE} {name} --visible-only"));
        let names: Vec<String> = visible.json().iter().map(|letter| letter["signature"][0].to_string()).collect();
        assert_eq!(names, ["\"Jo Smith\"", "\"Ada Berg\""], "{visible}");
        assert!(visible.says("1 hidden row left out by --visible-only"), "{visible}");
    }
    let text = world.line(&format!("{WRITE} list.csv --visible-only"));
    assert!(text.code == 65 && text.says("a text file, which has no sheets"), "{text}");
}

#[test]
fn the_sheet_that_holds_the_list_is_taken_or_asked_for() {
    let list = |name: &str| Sheet::default().rows("", &[&["Name", "Country", "Consent"], &[name, "NZ", "yes"]]);
    let notes = || Sheet::default().rows("", &[&["Thanks to all"], &["who helped", "a lot"]]);
    let world = harbour()
        .bytes("two.xlsx", &xlsx(&[("Notes", notes()), ("Members", list("Jo Smith")), (".Old", list("Kim Lee"))]))
        .bytes("three.xlsx", &xlsx(&[("Notes", notes()), ("Hull", list("Jo Smith")), ("Leith", list("Kim Lee"))]))
        .bytes("first.xlsx", &xlsx(&[("Hull", list("Jo Smith")), ("Leith", list("Kim Lee"))]));
    let name = |line: &str| {
        let run = world.line(&format!("{WRITE} {line}"));
        assert_eq!(run.code, 0, "{run}");
        (run.json()[0]["signature"][0].as_str().unwrap().to_owned(), run.stderr)
    };
    let (jo, said) = name("two.xlsx");
    assert!(jo == "Jo Smith" && said.contains("the first sheet holds no list, so \"Members\" is read"), "{said}");
    let (jo, said) = name("first.xlsx");
    assert!(jo == "Jo Smith" && said.contains("\"Leith\" looks like a list too and is not read"), "{said}");
    for line in ["first.xlsx --sheet leith", "first.xlsx --sheet 2", "three.xlsx --sheet 3", "two.xlsx --sheet .Old"] {
        assert_eq!(name(line).0, "Kim Lee", "{line}");
    }
    agreed!("tables_which_sheet", world.line(&format!("{WRITE} three.xlsx")));
    agreed!("tables_no_sheet", world.line(&format!("{WRITE} three.xlsx --sheet Bristol")));
}

#[test]
fn a_header_that_is_not_found_is_named() {
    let world = harbour().file("list.csv", "a,b,c\nd,e,f\nWer,Wo,Was\nJo Smith,NZ,ja\n");
    agreed!("tables_no_header", world.line(&format!("{WRITE} list.csv")));
    let named =
        world.line(&format!("{WRITE} list.csv --header-row 3 --map name=Wer --map country=Wo --map consent=Was"));
    assert!(named.code == 0 && named.says("the header is row 3; 2 rows above it are not read"), "{named}");
    let blank = world.line(&format!("{WRITE} list.csv --header-row 9"));
    assert!(blank.code == 65 && blank.says("row 9 cannot be the header"), "{blank}");
}

#[test]
fn failed_csv_survives_a_spreadsheet() {
    let world = harbour().file(
        "list.csv",
        "Name;Country;Address;PLZ;Ort;Consent\nJo Smith;DE;12-14;01067;Dresden;\nKim Lee;NZ;'68 House;6011;Wellington;yes\n",
    );
    let run = world.line(&format!("{WRITE} list.csv --skip-bad-rows --failed failed.csv"));
    assert_eq!(run.code, 0, "{run}");
    let failed = world.read("failed.csv");
    assert!(failed.starts_with("\u{feff}reason (outcry);Name;") && failed.contains(";'12-14;'01067;"), "{failed}");
    let world = world.file("mended.csv", &failed.trim_start_matches('\u{feff}').replace("Dresden;", "Dresden;ja"));
    let mended = world.line(&format!("{WRITE} mended.csv"));
    assert_eq!(mended.json()[0]["signature"][1], "12-14", "{mended}");
    assert_eq!(mended.json()[0]["signature"][2], "01067 Dresden", "{mended}");
}

#[test]
fn a_file_that_its_name_does_not_fit_is_read_and_said_to_be_what_it_is() {
    let list = Sheet::default().rows("", &[&["Name", "Country", "Consent"], &["Jo Smith", "NZ", "yes"]]);
    let world = harbour()
        .bytes("list.csv", &xlsx(&[("List", list)]))
        .file("list.xlsx", "Name,Country,Consent\nJo Smith,NZ,yes\n");
    for (name, says) in
        [("list.csv", "it is a workbook, not a text file"), ("list.xlsx", "it is a text file, not a workbook")]
    {
        let run = world.line(&format!("{WRITE} {name}"));
        assert!(run.code == 0 && run.json().len() == 1 && run.says(says), "{run}");
    }
}
