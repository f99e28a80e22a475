//! Photos of a visit as pictures: from this phone while they are on it, else from the server when somebody asks.

use super::scene::{Scene, scene};
use crate::ledger::Ledger;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::section;
use crate::phone::platform::PictureUrl;
use domain::ids::VisitId;
use domain::visit::photo::{PhotoHash, PhotoRef};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The photos of a visit, with their heading; nothing where it has none.
pub fn photos_of(visit: VisitId, photos: Signal<Vec<PhotoRef>>) -> AnyView {
    let words = scene().words;
    let there = Memo::new(move |_| photos.get());
    (move || {
        let photos = there.get();
        let count = photos.len();
        (count > 0).then(|| {
            let pictures = photos
                .iter()
                .enumerate()
                .map(|(at, photo)| {
                    view! { <li>{picture(visit, photo.hash, at.saturating_add(1))}</li> }.into_any()
                })
                .collect_view();
            let list = view! { <ul class="photos">{pictures}</ul> }.into_any();
            section("h-photos", words.photos(), Some(count.to_string()), None, list)
        })
    })
    .into_any()
}

/// Photo `n` of a visit. A tap enlarges it.
pub fn picture(visit: VisitId, photo: PhotoHash, n: usize) -> AnyView {
    let Scene { ledger, words, .. } = scene();
    let here = RwSignal::new_local(None::<Option<PictureUrl>>);
    spawn_local(async move {
        let _ = here.try_set(Some(on_phone(ledger, photo).await));
    });
    let (asked, missing, large) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let kept = move || {
        here.with(|here| {
            here.as_ref()
                .map(|url| url.as_ref().map(|url| url.as_str().to_owned()))
        })
    };
    let shown = move |address: String| {
        view! {
            <button
                class="photo" type="button" aria-label=words.photo_larger(n)
                aria-pressed=move || large.get().to_string() on:click=move |_| large.update(|large| *large = !*large)
            >
                <img src=address alt=words.photo_alt(n) on:error=move |_| missing.set(true)/>
            </button>
        }
        .into_any()
    };
    (move || match kept() {
        // Still looked for; nothing flashes up.
        None => ().into_any(),
        _ if missing.get() => {
            view! { <p class="quiet-text" role="status">{words.photo_not_there()}</p> }.into_any()
        }
        Some(Some(address)) => shown(address),
        Some(None) if asked.get() => shown(format!("/api/v1/visits/{visit}/photos/{photo}")),
        Some(None) => view! {
            <button class="ghost" type="button" on:click=move |_| asked.set(true)>{icon(Icon::Eye)}{words.photo_show(n)}</button>
        }
        .into_any(),
    })
    .into_any()
}

async fn on_phone(ledger: Ledger, photo: PhotoHash) -> Option<PictureUrl> {
    PictureUrl::of(&ledger.photo(photo).await?).ok()
}
