//! The city in which a mission stands, where Wikidata only says in which district of it (P131: "Mitte", "City of
//! Westminster", "Oslo municipality"). A letter goes to the city; a commune with a post office of its own, such as
//! Ixelles or Las Condes, stays.

use outcry::locale::Country;

/// Of each host the cities with those of their districts that stand for them in the export.
const DISTRICTS: &[(&str, &str, &[&str])] = &[
    ("AE", "Abu Dhabi", &["Emirate of Abu Dhabi"]),
    ("AF", "Kabul", &["Kabul District"]),
    ("AM", "Yerevan", &["Kentron District"]),
    ("BA", "Sarajevo", &["Centar Municipality"]),
    ("BD", "Dhaka", &["Dhaka District"]),
    ("BF", "Ouagadougou", &["Ouagadougou Department"]),
    ("BG", "Sofia", &["Sofia Capital Municipality"]),
    ("BY", "Minsk", &["Partyzanski District"]),
    (
        "CN",
        "Beijing",
        &[
            "Beixinqiao Subdistrict",
            "Chaowai Subdistrict",
            "Chaoyang District",
            "Jianwai Subdistrict",
            "Sanlitun Subdistrict",
        ],
    ),
    ("CU", "Havana", &["Malecón (Havana)", "Miramar (Havana)", "Playa"]),
    ("CY", "Nicosia", &["Nicosia District"]),
    ("CZ", "Prague", &["Dejvice", "Prague 1", "Smíchov", "Střešovice", "Veleslavín", "Vinohrady"]),
    ("DE", "Berlin", &["Charlottenburg-Wilmersdorf", "Mitte", "Pankow", "Steglitz-Zehlendorf"]),
    ("DK", "Copenhagen", &["Copenhagen Municipality"]),
    ("DK", "Gentofte", &["Gentofte Municipality"]),
    ("DZ", "Algiers", &["Algiers Province"]),
    ("EG", "Cairo", &["Cairo Governorate", "Heliopolis", "Maadi", "New Cairo", "Zamalek"]),
    ("ES", "Madrid", &["Chamartín"]),
    (
        "GB",
        "London",
        &[
            "Belgravia",
            "City of Westminster",
            "Hammersmith",
            "Kensington",
            "London Borough of Camden",
            "London Borough of Wandsworth",
            "Marylebone",
            "Mayfair",
            "Royal Borough of Kensington and Chelsea",
            "South Kensington",
            "Westminster",
        ],
    ),
    ("GR", "Athens", &["Athens Municipality"]),
    ("GR", "Kifisia", &["Kifisia Municipality"]),
    ("GR", "Filothei-Psychiko", &["Filothei-Psychiko Municipality"]),
    ("HR", "Zagreb", &["Donji grad", "Gornji Grad–Medveščak"]),
    ("HU", "Budapest", &["Zugló"]),
    ("IQ", "Baghdad", &["Baghdad Governorate"]),
    ("IN", "New Delhi", &["Chanakyapuri", "Vasant Vihar"]),
    (
        "JP",
        "Tokyo",
        &[
            "Akasaka",
            "Azabudai",
            "Chiyoda-ku",
            "Chūō-ku",
            "Kasuga",
            "Kita-Shinagawa",
            "Meguro-ku",
            "Minato-ku",
            "Setagaya-ku",
            "Shibuya-ku",
            "Shinagawa-ku",
        ],
    ),
    ("KR", "Seoul", &["Hannam-dong", "Jongno District", "Jung District", "Yongsan District"]),
    ("MX", "Mexico City", &["Colonia Cuauhtémoc, Mexico City", "Polanco"]),
    ("NO", "Oslo", &["Oslo municipality"]),
    ("PE", "Lima", &["Lima District", "Lima province"]),
    ("PL", "Warsaw", &["Wilanów", "Śródmieście"]),
    ("RS", "Belgrade", &["Savski Venac"]),
    (
        "RU",
        "Moscow",
        &[
            "Arbat District",
            "Basmanny District",
            "Dorogomilovo District",
            "Khamovniki District",
            "Mansurovsky Lane",
            "Presnensky District",
        ],
    ),
    ("SE", "Danderyd", &["Danderyd Municipality"]),
    ("SE", "Lidingö", &["Lidingö Municipality"]),
    ("SE", "Nacka", &["Nacka Municipality"]),
    ("SE", "Sollentuna", &["Sollentuna Municipality"]),
    ("SE", "Solna", &["Solna Municipality"]),
    ("SE", "Stockholm", &["Norrmalm city district", "Stockholm Municipality", "Östermalm", "Östermalm city district"]),
    ("SE", "Täby", &["Täby Municipality"]),
    ("SI", "Ljubljana", &["Ljubljana City Municipality"]),
    ("TH", "Bangkok", &["Bang Rak", "Din Daeng", "Khlong Toei", "Lumphini"]),
    ("TR", "Ankara", &["Kavaklıdere, Çankaya"]),
    ("US", "Washington, D.C.", &["West End"]),
    ("ZA", "Pretoria", &["Hatfield, Pretoria"]),
];

/// The city of a place that the export names: itself, unless it is a district of one.
pub fn city(host: Country, place: &str) -> &str {
    if host.code() == "FR" && place.ends_with(" arrondissement of Paris") {
        return "Paris";
    }
    if host.code() == "HU" && place.starts_with("Budapest District ") {
        return "Budapest";
    }
    let in_host = DISTRICTS.iter().filter(|(code, _, _)| *code == host.code());
    in_host.into_iter().find(|(_, _, districts)| districts.contains(&place)).map_or(place, |(_, city, _)| city)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_is_of_its_city_in_its_own_state_alone() {
        for (host, place, expected) in [
            ("GB", "City of Westminster", "London"),
            ("FR", "16th arrondissement of Paris", "Paris"),
            ("HU", "Budapest District XII", "Budapest"),
            ("DE", "Mitte", "Berlin"),
            ("AT", "Mitte", "Mitte"),
            ("BE", "Ixelles - Elsene", "Ixelles - Elsene"),
            ("DE", "Bonn", "Bonn"),
        ] {
            assert_eq!(city(host.parse().unwrap(), place), expected, "{place} in {host}");
        }
    }

    #[test]
    fn every_state_of_the_table_is_one() {
        assert!(DISTRICTS.iter().all(|(code, _, _)| code.parse::<Country>().is_ok()));
    }
}
