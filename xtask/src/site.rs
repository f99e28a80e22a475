//! The site folder that the server serves: hashed files in `pkg`, the public files, variants, `assets.json`.
//!
//! A finished site of either quality is kept in `bundle/<quality>`; `site` is a copy of the one asked for last.

use crate::compress;
use crate::css;
use crate::failure::{Doing, Failure, Outcome};
use crate::hash::{sha256_hex, short};
use crate::node::Node;
use crate::project::Project;
use crate::toolchain::WasmToolchain;
use crate::tree;
use crate::wasm::{self, Half, Quality};
use serde_json::json;
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

/// Raised when this file changes what it makes out of the same input.
const RECIPE: &str = "3";
/// What a site was made of, beside its files; a dot file, which no server gives away.
const FINGERPRINT: &str = ".fingerprint";
/// What a phone does not keep: what only shops, robots and home screens read, and the desk's module.
const NOT_PRECACHED: [&str; 4] = [
    "/robots.txt",
    "/screenshots/",
    "/icons/",
    "/pkg/village-ledger-desk",
];
/// Public files that the server carries in its binary and serves under addresses of its own making.
const SERVERS_OWN: [&str; 4] = ["boot.js", "boot.css", "sw.template.js", "sw.off.js"];

/// A built site.
#[derive(Debug)]
pub struct Site {
    /// The folder with `assets.json`.
    pub folder: PathBuf,
    /// What changes whenever anything in it does.
    pub version: String,
}

/// Brings the site up to date with its sources; does as little as it can.
pub fn build(project: &Project, quality: Quality) -> Outcome<Site> {
    let modules = Modules::compile(project, quality)?;
    let css = css::bundle(&project.path("style/main.css"))?;
    let inputs = fingerprint(project, &modules, &css, quality)?;
    let kept = project.target.join("bundle").join(quality.name());
    if read(&kept.join(FINGERPRINT)).is_none_or(|known| known != inputs) {
        let fresh = kept.with_extension("new");
        tree::empty(&fresh)?;
        assemble(project, &modules, &css, quality, &fresh)?;
        fs::write(fresh.join(FINGERPRINT), &inputs).doing("note what the site was made of")?;
        tree::replace(&kept, &fresh)?;
    }
    let site = project.site();
    if read(&site.join(FINGERPRINT)).is_none_or(|known| known != inputs) {
        let fresh = site.with_extension("new");
        tree::empty(&fresh)?;
        tree::copy(&kept, &fresh)?;
        tree::replace(&site, &fresh)?;
    }
    let assets = Assets::read(&site)?;
    Ok(Site {
        folder: site,
        version: assets.version,
    })
}

/// Both at once: what is last in the making of a module, and takes longest, uses one processor.
fn side_by_side<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
    })
}

fn read(file: &Path) -> Option<String> {
    fs::read_to_string(file).ok()
}

fn fingerprint(project: &Project, modules: &Modules, css: &str, quality: Quality) -> Outcome<String> {
    let modules = modules.hash()?;
    let tools =
        fs::read(project.path("xtask/tools/package-lock.json")).doing("read the lock of the tools")?;
    let parts = [modules.as_bytes(), css.as_bytes(), &tools]
        .map(sha256_hex)
        .join("\n");
    let mut all = format!("{RECIPE}\n{}\n{parts}\n", quality.name());
    for file in public_files(project)? {
        let bytes = fs::read(&file).doing(format!("read {}", file.display()))?;
        let path = tree::web_path(&project.root, &file)?;
        all.push_str(&format!("{path} {}\n", sha256_hex(&bytes)));
    }
    Ok(sha256_hex(all.as_bytes()))
}

fn public_files(project: &Project) -> Outcome<Vec<PathBuf>> {
    let public = project.path("public");
    let mut files = tree::files(&public)?;
    files.retain(|file| !SERVERS_OWN.iter().any(|own| file == &public.join(own)));
    Ok(files)
}

