//! A file that the person chose on the device.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, HtmlInputElement};

use crate::phone::PhoneError;

/// A chosen file.
#[derive(Clone)]
pub struct PickedFile {
    /// The browser's handle.
    pub file: File,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: f64,
}

impl PickedFile {
    /// The file chosen in the input that caused the event, if one was.
    #[must_use]
    pub fn from_event(event: &Event) -> Option<Self> {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        let file = input.files()?.get(0)?;
        Some(Self {
            name: file.name(),
            size: file.size(),
            file,
        })
    }

    /// All files chosen in the input that caused the event. The input forgets them, so that the same one can be chosen
    /// again.
    #[must_use]
    pub fn all_from_event(event: &Event) -> Vec<File> {
        let input = event.target().and_then(|input| input.dyn_into().ok());
        let Some(input): Option<HtmlInputElement> = input else {
            return Vec::new();
        };
        let files = input.files();
        let chosen = files
            .iter()
            .flat_map(|files| (0..files.length()).filter_map(|at| files.get(at)))
            .collect();
        input.set_value("");
        chosen
    }

    /// The whole content.
    ///
    /// # Errors
    /// What the browser says: the file may be gone since it was chosen.
    pub async fn read(&self) -> Result<Vec<u8>, PhoneError> {
        let buffer = JsFuture::from(self.file.array_buffer()).await?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}
