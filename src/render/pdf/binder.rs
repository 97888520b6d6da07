//! Many letters in one file, for the print shop. They are typeset a hundred at a time, and the PDFs of
//! these parts are written out one after another as one PDF, so that memory does not grow with the
//! number of letters.
//!
//! Only files of our own typesetting engine are read here: plain objects, and a plain table of where
//! they begin (ISO 32000-1, 7.5.4). What holds a file together is written anew: the catalogue, the list
//! of pages, the bookmarks, the root of the tags. Everything else is copied with new numbers. What was
//! written before byte for byte, such as a picture or a colour profile, is written once, and so are fonts.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::fonts::Fonts;

/// Objects with a number of their own from the start; they are written last.
const CATALOG: u32 = 1;
const PAGES: u32 = 2;
const TAGS: u32 = 3;
const OUTLINE: u32 = 4;
const METADATA: u32 = 5;
const RESERVED: usize = 5;

/// Objects that may come again are kept to compare with, these many and no larger ones.
const SHARED_MOST: usize = 64;
const SHARED_BYTES_MOST: usize = 8 * 1024 * 1024;

/// How far a picture is from the last thing it depends on: its mask, the mask's colours, their profile.
const DEPTH_MOST: usize = 4;

/// A PDF being written.
pub(super) struct Binder<W> {
    out: W,
    written: u64,
    /// Where each object is; the first is object 1.
    places: Vec<Place>,
    /// Small objects that are written together, packed (7.5.7): without it tags are half of a file.
    pack: Pack,
    /// What was written before, by its bytes.
    shared: HashMap<Vec<u8>, u32>,
    fonts: Fonts,
    pages: Vec<u32>,
    bookmarks: Vec<(String, usize)>,
    /// The topmost tag of each part.
    tags: Vec<u32>,
    /// For each page, the list of the tags on it.
    tags_of_pages: Vec<u32>,
    roles: BTreeSet<Vec<u8>>,
    head: Option<Head>,
}

#[derive(Clone, Copy)]
enum Place {
    /// Nowhere yet.
    Unwritten,
    /// So many bytes from the beginning of the file.
    At(u64),
    /// In the pack of this number, so far from its beginning.
    Packed(u32, u16),
}

#[derive(Default)]
struct Pack {
    /// Number and beginning of each object, as the pack lists them.
    list: String,
    count: u16,
    objects: Vec<u8>,
    number: Option<u32>,
}

/// Objects in a pack: more save nothing, and make readers unpack more than they need.
const PACK_MOST: u16 = 200;

/// What the first part says of the file as a whole.
struct Head {
    catalog: Vec<u8>,
    metadata: Vec<u8>,
    info: u32,
    id: Vec<u8>,
    media_box: Vec<u8>,
}

