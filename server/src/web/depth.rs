//! How deep a message is nested, found out before anything is built from it.
//!
//! Readers that keep a note for each open list could be made to keep millions of them by a few megabytes.

use minicbor::Decoder;
use minicbor::data::Token;

use super::message::{Form, Written};

/// Whether no list or map of the message lies deeper than `limit`. What is no message at all passes: reading it
/// says so.
pub fn within(body: &Written, limit: usize) -> bool {
    match body.form {
        Form::Json => json(&body.bytes, limit),
        Form::Cbor => cbor(&body.bytes, limit),
    }
}

fn json(bytes: &[u8], limit: usize) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth = depth.saturating_add(1),
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limit {
            return false;
        }
    }
    true
}

/// For each open list what is still missing; none where only a break ends it. Never longer than `limit`.
fn cbor(bytes: &[u8], limit: usize) -> bool {
    let mut open: Vec<Option<u64>> = Vec::new();
    for token in Decoder::new(bytes).tokens() {
        let Ok(token) = token else { return true };
        let opens = match token {
            Token::Array(count) => Some(Some(count)),
            Token::Map(pairs) => Some(Some(pairs.saturating_mul(2))),
            Token::BeginArray | Token::BeginMap | Token::BeginBytes | Token::BeginString => Some(None),
            Token::Tag(_) => continue,
            Token::Break => {
                open.pop();
                None
            }
            _ => None,
        };
        match opens {
            Some(Some(0)) | None => close(&mut open),
            Some(wanted) if open.len() < limit => open.push(wanted),
            Some(_) => return false,
        }
    }
    true
}

/// One item is complete, and with it every list of which it was the last.
fn close(open: &mut Vec<Option<u64>>) {
    while let Some(Some(left)) = open.last_mut() {
        *left = left.saturating_sub(1);
        if *left > 0 {
            return;
        }
        open.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_counted_outside_of_words() {
        assert!(json(br#"[[{"a": "[[[[\"[[["}]]"#, 3));
        assert!(!json(br#"[[{"a": []}]]"#, 3));
        assert!(json(b"[1][1][1]", 1), "one after the other is not deep");
    }

    #[test]
    fn cbor_is_counted_however_lists_are_written() {
        assert!(
            cbor(&[0x82, 0x81, 0x01, 0x81, 0x02], 2),
            "two lists beside each other"
        );
        assert!(!cbor(&[0x81, 0x81, 0x81, 0x01], 2));
        assert!(cbor(&[0x9f, 0x9f, 0xff, 0x9f, 0xff, 0xff], 2));
        assert!(!cbor(&[0x9f, 0x9f, 0x9f, 0xff, 0xff, 0xff], 2));
        assert!(cbor(&[0x82, 0x7f, 0x61, 0x61, 0xff, 0x80], 2), "words in pieces");
        assert!(
            !cbor(&[0xa1, 0x01, 0xc1, 0x81, 0x81, 0x01], 2),
            "a tag adds nothing and hides nothing"
        );
        assert!(cbor(
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            2
        ));
        assert!(
            cbor(&[0xff, 0xff, 0x1c], 2),
            "nonsense is for the reader to refuse"
        );
    }
}
