//! Import of the whole district: the command that an office gives, watched from outside.

use std::fs::File;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};

use super::district::{self, SEED, Setting};
use super::place::Place;
use super::{BenchFault, Figure, process, xlsx};
use crate::demo::register;

/// Households of a district where everybody is registered: 1,000 in each of 65 villages.
const HOUSEHOLDS: u32 = 65_000;
/// An import that takes longer than this is ended.
const LIMIT: Duration = Duration::from_secs(150);
/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(20);
const WORKBOOK: &str = "register.xlsx";
const SAID: &str = "import.txt";

/// Imports 65,000 households into a fresh SQLite file, which is left in the place for further figures.
pub async fn measure() -> Result<(Place, Vec<Figure>), BenchFault> {
    let place = Place::make()?;
    let setting = Setting::present();
    let bytes = {
        let book = register::workbook(SEED, HOUSEHOLDS, setting.today);
        xlsx::write(&book, &place.file(WORKBOOK))?
    };
    let (store, _) = district::found(&place.database(), &setting).await?;
    store.close().await;
    let start = Instant::now();
    let mut child = start_import(&place)?;
    let watched = tokio::time::timeout(LIMIT, watch(&mut child)).await;
    let Ok(watched) = watched else {
        child.kill().await?;
        return Err(BenchFault::new(format!("the import took more than {LIMIT:?}")));
    };
    let took = start.elapsed();
    let (status, peak) = watched?;
    if !status.success() {
        return Err(BenchFault::new(format!(
            "the import ended with {status}: {}",
            place.end_of(SAID)
        )));
    }
    std::fs::remove_file(place.file(WORKBOOK))?;
    let how = format!(
        "`server import households FILE --commit`, start to end: a workbook of {HOUSEHOLDS} households in 65 villages ({:.1} MB, made by the demonstration's generator) read by its limited child, planned and committed to SQLite",
        process::megabytes(bytes)
    );
    let mut figures = vec![Figure::new(
        "import_65000_households",
        took.as_secs_f64(),
        "s",
        how,
    )];
    figures.extend(peak.figures());
    Ok((place, figures))
}

fn start_import(place: &Place) -> Result<Child, BenchFault> {
    let said = File::create(place.file(SAID))?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args([
        "import",
        "households",
        "--commit",
        "--log-level",
        "warn",
        "--database",
        &place.database(),
    ]);
    command.arg::<&Path>(&place.file(WORKBOOK));
    command
        .stdin(Stdio::null())
        .stdout(said.try_clone()?)
        .stderr(said)
        .kill_on_drop(true);
    Ok(command.spawn()?)
}

/// The most memory that was seen.
#[derive(Clone, Copy, Debug, Default)]
struct Peak {
    /// `VmHWM` of the importing process.
    own: u64,
    /// `VmHWM` of its reading child.
    reader: u64,
    /// Both resident at the same time.
    together: u64,
}

impl Peak {
    fn look(&mut self, pid: u32) {
        self.own = self.own.max(process::high_water(pid).unwrap_or(0));
        let mut together = process::resident(pid).unwrap_or(0);
        for child in process::children(pid) {
            self.reader = self.reader.max(process::high_water(child).unwrap_or(0));
            together += process::resident(child).unwrap_or(0);
        }
        self.together = self.together.max(together);
    }

    fn figures(self) -> Vec<Figure> {
        if self.own == 0 {
            return Vec::new();
        }
        let own = "VmHWM of the importing process, which plans and commits";
        let together = format!(
            "most resident at once of the importing process and its reading child (whose own VmHWM was {:.0} MB), looked at every {} ms",
            process::megabytes(self.reader),
            LOOK.as_millis()
        );
        vec![
            Figure::new(
                "import_65000_peak_memory",
                process::megabytes(self.own),
                "MB",
                own,
            ),
            Figure::new(
                "import_65000_peak_memory_with_reader",
                process::megabytes(self.together),
                "MB",
                together,
            ),
        ]
    }
}

/// Looks at the memory until the process ends.
async fn watch(child: &mut Child) -> Result<(ExitStatus, Peak), BenchFault> {
    let mut peak = Peak::default();
    loop {
        if let Some(pid) = child.id() {
            peak.look(pid);
        }
        if let Ok(status) = tokio::time::timeout(LOOK, child.wait()).await {
            return Ok((status?, peak));
        }
    }
}
