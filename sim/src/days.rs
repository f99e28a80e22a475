//! What people do about leave and months. The days are long past by any phone's clock, so that no clock decides.

use crate::dice::Dice;
use app::ledger::model::View;
use chrono::NaiveDate;
use domain::ids::{StaffId, TeamId};
use domain::operation::{OperationBody, Whose};
use domain::roster::Role;
use domain::team::codes::LeaveKind;
use domain::team::{DaysFile, Leave, LeaveContent, LeaveDecision, MonthContent};

/// Somebody asks for leave, ends or decides on one, or confirms a month.
#[must_use]
pub fn days(view: &View, dice: &mut Dice) -> Option<OperationBody> {
    let team = view.me.team.clone()?;
    let files: Vec<&DaysFile> = view.records.days_files().collect();
    let own = files
        .iter()
        .copied()
        .find(|file| file.team == team && file.staff == view.me.staff);
    match dice.below(4) {
        0 => Some(ask(view, team, dice)),
        1 => end(own?, dice),
        2 if view.me.role == Role::TeamLeader => decide(dice.pick(&files)?, dice),
        3 if view.me.role == Role::TeamLeader => confirm(Some(*dice.pick(&files)?), view, team, dice),
        _ => confirm(own, view, team, dice),
    }
}

fn day(month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1969, month, day)
}

fn whose(team: TeamId, staff: StaffId) -> Box<Whose> {
    let name = format!("{staff}的名字");
    Box::new(Whose { team, staff, name })
}

fn ask(view: &View, team: TeamId, dice: &mut Dice) -> OperationBody {
    let last = if dice.percent(50) { 12 } else { 15 };
    OperationBody::AskLeave {
        whose: whose(team, view.me.staff.clone()),
        content: Box::new(LeaveContent {
            kind: LeaveKind::Sick,
            from: day(12, 10).unwrap_or_default(),
            to: day(12, last).unwrap_or_default(),
            reason: String::new(),
        }),
    }
}

fn end(file: &DaysFile, dice: &mut Dice) -> Option<OperationBody> {
    let leaves: Vec<&Leave> = file.leaves.iter().collect();
    let leave = dice.pick(&leaves)?;
    Some(OperationBody::EndLeave {
        team: file.team.clone(),
        staff: file.staff.clone(),
        leave: leave.op,
        back_on: day(12, 12).filter(|_| leave.is_approved()),
    })
}

fn decide(file: &DaysFile, dice: &mut Dice) -> Option<OperationBody> {
    let leaves: Vec<&Leave> = file.leaves.iter().collect();
    let leave = dice.pick(&leaves)?;
    Some(OperationBody::DecideLeave {
        team: file.team.clone(),
        staff: file.staff.clone(),
        leave: leave.op,
        decision: Box::new(LeaveDecision {
            level: leave.waits_for()?,
            approve: dice.percent(80),
            decider: "镇里".to_owned(),
            words: "人手不够".to_owned(),
        }),
    })
}

fn confirm(file: Option<&DaysFile>, view: &View, team: TeamId, dice: &mut Dice) -> Option<OperationBody> {
    let month = day(if dice.percent(50) { 11 } else { 12 }, 1)?;
    let newest = file.and_then(|file| file.newest(month));
    let (team, staff) = match file {
        Some(file) => (file.team.clone(), file.staff.clone()),
        None => (team, view.me.staff.clone()),
    };
    Some(OperationBody::ConfirmMonth {
        whose: whose(team, staff),
        content: Box::new(MonthContent {
            month,
            seen: newest.map(|entry| entry.op),
            on_site: 20,
            marks: Vec::new(),
            words: "补记".to_owned(),
            nights: None,
        }),
    })
}
