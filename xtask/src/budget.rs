//! What a phone downloads at its first visit, held to a limit.

use crate::compress::{brotli, with_suffix};
use crate::failure::{Doing, Failure, Outcome};
use crate::project::Project;
use crate::serving::{Serving, free_port, get, loopback};
use crate::site::Assets;
use std::fs;
use std::path::Path;

/// The limit for module, scripts, style and document together, after brotli. The aim is 350 KiB; until it is
/// reached the limit holds what we have (docs/decisions/0007).
pub const LIMIT: u64 = 800 * 1024;
/// Where the document that all screens share can be had.
const SHELL: &str = "/shell.html";
/// The level at which the server's own files are weighed.
const LEVEL: i32 = 11;

/// One line of the account: a kind of file and its bytes as transferred.
#[derive(Debug, PartialEq, Eq)]
pub struct Weight {
    /// `wasm`, `js`, `css`, `html` or `other`.
    pub kind: &'static str,
    /// Bytes after brotli; as they are for pictures.
    pub bytes: u64,
}

/// A file that the server makes by itself: its address and its bytes before compression.
pub type Made = (String, Vec<u8>);

/// The weights by kind of a built site and of what the server adds to it.
pub fn weigh(site: &Path, made: &[Made]) -> Outcome<Vec<Weight>> {
    let mut weights: Vec<Weight> = ["wasm", "js", "css", "html", "other"]
        .map(|kind| Weight { kind, bytes: 0 })
        .into();
    for path in Assets::read(site)?.precached {
        let file = site.join(path.trim_start_matches('/'));
        let sent = Some(with_suffix(&file, ".br"))
            .filter(|variant| variant.exists())
            .unwrap_or(file);
        let bytes = fs::metadata(&sent).doing(format!("weigh {path}"))?.len();
        add(&mut weights, kind(&path), bytes);
    }
    for (path, bytes) in made {
        let sent = brotli(bytes, LEVEL).doing(format!("compress {path}"))?.len();
        add(
            &mut weights,
            kind(path),
            u64::try_from(sent).doing(format!("weigh {path}"))?,
        );
    }
    Ok(weights)
}

fn add(weights: &mut [Weight], kind: &str, bytes: u64) {
    for weight in weights.iter_mut().filter(|weight| weight.kind == kind) {
        weight.bytes += bytes;
    }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("wasm") => "wasm",
        Some("js" | "mjs") => "js",
        Some("css") => "css",
        Some("html") => "html",
        _ => "other",
    }
}

/// Prints each weight and fails above the limit.
pub fn check(project: &Project) -> Outcome<()> {
    let weights = weigh(&project.site(), &made_by_server(project)?)?;
    let (mut limited, mut other) = (0, 0);
    for weight in &weights {
        println!("    {:>6} {:>9} bytes with brotli", weight.kind, weight.bytes);
        if weight.kind == "other" {
            other += weight.bytes
        } else {
            limited += weight.bytes
        }
    }
    println!(
        "    first load {limited} of {LIMIT} bytes; icons and manifest {other} more, kept for offline use"
    );
    if limited > LIMIT {
        return Err(Failure::new(format!(
            "the first load is {} bytes over its budget",
            limited - LIMIT
        )));
    }
    Ok(())
}

/// The document, and what it links to that the build did not make.
fn made_by_server(project: &Project) -> Outcome<Vec<Made>> {
    let folder = project.target.join("budget");
    crate::tree::empty(&folder)?;
    let database = format!("sqlite:{}", folder.join("ledger.db").display());
    let serving = Serving::start(project, &project.server(false), loopback(free_port()?), &database)?;
    let fetch = |path: &str| match get(serving.address, path)? {
        reply if reply.status == 200 => Ok((path.to_owned(), reply.body)),
        reply => Err(Failure::new(format!("{path} answers {}", reply.status))),
    };
    let shell = fetch(SHELL)?;
    let built = Assets::read(&project.site())?.precached;
    let links = links(&String::from_utf8_lossy(&shell.1));
    let own = links
        .iter()
        .filter(|link| !built.contains(link))
        .map(|link| fetch(link));
    std::iter::once(Ok(shell)).chain(own).collect()
}

/// What a document loads at once: the local addresses in its `href` and `src`.
fn links(document: &str) -> Vec<String> {
    let address = |rest: &str| {
        rest.split('"')
            .next()
            .filter(|address| address.starts_with('/'))
            .map(str::to_owned)
    };
    let after = |mark| document.split(mark).skip(1).filter_map(address);
    after("href=\"").chain(after("src=\"")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_count_as_their_brotli_variant() {
        let site = tempfile::tempdir().unwrap();
        let list = r#"{"version":"v","files":[{"path":"/pkg/a.js"},{"path":"/icon.png"}]}"#;
        for (name, text) in [
            ("assets.json", list),
            ("pkg/a.js", "long long"),
            ("pkg/a.js.br", "l"),
            ("icon.png", "png"),
        ] {
            let file = site.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let weights = weigh(
            site.path(),
            &[("/shell.html".into(), b"<!doctype html>".to_vec())],
        )
        .unwrap();
        let of = |kind| weights.iter().find(|weight| weight.kind == kind).unwrap().bytes;
        assert_eq!((of("js"), of("other"), of("css")), (1, 3, 0));
        assert!(of("html") > 0);
    }

    #[test]
    fn a_document_loads_what_it_links_to() {
        let document =
            r#"<link href="/boot.1.css"><script src="/boot.1.js"></script><a href="https://x.example">"#;
        assert_eq!(links(document), ["/boot.1.css", "/boot.1.js"]);
    }
}
