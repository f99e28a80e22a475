//! A sync request, of which only the first field can be relied on until the version is known.

use axum::http::StatusCode;
use domain::cbor;
use domain::ids::{DeviceId, StaffId, TeamId};
use domain::protocol::{OLDEST_PROTOCOL, Standing, standing};
use domain::record::ScopeDigest;
use domain::sync::{BATCH_DEPTH, BATCH_OPERATIONS, PROTOCOL};
use minicbor::{Decode, Decoder};
use serde::Deserialize;

use super::pushed::{Batch, Pushed};
use crate::web::message::{Form, Written};
use crate::web::{Problem, depth};

/// [`domain::sync::SyncRequest`] with operations that are read one by one, so that one that cannot be read
/// does not hold up the others.
#[derive(Deserialize, Decode)]
pub struct Request {
    /// The version that the phone speaks.
    #[n(0)]
    pub protocol: u16,
    /// The store that asks; the operations that it sends may be of another one that they were carried from.
    #[n(1)]
    pub device: DeviceId,
    /// The server's epoch, as the phone knows it.
    #[serde(default)]
    #[n(2)]
    pub epoch: Option<String>,
    /// The team whose feed the phone follows.
    #[serde(default)]
    #[n(3)]
    pub team: Option<TeamId>,
    /// Up to where it has heard it.
    #[serde(default)]
    #[cbor(n(4), default)]
    pub cursor: u64,
    /// The version of the reference data that it has.
    #[serde(default)]
    #[cbor(n(5), default)]
    pub reference: String,
    /// What it has, when it believes that it has everything.
    #[serde(default)]
    #[n(6)]
    pub digest: Option<ScopeDigest>,
    /// What it pushes.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub operations: Batch,
    /// The highest running number that the device has given out.
    #[serde(default)]
    #[cbor(n(12), default)]
    pub announced: Option<u64>,
    /// Whose store asks, where it says so.
    #[serde(default)]
    #[n(8)]
    pub staff: Option<StaffId>,
}

impl Request {
    /// The message, after its version was looked at: another version may look entirely different.
    pub fn read(body: &Written) -> Result<Self, Problem> {
        if !depth::within(body, BATCH_DEPTH) {
            return Err(Problem::too_deep(BATCH_DEPTH));
        }
        match standing(protocol(body)?, PROTOCOL) {
            Standing::Read => {}
            Standing::TooOld => return Err(phone_behind()),
            Standing::TooNew => return Err(phone_ahead()),
        }
        let read = match body.form {
            Form::Json => serde_json::from_slice(&body.bytes).map_err(|_| Problem::malformed()),
            Form::Cbor => cbor::from_slice(&body.bytes).map_err(|_| Problem::malformed()),
        };
        let request: Self = read?;
        if request.operations.overflows {
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "SPLIT").with("limit", BATCH_OPERATIONS));
        }
        if request.operations.list.contains(&Pushed::Nameless) {
            return Err(Problem::malformed().on("operations"));
        }
        Ok(request)
    }
}

fn protocol(body: &Written) -> Result<u16, Problem> {
    #[derive(Deserialize)]
    struct Opening {
        protocol: u16,
    }
    match body.form {
        Form::Json => serde_json::from_slice(&body.bytes)
            .map(|opening: Opening| opening.protocol)
            .map_err(|_| Problem::malformed()),
        Form::Cbor => {
            let mut decoder = Decoder::new(&body.bytes);
            decoder
                .array()
                .and_then(|_| decoder.u16())
                .map_err(|_| Problem::malformed())
        }
    }
}

fn other_protocol(zh: &'static str, en: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, "PROTOCOL")
        .with("speaks", PROTOCOL)
        .with("oldest", OLDEST_PROTOCOL)
        .with("zh", zh)
        .with("en", en)
}

fn phone_behind() -> Problem {
    other_protocol(
        "手机上的应用版本太旧，请更新应用后再同步。已经存在本机的内容不会丢。",
        "The app on this phone is too old for the server; please update the app, then synchronise. What is saved \
         on this phone is not lost.",
    )
}

