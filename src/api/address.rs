//! Where a request comes from, and under which address: as the connection has it, or as a trusted proxy says.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{request::Parts, uri::Authority},
};

/// The address of the client; `None` where the connection has none.
pub(super) fn of(parts: &Parts, proxies: &[IpAddr]) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let mut address = peer.ip().to_canonical();
    let forwarded: Vec<&str> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    // Each proxy adds the address that it saw at the end.
    for said in forwarded.iter().rev() {
        if !proxies.contains(&address) {
            break;
        }
        let Some(said) = read(said) else { break };
        address = said.to_canonical();
    }
    Some(address)
}

/// The scheme and the host that the client asked, as links begin: `https://shop.example`. `None` where no host can be read.
pub(super) fn origin(parts: &Parts, proxies: &[IpAddr]) -> Option<String> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical());
    let is_trusted = peer.is_some_and(|peer| proxies.contains(&peer));
    let text = |name: &str| parts.headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok());
    // Each proxy adds what it saw at the end.
    let said = |name: &str| text(name).filter(|_| is_trusted)?.rsplit(',').next().map(str::trim);
    let scheme = said("x-forwarded-proto").filter(|scheme| ["http", "https"].contains(scheme)).unwrap_or("http");
    let own = text("host").or_else(|| parts.uri.authority().map(Authority::as_str));
    let host = said("x-forwarded-host").or(own)?;
    let is_host =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte));
    is_host.then(|| format!("{scheme}://{host}"))
}

/// An address as proxies write it: some add the port, and then brackets around IPv6, or brackets alone.
fn read(text: &str) -> Option<IpAddr> {
    let alone = text.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    alone.or_else(with_port).or_else(in_brackets)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn a_trusted_proxy_says_where_a_request_comes_from() {
        let proxies = ["10.0.0.1".parse().unwrap(), "2001:db8::9".parse().unwrap()];
        for (peer, forwarded, expected) in [
            ("10.0.0.1:5000", "5.5.5.8", "5.5.5.8"),
            ("10.0.0.1:5000", "5.5.5.8:1000", "5.5.5.8"),
            ("10.0.0.1:5000", "2001:db8::1", "2001:db8::1"),
            ("10.0.0.1:5000", "[2001:db8::1]:1000", "2001:db8::1"),
            ("10.0.0.1:5000", "[2001:db8::1]", "2001:db8::1"),
            ("10.0.0.1:5000", "[::ffff:5.5.5.8]:1000", "5.5.5.8"),
            ("[::ffff:10.0.0.1]:5000", "5.5.5.8:1000", "5.5.5.8"),
            // The client may say anything before it.
            ("10.0.0.1:5000", "1.1.1.1, 5.5.5.8:1000", "5.5.5.8"),
            ("10.0.0.1:5000", "5.5.5.8:1000, [2001:db8::9]:443", "5.5.5.8"),
            ("10.0.0.1:5000", "unknown, 10.0.0.1", "10.0.0.1"),
            ("10.0.0.1:5000", "5.5.5.8:99999", "10.0.0.1"),
            ("10.0.0.1:5000", "", "10.0.0.1"),
            ("5.5.5.9:5000", "5.5.5.8", "5.5.5.9"),
        ] {
            let peer: SocketAddr = peer.parse().unwrap();
            let request = Request::builder().header("x-forwarded-for", forwarded).extension(ConnectInfo(peer));
            let (parts, ()) = request.body(()).unwrap().into_parts();
            assert_eq!(of(&parts, &proxies).unwrap().to_string(), expected, "{forwarded} from {peer}");
        }
    }

    #[test]
    fn a_link_begins_as_the_client_asked() {
        let proxies = ["10.0.0.1".parse().unwrap()];
        for (peer, headers, expected) in [
            ("5.5.5.9:5000", vec![("host", "localhost:8000")], Some("http://localhost:8000")),
            ("5.5.5.9:5000", vec![("host", "[::1]:8000"), ("x-forwarded-proto", "https")], Some("http://[::1]:8000")),
            ("5.5.5.9:5000", vec![("host", "a"), ("x-forwarded-host", "b")], Some("http://a")),
            (
                "10.0.0.1:5000",
                vec![("host", "shop.example"), ("x-forwarded-proto", "https")],
                Some("https://shop.example"),
            ),
            ("10.0.0.1:5000", vec![("host", "a"), ("x-forwarded-proto", "https, http")], Some("http://a")),
            ("10.0.0.1:5000", vec![("host", "a"), ("x-forwarded-proto", "ftp")], Some("http://a")),
            (
                "10.0.0.1:5000",
                vec![("host", "a"), ("x-forwarded-host", "x, shop.example")],
                Some("http://shop.example"),
            ),
            ("5.5.5.9:5000", vec![("host", "a/b")], None),
            ("5.5.5.9:5000", vec![], None),
        ] {
            let peer: SocketAddr = peer.parse().unwrap();
            let mut request = Request::builder().uri("/api").extension(ConnectInfo(peer));
            for (name, value) in &headers {
                request = request.header(*name, *value);
            }
            let (parts, ()) = request.body(()).unwrap().into_parts();
            assert_eq!(origin(&parts, &proxies).as_deref(), expected, "{headers:?} from {peer}");
        }
    }
}
