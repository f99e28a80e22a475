//! The order of a module's functions: alike ones side by side, which brotli makes smaller.

use std::collections::BTreeMap;

/// So many bytes from its start tell what a function is like; then its length does.
const START: usize = 14;
const IMPORTS: u8 = 2;
const CODE: u8 = 10;
const CUSTOM: u8 = 0;
const HEADER: usize = 8;

/// The module with names for its functions by which `wasm-opt --reorder-functions-by-name` puts alike ones side by side.
/// Other names must be gone. None where the bytes are no module, or one that imports more than functions.
pub fn named_by_likeness(module: &[u8]) -> Option<Vec<u8>> {
    let (mut imported, mut bodies) = (0, Vec::new());
    let mut rest = module.get(HEADER..)?;
    while !rest.is_empty() {
        let kind = byte(&mut rest)?;
        let length = number(&mut rest)?;
        let mut section = bytes(&mut rest, length)?;
        match kind {
            IMPORTS => imported = functions_imported(&mut section)?,
            CODE => bodies = vector_of_bytes(&mut section)?,
            _ => {}
        }
    }
    let alike = |body: &&[u8]| {
        (
            body.get(..START).unwrap_or(body).to_vec(),
            body.len(),
            body.to_vec(),
        )
    };
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by_cached_key(|at| bodies.get(*at).map(alike));
    let ranks: BTreeMap<usize, usize> = order.into_iter().zip(0..).collect();
    let mut names = leb(ranks.len());
    for (at, rank) in ranks {
        names.extend(leb(imported + at));
        names.extend(with_length(format!("{rank:08}").as_bytes()));
    }
    let functions = [vec![1], with_length(&names)].concat();
    let section = [with_length(b"name"), functions].concat();
    Some([module, &[CUSTOM], &with_length(&section)].concat())
}

fn functions_imported(section: &mut &[u8]) -> Option<usize> {
    let count = number(section)?;
    for _ in 0..count {
        for _ in ["module", "name"] {
            let length = number(section)?;
            bytes(section, length)?;
        }
        if byte(section)? != 0 {
            return None;
        }
        number(section)?;
    }
    Some(count)
}

fn vector_of_bytes<'m>(section: &mut &'m [u8]) -> Option<Vec<&'m [u8]>> {
    let count = number(section)?;
    let mut one = || {
        let length = number(section)?;
        bytes(section, length)
    };
    (0..count).map(|_| one()).collect()
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}

fn bytes<'m>(rest: &mut &'m [u8], length: usize) -> Option<&'m [u8]> {
    let (first, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(first)
}

/// A number of the format: seven bits a byte, the lowest first, the eighth set where more follow.
fn number(rest: &mut &[u8]) -> Option<usize> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let next = byte(rest)?;
        value |= usize::from(next & 0x7f).checked_shl(shift)?;
        if next < 0x80 {
            return Some(value);
        }
        shift += 7;
    }
}

fn leb(mut value: usize) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let [low, ..] = (value & 0x7f).to_le_bytes();
        value >>= 7;
        if value == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

fn with_length(bytes: &[u8]) -> Vec<u8> {
    let mut out = leb(bytes.len());
    out.extend(bytes);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_named_in_the_order_of_their_bodies() {
        let header = b"\0asm\x01\0\0\0";
        // One function imported as "a" "b"; two bodies, of which the second comes first.
        let imports = [2, 7, 1, 1, b'a', 1, b'b', 0, 0];
        let code = [10, 9, 2, 4, 0, 0x41, 1, 0x0b, 2, 0, 0x0b];
        let module = [&header[..], &imports, &code].concat();
        let named = named_by_likeness(&module).unwrap();
        let added = named.strip_prefix(module.as_slice()).unwrap();
        let names = b"\x02\x01\x0800000001\x02\x0800000000";
        let section = [&b"\0\x1c\x04name\x01\x15"[..], names].concat();
        assert_eq!(added, section);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert_eq!(named_by_likeness(b"\0asm\x01\0\0\0\x0a\x7f"), None);
        // A memory imported.
        assert_eq!(
            named_by_likeness(b"\0asm\x01\0\0\0\x02\x06\x01\x01a\x01b\x02"),
            None
        );
    }
}