fn assemble(project: &Project, modules: &Modules, css: &str, quality: Quality, site: &Path) -> Outcome<()> {
    let pkg = site.join("pkg");
    fs::create_dir_all(&pkg).doing("create pkg")?;
    let node = match quality {
        Quality::Dev => None,
        Quality::Release => Some(Node::with_tools(project)?),
    };
    let bound = |half, module: &Path| bind_once(project, module, quality, half, node.as_ref());
    let (desk, phone) = side_by_side(
        || modules.desk.as_ref().map(|desk| bound(Half::Desk, desk)),
        || bound(Half::Phone, &modules.phone),
    );
    let phone = place_module(&phone?, Half::Phone, &pkg)?;
    let desk = desk.transpose()?;
    let desk = desk
        .map(|desk| place_module(&desk, Half::Desk, &pkg))
        .transpose()?;
    let css = match quality {
        Quality::Dev => css.to_owned(),
        Quality::Release => css::minify(project, css)?,
    };
    let css = place(&pkg, "main", "css", css.as_bytes())?;
    for file in public_files(project)? {
        tree::copy_file(&file, &project.path("public"), site)?;
    }
    eprintln!("    compressing");
    let list = list(site, quality, &phone, desk.as_ref(), &css)?;
    compress::all(&tree::files(site)?, quality)?;
    fs::write(site.join("assets.json"), list).doing("write assets.json")
}

/// The compiled modules of a site.
#[derive(Debug)]
struct Modules {
    phone: PathBuf,
    /// None where the phone's has the desk's screens as well.
    desk: Option<PathBuf>,
}

impl Modules {
    /// Two modules for phones and desks; at work on the code one that has everything.
    fn compile(project: &Project, quality: Quality) -> Outcome<Self> {
        let toolchain = WasmToolchain::ensure(project)?;
        let half =
            |half: Half, begun: Option<&dyn Fn()>| wasm::compile(project, toolchain, quality, half, begun);
        if quality == Quality::Dev {
            return Ok(Self {
                phone: half(Half::Desk, None)?,
                desk: None,
            });
        }
        // The desk's module is made of the same crates, which the phone's brings along.
        let (tell, told) = mpsc::channel();
        let desk = move || {
            told.recv().doing("make the desk's module without the phone's")?;
            wasm::share(project, quality)?;
            half(Half::Desk, None)
        };
        let phone = move || {
            let begun = || {
                // Told twice, and heard once.
                let _ = tell.send(());
            };
            half(Half::Phone, Some(&begun))
        };
        let (desk, phone) = side_by_side(desk, phone);
        Ok(Self {
            phone: phone?,
            desk: Some(desk?),
        })
    }

    fn hash(&self) -> Outcome<String> {
        let mut all = String::new();
        for module in [Some(&self.phone), self.desk.as_ref()].into_iter().flatten() {
            let bytes = fs::read(module).doing(format!("read {}", module.display()))?;
            all.push_str(&sha256_hex(&bytes));
        }
        Ok(all)
    }
}

/// Where a module and its glue are on the site.
struct Placed {
    js: String,
    wasm: String,
}

fn place_module(bound: &Path, half: Half, pkg: &Path) -> Outcome<Placed> {
    let snippets = place_snippets(bound, pkg)?;
    let stem = half.stem();
    let js = fs::read_to_string(bound.join(format!("{stem}.js"))).doing("read the glue")?;
    let js = js.replace("./snippets/", &format!("./{snippets}/"));
    let wasm = fs::read(bound.join(format!("{stem}_bg.wasm"))).doing("read the module")?;
    Ok(Placed {
        js: place(pkg, stem, "js", js.as_bytes())?,
        wasm: place(pkg, &format!("{stem}_bg"), "wasm", &wasm)?,
    })
}

