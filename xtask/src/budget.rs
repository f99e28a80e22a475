//! What a phone downloads at its first visit, held to a limit.

use crate::compress::{brotli, with_suffix};
use crate::failure::{Doing, Failure, Outcome};
use crate::project::Project;
use crate::serving::{Serving, free_port, get, loopback};
use crate::site::Assets;
use std::fs;
use std::path::Path;

/// The limit for module, scripts, style and document together, after brotli.
pub const LIMIT: u64 = 350 * 1024;
/// A screen whose document is the shell that all screens share.
const SHELL: &str = "/today";
/// The level at which the server compresses what it makes by itself.
const SHELL_LEVEL: i32 = 11;

/// One line of the account: a kind of file and its bytes as transferred.
#[derive(Debug, PartialEq, Eq)]
pub struct Weight {
    /// `wasm`, `js`, `css`, `html` or `other`.
    pub kind: &'static str,
    /// Bytes after brotli; as they are for pictures.
    pub bytes: u64,
}

/// The weights of a built site by kind; the document is asked of a running server.
pub fn weigh(site: &Path, shell: &[u8]) -> Outcome<Vec<Weight>> {
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
    let shell = brotli(shell, SHELL_LEVEL).doing("compress the document")?.len();
    add(
        &mut weights,
        "html",
        u64::try_from(shell).doing("weigh the document")?,
    );
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
    let weights = weigh(&project.site(), &shell(project)?)?;
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

fn shell(project: &Project) -> Outcome<Vec<u8>> {
    let folder = project.target.join("budget");
    crate::tree::empty(&folder)?;
    let database = format!("sqlite:{}", folder.join("ledger.db").display());
    let serving = Serving::start(project, &project.server(false), loopback(free_port()?), &database)?;
    let reply = get(serving.address, SHELL)?;
    if reply.status != 200 {
        return Err(Failure::new(format!(
            "{SHELL} answers {} instead of the shell",
            reply.status
        )));
    }
    Ok(reply.body)
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
        let weights = weigh(site.path(), b"<!doctype html>").unwrap();
        let of = |kind| weights.iter().find(|weight| weight.kind == kind).unwrap().bytes;
        assert_eq!((of("js"), of("other"), of("css")), (1, 3, 0));
        assert!(of("html") > 0);
    }
}
