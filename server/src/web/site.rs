//! The site: files of the build, the app's shell and its service worker, all in memory from the start.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};

use super::assets::{self, Asset, MANIFEST, Manifest, address, hex};
use super::boot::{self, OwnFile};
use super::problem::Problem;
use super::shell::{self, ShellParts};
use super::unhashed;
use super::worker::{self, Kept, KeptFile};

pub use super::assets::SiteSource;

/// Address of the service worker.
const WORKER: &str = "/sw.js";

/// Files of the site's folder that are for us, not for phones.
const NOT_SERVED: [&str; 5] = ["/sw.template.js", "/sw.off.js", "/boot.js", "/boot.css", MANIFEST];

/// Where the style sheet's sources are, seen from the checkout, in which `cargo leptos` starts this program.
const STYLE_SOURCES: &str = "style";

/// Never the app's: the worker leaves them alone and a missing one is a plain 404.
const NEVER_SHELL: [&str; 5] = ["/api", "/pkg", "/healthz", "/readyz", WORKER];

/// Why the site cannot be served; the server should not start.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The front was not built, or not where it is looked for.
    #[error("the built front cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// The build's list is not there.
    #[error("the built front has no assets.json; build it first")]
    NoManifest,
    /// The build's list cannot be read.
    #[error("assets.json cannot be read: {0}")]
    BadManifest(#[from] serde_json::Error),
    /// A listed file is not there.
    #[error("assets.json names {0}, which is not there")]
    Missing(String),
    /// A file is not the one that was listed: a build that was cut short, or two mixed.
    #[error("{0} is not the file that assets.json describes; build the front again")]
    Changed(String),
}

/// How the site is served.
#[derive(Clone, Debug)]
pub struct SiteOptions {
    /// False serves the worker that clears up and leaves (`LEDGER_SW=off`).
    pub service_worker: bool,
    /// Prefixes of pages that the server renders, such as `/about`: never answered from a phone's cache.
    pub server_pages: Vec<String>,
    /// The name that `cargo leptos` gives to what it builds, where it started this program.
    pub output_name: Option<String>,
}

impl Default for SiteOptions {
    fn default() -> Self {
        Self {
            service_worker: true,
            server_pages: Vec::new(),
            output_name: None,
        }
    }
}

/// A site that was checked and is ready to serve.
#[derive(Debug)]
pub struct Site {
    files: BTreeMap<String, Asset>,
    shell: Asset,
    version: String,
    style: String,
}

impl Site {
    /// Reads and checks everything: each listed file must be there with its hash.
    pub fn load(source: &SiteSource, options: &SiteOptions) -> Result<Self, SiteError> {
        let mut files = assets::load(source)?;
        let manifest = listed(&mut files, options.output_name.as_deref())?;
        files.retain(|path, _| !NOT_SERVED.contains(&path.as_str()));
        check(&manifest, &files)?;

        let own = [boot::script(), boot::style()];
        let shell = Asset::new(
            shell::ADDRESS,
            Bytes::from(render_shell(&manifest, &files, &own, options)),
        );
        let kept = kept(&manifest, &files, &own, &shell, options);
        let script = if options.service_worker {
            worker::render(&kept)?
        } else {
            worker::off().to_owned()
        };

        files.insert(WORKER.to_owned(), Asset::new(WORKER, Bytes::from(script)));
        files.extend(own.map(|file| (file.address, file.asset)));
        files.insert(shell::ADDRESS.to_owned(), shell.clone());
        Ok(Self {
            files,
            shell,
            version: kept.version,
            style: address(&manifest.css),
        })
    }

    /// Changes whenever a byte of what phones keep changes.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Address of the style sheet, for pages that the server renders.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// The site as a fallback: its files, the shell where `is_app_route` says so, else a 404 document.
    ///
    /// `is_app_route` gets the path without query. Merge this router last; it has no routes of its own.
    pub fn router(self, is_app_route: impl Fn(&str) -> bool + Send + Sync + 'static) -> Router {
        let site = Arc::new((self, is_app_route));
        Router::new().fallback(move |request: Request| {
            let site = site.clone();
            async move { site.0.answer(&request, &site.1) }
        })
    }

    fn answer(&self, request: &Request, is_app_route: impl Fn(&str) -> bool) -> Response {
        let path = request.uri().path();
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Problem::not_found().into_response();
        }
        let found = self
            .files
            .get(path)
            .or_else(|| (may_be_app(path) && is_app_route(path)).then_some(&self.shell));
        match found {
            Some(asset) => asset.reply(request.method(), request.headers()),
            None => Problem::not_found().into_response(),
        }
    }
}

