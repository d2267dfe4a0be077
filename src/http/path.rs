//! The path by which a request is routed: without the slash at its end, which makes no difference anywhere, and without the
//! percent-encoding of characters that need none (RFC 3986, section 6.2.2.2).

use hyper::http::uri::{PathAndQuery, Uri};

/// The address with that path; `None` where it has it already.
pub(super) fn normal(uri: &Uri) -> Option<Uri> {
    let decoded = decoded(uri.path());
    let path = decoded.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(&decoded);
    if path == uri.path() {
        return None;
    }
    let target = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

fn decoded(path: &str) -> String {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        decoded.push_str(before);
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match byte.filter(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte)) {
            Some(byte) => {
                decoded.push(char::from(byte));
                &after[2..]
            }
            None => {
                decoded.push('%');
                after
            }
        };
    }
    decoded + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_forms_of_a_path_are_one() {
        for (sent, routed) in [
            ("/healthz/", "/healthz"),
            ("/healthz/?a=%41/", "/healthz?a=%41/"),
            ("/%63lients/%31/", "/clients/1"),
            ("/a%2Db%2eC%7e", "/a-b.C~"),
            ("http://shop/%63/", "http://shop/c"),
        ] {
            assert_eq!(normal(&sent.parse().unwrap()).unwrap().to_string(), routed, "{sent}");
        }
        for same in ["/", "/clients?phone=%2534", "/a%2Fb", "/%D0%90", "/%FF", "/%", "/%4", "/%zz", "/%%", "*"] {
            assert_eq!(normal(&same.parse().unwrap()), None, "{same}");
        }
    }
}
