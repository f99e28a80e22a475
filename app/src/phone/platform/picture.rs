//! Photos in the browser: drawn anew and smaller, without anything but their pixels, and shown.

use domain::visit::photo::{BYTES_AIM, BYTES_MAX, SIDE_MAX, drawn};
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, ImageBitmap, Url};

use crate::phone::PhoneError;
use crate::phone::browser::{call, window};

/// Longest sides that are tried, the largest first.
const SIDES: [u32; 3] = [SIDE_MAX, 1_200, 800];
/// Qualities that are tried at each, the best first.
const QUALITIES: [f64; 3] = [0.8, 0.65, 0.5];
const JPEG: &str = domain::visit::photo::MEDIA_TYPE;

/// A photo as it is kept and sent.
pub struct Drawn {
    /// A JPEG without place, time or device.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Draws a picture file anew, upright and small enough. Nothing of the file itself goes on.
///
/// # Errors
/// [`PhoneError::Browser`] for what this browser does not read as a picture.
pub async fn drawn_small(file: &File) -> Result<Drawn, PhoneError> {
    let window = window()?;
    let reading: Promise = call(&window, "createImageBitmap", [file.clone().into()])?.dyn_into()?;
    let picture: ImageBitmap = JsFuture::from(reading).await?.unchecked_into();
    let made = smallest(&picture).await;
    // Its memory comes back at once: a camera's picture holds fifty megabytes.
    picture.close();
    made
}

/// The first try that keeps to the aim; else the smallest, if that is small enough.
async fn smallest(picture: &ImageBitmap) -> Result<Drawn, PhoneError> {
    let (width, height) = (picture.width(), picture.height());
    let mut last = None;
    for side in SIDES {
        let (width, height) = drawn(width, height, side);
        let canvas = canvas_with(picture, width, height)?;
        for quality in QUALITIES {
            let bytes = jpeg(&canvas, quality).await?;
            let fits = bytes.len() <= limit(BYTES_AIM);
            last = Some(Drawn { bytes, width, height });
            if fits {
                return last.ok_or(PhoneError::Corrupt("picture"));
            }
        }
    }
    last.filter(|drawn| drawn.bytes.len() <= limit(BYTES_MAX))
        .ok_or(PhoneError::Corrupt("picture"))
}

fn limit(bytes: u32) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// A canvas of this size with the picture on white.
fn canvas_with(picture: &ImageBitmap, width: u32, height: u32) -> Result<JsValue, PhoneError> {
    let document = window()?
        .document()
        .ok_or_else(|| PhoneError::Unavailable("document".to_owned()))?;
    let canvas = JsValue::from(document.create_element("canvas")?);
    let (width, height) = (JsValue::from(width), JsValue::from(height));
    Reflect::set(&canvas, &JsValue::from_str("width"), &width)?;
    Reflect::set(&canvas, &JsValue::from_str("height"), &height)?;
    let context = call(&canvas, "getContext", ["2d".into()])?;
    let corner = JsValue::from(0);
    Reflect::set(
        &context,
        &JsValue::from_str("fillStyle"),
        &JsValue::from_str("#fff"),
    )?;
    let whole = [corner.clone(), corner.clone(), width.clone(), height.clone()];
    call(&context, "fillRect", whole)?;
    call(
        &context,
        "drawImage",
        [picture.clone().into(), corner.clone(), corner, width, height],
    )?;
    Ok(canvas)
}

async fn jpeg(canvas: &JsValue, quality: f64) -> Result<Vec<u8>, PhoneError> {
    let mut asked = Ok(JsValue::UNDEFINED);
    let made = Promise::new(&mut |tell, _| {
        asked = call(canvas, "toBlob", [tell.into(), JPEG.into(), quality.into()]);
    });
    asked?;
    let blob: Blob = JsFuture::from(made).await?.dyn_into()?;
    let buffer = JsFuture::from(blob.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// An address under which the page shows a picture; it ends with this value.
pub struct PictureUrl(String);

impl PictureUrl {
    /// Of these bytes.
    ///
    /// # Errors
    /// What the browser says.
    pub fn of(bytes: &[u8]) -> Result<Self, PhoneError> {
        let options = BlobPropertyBag::new();
        options.set_type(JPEG);
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        Ok(Self(Url::create_object_url_with_blob(&blob)?))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for PictureUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}
