//! How the person likes to read: language, colours, size of text; kept on the phone, set on the document.

use crate::phone::markers::{Setting, set_setting, setting};
use domain::lang::Lang;
use leptos::prelude::*;

/// The choices, as signals; provided as context.
#[derive(Clone, Copy)]
pub struct Look {
    /// Language of all words.
    pub lang: RwSignal<Lang>,
    /// `auto`, `light`, `dark` or `outdoor`.
    pub theme: RwSignal<String>,
    /// `normal`, `large` or `largest`.
    pub text: RwSignal<String>,
}

impl Look {
    /// Reads the choices back and keeps the document in step with them from now on.
    pub fn provide() -> Self {
        let look = Self {
            lang: RwSignal::new(setting(Setting::Language).unwrap_or_default()),
            theme: RwSignal::new(setting(Setting::Theme).unwrap_or_else(|| "auto".to_owned())),
            text: RwSignal::new(setting(Setting::TextSize).unwrap_or_else(|| "normal".to_owned())),
        };
        provide_context(look);
        Effect::new(move |_| look.apply());
        look
    }

    fn apply(self) {
        let Some(root) = document().document_element() else {
            return;
        };
        // The browser refuses no plain attribute; there is nothing to do if one did.
        let _ = root.set_attribute("lang", self.lang.get().tag());
        let _ = root.set_attribute("data-theme", &self.theme.get());
        let _ = root.set_attribute("data-text", &self.text.get());
    }

    /// Chooses a language.
    pub fn set_lang(self, lang: Lang) {
        set_setting(Setting::Language, &lang);
        self.lang.set(lang);
    }

    /// Chooses the colours.
    pub fn set_theme(self, theme: &str) {
        set_setting(Setting::Theme, &theme);
        self.theme.set(theme.to_owned());
    }

    /// Chooses the size of text.
    pub fn set_text(self, text: &str) {
        set_setting(Setting::TextSize, &text);
        self.text.set(text.to_owned());
    }
}

/// Puts the title of the screen into the browser's tab and history, which is on the disk: it must name nobody.
pub fn set_title(title: &str, app: &str) {
    document().set_title(&format!("{title} · {app}"));
}

/// Moves the focus to an element by its id, and so scrolls to it.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