/// The folder with glue and module, which are remade only when the compiled module changed, not for every style sheet;
/// made small where there is a node to do it with.
fn bind_once(
    project: &Project,
    module: &Path,
    quality: Quality,
    half: Half,
    node: Option<&Node>,
) -> Outcome<PathBuf> {
    let name = format!("{}-{}-glue", quality.name(), half.name());
    let bound = project.target.join("bundle").join(name);
    let bytes = fs::read(module).doing(format!("read {}", module.display()))?;
    let made_of = format!("{RECIPE} {}", sha256_hex(&bytes));
    if read(&bound.join("made-of")).is_some_and(|known| known == made_of) {
        return Ok(bound);
    }
    tree::empty(&bound)?;
    eprintln!("    making the glue of the {}'s module", half.name());
    wasm::bind(module, &bound, quality, half)?;
    if let Some(node) = node {
        wasm::shrink(node, &bound, half)?;
    }
    fs::write(bound.join("made-of"), made_of).doing("note what the glue was made of")?;
    Ok(bound)
}

/// Writes `<stem>.<hash>.<extension>` and returns its path on the site.
fn place(pkg: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Outcome<String> {
    let name = format!("{stem}.{}.{extension}", short(bytes));
    fs::write(pkg.join(&name), bytes).doing(format!("write {name}"))?;
    Ok(format!("/pkg/{name}"))
}

/// Scripts that crates carry go into a folder named by their content; returns its name.
fn place_snippets(bound: &Path, pkg: &Path) -> Outcome<String> {
    let from = bound.join("snippets");
    if !from.exists() {
        return Ok("snippets".to_owned());
    }
    let mut all = Vec::new();
    for file in tree::files(&from)? {
        all.extend(fs::read(&file).doing(format!("read {}", file.display()))?);
    }
    let name = format!("snippets.{}", short(&all));
    tree::copy(&from, &pkg.join(&name))?;
    Ok(name)
}

/// The text of `assets.json`: the hashed names, and what a phone keeps for work without signal.
fn list(site: &Path, quality: Quality, phone: &Placed, desk: Option<&Placed>, css: &str) -> Outcome<String> {
    let mut files = Vec::new();
    let mut everything = String::new();
    for file in tree::files(site)? {
        let path = tree::web_path(site, &file)?;
        let bytes = fs::read(&file).doing(format!("read {}", file.display()))?;
        let sha256 = sha256_hex(&bytes);
        everything.push_str(&format!("{path} {sha256}\n"));
        if !NOT_PRECACHED.iter().any(|skipped| path.starts_with(skipped)) {
            files.push(json!({ "path": path, "sha256": sha256, "bytes": bytes.len() }));
        }
    }
    let list = json!({
        "version": short(everything.as_bytes()),
        "profile": quality.name(),
        "js": phone.js, "wasm": phone.wasm, "css": css,
        "desk": desk.map(|desk| json!({ "js": desk.js, "wasm": desk.wasm })),
        "files": files,
    });
    serde_json::to_string_pretty(&list)
        .map(|text| text + "\n")
        .doing("write assets.json")
}

/// What `assets.json` says.
#[derive(Debug)]
pub struct Assets {
    /// Changes whenever any file does.
    pub version: String,
    /// Paths on the site of everything that a phone keeps.
    pub precached: Vec<String>,
}

impl Assets {
    /// Reads the list of a built site.
    pub fn read(site: &Path) -> Outcome<Self> {
        let text = fs::read_to_string(site.join("assets.json")).doing("read assets.json")?;
        let list: serde_json::Value = serde_json::from_str(&text).doing("read assets.json")?;
        let version = list.get("version").and_then(|version| version.as_str());
        let files = list.get("files").and_then(|files| files.as_array());
        let (Some(version), Some(files)) = (version, files) else {
            return Err(Failure::new("assets.json is not what this command writes"));
        };
        let path = |file: &serde_json::Value| file.get("path")?.as_str().map(str::to_owned);
        Ok(Self {
            version: version.to_owned(),
            precached: files.iter().filter_map(path).collect(),
        })
    }
}
