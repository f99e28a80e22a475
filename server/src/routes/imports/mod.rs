//! Workbooks from the district office's desk: sent, looked at as a dry run, committed whole or not at all.
//!
//! An import belongs to the person who sent it. It lives in memory only: a restart forgets dry runs, and what
//! was committed is in the database.

pub mod plan;
mod upload;
mod work;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use domain::api::{ImportStage, ImportState};
use domain::exchange::ImportKind;
use domain::ids::StaffId;
use tokio::sync::watch;
use uuid::Uuid;

use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Problem};

/// Imports kept in memory; an older one makes room once nobody waits for it.
const KEPT: usize = 4;
/// Seconds after which to ask again where none can make room.
const FULL_SECONDS: u64 = 60;
/// How long a reply waits for a dry run or a commit before it says "under way, ask again".
const PATIENCE: Duration = Duration::from_secs(10);

/// One import.
pub struct Import {
    owner: StaffId,
    state: watch::Sender<ImportState>,
    workbook: tokio::sync::Mutex<Option<plan::Book>>,
}

impl Import {
    fn change(&self, change: impl FnOnce(&mut ImportState)) {
        self.state.send_modify(change);
    }

    /// Whether it may make room for another: no work on it is under way, and it holds no codes that somebody has yet
    /// to hand out.
    fn may_go(&self) -> bool {
        let state = self.state.borrow();
        !state.stage.is_under_way() && state.codes.is_empty()
    }

    /// The state once the work that is under way has ended, or after a while.
    async fn settled(&self) -> ImportState {
        let mut seen = self.state.subscribe();
        let rests = |state: &ImportState| !state.stage.is_under_way();
        let settled = tokio::time::timeout(PATIENCE, seen.wait_for(rests)).await;
        drop(settled);
        self.state.borrow().clone()
    }
}

/// All imports in memory.
#[derive(Clone, Default)]
pub struct Imports(Arc<Mutex<BTreeMap<Uuid, Arc<Import>>>>);

impl Imports {
    /// Keeps another import.
    ///
    /// # Errors
    /// 503 when none of those that are kept may go.
    fn begin(&self, kind: ImportKind, owner: StaffId) -> Result<Arc<Import>, Problem> {
        let id = Uuid::now_v7();
        let state = ImportState {
            id,
            kind,
            stage: ImportStage::Reading,
            done: 0,
            total: 0,
            report: None,
            codes: Vec::new(),
        };
        let import = Arc::new(Import {
            owner,
            state: watch::Sender::new(state),
            workbook: tokio::sync::Mutex::default(),
        });
        let mut held = self.held();
        while held.len() >= KEPT {
            // Ids are in order of time, so the first is the oldest.
            let mut oldest_first = held.iter();
            let Some(oldest) = oldest_first.find_map(|(id, import)| import.may_go().then_some(*id)) else {
                return Err(Problem::busy(FULL_SECONDS));
            };
            held.remove(&oldest);
        }
        held.insert(id, import.clone());
        Ok(import)
    }

    /// Somebody else's import is as little there as one that never was.
    fn of(&self, id: &str, owner: &StaffId) -> Result<Arc<Import>, Problem> {
        let id: Uuid = id.parse().map_err(|_| Problem::not_found())?;
        let found = self.held().get(&id).cloned();
        found
            .filter(|import| import.owner == *owner)
            .ok_or_else(Problem::not_found)
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<Uuid, Arc<Import>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a workbook (`multipart/form-data`: `kind`, `file`) and makes the dry run.
pub async fn upload(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Answer<ImportState>, Problem> {
    let form = form.map_err(|_| Problem::unsupported_media())?;
    let (kind, file) = upload::receive(form).await?;
    let import = app.imports.begin(kind, actor.staff.clone())?;
    tokio::spawn(work::dry_run(app.clone(), import.clone(), file));
    Ok(Answer(import.settled().await))
}

/// How far an import is.
pub async fn show(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
) -> Result<Answer<ImportState>, Problem> {
    let import = app.imports.of(&id, &actor.staff)?;
    let state = import.state.borrow().clone();
    Ok(Answer(state))
}

/// Writes what the dry run showed, or nothing.
pub async fn commit(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
) -> Result<Answer<ImportState>, Problem> {
    let import = app.imports.of(&id, &actor.staff)?;
    if !claim(&import) {
        return Err(Problem::new(StatusCode::CONFLICT, "NOT_COMMITTABLE"));
    }
    tokio::spawn(work::commit(app.clone(), import.clone()));
    Ok(Answer(import.settled().await))
}

/// Takes the import over for writing; only one request can.
fn claim(import: &Import) -> bool {
    import.state.send_if_modified(|state| {
        let looked_at = matches!(state.stage, ImportStage::Planned | ImportStage::Changed);
        let committable = looked_at && state.report.as_ref().is_some_and(|report| report.committable);
        if committable {
            state.stage = ImportStage::Committing;
        }
        committable
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::api::Invitation;

    #[test]
    fn only_what_nobody_waits_for_makes_room() {
        let imports = Imports::default();
        let begin = || imports.begin(ImportKind::Roster, "D001".into());
        let held: Vec<_> = (0..KEPT).map(|_| begin().unwrap()).collect();
        let refused = begin().err().unwrap();
        assert_eq!((refused.status.as_u16(), refused.code), (503, "busy"));
        let rest = |at: usize, stage| held.get(at).unwrap().change(|state| state.stage = stage);
        let known = |at: usize| {
            imports.of(
                &held.get(at).unwrap().state.borrow().id.to_string(),
                &"D001".into(),
            )
        };

        let code = Invitation {
            staff: "P001".into(),
            code: "code".to_owned(),
            expires_at: domain::time::Millis(0),
        };
        rest(0, ImportStage::Committed);
        held.first().unwrap().change(|state| state.codes.push(code));
        rest(2, ImportStage::Planned);
        begin().unwrap();
        assert_eq!(
            [0, 1, 2, 3].map(|at| known(at).is_ok()),
            [true, true, false, true]
        );
        assert!(begin().is_err());
        held.first().unwrap().change(|state| state.codes.clear());
        begin().unwrap();
        assert!(known(0).is_err());
    }
}
