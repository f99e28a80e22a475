//! Receiving a workbook into a file that only this process can read, and that goes when it was read.

use std::path::{Path, PathBuf};

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use domain::exchange::ImportKind;
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use crate::web::Problem;

/// Longest text of the field `kind`.
const KIND_BYTES: usize = 32;

/// A file that is removed when this is dropped.
#[derive(Debug)]
pub struct Received(PathBuf);

impl Received {
    async fn create() -> Result<(Self, File), std::io::Error> {
        let path = std::env::temp_dir().join(format!("village-ledger-{}.xlsx", Uuid::new_v4()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).await?;
        Ok((Self(path), file))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        // One that is gone already is as good.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Reads the form.
pub async fn receive(mut form: Multipart) -> Result<(ImportKind, Received), Problem> {
    let (mut kind, mut file) = (None, None);
    while let Some(field) = form.next_field().await.map_err(|_| Problem::malformed())? {
        match field.name() {
            Some("kind") => kind = Some(read_kind(field).await?),
            Some("file") if file.is_none() => file = Some(store(field).await?),
            _ => return Err(Problem::malformed()),
        }
    }
    let kind = kind.ok_or_else(|| Problem::invalid("MISSING", "kind"))?;
    let file = file.ok_or_else(|| Problem::invalid("MISSING", "file"))?;
    Ok((kind, file))
}

async fn read_kind(mut field: Field<'_>) -> Result<ImportKind, Problem> {
    let mut text = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Problem::malformed())? {
        text.extend_from_slice(&chunk);
        if text.len() > KIND_BYTES {
            return Err(Problem::malformed().on("kind"));
        }
    }
    let code = String::from_utf8(text).map_err(|_| Problem::malformed().on("kind"))?;
    ImportKind::from_code(&code).ok_or_else(|| Problem::invalid("UNKNOWN_KIND", "kind"))
}

async fn store(mut field: Field<'_>) -> Result<Received, Problem> {
    let (received, mut file) = Received::create().await.map_err(Problem::internal)?;
    while let Some(chunk) = field.chunk().await.map_err(|_| Problem::malformed())? {
        file.write_all(&chunk).await.map_err(Problem::internal)?;
    }
    file.flush().await.map_err(Problem::internal)?;
    Ok(received)
}
