//! Files that are no workbooks, and workbooks that no office made: refused with a reason, and this process lives on.

use crate::books::Bare;
use crate::office::{executable, read};
use domain::exchange::{ImportKind, ImportReport, ReasonCode};
use domain::lang::Lang;
use server::exchange::{Limits, ReadFault};
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn bare(sheets: &[&str], fill: impl FnOnce(&mut Bare<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut bare = Bare::new(Cursor::new(Vec::new()), sheets);
    fill(&mut bare);
    bare.finish().into_inner()
}

async fn fault(bytes: &[u8]) -> ReadFault {
    let (_folder, path) = file(bytes);
    read(&path).await.expect_err("this file must be refused")
}

#[tokio::test]
async fn files_that_are_no_workbooks_are_refused_in_words() {
    assert_eq!(fault(b"").await, ReadFault::NotAWorkbook);
    assert_eq!(
        fault("村编号,村名\nV001,垭古村\n".as_bytes()).await,
        ReadFault::NotAWorkbook
    );
    assert_eq!(
        fault(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]).await,
        ReadFault::NotAWorkbook
    );
    assert_eq!(
        fault(b"PK\x03\x04 and then nothing of the kind").await,
        ReadFault::NotAWorkbook
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"<document/>").unwrap();
    let other = fault(&zip.finish().unwrap().into_inner()).await;
    assert_eq!(other, ReadFault::NotAWorkbook);
    let report = ImportReport::unreadable(ImportKind::Roster, other.reason());
    assert!(report.lines[0].words(Lang::Zh).contains(".xlsx"));
}

#[tokio::test]
async fn damaged_workbooks_are_refused() {
    let whole = bare(&["村"], |book| {
        book.sheet(1, |zip| zip.write_all(b"<row r=\"1\"><c r=\"A1\"").unwrap())
    });
    assert!(matches!(fault(&whole).await, ReadFault::Unreadable(_)));
    let cut = bare(&["村"], |book| {
        book.part("xl/worksheets/sheet1.xml", |zip| {
            zip.write_all(b"<worksheet><sheetData><row r=\"1\">").unwrap()
        });
    });
    assert!(matches!(fault(&cut).await, ReadFault::Unreadable(_)));
}

#[tokio::test]
async fn two_far_apart_cells_do_not_end_the_process() {
    let bomb = bare(&["村"], |book| {
        book.sheet(1, |zip| {
            zip.write_all(b"<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>").unwrap();
        });
    });
    assert!(bomb.len() < 4_800, "{}", bomb.len());
    let fault = fault(&bomb).await;
    let ReadFault::OutsideTemplate { sheet, row, column } = &fault else {
        panic!("{fault:?}")
    };
    assert_eq!((sheet.as_str(), *row, *column), ("村", 1_048_576, 16_383));
    let report = fault.report(ImportKind::Roster);
    let line = &report.lines[0];
    assert_eq!(
        (line.reason, line.sheet.as_str(), line.row),
        (Some(ReasonCode::OutsideTemplate), "村", 1_048_576)
    );
    assert_eq!(line.column.as_ref().unwrap().letters, "XFD");
}

#[tokio::test]
async fn a_part_that_unpacks_without_end_is_not_unpacked() {
    let started = Instant::now();
    let zeros = vec![b' '; 1 << 20];
    let bomb = bare(&["村"], |book| {
        book.sheet(1, |zip| (0..300).for_each(|_| zip.write_all(&zeros).unwrap()));
    });
    assert!(bomb.len() < 1 << 20);
    let made = started.elapsed();
    assert_eq!(fault(&bomb).await, ReadFault::Expands);
    assert!(started.elapsed().saturating_sub(made) < Duration::from_secs(2));
}

#[tokio::test]
async fn too_many_parts_are_refused() {
    let bomb = bare(&["村"], |book| {
        for at in 0..2_100 {
            book.part(&format!("xl/media/{at}"), |_| {});
        }
    });
    assert_eq!(fault(&bomb).await, ReadFault::Expands);
}

#[tokio::test]
async fn strings_that_fill_memory_end_the_reader_only() {
    // Some random text keeps the ratio below the limit, so that the reader itself has to stand it.
    let bomb = bare(&["村"], |book| {
        book.part("xl/sharedStrings.xml", |zip| {
            zip.write_all(b"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"")
                .unwrap();
            zip.write_all(b" uniqueCount=\"30000000\">").unwrap();
            let mut seed = 1_u64;
            let many = "a".repeat(1_008);
            for _ in 0..380 {
                zip.write_all(b"<si><t>").unwrap();
                for _ in 0..1_024 {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    zip.write_all(format!("{seed:016x}{many}").as_bytes()).unwrap();
                }
                zip.write_all(b"</t></si>").unwrap();
            }
            zip.write_all(b"</sst>").unwrap();
        });
        book.sheet(1, |zip| {
            zip.write_all(b"<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")
                .unwrap()
        });
    });
    let (_folder, path) = file(&bomb);
    assert_eq!(
        server::exchange::guard::inspect(&path, &Limits::default()),
        Ok(()),
        "the reader is what is tested"
    );
    // Room for the 30 million strings that are announced, and 380 MB of those that are there, take more than the reader's
    // gigabyte: the kernel refuses, the reader aborts, and this process is here to say so. (17 million short strings did the
    // same, but a reader that is not optimised was busy with them for the whole minute that it is given.)
    let stopped = read(&path).await.err();
    // On a busy machine its processor seconds may end before its memory does.
    assert!(
        matches!(stopped, Some(ReadFault::Expands | ReadFault::TooSlow)),
        "{stopped:?}"
    );
}

#[tokio::test]
async fn a_reader_that_talks_too_long_is_cut_off() {
    let talk = bare(&["村"], |book| {
        book.sheet(1, |zip| {
            for row in 1..=20_000 {
                let line = format!(
                    "<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>{row:0100}</t></is></c></row>"
                );
                zip.write_all(line.as_bytes()).unwrap();
            }
        });
    });
    let (_folder, path) = file(&talk);
    let limits = Limits {
        answer_bytes: 1 << 20,
        ..Limits::default()
    };
    let cut = server::exchange::read(&executable(), &path, &limits).await;
    assert_eq!(cut.err(), Some(ReadFault::Expands));
    let limits = Limits {
        wait: Duration::from_millis(1),
        ..Limits::default()
    };
    let slow = server::exchange::read(&executable(), &path, &limits).await;
    assert_eq!(slow.err(), Some(ReadFault::TooSlow));
    let limits = Limits {
        file_bytes: 1_000,
        ..Limits::default()
    };
    let large = server::exchange::read(&executable(), &path, &limits).await;
    assert_eq!(large.err(), Some(ReadFault::FileTooLarge));
}
