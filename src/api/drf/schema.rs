//! The fields of resources in the description.

use utoipa::openapi::{
    Ref, RefOr, Schema,
    schema::{AnyOfBuilder, ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, SchemaFormat, SchemaType, Type},
};

use super::field::{Field, Input, Kind};

/// What an answer shows.
pub(super) fn of_answer<R, W>(fields: &[Field<R, W>]) -> RefOr<Schema> {
    let mut object = ObjectBuilder::new();
    for field in fields {
        let Some(output) = &field.output else { continue };
        object = object.property(field.name, of_kind(output.kind, output.is_nullable, field.about, Use::Answer));
        if !matches!(output.kind, Kind::Rows(_)) {
            object = object.required(field.name);
        }
    }
    object.into()
}

/// What a request may say.
pub(super) fn of_request<R, W>(fields: &[Field<R, W>], is_partial: bool, example: &str) -> RefOr<Schema> {
    let mut object = ObjectBuilder::new().examples(serde_json::from_str::<serde_json::Value>(example));
    for field in fields {
        let Some(input) = &field.input else { continue };
        let about = about(field.about, input);
        object = object.property(field.name, of_kind(input.kind(), input.is_nullable(), &about, Use::of(input)));
        if field.is_required && !is_partial {
            object = object.required(field.name);
        }
    }
    object.into()
}

fn about<W>(about: &str, input: &Input<W>) -> String {
    match input {
        Input::Amount { is_positive: true, .. } => format!("{about} Above zero, with at most two places."),
        Input::Amount { .. } => format!("{about} With at most two places."),
        _ => about.to_owned(),
    }
}

/// Where a value is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// An answer. A row may have longer texts than a request: from an import, or from the chat.
    Answer,
    /// A request, in which a text has this many characters.
    Request { least: usize, most: Option<usize> },
}

impl Use {
    const fn of<W>(input: &Input<W>) -> Self {
        Self::Request { least: if input.is_blank() { 0 } else { 1 }, most: input.longest() }
    }
}

fn of_kind(kind: Kind, is_nullable: bool, about: &str, within: Use) -> RefOr<Schema> {
    let typed = |kind: Type| if is_nullable { SchemaType::from_iter([kind, Type::Null]) } else { kind.into() };
    let object = |kind: Type| ObjectBuilder::new().schema_type(typed(kind)).description(Some(about));
    let text = match within {
        Use::Answer => object(Type::String),
        Use::Request { least, most } => {
            object(Type::String).min_length(Some(least).filter(|least| *least > 0)).max_length(most)
        }
    };
    let format = |format| object(Type::String).format(Some(SchemaFormat::KnownFormat(format)));
    match kind {
        Kind::Text => text.into(),
        Kind::Word(words) => object(Type::String).enum_values(Some(words.iter().copied())).into(),
        Kind::Date => format(KnownFormat::Date).into(),
        Kind::Moment => format(KnownFormat::DateTime).into(),
        Kind::Number => object(Type::Integer).into(),
        Kind::Flag => object(Type::Boolean).into(),
        Kind::Amount(least, most) => {
            let number = object(Type::Number).minimum(least).maximum(most);
            if within == Use::Answer {
                return number.into();
            }
            let text = ObjectBuilder::new().schema_type(Type::String).description(Some("The same as a decimal text."));
            AnyOfBuilder::new().item(number).item(text).into()
        }
        Kind::Quantity => object(Type::Number).into(),
        Kind::Row(name) if is_nullable => OneOfBuilder::new()
            .item(Ref::from_schema_name(name))
            .item(ObjectBuilder::new().schema_type(Type::Null))
            .description(Some(about))
            .into(),
        Kind::Row(name) => Ref::from_schema_name(name).into(),
        Kind::Rows(name) => {
            let name = if within == Use::Answer { name.to_owned() } else { format!("{name}Request") };
            ArrayBuilder::new().items(Ref::from_schema_name(name)).description(Some(about)).into()
        }
    }
}
