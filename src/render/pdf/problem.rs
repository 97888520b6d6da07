//! Why a letter cannot be put on paper, or a picture on a letter.

/// Most bytes of a picture. A scanned signature has a hundredth of it.
pub const BYTES_MOST: usize = 8 * 1024 * 1024;
/// Most pixels: a sheet of A4 at 400 dots per inch has fifteen million.
pub const PIXELS_MOST: usize = 20_000_000;
/// Most bytes once unpacked: a sheet of A4 at 400 dots per inch in colours and with transparency.
pub(super) const UNPACKED_MOST: usize = 64 * 1024 * 1024;

/// Why a letter could not be typeset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressProblem {
    /// A line of the address does not fit the window, or there are too many lines.
    #[error("the address does not fit the window of layout {layout}: there is no room for \"{line}\"")]
    Address {
        /// The layout's name.
        layout: &'static str,
        /// The first text that has no room.
        line: String,
    },
    /// The sender reaches into the text.
    #[error("the sender's address is too long for layout {layout}: there is no room for \"{line}\"")]
    Sender {
        /// The layout's name.
        layout: &'static str,
        /// The first text that has no room.
        line: String,
    },
    /// Something else would show in the window.
    #[error("\"{text}\" would stand in the window of layout {layout}")]
    InWindow {
        /// The layout's name.
        layout: &'static str,
        /// What it is.
        text: String,
    },
    /// Two texts on one place.
    #[error("\"{text}\" and \"{other}\" would stand on each other")]
    Overlap {
        /// The one.
        text: String,
        /// The other.
        other: String,
    },
    /// More text than one sheet holds in the smallest type that is read easily.
    #[error("the text does not fit on one sheet of this size")]
    Full,
    /// More text than a QR code holds.
    #[error("\"{0}\" is too long for a QR code")]
    Code(String),
    /// A word without a place to break it.
    #[error("\"{0}\" is wider than the sheet")]
    Wide(String),
    /// Too much at the foot of the sheet.
    #[error("\"{0}\" has no room at the foot of the sheet")]
    Low(String),
    /// A letter that no font has.
    #[error("no font here has the letter \"{0}\" (U+{code:04X})", code = u32::from(*.0))]
    NoGlyph(char),
    /// A picture that turned out to be damaged when it was unpacked.
    #[error("a picture is damaged and cannot be read")]
    Picture,
    /// What the typesetting engine says.
    #[error("it could not be typeset: {0}")]
    Engine(String),
}

/// Why a picture is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Too many bytes.
    #[error("it has {0} bytes; at most {BYTES_MOST} are taken")]
    Bytes(usize),
    /// Too many pixels.
    #[error("it has {0} by {1} pixels; at most {most} million are taken", most = PIXELS_MOST / 1_000_000)]
    Pixels(usize, usize),
    /// Too few pixels for its size on paper.
    #[error("it has {0} pixels across and would look coarse in print; it needs at least {1}")]
    Coarse(usize, usize),
    /// Nothing in it.
    #[error("it is empty")]
    Empty,
    /// None of the kinds that are read.
    #[error("it is neither a PNG, a JPEG nor an SVG picture")]
    Kind,
    /// Too much once unpacked.
    #[error("it unpacks to more than {most} MB; save it with fewer colours or pixels", most = UNPACKED_MOST / 1024 / 1024)]
    Unpacked,
    /// A colour profile or a text of no size that a picture needs.
    #[error("its colour profile or a text in it is too large; save it without")]
    Profile,
    /// A JPEG of too many passes.
    #[error("it is a JPEG of too many passes; save it again, not progressive")]
    Passes,
    /// An SVG with another picture inside, whose size cannot be told beforehand.
    #[error("it is an SVG with another picture inside; save it as PNG")]
    Nested,
    /// An SVG with something that is no shape and no text.
    #[error("it is an SVG with `{0}`; letters take shapes and text only: save it as plain SVG or as PNG")]
    Drawing(String),
    /// A number that no drawing needs.
    #[error("it is an SVG with a number over ten million; save it as PNG")]
    Number,
    /// An SVG that draws too much.
    #[error("it is an SVG that draws too much; save it as PNG")]
    Crowded,
    /// Damaged.
    #[error("it is damaged and cannot be read")]
    Damaged,
}
