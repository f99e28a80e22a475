//! What people do about handovers. The last days are long past by any phone's clock, so that no clock decides.

use crate::dice::Dice;
use app::ledger::model::View;
use chrono::NaiveDate;
use domain::handover::codes::{HandoverSide, LineKind};
use domain::handover::{HandoverLine, Leaving};
use domain::household::Household;
use domain::ids::StaffId;
use domain::operation::OperationBody;
use domain::roster::Role;

/// Somebody writes a line into the handover of somebody of the team, or signs it.
#[must_use]
pub fn hand_over(view: &View, dice: &mut Dice) -> Option<OperationBody> {
    let households: Vec<&Household> = view.records.households().collect();
    let household = *dice.pick(&households)?;
    let people = view.reference.iter().flat_map(|reference| &reference.colleagues);
    let mut people: Vec<StaffId> = people.map(|person| person.id.clone()).collect();
    people.push(view.me.staff.clone());
    let staff = dice.pick(&people)?.clone();
    let of = Box::new(Leaving {
        village: household.village.clone(),
        name: format!("{staff}的名字"),
        role: Role::TeamMember,
        on: NaiveDate::from_ymd_opt(1969, 12, 20)?,
        staff: staff.clone(),
    });
    if dice.percent(50) {
        let line = HandoverLine {
            kind: dice.pick(LineKind::ALL).copied()?,
            household: Some(household.id).filter(|_| dice.percent(50)),
            text: format!("第{}句", dice.below(1_000)),
        };
        return Some(OperationBody::WriteHandover {
            of,
            line: Box::new(line),
        });
    }
    let own = staff == view.me.staff;
    let side = match own || dice.percent(30) {
        true => HandoverSide::Outgoing,
        false => HandoverSide::Incoming,
    };
    let whom = match side {
        HandoverSide::Outgoing => staff,
        HandoverSide::Incoming => view.me.staff.clone(),
    };
    Some(OperationBody::SignHandover {
        of,
        side,
        whom,
        words: "已经走了".to_owned(),
    })
}
