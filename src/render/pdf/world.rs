//! What the typesetting engine may see: our own templates, the data of the letters, the pictures handed
//! in, the fonts. There is no file system, no network, no package and no clock behind it.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Libertinus Serif in four faces: Latin, Cyrillic with the Kazakh letters, Greek. SIL Open Font License.
const FACES: [&[u8]; 4] = [
    include_bytes!(concat!(env!("OUT_DIR"), "/LibertinusSerif-Regular.otf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/LibertinusSerif-Bold.otf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/LibertinusSerif-Italic.otf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/LibertinusSerif-BoldItalic.otf")),
];

/// What all letters share, set up once.
pub(super) struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    look: Source,
}

impl Shop {
    /// For letters.
    pub(super) fn new() -> Self {
        let fonts: Vec<Font> = FACES.into_iter().map(Bytes::new).flat_map(Font::iter).collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: template("/main.typ", include_str!("main.typ")),
            look: template("/letter.typ", include_str!("letter.typ")),
        }
    }

    /// Whether some font has this letter; none is needed for what is not seen.
    pub(super) fn can_set(&self, letter: char) -> bool {
        let is_seen = !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}');
        !is_seen || letter.is_whitespace() || self.fonts.iter().any(|font| font.info().coverage.contains(letter.into()))
    }

    /// Whether the built-in font sets this letter by itself, whatever stands beside it.
    pub(super) fn is_plain(&self, letter: char) -> bool {
        let joins = matches!(letter.general_category_group(), GeneralCategoryGroup::Mark | GeneralCategoryGroup::Other)
            && !letter.is_whitespace();
        let built_in = || self.fonts[0].info().coverage.contains(letter.into());
        !joins && (letter.is_whitespace() || built_in())
    }

    /// The same with another font.
    pub(super) fn with(&self, font: Vec<u8>) -> Self {
        let fonts: Vec<Font> = self.fonts.iter().cloned().chain(Font::iter(Bytes::new(font))).collect();
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Self { library: self.library.clone(), book, fonts, main: self.main.clone(), look: self.look.clone() }
    }
}

/// Whether a file is a font that has this letter.
pub fn font_has(font: &[u8], letter: char) -> bool {
    Font::iter(Bytes::new(font.to_vec())).any(|font| font.info().coverage.contains(letter.into()))
}

/// One job: what is shared, and the files of this job by name.
pub(super) struct Job<'a> {
    shop: &'a Shop,
    /// The template that it begins with.
    main: Source,
    files: HashMap<FileId, Bytes>,
}

impl<'a> Job<'a> {
    /// A letter.
    pub(super) fn new(shop: &'a Shop, files: impl IntoIterator<Item = (&'static str, Bytes)>) -> Self {
        Self::with(shop, shop.main.clone(), files)
    }

    /// Something else, by a template of its own.
    pub(super) fn with(shop: &'a Shop, main: Source, files: impl IntoIterator<Item = (&'static str, Bytes)>) -> Self {
        Self { shop, main, files: files.into_iter().map(|(path, bytes)| (name(path), bytes)).collect() }
    }
}

/// A template of our own.
pub(super) fn template(path: &'static str, text: &str) -> Source {
    Source::new(name(path), text.to_owned())
}

/// The name of a file inside a job. All names are our own.
fn name(path: &'static str) -> FileId {
    let path = VirtualPath::new(path).unwrap_or_else(|error| unreachable!("{path}: {error}"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shop.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = [&self.main, &self.shop.look].into_iter().find(|source| source.id() == id);
        known.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shop.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
