//! Moments that the browser tells of: connection back, page shown, page hidden.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget, VisibilityState};

use crate::phone::PhoneError;
use crate::phone::browser::window;

/// A running subscription; dropped, it ends.
#[must_use = "dropped at once, it hears nothing"]
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn start(
        target: EventTarget,
        event: &'static str,
        mut told: impl FnMut() + 'static,
    ) -> Result<Self, PhoneError> {
        let callback = Closure::<dyn FnMut(Event)>::new(move |_| told());
        target.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref())?;
        Ok(Self {
            target,
            event,
            callback,
        })
    }

    /// Listens for as long as the page lives.
    pub fn forever(self) {
        std::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.event, callback);
    }
}

/// What the phone believes of its connection. `true` may still mean a network without way out.
#[must_use]
pub fn is_online() -> bool {
    window().is_ok_and(|window| window.navigator().on_line())
}

/// Whether the page is on the screen.
#[must_use]
pub fn is_visible() -> bool {
    let document = window().ok().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Calls `told` whenever the phone believes to be connected again.
///
/// # Errors
/// [`PhoneError::Unavailable`] outside a page.
pub fn on_online(told: impl FnMut() + 'static) -> Result<Listener, PhoneError> {
    Listener::start(window()?.into(), "online", told)
}

/// Calls `told` whenever the phone notices that the connection is gone.
///
/// # Errors
/// [`PhoneError::Unavailable`] outside a page.
pub fn on_offline(told: impl FnMut() + 'static) -> Result<Listener, PhoneError> {
    Listener::start(window()?.into(), "offline", told)
}

/// Calls `told` whenever the page comes back to the screen.
///
/// # Errors
/// [`PhoneError::Unavailable`] outside a page.
pub fn on_visible(told: impl FnMut() + 'static) -> Result<Listener, PhoneError> {
    on_visibility(told, true)
}

/// Calls `told` whenever the page leaves the screen: the last moment at which a phone is sure to let it work.
///
/// # Errors
/// [`PhoneError::Unavailable`] outside a page.
pub fn on_hidden(told: impl FnMut() + 'static) -> Result<Listener, PhoneError> {
    on_visibility(told, false)
}

/// Calls `told` at every touch, click and key of the person, anywhere on the page.
///
/// # Errors
/// [`PhoneError::Unavailable`] outside a page.
pub fn on_use(told: impl FnMut() + Clone + 'static) -> Result<[Listener; 2], PhoneError> {
    let (touched, typed) = (told.clone(), told);
    Ok([
        Listener::start(window()?.into(), "pointerdown", touched)?,
        Listener::start(window()?.into(), "keydown", typed)?,
    ])
}

fn on_visibility(mut told: impl FnMut() + 'static, visible: bool) -> Result<Listener, PhoneError> {
    let document = window()?
        .document()
        .ok_or_else(|| PhoneError::Unavailable("document".to_owned()))?;
    Listener::start(document.into(), "visibilitychange", move || {
        if is_visible() == visible {
            told();
        }
    })
}
