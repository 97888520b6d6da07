//! Embeds what the program ships: every campaign folder under `letters/`, so that adding one needs
//! no code, and the offices of `recipients.toml` and of every file under `recipients/`, each with what
//! it takes to find it, so that the program reads only the offices a letter goes to.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build stops at the first surprise, and cargo speaks through the environment"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use phonenumber::metadata::{DATABASE, Descriptor};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder of the package");
    let out = env::var("OUT_DIR").expect("cargo sets the output folder");
    let letters = Path::new(&root).join("letters");
    println!("cargo::rerun-if-changed=letters");
    let recipients = registry_files(Path::new(&root));
    println!("cargo::rerun-if-changed=src/registry/missions.tsv");
    let missions =
        fs::read_to_string(Path::new(&root).join("src/registry/missions.tsv")).expect("missions can be read");
    let lists = &recipients[0];
    for (name, code) in [
        ("recipients.rs", embedded(&recipients)),
        ("offices.rs", offices(&recipients)),
        ("rejected.rs", rejected(&lists.table, &lists.text)),
        ("superseded.rs", superseded(&lists.table)),
        ("kind_names.rs", kind_names(&Path::new(&root).join("src/registry/kinds.toml"))),
        ("missions_date.rs", format!("{:?}\n", missions_date(&missions))),
        ("mission_sections.rs", mission_sections(&missions)),
        ("numbering_plans.tsv", numbering_plans()),
        ("words.rs", words(&Path::new(&root).join("src/render/words.toml"), "Words")),
        ("sheets.rs", words(&Path::new(&root).join("src/render/sheets.toml"), "SheetWords")),
    ] {
        fs::write(Path::new(&out).join(name), code).expect("the output folder can be written");
    }
    #[cfg(feature = "pdf")]
    {
        fonts(Path::new(&out));
        fixed_address();
    }
    let mut code = String::from("&[\n");
    for campaign in entries(&letters).iter().filter(|path| path.join("campaign.toml").is_file()) {
        println!("cargo::rerun-if-changed={}", campaign.display());
        writeln!(code, "    ({:?}, &[", name(campaign)).expect("writing to a string");
        for file in entries(campaign).iter().filter(|path| path.extension().is_some_and(|e| e == "toml" || e == "md")) {
            println!("cargo::rerun-if-changed={}", file.display());
            writeln!(code, "        ({:?}, include_str!({:?})),", name(file), file.display().to_string())
                .expect("writing to a string");
        }
        code.push_str("    ]),\n");
    }
    code.push_str("]\n");
    fs::write(Path::new(&out).join("letters.rs"), code).expect("the output folder can be written");
}

/// The words of letters, each table a value whose type says which words there are.
fn words(path: &Path, kind: &str) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(path).expect("the words can be read");
    let mut languages: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let usual = languages.remove("usual").unwrap_or_else(|| toml::Table::new().into());
    let mut code = String::from("&[\n");
    for (tag, mut words) in languages {
        let words = words.as_table_mut().unwrap_or_else(|| panic!("{tag} is a table"));
        let read = words.remove("read_by_native").and_then(|value| value.as_bool());
        assert!(read.is_some(), "{}: {tag} says whether a native has read it", path.display());
        for (key, word) in usual.as_table().into_iter().flatten() {
            words.entry(key.clone()).or_insert_with(|| word.clone());
        }
        let fields: String = words.iter().map(|(key, word)| format!("{key}: {word}, ")).collect();
        writeln!(code, "    ({tag:?}, {kind} {{ {fields}}}),").expect("writing to a string");
    }
    code.push_str("]\n");
    code
}

/// The four faces letters are set in, out of the fonts that come with the typesetting engine. The
/// mathematical ones and the rest, eight megabytes, stay out of the program.
#[cfg(feature = "pdf")]
fn fonts(out: &Path) {
    for (face, font) in ["Regular", "Bold", "Italic", "BoldItalic"].iter().zip(typst_assets::fonts()) {
        let name = format!("LibertinusSerif-{face}");
        assert!(font.windows(name.len()).any(|bytes| bytes == name.as_bytes()), "the fonts come in the usual order");
        fs::write(out.join(name + ".otf"), font).expect("the output folder can be written");
    }
}

/// The typesetting engine has a hundred thousand pointers in its tables. In a program that can be loaded
/// anywhere each is mended at every start, whether a letter is typeset or not, which takes as long as
/// writing the letter: so on Linux the program has an address of its own. Heap, stack and libraries stay
/// where chance puts them.
#[cfg(feature = "pdf")]
fn fixed_address() {
    let target = |what: &str| env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// The entries of a folder, sorted, so that equal input gives an equal program.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.sort();
    found
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("names of what is shipped are plain ASCII")
}

/// A file of the registry.
struct RegistryFile {
    /// Its path in the folder of the package, with slashes.
    name: String,
    path: PathBuf,
    text: String,
    table: toml::Table,
}

