//! What all screens before the open store share: the sign, the place for help, the choice of language.

use crate::parts::look::{Look, focus, set_title};
use crate::parts::row::banner;
use crate::parts::{Icon, words};
use crate::phone::in_app::InApp;
use crate::phone::platform::{in_app, is_standalone};
use crate::words::Words;
use domain::lang::Lang;
use leptos::prelude::*;

/// Shown while the app looks at what is on the phone.
#[component]
pub fn Opening() -> impl IntoView {
    let words = words();
    view! {
        <div class="splash">
            <img src="/icon.svg" alt="" width="88" height="88"/>
            <b>{words.app_name()}</b>
            <p role="status">{words.loading()}</p>
        </div>
    }
}

/// The frame of a screen before the open store.
#[component]
pub fn GateFrame(
    /// The title, for the tab and for screen readers.
    title: &'static str,
    /// The title is also shown: nothing else on the screen says it.
    #[prop(optional)]
    titled: bool,
    /// The line under the product's name.
    #[prop(into)]
    line: String,
    /// What is asked.
    children: Children,
) -> impl IntoView {
    let words = words();
    set_title(title, words.app_name());
    // After the screen is on the page, so that a screen reader starts at its heading.
    Effect::new(move |_| focus("gate-title"));
    view! {
        <main class="gate" id="main">
            <div class="brand">
                <img src="/icon.svg" alt="" width="56" height="56"/>
                <h1 id="gate-title" tabindex="-1">
                    {words.app_name()}<span class="visually-hidden">" · "</span>
                    <span class=if titled { "what" } else { "visually-hidden" }>{title}</span>
                </h1>
                <p>{line}</p>
            </div>
            {children()}
            {foot(words)}
        </main>
    }
}

fn foot(words: Words) -> AnyView {
    let look = expect_context::<Look>();
    let (other, tag) = match words.lang() {
        Lang::Zh => (Lang::En, Lang::En.tag()),
        Lang::En => (Lang::Zh, Lang::Zh.tag()),
    };
    view! {
        <footer>
            <button class="quiet" type="button" lang=tag on:click=move |_| look.set_lang(other)>
                {words.other_language()}
            </button>
            <a href="/help" rel="external">{words.help()}</a>
            <a href="/about" rel="external">{words.about()}</a>
        </footer>
    }
    .into_any()
}

/// What to know before the first entry: a browser inside another app cannot keep records.
pub fn inside_another_app(words: Words) -> Option<AnyView> {
    let name = match in_app()? {
        InApp::WeChat => words.app_wechat(),
        InApp::DingTalk => words.app_dingtalk(),
        InApp::Feishu => words.app_feishu(),
        InApp::Qq => words.app_qq(),
        InApp::Weibo => words.app_weibo(),
        InApp::Alipay => words.app_alipay(),
    };
    Some(banner("stop", Icon::Warn, words.in_app_browser(name)))
}

/// That the home screen opens faster, where the app is not there yet and can be.
pub fn install_hint(words: Words) -> Option<&'static str> {
    (!is_standalone() && in_app().is_none()).then(|| words.install_hint())
}
