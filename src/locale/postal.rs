//! The order of a postal address by country, and how many digits its postal code has.
//!
//! The orders are those of Google's libaddressinput (the table `RegionDataConstants`, Apache-2.0), without what it
//! prefixes to codes and with the street first, as below the name of a sender: it writes the addresses of Belarus,
//! China, Iran, Japan, Kazakhstan, Korea, Kyrgyzstan and Taiwan the other way round in their own scripts.

use std::sync::LazyLock;

use super::country::Country;
use crate::text::key;

/// Lines in which A is the street, C the city, S the state and Z the postal code. What stands between two parts falls
/// with either of them. A country that is not here has [`USUAL`].
const ORDERS: [(&str, &str); 26] = [
    ("A|C, S Z", "US SO BB TW"),
    ("A|C S Z", "AS AU CA CC CX FM GU HM MH MP NF PR PW UM VI"),
    ("A|C|S|Z", "GB AF AI EG FK GG GI GS IM IO IR JE KE KR KZ LK PN RU SH SZ TC UA VG ZA"),
    ("A|C|S Z", "IE ID JM MN TH VN"),
    ("A|C Z|S", "BH BM BN BT IL IN JO KH LB LS MT MV NG NP NZ PE SA SG VC"),
    ("A|C Z S", "PG"),
    ("A|C - Z|S", "BD"),
    ("A|C-Z|S", "PK"),
    ("A|C, Z|S", "LV MM"),
    ("A|C Z, S", "VE"),
    ("A|C|S, Z", "CN"),
    ("A|C, S, Z", "CO"),
    ("A|C, S|Z", "HN IQ JP"),
    ("A|C, S", "BS KN"),
    ("A|C-S|Z", "BR"),
    ("A|C|Z S", "PH"),
    ("A|C|S", "HK PA SC TV"),
    ("A|S|C", "KI"),
    ("A|S, C|Z", "CR"),
    ("A|S Z", "KY"),
    ("A|Z C, S", "MX"),
    ("A|Z C/S", "TR"),
    ("A|Z C S", "ES IT PF UY"),
    ("A|Z|C|S", "AL AM EC MU OM"),
    ("A|Z|C, S", "NI"),
    ("C|A|S|Z", "HU"),
];

const USUAL: &str = "A|Z C|S";

/// Countries where the number of a house comes before the street (Universal Postal Union, addressing systems).
const NUMBER_FIRST: &str = "AS AU BB BS CA CM DZ EG FJ FR GB GF GG GH GI GP GU HK IE IL IM IN JE JM KE LU MA MC MQ MU \
    MY NC NG NZ PF PH PK PM PR RE SG TH TN TT UG US VI VN WF YT ZA ZM ZW";

/// What is known of a country, by its [`Country::index`].
#[derive(Clone, Copy)]
struct Custom {
    order: &'static str,
    number_first: bool,
    digits: Option<(usize, bool)>,
}

static CUSTOMS: LazyLock<Vec<Custom>> = LazyLock::new(|| {
    let usual = Custom { order: USUAL, number_first: false, digits: None };
    let mut customs = vec![usual; Country::INDICES];
    let mut set = |codes: &str, change: &dyn Fn(&mut Custom)| {
        for country in codes.split_whitespace().filter_map(|code| code.parse::<Country>().ok()) {
            if let Some(custom) = customs.get_mut(country.index()) {
                change(custom);
            }
        }
    };
    for (order, codes) in ORDERS {
        set(codes, &|custom| custom.order = order);
    }
    for (digits, begins_with_zero, codes) in DIGITS {
        set(codes, &|custom| custom.digits = Some((digits, begins_with_zero)));
    }
    set(NUMBER_FIRST, &|custom| custom.number_first = true);
    customs
});

fn custom(country: Option<Country>) -> Option<Custom> {
    CUSTOMS.get(country?.index()).copied()
}

/// Whether the number of a house comes before the street.
pub fn number_first(country: Option<Country>) -> bool {
    custom(country).is_some_and(|custom| custom.number_first)
}

/// The parts of an address, each empty where it is not known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place<'a> {
    /// The street and all lines beside it.
    pub street: &'a str,
    /// As it is written.
    pub postal_code: &'a str,
    /// City, town or village.
    pub city: &'a str,
    /// State, province or county.
    pub state: &'a str,
}