/// `recipients.toml`, then the files under `recipients/`, which hold offices and nothing else.
fn registry_files(root: &Path) -> Vec<RegistryFile> {
    println!("cargo::rerun-if-changed=recipients");
    let mut paths = vec![("recipients.toml".to_owned(), root.join("recipients.toml"))];
    let regions = entries(&root.join("recipients"));
    paths.extend(regions.into_iter().map(|path| (format!("recipients/{}", name(&path)), path)));
    let read = |(index, (name, path)): (usize, (String, PathBuf))| {
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(index == 0 || table.keys().eq(["office"]), "{name} holds offices; lists stand in recipients.toml");
        RegistryFile { name, path, text, table }
    };
    paths.into_iter().enumerate().map(read).collect()
}

/// The files of the registry, each as it is.
fn embedded(files: &[RegistryFile]) -> String {
    let mut code = String::from("&[\n");
    for file in files {
        let (name, path) = (&file.name, file.path.display().to_string());
        writeln!(code, "    ShippedFile {{ name: \"{name} (shipped)\", text: include_str!({path:?}) }},")
            .expect("writing to a string");
    }
    code.push_str("]\n");
    code
}

/// A table of all offices: the keys an embassy is found by, and where the office's own lines begin and
/// end in its file.
fn offices(files: &[RegistryFile]) -> String {
    let mut code = String::from("&[\n");
    for (file, RegistryFile { name, text, table, .. }) in files.iter().enumerate() {
        let mut starts: Vec<usize> = text.match_indices("\n[[office]]").map(|(at, _)| at + 1).collect();
        let offices = table["office"].as_array().unwrap_or_else(|| panic!("{name} has offices"));
        assert_eq!(starts.len(), offices.len(), "each [[office]] begins a line of its own in {name}");
        // Everything else stands behind the offices.
        let ends = ["\n[[superseded]]", "\n[[rejected]]"].into_iter().filter_map(|header| text.find(header));
        starts.push(ends.min().map_or(text.len(), |at| at + 1));
        for (office, lines) in offices.iter().zip(starts.windows(2)) {
            let word = |key: &str| office.get(key).and_then(toml::Value::as_str);
            let accredited_to: Vec<&str> = office
                .get("accredited_to")
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|item| item.get("country").unwrap_or(item).as_str())
                .collect();
            let first_line = text[..lines[0]].matches('\n').count();
            writeln!(
                code,
                "    ShippedOffice {{ id: {:?}, kind: {:?}, wikidata: {:?}, country: {:?}, represents: {:?}, host: {:?}, accredited_to: &{:?}, file: {file}, lines_above: {first_line}, span: ({}, {}) }},",
                word("id").expect("an office has an id"),
                word("kind").expect("an office has a kind"),
                word("wikidata"),
                word("country"),
                word("represents"),
                word("host"),
                accredited_to,
                lines[0],
                lines[1],
            )
            .expect("writing to a string");
        }
    }
    code.push_str("]\n");
    code
}

/// The tables of a list, each key a text.
fn tables<'a>(registry: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a toml::Value> {
    registry.get(key).and_then(toml::Value::as_array).into_iter().flatten()
}

fn text_of<'a>(table: &'a toml::Value, key: &str) -> &'a str {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_else(|| panic!("{key} is missing in {table}"))
}

/// Values that never come back, with the line of each.
fn rejected(registry: &toml::Table, text: &str) -> String {
    let lines = text.lines().zip(1..).filter(|(line, _)| *line == "[[rejected]]").map(|(_, number)| number + 1);
    let mut code = String::from("&[\n");
    for (table, line) in tables(registry, "rejected").zip(lines) {
        writeln!(code, "    ({:?}, {:?}, {line}),", text_of(table, "value"), text_of(table, "reason"))
            .expect("writing to a string");
    }
    code.push_str("]\n");
    code
}

fn superseded(registry: &toml::Table) -> String {
    let mut code = String::from("&[\n");
    for table in tables(registry, "superseded") {
        writeln!(code, "    ({:?}, {:?}),", text_of(table, "domain"), text_of(table, "reason"))
            .expect("writing to a string");
    }
    code.push_str("]\n");
    code
}

