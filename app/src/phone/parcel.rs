//! A file that leaves the phone, sealed under a passphrase that the person chose: what stands in front of it.
//!
//! Layout, numbers big-endian: `VLX` · version (1 byte) · rounds of the key derivation (4) · salt (16) · sealed
//! content. The key is PBKDF2-HMAC-SHA-256 of the passphrase; the content is sealed as everything in a store is.

/// The end of a parcel's file name, without the dot.
pub const ENDING: &str = "vlx";

/// Fewest characters of a passphrase. A file can be guessed at for ever, so it asks for more than an unlock code.
pub const MIN_PASSPHRASE_CHARS: usize = 10;

/// Most bytes of a parcel that is opened: some thousand operations and a hundred photos.
pub const MAX_BYTES: u32 = 32 * 1024 * 1024;

/// More rounds than any parcel of ours has; a larger figure is damage and would hang the phone.
const MAX_ROUNDS: u32 = 10_000_000;

const MARK: &[u8; 3] = b"VLX";
const VERSION: u8 = 1;
/// Bytes of the salt.
pub const SALT_BYTES: usize = 16;

/// Why a parcel is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParcelFault {
    /// Not a file of this app, or cut off.
    #[error("not a parcel")]
    NotOurs,
    /// Made by a newer version of the app.
    #[error("made by a newer version")]
    Newer,
    /// The passphrase is another, or a bit of the file has changed: both look the same from outside.
    #[error("does not open")]
    Closed,
    /// Somebody else's work.
    #[error("another person's work")]
    OtherAuthor,
}

/// The readable front of a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// Rounds of the key derivation.
    pub rounds: u32,
    /// Its salt.
    pub salt: [u8; SALT_BYTES],
}

impl Front {
    /// The whole file: this front, then the sealed content.
    #[must_use]
    pub fn before(&self, sealed: &[u8]) -> Vec<u8> {
        let rounds = self.rounds.to_be_bytes();
        [MARK.as_slice(), &[VERSION], &rounds, &self.salt, sealed].concat()
    }

    /// Reads a file into its front and the sealed content.
    ///
    /// # Errors
    /// [`ParcelFault::NotOurs`] or [`ParcelFault::Newer`].
    pub fn read(file: &[u8]) -> Result<(Self, &[u8]), ParcelFault> {
        let body = file.strip_prefix(MARK).ok_or(ParcelFault::NotOurs)?;
        let (version, body) = body.split_first().ok_or(ParcelFault::NotOurs)?;
        match *version {
            VERSION => {}
            0 => return Err(ParcelFault::NotOurs),
            _ => return Err(ParcelFault::Newer),
        }
        let (rounds, body) = body.split_first_chunk().ok_or(ParcelFault::NotOurs)?;
        let (salt, sealed) = body.split_first_chunk().ok_or(ParcelFault::NotOurs)?;
        let rounds = u32::from_be_bytes(*rounds);
        if rounds == 0 || rounds > MAX_ROUNDS || sealed.is_empty() {
            return Err(ParcelFault::NotOurs);
        }
        Ok((Self { rounds, salt: *salt }, sealed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: Front = Front {
        rounds: 600_000,
        salt: [9; SALT_BYTES],
    };

    #[test]
    fn a_parcel_is_read_as_it_was_written() {
        let file = FRONT.before(b"sealed");
        assert_eq!(&file[..8], b"VLX\x01\x00\x09\x27\xc0");
        assert_eq!(file.len(), 3 + 1 + 4 + SALT_BYTES + 6);
        assert_eq!(Front::read(&file), Ok((FRONT, b"sealed".as_slice())));
    }

    #[test]
    fn a_newer_parcel_is_called_newer_not_broken() {
        let mut file = FRONT.before(b"sealed");
        file[3] = 2;
        assert_eq!(Front::read(&file), Err(ParcelFault::Newer));
    }

    #[test]
    fn other_files_cut_ones_and_figures_that_would_hang_the_phone_are_not_ours() {
        let file = FRONT.before(b"sealed");
        for cut in 0..file.len() - 6 {
            assert_eq!(
                Front::read(&file[..cut]),
                Err(ParcelFault::NotOurs),
                "cut at {cut}"
            );
        }
        assert_eq!(Front::read(b"PK\x03\x04 a workbook"), Err(ParcelFault::NotOurs));
        for rounds in [0, MAX_ROUNDS + 1, u32::MAX] {
            let file = Front { rounds, ..FRONT }.before(b"sealed");
            assert_eq!(Front::read(&file), Err(ParcelFault::NotOurs), "{rounds} rounds");
        }
    }
}
