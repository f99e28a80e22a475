//! What happens between the replies: the dry run, and the commit after the owner has looked.

use std::sync::Arc;
use std::time::Duration;

use domain::api::{ImportStage, Invitation};
use domain::exchange::ImportReport;
use domain::ids::StaffId;
use domain::roster::Role;
use futures::{StreamExt, stream};

use super::Import;
use super::plan;
use super::upload::Received;
use crate::routes::state::AppState;
use crate::store::StoreError;

/// How long the importer can read the codes after the commit.
const CODES_SHOWN: Duration = Duration::from_secs(15 * 60);
/// Codes made at once; each is a slow hash.
const CODES_AT_ONCE: usize = 2;

/// Reads and plans; a file that cannot be read is a report as well.
pub async fn dry_run(app: AppState, import: Arc<Import>, file: Received) {
    let kind = import.state.borrow().kind;
    let book = plan::read(&app.reader, kind, file.path()).await;
    drop(file);
    let book = match book {
        Ok(book) => book,
        Err(report) => return refuse(&import, *report),
    };
    match plan::plan(&app.store, &book, app.clock.today(), &advance(&import)).await {
        Ok(planned) => {
            *import.workbook.lock().await = Some(book);
            import.change(|state| {
                state.stage = ImportStage::Planned;
                state.report = Some(planned.into_report());
            });
        }
        Err(error) => fail(&import, &error),
    }
}

/// Plans once more against the district as it is now, and writes if that shows what the owner has seen.
pub async fn commit(app: AppState, import: Arc<Import>) {
    match try_commit(&app, &import).await {
        Ok(()) => forget_codes_later(&import),
        Err(error) => fail(&import, &error),
    }
}

/// A page that was reloaded can still show the codes; one that stays open overnight must not.
fn forget_codes_later(import: &Arc<Import>) {
    let import = Arc::downgrade(import);
    tokio::spawn(async move {
        tokio::time::sleep(CODES_SHOWN).await;
        if let Some(import) = import.upgrade() {
            import.change(|state| state.codes.clear());
        }
    });
}

async fn try_commit(app: &AppState, import: &Arc<Import>) -> Result<(), StoreError> {
    let mut workbook = import.workbook.lock().await;
    let Some(book) = workbook.as_ref() else {
        return Err(StoreError::Unsupported("an import without its workbook"));
    };
    let planned = plan::plan(&app.store, book, app.clock.today(), &|_, _| {}).await?;
    if differs(import, planned.report()) {
        import.change(|state| {
            state.stage = ImportStage::Changed;
            state.report = Some(planned.into_report());
        });
        return Ok(());
    }
    let known = app.store.roster().await?;
    let newcomers = planned.newcomers(&known);
    planned
        .write(&app.store, &import.owner, app.clock.now(), &advance(import))
        .await?;
    let codes = invite(app, newcomers, &import.owner).await;
    *workbook = None;
    import.change(|state| {
        state.stage = ImportStage::Committed;
        state.done = state.total;
        state.codes = codes;
    });
    Ok(())
}

/// Tells the owner's screen how far the work is.
fn advance(import: &Arc<Import>) -> impl Fn(usize, usize) + Send + Sync + use<> {
    let import = import.clone();
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    move |done, total| import.change(|state| (state.done, state.total) = (count(done), count(total)))
}

fn differs(import: &Import, report: &ImportReport) -> bool {
    import.state.borrow().report.as_ref() != Some(report)
}

/// Codes for new members and leaders. Others are invited by the administrator: whoever imports a roster must
/// not be able to make accounts with more rights than the teams have.
async fn invite(app: &AppState, newcomers: Vec<(StaffId, Role)>, by: &StaffId) -> Vec<Invitation> {
    let of_teams = newcomers
        .into_iter()
        .filter(|(_, role)| matches!(role, Role::TeamMember | Role::TeamLeader));
    let made = of_teams.map(|(staff, _)| async move {
        let made = app.accounts.invite(&staff, by, app.clock.now()).await;
        // The import stands; the administrator can make the code anew.
        made.inspect_err(|error| tracing::warn!(%error, "an enrolment code could not be made"))
            .ok()
    });
    let made: Vec<Option<Invitation>> = stream::iter(made).buffered(CODES_AT_ONCE).collect().await;
    made.into_iter().flatten().collect()
}

fn refuse(import: &Import, report: ImportReport) {
    import.change(|state| {
        state.stage = ImportStage::Planned;
        state.report = Some(report);
    });
}

fn fail(import: &Import, error: &StoreError) {
    let stage = match error {
        StoreError::Unknown => ImportStage::Unknown,
        _ => ImportStage::Failed,
    };
    tracing::error!(%error, ?stage, "an import ended badly");
    import.change(|state| state.stage = stage);
}
