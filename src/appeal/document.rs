//! The text of an appeal that comes as a web page or as a document of a word processor.

use std::io::{Cursor, Read};

use html2text::config::with_decorator;
use html2text::render::TextDecorator;
use mail_parser::{MessageParser, MessagePart};
use quick_xml::events::Event;
use quick_xml::{Reader, escape};
use zip::ZipArchive;

use super::found::{AppealError, Format};

/// Bytes of a document's main part, unpacked: its marks take several times the room of its words.
const PART_MOST: usize = 16 * 1024 * 1024;
/// Elements inside each other; pages that people write have some dozens.
const DEPTH_MOST: usize = 1_000;
/// What says of each part of a mail what it is, and how many parts are read.
const CONTENT_TYPE: &[u8] = b"content-type";
const TYPES_MOST: usize = 64;
/// Columns of a page; no line of an appeal is broken there.
const WIDTH: usize = 100_000;

/// The text of a file and what the file is.
///
/// # Errors
///
/// When it is neither text, nor a web page, nor a document.
pub fn text(bytes: Vec<u8>) -> Result<(String, Format), AppealError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok((of_document(&bytes)?, Format::Document));
    }
    if is_mail(&bytes) {
        return Ok((of_mail(&bytes)?, Format::Mail));
    }
    let text = String::from_utf8(bytes).map_err(|_| AppealError::Encoding)?;
    let first: String = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).chars().take(16).collect();
    let first = first.to_ascii_lowercase();
    if ["<!doctype", "<html", "<?xml", "<head", "<body", "<!--"].iter().any(|start| first.starts_with(start)) {
        return Ok((of_page(&text)?, Format::Page));
    }
    Ok((text, Format::Text))
}

/// Whether a file is a mail as programs keep it: it begins with fields of a header, and one of them is of MIME.
fn is_mail(bytes: &[u8]) -> bool {
    const HEADER_MOST: usize = 64 * 1024;
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(HEADER_MOST)]).replace("\r\n", "\n");
    let header = begin.split("\n\n").next().unwrap_or_default();
    let is_field = |line: &str| {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        line.starts_with([' ', '\t']) || !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    header.lines().all(is_field) && header.lines().any(|line| line.to_ascii_lowercase().starts_with("mime-version:"))
}

/// The text of a mail below its subject and its day; a page where it has no text.
fn of_mail(bytes: &[u8]) -> Result<String, AppealError> {
    // A mail may hold mails, and the parser goes as deep as they do.
    if bytes.to_ascii_lowercase().windows(CONTENT_TYPE.len()).filter(|words| *words == CONTENT_TYPE).count()
        > TYPES_MOST
    {
        return Err(AppealError::Damaged(Format::Mail));
    }
    let mail = MessageParser::default().parse(bytes).ok_or(AppealError::Damaged(Format::Mail))?;
    let has_text = mail.text_body.iter().any(|part| {
        mail.part(*part).is_some_and(MessagePart::is_text) && mail.part(*part).is_some_and(|part| !part.is_text_html())
    });
    let page = mail.html_bodies().find_map(|part| part.text_contents()).filter(|_| !has_text);
    let body = match page {
        Some(page) => of_page(page)?,
        None => mail.body_text(0).ok_or(AppealError::Damaged(Format::Mail))?.into_owned(),
    };
    let day =
        mail.date().map(|day| format!("Date: {:04}-{:02}-{:02}\n", day.year, day.month, day.day)).unwrap_or_default();
    let subject = mail.subject().map(|subject| format!("Subject: {subject}\n")).unwrap_or_default();
    let sender = mail.from().and_then(|from| from.first()?.address()).unwrap_or_default();
    Ok(format!("From: {sender}\n{day}{subject}\n{body}"))
}

fn of_page(page: &str) -> Result<String, AppealError> {
    if depth(page) > DEPTH_MOST {
        return Err(AppealError::Damaged(Format::Page));
    }
    let shown = with_decorator(AsTyped::default())
        .raw_mode(true)
        .no_link_wrapping()
        .link_footnotes(false)
        .string_from_read(rows_as_lines(&without_frame(page)).as_bytes(), WIDTH)
        .map_err(|_| AppealError::Damaged(Format::Page))?;
    Ok(without_repeats(&shown.replace('\u{a0}', " ")))
}

