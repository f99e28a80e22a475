//! Several tabs of the app on one phone: one does the work, all hear of it.

use std::future::Future;

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::phone::PhoneError;
use crate::phone::browser::{call, object, property, window};

/// Runs `work` if no other tab holds the lock `name`; `None` if one does. The lock ends with the work, with
/// the dropped future, and with the tab.
///
/// Where the browser has no locks the work runs: what is guarded must be safe to do twice, only wasteful.
///
/// # Errors
/// What the browser says.
pub async fn try_with_lock<T>(name: &str, work: impl Future<Output = T>) -> Result<Option<T>, PhoneError> {
    let Some(locks) = property(&window()?.navigator(), "locks") else {
        return Ok(Some(work.await));
    };
    let Some(held) = Held::take(&locks, name).await? else {
        return Ok(None);
    };
    let done = work.await;
    held.give_back().await;
    Ok(Some(done))
}

/// Waits until no tab holds the lock `name` any more, because its work is done or because it was closed. At once where
/// the browser has no locks.
///
/// # Errors
/// What the browser says.
pub async fn until_free(name: &str) -> Result<(), PhoneError> {
    let Some(locks) = property(&window()?.navigator(), "locks") else {
        return Ok(());
    };
    let nothing = Closure::once_into_js(|| JsValue::UNDEFINED);
    let granted: Promise = call(&locks, "request", [name.into(), nothing])?.dyn_into()?;
    JsFuture::from(granted).await?;
    Ok(())
}

/// A lock that this tab holds until dropped.
struct Held {
    release: Function,
    ended: Promise,
}

impl Held {
    async fn take(locks: &JsValue, name: &str) -> Result<Option<Self>, PhoneError> {
        let (kept, release) = promise()?;
        let (answer, tell) = promise()?;
        // Owned by JavaScript: the browser calls it even if our future is dropped before it was asked.
        let granted = Closure::once_into_js(move |lock: JsValue| {
            let _ = tell.call1(&JsValue::UNDEFINED, &JsValue::from_bool(!lock.is_null()));
            if lock.is_null() {
                JsValue::UNDEFINED
            } else {
                kept.into()
            }
        });
        let options = object([("ifAvailable", JsValue::TRUE)])?;
        let ended: Promise = call(locks, "request", [name.into(), options.into(), granted])?.dyn_into()?;
        // Made before the answer is awaited, so that a dropped future lets go of what it is granted later.
        let held = Self { release, ended };
        let answer = JsFuture::from(answer).await?;
        Ok(answer.is_truthy().then_some(held))
    }

    /// Lets go and waits until others can take it.
    async fn give_back(self) {
        let ended = self.ended.clone();
        drop(self);
        let _ = JsFuture::from(ended).await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// A promise and the function that keeps it.
fn promise() -> Result<(Promise, Function), PhoneError> {
    let mut keep = None;
    let promise = Promise::new(&mut |resolve, _| keep = Some(resolve));
    let keep = keep.ok_or_else(|| PhoneError::Browser("promise".to_owned()))?;
    Ok((promise, keep))
}

/// A line to the other tabs of the app. Messages are short words such as `changed` or `locked`, no data
/// but which store is meant.
pub struct TabChannel {
    channel: BroadcastChannel,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl TabChannel {
    /// Opens the line `name`; `heard` gets what other tabs say, never what this one says.
    ///
    /// # Errors
    /// [`PhoneError::Browser`] where the browser has no such line.
    pub fn open(name: &str, mut heard: impl FnMut(String) + 'static) -> Result<Self, PhoneError> {
        let channel = BroadcastChannel::new(name)?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                heard(word);
            }
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Ok(Self {
            channel,
            _on_message: on_message,
        })
    }

    /// Says a word to the other tabs.
    pub fn say(&self, word: &str) {
        // Nobody listening is no fault.
        let _ = self.channel.post_message(&JsValue::from_str(word));
    }
}

impl Drop for TabChannel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