impl Place<'_> {
    /// The address line by line, in the order of its country.
    pub fn lines(&self, country: Option<Country>) -> String {
        let order = custom(country).map_or(USUAL, |custom| custom.order);
        // A city that is a province of its own is not written twice.
        let is_city = !self.state.is_empty() && !self.city.is_empty() && key(self.state) == key(self.city);
        let state = if is_city { "" } else { self.state };
        let mut address = String::new();
        for line in order.split('|') {
            let (mut is_first, mut between) = (true, "");
            for (at, part) in line.match_indices(['A', 'C', 'S', 'Z']) {
                let value = match part {
                    "A" => self.street,
                    "C" => self.city,
                    "S" => state,
                    _ => self.postal_code,
                };
                if !value.is_empty() {
                    let start = if address.is_empty() { "" } else { "\n" };
                    address.push_str(if is_first { start } else { between });
                    address.push_str(value);
                    is_first = false;
                }
                let rest = &line[at + 1..];
                between = &rest[..rest.find(['A', 'C', 'S', 'Z']).unwrap_or(rest.len())];
            }
        }
        address
    }
}

/// Digits of postal codes that are nothing but digits, and whether some begin with a zero, which a spreadsheet drops
/// (Universal Postal Union, addressing systems).
const DIGITS: [(usize, bool, &str); 9] = [
    (4, false, "AT BE BG CH CY HU LI LU LV MK SI TN"),
    (4, true, "AU BD DK GE NO NZ PH ZA"),
    (5, false, "BA CZ EE GR HR ID MA ME PK RS SE TH XK"),
    (5, true, "AS DE DZ ES FI FR GP GU IT KE KR LK LT MC MP MQ MX MY PL PR RE SK SM TR UA US VI"),
    (6, false, "BY IN KG NG RU"),
    (6, true, "CN CO EC KZ RO SG"),
    (7, false, "CL PT"),
    (7, true, "JP"),
    (8, true, "BR"),
];

/// What a postal code lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortCode {
    /// Digits of the codes of the country.
    pub digits: usize,
    /// What the code was before a spreadsheet took it for a number, where that can be.
    pub likely: Option<String>,
}

