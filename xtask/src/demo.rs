//! The database with the demonstration district, made once.

use crate::failure::{Doing, Outcome};
use crate::process::{capture, command};
use crate::project::Project;
use std::fs;
use std::path::{Path, PathBuf};

/// A filled database.
#[derive(Debug)]
pub struct District {
    /// As `--database` takes it.
    pub database: String,
    /// Who can sign in, as the server told it when it filled the database.
    pub sign_ins: String,
}

/// Finds the database with so many households a village in `var`, or makes it.
pub fn ensure(project: &Project, server: &Path, households: Option<u32>) -> Outcome<District> {
    let folder = project.path("var");
    fs::create_dir_all(&folder).doing("create var")?;
    let stem = households.map_or_else(|| "ledger".to_owned(), |count| format!("ledger-{count}"));
    let files = Files::of(&folder, &stem);
    if files.half_filled.exists() {
        eprintln!("    the last attempt was interrupted: starting over");
        files.discard()?;
    }
    let database = format!("sqlite:var/{stem}.db");
    if !files.database.exists() {
        fill(project, server, &database, households, &files)?;
    }
    let sign_ins = fs::read_to_string(&files.sign_ins).unwrap_or_else(|_| {
        format!("This database was not filled by this command; remove var/{stem}.db to have it made anew.")
    });
    Ok(District { database, sign_ins })
}

fn fill(
    project: &Project,
    server: &Path,
    database: &str,
    households: Option<u32>,
    files: &Files,
) -> Outcome<()> {
    eprintln!("    filling {database}");
    fs::write(&files.half_filled, "").doing("note that the database is being filled")?;
    let mut demo = command(server);
    demo.current_dir(&project.root)
        .args(["demo", "--database", database]);
    demo.stderr(std::process::Stdio::inherit());
    if let Some(count) = households {
        demo.args(["--households", &count.to_string()]);
    }
    let sign_ins = capture(&mut demo)?;
    fs::write(&files.sign_ins, sign_ins).doing("keep the sign-ins")?;
    fs::remove_file(&files.half_filled).doing("note that the database is filled")
}

struct Files {
    database: PathBuf,
    sign_ins: PathBuf,
    half_filled: PathBuf,
}

impl Files {
    fn of(folder: &Path, stem: &str) -> Self {
        Self {
            database: folder.join(format!("{stem}.db")),
            sign_ins: folder.join(format!("{stem}.sign-ins.txt")),
            half_filled: folder.join(format!("{stem}.half-filled")),
        }
    }

    fn discard(&self) -> Outcome<()> {
        for suffix in ["", "-wal", "-shm"] {
            let file = crate::compress::with_suffix(&self.database, suffix);
            if file.exists() {
                fs::remove_file(&file).doing(format!("remove {}", file.display()))?;
            }
        }
        Ok(())
    }
}
