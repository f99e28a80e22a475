//! Under which name a value lies in the store where its key would tell something: a keyed hash of area and key.
//! And how an id is written where the browser notes it down: as another id that only this store can read back.
//!
//! HMAC-SHA-256, because it must be the same at every call, hold for any number of keys, and be computed at once:
//! WebCrypto's answers come too late for a database transaction, and Poly1305 is good for one message.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroize;

use super::address::{Area, associated_data};

/// Bytes of the hash that are kept: two of a million keys meet with a chance of 10⁻²⁷.
const NAME_BYTES: usize = 16;
/// Keys shorter than a block of the hash are filled up with zeros, as the standard (RFC 2104) says.
const BLOCK_BYTES: usize = 64;
/// Four rounds of a keyed function make a permutation that nobody tells from a random one (Luby and Rackoff).
const ROUNDS: [u8; 4] = [0, 1, 2, 3];

/// Makes the names of one store. Its key is derived from the data key, so that another code keeps the names.
pub struct Names(Hmac<Sha256>);

impl Names {
    /// The names that belong to a data key.
    pub(super) fn of(data_key: &[u8]) -> Self {
        let mut derived = keyed(data_key)
            .chain_update(b"ledger1\0names")
            .finalize()
            .into_bytes();
        let names = keyed(&derived);
        derived.zeroize();
        Self(names)
    }

    /// The name of a key: 32 hexadecimal digits that tell nothing to whom the data key is not known.
    #[must_use]
    pub fn name(&self, area: Area, key: &str) -> String {
        let hash = self.0.clone().chain_update(associated_data(area, key)).finalize();
        let kept = hash.into_bytes().into_iter().take(NAME_BYTES);
        kept.flat_map(|byte| [byte >> 4, byte & 15]).map(digit).collect()
    }

    /// Another id in place of this one, always the same and different for each: for addresses, which browsers
    /// keep in their history.
    #[must_use]
    pub fn veil(&self, id: Uuid) -> Uuid {
        let turned = ROUNDS.into_iter().fold(id.as_u64_pair(), |(left, right), round| {
            (right, left ^ self.round(round, right))
        });
        Uuid::from_u64_pair(turned.0, turned.1)
    }

    /// The id that [`Names::veil`] was given.
    #[must_use]
    pub fn unveil(&self, veiled: Uuid) -> Uuid {
        let turned = ROUNDS.into_iter().rev();
        let turned = turned.fold(veiled.as_u64_pair(), |(left, right), round| {
            (right ^ self.round(round, left), left)
        });
        Uuid::from_u64_pair(turned.0, turned.1)
    }

    fn round(&self, round: u8, half: u64) -> u64 {
        // No area has this name, so that a round is never the hash of a key.
        let mac = self
            .0
            .clone()
            .chain_update(b"ledger1\0address\0")
            .chain_update([round]);
        let hash = mac.chain_update(half.to_be_bytes()).finalize().into_bytes();
        let bytes = hash.into_iter().take(8);
        bytes.fold(0, |number, byte| (number << 8) | u64::from(byte))
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = [0; BLOCK_BYTES];
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let keyed = Hmac::new(&block.into());
    block.zeroize();
    keyed
}

fn digit(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_standards_hash_and_stay_the_same_for_ever() {
        // RFC 4231, case 2, shows that the block is filled up as the standard says.
        let hash = keyed(b"Jefe")
            .chain_update(b"what do ya want for nothing?")
            .finalize();
        assert_eq!(hash.into_bytes()[..4], [0x5b, 0xdc, 0xc1, 0x46]);
        // A changed name loses every store: this one is pinned.
        assert_eq!(
            Names::of(&[3; 32]).name(Area::Records, "household:h1"),
            "efadee2732b387664929485493088ff5"
        );
        let veiled = Names::of(&[3; 32]).veil(Uuid::from_u128(0x13a7_ac22_df14_51c5_99c3_73f6_7586_a7a0));
        assert_eq!(veiled.to_string(), "23c0a8c5-970a-dc06-7dfd-fe3aa773298a");
    }

    #[test]
    fn a_veiled_id_comes_back_and_is_another_in_another_store() {
        let (mine, other) = (Names::of(&[3; 32]), Names::of(&[4; 32]));
        for id in [0, 1, 0x13a7_ac22_df14_51c5_99c3_73f6_7586_a7a0, u128::MAX].map(Uuid::from_u128) {
            let veiled = mine.veil(id);
            assert_ne!(veiled, id);
            assert_eq!(mine.unveil(veiled), id);
            assert_ne!(other.veil(id), veiled);
            assert_ne!(other.unveil(veiled), id);
        }
    }

    #[test]
    fn another_key_area_or_store_has_another_name() {
        let (mine, other) = (Names::of(&[3; 32]), Names::of(&[4; 32]));
        let name = mine.name(Area::Records, "h1");
        assert_eq!(name.len(), 2 * NAME_BYTES);
        assert_eq!(name, mine.name(Area::Records, "h1"));
        for different in [
            mine.name(Area::Records, "h2"),
            mine.name(Area::Drafts, "h1"),
            other.name(Area::Records, "h1"),
        ] {
            assert_ne!(name, different);
        }
    }
}
