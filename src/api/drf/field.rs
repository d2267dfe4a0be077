//! The fields of resources, as a table: what a request may say, what an answer shows.

use chrono::NaiveDate;
use serde_json::value::RawValue;

use super::{
    read::{self, Reading},
    shown::{Shown, Viewer},
};
use crate::{
    api::{
        fault::{Part, Problem},
        given::Faults,
    },
    domain::{Email, Money, Phone, Quantity},
};

/// A field of a resource: of the rows `R`, and of the requests `W` that change them.
pub(in crate::api) struct Field<R, W> {
    /// Its name.
    pub(super) name: &'static str,
    /// What it is, for the description.
    pub(super) about: &'static str,
    /// What an answer shows; `None` of a field that requests alone have.
    pub(super) output: Option<Output<R>>,
    /// What a request may say; `None` of a field that is read-only, which a request may hold without effect.
    pub(super) input: Option<Input<W>>,
    /// A new row, and one that is replaced, must have it.
    pub(super) is_required: bool,
}

/// What an answer shows.
pub(super) struct Output<R> {
    pub(super) kind: Kind,
    pub(super) is_nullable: bool,
    pub(super) show: fn(&R, &Viewer) -> Shown,
}

/// What a value is, for the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum Kind {
    /// A text: an e-mail address and a phone number too.
    Text,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// A date.
    Date,
    /// A moment with the offset of the shop.
    Moment,
    /// An amount, a percentage: from, to, both whole.
    Amount(Option<i64>, Option<i64>),
    /// A quantity of three places.
    Quantity,
    /// A whole number.
    Number,
    /// True or false.
    Flag,
    /// A row of the resource of this name.
    Row(&'static str),
    /// Rows of the resource of this name. They are left out of lists.
    Rows(&'static str),
}

/// What a request may say, and where that goes.
pub(in crate::api) enum Input<W> {
    /// A text.
    Text {
        /// The most characters that it may have.
        most: usize,
        /// May it be empty?
        is_blank: bool,
        /// Where it goes.
        set: fn(&mut W, String),
    },
    /// One of a few words.
    Word(&'static [&'static str], fn(&mut W, &'static str)),
    /// An e-mail address; an empty text is none.
    Email(fn(&mut W, Option<Email>)),
    /// A phone number.
    Phone {
        /// Is an empty text none?
        is_blank: bool,
        /// May it be of a country that the shop takes no numbers of?
        is_of_any_country: bool,
        /// Where it goes.
        set: fn(&mut W, Option<Phone>),
    },
    /// A date.
    Day(fn(&mut W, NaiveDate)),
    /// A date, or null.
    Date(fn(&mut W, Option<NaiveDate>)),
    /// An amount, a percentage.
    Amount {
        /// It must be above zero.
        is_positive: bool,
        /// The least and the most that it may be, both whole.
        bounds: (Option<i64>, Option<i64>),
        /// Where it goes.
        set: fn(&mut W, Money),
    },
    /// An amount from zero on, a percentage; or null. The most that it may be, whole.
    AmountOrNull(Option<i64>, fn(&mut W, Option<Money>)),
    /// A quantity from zero on.
    Quantity(fn(&mut W, Quantity)),
    /// True or false.
    Flag(fn(&mut W, bool)),
    /// The id of a row of another resource.
    Key(fn(&mut W, i64)),
    /// The id of a row of another resource, or null.
    Row(fn(&mut W, Option<i64>)),
    /// Rows of the resource of this name, in a list.
    Rows(&'static str, fn(&mut W, GivenRows<'_>)),
}

/// A list of rows of another resource in a body, to be read as that.
pub(in crate::api) struct GivenRows<'a> {
    pub(super) field: &'static str,
    pub(super) json: &'a str,
    pub(super) reading: Reading<'a>,
    pub(super) faults: &'a mut Faults,
}

/// A field that no request changes.
pub(in crate::api) const fn read_only<R, W>(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    show: fn(&R, &Viewer) -> Shown,
) -> Field<R, W> {
    Field { name, about, output: Some(Output { kind, is_nullable: false, show }), input: None, is_required: false }
}

/// A field that no request changes, and that may be null.
pub(in crate::api) const fn read_only_or_null<R, W>(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    show: fn(&R, &Viewer) -> Shown,
) -> Field<R, W> {
    Field { name, about, output: Some(Output { kind, is_nullable: true, show }), input: None, is_required: false }
}

/// A field that each row has.
pub(in crate::api) const fn required<R, W>(
    name: &'static str,
    input: Input<W>,
    about: &'static str,
    show: fn(&R, &Viewer) -> Shown,
) -> Field<R, W> {
    let output = Output { kind: input.kind(), is_nullable: input.is_nullable(), show };
    Field { name, about, output: Some(output), input: Some(input), is_required: true }
}

/// A field that a request may leave out.
pub(in crate::api) const fn optional<R, W>(
    name: &'static str,
    input: Input<W>,
    about: &'static str,
    show: fn(&R, &Viewer) -> Shown,
) -> Field<R, W> {
    let output = Output { kind: input.kind(), is_nullable: input.is_nullable(), show };
    Field { name, about, output: Some(output), input: Some(input), is_required: false }
}

/// A field that a request may leave out, and that some rows do not have.
pub(in crate::api) const fn optional_or_null<R, W>(
    name: &'static str,
    input: Input<W>,
    about: &'static str,
    show: fn(&R, &Viewer) -> Shown,
) -> Field<R, W> {
    let output = Output { kind: input.kind(), is_nullable: true, show };
    Field { name, about, output: Some(output), input: Some(input), is_required: false }
}

/// A field of a row that requests alone have, and may leave out.
pub(in crate::api) const fn written<R, W>(name: &'static str, input: Input<W>, about: &'static str) -> Field<R, W> {
    Field { name, about, output: None, input: Some(input), is_required: false }
}