/// A file that cannot be read here. The engine writes no such file; a new version of it might.
#[derive(Debug)]
pub(super) struct Unreadable(pub(super) &'static str);

/// A part: its objects by number, and what its trailer names.
struct Part<'a> {
    objects: Vec<(u32, &'a [u8])>,
    root: u32,
    info: u32,
    id: &'a [u8],
}

impl<W: Write> Binder<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        let head = b"%PDF-1.7\n%\x80\x80\x80\x80\n";
        out.write_all(head)?;
        Ok(Self {
            out,
            written: head.len() as u64,
            places: vec![Place::Unwritten; RESERVED],
            pack: Pack::default(),
            shared: HashMap::new(),
            fonts: Fonts::default(),
            pages: Vec::new(),
            bookmarks: Vec::new(),
            tags: Vec::new(),
            tags_of_pages: Vec::new(),
            roles: BTreeSet::new(),
            head: None,
        })
    }

    /// How many pages there are so far.
    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// A bookmark to a page, counted from 0.
    pub(super) fn bookmark(&mut self, title: String, page: usize) {
        self.bookmarks.push((title, page));
    }

    /// Appends the pages of a PDF, all but the first, which only tells what is in the fonts.
    pub(super) fn append(&mut self, pdf: &[u8]) -> io::Result<()> {
        let part = Part::read(pdf).map_err(unreadable)?;
        self.copy(&part)
    }

    /// Appends an empty page, so that the next letter begins on the front of a sheet.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        let Some(head) = &self.head else { return Ok(()) };
        let mut page = format!("<</Type/Page/Resources<<>>/Parent {PAGES} 0 R/MediaBox").into_bytes();
        page.extend(&head.media_box);
        page.extend(b">>");
        let number = self.next();
        self.pages.push(number);
        self.object(number, &page)
    }

    fn copy(&mut self, part: &Part<'_>) -> io::Result<()> {
        let catalog = part.object(part.root)?;
        let place = |key: &str| reference(catalog, key);
        let (old_pages, old_tags) = (place("/Pages"), place("/StructTreeRoot"));
        let (old_outline, old_metadata) = (place("/Outlines"), place("/Metadata"));
        let fixed = [
            (Some(part.root), CATALOG),
            (old_pages, PAGES),
            (old_tags, TAGS),
            (old_outline, OUTLINE),
            (old_metadata, METADATA),
        ];
        let mut numbers: HashMap<u32, u32> = fixed.into_iter().filter_map(|(old, new)| Some((old?, new))).collect();
        let all_pages = references(after(part.object(old_pages.unwrap_or_default())?, "/Kids"));
        let (specimen, old_pages) = all_pages.split_first().ok_or_else(|| unreadable(Unreadable("it has no pages")))?;
        let left_out = references(part.object(*specimen)?);
        let shown: Vec<&[u8]> = old_pages.iter().map(|page| part.object(*page)).collect::<Result<_, _>>()?;
        let shared: BTreeSet<u32> = shown.into_iter().flat_map(references).collect();
        let left_out: Vec<u32> =
            left_out.into_iter().filter(|number| !shared.contains(number)).chain([*specimen]).collect();
        let mut fonts = std::mem::take(&mut self.fonts);
        for (number, object) in fonts.take(&part.objects, &mut numbers, || self.next()) {
            self.object(number, &object)?;
        }
        self.fonts = fonts;
        let dropped = |number: u32, object: &[u8]| {
            numbers.contains_key(&number)
                || left_out.contains(&number)
                || old_outline.is_some_and(|outline| object.starts_with(format!("<</Parent {outline} 0 R").as_bytes()))
                || number == part.info && self.head.is_some()
        };
        let mut kept: Vec<(u32, &[u8])> =
            part.objects.iter().copied().filter(|(number, object)| !dropped(*number, object)).collect();
        // A picture refers to its mask and its colours, so what is referred to gets its number first.
        kept.sort_by_key(
            |(_, object)| if may_come_again(object) { part.depth(object, DEPTH_MOST) } else { usize::MAX },
        );
        let mut fresh: Vec<(u32, &[u8])> = Vec::new();
        for (old, object) in kept {
            let is_known = may_come_again(object) && references(object).iter().all(|other| numbers.contains_key(other));
            let whole = is_known.then(|| renumbered(object, &numbers, 0));
            let known = whole.as_ref().and_then(|whole| self.shared.get(whole)).copied();
            let number = known.unwrap_or_else(|| self.next());
            numbers.insert(old, number);
            if known.is_some() {
                continue;
            }
            fresh.push((old, object));
            if let Some(whole) =
                whole.filter(|whole| whole.len() <= SHARED_BYTES_MOST && self.shared.len() < SHARED_MOST)
            {
                self.shared.insert(whole, number);
            }
        }
        let first_page = self.tags_of_pages.len();
        for (old, object) in fresh {
            let copy = renumbered(object, &numbers, first_page);
            self.object(numbers[&old], &copy)?;
        }
        let renumber = |old: &u32| numbers.get(old).copied().unwrap_or_default();
        self.pages.extend(old_pages.iter().map(renumber));
        if let Some(root) = old_tags {
            let root = part.object(root)?;
            let (tops, of_pages) = (after(root, "/K["), after(root, "/Nums["));
            self.tags.extend(references(until(tops, b']')).iter().map(renumber));
            self.tags_of_pages.extend(references(until(of_pages, b']')).iter().map(renumber));
            let roles = until(after(root, "/RoleMap<<"), b'>');
            let names: Vec<&[u8]> = roles.split(|byte| *byte == b'/').skip(1).collect();
            self.roles.extend(
                names.chunks(2).map(|pair| [b"/", pair[0], b"/", pair.last().copied().unwrap_or_default()].concat()),
            );
        }
        if self.head.is_none() {
            let page = part.object(old_pages.first().copied().unwrap_or_default())?;
            let size = after(page, "/MediaBox");
            self.head = Some(Head {
                catalog: renumbered(catalog, &numbers, 0),
                metadata: part.object(old_metadata.unwrap_or_default())?.to_vec(),
                info: renumber(&part.info),
                id: part.id.to_vec(),
                media_box: [until(size, b']'), b"]"].concat(),
            });
        }
        Ok(())
    }

    /// Writes what holds the file together.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let Some(head) = self.head.take() else { return Err(unreadable(Unreadable("there is no letter in it"))) };
        for (number, object) in self.fonts.rest() {
            self.object(number, &object)?;
        }
        let kids: String = self.pages.iter().map(|page| format!("{page} 0 R ")).collect();
        self.object(PAGES, format!("<</Type/Pages/Count {}/Kids[{}]>>", self.pages.len(), kids.trim_end()).as_bytes())?;
        self.write_tags()?;
        self.write_outline()?;
        let text = String::from_utf8_lossy(&head.metadata).into_owned();
        let xml = text
            .split_once("stream\n")
            .and_then(|(_, rest)| rest.rsplit_once("\nendstream"))
            .map_or("", |(xml, _)| xml);
        let count = |text: &str| -> Option<String> {
            let (before, rest) = text.split_once("<xmpTPg:NPages>")?;
            let (_, behind) = rest.split_once('<')?;
            Some(format!("{before}<xmpTPg:NPages>{}<{behind}", self.pages.len()))
        };
        let xml = count(xml).unwrap_or_else(|| xml.to_owned());
        let metadata = format!("<</Length {}/Type/Metadata/Subtype/XML>>\nstream\n{xml}\nendstream", xml.len());
        self.object(METADATA, metadata.as_bytes())?;
        self.object(CATALOG, &head.catalog)?;
        self.write_pack()?;
        self.write_table(&head)?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// The table of all objects, as a stream (7.5.8).
    fn write_table(&mut self, head: &Head) -> io::Result<()> {
        let number = self.next();
        let table = self.written;
        self.places[number as usize - 1] = Place::At(table);
        let size = self.places.len() + 1;
        let mut rows: Vec<u8> = vec![0, 0, 0, 0, 0, 0, 0xff, 0xff];
        for place in &self.places {
            let (kind, first, second) = match *place {
                Place::Unwritten => (0, 0, 0xffff),
                Place::At(offset) => (1, offset, 0),
                Place::Packed(pack, index) => (2, pack.into(), index),
            };
            rows.push(kind);
            rows.extend(&first.to_be_bytes()[3..]);
            rows.extend(second.to_be_bytes());
        }
        let id = String::from_utf8_lossy(&head.id).into_owned();
        let keys = format!("/Type/XRef/Size {size}/W[1 5 2]/Root {CATALOG} 0 R/Info {} 0 R/ID{id}", head.info);
        self.place_stream(number, &keys, &rows)?;
        self.out.write_all(format!("startxref\n{table}\n%%EOF\n").as_bytes())
    }

    fn write_tags(&mut self) -> io::Result<()> {
        let tree = self.next();
        let nums: String =
            self.tags_of_pages.iter().enumerate().map(|(page, tags)| format!("{page} {tags} 0 R ")).collect();
        self.object(tree, format!("<</Nums[{}]>>", nums.trim_end()).as_bytes())?;
        let tops: String = self.tags.iter().map(|tag| format!("{tag} 0 R ")).collect();
        let mut root = b"<</Type/StructTreeRoot/RoleMap<<".to_vec();
        root.extend(self.roles.iter().flatten());
        let next = self.tags_of_pages.len();
        let rest = format!(">>/K[{}]/ParentTree {tree} 0 R/ParentTreeNextKey {next}>>", tops.trim_end());
        root.extend(rest.as_bytes());
        self.object(TAGS, &root)
    }

    fn write_outline(&mut self) -> io::Result<()> {
        let bookmarks = std::mem::take(&mut self.bookmarks);
        let first = self.next();
        let last = first as usize + bookmarks.len() - usize::from(!bookmarks.is_empty());
        for (index, (title, page)) in bookmarks.iter().enumerate() {
            let number = if index == 0 { first } else { self.next() };
            let page = self.pages.get(*page).copied().unwrap_or_default();
            let mut item = format!("<</Parent {OUTLINE} 0 R/Title<FEFF");
            item.extend(title.encode_utf16().map(|unit| format!("{unit:04X}")));
            item.push_str(&format!(">/Dest[{page} 0 R/Fit]"));
            if index > 0 {
                item.push_str(&format!("/Prev {} 0 R", number - 1));
            }
            if index + 1 < bookmarks.len() {
                item.push_str(&format!("/Next {} 0 R", number + 1));
            }
            item.push_str(">>");
            self.object(number, item.as_bytes())?;
        }
        let outline = match bookmarks.len() {
            0 => "<</Type/Outlines>>".to_owned(),
            count => format!("<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {count}>>"),
        };
        self.object(OUTLINE, outline.as_bytes())
    }

    /// The number of a new object.
    fn next(&mut self) -> u32 {
        self.places.push(Place::Unwritten);
        u32::try_from(self.places.len()).unwrap_or(u32::MAX)
    }

    fn object(&mut self, number: u32, content: &[u8]) -> io::Result<()> {
        if is_stream(content) {
            return self.place(number, &[content]);
        }
        let pack = match self.pack.number {
            Some(pack) => pack,
            None => *self.pack.number.insert({
                self.places.push(Place::Unwritten);
                u32::try_from(self.places.len()).unwrap_or(u32::MAX)
            }),
        };
        self.places[number as usize - 1] = Place::Packed(pack, self.pack.count);
        self.pack.list.push_str(&format!("{number} {} ", self.pack.objects.len()));
        self.pack.objects.extend(content);
        self.pack.objects.push(b'\n');
        self.pack.count += 1;
        if self.pack.count >= PACK_MOST { self.write_pack() } else { Ok(()) }
    }

    fn write_pack(&mut self) -> io::Result<()> {
        let pack = std::mem::take(&mut self.pack);
        let Some(number) = pack.number else { return Ok(()) };
        let keys = format!("/Type/ObjStm/N {}/First {}", pack.count, pack.list.len());
        self.place_stream(number, &keys, &[pack.list.as_bytes(), &pack.objects].concat())
    }

    fn place_stream(&mut self, number: u32, keys: &str, content: &[u8]) -> io::Result<()> {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all(content)?;
        let packed = packed.finish()?;
        let head = format!("<<{keys}/Length {}/Filter/FlateDecode>>\nstream\n", packed.len());
        self.place(number, &[head.as_bytes(), &packed, b"\nendstream"])
    }

    fn place(&mut self, number: u32, content: &[&[u8]]) -> io::Result<()> {
        self.places[number as usize - 1] = Place::At(self.written);
        let head = format!("{number} 0 obj\n");
        let parts = [&[head.as_bytes()], content, &[b"\nendobj\n"]].concat();
        for bytes in parts {
            self.out.write_all(bytes)?;
            self.written += bytes.len() as u64;
        }
        Ok(())
    }
}

