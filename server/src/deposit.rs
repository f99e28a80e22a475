//! Opening what phones sealed for the server: HPKE in base mode (RFC 9180), and the proof of the author.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::deposit::{PROOF_KEY_BYTES, PURPOSE};
use hmac::{Hmac, KeyInit, Mac};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, Serializable, single_shot_open};
use sha2::Sha256;

/// A pair of keys as the store has them, in base64.
#[derive(Clone)]
pub struct KeyPair {
    /// What phones seal for.
    pub public: String,
    /// What opens it.
    pub private: String,
}

impl KeyPair {
    /// A new random pair.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "a default that differs each time would mislead"
    )]
    pub fn new() -> Self {
        let seed: [u8; 32] = rand::random();
        let (private, public) = DhP256HkdfSha256::derive_keypair(&seed);
        Self {
            public: text(&public.to_bytes()),
            private: text(&private.to_bytes()),
        }
    }
}

/// Bytes as the store has them.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    STANDARD_NO_PAD.encode(bytes)
}

/// What [`text`] was made of.
#[must_use]
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    STANDARD_NO_PAD.decode(text).ok()
}

/// What was sealed for this private key; none where anything differs.
#[must_use]
pub fn open(private: &[u8], enc: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    open_for(PURPOSE, &[], private, enc, sealed)
}

fn open_for(purpose: &[u8], beside: &[u8], private: &[u8], enc: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let private = <DhP256HkdfSha256 as Kem>::PrivateKey::from_bytes(private).ok()?;
    let enc = <DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(enc).ok()?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, DhP256HkdfSha256>(
        &OpModeR::Base,
        &private,
        &enc,
        purpose,
        sealed,
        beside,
    )
    .ok()
}

/// Whether whoever holds this key wrote the operation. Takes the same time for every proof.
#[must_use]
pub fn proves(key: &[u8], operation: &[u8], proof: &[u8; PROOF_KEY_BYTES]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return false;
    };
    mac.update(operation);
    mac.verify_slice(proof).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `skRm` and `enc` of RFC 9180, A.5.1.
    const PRIVATE: &str = "a4d1c55836aa30f9b3fbb6ac98d338c877c2867dd3a77396d13f68d3ab150d3b";
    const ENC: &str = "04c07836a0206e04e31d8ae99bfd549380b072a1b1b82e563c935c095827824fc\
                       1559eac6fb9e3c70cd3193968994e7fe9781aa103f5b50e934b5b2f387e381291";

    fn unhex(digits: &str) -> Vec<u8> {
        (0..digits.len() / 2)
            .map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn the_vector_of_the_rfc_opens() {
        let sealed = "6469c41c5c81d3aa85432531ecf6460ec945bde1eb428cb2fedf7a29f5a685b4\
                      ccb0d057f03ea2952a27bb458b";
        let (private, enc, sealed) = (unhex(PRIVATE), unhex(ENC), unhex(sealed));
        let opened = open_for(b"Ode on a Grecian Urn", b"Count-0", &private, &enc, &sealed);
        assert_eq!(opened.unwrap(), b"Beauty is truth, truth beauty");
    }

    /// The same value stands in the phone's test, which makes it (`app/src/phone/key_schedule.rs`).
    #[test]
    fn what_a_phone_seals_opens_and_nothing_else_does() {
        let (private, enc) = (unhex(PRIVATE), unhex(ENC));
        let sealed = unhex("f2c8c273c05cf95bf3d989166d8f607b1d9b768aa32e427221");
        assert_eq!(open(&private, &enc, &sealed).unwrap(), "青山村".as_bytes());
        for at in 0..sealed.len() {
            let mut other = sealed.clone();
            other[at] ^= 1;
            assert_eq!(open(&private, &enc, &other), None, "byte {at}");
        }
        for end in 0..sealed.len() {
            assert_eq!(open(&private, &enc, &sealed[..end]), None, "cut at {end}");
        }
        let stranger = bytes(&KeyPair::new().private).unwrap();
        assert_eq!(open(&stranger, &enc, &sealed), None);
        assert_eq!(open_for(b"something else", &[], &private, &enc, &sealed), None);
        for odd in [&[][..], &[4; 65], &enc[1..]] {
            assert_eq!(open(&private, odd, &sealed), None);
            assert_eq!(open(odd, &enc, &sealed), None);
        }
    }

    #[test]
    fn only_the_key_proves_an_operation() {
        let mut mac = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(b"operation");
        let proof: [u8; PROOF_KEY_BYTES] = mac.finalize().into_bytes().into();
        assert!(proves(&[7; 32], b"operation", &proof));
        assert!(!proves(&[8; 32], b"operation", &proof));
        assert!(!proves(&[7; 32], b"Operation", &proof));
    }
}
