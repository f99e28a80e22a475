//! NUL in a text: PostgreSQL cannot hold it and SQLite can, so it is refused before either is asked (issue 2 §3).
//!
//! The store refuses it as well, but can only say that it did not answer: the client would come again for ever. Other
//! control characters both can hold; where people write, the rules of the field refuse them beside the field.

use minicbor::Decoder;
use minicbor::data::Token;

use super::message::{Form, Written};

/// Whether an address, or a form's fields, hold it: as it is, or as `%00`.
pub fn in_address(text: &[u8]) -> bool {
    text.contains(&0) || text.windows(3).any(|three| three == b"%00")
}

/// Whether a text of a message holds it. What is no message at all passes: reading it says so.
pub fn in_message(body: &Written) -> bool {
    match body.form {
        Form::Json => in_json(&body.bytes),
        Form::Cbor => in_cbor(&body.bytes),
    }
}

/// JSON can only write it as an escape; a bare one is no JSON.
fn in_json(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let escape = rest.get(at.saturating_add(1)..).unwrap_or_default();
        if escape.starts_with(b"u0000") {
            return true;
        }
        // What follows a backslash is no beginning of an escape, least of all a second backslash.
        rest = escape.get(1..).unwrap_or_default();
    }
    false
}

fn in_cbor(bytes: &[u8]) -> bool {
    for token in Decoder::new(bytes).tokens() {
        match token {
            Ok(Token::String(words)) if words.contains('\0') => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_writes_it_as_an_escape_and_a_backslash_before_it_is_only_a_backslash() {
        assert!(in_json(br#"{"staff": "P0\u000001"}"#));
        assert!(in_json(br#"["\\\u0000"]"#));
        assert!(!in_json(br#"["\\u0000", "u0000", "\n\t\"", "\u0001"]"#));
        assert!(!in_json(b"\\"));
    }

    #[test]
    fn cbor_holds_it_in_texts_whole_or_in_pieces() {
        assert!(in_cbor(&[0x81, 0x63, b'a', 0, b'b']));
        assert!(in_cbor(&[0x7f, 0x61, b'a', 0x61, 0, 0xff]));
        assert!(!in_cbor(&[0x82, 0x61, b'a', 0x41, 0]), "bytes are no text");
        assert!(!in_cbor(&[0xff, 0x1c, 0x61]));
    }

    #[test]
    fn addresses_and_forms_escape_it_by_a_percent_sign() {
        assert!(in_address(b"/api/v1/visits?village=V%00"));
        assert!(in_address(b"village=\0"));
        assert!(!in_address(b"/a?b=%2500&c=00"));
    }
}
