//! What people write into the work log, and strike out. Identities are the dice's alone, so that no clock decides.

use crate::dice::Dice;
use app::ledger::model::View;
use domain::household::Household;
use domain::ids::WorkId;
use domain::operation::OperationBody;
use domain::work::codes::WorkKind;
use domain::work::{WorkContent, WorkLog};

/// Somebody of the team writes an entry, or strikes one out, now and then one that is struck already.
#[must_use]
pub fn work(view: &View, dice: &mut Dice) -> Option<OperationBody> {
    let known: Vec<&WorkLog> = view.records.works().collect();
    if dice.percent(30)
        && let Some(work) = dice.pick(&known)
    {
        return Some(OperationBody::StrikeWork {
            work: work.id,
            why: format!("记错了第{}条", dice.below(1_000)),
        });
    }
    let households: Vec<&Household> = view.records.households().collect();
    let village = dice.pick(&households)?.village.clone();
    let kind = dice.pick(WorkKind::ALL).copied()?;
    let content = WorkContent {
        kind,
        on: view.today,
        words: format!("做了第{}件事", dice.below(1_000)),
        who: "来的人".to_owned(),
        yuan: None,
        companions: Vec::new(),
        elsewhere: dice.percent(20),
        post: None,
    };
    let bits = (u128::from(dice.any()) << 64) | u128::from(dice.any());
    let id = uuid::Builder::from_custom_bytes(bits.to_be_bytes()).into_uuid();
    Some(OperationBody::LogWork {
        work: WorkId(id),
        village,
        content: Box::new(content),
    })
}
