//! Who takes steps in the invented district, and what becomes of what they do at noon of a day.

use crate::cast::{day, id};
use domain::config::Config;
use domain::ids::{DeviceId, OpId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::record::RecordMap;
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode;
use domain::roster::Role;
use domain::time::Millis;

/// Noon of a day in the field.
pub fn noon(on: &str) -> Millis {
    let at = day(on).and_hms_opt(4, 0, 0).unwrap();
    Millis(at.and_utc().timestamp_millis())
}

pub fn actor(staff: &str) -> Actor {
    let (role, team, villages) = match staff {
        "P001" => (Role::TeamLeader, Some("T01".into()), vec!["V001".into()]),
        "P002" | "P003" | "P004" => (Role::TeamMember, Some("T01".into()), vec!["V001".into()]),
        "P011" => (Role::TeamLeader, Some("T02".into()), vec!["V002".into()]),
        "C001" => (Role::VillageCadre, None, vec!["V001".into()]),
        "W001" => (Role::TownReviewer, None, vec!["V001".into()]),
        "W009" => (Role::TownReviewer, None, vec!["V009".into()]),
        "R001" => (Role::ResidencyOffice, None, vec![]),
        _ => (Role::DistrictAdmin, None, vec![]),
    };
    let teams_of_place = match staff {
        "C001" | "W001" => vec!["T01".into()],
        "W009" => vec!["T09".into()],
        _ => vec![],
    };
    Actor {
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role,
        team,
        villages,
        former_villages: vec![],
        teams_of_place,
    }
}

/// Somebody does something, which the server hears in the same moment.
pub fn act(
    records: &mut RecordMap,
    config: &Config,
    n: u128,
    (staff, on): (&str, &str),
    body: OperationBody,
) -> Result<OpId, RefusalCode> {
    let operation = Operation {
        id: OpId(id(n)),
        device: DeviceId(id(900)),
        seq: 1,
        author: staff.into(),
        recorded_at: noon(on),
        recorded_on: day(on),
        body,
    };
    let actor = actor(staff);
    let context = Context {
        actor: &actor,
        config,
        received_at: Some(noon(on)),
    };
    let effect = apply(&operation, records, context).map_err(|refusal| refusal.code)?;
    for record in effect.records {
        records.put(record);
    }
    Ok(operation.id)
}
