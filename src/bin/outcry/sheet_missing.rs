//! What stands in for letters on paper in a program that was built without them.

use outcry::letter::Letter;

use crate::App;
use crate::args::{SheetArgs, WriteArgs};
use crate::failure::Failure;

/// No press at all.
pub struct Sheets<'a>(std::convert::Infallible, std::marker::PhantomData<&'a ()>);

impl Sheets<'_> {
    pub fn new(_: &SheetArgs, _: &crate::environment::Environment) -> Result<Self, Failure> {
        Err(missing())
    }

    pub fn check(&self, _: &Letter<'_>) -> Result<(), Failure> {
        match self.0 {}
    }

    pub fn letter(&self, _: &Letter<'_>) -> Result<Vec<u8>, Failure> {
        match self.0 {}
    }
}

pub fn output(_: &App, _: &[Letter<'_>], _: &WriteArgs) -> Result<(), Failure> {
    Err(missing())
}

fn missing() -> Failure {
    Failure::usage("this outcry was built without PDF")
        .hint("`-f html` makes a page that a browser prints; a build with `--features pdf` makes PDFs")
}
