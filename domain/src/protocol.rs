//! Which versions of the sync messages a server reads (issue 3, point 18).

use crate::sync::PROTOCOL;

/// How many versions back a phone may be: it may have been in the mountains while the office went on.
pub const VERSIONS_BACK: u16 = 2;
/// The oldest version that is read; the first one ever was 1.
pub const OLDEST_PROTOCOL: u16 = oldest(PROTOCOL);

/// What a server says to the version that a phone speaks. Either refusal leaves the phone's work waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is read.
    Read,
    /// The phone is behind: its app has to be updated.
    TooOld,
    /// The phone is ahead, as after the server was rolled back: it has to wait.
    TooNew,
}

/// The oldest version that a server of version `newest` reads.
#[must_use]
pub const fn oldest(newest: u16) -> u16 {
    let back = newest.saturating_sub(VERSIONS_BACK);
    if back == 0 { 1 } else { back }
}

/// How a phone that speaks `spoken` stands with a server of version `newest`.
#[must_use]
pub const fn standing(spoken: u16, newest: u16) -> Standing {
    if spoken < oldest(newest) {
        Standing::TooOld
    } else if spoken > newest {
        Standing::TooNew
    } else {
        Standing::Read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_may_be_two_versions_behind_and_none_ahead() {
        assert_eq!(standing(4, 7), Standing::TooOld);
        for spoken in 5..=7 {
            assert_eq!(standing(spoken, 7), Standing::Read);
        }
        assert_eq!(standing(8, 7), Standing::TooNew);
    }

    #[test]
    fn there_was_no_version_before_the_first() {
        assert_eq!((oldest(1), oldest(2), oldest(3), oldest(4)), (1, 1, 1, 2));
        assert_eq!(standing(0, 1), Standing::TooOld);
        assert_eq!(standing(OLDEST_PROTOCOL, PROTOCOL), Standing::Read);
    }
}
