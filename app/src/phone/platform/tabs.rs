//! Several tabs of the app on one phone: one does the work, all hear of it.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

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
    let Some(_held) = Held::take(&locks, name).await? else {
        return Ok(None);
    };
    Ok(Some(work.await))
}

/// A lock that this tab holds until dropped.
struct Held {
    release: Function,
    _granted: Closure<dyn FnMut(JsValue) -> JsValue>,
}

impl Held {
    async fn take(locks: &JsValue, name: &str) -> Result<Option<Self>, PhoneError> {
        let (held, release) = promise();
        let (answer, tell) = promise();
        let granted = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |lock: JsValue| {
            let _ = tell.call1(&JsValue::UNDEFINED, &JsValue::from_bool(!lock.is_null()));
            if lock.is_null() {
                JsValue::UNDEFINED
            } else {
                held.clone().into()
            }
        });
        let options = object([("ifAvailable", JsValue::TRUE)])?;
        call(
            locks,
            "request",
            [name.into(), options.into(), granted.as_ref().clone()],
        )?;
        let answer = JsFuture::from(answer).await?;
        Ok(answer.is_truthy().then_some(Self {
            release,
            _granted: granted,
        }))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// A promise and the function that keeps it.
fn promise() -> (Promise, Function) {
    let keep = Rc::new(RefCell::new(Function::new_no_args("")));
    let slot = Rc::clone(&keep);
    let promise = Promise::new(&mut move |resolve, _| *slot.borrow_mut() = resolve);
    let keep = keep.borrow().clone();
    (promise, keep)
}

/// A line to the other tabs of the app. Messages are short words such as `changed` or `locked`, no data.
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
