//! Parses Fluent files: all forms of a text, its variables, and its choices.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};

use crate::{domain::Language, texts::bundle};

/// The texts of a language by id.
pub(super) struct Texts(BTreeMap<&'static str, Pattern<&'static str>>);

/// A place where a text has several forms.
pub(super) struct Choice {
    /// The argument that decides.
    pub(super) variable: Option<String>,
    /// The forms by their plural category; those for an exact number are extra and left out.
    pub(super) forms: Vec<String>,
}

/// The ids in a file.
pub(super) fn ids(file: &str) -> Vec<String> {
    parse(file).into_iter().map(|(id, _)| id.to_owned()).collect()
}

impl Texts {
    pub(super) fn of(language: Language) -> Self {
        let mut texts = BTreeMap::new();
        for (screen, file) in bundle::files(language) {
            for (id, pattern) in parse(file) {
                assert!(texts.insert(id, pattern).is_none(), "locales/{language}/{screen}.ftl repeats {id}");
            }
        }
        Self(texts)
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The arguments that a text uses, to show or to choose by.
    pub(super) fn variables(&self, id: &str) -> BTreeSet<String> {
        let mut variables = BTreeSet::new();
        self.walk(&self.0[id], &mut |expression| {
            let (Expression::Inline(inline) | Expression::Select { selector: inline, .. }) = expression;
            if let InlineExpression::VariableReference { id } = inline {
                variables.insert(id.name.to_owned());
            }
        });
        variables
    }

    /// The places where a text has several forms.
    pub(super) fn choices(&self, id: &str) -> Vec<Choice> {
        let mut choices = Vec::new();
        self.walk(&self.0[id], &mut |expression| {
            let Expression::Select { selector, variants } = expression else { return };
            let variable = match selector {
                InlineExpression::VariableReference { id } => Some(id.name.to_owned()),
                _ => None,
            };
            let forms = variants.iter().filter_map(|variant| match variant.key {
                VariantKey::Identifier { name } => Some(name.to_owned()),
                VariantKey::NumberLiteral { .. } => None,
            });
            choices.push(Choice { variable, forms: forms.collect() });
        });
        choices
    }

    /// All forms of the text, with `…` for each argument.
    pub(super) fn readings(&self, id: &str) -> Vec<String> {
        self.readings_of(&self.0[id])
    }

    fn readings_of(&self, pattern: &Pattern<&'static str>) -> Vec<String> {
        let mut readings = vec![String::new()];
        for element in &pattern.elements {
            let next = match element {
                PatternElement::TextElement { value } => vec![(*value).to_owned()],
                PatternElement::Placeable { expression } => self.readings_of_expression(expression),
            };
            readings = readings.iter().flat_map(|start| next.iter().map(move |end| format!("{start}{end}"))).collect();
        }
        readings
    }

    fn readings_of_expression(&self, expression: &Expression<&'static str>) -> Vec<String> {
        match expression {
            Expression::Select { variants, .. } => {
                variants.iter().flat_map(|variant| self.readings_of(&variant.value)).collect()
            }
            Expression::Inline(
                InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value },
            ) => {
                vec![(*value).to_owned()]
            }
            Expression::Inline(InlineExpression::MessageReference { id, .. }) => self.readings(id.name),
            Expression::Inline(InlineExpression::Placeable { expression }) => self.readings_of_expression(expression),
            Expression::Inline(_) => vec!["…".to_owned()],
        }
    }

    /// Calls `visit` with every expression of a text, also those inside its forms and in the texts it refers to.
    fn walk(&self, pattern: &Pattern<&'static str>, visit: &mut impl FnMut(&Expression<&'static str>)) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.walk_expression(expression, visit);
            }
        }
    }

    fn walk_expression(
        &self,
        expression: &Expression<&'static str>,
        visit: &mut impl FnMut(&Expression<&'static str>),
    ) {
        visit(expression);
        match expression {
            Expression::Select { variants, .. } => variants.iter().for_each(|variant| self.walk(&variant.value, visit)),
            Expression::Inline(InlineExpression::MessageReference { id, .. }) => self.walk(&self.0[id.name], visit),
            Expression::Inline(InlineExpression::Placeable { expression }) => self.walk_expression(expression, visit),
            Expression::Inline(_) => {}
        }
    }
}

/// The messages of a file. Terms and attributes are refused: the other checks do not see them.
fn parse(file: &str) -> Vec<(&str, Pattern<&str>)> {
    let resource = parser::parse(file).unwrap_or_else(|(_, errors)| panic!("{errors:?} in\n{file}"));
    let mut messages = Vec::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                assert!(message.attributes.is_empty(), "{id} has attributes");
                messages.push((id, message.value.unwrap_or_else(|| panic!("{id} has no text"))));
            }
            Entry::Term(term) => panic!("-{} is a term", term.id.name),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Junk { content } => panic!("not Fluent: {content}"),
        }
    }
    messages
}
