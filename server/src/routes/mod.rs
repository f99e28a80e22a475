//! The route table: every address of the API with who may use it, on one page.

mod accounts;
pub mod admin;
mod board;
mod cases;
mod configuration;
mod counters;
mod csv;
mod deposits;
mod desks;
mod devices;
mod duties;
mod entrance;
pub mod faults;
mod four;
pub mod imports;
mod leaves;
mod pages;
mod papers;
mod photos;
mod query;
mod refusal;
mod register;
mod requests;
mod reveals;
pub mod state;
mod sync;
mod table;
mod visits;

use axum::Router;
use domain::policy::Action;

use crate::web::{Site, health};
pub use csv::write_visits;
pub use query::VisitQuery;
pub use reveals::AN_HOUR as REVEALS_AN_HOUR;
pub use state::{AppState, Clock, Parts, days_back, field_day};
pub use table::{Access, Line, Table, Verb};

use Access::{May, Public, SignedIn};
use Verb::{Delete, Get, Post};

/// Every route of the server but health and the files of the site.
#[must_use]
pub fn table(state: &AppState) -> Table {
    Table::new(state)
        .route(Post, "/api/v1/session", Public, entrance::sign_in)
        .route(Get, "/api/v1/session", Public, entrance::present)
        .route(Delete, "/api/v1/session", Public, entrance::sign_out)
        .route(Post, "/api/v1/enrol", Public, entrance::enrol)
        .route(Post, "/api/v1/password", SignedIn, entrance::change_password)
        .route(Post, "/api/v1/sync", May(Action::SyncScope), sync::exchange)
        .route(
            Post,
            "/api/v1/devices/deposit",
            May(Action::SyncScope),
            deposits::grant,
        )
        .route(Post, "/api/v1/deposit", Public, deposits::take)
        .route(Get, "/api/v1/devices/{id}", SignedIn, devices::arrived)
        .route(Get, "/api/v1/phones", May(Action::RevokePhone), devices::list)
        .route(Post, "/api/v1/phones/standing", Public, devices::standing)
        .route(
            Post,
            "/api/v1/phones/revoke",
            May(Action::RevokePhone),
            devices::revoke,
        )
        .route(Get, "/api/v1/board", May(Action::ReadBoard), board::show)
        .route(Get, "/api/v1/four", May(Action::ReadFour), four::show)
        .route(
            Get,
            "/api/v1/four/{village}",
            May(Action::ReadFour),
            four::village,
        )
        .route(Get, "/api/v1/cases", May(Action::ReadCases), cases::list)
        .route(
            Get,
            "/api/v1/cases/{household}",
            May(Action::ReadCases),
            cases::show,
        )
        .route(
            Post,
            "/api/v1/cases/{household}",
            May(Action::ReadCases),
            cases::step,
        )
        .route(
            Post,
            "/api/v1/cases/{household}/elimination",
            May(Action::ReadCases),
            cases::step_elimination,
        )
        .route(Get, "/api/v1/requests", May(Action::ReadRequests), requests::list)
        .route(Get, "/api/v1/leaves", May(Action::ReadLeaves), leaves::list)
        .route(
            Post,
            "/api/v1/leaves/{leave}",
            May(Action::ReadLeaves),
            leaves::decide,
        )
        .route(Get, "/api/v1/duties", May(Action::ReadDuties), duties::list)
        .route(
            Get,
            "/api/v1/duties/{duty}",
            May(Action::ReadDuties),
            duties::show,
        )
        .route(
            Post,
            "/api/v1/duties/{duty}",
            May(Action::UpdateDuty),
            duties::change,
        )
        .route(Get, "/api/v1/teams", May(Action::ReadBoard), register::teams)
        .route(
            Post,
            "/api/v1/teams/{team}/people/{staff}/end",
            May(Action::ImportWorkbook),
            register::end_of_posting,
        )
        .route(
            Get,
            "/api/v1/villages/{village}/households",
            May(Action::ReadHouseholds),
            register::households,
        )
        .route(
            Get,
            "/api/v1/households/{household}",
            May(Action::ReadHouseholds),
            register::household,
        )
        .route(
            Get,
            "/api/v1/photos/{hash}/upload",
            May(Action::SendPhoto),
            photos::standing,
        )
        .route(
            Post,
            "/api/v1/photos/{hash}/upload",
            May(Action::SendPhoto),
            photos::receive,
        )
        .route(
            Get,
            "/api/v1/visits/{visit}/photos/{hash}",
            May(Action::SeePhoto),
            photos::show,
        )
        .route(Get, "/api/v1/visits", May(Action::ReadVisitList), visits::list)
        .route(
            Get,
            "/api/v1/visits.csv",
            May(Action::ExportVisits),
            csv::download,
        )
        .route(
            Post,
            "/api/v1/reveals",
            May(Action::RevealNumber),
            reveals::reveal,
        )
        .route(
            Post,
            "/api/v1/imports",
            May(Action::ImportWorkbook),
            imports::upload,
        )
        .route(
            Get,
            "/api/v1/imports/{id}",
            May(Action::ImportWorkbook),
            imports::show,
        )
        .route(
            Post,
            "/api/v1/imports/{id}/commit",
            May(Action::ImportWorkbook),
            imports::commit,
        )
        .route(
            Get,
            "/api/v1/accounts",
            May(Action::ManageAccounts),
            accounts::list,
        )
        .route(
            Post,
            "/api/v1/accounts/{staff}/invite",
            May(Action::ManageAccounts),
            accounts::invite,
        )
        .route(
            Post,
            "/api/v1/accounts/{staff}/close",
            May(Action::ManageAccounts),
            accounts::close,
        )
        .route(
            Post,
            "/api/v1/accounts/{staff}/open",
            May(Action::ManageAccounts),
            accounts::open,
        )
        .route(
            Get,
            "/api/v1/configuration",
            May(Action::ReadConfiguration),
            configuration::show,
        )
        .route(
            Post,
            "/api/v1/configuration",
            May(Action::EditConfiguration),
            configuration::adopt,
        )
        .route(
            Post,
            "/api/v1/configuration/preview",
            May(Action::EditConfiguration),
            configuration::preview,
        )
        .route(
            Get,
            "/api/v1/accounts/{staff}/phones",
            May(Action::ManageAccounts),
            devices::of_account,
        )
        .route(Get, pages::ABOUT, Public, pages::about)
        .route(Get, pages::HELP, Public, pages::help)
        .route(Get, papers::BLANK, Public, papers::blank)
        .route(Get, papers::BLANK_FORM, Public, papers::blank_form)
        .route(Post, papers::FORM, May(Action::PrintForm), papers::form)
        .route(Post, papers::VISITS, May(Action::PrintPaper), papers::visits)
        .route(Post, papers::MONTH, May(Action::PrintPaper), papers::month)
        .route(Post, papers::QUARTER, May(Action::PrintPaper), papers::quarter)
        .route(Post, papers::HANDOVER, May(Action::PrintPaper), papers::handover)
        .route(Post, papers::REGISTER, May(Action::PrintPaper), papers::register)
}

