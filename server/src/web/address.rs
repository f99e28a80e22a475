//! Who is calling: the peer of the connection, and behind trusted proxies the client they name.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

/// The other end of the connection, put into every request by the accept loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// The client's address as far as it can be trusted; an `Extension` of every request that has a [`Peer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// A range of addresses, written `10.0.0.0/8`, `::1` or `192.0.2.7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u32,
}

/// The text is no address and no `address/bits`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an address such as 10.0.0.1 or a range such as 10.0.0.0/8")]
pub struct NotANetwork;

impl Network {
    /// True when `address` lies in the range; IPv4 written inside IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0);
                base.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V6(base), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
                base.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (base, prefix) = text
            .trim()
            .split_once('/')
            .map_or((text.trim(), None), |(b, p)| (b, Some(p)));
        let base = base.parse::<IpAddr>().map_err(|_| NotANetwork)?.to_canonical();
        let widest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(widest), str::parse).map_err(|_| NotANetwork)?;
        if prefix > widest {
            Err(NotANetwork)
        } else {
            Ok(Self { base, prefix })
        }
    }
}

/// The proxies whose word about the client is taken.
#[derive(Clone, Debug)]
pub struct Proxies(Arc<[Network]>);

impl Proxies {
    /// None means that `X-Forwarded-For` is never read.
    pub fn new(trusted: Vec<Network>) -> Self {
        Self(trusted.into())
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Walks from the nearest hop outwards and stops at the first that is none of our proxies.
    fn client_behind(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let named = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = named.flat_map(|line| line.split(',')).collect();
        let mut client = peer.to_canonical();
        for hop in hops.iter().rev() {
            if !self.trusts(client) {
                break;
            }
            let Some(next) = hop_address(hop) else { break };
            client = next;
        }
        client
    }
}

/// Some proxies add the port, and put IPv6 into brackets then.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.parse::<IpAddr>().ok();
    bare.or_else(|| hop.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
        .map(|ip| ip.to_canonical())
}

/// Layer: puts [`ClientAddress`] into the request.
pub async fn resolve(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    if let Some(Peer(peer)) = request.extensions().get::<Peer>().copied() {
        let client = proxies.client_behind(peer.ip(), request.headers());
        request.extensions_mut().insert(ClientAddress(client));
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &str) -> String {
        let proxies = Proxies::new(trusted.iter().map(|text| text.parse().unwrap()).collect());
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        proxies.client_behind(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn without_trusted_proxies_nobody_can_choose_their_address() {
        assert_eq!(client(&[], "192.0.2.1", "198.51.100.9"), "192.0.2.1");
        assert_eq!(client(&["10.0.0.0/8"], "192.0.2.1", "198.51.100.9"), "192.0.2.1");
    }

    #[test]
    fn a_trusted_proxy_names_the_client_and_the_client_cannot_add_to_it() {
        assert_eq!(
            client(&["127.0.0.1"], "127.0.0.1", "1.1.1.1, 198.51.100.9"),
            "198.51.100.9"
        );
        assert_eq!(
            client(&["10.0.0.0/8"], "::ffff:10.1.2.3", "198.51.100.9, 10.0.0.7"),
            "198.51.100.9"
        );
        assert_eq!(client(&["::1"], "::1", "[2001:db8::9]:4711"), "2001:db8::9");
        assert_eq!(client(&["::1"], "::1", "unknown"), "::1");
    }

    #[test]
    fn ranges_are_read_strictly() {
        assert!("10.0.0.0/33".parse::<Network>().is_err());
        assert!("office".parse::<Network>().is_err());
        assert!(
            "0.0.0.0/0"
                .parse::<Network>()
                .unwrap()
                .contains("203.0.113.5".parse().unwrap())
        );
        assert!(
            !"2001:db8::/32"
                .parse::<Network>()
                .unwrap()
                .contains("2001:db9::1".parse().unwrap())
        );
    }
}
