//! A site as `cargo leptos` leaves it: plain names and no list of them, for whoever works on the code with it.

use std::collections::BTreeMap;
use std::path::Path;

use super::assets::{Asset, Listed, Manifest, hex, read_folder, sha256};

/// The list of such a site with this output name; none where the folder holds no such site.
pub fn manifest(name: &str, files: &BTreeMap<String, Asset>) -> Option<Manifest> {
    let path = |ending: &str| format!("/pkg/{name}{ending}");
    let there = |path: &String| files.contains_key(path);
    let (js, css) = (path(".js"), path(".css"));
    let wasm = [path(".wasm"), path("_bg.wasm")].into_iter().find(there)?;
    let parts = [&js, &wasm, &css].map(|path| {
        files.get(path).map(|file| Listed {
            path: path.clone(),
            sha256: hex(&file.sha256),
        })
    });
    let listed: Vec<Listed> = parts.into_iter().collect::<Option<_>>()?;
    let all: String = listed.iter().map(|file| file.sha256.as_str()).collect();
    let version = hex(&sha256(all.as_bytes()));
    Some(Manifest {
        version: version.chars().take(12).collect(),
        js,
        wasm,
        css,
        desk: None,
        files: listed,
    })
}

/// Adds what the style sheet imports, from the folder of its sources: `cargo leptos` follows no imports.
///
/// # Errors
/// A folder that is there and cannot be read.
pub fn add_imports(style: &Path, files: &mut BTreeMap<String, Asset>) -> Result<(), std::io::Error> {
    if !style.is_dir() {
        return Ok(());
    }
    let mut sources = BTreeMap::new();
    read_folder(style, "/pkg", &mut sources)?;
    for (path, bytes) in sources {
        let asset = Asset::new(&path, bytes);
        files.entry(path).or_insert(asset);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Site, SiteOptions, SiteSource};
    use super::*;

    fn site(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pkg")).unwrap();
        for file in files {
            std::fs::write(folder.path().join(file), file).unwrap();
        }
        folder
    }

    fn load(folder: &Path, name: Option<&str>) -> Option<Site> {
        let options = SiteOptions {
            output_name: name.map(str::to_owned),
            ..SiteOptions::default()
        };
        Site::load(&SiteSource::Folder(folder.to_owned()), &options).ok()
    }

    #[test]
    fn plain_names_make_a_site_only_under_the_output_name_that_cargo_leptos_tells() {
        let folder = site(&["pkg/ledger.js", "pkg/ledger.wasm", "pkg/ledger.css"]);
        let made = load(folder.path(), Some("ledger")).unwrap();
        assert_eq!(made.style(), "/pkg/ledger.css");
        assert!(load(folder.path(), Some("other")).is_none());
        assert!(load(folder.path(), None).is_none());
    }

    #[test]
    fn a_module_may_have_either_name_and_none_may_be_missing() {
        let bound = site(&["pkg/ledger.js", "pkg/ledger_bg.wasm", "pkg/ledger.css"]);
        assert!(load(bound.path(), Some("ledger")).is_some());
        let without_style = site(&["pkg/ledger.js", "pkg/ledger.wasm"]);
        assert!(load(without_style.path(), Some("ledger")).is_none());
    }

    #[test]
    fn what_the_style_sheet_imports_stands_beside_it() {
        let style = tempfile::tempdir().unwrap();
        std::fs::create_dir(style.path().join("components")).unwrap();
        std::fs::write(style.path().join("components/frame.css"), "a {}").unwrap();
        let mut files = BTreeMap::new();
        add_imports(style.path(), &mut files).unwrap();
        add_imports(&style.path().join("missing"), &mut files).unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["/pkg/components/frame.css"]);
    }
}
