//! Languages, countries and dates as people write them: BCP 47 tags, ISO 3166-1 codes, and CLDR
//! names and dates. Everything here comes from maintained locale libraries, but for the grammar around a
//! country's name (`phrase`) and what else people call it (`names`).

mod country;
mod day;
mod language;
mod names;
mod phrase;

pub use country::{Country, CountryError};
pub use day::{Day, long_date};
pub use language::{Language, LanguageError};
pub use names::CountryName;
