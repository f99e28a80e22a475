//! Identity numbers and telephone numbers: check digits and masks (domain.md §4.11, §11.2).

use chrono::NaiveDate;

coded! {
    /// Sex as registered.
    pub enum Sex {
        Male = "MALE", "男", "male";
        Female = "FEMALE", "女", "female";
    }
}

/// Why an identity number is refused (VQ01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// Not 18 characters of digits with a digit or X at the end, nor a disability certificate of 20 or 22.
    #[error("wrong shape")]
    Shape,
    /// The check digit of GB 11643 does not agree.
    #[error("wrong check digit")]
    CheckDigit,
    /// The birth date in the number does not exist.
    #[error("no such birth date")]
    BirthDate,
    /// Category (1–7) or grade (1–4) of a disability certificate is out of range.
    #[error("wrong disability category or grade")]
    Disability,
}

/// What a valid resident identity number says about its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdFacts {
    /// Date of birth, digits 7–14.
    pub birth: NaiveDate,
    /// Sex, digit 17: odd is male.
    pub sex: Sex,
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The check character of GB 11643 for the first 17 digits; `None` unless they are 17 digits.
#[must_use]
pub fn check_digit(first17: &str) -> Option<char> {
    if first17.chars().count() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (c, weight) in first17.chars().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    CHECK.get(usize::try_from(sum % 11).ok()?).copied()
}

/// Checks a resident identity number (18) or a disability certificate (20, or 22 when reissued), VQ01.
///
/// # Errors
/// The first [`IdFault`] found.
pub fn check_id(number: &str) -> Result<IdFacts, IdFault> {
    let number = number.to_ascii_uppercase();
    let (Some(id), rest) = (number.get(..18), number.get(18..).unwrap_or("")) else {
        return Err(IdFault::Shape);
    };
    check_certificate_tail(rest)?;
    let (first17, last) = (
        id.get(..17).ok_or(IdFault::Shape)?,
        id.chars().last().ok_or(IdFault::Shape)?,
    );
    if !first17.chars().all(|c| c.is_ascii_digit()) || !(last.is_ascii_digit() || last == 'X') {
        return Err(IdFault::Shape);
    }
    if check_digit(first17) != Some(last) {
        return Err(IdFault::CheckDigit);
    }
    let birth = id
        .get(6..14)
        .and_then(|text| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
        .ok_or(IdFault::BirthDate)?;
    let odd = id
        .chars()
        .nth(16)
        .and_then(|c| c.to_digit(10))
        .is_some_and(|digit| digit % 2 == 1);
    Ok(IdFacts {
        birth,
        sex: if odd { Sex::Male } else { Sex::Female },
    })
}

fn check_certificate_tail(rest: &str) -> Result<(), IdFault> {
    if rest.is_empty() {
        return Ok(());
    }
    if !matches!(rest.chars().count(), 2 | 4) {
        return Err(IdFault::Shape);
    }
    let digit = |at| rest.chars().nth(at).and_then(|c| c.to_digit(10)).unwrap_or(0);
    if (1..=7).contains(&digit(0)) && (1..=4).contains(&digit(1)) {
        Ok(())
    } else {
        Err(IdFault::Disability)
    }
}

/// An identity number as it may be shown: only the last four characters.
#[must_use]
pub fn mask_id(number: &str) -> String {
    let tail: String = number
        .chars()
        .skip(number.chars().count().saturating_sub(4))
        .collect();
    format!("**************{tail}")
}

/// The sex that a number tells as it may be shown (see [`mask_id`]), for VQ05: the 17th of 18 characters stays readable.
/// None where the last characters are no number's. Of a disability certificate it tells nothing.
#[must_use]
pub fn sex_of_masked(masked: &str) -> Option<Sex> {
    let mut last = masked.chars().rev();
    let ends = last.next()?;
    let digit = last.next()?.to_digit(10)?;
    let numbered = ends.is_ascii_digit() || ends == 'X';
    numbered.then_some(match digit % 2 {
        1 => Sex::Male,
        _ => Sex::Female,
    })
}

/// A mobile number as it may be shown: first three and last four digits.
#[must_use]
pub fn mask_phone(number: &str) -> String {
    match (number.get(..3), number.get(number.len().saturating_sub(4)..)) {
        (Some(head), Some(tail)) if number.len() >= 7 => format!("{head}****{tail}"),
        _ => "****".to_owned(),
    }
}

/// Whether a text is a mobile number: 11 digits beginning with 1 (VQ06).
#[must_use]
pub fn is_mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.chars().all(|c| c.is_ascii_digit())
}