fn unreadable(Unreadable(what): Unreadable) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

impl<'a> Part<'a> {
    fn read(pdf: &'a [u8]) -> Result<Self, Unreadable> {
        const WRONG: Unreadable = Unreadable("its table of objects has another form");
        let end = rfind(pdf, b"startxref").ok_or(WRONG)?;
        let table = number(&pdf[end + b"startxref".len()..]).ok_or(WRONG)? as usize;
        let trailer = table + find(pdf.get(table..).ok_or(WRONG)?, b"trailer").ok_or(WRONG)?;
        let mut places: Vec<usize> = pdf[table..trailer]
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .filter(|line| line.trim_ascii_end().ends_with(b" n"))
            .filter_map(|line| Some(number(line)? as usize))
            .collect();
        places.sort_unstable();
        places.push(table);
        let mut objects = Vec::new();
        for place in places.windows(2) {
            let bytes = pdf.get(place[0]..place[1]).ok_or(WRONG)?;
            let begin = find(bytes, b" obj").ok_or(WRONG)? + b" obj".len();
            let content = &bytes[begin..rfind(bytes, b"endobj").ok_or(WRONG)?];
            objects.push((number(bytes).ok_or(WRONG)?, content.trim_ascii()));
        }
        let trailer = &pdf[trailer..end];
        let root = reference(trailer, "/Root").ok_or(WRONG)?;
        let info = reference(trailer, "/Info").ok_or(WRONG)?;
        let id = after(trailer, "/ID");
        let id = &id[..=rfind(id, b"]").ok_or(WRONG)?];
        Ok(Self { objects, root, info, id })
    }

