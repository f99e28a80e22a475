//! Photos of visits: a phone sends them in pieces after the text, and whoever reads the visit sees them.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::api::PhotoUpload;
use domain::ids::VisitId;
use domain::visit::photo::{MEDIA_TYPE, PhotoHash};
use serde::Deserialize;

use super::query::QueryOf;
use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::photos::PhotoError;
use crate::web::{Answer, Problem};

/// A picture and nothing else: should anybody open it as a page, the page may do nothing.
const PICTURE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Where a chunk belongs: `?offset=N`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct At {
    offset: u32,
}

/// How far a photo of the asking person is.
pub async fn standing(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(photo): Path<PhotoHash>,
) -> Result<Answer<PhotoUpload>, Problem> {
    named(&app, &actor.staff, photo).await?;
    let told = app.photos.standing(&actor.staff, photo).await;
    Ok(Answer(told.map_err(of_photo)?))
}

/// Takes a chunk. It is read apart from the connection, so that what arrived before a cut is kept.
pub async fn receive(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(photo): Path<PhotoHash>,
    QueryOf(at): QueryOf<At>,
    request: Request,
) -> Result<Answer<PhotoUpload>, Problem> {
    let total = named(&app, &actor.staff, photo).await?;
    let body: Body = request.into_body();
    let receiving = async move {
        app.photos
            .receive(&actor.staff, photo, total, at.offset, body)
            .await
    };
    let told = tokio::spawn(receiving).await.map_err(Problem::internal)?;
    Ok(Answer(told.map_err(of_photo)?))
}

/// The bytes of a photo that a visit of this person names: no visit, no photo.
async fn named(app: &AppState, author: &domain::ids::StaffId, photo: PhotoHash) -> Result<u32, Problem> {
    let named = app.store.photo_of_author(author, photo).await;
    named.map_err(refusal::of_store)?.ok_or_else(Problem::not_found)
}

/// The picture, to whoever reads the visit. What has not arrived, is not there or is somebody else's get one answer.
pub async fn show(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path((visit, photo)): Path<(VisitId, PhotoHash)>,
) -> Result<Response, Problem> {
    let author = app.store.photo_for(&actor, visit, photo).await;
    let author = author
        .map_err(refusal::of_store)?
        .ok_or_else(Problem::not_found)?;
    let picture = app.photos.picture(&author, photo).await.map_err(of_photo)?;
    let picture = picture.ok_or_else(Problem::not_found)?;
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, MEDIA_TYPE),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
        (header::CONTENT_SECURITY_POLICY, PICTURE_POLICY),
        // Not even in the browser's own store: on a phone everything about households lies sealed.
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, picture).into_response())
}

fn of_photo(error: PhotoError) -> Problem {
    match error {
        PhotoError::OtherBytes => Problem::new(StatusCode::CONFLICT, "PHOTO_BYTES"),
        PhotoError::NoPicture => Problem::invalid("PHOTO_NO_PICTURE", "photo"),
        PhotoError::Files(_) | PhotoError::Broken(_) => {
            // The words name places by hashes only.
            tracing::error!(%error, "a photo was not kept");
            refusal::later()
        }
    }
}
