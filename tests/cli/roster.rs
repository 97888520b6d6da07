//! Lists of signatories: what is read, what is found wrong, and what is written for whom.

use super::*;

const SIX: &str = include_str!("../rosters/six.csv");

/// Letters that differ by signatory alone.
const WRITE: &str = "write harbour --to aq-court -f json --signatories";

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

/// `SIX` with another sign between its cells.
fn parted_by(sign: u8) -> String {
    let mut writer =
        csv::WriterBuilder::new().delimiter(sign).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in csv::ReaderBuilder::new().has_headers(false).from_reader(SIX.as_bytes()).records() {
        writer.write_record(&record.unwrap()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn one_list_in_every_form_gives_the_same_letters() {
    let western: Vec<u8> = SIX.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let forms: Vec<(&str, Vec<u8>, &str)> = vec![
        ("six.csv", SIX.into(), ""),
        ("bom.csv", format!("\u{feff}{SIX}").into(), ""),
        ("utf16.csv", utf16(&format!("\u{feff}{SIX}"), u16::to_le_bytes), ""),
        ("utf16be.csv", utf16(&format!("\u{feff}{SIX}"), u16::to_be_bytes), ""),
        ("bare16.csv", utf16(SIX, u16::to_le_bytes), ""),
        ("western.csv", western, " --encoding windows-1252"),
        ("crlf.csv", SIX.replace('\n', "\r\n").into(), ""),
        ("semicolon.csv", parted_by(b';').into(), ""),
        ("bar.txt", parted_by(b'|').into(), ""),
        ("six.tsv", parted_by(b'\t').into(), ""),
        ("sep.csv", format!("sep=;\r\n{}", parted_by(b';')).into(), ""),
        ("excel.txt", utf16(&format!("\u{feff}{}", parted_by(b'\t')), u16::to_le_bytes), ""),
        ("six.xlsx", include_bytes!("../rosters/six.xlsx").into(), ""),
        ("six.ods", include_bytes!("../rosters/six.ods").into(), ""),
    ];
    let world = forms.iter().fold(harbour(), |world, (name, bytes, _)| world.bytes(name, bytes));
    let first = world.line(&format!("{WRITE} six.csv"));
    agreed!("roster_six", first);
    assert_eq!(first.json().len(), 6);
    for (name, _, more) in &forms {
        let run = world.line(&format!("{WRITE} {name}{more}"));
        assert_eq!((run.code, run.stdout.as_str()), (0, first.stdout.as_str()), "{name}\n{run}");
    }
    let piped = world.run_with_input(&format!("{WRITE} -").split(' ').collect::<Vec<_>>(), Some(SIX));
    assert_eq!((piped.code, piped.stdout.as_str()), (0, first.stdout.as_str()), "{piped}");
}

/// One fault of each kind, each in a row of its own; rows 2 and 3 are good and share a mailbox.
const FAULTY: &str = "Name,Kind,Organisation,Members,Country,Email,Role,Own words,Consent\n\
    Jo Smith,,,,NZ,house@smith.test,,,yes\n\
    Kim Smith,,,,NZ,house@smith.test,,,yes\n\
    Ragged,,,,NZ,a@ragged.test,Secretary, of the branch,,yes\n\
    ,,,,NZ,nobody@smith.test,,,yes\n\
    Address,,,,NZ,\"a@b.test,c@d.test\",,,yes\n\
    Bidi\u{202e}Name,,,,NZ,,,,yes\n\
    Terminal\u{1b}[2J,,,,NZ,,,,yes\n\
    \"Break\nBcc: x@evil.test\",,,,NZ,,,,yes\n\
    [NAME],,,,NZ,,,,yes\n\
    Todo,,,,NZ,,TODO,,yes\n\
    Country,,,,Narnia,,,,yes\n\
    Kind,party,,,NZ,,,,yes\n\
    Members,union,Branch,many,NZ,,,,yes\n\
    \"JO  smith\",,,,NZ,House@Smith.test,,,yes\n\
    Nay,,,,NZ,,,,no\n\
    Nothing,,,,NZ,,,,\n\
    Formula,,,#REF!,NZ,,,,yes\n\
    Far,,,,,far@smith.test,,,yes\n\
    Hyper,,,,=NZ,+1@x.test,-,,maybe\n";

#[test]
fn every_fault_is_found_in_one_run_and_nothing_is_written() {
    let world = harbour().file("list.csv", FAULTY);
    let run = world.line("write harbour --signatories list.csv -o out/");
    assert!(!world.path("out").exists());
    assert!(!run.stderr.contains(['\u{1b}', '\u{202e}']), "{run}");
    agreed!("roster_faults", run);
}

#[test]
fn a_header_that_cannot_be_read_is_told_before_any_row() {
    for (name, list) in [
        ("roster_header_doubled", "Name,Email,E-Mail,name,Consent\nJo,jo@x.test,al@x.test,Al,yes\n"),
        ("roster_header_lacks", "Wer,Email\n"),
    ] {
        agreed!(name, harbour().file("list.csv", list).line("write harbour --signatories list.csv"));
    }
    let world = harbour().file("list.csv", "Wer,Land,Comments\nJo,NZ,a fool\n");
    agreed!("roster_map", world.line(&format!("{WRITE} list.csv --map name=wer --all-consented")));
    agreed!("roster_map_wrong", world.line(&format!("{WRITE} list.csv --map name=Who --map shoe=Size")));
}

#[test]
fn a_mended_failed_csv_completes_the_list() {
    let world = harbour().file("list.csv", FAULTY);
    let run = world.line("write harbour --to aq-court --signatories list.csv --skip-bad-rows -o out/");
    agreed!("roster_skip", run);
    let failed = world.read("out/failed.csv");
    agreed!("roster_failed", failed.replace('\u{202e}', "<bidi>").replace('\u{1b}', "<esc>"));
    // Fed back as it is, it fails again, row for row.
    let again = world.line("write harbour --to aq-court --signatories out/failed.csv");
    assert_eq!((again.code, again.stdout.as_str()), (65, ""), "{again}");
    // A program reads it without the reason and finds the cells as they came.
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(failed.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1 + 16);
    let hyper = rows.last().unwrap();
    assert_eq!((&hyper[5], &hyper[6], &hyper[7]), ("'=NZ", "'+1@x.test", "'-"));
    let mended = "reason,Name,Country,Email,Consent\nold,Nothing,NZ,,yes\nold,Hyper,NZ,'+1@x.test,yes\n";
    let world = world.file("mended.csv", mended);
    let done = world.line("write harbour --to aq-court --signatories mended.csv -f json");
    assert_eq!(done.code, 0, "{done}");
    let signed: Vec<_> = done.json().iter().map(|letter| letter["signature"].clone()).collect();
    assert_eq!(signed, [serde_json::json!(["Nothing"]), serde_json::json!(["Hyper", "+1@x.test"])]);
}

#[test]
fn a_column_called_reason_is_the_lists_own() {
    let list = "Reason,Name,Country,Consent\nThe port feeds my town.,Jo Smith,NZ,yes\nI unload there.,An,NZ,no\n";
    let world = harbour().file("list.csv", list);
    for flags in ["--to aq-court --skip-bad-rows --map own_words=Reason", "--to aq-court --skip-bad-rows"] {
        let folder = if flags.contains("map") { "mapped" } else { "unused" };
        let run = world.line(&format!("write harbour {flags} --signatories list.csv -o {folder}/"));
        assert_eq!(run.code, 0, "{run}");
        let failed = world.read(&format!("{folder}/failed.csv"));
        let mut lines = failed.lines();
        assert_eq!(lines.next(), Some("\u{feff}reason (outcry),Reason,Name,Country,Consent"));
        assert!(lines.next().is_some_and(|row| row.ends_with(",I unload there.,An,NZ,no")), "{failed}");
        // What fails again has its own columns still, and one reason.
        std::fs::write(
            world.path("mended.csv"),
            failed.replace(",no", ",yes").replace("NZ,yes", "NZ,yes\r\nx,y,Al,NZ,no"),
        )
        .unwrap();
        let mended = world.line(&format!("write harbour {flags} --signatories mended.csv -o {folder}/mended/"));
        assert_eq!(mended.code, 0, "{mended}");
        let failed = world.read(&format!("{folder}/mended/failed.csv"));
        assert_eq!(failed.lines().next(), Some("\u{feff}reason (outcry),Reason,Name,Country,Consent"));
        assert!(failed.lines().nth(1).is_some_and(|row| row.ends_with(",y,Al,NZ,no")), "{failed}");
    }
}

#[test]
fn what_a_flag_overrules_is_not_judged() {
    let world = harbour().file("list.csv", "Name,Country,Role,Consent\nJo Smith,NZ,[ROLE],yes\nAn,NZ,#REF!,yes\n");
    let line = "write harbour --to aq-court --signatories list.csv";
    assert_eq!(world.line(line).code, 65);
    let overruled = world.line(&format!("{line} --role Nurse"));
    assert_eq!(overruled.code, 0, "{overruled}");
}

#[test]
fn letters_go_to_one_file_each_to_one_file_or_to_the_screen() {
    let world = harbour().file("list.csv", "Name,Country,Consent\nJo Smith,NZ,yes\nЖанна,NZ,да\nBo Ek ,FJ,no\n");
    let line = "write harbour --to aq-court --to aq-police --signatories list.csv --rows 2-3";
    for (format, one) in [("text", "all.txt"), ("html", "all.html"), ("json", "all.json"), ("phone", "calls.txt")] {
        let screen = world.line(&format!("{line} -f {format}"));
        assert_eq!(screen.code, 0, "{screen}");
        assert_eq!(world.line(&format!("{line} -f {format} -o {one}")).code, 0);
        assert_eq!(world.read(one), screen.stdout, "{format}");
        assert_eq!(world.line(&format!("{line} -f {format} -o {one}")).code, 0, "the same letters may stay");
        let other = world.line(&format!("{line} -f {format} -o {one} --limit 1"));
        assert!(other.code == 65 && other.says("exists already and differs"), "nothing is overwritten: {other}");
    }
    let words = "No port without people. ".repeat(60);
    let links = world.line(&format!("{line} -f mailto --own-words \"{words}\""));
    assert!(links.says("aq-court: a link with the whole letter has"), "{links}");
    assert_eq!(links.stdout.lines().count(), 2, "{links}");
    assert_eq!(world.read("all.html").matches("</html>").count(), 1);
    agreed!("roster_text", world.line(&format!("{line} --limit 1")));
    agreed!("roster_eml_screen", world.line(&format!("{line} -f eml")));
    agreed!("roster_folder", world.line(&format!("{line} -f eml -o mails/")));
    let mut names: Vec<_> =
        std::fs::read_dir(world.path("mails")).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["000002-jo-smith-aq-court.eml", "000003-aq-court.eml"]);
    let again = world.line(&format!("{line} -f eml -o mails/"));
    assert_eq!(again.code, 0, "the same letters may stay: {again}");
    let other = world.line(&format!("{line} -f eml -o mails/ --copy-to me@branch.nz"));
    assert_eq!(other.code, 65, "{other}");
}

#[test]
fn a_flag_goes_before_the_row_and_the_row_before_the_profile() {
    let config = "[me]\nname = \"Profile\"\nrole = \"Profile\"\nemail = \"profile@p.test\"\n";
    let world = harbour().config(config).file("list.csv", "Name,Role,Email,Consent\nRow,,row@r.test,yes\n");
    let run = world.line(&format!("{WRITE} list.csv --email flag@f.test"));
    assert_eq!(run.json()[0]["signature"], serde_json::json!(["Row", "Profile", "flag@f.test"]), "{run}");
    let wrong = world.line(&format!("{WRITE} list.csv --country Narnia"));
    assert_eq!(wrong.code, 2, "{wrong}");
    // Who keeps the list does not sign for those whose name is missing, nor get their answers.
    let world = world.file("others.csv", "Name,Email,Consent\n,ann@a.test,yes\nBo,,yes\n");
    let nameless = world.line(&format!("{WRITE} others.csv"));
    assert!(nameless.code == 65 && nameless.says("row 2, column \"Name\": this cell is empty"), "{nameless}");
    let bo = world.line(&format!("{WRITE} others.csv --rows 3"));
    assert_eq!(bo.json()[0]["signature"], serde_json::json!(["Bo", "Profile"]), "{bo}");
}

#[test]
fn files_that_are_no_list_are_told_apart() {
    let world = harbour()
        .bytes("western.csv", b"Name,Consent\nZo\xeb M\xfcller,ja\n")
        .bytes("old.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])
        .bytes("broken.xlsx", b"PK\x03\x04 and no more")
        .bytes(
            "locked.xlsx",
            &[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &utf16("EncryptedPackage", u16::to_le_bytes)[..]].concat(),
        )
        .file("page.xls", "<html><table><tr><td>Name</td></tr></table></html>")
        .bytes("empty.csv", b"\n\n")
        .file("quote.csv", "Name,Consent\nJo,yes\n\"Kim,yes\nPat,yes\n");
    for name in [
        "western.csv",
        "old.xls",
        "broken.xlsx",
        "locked.xlsx",
        "page.xls",
        "empty.csv",
        "quote.csv",
        "missing.csv",
        "letters",
    ] {
        agreed!(format!("roster_no_list_{}", name.replace('.', "_")), world.line(&format!("{WRITE} {name}")));
    }
    agreed!("roster_no_encoding", world.line(&format!("{WRITE} western.csv --encoding latin-x")));
    agreed!("roster_no_rows", world.line(&format!("{WRITE} western.csv --encoding windows-1252 --rows 9-2")));
}

#[test]
fn a_list_is_checked_by_itself() {
    let world = harbour().file(
        "list.csv",
        "Name,Country,Consent\nJo Smith,NZ,yes\nKim Lee,NZ,yes\nAda Berg,Narnia,no\nKim Lee,FJ,yes\n",
    );
    agreed!("lists_check", world.line("lists check list.csv harbour --report report.csv"));
    assert_eq!(world.read("report.csv").lines().count(), 4, "a line for each fault");
    agreed!("lists_check_skip", world.line("lists check list.csv harbour --skip-bad-rows"));
    assert_eq!(world.read("failed.csv").lines().count(), 3);
    assert!(!world.path("letters-to-sign").exists());
}

#[test]
fn one_row_is_written_by_its_number_or_its_name() {
    let world = harbour()
        .file("list.csv", "Name,Country,Consent\nJo Smith,NZ,yes\nKim Lee,NZ,yes\nAda Berg,NZ,no\nKim Lee,FJ,yes\n");
    let line = "write harbour --to aq-court --signatories list.csv --one";
    for (one, signed) in [("2", "Jo Smith"), ("jo  SMITH", "Jo Smith"), ("5", "Kim Lee")] {
        let run = world.line(&format!("{line} \"{one}\""));
        assert!(run.code == 0 && run.stdout.trim_end().ends_with(signed), "{run}");
        assert!(run.says("for 1 signatory"), "{run}");
    }
    for (one, said) in [
        ("Kim Lee", "rows 3, 5 are called \"Kim Lee\""),
        ("Kim", "nobody is called \"Kim\""),
        ("4", "row 4, Consent \"no\""),
        ("9", "no row can be used"),
    ] {
        let run = world.line(&format!("{line} \"{one}\""));
        assert!(run.code == 65 && run.says(said), "{run}");
    }
}

#[test]
fn an_address_is_in_the_order_of_its_country_and_never_half() {
    let list = "Name,Street,Postcode,City,State,Country\n\
                Jo,1 Quay,94607,Oakland,CA,US\nAnn,1 Quay,NW1 1AA,London,,GB\nBo,,01067,Dresden,,DE\n";
    let line = "write harbour --to aq-court --embassy none --all-consented --signatories list.csv";
    let run = harbour().file("list.csv", list).line(line);
    for whole in ["Jo\n1 Quay\nOakland, CA 94607\n", "Ann\n1 Quay\nLondon\nNW1 1AA\n"] {
        assert!(run.code == 0 && run.stdout.contains(whole), "{run}");
    }
    assert!(!run.stdout.contains("Dresden"), "{run}");
    assert!(run.stderr.contains("warning: list.csv: row 4: the address has no street"), "{run}");
    let run = harbour().file("list.csv", &format!("{list}Di,Kai 1,1067,Dresden,,DE\n")).line(line);
    let says = "row 5, Postcode \"1067\": a postal code of Germany has 5 digits; probably it is 01067";
    assert!(run.code == 65 && run.stdout.is_empty() && run.says(says), "{run}");
}

#[test]
fn a_member_of_a_union_is_not_taken_for_the_union() {
    for question in [
        "Which union are you a member of?",
        "Di quale sindacato fai parte?",
        "¿A qué sindicato perteneces?",
        "В каком профсоюзе вы состоите?",
        "Welcher Gewerkschaft gehörst du an?",
    ] {
        let world = harbour().file("list.csv", &format!("Name,{question},Country,Consent\nJo Smith,Unite,NZ,yes\n"));
        let line = "write harbour --to aq-court -f json --signatories list.csv";
        let asked = world.line(line);
        assert!(asked.code == 65 && asked.says("row 2, Unite: who signs?"), "{question}\n{asked}");
        let one = world.line(&format!("{line} --kind individual"));
        assert_eq!(one.json()[0]["signature"][0], "Jo Smith", "{question}\n{one}");
    }
}

#[test]
fn a_yes_that_is_taken_back_further_down_is_none() {
    let list = "Name,Email,Country,Consent\nJo Smith,jo@smith.test,NZ,yes\nKim Lee,kim@lee.test,NZ,no\nJO SMITH,Jo@smith.test,NZ,no\nKim Lee,kim@lee.test,NZ,yes\n";
    let world = harbour().file("list.csv", list);
    let line = "write harbour --to aq-court -f json --signatories list.csv";
    for part in ["--skip-bad-rows", "--skip-bad-rows --rows 2-3", "--rows 2", "--one 2", "--limit 1"] {
        let run = world.line(&format!("{line} {part}"));
        assert!(!run.stdout.contains("Jo Smith"), "{part}\n{run}");
        if !part.contains("skip") {
            assert!(run.code == 65 && run.says("the same person says no in row 4"), "{part}\n{run}");
        }
    }
    // Who says yes at last has agreed.
    let run = world.line(&format!("{line} --skip-bad-rows"));
    assert!(run.code == 0 && run.json().len() == 1 && run.stdout.contains("Kim Lee"), "{run}");
    let run = world.line(&format!("{line} --all-consented --skip-bad-rows"));
    assert!(run.json().len() == 1, "{run}");
}
