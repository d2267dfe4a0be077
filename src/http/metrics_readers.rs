//! Who may read the metrics: they are not for everybody who reaches the port.

use std::net::{IpAddr, SocketAddr};

use axum::{
    http::{
        HeaderMap, StatusCode,
        header::{AUTHORIZATION, FORWARDED, WWW_AUTHENTICATE},
    },
    response::{IntoResponse as _, Response},
};
use subtle::ConstantTimeEq as _;

/// What a proxy adds to a request that it passes on.
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// Who may read the metrics.
#[derive(Clone)]
pub enum MetricsReaders {
    /// This machine and its private network, but no request that a proxy passed on.
    Neighbours,
    /// Who sends this token: `Authorization: Bearer …`.
    Holders(String),
}

impl MetricsReaders {
    /// The refusal of a request from `peer`; `None`: it may read them.
    pub(super) fn refuse(&self, headers: &HeaderMap, peer: SocketAddr) -> Option<Response> {
        match self {
            Self::Neighbours if is_near(peer.ip()) && !is_passed_on(headers) => None,
            Self::Neighbours => {
                let why = "the metrics are for this machine and its network; for others set HTTP_METRICS_TOKEN\n";
                Some((StatusCode::FORBIDDEN, why).into_response())
            }
            Self::Holders(token) if has_token(headers, token) => None,
            Self::Holders(_) => {
                Some((StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")], "a token is needed\n").into_response())
            }
        }
    }
}

fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

fn is_passed_on(headers: &HeaderMap) -> bool {
    headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(FORWARDED)
}

fn has_token(headers: &HeaderMap, token: &str) -> bool {
    let given =
        headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
    given.is_some_and(|(scheme, given)| {
        scheme.eq_ignore_ascii_case("bearer") && bool::from(given.trim().as_bytes().ct_eq(token.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(headers: &[(&'static str, &'static str)]) -> HeaderMap {
        let header = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        headers.iter().map(header).collect()
    }

    #[test]
    fn without_a_token_the_metrics_are_for_neighbours() {
        for (peer, sent, status) in [
            ("127.0.0.1:1", &[][..], None),
            ("[::1]:1", &[], None),
            ("10.0.0.7:1", &[], None),
            ("[::ffff:192.168.1.7]:1", &[], None),
            ("[fd00::7]:1", &[], None),
            ("8.8.8.8:1", &[], Some(403)),
            ("[2001:db8::1]:1", &[], Some(403)),
            ("100.64.0.1:1", &[], Some(403)),
            ("127.0.0.1:1", &[("x-forwarded-for", "8.8.8.8")], Some(403)),
            ("127.0.0.1:1", &[("forwarded", "for=8.8.8.8")], Some(403)),
        ] {
            let refused = MetricsReaders::Neighbours.refuse(&headers(sent), peer.parse().unwrap());
            assert_eq!(refused.map(|refused| refused.status().as_u16()), status, "{peer} {sent:?}");
        }
    }

    #[test]
    fn with_a_token_they_are_for_who_sends_it() {
        let readers = MetricsReaders::Holders("0123456789".to_owned());
        for (sent, status) in [
            (&[("authorization", "Bearer 0123456789")][..], None),
            (&[("authorization", "bearer 0123456789"), ("x-forwarded-for", "8.8.8.8")], None),
            (&[("authorization", "Bearer 012345678")], Some(401)),
            (&[("authorization", "Basic 0123456789")], Some(401)),
            (&[], Some(401)),
        ] {
            for peer in ["127.0.0.1:1", "8.8.8.8:1"] {
                let refused = readers.refuse(&headers(sent), peer.parse().unwrap());
                assert_eq!(refused.map(|refused| refused.status().as_u16()), status, "{peer} {sent:?}");
            }
        }
    }
}
