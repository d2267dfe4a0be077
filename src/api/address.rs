//! Where a request comes from: the address of the connection, or what a trusted proxy says.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::{extract::ConnectInfo, http::request::Parts};

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
}
