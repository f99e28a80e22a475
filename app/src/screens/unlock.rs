//! Open the sealed records of this phone with the unlock code.

use super::gate::GateFrame;
use crate::ledger::UiError;
use crate::parts::dialog::Sheet;
use crate::parts::field::{Field, SECRET, UNLOCK_CODE};
use crate::parts::icon::{Icon, icon};
use crate::parts::look::focus;
use crate::parts::row::banner;
use crate::parts::{Scene, scene};
use crate::phone::PhoneError;
use crate::phone::platform::sleep;
use crate::phone::vault::StoreState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const TICK_MS: u32 = 1_000;

/// The code, with what to do when it is wrong, forgotten, or somebody else's.
#[component]
pub fn Unlock(
    /// The staff number of the store that is locked.
    staff: String,
) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let code = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<UiError>);
    let forgotten = RwSignal::new(false);
    let home = use_navigate();
    let said = Signal::derive(move || fault.read().as_ref().map(|fault| words.trouble(fault)));
    let complain = move |error: UiError| {
        let _ = fault.try_set(Some(error));
        let _ = code.try_set(String::new());
        focus("code");
        spawn_local(count_down(fault));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if code.read_untracked().trim().is_empty() {
            return focus("code");
        }
        busy.set(true);
        spawn_local(async move {
            let done = ledger.unlock(&code.get_untracked()).await;
            let _ = busy.try_set(false);
            if let Err(error) = done {
                complain(error);
            }
        });
    };
    let label = move || {
        if busy.get() {
            words.unlocking()
        } else {
            words.unlock()
        }
    };
    let face: String = staff.chars().take(2).collect();
    let held = RwSignal::new(None::<StoreState>);
    let asked = staff.clone();
    spawn_local(async move {
        if let Some(state) = ledger.look(&asked).await {
            let _ = held.try_set(Some(state));
        }
    });
    let known = Memo::new(move |_| held.read().is_some_and(|state| state.passkey));
    let by_passkey = move || known.get().then(|| view! { <ByPasskey/> }.into_any());
    let waiting = move || match held.get()? {
        state if state.closed => Some(banner(
            "stop",
            Icon::Lock,
            words.unlock_closed(state.unsent, state.drafts),
        )),
        state if state.unsent > 0 => {
            let mut said = words.unlock_unsent(state.unsent);
            if state.deposited > 0 {
                said.push_str(&words.unlock_deposited(state.deposited));
            }
            Some(banner("calm", Icon::Phone, said))
        }
        _ => None,
    };
    view! {
        <GateFrame title=words.unlock_title() line=words.gate_line()>
            <section class="card pad who" aria-label=words.who_uses()>
                <span class="face" aria-hidden="true">{face}</span>
                <div><b>{staff}</b></div>
            </section>
            <form novalidate on:submit=submit>
                <Field ask=UNLOCK_CODE label=words.new_code() value=code hint=words.unlock_hint() fault=said/>
                <button class="solid wide" type="submit" aria-disabled=move || busy.get().then_some("true")>
                    {icon(Icon::Lock)}{move || label()}
                </button>
            </form>
            {move || by_passkey()}
            <div class="acts">
                <button class="quiet" type="button" on:click=move |_| forgotten.set(true)>{words.forgot_code()}</button>
                <button class="quiet" type="button" on:click=move |_| {
                    // The next person starts at their own Today, not at this one's address.
                    home("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
                    spawn_local(ledger.other_person());
                }>
                    {words.other_person()}
                </button>
            </div>
            {move || waiting()}
            <Sheet open=forgotten id="h-forgot" title=words.forgot_code()>
                <Forgotten open=forgotten/>
            </Sheet>
        </GateFrame>
    }
}

/// The phone's own fingerprint or face unlock, for who turned it on; the code stays beside it.
#[component]
fn ByPasskey() -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let show = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = ledger.unlock_by_passkey().await;
            let _ = busy.try_set(false);
            let _ = failed.try_set(done.is_err());
        });
    };
    view! {
        <button class="ghost wide" type="button" on:click=show aria-disabled=move || busy.get().then_some("true")>
            {icon(Icon::Finger)}{words.unlock_by_passkey()}
        </button>
        <div role="alert">{move || failed.get().then(|| banner("warn", Icon::Warn, words.passkey_failed()))}</div>
    }
}

/// Counts a wait down to zero, so that the words beside the field stay true.
async fn count_down(fault: RwSignal<Option<UiError>>) {
    loop {
        sleep(TICK_MS).await;
        let Some(Some(now)) = fault.try_get_untracked() else {
            return;
        };
        let wait_ms = match now {
            UiError::Phone(PhoneError::WrongCode { wait_ms } | PhoneError::Locked { wait_ms })
                if wait_ms > 0 =>
            {
                wait_ms
            }
            _ => return,
        };
        let left = wait_ms.saturating_sub(i64::from(TICK_MS));
        let next = (left > 0).then_some(UiError::Phone(PhoneError::Locked { wait_ms: left }));
        let _ = fault.try_set(next);
    }
}

/// The way out for who forgot the code: the password proves who asks, then the records are fetched anew.
#[component]
fn Forgotten(open: RwSignal<bool>) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    let clear = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = ledger.start_over(&password.get_untracked()).await;
            let _ = busy.try_set(false);
            if let Err(error) = done {
                let _ = fault.try_set(Some(words.trouble(&error)));
                focus("password");
            }
        });
    };
    view! {
        <p>{words.forgot_code_words()}</p>
        <form class="stack" novalidate on:submit=clear>
            <Field ask=SECRET label=words.password() value=password fault=Signal::derive(move || fault.get())/>
            <div class="acts">
                <button class="ghost" type="button" on:click=move |_| open.set(false)>{words.cancel()}</button>
                <button class="danger" type="submit" aria-disabled=move || busy.get().then_some("true")>{words.forgot_clear()}</button>
            </div>
        </form>
    }
}