/// A page without what is around its article: menus, asides and its foot.
fn without_frame(page: &str) -> String {
    let mut page = page.to_owned();
    for tag in ["nav", "aside", "footer"] {
        let lower = page.to_ascii_lowercase();
        let (begin, end) = (format!("<{tag}"), format!("</{tag}>"));
        let mut kept = String::with_capacity(page.len());
        let mut from = 0;
        while let Some(start) = lower[from..].find(&begin).map(|at| from + at) {
            let is_tag = lower[start + begin.len()..].starts_with(['>', ' ', '\n', '\t']);
            let Some(length) = lower[start..].find(&end).filter(|_| is_tag) else { break };
            kept.push_str(&page[from..start]);
            from = start + length + end.len();
        }
        kept.push_str(&page[from..]);
        page = kept;
    }
    page
}

/// A page with every row of a table of addresses as one line, its cells between bars, as texts have such tables; tables
/// with paragraphs or further tables in their cells stay, for they only part the page.
fn rows_as_lines(page: &str) -> String {
    const CELLS_LEAST: usize = 3;
    let lower = page.to_ascii_lowercase();
    let mut lines = String::with_capacity(page.len());
    let mut from = 0;
    while let Some(start) = lower[from..].find("<table").map(|at| from + at) {
        let Some(length) = lower[start..].find("</table") else { break };
        let table = &lower[start..start + length];
        let parts = ["<p", "<div", "<ul", "<ol", "<table"].iter().any(|tag| table[1..].contains(tag));
        let first_row = table.split("<tr").nth(1).unwrap_or_default();
        let cells = first_row.matches("<td").count() + first_row.matches("<th").count();
        if parts || cells < CELLS_LEAST {
            let end = start + "<table".len();
            lines.push_str(&page[from..end]);
            from = end;
            continue;
        }
        lines.push_str(&page[from..start]);
        lines.push_str("<p>");
        let mut is_first = true;
        let mut text = &page[start..start + length];
        while let Some((before, rest)) = text.split_once('<') {
            let (tag, behind) = rest.split_once('>').unwrap_or((rest, ""));
            let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            lines.push_str(before);
            match name.as_str() {
                "tr" => {
                    lines.push_str("<br>");
                    is_first = true;
                }
                "td" | "th" => {
                    lines.push_str(if is_first { "" } else { " | " });
                    is_first = false;
                }
                "br" | "br/" => lines.push_str(", "),
                "table" | "thead" | "tbody" | "tfoot" | "colgroup" | "col" | "/tr" | "/td" | "/th" | "/thead"
                | "/tbody" | "/tfoot" | "/colgroup" => {}
                _ => lines.push_str(&format!("<{tag}>")),
            }
            text = behind;
        }
        lines.push_str(text);
        lines.push_str("</p>");
        from = start + length;
    }
    lines.push_str(&page[from..]);
    lines
}

/// The text without the address of a link whose words are that address.
fn without_repeats(text: &str) -> String {
    let mut words = text.split_inclusive([' ', '\n']).peekable();
    let mut kept = String::new();
    while let Some(word) = words.next() {
        let behind =
            words.peek().and_then(|next| next.trim_end().strip_prefix('(')).and_then(|next| next.split_once(')'));
        // "(a@b.example (a@b.example))"
        let said = word.trim_end();
        match behind.filter(|(address, _)| *address == said.trim_start_matches(['(', '[', '<'])) {
            Some((_, rest)) => {
                kept.push_str(said);
                kept.push_str(rest);
                let space = words.next().map(|next| &next[next.trim_end().len()..]);
                kept.push_str(space.unwrap_or_default());
            }
            None => kept.push_str(word),
        }
    }
    kept
}

/// How many elements of a page are open at once at most, near enough: reading takes the square of it.
fn depth(page: &str) -> usize {
    // These have no end, or end by themselves.
    const ENDLESS: [&str; 24] = [
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "param", "rp", "rt", "source", "td", "th", "tr", "track", "wbr",
    ];
    let (mut open, mut most) = (0_usize, 0);
    for tag in page.split('<').skip(1) {
        let (is_end, name) = tag.strip_prefix('/').map_or((false, tag), |name| (true, name));
        let name: String = name.chars().take_while(char::is_ascii_alphanumeric).take(8).collect();
        if name.is_empty() || ENDLESS.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        open = if is_end { open.saturating_sub(1) } else { open + 1 };
        most = most.max(open);
    }
    most
}