    /// How many steps an object is from what refers to nothing, up to `most`.
    fn depth(&self, object: &[u8], most: usize) -> usize {
        let others = references(object).into_iter().filter_map(|other| self.object(other).ok());
        if most == 0 { 0 } else { others.map(|other| 1 + self.depth(other, most - 1)).max().unwrap_or_default() }
    }

    fn object(&self, number: u32) -> io::Result<&'a [u8]> {
        let found = self.objects.iter().find(|(known, _)| *known == number);
        found.map(|(_, object)| *object).ok_or_else(|| unreadable(Unreadable("an object is missing in it")))
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

/// What follows a key; nothing if the key is not there.
pub(super) fn after<'a>(bytes: &'a [u8], key: &str) -> &'a [u8] {
    find(bytes, key.as_bytes()).map_or(&[], |at| &bytes[at + key.len()..])
}

pub(super) fn until(bytes: &[u8], end: u8) -> &[u8] {
    bytes.split(|byte| *byte == end).next().unwrap_or_default()
}

/// The number that bytes begin with, after white space.
fn number(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.trim_ascii_start();
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&digits[..length]).ok()?.parse().ok()
}

/// The object that a key refers to.
fn reference(object: &[u8], key: &str) -> Option<u32> {
    number(after(object, key))
}

