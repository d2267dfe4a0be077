//! `kopilka check --alive`: the health check of a container, in which there is no other program that could ask.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use super::super::{Error, output::print};
use crate::{config::Config, http::HEALTH_PATHS};

/// How long the answer may take. Docker gives a health check 30 seconds.
const ANSWER: Duration = Duration::from_secs(5);

/// Asks the running program at `HTTP_ADDR` whether it is alive.
///
/// # Errors
/// [`Error::NoHttp`], [`Error::NotAlive`].
pub(in crate::command_line) async fn run(config: &Config) -> Result<(), Error> {
    let address = reached_at(config.http.addr.ok_or(Error::NoHttp)?);
    let url = format!("http://{address}{}", HEALTH_PATHS[0]);
    let asked = async {
        let client = reqwest::Client::builder().no_proxy().timeout(ANSWER).build()?;
        client.get(&url).send().await?.error_for_status()
    };
    asked.await.map_err(|error| Error::NotAlive(address, error.without_url()))?;
    print("alive\n")
}

/// The address at which this machine reaches a server that listens on `address`.
fn reached_at(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_listens_everywhere_is_asked_here() {
        for (listens, asked) in [
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:80", "[::1]:80"),
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("10.0.0.7:8080", "10.0.0.7:8080"),
        ] {
            assert_eq!(reached_at(listens.parse().unwrap()).to_string(), asked);
        }
    }
}
