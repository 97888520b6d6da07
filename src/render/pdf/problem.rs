//! Why a letter cannot be put on paper.

/// Why a letter could not be typeset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
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
    /// A word without a place to break it.
    #[error("\"{0}\" is wider than the sheet")]
    Wide(String),
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