/// The words of a page as somebody would type them: lists with their marks, and an address that only a link has.
#[derive(Debug, Clone, Default)]
struct AsTyped {
    /// Where the links that are open lead, the innermost last.
    open: Vec<Option<String>>,
}

impl TextDecorator for AsTyped {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        let address = url.strip_prefix("mailto:").map(|rest| rest.split('?').next().unwrap_or(rest));
        self.open.push(address.filter(|address| address.contains('@') && !address.contains('%')).map(str::to_owned));
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        self.open.pop().flatten().map(|address| format!(" ({address})")).unwrap_or_default()
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _src: &str, _title: &str) -> (String, ()) {
        (String::new(), ())
    }

    fn header_prefix(&self, level: usize) -> String {
        // The first heading of a page is its title, as Markdown has it.
        if level == 1 { "# ".to_owned() } else { String::new() }
    }

    fn quote_prefix(&self) -> String {
        String::new()
    }

    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        Self::default()
    }

    fn decorate_superscript_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_superscript_end(&self) -> String {
        String::new()
    }
}

/// The paragraphs of a document, one a line; an item of a list has a dash, whatever its number is.
fn of_document(bytes: &[u8]) -> Result<String, AppealError> {
    let damaged = || AppealError::Damaged(Format::Document);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let part = archive.by_name("word/document.xml").map_err(|_| damaged())?;
    let mut xml = Vec::new();
    // What an archive says of its sizes may be anything; what comes out of it is counted.
    part.take(PART_MOST as u64 + 1).read_to_end(&mut xml).map_err(|_| damaged())?;
    if xml.len() > PART_MOST {
        return Err(AppealError::Unpacked { most: PART_MOST });
    }
    let mut reader = Reader::from_reader(xml.as_slice());
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = false;
    let mut text = String::new();
    let mut paragraph = String::new();
    let mut is_item = false;
    // Words stand in runs; a shape that has a second form for older programs says its words twice.
    let (mut run, mut words, mut older) = (false, false, false);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| damaged())?;
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "Fallback" => older = true,
                "numPr" => is_item = true,
                "r" => run = true,
                "t" => words = run && !older,
                "br" | "cr" if run => paragraph.push('\n'),
                "tab" if run => paragraph.push('\t'),
                "noBreakHyphen" if run => paragraph.push('-'),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "Fallback" => older = false,
                "r" => run = false,
                "t" => words = false,
                "p" => {
                    let mark = if is_item && !paragraph.trim().is_empty() { "- " } else { "" };
                    text.push_str(mark);
                    text.push_str(&paragraph);
                    text.push('\n');
                    paragraph.clear();
                    is_item = false;
                }
                _ => {}
            },
            Event::Text(piece) if words => paragraph.push_str(&piece.xml10_content()),
            Event::CData(piece) if words => paragraph.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) if words => {
                let named = || escape::resolve_predefined_entity(reference).map(str::to_owned);
                let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                paragraph.push_str(&character.or_else(named).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(text.replace('\u{a0}', " "))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8]) -> (String, Format) {
        text(bytes.to_vec()).unwrap()
    }

    fn packed(xml: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_page_is_read_as_it_is_shown() {
        let page = "<!DOCTYPE html><title>x</title><style>p { color: red }</style><h1>Narnia: teacher held</h1>\
            <p>Ada&nbsp;Marsh was <em>arrested</em> on 3<sup>rd</sup> May.<br>Write:</p><ol><li>To the court<li>To us</ol>\
            <ul><li>Release her</ul><table><tr><td>Court<td><a href=\"mailto:court@narnia.example?subject=x\">E-mail</a></table>\
            <p>Copies: <a href=\"mailto:us@narnia.example\">us@narnia.example</a>.</p>\
            <script>alert(1)</script>";
        let (text, format) = read(page.as_bytes());
        assert_eq!(format, Format::Page);
        for line in [
            "# Narnia: teacher held",
            "Ada Marsh was arrested on 3rd May.",
            "Write:",
            "1. To the court",
            "2. To us",
            "- Release her",
            "E-mail (court@narnia.example)",
            "Copies: us@narnia.example.",
        ] {
            assert!(text.lines().any(|shown| shown.trim_end() == line), "{line}\n{text}");
        }
        assert!(!text.contains("alert") && !text.contains("color"), "{text}");
    }

    #[test]
    fn a_mail_is_read_without_its_codes() {
        for (kind, body) in
            [("plain", "Free Ada=20Marsh =E2=80=93 now"), ("html", "<p>Free Ada=20Marsh =E2=80=93 now</p>")]
        {
            let mail = format!(
                "From: a@b.example\r\nSubject: =?utf-8?q?Libert=C3=A9?=\r\nDate: Mon, 23 Nov 2026 18:02:11 +0300\r\n\
                 MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n"
            );
            let (text, format) = read(mail.as_bytes());
            assert_eq!(format, Format::Mail);
            assert_eq!(text.trim(), "From: a@b.example\nDate: 2026-11-23\nSubject: Liberté\n\nFree Ada Marsh – now");
        }
        let deep = "Content-Type: message/rfc822\n\nMIME-Version: 1.0\n".repeat(50_000);
        let deep = text(format!("MIME-Version: 1.0\n{deep}\nx").into_bytes());
        assert_eq!(deep.unwrap_err(), AppealError::Damaged(Format::Mail));
        let typed = "From: a@b.example\nSubject: x\n\nMIME-Version: is a word\n";
        assert_eq!(read(typed.as_bytes()).1, Format::Text);
    }

    #[test]
    fn a_row_of_a_table_of_addresses_is_one_line() {
        let page = "<html><table class=x><thead><tr><th>Office<th>Address<th>E-mail</thead>\
            <tr>\n<td>Court</td>\n<td>1 Ice Street<br>Ross</td><td><a href='mailto:c@d.example'>Write</a></td></tr></table>\
            <table><tr><td><p>one</p><td>two<td>three</table><table><tr><td>a<td>b</table>";
        let text = read(page.as_bytes()).0;
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines[..2],
            ["Office | Address | E-mail", "Court | 1 Ice Street, Ross | Write (c@d.example)"],
            "{text}"
        );
        assert!(!text.contains("one |") && !text.contains("a |"), "{text}");
    }

    #[test]
    fn a_document_is_read_paragraph_by_paragraph() {
        let xml = "<w:document><w:body><w:p><w:pPr><w:tabs><w:tab w:pos=\"1\"/></w:tabs></w:pPr><w:r><w:t>Narnia &amp; the </w:t></w:r>\
            <w:hyperlink><w:r><w:t>teacher</w:t></w:r></w:hyperlink><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p><w:p/>\
            <w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>Release her</w:t><w:br/><w:t>at once&#33;</w:t></w:r></w:p>\
            <w:p><w:r><mc:AlternateContent><mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>\
            </w:body></w:document>";
        let (text, format) = read(&packed(xml));
        assert_eq!(format, Format::Document);
        assert_eq!(text, "Narnia & the teacher\n\n- Release her\nat once!\nonce\n");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let error = |bytes: &[u8]| text(bytes.to_vec()).unwrap_err();
        assert_eq!(error(b"PK\x03\x04 and no more"), AppealError::Damaged(Format::Document));
        assert_eq!(error(&packed("<w:document><w:p")), AppealError::Damaged(Format::Document));
        let large = format!("<w:document>{}</w:document>", " ".repeat(PART_MOST));
        assert_eq!(error(&packed(&large)), AppealError::Unpacked { most: PART_MOST });
        assert_eq!(error(b"\xff\xfe\x00"), AppealError::Encoding);
        assert_eq!(read(b"Dear <Minister>"), ("Dear <Minister>".to_owned(), Format::Text));
        // A page of which nothing is ever closed is read; one that is nothing but depth would take hours.
        assert!(read(format!("<html>{}x", "<p>a<li>b<br>".repeat(3_000)).as_bytes()).0.contains('x'));
        assert_eq!(error(format!("<html>{}x", "<Div>".repeat(50_000)).as_bytes()), AppealError::Damaged(Format::Page));
    }
}
