//! Names of hosts become addresses here, and only public ones are connected to. The check is made on what a connection goes to, so a
//! name that changes its address between the check and the connection gains nothing.

use std::{io, net::SocketAddr, sync::Arc};

use futures_util::future::BoxFuture;
use reqwest::dns::{Name, Resolving};

use crate::domain::{DeliveryFault, WebhookHost, WebhookUrl, is_public_address};

/// Asks for the addresses of a name.
pub trait Resolve: Send + Sync {
    /// The addresses of a host, each with the port.
    ///
    /// # Errors
    /// Where the name is not known, or nobody answers.
    fn resolve<'a>(&'a self, host: &'a str, port: u16) -> BoxFuture<'a, io::Result<Vec<SocketAddr>>>;
}

/// The resolver of the machine.
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve<'a>(&'a self, host: &'a str, port: u16) -> BoxFuture<'a, io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
    }
}

/// Only the public addresses of a host.
///
/// # Errors
/// [`DeliveryFault::UnknownName`], [`DeliveryFault::NotPublic`].
async fn public_addresses(resolver: &dyn Resolve, host: &str, port: u16) -> Result<Vec<SocketAddr>, DeliveryFault> {
    let all = resolver.resolve(host, port).await.map_err(|_| DeliveryFault::UnknownName)?;
    if all.is_empty() {
        return Err(DeliveryFault::UnknownName);
    }
    let public: Vec<SocketAddr> = all.into_iter().filter(|address| is_public_address(address.ip())).collect();
    if public.is_empty() { Err(DeliveryFault::NotPublic) } else { Ok(public) }
}

/// Does the host of a URL have a public address, or is it one of `hosts`?
///
/// # Errors
/// [`DeliveryFault::UnknownName`], [`DeliveryFault::NotPublic`].
pub async fn is_public_host(
    resolver: &dyn Resolve,
    url: &WebhookUrl,
    hosts: &[WebhookHost],
) -> Result<(), DeliveryFault> {
    url.check(hosts).map_err(|_| DeliveryFault::NotPublic)?;
    if url.is_let_through(hosts) || url.address().is_some() {
        return Ok(());
    }
    public_addresses(resolver, url.host(), url.port()).await.map(drop)
}

/// What connections ask: public addresses alone, or all.
pub(super) struct OfConnections {
    pub(super) resolver: Arc<dyn Resolve>,
    pub(super) is_public_only: bool,
}

impl reqwest::dns::Resolve for OfConnections {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolver, is_public_only) = (Arc::clone(&self.resolver), self.is_public_only);
        Box::pin(async move {
            let addresses = if is_public_only {
                public_addresses(resolver.as_ref(), name.as_str(), 0)
                    .await
                    .map_err(|fault| io::Error::other(fault.to_string()))?
            } else {
                resolver.resolve(name.as_str(), 0).await?
            };
            let addresses: Box<dyn Iterator<Item = SocketAddr> + Send> = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}
