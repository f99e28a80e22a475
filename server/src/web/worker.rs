//! The service worker, rendered from the real list of files.

use serde::Serialize;

const TEMPLATE: &str = include_str!("../../../public/sw.template.js");
const OFF: &str = include_str!("../../../public/sw.off.js");
const PLACE: &str = "__SHELL__";

/// What a phone keeps, as the worker reads it.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// Changes whenever any byte of the kept files changes; names the cache.
    pub version: String,
    /// The build's version, shown to people.
    pub release: String,
    /// The document that answers navigations.
    pub document: KeptFile,
    /// Files of the server's own.
    pub own: Vec<KeptFile>,
    /// The files of the build's list.
    pub files: Vec<KeptFile>,
    /// Prefixes of addresses that are always asked from the network.
    pub network: Vec<String>,
}

/// One file that a phone keeps.
#[derive(Clone, Debug, Serialize)]
pub struct KeptFile {
    /// Address.
    pub path: String,
    /// `sha256-…`; the browser refuses other bytes.
    pub integrity: String,
    /// The name holds the hash, so a copy from the browser's cache or an older shell is as good.
    pub hashed: bool,
}

/// The worker that keeps the shell.
pub fn render(kept: &Kept) -> Result<String, serde_json::Error> {
    Ok(TEMPLATE.replacen(PLACE, &serde_json::to_string(kept)?, 1))
}

/// The worker that clears up and goes: the kill switch.
pub fn off() -> &'static str {
    OFF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_has_one_place_for_the_list() {
        assert_eq!(TEMPLATE.matches(PLACE).count(), 1);
    }
}
