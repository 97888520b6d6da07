//! The letter on paper: a PDF with the address in the window, typeset in this process.
//!
//! The typesetting engine sees nothing but what it is handed: see [`world`]. Every text of a letter
//! reaches it as a string in a data file, never as markup. Before a sheet is given out its own text
//! positions are checked: see [`preflight`].

mod data;
mod drawing;
mod joint;
mod labels;
mod layout;
mod leaflet;
mod lines;
mod picture;
mod preflight;
mod press;
mod problem;
mod style;
mod volume;
mod world;

pub use labels::LabelSheet;
pub use layout::{Layout, LayoutError};
pub use picture::Picture;
pub use press::{Press, Printed};
pub use problem::{BYTES_MOST, PIXELS_MOST, PictureError, PressProblem};
pub use style::{Fax, Made, Style};
pub use volume::{Bound, LETTERS_PER_VOLUME, Volume};
pub use world::font_has;
