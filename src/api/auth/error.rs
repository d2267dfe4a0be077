//! Errors of access tokens, as Django REST framework writes them.

pub(in crate::api) use crate::api::drf::DrfError;
use crate::{
    api::{drf, fault::Face},
    domain::Language,
};

/// What is special to access tokens.
pub(in crate::api) static FACE: Face = drf::face(Language::Russian, false);