/// Pictures, fonts and colours; not the content of a page.
fn may_come_again(object: &[u8]) -> bool {
    let says = |key: &[u8]| find(&object[..object.len().min(300)], key).is_some();
    object.starts_with(b"[/ICCBased")
        || is_stream(object) && (says(b"/Subtype/Image") || says(b"/Subtype/CIDFont") || says(b"/Range["))
}

fn is_stream(object: &[u8]) -> bool {
    object.ends_with(b"endstream")
}

/// A piece of an object as far as numbers matter.
enum Token<'a> {
    /// `12 0 R`
    Reference(u32),
    /// The number of a page among tagged pages.
    Page(usize),
    Other(&'a [u8]),
}

/// Everything an object refers to, in order.
pub(super) fn references(object: &[u8]) -> Vec<u32> {
    let mut found = Vec::new();
    tokens(object, |token| {
        if let Token::Reference(number) = token {
            found.push(number);
        }
    });
    found
}

/// The object with new numbers; `first_page` is the number of its first tagged page.
pub(super) fn renumbered(object: &[u8], numbers: &HashMap<u32, u32>, first_page: usize) -> Vec<u8> {
    let mut copy = Vec::with_capacity(object.len() + object.len() / 8);
    tokens(object, |token| match token {
        Token::Reference(old) => {
            copy.extend(format!("{} 0 R", numbers.get(&old).copied().unwrap_or_default()).as_bytes());
        }
        Token::Page(page) => copy.extend(format!(" {}", page + first_page).as_bytes()),
        Token::Other(bytes) => copy.extend(bytes),
    });
    copy
}

