//! Content hashes: names of files, staleness and versions.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// How many hex digits of a hash stand in a file name.
const SHORT: usize = 12;

/// SHA-256 as 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first digits of [`sha256_hex`], enough to tell versions of one file apart.
pub fn short(bytes: &[u8]) -> String {
    let mut hex = sha256_hex(bytes);
    hex.truncate(SHORT);
    hex
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nothing_is_the_known_one() {
        assert!(sha256_hex(b"").starts_with("e3b0c44298fc1c14"));
        assert_eq!(short(b""), "e3b0c44298fc");
    }
}
