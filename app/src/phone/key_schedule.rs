//! Sealing something that only the server opens: HPKE in base mode (RFC 9180) with DHKEM(P-256), HKDF-SHA-256 and
//! ChaCha20-Poly1305, from the secret on that the browser agreed on. And the proof of who wrote what is sealed.
//!
//! Of hashes and the cipher that the phone has already; knows no browser and is tested natively.

use chacha20poly1305::{AeadInOut, ChaCha20Poly1305, KeyInit, Nonce};
use domain::deposit::PROOF_KEY_BYTES;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::PhoneError;

/// DHKEM(P-256, HKDF-SHA256), and the whole suite.
const KEM: &[u8] = b"KEM\0\x10";
const SUITE: &[u8] = b"HPKE\0\x10\0\x01\0\x03";
const VERSION: &[u8] = b"HPKE-v1";
/// The number of an expansion's first block (RFC 5869).
const FIRST_BLOCK: &[u8] = &[1];

/// What proves that the holder of `key` wrote `operation`.
#[must_use]
pub fn proof(key: &[u8; PROOF_KEY_BYTES], operation: &[u8]) -> [u8; PROOF_KEY_BYTES] {
    keyed_hash(key, &[operation])
}

/// The message sealed for the holder of `public`, under the secret that both sides `agreed` on with the sender's half
/// `enc` (RFC 9180, 4.1, 5.1 and 6.1).
///
/// # Errors
/// [`PhoneError::Corrupt`] for more than the cipher takes.
pub fn seal_with(
    purpose: &[u8],
    beside: &[u8],
    agreed: &[u8],
    enc: &[u8],
    public: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, PhoneError> {
    let extracted = extract(KEM, &[], b"eae_prk", agreed);
    let shared = expand(KEM, &extracted, b"shared_secret", &[enc, public], 32);
    // Mode 0: no key was shared before.
    let (no_key, about) = (
        extract(SUITE, &[], b"psk_id_hash", &[]),
        extract(SUITE, &[], b"info_hash", purpose),
    );
    let context = [[0_u8].as_slice(), no_key.as_slice(), about.as_slice()].concat();
    let secret = extract(SUITE, &shared, b"secret", &[]);
    let key = expand(SUITE, &secret, b"key", &[&context], 32);
    let nonce = expand(SUITE, &secret, b"base_nonce", &[&context], 12);
    let (nonce, _) = nonce
        .split_first_chunk::<12>()
        .ok_or(PhoneError::Corrupt("nonce"))?;
    let mut text = plain.to_vec();
    ChaCha20Poly1305::new((&key).into())
        .encrypt_in_place(&Nonce::from(*nonce), beside, &mut text)
        .map_err(|_| PhoneError::Corrupt("too large to seal"))?;
    Ok(text)
}

fn extract(suite: &[u8], salt: &[u8], label: &[u8], material: &[u8]) -> [u8; 32] {
    keyed_hash(salt, &[VERSION, suite, label, material])
}

/// The first block of the expansion, which is as much as anything here needs; `length` is part of what is hashed.
fn expand(suite: &[u8], key: &[u8; 32], label: &[u8], about: &[&[u8]], length: u8) -> [u8; 32] {
    let head: [&[u8]; 4] = [&[0, length], VERSION, suite, label];
    let parts: Vec<&[u8]> = head
        .into_iter()
        .chain(about.iter().copied())
        .chain([FIRST_BLOCK])
        .collect();
    keyed_hash(key, &parts)
}

fn keyed_hash(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // Keys of any length are taken: only a type says otherwise.
    let Ok(mut mac) = <Hmac<Sha256> as hmac::digest::KeyInit>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::deposit::PURPOSE;

    /// `pkRm`, `enc` and what P-256 makes of `skEm` and `pkRm`, of RFC 9180, A.5.1.
    const PUBLIC: &str = "04a697bffde9405c992883c5c439d6cc358170b51af72812333b015621dc0f40\
                          bad9bb726f68a5c013806a790ec716ab8669f84f6b694596c2987cf35baba2a006";
    const ENC: &str = "04c07836a0206e04e31d8ae99bfd549380b072a1b1b82e563c935c095827824fc1\
                       559eac6fb9e3c70cd3193968994e7fe9781aa103f5b50e934b5b2f387e381291";
    const AGREED: &str = "a65d78f0f0b1a25e3f63a1447a8ec2ea0cb84b9b0d2e76332c8a92253ba4ace2";

    fn unhex(digits: &str) -> Vec<u8> {
        (0..digits.len() / 2)
            .map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap())
            .collect()
    }

    fn sealed(purpose: &[u8], beside: &[u8], plain: &[u8]) -> Vec<u8> {
        let (agreed, enc, public) = (unhex(AGREED), unhex(ENC), unhex(PUBLIC));
        seal_with(purpose, beside, &agreed, &enc, &public, plain).unwrap()
    }

    #[test]
    fn the_vector_of_the_rfc_comes_out() {
        let wanted = "6469c41c5c81d3aa85432531ecf6460ec945bde1eb428cb2fedf7a29f5a685b4\
                      ccb0d057f03ea2952a27bb458b";
        let made = sealed(
            b"Ode on a Grecian Urn",
            b"Count-0",
            b"Beauty is truth, truth beauty",
        );
        assert_eq!(made, unhex(wanted));
    }

    /// The same value stands in the server's test, which opens it (`server/src/deposit.rs`).
    #[test]
    fn the_server_s_test_opens_what_this_seals() {
        let wanted = "f2c8c273c05cf95bf3d989166d8f607b1d9b768aa32e427221";
        assert_eq!(sealed(PURPOSE, &[], "青山村".as_bytes()), unhex(wanted));
    }

    #[test]
    fn a_proof_is_the_hmac_that_everybody_computes() {
        // RFC 4231, test case 1, whose key of 20 bytes is filled up with zeros in either case.
        let mut key = [0; PROOF_KEY_BYTES];
        key[..20].fill(0x0b);
        let wanted = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(proof(&key, b"Hi There").to_vec(), unhex(wanted));
    }
}
