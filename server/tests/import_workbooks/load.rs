//! A whole district at once: 65,000 households within 60 s and 500 MB. Slow without optimisation, so run by
//! `cargo test --release -p server --test import_workbooks -- --ignored --nocapture`.

use crate::books::write_large;
use crate::office::{Office, SEED, by, now, read, today};
use domain::exchange::Subject;
use server::demo;
use server::exchange::register;
use std::time::Instant;

/// Peak resident memory of this process since it was last reset, MB.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute with optimisation and several without"]
async fn sixty_five_thousand_households_come_in_within_a_minute_and_500_mb() {
    let office = Office::with_roster().await;
    let path = office.path();
    write_large(&demo::register::workbook(SEED, 65_000, today()), &path);
    let bytes = std::fs::metadata(&path).unwrap().len();
    // Forget the peak of making the file.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();

    let started = Instant::now();
    let workbook = read(&path).await.unwrap();
    let was_read = started.elapsed();
    let villages = office.villages().await;
    let plan = register::plan(&workbook, &office.store, &villages, today(), &|_, _| {})
        .await
        .unwrap();
    drop(workbook);
    let was_planned = started.elapsed();
    assert!(plan.report.committable, "{:?}", plan.report.lines.first());
    assert_eq!(plan.report.tally(Subject::Households).new, 65_000);
    office
        .store
        .save_register(&plan.rows, &by(), now(), &|_| {})
        .await
        .unwrap();
    let done = started.elapsed();
    let first_peak = peak_mb();
    drop(plan);

    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let again = Instant::now();
    let (report, written) = office.import_register_file(&path).await;
    let repeated = again.elapsed();
    println!(
        "{{\"households\":65000,\"members\":{},\"file_bytes\":{bytes},\"read_s\":{:.1},\"plan_s\":{:.1},\"commit_s\":{:.1},\"total_s\":{:.1},\"peak_mb\":{first_peak},\"again_s\":{:.1},\"again_peak_mb\":{}}}",
        report.tally(Subject::Members).total(),
        was_read.as_secs_f64(),
        (was_planned - was_read).as_secs_f64(),
        (done - was_planned).as_secs_f64(),
        done.as_secs_f64(),
        repeated.as_secs_f64(),
        peak_mb(),
    );
    assert_eq!(written, 0);
    if !cfg!(debug_assertions) {
        assert!(done.as_secs() < 60 && first_peak < 500 && peak_mb() < 500);
    }
}
