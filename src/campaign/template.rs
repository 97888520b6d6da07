//! Strict templates: the only home of Handlebars.
//!
//! A model letter is compiled, then the template's own tree is walked once. Every placeholder must
//! be a voice (`{{I/We}}`) or a declared field, and is rewritten to the one helper that prints it;
//! anything else (other helpers, raw output, decorators, paths out of the letter) is an error with
//! its place. Limits on size, nesting and work hold before Handlebars sees the text, so no template
//! can crash or exhaust the program. Templates read no files and see only the values of one letter.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{
    Context, Handlebars, Helper, Output, Path, PathSeg, RenderContext, RenderError, RenderErrorReason, Template,
};
use serde_json::Value as Json;

use super::inspect::{inspect, partials_in_order, stumbled_over};
use super::limits::{DEMANDS_MOST, NESTING_MOST, OUTPUT_MOST, WORK_MOST};
use super::pieces::Piece;
use super::source::{Source, TemplateError, TemplateProblem};
use super::values::{DEMANDS, TEXTS, VOICE, Values, is_condition};
use crate::place::Place;
use crate::signatory::ExtraName;
use crate::text;

/// What a value becomes where it enters the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// Plain text: subject, salutation, closing, demands.
    None,
    /// Markdown: the body and its partials.
    Markdown,
}

/// The compiled templates of one model letter.
pub(super) struct Engine {
    handlebars: Handlebars<'static>,
    /// Fields printed outside every condition: a letter cannot be written without them.
    pub(super) required: BTreeSet<String>,
    /// All fields the templates mention.
    pub(super) used: BTreeSet<String>,
    /// What the campaign declares.
    extras: Vec<ExtraName>,
}

