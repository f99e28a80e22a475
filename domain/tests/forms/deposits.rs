//! The messages of deposits (decision 0039). Some hold secrets and do not print, so they are built inside the tests.

use super::*;
use domain::deposit::{AskGrant, Deposit, Grant, PROOF_KEY_BYTES, Slip};

/// Comes back whole from CBOR, with and without what a later version adds, and not at all when cut anywhere.
fn holds_in_cbor<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq,
{
    let bytes = cbor::to_vec(value);
    prop_assert!(cbor::from_slice::<T>(&bytes).is_ok_and(|read| read == *value));
    for end in 0..bytes.len() {
        prop_assert!(
            bytes
                .get(..end)
                .is_some_and(|cut| cbor::from_slice::<T>(cut).is_err())
        );
    }
    // Each is an array of fewer than 22 fields, whose length is in its first byte: two more, a text and a number.
    let Some((head, fields)) = bytes.split_first() else {
        return Err(TestCaseError::fail("nothing was written"));
    };
    prop_assert!((0x80..0x96).contains(head));
    let later = [&[head + 2], fields, &[0x61, 0x61, 0x07]].concat();
    prop_assert!(cbor::from_slice::<T>(&later).is_ok_and(|read| read == *value));
    Ok(())
}

/// The same of JSON, which offices may write.
fn holds_in_json<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq,
{
    let text = serde_json::to_string(value).unwrap();
    prop_assert!(serde_json::from_str::<T>(&text).is_ok_and(|read| read == *value));
    let cut = text.strip_suffix('}').unwrap();
    prop_assert!(serde_json::from_str::<T>(cut).is_err());
    let later = format!("{cut},\"later\":[7]}}");
    prop_assert!(serde_json::from_str::<T>(&later).is_ok_and(|read| read == *value));
    Ok(())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_a_phone_deposits_with_holds_in_both_forms(
        proof_key in any::<[u8; PROOF_KEY_BYTES]>(),
        (number, until) in any::<(u128, i64)>(),
        public in bytes(),
        token in any::<String>(),
    ) {
        let asked = AskGrant { device: DeviceId(id(number)), proof_key };
        holds_in_cbor(&asked)?;
        holds_in_json(&asked)?;
        let grant = Grant { key: id(number), public, token, valid_until: Millis(until) };
        holds_in_cbor(&grant)?;
        holds_in_json(&grant)?;
    }

    #[test]
    fn a_deposit_and_what_lies_under_its_seal_hold(
        number in any::<u128>(),
        (token, epoch) in any::<(String, String)>(),
        (enc, sealed) in (bytes(), bytes()),
        operation in operation(),
        proof in any::<[u8; PROOF_KEY_BYTES]>(),
    ) {
        let deposit = Deposit { token, key: id(number), enc, sealed };
        holds_in_cbor(&deposit)?;
        holds_in_json(&deposit)?;
        let slip = Slip { epoch, operation: cbor::to_vec(&operation), proof };
        holds_in_cbor(&slip)?;
        prop_assert_eq!(cbor::from_slice::<Operation>(&slip.operation).unwrap(), operation);
    }

    #[test]
    fn no_bytes_make_the_reader_of_deposits_fall_over(bytes in vec(any::<u8>(), 0..200)) {
        let _ = cbor::from_slice::<AskGrant>(&bytes).is_ok();
        let _ = cbor::from_slice::<Deposit>(&bytes).is_ok();
        let _ = cbor::from_slice::<Slip>(&bytes).is_ok();
    }
}