fn may_be_app(path: &str) -> bool {
    !NEVER_SHELL.iter().any(|prefix| {
        path.strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// What the build says it made: its list, or under the name that `cargo leptos` tells the files that it left.
fn listed(files: &mut BTreeMap<String, Asset>, output_name: Option<&str>) -> Result<Manifest, SiteError> {
    if let Some(made) = output_name.and_then(|name| unhashed::manifest(name, files)) {
        unhashed::add_imports(Path::new(STYLE_SOURCES), files)?;
        return Ok(made);
    }
    let listed = files.get(MANIFEST).ok_or(SiteError::NoManifest)?;
    Ok(serde_json::from_slice(&listed.plain)?)
}

fn check(manifest: &Manifest, files: &BTreeMap<String, Asset>) -> Result<(), SiteError> {
    let desk = manifest.desk.iter().flat_map(|desk| [&desk.js, &desk.wasm]);
    for path in [&manifest.js, &manifest.wasm, &manifest.css]
        .into_iter()
        .chain(desk)
    {
        files
            .get(&address(path))
            .ok_or_else(|| SiteError::Missing(path.clone()))?;
    }
    for listed in &manifest.files {
        let file = files
            .get(&address(&listed.path))
            .ok_or_else(|| SiteError::Missing(listed.path.clone()))?;
        if hex(&file.sha256) != listed.sha256.to_ascii_lowercase() {
            return Err(SiteError::Changed(listed.path.clone()));
        }
    }
    Ok(())
}

fn render_shell(
    manifest: &Manifest,
    files: &BTreeMap<String, Asset>,
    own: &[OwnFile; 2],
    options: &SiteOptions,
) -> String {
    let [script, style] = own;
    let named = |part: &str| files.keys().find(|path| path.contains(part)).map(String::as_str);
    shell::render(&ShellParts {
        js: &address(&manifest.js),
        wasm: &address(&manifest.wasm),
        css: &address(&manifest.css),
        desk: manifest
            .desk
            .as_ref()
            .map(|desk| (address(&desk.js), address(&desk.wasm))),
        boot_js: &script.address,
        boot_css: &style.address,
        manifest: named(".webmanifest"),
        touch_icon: named("apple-touch-icon"),
        icon: named("favicon").or_else(|| named("icon.svg")),
        version: &manifest.version,
        service_worker: options.service_worker,
    })
}

fn kept(
    manifest: &Manifest,
    files: &BTreeMap<String, Asset>,
    own: &[OwnFile; 2],
    shell: &Asset,
    options: &SiteOptions,
) -> Kept {
    let listed = manifest
        .files
        .iter()
        .filter_map(|listed| files.get_key_value(&address(&listed.path)));
    let files: Vec<KeptFile> = listed.map(|(path, asset)| kept_file(path, asset)).collect();
    let own: Vec<KeptFile> = own
        .iter()
        .map(|file| kept_file(&file.address, &file.asset))
        .collect();
    let document = kept_file(shell::ADDRESS, shell);
    let mut network: Vec<String> = ["/api", "/healthz", "/readyz"].map(str::to_owned).to_vec();
    network.extend(options.server_pages.iter().cloned());
    let version = version_of(&document, own.iter().chain(&files));
    Kept {
        version,
        release: manifest.version.clone(),
        document,
        own,
        files,
        network,
    }
}

fn kept_file(path: &str, asset: &Asset) -> KeptFile {
    let hashed = asset.keeps == assets::Keeps::ForEver;
    KeptFile {
        path: path.to_owned(),
        integrity: asset.integrity(),
        hashed,
    }
}

fn version_of<'a>(document: &KeptFile, files: impl Iterator<Item = &'a KeptFile>) -> String {
    let mut all = format!("{}\n", document.integrity);
    for file in files {
        all.push_str(&file.path);
        all.push_str(&file.integrity);
    }
    let digest = hex(&assets::sha256(all.as_bytes()));
    digest.get(..16).unwrap_or(&digest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shell_never_stands_in_for_data_or_code() {
        for path in ["/api", "/api/sync", "/pkg/gone.js", "/sw.js", "/healthz"] {
            assert!(!may_be_app(path), "{path}");
        }
        assert!(may_be_app("/households/12") && may_be_app("/apiary"));
    }
}