/// What kinds of offices are called, language by language: `kinds.toml` says how.
fn kind_names(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(path).expect("kinds.toml can be read");
    // In the order of the file, which a table by key does not keep.
    let table = toml::de::DeTable::parse(&text).unwrap_or_else(|error| panic!("kinds.toml: {error}"));
    let mut languages: Vec<_> = table.get_ref().iter().collect();
    languages.sort_by_key(|(tag, _)| tag.span().start);
    let mut code = String::from("&[\n");
    for (tag, language) in languages {
        let tag = tag.get_ref();
        let words = language.get_ref().as_table().unwrap_or_else(|| panic!("kinds.toml: {tag} is a table"));
        let read = words.get("read_by_native").and_then(|value| value.get_ref().as_bool());
        read.unwrap_or_else(|| panic!("kinds.toml: {tag} says whether a native has read it"));
        let mut kinds: Vec<_> = words.iter().filter(|(key, _)| key.get_ref() != "read_by_native").collect();
        kinds.sort_by_key(|(kind, _)| kind.span().start);
        writeln!(code, "    LanguageKinds {{ language: {tag:?}, kinds: &[").expect("writing to a string");
        for (kind, words) in kinds {
            let (kind, words) = (kind.get_ref(), words.get_ref());
            let word = |key: &str| words.get(key).and_then(|value| value.get_ref().as_str());
            let name = words.as_str().or_else(|| word("name")).unwrap_or_else(|| panic!("{tag}: {kind} has a name"));
            let also = words.get("also").and_then(|value| value.get_ref().as_array()).into_iter().flatten();
            let also: Vec<&str> = also.filter_map(|value| value.get_ref().as_str()).collect();
            writeln!(
                code,
                "        KindNames {{ kind: {kind:?}, name: {name:?}, of: {:?}, also: &{also:?} }},",
                word("of")
            )
            .expect("writing to a string");
        }
        code.push_str("    ] },\n");
    }
    code.push_str("]\n");
    code
}

fn missions_date(missions: &str) -> &str {
    missions.lines().find_map(|line| line.strip_prefix("# date ")).expect("missions.tsv says of which day it is")
}

/// Where each state's missions begin and end: a line `= KZ` stands above them.
fn mission_sections(missions: &str) -> String {
    let mut code = String::from("&[\n");
    let mut sections: Vec<(&str, usize, usize)> = Vec::new();
    let (mut at, mut number) = (0, 0);
    for line in missions.split_inclusive('\n') {
        at += line.len();
        number += 1;
        if let Some(state) = line.strip_prefix("= ") {
            sections.push((state.trim_end(), at, number + 1));
        }
    }
    assert!(sections.is_sorted(), "the states of missions.tsv are in the order of their codes");
    for (index, (state, start, first_line)) in sections.iter().enumerate() {
        // The next section's own line ends this one.
        let end = sections.get(index + 1).map_or(missions.len(), |(next, start, _)| start - next.len() - 3);
        writeln!(code, "    MissionSection {{ state: {state:?}, first_line: {first_line}, span: ({start}, {end}) }},")
            .expect("writing to a string");
    }
    code.push_str("]\n");
    code
}

/// The numbering plan of every country, as libphonenumber has it: its id, its calling code, the trunk
/// prefix, what its numbers begin with, the form of all numbers, of hotlines, and of ordinary lines, and how numbers
/// are written in groups.
/// Only these expressions go into the program; the library that keeps them stays out of it.
fn numbering_plans() -> String {
    // The library's expressions are laid out over lines, and read without their white space.
    let plain = |expression: &str| expression.split_whitespace().collect::<String>();
    let form = |descriptor: &Descriptor| {
        let lengths: Vec<String> = descriptor.possible_length().iter().map(ToString::to_string).collect();
        format!("{}:{}", lengths.join(","), plain(descriptor.national_number().as_str()))
    };
    let forms = |kinds: &[Option<&Descriptor>]| kinds.iter().copied().flatten().map(form).collect::<Vec<_>>().join(" ");
    // What numbers begin with, their parts, and these as they are written; a space in it is `_`.
    let spacing = |plan: &phonenumber::Metadata| {
        let own = Some(plan.international_formats()).filter(|formats| !formats.is_empty());
        let one = |format: &phonenumber::metadata::Format| {
            let begins = format.leading_digits().last().map(|digits| plain(digits.as_str())).unwrap_or_default();
            format!("{begins}~{}~{}", plain(format.pattern().as_str()), format.format().replace(' ', "_"))
        };
        own.unwrap_or(plan.formats()).iter().map(one).collect::<Vec<_>>().join(" ")
    };
    // Some plans, such as that of +800, belong to no country and share one id.
    let plans = (1..=999_u16).filter_map(|code| DATABASE.by_code(&code)).flatten();
    let mut lines: Vec<String> = plans
        .map(|plan| {
            let of = plan.descriptors();
            let columns = [
                plan.id().to_owned(),
                plan.country_code().to_string(),
                plan.national_prefix().unwrap_or_default().to_owned(),
                plan.leading_digits().map(|digits| plain(digits.as_str())).unwrap_or_default(),
                form(of.general()),
                forms(&[of.premium_rate(), of.toll_free(), of.shared_cost()]),
                forms(&[of.fixed_line(), of.voip(), of.uan()]),
                forms(&[of.mobile(), of.personal_number()]),
                spacing(plan),
            ];
            assert!(columns.iter().all(|column| !column.contains(['\t', '\n'])), "{columns:?} is one line");
            columns.join("\t")
        })
        .collect();
    lines.sort();
    lines.dedup();
    lines.join("\n")
}
