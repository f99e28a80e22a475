//! The phone's clock, which may be wrong, and what is made from it.

use js_sys::{Date, Promise};
use uuid::{Builder, Uuid};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::phone::{PhoneError, browser};

/// Milliseconds since 1970 UTC by the phone's clock.
#[must_use]
pub fn now_ms() -> i64 {
    whole(Date::now())
}

/// The date `YYYY-MM-DD` at `at_ms` where the phone is.
#[must_use]
pub fn local_date(at_ms: i64) -> String {
    let date = date_at(at_ms);
    format!(
        "{:04}-{:02}-{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date()
    )
}

/// Minutes that the phone's zone is ahead of UTC at `at_ms`; China gives 480.
#[must_use]
pub fn zone_offset_min(at_ms: i64) -> i64 {
    -whole(date_at(at_ms).get_timezone_offset())
}

/// A new id that sorts by the phone's clock: time first, the rest random.
///
/// # Errors
/// [`PhoneError::Unavailable`] where the browser has no cryptographic generator.
pub fn uuid_v7(at_ms: i64) -> Result<Uuid, PhoneError> {
    let at_ms = u64::try_from(at_ms).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(at_ms, &browser::random()?).into_uuid())
}

/// Does something and leaves how long it took in the page's own list of measures, the last time only, where
/// `end2end/bench.mjs` reads it. It is sent nowhere.
pub fn measured<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let watch = browser::window().ok().and_then(|window| window.performance());
    if let Some(watch) = &watch {
        watch.clear_marks_with_mark_name(name);
        watch.clear_measures_with_measure_name(name);
        // A browser that refuses measures nothing; the work is done all the same.
        let _ = watch.mark(name);
    }
    let done = work();
    if let Some(watch) = &watch {
        let _ = watch.measure_with_start_mark(name, name);
    }
    done
}

/// Waits. A hidden tab may be woken later than asked.
pub async fn sleep(ms: u32) {
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let mut start = |wake: js_sys::Function, _| {
        // Only a page that is going away refuses; there is nobody left to wake then.
        let _ = browser::window()
            .map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(&wake, ms));
    };
    let _ = JsFuture::from(Promise::new(&mut start)).await;
}

fn date_at(at_ms: i64) -> Date {
    Date::new(&JsValue::from_f64(float(at_ms)))
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "JavaScript counts milliseconds in floats; `as` saturates"
)]
fn whole(value: f64) -> i64 {
    value as i64
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "exact for 285,000 years around 1970"
)]
fn float(value: i64) -> f64 {
    value as f64
}
