//! Where a value lives in a person's store: names of areas, shapes of keys, and what binds a seal to its place.
//!
//! Keys of records, drafts and photos hold ids, so they are not stored: a keyed hash lies in their place
//! ([`Area::hides_keys`]). Other keys are fixed words and running numbers, in the clear.

/// One object store of a person's database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Area {
    /// Lock, counters and cursor.
    Meta,
    /// Records as the server last sent them, with local changes applied.
    Records,
    /// Operations that the server has not durably answered, by running number.
    Outbox,
    /// Forms that are not finished.
    Drafts,
    /// The key that opens the store without the code for a while.
    Window,
    /// Unsent work of an earlier lock whose code was forgotten; still sealed.
    Aside,
    /// Photos that the server has not durably taken, by name.
    Photos,
    /// Operations sealed for the server, ready to be handed in without the code; see `vault/deposits.rs`.
    Deposit,
}

impl Area {
    /// Every area, in the order in which they are created.
    pub const ALL: [Area; 8] = [
        Area::Meta,
        Area::Records,
        Area::Outbox,
        Area::Drafts,
        Area::Window,
        Area::Aside,
        Area::Photos,
        Area::Deposit,
    ];

    /// The object store's name; part of the stored format, never to be changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Area::Meta => "meta",
            Area::Records => "records",
            Area::Outbox => "outbox",
            Area::Drafts => "drafts",
            Area::Window => "window",
            Area::Aside => "aside",
            Area::Photos => "photos",
            Area::Deposit => "deposit",
        }
    }

    /// Whether values lie under a keyed hash of their key, with the key itself sealed among them.
    #[must_use]
    pub const fn hides_keys(self) -> bool {
        matches!(self, Area::Records | Area::Drafts | Area::Photos)
    }
}

/// The database of one person, by staff number.
#[must_use]
pub fn database_name(person: &str) -> String {
    format!("ledger-{person}")
}

/// The outbox key of a running number: 20 digits, so that the order of keys is the order of numbers.
#[must_use]
pub fn outbox_key(number: u64) -> String {
    format!("{number:020}")
}

/// The running number in an outbox key, or nothing if it is not one.
#[must_use]
pub fn outbox_number(key: &str) -> Option<u64> {
    if key.len() != 20 || !key.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    key.parse().ok()
}

/// The bytes that a seal is bound to. A value copied to another key or area does not open there.
#[must_use]
pub fn associated_data(area: Area, key: &str) -> Vec<u8> {
    // Area names hold no NUL, so two places never give the same bytes.
    [b"ledger1".as_slice(), area.name().as_bytes(), key.as_bytes()].join(&0)
}

/// The bytes that a value with its key inside is bound to: its area and the hidden name that it lies under.
#[must_use]
pub fn associated_data_of_name(area: Area, name: &str) -> Vec<u8> {
    [b"ledger2".as_slice(), area.name().as_bytes(), name.as_bytes()].join(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outbox_keys_sort_like_their_numbers() {
        let numbers = [0, 1, 9, 10, 99, 100, 4_294_967_296, u64::MAX];
        let keys: Vec<String> = numbers.iter().map(|number| outbox_key(*number)).collect();
        assert!(keys.is_sorted());
        for (key, number) in keys.iter().zip(numbers) {
            assert_eq!(outbox_number(key), Some(number));
        }
    }

    #[test]
    fn other_text_is_not_a_running_number() {
        for key in [
            "",
            "1",
            "-0000000000000000001",
            "99999999999999999999",
            "000000000000000000012",
        ] {
            assert_eq!(outbox_number(key), None, "{key}");
        }
    }

    #[test]
    fn every_place_binds_differently() {
        let places = [
            (Area::Records, "a"),
            (Area::Outbox, "a"),
            (Area::Records, "b"),
            (Area::Records, ""),
        ];
        for (index, (area, key)) in places.iter().enumerate() {
            for (other_area, other_key) in &places[index + 1..] {
                assert_ne!(
                    associated_data(*area, key),
                    associated_data(*other_area, other_key)
                );
            }
        }
        assert_eq!(associated_data(Area::Meta, "cursor"), b"ledger1\0meta\0cursor");
        assert_eq!(
            associated_data_of_name(Area::Records, "00"),
            b"ledger2\0records\x0000"
        );
    }
}