/// Goes through an object. Texts in brackets and the content of a stream are passed over whole: what
/// looks like a reference in them is none.
fn tokens(object: &[u8], mut each: impl FnMut(Token<'_>)) {
    let dictionary = if is_stream(object) { find(object, b"stream").unwrap_or(object.len()) } else { object.len() };
    let bytes = &object[..dictionary];
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let length = match rest[0] {
            b'(' => text_length(rest),
            b'<' if rest.get(1) != Some(&b'<') => {
                rest.iter().position(|byte| *byte == b'>').map_or(rest.len(), |end| end + 1)
            }
            b'<' | b'>' => rest.len().min(2),
            b'/' => 1 + rest[1..].iter().take_while(|byte| is_regular(**byte)).count(),
            first if is_regular(first) => rest.iter().take_while(|byte| is_regular(**byte)).count(),
            _ => 1,
        };
        let word = &rest[..length];
        if let Some((old, whole)) = reference_at(rest, word) {
            each(Token::Reference(old));
            at += whole;
            continue;
        }
        each(Token::Other(word));
        at += length;
        if word == b"/StructParents"
            && let Some(page) = number(&bytes[at..])
        {
            each(Token::Page(page as usize));
            let gap = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            at += gap + bytes[at + gap..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        }
    }
    each(Token::Other(&object[dictionary..]));
}

/// `12 0 R` at the beginning: its number and its length.
fn reference_at(rest: &[u8], word: &[u8]) -> Option<(u32, usize)> {
    if !word.iter().all(u8::is_ascii_digit) || word.is_empty() {
        return None;
    }
    let tail = rest.get(word.len()..word.len() + 4)?;
    let ends = rest.get(word.len() + 4).is_none_or(|byte| !is_regular(*byte));
    (tail == b" 0 R" && ends).then(|| Some((number(word)?, word.len() + 4)))?
}

/// ISO 32000-1, 7.2.2: neither white space nor a delimiter.
fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

/// A text in round brackets, which may hold others and escaped ones.
fn text_length(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_references_get_new_numbers() {
        let numbers = HashMap::from([(4, 40), (12, 7)]);
        for (object, expected) in [
            ("<</P 4 0 R/K[12 0 R 12 0 R 3]>>", "<</P 40 0 R/K[7 0 R 7 0 R 3]>>"),
            ("<</Title(see 4 0 R \\) and (12 0 R))/A 4 0 R>>", "<</Title(see 4 0 R \\) and (12 0 R))/A 40 0 R>>"),
            ("<</T<34203020>/S/f4 0 >>", "<</T<34203020>/S/f4 0 >>"),
            ("<</StructParents 2/Contents 12 0 R>>", "<</StructParents 102/Contents 7 0 R>>"),
            ("<</Length 7/X 4 0 R>>\nstream\n 12 0 R\nendstream", "<</Length 7/X 40 0 R>>\nstream\n 12 0 R\nendstream"),
        ] {
            let copy = renumbered(object.as_bytes(), &numbers, 100);
            assert_eq!(String::from_utf8(copy).unwrap(), expected);
        }
    }
}