/// Whether a code of digits has fewer than its country's.
pub fn short_code(code: &str, country: Country) -> Option<ShortCode> {
    let length = code.len();
    if length == 0 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (digits, begins_with_zero) = custom(Some(country))?.digits?;
    // A code of Portugal may be its first four digits.
    if length >= digits || country.code() == "PT" && length == 4 {
        return None;
    }
    // Two zeros are lost at most.
    let likely = (begins_with_zero && length + 2 >= digits).then(|| {
        let whole = format!("{code:0>digits$}");
        match country.code() {
            "PL" => format!("{}-{}", &whole[..2], &whole[2..]),
            "JP" => format!("{}-{}", &whole[..3], &whole[3..]),
            "BR" => format!("{}-{}", &whole[..5], &whole[5..]),
            _ => whole,
        }
    });
    Some(ShortCode { digits, likely })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_in_the_order_of_its_country() {
        for (country, [postal_code, city, state], expected) in [
            ("US", ["94607", "Oakland", "CA"], "1 Quay|Oakland, CA 94607"),
            ("US", ["94607", "Oakland", ""], "1 Quay|Oakland 94607"),
            ("US", ["", "Oakland", "CA"], "1 Quay|Oakland, CA"),
            ("CA", ["V6B 1A1", "Vancouver", "BC"], "1 Quay|Vancouver BC V6B 1A1"),
            ("AU", ["3000", "Melbourne", "VIC"], "1 Quay|Melbourne VIC 3000"),
            ("GB", ["NW1 1AA", "London", ""], "1 Quay|London|NW1 1AA"),
            ("GB", ["HU1 1AA", "Hull", "East Yorkshire"], "1 Quay|Hull|East Yorkshire|HU1 1AA"),
            ("IE", ["D01 F5P2", "Dublin", ""], "1 Quay|Dublin|D01 F5P2"),
            ("IE", ["H91 E9X2", "Galway", "Co. Galway"], "1 Quay|Galway|Co. Galway H91 E9X2"),
            ("NZ", ["6011", "Wellington", ""], "1 Quay|Wellington 6011"),
            ("DE", ["01067", "Dresden", ""], "1 Quay|01067 Dresden"),
            ("AT", ["1010", "Wien", "Wien"], "1 Quay|1010 Wien"),
            ("CH", ["8001", "Zürich", "ZH"], "1 Quay|8001 Zürich|ZH"),
            ("FR", ["13002", "Marseille", ""], "1 Quay|13002 Marseille"),
            ("NL", ["1011 AB", "Amsterdam", ""], "1 Quay|1011 AB Amsterdam"),
            ("BE", ["2000", "Antwerpen", ""], "1 Quay|2000 Antwerpen"),
            ("ES", ["46500", "Sagunto", "Valencia"], "1 Quay|46500 Sagunto Valencia"),
            ("ES", ["28001", "Madrid", "Madrid"], "1 Quay|28001 Madrid"),
            ("IT", ["16121", "Genova", "GE"], "1 Quay|16121 Genova GE"),
            ("PT", ["1100-148", "Lisboa", ""], "1 Quay|1100-148 Lisboa"),
            ("PL", ["80-001", "Gdańsk", ""], "1 Quay|80-001 Gdańsk"),
            ("SE", ["411 04", "Göteborg", ""], "1 Quay|411 04 Göteborg"),
            ("FI", ["00150", "Helsinki", ""], "1 Quay|00150 Helsinki"),
            ("HU", ["1051", "Budapest", ""], "Budapest|1 Quay|1051"),
            ("RU", ["190000", "Санкт-Петербург", ""], "1 Quay|Санкт-Петербург|190000"),
            ("UA", ["65026", "Одеса", "Одеська область"], "1 Quay|Одеса|Одеська область|65026"),
            ("KZ", ["130000", "Ақтау", ""], "1 Quay|Ақтау|130000"),
            ("TR", ["34425", "Beyoğlu", "İstanbul"], "1 Quay|34425 Beyoğlu/İstanbul"),
            ("BR", ["11013-000", "Santos", "SP"], "1 Quay|Santos-SP|11013-000"),
            ("MX", ["91700", "Veracruz", "Ver."], "1 Quay|91700 Veracruz, Ver."),
            ("AR", ["C1107", "Buenos Aires", ""], "1 Quay|C1107 Buenos Aires"),
            ("IN", ["400001", "Mumbai", "Maharashtra"], "1 Quay|Mumbai 400001|Maharashtra"),
            ("PK", ["74000", "Karachi", ""], "1 Quay|Karachi-74000"),
            ("BD", ["4100", "Chattogram", ""], "1 Quay|Chattogram - 4100"),
            ("JP", ["231-0002", "Yokohama", "Kanagawa"], "1 Quay|Yokohama, Kanagawa|231-0002"),
            ("KR", ["48943", "Busan", ""], "1 Quay|Busan|48943"),
            ("ZA", ["4001", "Durban", ""], "1 Quay|Durban|4001"),
            ("XK", ["10000", "Prishtinë", ""], "1 Quay|10000 Prishtinë"),
            ("PH", ["1018", "Manila", "Metro Manila"], "1 Quay|Manila|1018 Metro Manila"),
            ("LV", ["LV-1050", "Rīga", ""], "1 Quay|Rīga, LV-1050"),
        ] {
            let place = Place { street: "1 Quay", postal_code, city, state };
            assert_eq!(place.lines(country.parse().ok()).replace('\n', "|"), expected, "{country}");
        }
        let place = Place { street: "1 Quay", postal_code: "6011", city: "Wellington", state: "W" };
        assert_eq!(place.lines(None), "1 Quay\n6011 Wellington\nW");
        let town = Place { city: "London", ..Place::default() };
        assert_eq!(town.lines("GB".parse().ok()), "London");
    }

    #[test]
    fn a_code_that_lost_its_zeros_is_seen() {
        for (country, code, expected) in [
            ("DE", "1067", Some((5, Some("01067")))),
            ("US", "2139", Some((5, Some("02139")))),
            ("US", "501", Some((5, Some("00501")))),
            ("PL", "1234", Some((5, Some("01-234")))),
            ("JP", "600001", Some((7, Some("060-0001")))),
            ("NO", "150", Some((4, Some("0150")))),
            ("AT", "101", Some((4, None))),
            ("DE", "10", Some((5, None))),
            ("DE", "01067", None),
            ("US", "02139-1234", None),
            ("GB", "1234", None),
            ("PT", "1100", None),
            ("IE", "1", None),
            ("NL", "1011 AB", None),
            ("DE", "", None),
        ] {
            let found = short_code(code, country.parse().unwrap());
            let expected = expected.map(|(digits, likely)| ShortCode { digits, likely: likely.map(str::to_owned) });
            assert_eq!(found, expected, "{country} {code}");
        }
    }

    #[test]
    fn no_country_has_two_orders() {
        let orders: Vec<&str> = ORDERS.iter().flat_map(|(_, codes)| codes.split(' ')).collect();
        let digits: Vec<&str> = DIGITS.iter().flat_map(|(_, _, codes)| codes.split(' ')).collect();
        for codes in [orders, digits] {
            let known: std::collections::BTreeSet<Country> = codes.iter().map(|code| code.parse().unwrap()).collect();
            assert_eq!(known.len(), codes.len(), "{codes:?}");
        }
    }
}
