//! The photos of the form: taken or chosen, drawn small at once, kept with the draft. None is ever demanded.

use super::form::Form;
use crate::ledger::UiError;
use crate::parts::icon::{Icon, icon};
use crate::parts::photos::picture;
use crate::parts::row::error;
use crate::phone::PhoneError;
use crate::phone::platform::{PickedFile, drawn_small};
use domain::refusal::RefusalCode;
use domain::visit::photo::{PHOTOS_MAX, PhotoRef};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

/// The section.
pub fn photos(form: Form) -> AnyView {
    let words = form.words;
    let (working, trouble) = (form.drawing, RwSignal::new(None::<String>));
    let named = Memo::new(move |_| form.content.read().photos.clone());
    let list = move || {
        let photos = named.get();
        let lines = photos.into_iter().enumerate();
        let lines = lines
            .map(|(at, photo)| line(form, photo, at.saturating_add(1)))
            .collect_view();
        (!named.read().is_empty()).then(|| view! { <ul class="photos">{lines}</ul> }.into_any())
    };
    let said = move || trouble.get().or_else(|| form.fault_at("photos"));
    let pick = move |event: leptos::ev::Event| {
        let files = PickedFile::all_from_event(&event);
        if files.is_empty() || working.get_untracked() {
            return;
        }
        working.set(true);
        trouble.set(None);
        spawn_local(async move {
            let fault = add(form, files).await.err();
            let _ = trouble.try_set(fault);
            let _ = working.try_set(false);
        });
    };
    let room = move || named.read().len() < PHOTOS_MAX;
    let ways = move || {
        room().then(|| {
            view! {
                <div class="acts">
                    <label class="ghost pick-file">
                        <input type="file" id="photo-camera" accept="image/*" capture="environment" on:change=pick/>{words.photo_take()}
                    </label>
                    <label class="ghost pick-file">
                        <input type="file" id="photo-gallery" accept="image/*" multiple=true on:change=pick/>{words.photo_choose()}
                    </label>
                </div>
            }.into_any()
        })
    };
    view! {
        <section class="sec" aria-labelledby="photos" aria-describedby="photos-hint">
            <div class="head"><h2 id="photos" tabindex="-1">{words.photos()}" "<span class="optional">{words.optional()}</span></h2></div>
            <p class="hint" id="photos-hint">{words.photos_hint(PHOTOS_MAX)}</p>
            {move || list()}
            {move || ways()}
            <p class="quiet-text" role="status">{move || working.get().then(|| words.photo_working())}</p>
            {move || said().map(|text| error("photos-error".to_owned(), text))}
        </section>
    }
    .into_any()
}

fn line(form: Form, photo: PhotoRef, n: usize) -> AnyView {
    let visit = form.with(|ground| ground.start.visit);
    let remove = move |_| {
        form.change(|content| content.photos.retain(|other| other.hash != photo.hash));
        form.let_photos_go(vec![photo]);
    };
    let label = form.words.photo_remove(n);
    view! {
        <li>
            {picture(visit, photo.hash, n)}
            <button class="quiet" type="button" aria-label=label.clone() title=label on:click=remove>{icon(Icon::Cross)}</button>
        </li>
    }
    .into_any()
}

/// Draws the files small, keeps them and names them in the form, as far as there is room.
async fn add(form: Form, files: Vec<File>) -> Result<(), String> {
    let (words, key) = (form.words, form.key());
    let left = form.left_behind();
    let rule = |code: RefusalCode| code.label(words.lang()).to_owned();
    for file in files {
        match form.content.try_with_untracked(|content| content.photos.len()) {
            None => return Ok(()),
            Some(PHOTOS_MAX..) => return Err(rule(RefusalCode::TooManyPhotos)),
            Some(_) => {}
        }
        let drawn = drawn_small(&file)
            .await
            .map_err(|_| words.photo_unreadable().to_owned())?;
        let kept = form.ledger.keep_photo(&drawn).await;
        let photo = kept.map_err(|fault| match fault {
            UiError::Phone(PhoneError::QuotaExceeded) => words.photo_no_room().to_owned(),
            other => words.trouble(&other),
        })?;
        // Whoever left the form meanwhile finds the photo in its draft.
        let Some(known) = form.content.try_with_untracked(|content| content.photos.clone()) else {
            form.ledger.add_to_draft(key, left, photo).await;
            return Ok(());
        };
        if known.iter().any(|other| other.hash == photo.hash) {
            return Err(rule(RefusalCode::SamePhoto));
        }
        form.change(|content| content.photos.push(photo));
    }
    Ok(())
}
