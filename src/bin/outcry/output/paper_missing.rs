//! What stands in for letters on paper in a program that was built without them.

use std::path::{Path, PathBuf};

use outcry::letter::Letter;
use outcry::render::joint::JointLetter;
use outcry::render::leaflet::Leaflet;

use crate::app::App;
use crate::args::Make;
use crate::failure::Failure;
use crate::output::stationery::Look;
use crate::terminal::environment::Environment;

/// No press at all.
pub struct Sheets<'a>(std::convert::Infallible, std::marker::PhantomData<&'a ()>);

impl Sheets<'_> {
    pub fn new(_: &Look, _: Make<'_>, _: &Environment) -> Result<Self, Failure> {
        Err(missing())
    }

    pub fn check(&self, _: &Letter<'_>) -> Result<(), Failure> {
        match self.0 {}
    }

    pub fn lacks_font(&self, _: &Letter<'_>) -> bool {
        match self.0 {}
    }

    pub fn check_all(&self, _: &[&Letter<'_>]) -> Vec<Result<(), Failure>> {
        match self.0 {}
    }

    pub fn letters(&self, _: &[&Letter<'_>]) -> Vec<Result<Vec<u8>, Failure>> {
        match self.0 {}
    }

    pub fn letter(&self, _: &Letter<'_>) -> Result<Vec<u8>, Failure> {
        match self.0 {}
    }

    pub fn blank(&self, _: &[&Letter<'_>], _: usize) -> Result<Vec<u8>, Failure> {
        match self.0 {}
    }

    pub fn joint(&self, _: &JointLetter<'_>) -> Result<Vec<u8>, Failure> {
        match self.0 {}
    }

    pub fn leaflet(&self, _: &Leaflet<'_>) -> Result<Vec<u8>, Failure> {
        match self.0 {}
    }

    pub fn fax(&self, _: &Letter<'_>, _: &str) -> Result<Vec<u8>, Failure> {
        match self.0 {}
    }
}

/// No bindery either.
pub struct Bindery<'a>(std::convert::Infallible, std::marker::PhantomData<&'a ()>);

impl<'a> Bindery<'a> {
    pub fn open(sheets: &'a Sheets<'a>, _: &Path, _: u64) -> Result<Self, Failure> {
        match sheets.0 {}
    }

    pub fn add(&mut self, _: &[&Letter<'_>], _: &[Option<u64>]) -> Result<Vec<PathBuf>, Failure> {
        match self.0 {}
    }

    pub fn close(self, _: &App) -> Result<u64, Failure> {
        match self.0 {}
    }
}

pub fn layouts() -> Vec<String> {
    Vec::new()
}

pub fn bound_files(path: &Path, _: u64) -> Vec<PathBuf> {
    vec![path.to_owned()]
}

pub fn volumes_note(_: &Path, _: u64) -> Option<String> {
    None
}

/// Nothing is printed, so nothing is lacking.
pub struct Printable;

impl Printable {
    pub fn new(_: &Environment) -> Self {
        Self
    }

    pub fn lacks(&mut self, _: &str) -> Option<char> {
        None
    }
}

pub fn fax_number(_: &Letter<'_>) -> Option<String> {
    None
}

pub fn open(_: &Path) -> Result<(), Failure> {
    Err(missing())
}

fn missing() -> Failure {
    Failure::usage("this build of outcry cannot make PDFs")
        .hint("`outcry write -f html` makes a page that a browser prints; `outcry send` sends the text alone")
        .hint("a build with `--features pdf` makes PDFs")
}