/// Pages that the server renders: a phone's service worker leaves them to the network.
#[must_use]
pub fn server_pages() -> Vec<String> {
    let pages = [pages::ABOUT, pages::HELP, papers::ALL];
    pages.map(str::to_owned).to_vec()
}

/// The whole server without its floor. Without a site only the API and the pages answer.
pub fn router(state: AppState, site: Option<Site>) -> Router {
    let ready = state.clone();
    let health = health::routes(move || {
        let store = ready.store.clone();
        async move { store.ready().await }
    });
    let routes = table(&state)
        .into_router()
        .layer(axum::middleware::from_fn(crate::web::message::say))
        .with_state(state)
        .merge(health);
    match site {
        Some(site) => routes.merge(site.router(is_app_route)),
        None => routes.fallback(crate::web::problem::not_found),
    }
}

/// Addresses at which the app's own document is served; the app decides what stands there.
fn is_app_route(path: &str) -> bool {
    const EXACT: [&str; 9] = [
        "/",
        "/today",
        "/households",
        "/visit/new",
        "/review",
        "/four",
        "/cases",
        "/work",
        "/me",
    ];
    const BELOW: [&str; 11] = [
        "/households/",
        "/flags/",
        "/requests/",
        "/handover/",
        "/work/",
        "/visit/new/",
        "/visits/",
        "/review/",
        "/four/",
        "/me/",
        "/desk/",
    ];
    EXACT.contains(&path) || BELOW.iter().any(|prefix| path.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_links_open_the_app_and_misspelt_ones_do_not() {
        for path in [
            "/",
            "/today",
            "/households/6f1c",
            "/visit/new/6f1c",
            "/visits/6f1c",
            "/flags/6f1c",
            "/requests/6f1c",
            "/handover/6f1c",
            "/work/new",
            "/desk/imports",
        ] {
            assert!(is_app_route(path), "{path}");
        }
        for path in [
            "/todays",
            "/visits",
            "/households-old",
            "/api/v1/sync",
            "/about",
            "/admin",
        ] {
            assert!(!is_app_route(path), "{path}");
        }
    }
}
