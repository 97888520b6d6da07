//! Languages, countries and dates as people write them: BCP 47 tags, ISO 3166-1 codes, and CLDR
//! names and dates. Everything here comes from maintained locale libraries, but for the grammar around a
//! country's name (`phrase`), what else people call it (`names`, `spoken`) and the order of an address there (`postal`).

mod country;
mod day;
mod digits;
mod guess;
mod language;
mod names;
mod order;
mod phrase;
mod postal;
mod spoken;

pub use country::{Country, CountryError};
pub use day::{Day, long_date};
pub use digits::{Digits, digits};
pub use guess::other_language;
pub use language::{Language, LanguageError};
pub use names::{CountryName, NoCountry};
pub use order::SortOrder;
pub use postal::{Place, ShortCode, number_first, short_code};