fn phone_ahead() -> Problem {
    other_protocol(
        "服务器的版本比手机上的应用旧，请等服务器更新后再同步。已经存在本机的内容不会丢。",
        "The server is older than the app on this phone; please wait until the server is updated, then \
         synchronise. What is saved on this phone is not lost.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{OpId, VisitId};
    use domain::operation::{Operation, OperationBody};
    use domain::sync::SyncRequest;
    use domain::time::Millis;
    use uuid::Uuid;

    fn json(body: &str) -> Written {
        Written {
            form: Form::Json,
            bytes: body.to_owned().into(),
        }
    }

    fn cbor(bytes: Vec<u8>) -> Written {
        Written {
            form: Form::Cbor,
            bytes: bytes.into(),
        }
    }

    fn problem(body: &Written) -> &'static str {
        Request::read(body).map(|_| ()).unwrap_err().code
    }

    fn addendum(text: &str) -> Operation {
        Operation {
            id: OpId(Uuid::from_u128(1)),
            device: DeviceId(Uuid::from_u128(2)),
            seq: 1,
            author: "P001".into(),
            recorded_at: Millis(5),
            recorded_on: chrono::NaiveDate::default(),
            body: OperationBody::AddAddendum {
                visit: VisitId(Uuid::from_u128(3)),
                text: text.to_owned(),
            },
        }
    }

    fn request(operations: Vec<Operation>) -> SyncRequest {
        SyncRequest {
            protocol: PROTOCOL,
            device: DeviceId(Uuid::from_u128(2)),
            epoch: Some("e".to_owned()),
            team: None,
            cursor: 7,
            reference: String::new(),
            digest: None,
            operations,
            announced: None,
            staff: None,
        }
    }

    #[test]
    fn another_version_is_told_apart_from_nonsense() {
        assert_eq!(problem(&json(r#"{"protocol": 99, "all": "new"}"#)), "PROTOCOL");
        assert_eq!(problem(&json(r#"{"all": "new"}"#)), "malformed");
        assert_eq!(problem(&json(r#"{"protocol": 0, "all": "old"}"#)), "PROTOCOL");
        assert_eq!(
            problem(&json(&format!(r#"{{"protocol": {PROTOCOL}}}"#))),
            "malformed"
        );
        assert_eq!(problem(&cbor(vec![0x82, 0x18, 0x63, 0xf6])), "PROTOCOL");
        assert_eq!(problem(&cbor(vec![0x81, 0x61, 0x61])), "malformed");
        let present = u8::try_from(PROTOCOL).unwrap();
        assert_eq!(problem(&cbor(vec![0x81, present])), "malformed");
        assert_eq!(problem(&cbor(Vec::new())), "malformed");
    }

    #[test]
    fn both_forms_say_the_same() {
        let asked = request(vec![addendum("好")]);
        let text = serde_json::to_string(&asked).unwrap();
        for body in [json(&text), cbor(cbor::to_vec(&asked))] {
            let read = Request::read(&body).unwrap();
            assert_eq!((read.epoch.as_deref(), read.cursor), (Some("e"), 7));
            assert_eq!(read.operations.list, [Pushed::Whole(Box::new(addendum("好")))]);
        }
    }

    #[test]
    fn an_operation_that_cannot_be_read_is_told_by_its_id() {
        let id = OpId(Uuid::from_u128(9));
        let text = format!(
            r#"{{"protocol": {PROTOCOL}, "device": "{id}", "operations": [{{"id": "{id}", "body": 7}}]}}"#
        );
        assert_eq!(
            Request::read(&json(&text)).unwrap().operations.list,
            [Pushed::Unreadable(id)]
        );

        let mut bytes = cbor::to_vec(&request(Vec::new()));
        assert_eq!(bytes.pop(), Some(0x80), "the last field holds the operations");
        let mut one = minicbor::Encoder::new(&mut bytes);
        one.array(1)
            .unwrap()
            .array(2)
            .unwrap()
            .encode(id)
            .unwrap()
            .str("new")
            .unwrap();
        assert_eq!(
            Request::read(&cbor(bytes)).unwrap().operations.list,
            [Pushed::Unreadable(id)]
        );
    }

    #[test]
    fn control_characters_are_found_wherever_they_hide() {
        let asked = request(vec![addendum("一\u{0}"), addendum("一\n二\t三")]);
        let text = serde_json::to_string(&asked).unwrap();
        for body in [json(&text), cbor(cbor::to_vec(&asked))] {
            let read = Request::read(&body).unwrap().operations.list;
            assert!(matches!(read[..], [Pushed::UncleanText(_), Pushed::Whole(_)]));
        }
        let id = OpId(Uuid::from_u128(9));
        for odd in [r#"{"b": [{"c": "一\u0000"}]}"#, r#"{"b\u0001": 1}"#] {
            let text = format!(
                r#"{{"protocol": {PROTOCOL}, "device": "{id}", "operations": [{{"id": "{id}", "a": {odd}}}]}}"#
            );
            let read = Request::read(&json(&text)).unwrap().operations.list;
            assert_eq!(read, [Pushed::UncleanText(id)]);
        }
    }

    #[test]
    fn what_says_a_thing_twice_is_not_taken() {
        let whole = serde_json::to_string(&addendum("好")).unwrap();
        let pushed = |operation: &str| {
            let text = format!(
                r#"{{"protocol": {PROTOCOL}, "device": "{}", "operations": [{operation}]}}"#,
                OpId(Uuid::from_u128(2))
            );
            Request::read(&json(&text)).map(|read| read.operations.list)
        };
        let id = OpId(Uuid::from_u128(1));
        assert!(matches!(pushed(&whole).unwrap()[..], [Pushed::Whole(_)]));
        let twice = |odd: &str| whole.replacen('{', &format!("{{{odd},"), 1);
        assert_eq!(pushed(&twice(r#""seq": 7"#)).unwrap(), [Pushed::Unreadable(id)]);
        let deep = whole.replace(r#""text":"好""#, r#""text":"坏","text":"好""#);
        assert_ne!(deep, whole);
        assert_eq!(pushed(&deep).unwrap(), [Pushed::Unreadable(id)]);
        assert_eq!(
            pushed(&twice(r#""seq": "\u0000""#)).unwrap(),
            [Pushed::UncleanText(id)]
        );
        assert_eq!(
            pushed(&twice(&format!(r#""id": "{id}""#))).unwrap_err().code,
            "malformed"
        );
        let half = whole.replace('好', r"\ud800");
        assert_eq!(pushed(&half).unwrap(), [Pushed::UncleanText(id)]);
    }

    #[test]
    fn what_has_no_id_cannot_be_answered() {
        let text = format!(
            r#"{{"protocol": {PROTOCOL}, "device": "01939b7e-0000-7000-8000-000000000001", "operations": ["words"]}}"#
        );
        assert_eq!(problem(&json(&text)), "malformed");
    }
}