impl Engine {
    pub(super) fn new(extras: &[ExtraName]) -> Self {
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        handlebars.set_prevent_indent(true);
        handlebars.register_escape_fn(handlebars::no_escape);
        handlebars.register_helper("voice", Box::new(print_voice));
        handlebars.register_helper("plain", Box::new(print_plain));
        handlebars.register_helper("markdown", Box::new(print_markdown));
        for builtin in ["with", "lookup", "raw", "log", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len"]
        {
            handlebars.unregister_helper(builtin);
        }
        Self { handlebars, required: BTreeSet::new(), used: BTreeSet::new(), extras: extras.to_vec() }
    }

    /// Whether a letter may print this.
    fn is_text(&self, name: &str) -> bool {
        TEXTS.contains(&name) || self.extras.iter().any(|extra| extra.as_str() == name)
    }

    /// Compiles a template that takes no partials, under a name.
    pub(super) fn add_line(&mut self, name: &str, source: &Source<'_>) -> Result<(), Vec<TemplateError>> {
        let compiled = Walk::new(self, Escape::None, &HashMap::new()).compile(source)?;
        self.handlebars.register_template(name, compiled.template);
        Ok(())
    }

    /// Compiles the body and the partials it reaches. `partials` are all the folder has, by name.
    pub(super) fn add_body(
        &mut self,
        name: &str,
        source: &Source<'_>,
        partials: &BTreeMap<String, Source<'_>>,
    ) -> Result<(), Vec<TemplateError>> {
        let mut done: HashMap<String, Cost> = HashMap::new();
        let mut faults = Vec::new();
        let order = partials_in_order(source, partials).map_err(|fault| vec![fault])?;
        for partial in &order {
            match Walk::new(self, Escape::Markdown, &done).compile(&partials[partial]) {
                Ok(compiled) => {
                    self.handlebars.register_template(partial, compiled.template);
                    done.insert(partial.clone(), compiled.cost);
                }
                // So that a text which includes it is not wrong for that, too.
                Err(found) => {
                    faults.extend(found);
                    done.insert(partial.clone(), Cost::default());
                }
            }
        }
        match Walk::new(self, Escape::Markdown, &done).compile(source) {
            Ok(compiled) => self.handlebars.register_template(name, compiled.template),
            Err(found) => faults.extend(found),
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// A compiled template as a tree, partials in their place; nothing for one that there is not.
    pub(super) fn pieces(&self, name: &str) -> Vec<Piece> {
        self.handlebars.get_template(name).map(|template| self.pieces_of(template)).unwrap_or_default()
    }

    fn pieces_of(&self, template: &Template) -> Vec<Piece> {
        let literal = |parameter: Option<&Parameter>| match parameter {
            Some(Parameter::Literal(Json::String(text))) => text.clone(),
            _ => String::new(),
        };
        let mut pieces = Vec::new();
        for element in &template.elements {
            match element {
                TemplateElement::RawString(text) => pieces.push(Piece::Text(text.clone())),
                TemplateElement::Expression(call) => {
                    let [first, second] = [0, 1].map(|at| literal(call.params.get(at)));
                    pieces.push(match &call.name {
                        Parameter::Name(name) if name == "voice" => Piece::Voice([first, second]),
                        _ if second == "this" => Piece::This,
                        _ => Piece::Field(second),
                    });
                }
                TemplateElement::HelperBlock(block) => pieces.push(self.piece_of_block(block)),
                TemplateElement::PartialExpression(partial) => {
                    if let Parameter::Name(name) = &partial.name {
                        pieces.extend(self.pieces(name));
                    }
                }
                _ => {}
            }
        }
        pieces
    }

    fn piece_of_block(&self, block: &HelperTemplate) -> Piece {
        let [then, otherwise] = [&block.template, &block.inverse]
            .map(|part| part.as_ref().map(|part| self.pieces_of(part)).unwrap_or_default());
        let name = match &block.name {
            Parameter::Name(name) => name.as_str(),
            Parameter::Path(path) => raw(path),
            _ => "",
        };
        let field = match block.params.first() {
            Some(Parameter::Path(path)) => raw(path).trim_start_matches("@root/").to_owned(),
            _ => String::new(),
        };
        match name {
            "each" => Piece::Each(then, otherwise),
            "unless" => Piece::If { field, then: otherwise, otherwise: then },
            _ => Piece::If { field, then, otherwise },
        }
    }

    /// Fills one template.
    pub(super) fn fill(&self, name: &str, context: &Context) -> Result<String, FillError> {
        let mut output = Limited(Vec::new());
        self.handlebars
            .render_with_context_to_write(name, context, &mut output)
            .map_err(|e| FillError::from_render(&e))?;
        String::from_utf8(output.0).map_err(|_| FillError::Engine("the text is not UTF-8".to_owned()))
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("required", &self.required).field("used", &self.used).finish_non_exhaustive()
    }
}

/// The values of one letter, ready for several templates; without demands, which are such templates themselves.
pub(super) fn context(values: Values) -> Context {
    let mut context = Context::from(Json::Object(values.0));
    put_demands(&mut context, &[]);
    context
}

/// Puts in what is asked for, one by one.
pub(super) fn put_demands(context: &mut Context, demands: &[String]) {
    if let Json::Object(values) = context.data_mut() {
        values.insert(DEMANDS.to_owned(), demands.iter().map(|demand| Json::String(demand.clone())).collect());
    }
}

/// Why a letter could not be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// A placeholder for which this letter has no value.
    #[error("the model letter prints {{{{{0}}}}}, and this letter has nothing to put there")]
    Empty(String),
    /// The text would be too long.
    #[error("the letter would be longer than {OUTPUT_MOST} bytes")]
    TooLong,
    /// Handlebars itself failed.
    #[error("{0}")]
    Engine(String),
}

impl FillError {
    fn from_render(error: &RenderError) -> Self {
        match error.reason() {
            RenderErrorReason::NestedError(nested) => {
                nested.downcast_ref::<Self>().cloned().unwrap_or_else(|| Self::Engine(nested.to_string()))
            }
            RenderErrorReason::IOError(_) => Self::TooLong,
            other => Self::Engine(other.to_string()),
        }
    }
}

/// A writer that refuses to grow without end.
struct Limited(Vec<u8>);

impl Write for &mut Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > OUTPUT_MOST {
            return Err(io::Error::other("letter too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type HelperResult = Result<(), RenderError>;

fn print_voice(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    context: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let plural = context.data().get(VOICE).and_then(Json::as_bool).unwrap_or_default();
    if let Some(form) = helper.param(usize::from(plural)).and_then(|form| form.value().as_str()) {
        out.write(form)?;
    }
    Ok(())
}

fn print_plain(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    Ok(out.write(printable(helper)?)?)
}

fn print_markdown(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    Ok(out.write(&escape_markdown(printable(helper)?))?)
}

/// The value of a `plain` or `markdown` call; its second parameter is the field's name.
fn printable<'a>(helper: &'a Helper<'_>) -> Result<&'a str, RenderError> {
    let value = helper.param(0).and_then(|value| value.value().as_str()).filter(|text| !text.is_empty());
    value.ok_or_else(|| {
        let field = helper.param(1).and_then(|name| name.value().as_str()).unwrap_or_default();
        RenderErrorReason::NestedError(Box::new(FillError::Empty(field.to_owned()))).into()
    })
}

/// Makes a value stand in Markdown exactly as it is written: every ASCII punctuation character may
/// be escaped with a backslash (CommonMark 0.31 section 2.4), and a line that begins with a letter
/// or a backslash begins no block. Empty lines between paragraphs stay; single line ends become
/// hard breaks.
fn escape_markdown(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + value.len() / 8);
    let mut lines = value.lines().peekable();
    while let Some(line) = lines.next() {
        for c in line.trim_start().chars() {
            if c.is_ascii_punctuation() {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        match lines.peek() {
            None => {}
            Some(next) if next.trim().is_empty() || line.trim().is_empty() => escaped.push('\n'),
            Some(_) => escaped.push_str("\\\n"),
        }
    }
    escaped
}

/// How much a template may do: elements rendered at most, and blocks open at once at most.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    work: usize,
    depth: usize,
}

struct Compiled {
    template: Template,
    cost: Cost,
}

/// The walk over one compiled template.
struct Walk<'a> {
    engine: &'a mut Engine,
    escape: Escape,
    partials: &'a HashMap<String, Cost>,
    cost: Cost,
    /// How often the current element is rendered.
    times: usize,
    depth: usize,
    /// Conditions around the current element.
    conditions: usize,
    in_each: bool,
    /// What is wrong so far.
    faults: Vec<TemplateError>,
}

impl<'a> Walk<'a> {
    fn new(engine: &'a mut Engine, escape: Escape, partials: &'a HashMap<String, Cost>) -> Self {
        let cost = Cost::default();
        Self { engine, escape, partials, cost, times: 1, depth: 0, conditions: 0, in_each: false, faults: Vec::new() }
    }

    fn compile(mut self, source: &Source<'_>) -> Result<Compiled, Vec<TemplateError>> {
        inspect(source).map_err(|fault| vec![fault])?;
        let mut template = Template::compile(source.text).map_err(|error| {
            let (line, column) = error.pos().unwrap_or((1, 1));
            let (place, found) = stumbled_over(source, line, column);
            vec![TemplateError { place, problem: TemplateProblem::Syntax(text::for_sentence(found)) }]
        })?;
        if let Err(too_much) = self.template(&mut template, source, &source.place(1, 1)) {
            self.faults.push(too_much);
        }
        if self.faults.is_empty() { Ok(Compiled { template, cost: self.cost }) } else { Err(self.faults) }
    }

    /// Walks one level of the tree, and ends early only where it would do too much. `around` is the place of the
    /// block it belongs to: an `else if` has no place of its own in the compiled template.
    fn template(&mut self, template: &mut Template, source: &Source<'_>, around: &Place) -> Result<(), TemplateError> {
        for (index, element) in template.elements.iter_mut().enumerate() {
            let place = template.mapping.get(index).map_or_else(|| around.clone(), |at| source.place(at.0, at.1));
            let at = |problem| TemplateError { place: place.clone(), problem };
            self.cost.work = self.cost.work.saturating_add(self.times);
            match element {
                TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
                TemplateElement::Expression(expression) => {
                    let problem = self.placeholder(expression).err();
                    self.faults.extend(problem.map(at));
                }
                TemplateElement::HelperBlock(block) => self.block(block, source, &place)?,
                TemplateElement::PartialExpression(partial) => {
                    let name = match &partial.name {
                        Parameter::Name(name) => name.as_str(),
                        _ => "",
                    };
                    let plain = partial.params.is_empty() && partial.hash.is_empty();
                    let Some(inner) = self.partials.get(name).copied().filter(|_| plain) else {
                        let more = if plain { "" } else { " …" };
                        self.faults.push(at(TemplateProblem::Helper(format!("> {name}{more}"))));
                        continue;
                    };
                    self.cost.work = self.cost.work.saturating_add(self.times.saturating_mul(inner.work));
                    self.cost.depth = self.cost.depth.max(self.depth + 1 + inner.depth);
                }
                TemplateElement::HtmlExpression(_) => self.faults.push(at(TemplateProblem::Unescaped)),
                _ => self.faults.push(at(TemplateProblem::Helper("*".to_owned()))),
            }
            if self.cost.work > WORK_MOST {
                return Err(at(TemplateProblem::Work));
            }
            if self.cost.depth > NESTING_MOST {
                return Err(at(TemplateProblem::Nesting));
            }
        }
        Ok(())
    }

    fn placeholder(&mut self, expression: &mut HelperTemplate) -> Result<(), TemplateProblem> {
        let Parameter::Path(path) = &expression.name else {
            let name = match &expression.name {
                Parameter::Name(name) => format!("{name} …"),
                _ => "…".to_owned(),
            };
            return Err(TemplateProblem::Helper(name));
        };
        if !expression.params.is_empty() || !expression.hash.is_empty() {
            return Err(TemplateProblem::Helper(format!("{} …", raw(path))));
        }
        let (helper, params) = match read_path(path)? {
            Placeholder::Voice(forms) => ("voice", forms.map(|form| Parameter::Literal(Json::String(form))).to_vec()),
            Placeholder::This if self.in_each => (
                self.printer(),
                vec![Parameter::Path(path.clone()), Parameter::Literal(Json::String("this".to_owned()))],
            ),
            Placeholder::This => return Err(TemplateProblem::This),
            Placeholder::Name(name) if name == DEMANDS || is_condition(&name) => {
                return Err(TemplateProblem::NotText(name));
            }
            Placeholder::Name(name) => {
                if !self.engine.is_text(&name) {
                    return Err(TemplateProblem::UnknownField(text::for_sentence(&name)));
                }
                self.engine.used.insert(name.clone());
                if self.conditions == 0 {
                    self.engine.required.insert(name.clone());
                }
                (self.printer(), vec![at_root(&name)?, Parameter::Literal(Json::String(name))])
            }
        };
        expression.name = Parameter::Name(helper.to_owned());
        expression.params = params;
        Ok(())
    }

    fn printer(&self) -> &'static str {
        match self.escape {
            Escape::None => "plain",
            Escape::Markdown => "markdown",
        }
    }

    /// What a block asks about: a field that is known, under a helper that there is.
    fn condition(&self, block: &mut HelperTemplate, name: &str) -> Result<String, TemplateProblem> {
        let subject = match block.params.as_slice() {
            [Parameter::Path(path)] if block.hash.is_empty() && block.block_param.is_none() => match read_path(path) {
                Ok(Placeholder::Name(subject)) => subject,
                _ => return Err(TemplateProblem::UnknownCondition(text::for_sentence(raw(path)))),
            },
            _ => return Err(TemplateProblem::Helper(format!("#{name}"))),
        };
        let is_known = subject == DEMANDS || is_condition(&subject) || self.engine.is_text(&subject);
        match name {
            "if" | "unless" if is_known => {}
            "each" if subject == DEMANDS => {}
            "if" | "unless" => return Err(TemplateProblem::UnknownCondition(text::for_sentence(&subject))),
            _ => return Err(TemplateProblem::Helper(format!("#{name} {subject}"))),
        }
        block.params = vec![at_root(&subject)?];
        Ok(subject)
    }

    fn block(&mut self, block: &mut HelperTemplate, source: &Source<'_>, place: &Place) -> Result<(), TemplateError> {
        let at = |problem| TemplateError { place: place.clone(), problem };
        let name = match &block.name {
            Parameter::Name(name) => name.clone(),
            Parameter::Path(path) => raw(path).to_owned(),
            _ => String::new(),
        };
        let loops = match self.condition(block, &name) {
            Ok(subject) => {
                let loops = name == "each";
                self.engine.used.insert(subject);
                loops
            }
            // What stands in the block may be right.
            Err(problem) => {
                self.faults.push(at(problem));
                name == "each"
            }
        };
        let outside = (self.times, self.conditions, self.in_each);
        if loops {
            self.times = self.times.saturating_mul(DEMANDS_MOST);
            self.in_each = true;
        } else {
            self.conditions += 1;
        }
        self.depth += 1;
        self.cost.depth = self.cost.depth.max(self.depth);
        for part in [&mut block.template, &mut block.inverse].into_iter().flatten() {
            self.template(part, source, place)?;
        }
        self.depth -= 1;
        (self.times, self.conditions, self.in_each) = outside;
        Ok(())
    }
}

/// What a path in a placeholder means.
enum Placeholder {
    Voice([String; 2]),
    Name(String),
    This,
}

fn raw(path: &Path) -> &str {
    match path {
        Path::Relative((_, raw)) | Path::Local((_, _, raw)) => raw,
    }
}

/// A field looked up from the letter itself, so that it is found inside loops too.
fn at_root(field: &str) -> Result<Parameter, TemplateProblem> {
    Path::parse(&format!("@root/{field}"))
        .map(Parameter::Path)
        .map_err(|_| TemplateProblem::UnknownField(field.to_owned()))
}

/// Reads `I/We`, `[am writing/are writing]`, `[a]/[b]`, `field` or `this`.
fn read_path(path: &Path) -> Result<Placeholder, TemplateProblem> {
    let unknown = || TemplateProblem::UnknownField(text::for_sentence(raw(path)));
    let Path::Relative((segments, raw)) = path else {
        return Err(unknown());
    };
    let names: Vec<&str> = segments
        .iter()
        .map(|segment| match segment {
            PathSeg::Named(name) => Ok(name.as_str()),
            _ => Err(unknown()),
        })
        .collect::<Result<_, _>>()?;
    let separated_by_slash = names.len() > 1 && {
        let outside_brackets: String = raw.split('[').map(|part| part.rsplit(']').next().unwrap_or(part)).collect();
        outside_brackets.contains('/') && !outside_brackets.contains('.')
    };
    match names.as_slice() {
        [] if raw == "this" => Ok(Placeholder::This),
        [one] if one.contains('/') => {
            let forms: Vec<&str> = one.split('/').map(str::trim).collect();
            voice(&forms, raw)
        }
        [one] => Ok(Placeholder::Name((*one).to_owned())),
        several if separated_by_slash => voice(several, raw),
        _ => Err(unknown()),
    }
}

fn voice(forms: &[&str], raw: &str) -> Result<Placeholder, TemplateProblem> {
    match forms {
        [singular, plural] if !(singular.is_empty() && plural.is_empty()) => {
            Ok(Placeholder::Voice([(*singular).to_owned(), (*plural).to_owned()]))
        }
        _ => Err(TemplateProblem::Voice(text::for_sentence(raw))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::SOURCE_MOST;
    use super::*;
    use crate::signatory::Voice;

    fn source(text: &str) -> Source<'_> {
        Source { file: "en.md", text, lines_above: 0 }
    }

    fn load(body: &str, partials: &[(&str, &str)]) -> Result<Engine, TemplateError> {
        let partials = partials.iter().map(|(name, text)| ((*name).to_owned(), source(text))).collect();
        let mut engine = Engine::new(&["workplace".parse().unwrap()]);
        engine.add_body("body", &source(body), &partials).map_err(|mut faults| faults.remove(0))?;
        Ok(engine)
    }

    fn fill(body: &str, voice: Voice, fields: &[(&'static str, &str)]) -> Result<String, FillError> {
        let mut values = Values::new(voice);
        values.extra("workplace".parse().unwrap(), None);
        for (field, value) in fields {
            match field.parse() {
                Ok(name) if *field == "workplace" => values.extra(name, Some(value)),
                _ => values.text(field, Some(*value)),
            }
        }
        let engine = load(body, &[("part", "<{{role}}>")]).unwrap();
        let mut context = context(values);
        put_demands(&mut context, &["one".to_owned(), "*two*".to_owned()]);
        engine.fill("body", &context)
    }

    #[test]
    fn the_voice_speaks_in_any_language() {
        for (body, singular, plural) in [
            ("{{I/We}} protest", "I protest", "We protest"),
            ("{{Я/Мы}} {{[am writing/are writing]}}", "Я am writing", "Мы are writing"),
            ("{{[I'm]/[we're]}} {{my/our~}} .", "I'm my.", "we're our."),
            ("protest{{[s/]}}{{[/s]}}", "protests", "protests"),
            ("{{#each demands}}{{I/we}} {{/each}}", "I I ", "we we "),
        ] {
            assert_eq!(fill(body, Voice::Singular, &[]).as_deref(), Ok(singular), "{body}");
            assert_eq!(fill(body, Voice::Plural, &[]).as_deref(), Ok(plural), "{body}");
        }
    }

    #[test]
    fn values_never_become_markup() {
        for (value, expected) in [
            ("O'Brien & Söhne", "O\\'Brien \\& Söhne"),
            ("{{I/We}} {{{x}}}", "\\{\\{I\\/We\\}\\} \\{\\{\\{x\\}\\}\\}"),
            ("<b>&amp;", "\\<b\\>\\&amp\\;"),
            ("1. one\n  - two\n\n# three", "1\\. one\\\n\\- two\n\n\\# three"),
        ] {
            assert_eq!(fill("{{name}}", Voice::Singular, &[("name", value)]).as_deref(), Ok(expected));
        }
        assert_eq!(
            fill(
                "{{#each demands}}\n- {{this}}{{#if name}}{{name}}{{/if}}\n{{/each}}",
                Voice::Singular,
                &[("name", "x")]
            )
            .as_deref(),
            Ok("- onex\n- \\*two\\*x\n")
        );
    }

    #[test]
    fn an_empty_field_is_an_error_where_it_would_leave_a_hole() {
        assert_eq!(fill("{{> part}}", Voice::Singular, &[]), Err(FillError::Empty("role".to_owned())));
        assert_eq!(fill("{{#if role}}{{role}}{{else}}none{{/if}}", Voice::Singular, &[]).as_deref(), Ok("none"));
        let engine = load("{{name}}{{#if role}}{{organisation}}{{/if}}", &[]).unwrap();
        assert_eq!(engine.required, BTreeSet::from(["name".to_owned()]));
    }

    #[test]
    fn a_declared_field_is_like_any_other() {
        let at = |value| [("workplace", value)];
        for (body, fields, expected) in [
            ("{{workplace}}", &at("*Pier* 7")[..], Ok("\\*Pier\\* 7")),
            ("{{workplace}}", &[], Err(FillError::Empty("workplace".to_owned()))),
            ("{{workplace}}", &at(""), Err(FillError::Empty("workplace".to_owned()))),
            ("{{#if workplace}}at {{workplace}}{{else}}-{{/if}}", &[], Ok("-")),
            ("{{#each demands}}{{workplace}} {{/each}}", &at("x"), Ok("x x ")),
        ] {
            let filled = fill(body, Voice::Singular, fields);
            assert_eq!(filled.as_deref().map_err(Clone::clone), expected, "{body}");
        }
        let engine = load("{{workplace}}{{#if role}}{{role}}{{/if}}", &[]).unwrap();
        assert_eq!(engine.required, BTreeSet::from(["workplace".to_owned()]));
        assert_eq!(engine.used, BTreeSet::from(["role".to_owned(), "workplace".to_owned()]));
    }

    #[test]
    fn no_field_can_be_declared_that_means_something_already() {
        let handlebars = ["if", "unless", "each", "else", "with", "lookup", "this", "true", "null"];
        let words = [DEMANDS, "voice", "plain", "markdown"];
        for name in TEXTS.into_iter().chain(words).chain(handlebars) {
            assert!(crate::signatory::is_taken(&text::key(name)), "{name}");
        }
    }

    #[test]
    fn what_a_letter_cannot_have_is_refused_with_its_place() {
        for (body, expected) in [
            ("a\n {{nme}}", "en.md:2:2: {{nme}} is not a field of a letter"),
            ("{{#if nme}}x{{/if}}", "en.md:1:1: {{#if nme}}: there is no such field"),
            ("{{#if name}}x{{else if nme}}{{/if}}", "{{#if nme}}: there is no such field"),
            ("{{#if workplace}}{{work_place}}{{/if}}", "{{work_place}} is not a field"),
            ("{{#each workplace}}x{{/each}}", "is not known here"),
            ("{{{workplace}}}", "always escaped"),
            ("{{#unless ../name}}x{{/unless}}", "en.md:1:1: {{#if ../name}}"),
            ("{{a/b/c}}", "en.md:1:1: {{a/b/c}}: a voice has two forms"),
            ("{{[/]}}", "a voice has two forms"),
            ("{{../name}}", "is not a field"),
            ("{{@root.name}}", "is not a field"),
            ("{{@index}}", "is not a field"),
            ("{{demands.0}}", "is not a field"),
            ("{{demands}}", "cannot be printed"),
            ("{{is_union}}", "cannot be printed"),
            ("{{this}}", "known only inside"),
            ("{{{name}}}", "always escaped"),
            ("{{&name}}", "always escaped"),
            ("{{log name}}", "{{log …}} is not known here"),
            ("{{lookup this name}}", "is not known here"),
            ("{{#with name}}x{{/with}}", "{{#with name}} is not known here"),
            ("{{#each name}}x{{/each}}", "is not known here"),
            ("{{#each demands as |d|}}x{{/each}}", "is not known here"),
            ("{{#*inline \"p\"}}x{{/inline}}", "is not known here"),
            ("{{(lookup name)}}", "is not known here"),
            ("{{> (lookup name)}}", "there is no file"),
            ("{{> other}}", "en.md:1:1: {{> other}}: there is no file other.md"),
            ("{{name", "en.md:1:1: a placeholder is never closed with }}"),
            ("a {{name} and {{I/We}}", "en.md:1:3: a placeholder is never closed with }}"),
            ("a\n{{#if name}}x", "en.md:2:1: {{#if name}} is never closed with {{/if}}"),
            ("{{#if name}}{{#each demands}}x{{/if}}", "en.md:1:13: {{#each demands}} is never closed with {{/each}}"),
            ("x{{/each}}", "en.md:1:2: {{/each}} closes nothing: no {{#each}} is open here"),
            ("{{#if name}}x{{/each}}{{/if}}", "en.md:1:14: {{/each}} closes nothing"),
            ("x {{else}}", "en.md:1:3: {{else}} stands outside of {{#if}}"),
            ("x\n {{}} y", "en.md:2:2: {{}} is no placeholder; write {{name}}"),
            ("{{name}} {{na me=}}\n{{role}}", "en.md:1:10: {{na me=}} is no placeholder"),
            ("{{#if}}x{{/if}}", "en.md:1:1: {{#if"),
        ] {
            let error = load(body, &[("part", "")]).map(|_| body).expect_err("it is refused").to_string();
            assert!(error.contains(expected), "{body}: {error}");
        }
    }

    #[test]
    fn no_template_can_crash_or_exhaust_the_program() {
        let nested = |n: usize| format!("{}x{}", "{{#if name}}".repeat(n), "{{/if}}".repeat(n));
        let chain = format!("{{{{#if name}}}}{}{{{{/if}}}}", "{{else if role}}x".repeat(5000));
        let loops = format!("{}x{}", "{{#each demands}}".repeat(6), "{{/each}}".repeat(6));
        for (body, expected) in [
            (nested(33), TemplateProblem::Nesting),
            (nested(5000), TemplateProblem::Nesting),
            (chain, TemplateProblem::Nesting),
            (loops, TemplateProblem::Work),
            (format!("{{{{name {}}}}}", "[".repeat(100_000)), TemplateProblem::Tag),
            ("x".repeat(SOURCE_MOST + 1), TemplateProblem::Size),
        ] {
            assert_eq!(load(&body, &[]).map(|_| ()).unwrap_err().problem, expected);
        }
        assert!(load(&nested(32), &[]).is_ok());
        assert!(load(&format!("{{{{name {}}}}}", "[".repeat(150)), &[]).is_err());

        for (partials, expected) in [
            (vec![("a", "{{> a}}".to_owned())], TemplateProblem::Cycle("a".to_owned())),
            (vec![("a", "{{> b}}".to_owned()), ("b", "{{> a}}".to_owned())], TemplateProblem::Cycle("a".to_owned())),
            (vec![("a", nested(20).replace('x', "{{> b}}")), ("b", nested(20))], TemplateProblem::Nesting),
        ] {
            let partials: Vec<(&str, &str)> = partials.iter().map(|(name, text)| (*name, text.as_str())).collect();
            assert_eq!(load("{{> a}}", &partials).map(|_| ()).unwrap_err().problem, expected);
        }
        let doubling: Vec<(String, String)> = (0..30)
            .map(|n| (format!("p{n}"), format!("{{{{> p{}}}}}", n + 1).repeat(2)))
            .chain([("p30".to_owned(), "x".to_owned())])
            .collect();
        let doubling: Vec<(&str, &str)> = doubling.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(load("{{> p0}}", &doubling).map(|_| ()).unwrap_err().problem, TemplateProblem::Work);
    }

    #[test]
    fn output_is_limited() {
        let body = "{{#each demands}}{{name}}{{/each}}".repeat(100);
        let long = "x".repeat(20_000);
        assert_eq!(fill(&body, Voice::Singular, &[("name", &long)]), Err(FillError::TooLong));
    }
}
