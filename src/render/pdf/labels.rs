//! Sheets of address labels by name. A label is set as a sheet of its own size; a volume puts many on one sheet.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use typst::layout::{Abs, Point, Size};

use super::layout::{Area, Layout, PRINTERS_REACH, Plan};

static SHEETS: LazyLock<BTreeMap<String, (Grid, Plan)>> = LazyLock::new(|| {
    let grids: BTreeMap<String, Grid> = toml::from_str(include_str!("labels.toml")).unwrap_or_default();
    grids.into_iter().map(|(name, grid)| (name, (grid, grid.plan()))).collect()
});

/// How far an address stays from the edges of its label, which no printer meets exactly, in millimetres.
const INSET: [f64; 2] = [4.0, 2.0];

/// A sheet of labels.
#[derive(Debug, Clone, Copy)]
pub struct LabelSheet {
    pub(super) layout: Layout,
    grid: &'static Grid,
}

/// Where the labels lie, as the table says it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Grid {
    paper: [f64; 2],
    first: [f64; 2],
    label: [f64; 2],
    step: [f64; 2],
    columns: u16,
    rows: u16,
}

impl LabelSheet {
    /// The sheet of this name.
    pub fn named(name: &str) -> Option<Self> {
        let (name, (grid, plan)) = SHEETS.get_key_value(name)?;
        Some(Self { layout: Layout { name, plan }, grid })
    }

    /// All names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHEETS.keys().map(String::as_str)
    }

    /// How many labels a sheet has.
    pub fn labels(self) -> usize {
        usize::from(self.grid.columns) * usize::from(self.grid.rows)
    }

    /// The size of the sheet.
    pub(super) fn paper(self) -> Size {
        let [width, height] = self.grid.paper;
        Size::new(Abs::mm(width), Abs::mm(height))
    }

    /// Where a label lies, counted along the rows from zero.
    pub(super) fn place(self, index: usize) -> Point {
        let columns = usize::from(self.grid.columns);
        // A sheet has far fewer labels than sixteen bits count.
        let steps = [index % columns, index / columns].map(|steps| u16::try_from(steps).map_or(0.0, f64::from));
        let at = |axis: usize| Abs::mm(self.grid.first[axis] + steps[axis] * self.grid.step[axis]);
        Point::new(at(0), at(1))
    }
}

impl Grid {
    /// A label as a sheet of its own.
    fn plan(&self) -> Plan {
        let [width, height] = self.label;
        let inset = |axis: usize| INSET[axis].max(PRINTERS_REACH - self.first[axis]);
        let (x, y) = (inset(0), inset(1));
        Plan::of_label([width, height], Area(x, y, width - 2.0 * x, height - 2.0 * y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lie_side_by_side_on_their_sheet() {
        let grids: BTreeMap<String, Grid> = toml::from_str(include_str!("labels.toml")).unwrap();
        assert_eq!(grids.len(), LabelSheet::names().count());
        for (name, grid) in grids {
            for axis in [0, 1] {
                let count = f64::from(if axis == 0 { grid.columns } else { grid.rows });
                let end = grid.first[axis] + (count - 1.0) * grid.step[axis] + grid.label[axis];
                assert!(grid.step[axis] >= grid.label[axis], "{name}");
                // What is left at one edge is left at the other.
                let rest = grid.paper[axis] - end;
                assert!((rest - grid.first[axis]).abs() < 0.8, "{name}: {rest} against {}", grid.first[axis]);
            }
        }
    }
}
