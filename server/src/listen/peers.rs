//! How many connections each address holds.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::web::Network;

/// Counts connections by address.
#[derive(Clone, Debug)]
pub struct Peers {
    cap: usize,
    uncapped: Arc<[Network]>,
    held: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One counted connection; dropping it gives the place back.
#[derive(Debug)]
pub struct Seat {
    peers: Peers,
    address: IpAddr,
}

impl Peers {
    /// At most `cap` connections for each address that is not in `uncapped`.
    pub fn new(cap: usize, uncapped: Vec<Network>) -> Self {
        Self {
            cap,
            uncapped: uncapped.into(),
            held: Arc::default(),
        }
    }

    /// A seat, or none when the address holds its share already.
    pub fn admit(&self, peer: IpAddr) -> Option<Seat> {
        let address = household_of(peer);
        let mut held = self.held();
        let count = held.entry(address).or_default();
        if *count >= self.cap && !self.uncapped.iter().any(|network| network.contains(peer)) {
            return None;
        }
        *count += 1;
        Some(Seat {
            peers: self.clone(),
            address,
        })
    }

    /// Nothing is done under the lock that could leave it half changed.
    fn held(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut held = self.peers.held();
        if let Some(count) = held.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.address);
            }
        }
    }
}

/// One subscriber holds a whole IPv6 /64, so that is what counts as one address.
fn household_of(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_its_share_and_no_more() {
        let peers = Peers::new(2, vec!["10.0.0.1".parse().unwrap()]);
        let one = peers.admit("192.0.2.1".parse().unwrap());
        let _two = peers.admit("::ffff:192.0.2.1".parse().unwrap()).unwrap();
        assert!(peers.admit("192.0.2.1".parse().unwrap()).is_none());
        assert!(peers.admit("192.0.2.2".parse().unwrap()).is_some());
        drop(one);
        assert!(peers.admit("192.0.2.1".parse().unwrap()).is_some());
    }

    #[test]
    fn a_proxy_is_not_bound_and_empty_addresses_are_forgotten() {
        let peers = Peers::new(1, vec!["10.0.0.1".parse().unwrap()]);
        let seats: Vec<_> = (0..5)
            .map(|_| peers.admit("10.0.0.1".parse().unwrap()).unwrap())
            .collect();
        drop(seats);
        assert!(peers.held().is_empty());
    }

    #[test]
    fn neighbours_in_one_ipv6_subnet_count_together() {
        let peers = Peers::new(1, Vec::new());
        let _seat = peers.admit("2001:db8::1".parse().unwrap()).unwrap();
        assert!(peers.admit("2001:db8::ffff:2".parse().unwrap()).is_none());
        assert!(peers.admit("2001:db8:0:1::1".parse().unwrap()).is_some());
    }
}
