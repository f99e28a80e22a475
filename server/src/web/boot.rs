//! The few small files that the server brings itself: they start the app, so they must fit this server.

use axum::body::Bytes;

use super::assets::{Asset, hex, sha256};

const BOOT_JS: &str = include_str!("../../../public/boot.js");
const BOOT_CSS: &str = include_str!("../../../public/boot.css");

/// A file of the server's own with its hashed address.
#[derive(Clone, Debug)]
pub struct OwnFile {
    /// For example `/boot.3f9a0c12.js`.
    pub address: String,
    /// Its bytes.
    pub asset: Asset,
}

/// The script that starts the app.
pub fn script() -> OwnFile {
    named("boot", "js", BOOT_JS)
}

/// The look of the splash, and of the words that stand there when the app does not start.
pub fn style() -> OwnFile {
    named("boot", "css", BOOT_CSS)
}

fn named(stem: &str, ending: &str, text: &'static str) -> OwnFile {
    let hash = hex(&sha256(text.as_bytes()));
    let address = format!("/{stem}.{}.{ending}", hash.get(..12).unwrap_or(&hash));
    let asset = Asset::new(&address, Bytes::from_static(text.as_bytes()));
    OwnFile { address, asset }
}
