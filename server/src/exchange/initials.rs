//! Pinyin initials of names, so that a keyboard without Chinese finds people.

use pinyin::ToPinyin;

/// The lower-case initials of a name; characters without a reading are left out, Latin letters stay.
#[must_use]
pub fn initials(name: &str) -> String {
    name.chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(reading) => reading.plain().chars().next(),
            None => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn names_of_every_kind_have_initials() {
        assert_eq!(initials("聂斌庆"), "nbq");
        assert_eq!(initials("欧阳德运"), "oydy");
        assert_eq!(initials("阿依古丽·买买提"), "ayglmmt");
        assert_eq!(initials("Anna 李"), "annal");
        assert_eq!(initials("谢䶮"), "xy");
    }
}
