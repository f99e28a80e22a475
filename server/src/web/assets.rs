//! The built front in memory: every file with its packed variants, hash, media type and how long it keeps.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Where the built front is.
#[derive(Clone, Debug)]
pub enum SiteSource {
    /// A folder as the build leaves it.
    Folder(PathBuf),
    /// Inside this binary.
    #[cfg(feature = "embed-site")]
    Embedded,
}

/// `assets.json`: what the build says it made. Paths are below the site's root, with or without a leading `/`.
#[derive(Clone, Debug, Deserialize)]
pub struct Manifest {
    /// The build's own version, shown to people.
    pub version: String,
    /// The JavaScript that loads the module.
    pub js: String,
    /// The module.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
    /// The desk's module; none where the one above has everything.
    #[serde(default)]
    pub desk: Option<Module>,
    /// Every file that a phone keeps for the day without signal.
    pub files: Vec<Listed>,
}

/// A module with the JavaScript that loads it.
#[derive(Clone, Debug, Deserialize)]
pub struct Module {
    /// The JavaScript.
    pub js: String,
    /// The module.
    pub wasm: String,
}

/// One file that phones keep.
#[derive(Clone, Debug, Deserialize)]
pub struct Listed {
    /// Address below the root.
    pub path: String,
    /// SHA-256 of the unpacked file, in hexadecimal digits.
    pub sha256: String,
}

/// Address of the build's list.
pub const MANIFEST: &str = "/assets.json";

/// A path as an address: exactly one leading `/`.
pub fn address(path: &str) -> String {
    format!("/{}", path.trim_start_matches("./").trim_start_matches('/'))
}

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How long a client may keep a file without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// The name holds the content's hash: for ever.
    ForEver,
    /// Ask each time; "unchanged" is a short answer.
    AskFirst,
}

/// One file of the site, ready to be sent.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Unpacked bytes.
    pub plain: Bytes,
    /// The same with brotli, when the build made it.
    pub brotli: Option<Bytes>,
    /// The same with gzip, when the build made it.
    pub gzip: Option<Bytes>,
    /// SHA-256 of the unpacked bytes.
    pub sha256: [u8; 32],
    /// Media type.
    pub kind: &'static str,
    /// Caching.
    pub keeps: Keeps,
}

impl Asset {
    /// A file made of `plain`; its name decides media type and caching.
    pub fn new(path: &str, plain: Bytes) -> Self {
        let sha256 = sha256(&plain);
        let keeps = if names_hash(path, &hex(&sha256)) {
            Keeps::ForEver
        } else {
            Keeps::AskFirst
        };
        Self {
            plain,
            brotli: None,
            gzip: None,
            sha256,
            kind: media_type(path),
            keeps,
        }
    }

    /// The form `sha256-…` that browsers check a download against.
    pub fn integrity(&self) -> String {
        use base64::Engine;
        format!(
            "sha256-{}",
            base64::engine::general_purpose::STANDARD.encode(self.sha256)
        )
    }

    /// Sends the variant that the client takes, or "unchanged" when it has it already.
    pub fn reply(&self, method: &Method, headers: &HeaderMap) -> Response {
        let (encoding, bytes) = self.variant(headers);
        let etag = format!(
            "\"{}{}\"",
            hex(&self.sha256),
            encoding.map(|name| format!("-{name}")).unwrap_or_default()
        );
        let unchanged = has_already(headers, &etag);
        let mut response = match unchanged {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false if *method == Method::HEAD => head_only(bytes.len()),
            false => bytes.clone().into_response(),
        };
        self.describe(response.headers_mut(), &etag, encoding.filter(|_| !unchanged));
        if unchanged {
            response.headers_mut().remove(header::CONTENT_TYPE);
        }
        response
    }

    fn variant(&self, headers: &HeaderMap) -> (Option<&'static str>, &Bytes) {
        match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if takes(headers, "br") => (Some("br"), brotli),
            (_, Some(gzip)) if takes(headers, "gzip") => (Some("gzip"), gzip),
            _ => (None, &self.plain),
        }
    }

    fn describe(&self, headers: &mut HeaderMap, etag: &str, encoding: Option<&'static str>) {
        let cache = match self.keeps {
            Keeps::ForEver => "public, max-age=31536000, immutable",
            Keeps::AskFirst => "no-cache",
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        // The tag is hexadecimal digits and a suffix, which any header can hold.
        if let Ok(etag) = HeaderValue::from_str(etag) {
            headers.insert(header::ETAG, etag);
        }
        if let Some(name) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
    }
}

fn head_only(length: usize) -> Response {
    let mut response = StatusCode::OK.into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// True when a part of the file's name is the beginning of its hash, so that the name changes with the content.
fn names_hash(path: &str, hash: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['.', '-', '_'])
        .any(|part| part.len() >= 8 && hash.starts_with(&part.to_ascii_lowercase()))
}

fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let lines = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|part| {
            part.strip_prefix("q=")
                .and_then(|weight| weight.parse::<f32>().ok())
                .is_some_and(|weight| weight <= 0.0)
        });
        named && !refused
    })
}

fn has_already(headers: &HeaderMap, etag: &str) -> bool {
    let lines = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// Media type by the ending of the name; what is not known is offered as bytes.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Every file of the site by its address; packed variants sit with the file they pack.
pub fn load(source: &SiteSource) -> Result<BTreeMap<String, Asset>, std::io::Error> {
    let mut raw = read_all(source)?;
    let packed: Vec<String> = raw.keys().filter(|path| is_packed(path)).cloned().collect();
    let packed: Vec<(String, Bytes)> = packed
        .into_iter()
        .filter_map(|path| raw.remove_entry(&path))
        .collect();
    let mut assets: BTreeMap<String, Asset> = raw
        .into_iter()
        .map(|(path, bytes)| (path.clone(), Asset::new(&path, bytes)))
        .collect();
    for (path, bytes) in packed {
        let Some((of, ending)) = path.rsplit_once('.') else {
            continue;
        };
        let Some(asset) = assets.get_mut(of) else { continue };
        match ending {
            "br" => asset.brotli = Some(bytes),
            _ => asset.gzip = Some(bytes),
        }
    }
    Ok(assets)
}

fn is_packed(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
}

fn read_all(source: &SiteSource) -> Result<BTreeMap<String, Bytes>, std::io::Error> {
    let mut files = BTreeMap::new();
    match source {
        SiteSource::Folder(root) => read_folder(root, "", &mut files)?,
        #[cfg(feature = "embed-site")]
        SiteSource::Embedded => embedded::read(&mut files),
    }
    Ok(files)
}

/// Every file below a folder, by its address below `below`.
pub(super) fn read_folder(
    folder: &Path,
    below: &str,
    files: &mut BTreeMap<String, Bytes>,
) -> Result<(), std::io::Error> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A name that is no UTF-8 cannot be an address; a hidden file is nobody's business.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let address = format!("{below}/{name}");
        if name.starts_with('.') {
            continue;
        }
        if fs::metadata(entry.path())?.is_dir() {
            read_folder(&entry.path(), &address, files)?;
        } else {
            files.insert(address, Bytes::from(fs::read(entry.path())?));
        }
    }
    Ok(())
}

#[cfg(feature = "embed-site")]
mod embedded {
    //! The site that was in `target/site` when this binary was built.

    use std::collections::BTreeMap;

    use axum::body::Bytes;
    use rust_embed::RustEmbed;

    #[derive(RustEmbed)]
    #[folder = "../target/site"]
    struct Built;

    /// Adds every file of the build under its address.
    pub fn read(files: &mut BTreeMap<String, Bytes>) {
        // A dot file is the build's own note, as in a folder.
        for path in Built::iter().filter(|path| !path.starts_with('.')) {
            if let Some(file) = Built::get(&path) {
                files.insert(super::address(&path), Bytes::from(file.data.into_owned()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn only_a_name_with_the_files_own_hash_keeps_for_ever() {
        let hash = hex(&sha256(b"x"));
        let short = &hash[..8];
        assert_eq!(
            Asset::new(&format!("/pkg/app.{short}.js"), Bytes::from("x")).keeps,
            Keeps::ForEver
        );
        assert_eq!(
            Asset::new(&format!("/pkg/app.{short}.js"), Bytes::from("y")).keeps,
            Keeps::AskFirst
        );
        assert_eq!(
            Asset::new("/pkg/village-ledger.js", Bytes::from("x")).keeps,
            Keeps::AskFirst
        );
    }

    #[test]
    fn a_client_gets_the_smallest_form_it_takes() {
        let mut asset = Asset::new("/a.js", Bytes::from("plain"));
        (asset.brotli, asset.gzip) = (Some(Bytes::from("b")), Some(Bytes::from("g")));
        let chosen = |accepts: &str| asset.variant(&asking(header::ACCEPT_ENCODING, accepts)).0;
        assert_eq!(chosen("gzip, deflate, br"), Some("br"));
        assert_eq!(chosen("gzip;q=0.5, br;q=0"), Some("gzip"));
        assert_eq!(chosen("identity"), None);
    }

    #[test]
    fn a_client_that_has_it_is_told_so_and_each_form_has_its_own_tag() {
        let asset = Asset::new("/a.js", Bytes::from("plain"));
        let first = asset.reply(&Method::GET, &HeaderMap::new());
        let etag = first.headers().get(header::ETAG).unwrap().to_str().unwrap();
        let again = asset.reply(
            &Method::GET,
            &asking(header::IF_NONE_MATCH, &format!("\"other\", {etag}")),
        );
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let packed = etag.replace("\"", "").to_string() + "-br";
        let other = asset.reply(
            &Method::GET,
            &asking(header::IF_NONE_MATCH, &format!("\"{packed}\"")),
        );
        assert_eq!(other.status(), StatusCode::OK);
    }
}