/// A field that requests alone have.
pub(in crate::api) const fn said<W>(
    name: &'static str,
    input: Input<W>,
    is_required: bool,
    about: &'static str,
) -> Field<(), W> {
    Field { name, about, output: None, input: Some(input), is_required }
}

/// A text that may not be empty.
pub(in crate::api) const fn text<W>(most: usize, set: fn(&mut W, String)) -> Input<W> {
    Input::Text { most, is_blank: false, set }
}

/// A text that may be empty.
pub(in crate::api) const fn blank<W>(most: usize, set: fn(&mut W, String)) -> Input<W> {
    Input::Text { most, is_blank: true, set }
}

/// An amount that must be above zero.
pub(in crate::api) const fn positive<W>(set: fn(&mut W, Money)) -> Input<W> {
    Input::Amount { is_positive: true, bounds: (None, None), set }
}

/// An amount of zero or above.
pub(in crate::api) const fn amount<W>(set: fn(&mut W, Money)) -> Input<W> {
    Input::Amount { is_positive: false, bounds: (Some(0), None), set }
}

/// A percentage from 0 to 100.
pub(in crate::api) const fn percent<W>(set: fn(&mut W, Money)) -> Input<W> {
    Input::Amount { is_positive: false, bounds: (Some(0), Some(100)), set }
}

impl Kind {
    /// An amount of any size.
    pub(in crate::api) const MONEY: Self = Self::Amount(None, None);
}

impl<R, W> Field<R, W> {
    /// What an answer shows.
    pub(super) fn show(&self, row: &R, viewer: &Viewer) -> Option<Shown> {
        self.output.as_ref().map(|output| (output.show)(row, viewer))
    }

    /// Reads what a request says, or notes what is wrong with it. The value that the row has already, as it is shown, is never wrong, and
    /// in a request for the whole row it is no change: who sends back what was shown has said nothing of it.
    pub(super) fn read(
        &self,
        json: Option<&RawValue>,
        reading: Reading<'_>,
        before: Option<(&R, &Viewer)>,
        wanted: &mut W,
        faults: &mut Faults,
    ) {
        let Some(input) = &self.input else { return };
        let Some(json) = json.map(RawValue::get) else {
            if self.is_required && !reading.is_partial {
                faults.note(self.name, Problem::Missing);
            }
            return;
        };
        let is_shown = before.and_then(|(row, viewer)| self.show(row, viewer)).is_some_and(|shown| shown.is(json));
        if is_shown && !reading.is_partial {
            return;
        }
        if let Input::Rows(_, rows) = input
            && json != "null"
        {
            rows(wanted, GivenRows { field: self.name, json, reading, faults });
        } else if let Err(problem) = input.read(json, reading, wanted)
            && !is_shown
        {
            faults.note_value(Part::Body, self.name, problem, read::repeated(json));
        }
    }
}

impl<W> Input<W> {
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Text { .. } | Self::Email(_) | Self::Phone { .. } => Kind::Text,
            Self::Word(words, _) => Kind::Word(words),
            Self::Day(_) | Self::Date(_) => Kind::Date,
            Self::Amount { bounds, .. } => Kind::Amount(bounds.0, bounds.1),
            Self::AmountOrNull(most, _) => Kind::Amount(Some(0), *most),
            Self::Quantity(_) => Kind::Quantity,
            Self::Flag(_) => Kind::Flag,
            Self::Key(_) | Self::Row(_) => Kind::Number,
            Self::Rows(name, _) => Kind::Rows(name),
        }
    }

    pub(super) const fn is_nullable(&self) -> bool {
        matches!(self, Self::Date(_) | Self::Row(_) | Self::AmountOrNull(..))
    }

    /// The most characters of a text.
    pub(super) const fn longest(&self) -> Option<usize> {
        match self {
            Self::Text { most, .. } => Some(*most),
            Self::Email(_) => Some(read::LONGEST_EMAIL),
            Self::Phone { .. } => Some(read::LONGEST_PHONE),
            _ => None,
        }
    }

    /// May it be an empty text?
    pub(super) const fn is_blank(&self) -> bool {
        matches!(self, Self::Text { is_blank: true, .. } | Self::Phone { is_blank: true, .. } | Self::Email(_))
    }

    fn read(&self, json: &str, reading: Reading<'_>, wanted: &mut W) -> Result<(), Problem> {
        if json == "null" && !self.is_nullable() {
            return Err(Problem::Null);
        }
        match self {
            Self::Text { most, is_blank, set } => set(wanted, read::text(json, *most, *is_blank)?),
            Self::Word(words, set) => set(wanted, read::word(json, words)?),
            Self::Email(set) => set(wanted, read::email(json)?),
            Self::Phone { is_blank, is_of_any_country, set } => {
                set(wanted, read::phone(json, *is_blank, *is_of_any_country, reading.phones)?);
            }
            Self::Day(set) => set(wanted, read::date(json)?),
            Self::Date(set) => set(wanted, read::or_null(json, read::date)?),
            Self::Amount { is_positive, bounds, set } => set(wanted, read::amount(json, *is_positive, *bounds)?),
            Self::AmountOrNull(most, set) => {
                set(wanted, read::or_null(json, |json| read::amount(json, false, (Some(0), *most)))?);
            }
            Self::Quantity(set) => set(wanted, read::quantity(json)?),
            Self::Flag(set) => set(wanted, read::flag(json)?),
            Self::Key(set) => set(wanted, read::key(json)?),
            Self::Row(set) => set(wanted, read::row(json)?),
            // They are read by themselves.
            Self::Rows(..) => {}
        }
        Ok(())
    }
}