/// Whether free text seems to carry an 18-digit identity number or an 11-digit mobile (VV06).
#[must_use]
pub fn carries_personal_number(text: &str) -> bool {
    let narrow = crate::text::tidy(text);
    let runs = narrow.split(|c: char| !(c.is_ascii_digit() || matches!(c, 'x' | 'X')));
    runs.filter(|run| !run.is_empty())
        .any(|run| is_mobile(run) || (run.len() == 18 && check_id(run).is_ok()))
}

/// Whether free text seems to carry the number of a bank card (VP05): 16 to 19 digits, spaced or not, with its check digit
/// (ISO/IEC 7812).
#[must_use]
pub fn carries_bank_card(text: &str) -> bool {
    let narrow = crate::text::tidy(text);
    let spaced = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-');
    narrow.split(|c: char| !spaced(c)).any(|run| {
        let digits: Vec<u32> = run.chars().filter_map(|c| c.to_digit(10)).collect();
        (16..=19).contains(&digits.len()) && has_card_check(&digits)
    })
}

/// Every second digit from the right counts twice, its own digits added up; all together end in 0.
fn has_card_check(digits: &[u32]) -> bool {
    let weighed = digits.iter().rev().enumerate().map(|(at, digit)| match at % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    });
    weighed.sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_of(first17: &str) -> String {
        format!("{first17}{}", check_digit(first17).unwrap())
    }

    #[test]
    fn a_right_number_tells_birth_and_sex() {
        let facts = check_id("999999195306199210").unwrap();
        assert_eq!(
            facts,
            IdFacts {
                birth: "1953-06-19".parse().unwrap(),
                sex: Sex::Male
            }
        );
    }

    #[test]
    fn every_wrong_check_digit_is_refused() {
        let right = "999999195306199210";
        for digit in "123456789X".chars() {
            let wrong = format!("{}{digit}", &right[..17]);
            assert_eq!(check_id(&wrong), Err(IdFault::CheckDigit));
        }
    }

    #[test]
    fn impossible_birthdays_and_shapes_are_refused() {
        assert_eq!(check_id(&number_of("99999919530231921")), Err(IdFault::BirthDate));
        assert_eq!(check_id("12345"), Err(IdFault::Shape));
        assert_eq!(
            check_id("九九九九九九一九五三零六一九九二一零"),
            Err(IdFault::Shape)
        );
        assert_eq!(check_id("99999919530619921０"), Err(IdFault::Shape));
    }

    #[test]
    fn disability_certificates_have_category_and_grade() {
        assert!(check_id("99999919530619921043").is_ok());
        assert!(check_id("9999991953061992104301").is_ok());
        assert_eq!(check_id("99999919530619921083"), Err(IdFault::Disability));
        assert_eq!(check_id("99999919530619921045"), Err(IdFault::Disability));
    }

    #[test]
    fn masks_hide_the_middle() {
        assert_eq!(mask_phone("10016837266"), "100****7266");
        assert!(mask_id("999999195306199210").ends_with("*9210"));
        assert!(!mask_id("999999195306199210").contains("1953"));
    }

    #[test]
    fn a_masked_number_still_tells_the_sex() {
        let told = |number: &str| sex_of_masked(&mask_id(number));
        assert_eq!(told("999999195306199210"), Some(Sex::Male));
        let woman = number_of("99999919530619922");
        assert_eq!(told(&woman), Some(check_id(&woman).unwrap().sex));
        assert_eq!(told(&woman), Some(Sex::Female));
        assert_eq!((sex_of_masked(""), sex_of_masked("****")), (None, None));
    }

    #[test]
    fn personal_numbers_in_notes_are_noticed() {
        assert!(carries_personal_number("电话１００１６８３７２６６，晚上打"));
        assert!(carries_personal_number("证号999999195306199210。"));
        assert!(!carries_personal_number("自付 18000 元，住院 12 天"));
    }

    #[test]
    fn the_number_of_a_bank_card_is_found_however_it_is_spaced() {
        // Made up: no issuer has these numbers.
        for card in [
            "9999990000000006",
            "9999 9900 0000 0000 006",
            "９９９９-９９００-００００-０００６",
        ] {
            assert!(carries_bank_card(&format!("补助打到{card}，请核对")), "{card}");
        }
        for text in [
            "9999990000000007",
            "99999900000000000060",
            "村口公开栏，电话 0738-8888888",
            "",
        ] {
            assert!(!carries_bank_card(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn checking_never_panics(text in ".{0,40}") {
            let _ = check_id(&text);
            let _ = mask_id(&text);
            let _ = mask_phone(&text);
            let _ = carries_personal_number(&text);
            let _ = carries_bank_card(&text);
        }
    }
}
