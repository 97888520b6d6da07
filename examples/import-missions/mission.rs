//! One mission, its line in the file, and which rows say the same mission again.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use outcry::locale::Country;
use outcry::registry::phone::Phone;

use crate::clean::{Kind, Mailbox, Remark};

/// One mission, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mission {
    pub state: Country,
    pub host: Country,
    pub kind: Kind,
    pub id: u64,
    pub city: String,
    pub accredited: Accredited,
    pub web: Option<String>,
    pub phone: Option<Phone>,
    pub mailbox: Mailbox,
}

/// What a mission is accredited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accredited {
    /// Nothing is said: to its host.
    NotStated,
    /// These states; the host may be none of them.
    To(BTreeSet<Country>),
    /// Only to what is no state: an organisation, a region.
    Other,
}

impl Mission {
    pub fn is_to_its_host(&self) -> bool {
        match &self.accredited {
            Accredited::NotStated => true,
            Accredited::To(states) => states.contains(&self.host),
            Accredited::Other => false,
        }
    }

    /// Its place in a host: a mission that says it is accredited there, one that says nothing, the rest.
    pub fn rank(&self) -> u8 {
        match self.accredited {
            Accredited::NotStated => 1,
            _ if self.is_to_its_host() => 0,
            _ => 2,
        }
    }

    /// How much is known of it.
    pub fn fullness(&self) -> usize {
        let known = [
            !self.city.is_empty(),
            self.accredited != Accredited::NotStated,
            self.web.is_some(),
            self.phone.is_some(),
            self.mailbox.address().is_some(),
        ];
        known.into_iter().filter(|known| *known).count()
    }

    /// Whether another row of the same state, host and kind says the same mission again.
    fn is_also(&self, other: &Self) -> bool {
        if self.id == other.id {
            return true;
        }
        let accreditations_agree = match (&self.accredited, &other.accredited) {
            (Accredited::To(one), Accredited::To(two)) => one.is_subset(two) || two.is_subset(one),
            (Accredited::Other, _) | (_, Accredited::Other) => false,
            (Accredited::NotStated, _) | (_, Accredited::NotStated) => true,
        };
        // Rome has an embassy to Italy and one to the Holy See.
        let same_purpose = self.is_to_its_host() == other.is_to_its_host();
        let cities_agree = if self.kind.is_head_mission() {
            self.city.starts_with(&other.city) || other.city.starts_with(&self.city)
        } else {
            // A state has consulates in many cities of one host; without a city they may be any of them.
            self.city == other.city && !self.city.is_empty()
        };
        accreditations_agree && same_purpose && cities_agree
    }

    /// Fills the gaps from a row that says the same mission.
    fn absorb(&mut self, other: Self) {
        if self.city.is_empty() {
            self.city = other.city;
        }
        match (&mut self.accredited, other.accredited) {
            (Accredited::To(mine), Accredited::To(others)) => mine.extend(others),
            (mine @ Accredited::NotStated, others) => *mine = others,
            _ => {}
        }
        self.web = self.web.take().or(other.web);
        self.phone = self.phone.take().or(other.phone);
        if self.mailbox.address().is_none() && other.mailbox != Mailbox::None {
            self.mailbox = other.mailbox;
        }
    }

    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        match self.mailbox {
            Mailbox::FreeMail(_) => remarks.push(Remark::FreeMail),
            Mailbox::Personal => remarks.push(Remark::Personal),
            Mailbox::None | Mailbox::Broken | Mailbox::Office(_) => {}
        }
        if self.accredited == Accredited::Other {
            remarks.push(Remark::Other);
        }
        remarks.sort_unstable();
        remarks
    }

    pub fn line(&self) -> String {
        let accredited_to = match &self.accredited {
            Accredited::To(states) if states.len() != 1 || !states.contains(&self.host) => {
                states.iter().map(Country::code).collect::<Vec<_>>().join(" ")
            }
            _ => String::new(),
        };
        let email = self.mailbox.address().map(ToString::to_string);
        let remarks: Vec<String> = self.remarks().iter().map(ToString::to_string).collect();
        let columns = [
            self.host.code(),
            self.kind.as_str(),
            &self.id.to_string(),
            &self.city,
            &accredited_to,
            self.web.as_deref().unwrap_or_default(),
            self.phone.as_ref().map(Phone::as_str).unwrap_or_default(),
            email.as_deref().unwrap_or_default(),
            &remarks.join(" "),
        ];
        columns.join("\t").trim_end_matches('\t').to_owned()
    }
}

/// One mission per set of rows that agree; the fuller row stays and takes what the other adds.
pub fn merged(mut group: Vec<Mission>) -> Vec<Mission> {
    group.sort_by_key(|mission| (Reverse(mission.fullness()), mission.id));
    let mut kept: Vec<Mission> = Vec::with_capacity(group.len());
    for mission in group {
        if let Some(same) = kept.iter_mut().find(|known| known.is_also(&mission)) {
            same.absorb(mission);
        } else {
            kept.push(mission);
        }
    }
    kept
}
