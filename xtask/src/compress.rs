//! Compressed variants beside the files of the site, made once so that the server need not.

use crate::failure::{Doing, Outcome};
use crate::wasm::Quality;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::cmp::Reverse;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

/// Extensions of files that shrink; pictures and fonts are compressed already.
const SHRINKING: [&str; 11] = [
    "css",
    "html",
    "ico",
    "js",
    "json",
    "mjs",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];
/// The window of 4 MiB that every browser accepts.
const BROTLI_WINDOW: i32 = 22;

/// Writes the variants of all these files, the longest files first and as many at once as there are processors.
pub fn all(files: &[PathBuf], quality: Quality) -> Outcome<()> {
    let mut by_length: Vec<&PathBuf> = files.iter().collect();
    by_length.sort_by_key(|file| Reverse(fs::metadata(file).map_or(0, |data| data.len())));
    let waiting = Mutex::new(by_length.into_iter());
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
    let work = || -> Outcome<()> {
        while let Some(file) = next() {
            beside(file, quality)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, NonZero::get);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let mut ends = workers.into_iter().map(|worker| worker.join());
        ends.try_for_each(|end| end.unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Writes `file.br` and `file.gz` beside `file` if it is of a kind that shrinks.
fn beside(file: &Path, quality: Quality) -> Outcome<()> {
    let extension = file
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    if !SHRINKING.contains(&extension.as_str()) {
        return Ok(());
    }
    let bytes = fs::read(file).doing(format!("read {}", file.display()))?;
    let (brotli_level, gzip_level) = match quality {
        Quality::Dev => (5, 5),
        Quality::Release => (11, 9),
    };
    let brotli = brotli(&bytes, brotli_level).doing("compress with brotli")?;
    fs::write(with_suffix(file, ".br"), brotli).doing("write the brotli variant")?;
    let gzip = gzip(&bytes, gzip_level).doing("compress with gzip")?;
    fs::write(with_suffix(file, ".gz"), gzip).doing("write the gzip variant")
}

/// The bytes after brotli at `level` (0 to 11).
pub fn brotli(bytes: &[u8], level: i32) -> std::io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: level,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

fn gzip(bytes: &[u8], level: u32) -> std::io::Result<Vec<u8>> {
    // No name and no time inside: the same bytes give the same file.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// `file` with `suffix` appended to its whole name.
pub fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_gets_two_smaller_variants_and_pictures_none() {
        let folder = tempfile::tempdir().unwrap();
        let style = folder.path().join("a.css");
        fs::write(&style, "p{color:red}".repeat(100)).unwrap();
        beside(&style, Quality::Dev).unwrap();
        for suffix in [".br", ".gz"] {
            assert!(fs::metadata(with_suffix(&style, suffix)).unwrap().len() < 200);
        }
        let picture = folder.path().join("a.png");
        fs::write(&picture, "not really").unwrap();
        beside(&picture, Quality::Dev).unwrap();
        assert!(!with_suffix(&picture, ".br").exists());
    }
}
