//! Photos over the real server: sent in pieces over a line that breaks, looked at, drawn anew, and shown in scope only.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use domain::api::PhotoUpload;
use domain::ids::{StaffId, VisitId};
use domain::operation::OperationBody;
use domain::roster::Role;
use domain::sync::Outcome;
use domain::visit::photo::{BYTES_AIM, CHUNK_BYTES, NextChunk, PhotoHash, PhotoRef, next_chunk};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use office::{OURS, Office, Reply, THEIRS, log_visit, new_visit, of_role};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A line of 50 kbit/s carries this much in 30 seconds; then it is cut.
const BYTES_A_CONNECTION: usize = 50_000 / 8 * 30;

/// A photo of some hundred kilobytes: every pixel differs.
fn photo(seed: u32) -> Vec<u8> {
    let mut noise = seed;
    let picture = RgbImage::from_fn(640, 480, |_, _| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = noise.to_be_bytes();
        Rgb([a, b, c])
    });
    let mut bytes = Vec::new();
    DynamicImage::ImageRgb8(picture)
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 40))
        .unwrap();
    bytes
}

/// The same with a place and a maker's name in it, as a camera writes them.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08GPSLatitude 27.9 PhoneMaker".to_vec();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend_from_slice(&[0xff, 0xe1]);
    bytes.extend_from_slice(&length);
    bytes.append(&mut exif);
    bytes.extend_from_slice(&jpeg[2..]);
    bytes
}

fn hash(bytes: &[u8]) -> PhotoHash {
    PhotoHash(Sha256::digest(bytes).into())
}

fn named(bytes: &[u8]) -> PhotoRef {
    PhotoRef {
        hash: hash(bytes),
        bytes: u32::try_from(bytes.len()).unwrap(),
        width: 640,
        height: 480,
    }
}

fn upload_path(photo: PhotoHash) -> String {
    format!("/api/v1/photos/{photo}/upload")
}

fn shown_path(visit: VisitId, photo: PhotoHash) -> String {
    format!("/api/v1/visits/{visit}/photos/{photo}")
}

struct Story {
    office: Office,
    seq: u64,
}

impl Story {
    async fn begin() -> Self {
        Self {
            office: Office::open().await,
            seq: 0,
        }
    }

    /// A visit that names these photos reaches the server.
    async fn visit(&mut self, staff: &str, household: u128, photos: Vec<PhotoRef>) -> VisitId {
        self.seq += 1;
        let (staff, visit) = (StaffId::from(staff), new_visit());
        let mut log = log_visit(self.seq, &staff, household, visit);
        if let OperationBody::LogVisit { content, .. } = &mut log.body {
            content.photos = photos;
        }
        let cookie = self.office.session(&staff).await;
        assert_eq!(self.office.outcome(&cookie, &log).await.outcome, Outcome::Applied);
        visit
    }

    async fn send(&self, cookie: &str, photo: PhotoHash, offset: usize, bytes: &[u8]) -> Reply {
        let headers = [
            ("cookie", cookie),
            ("x-ledger-client", "1"),
            ("content-type", "application/octet-stream"),
        ];
        let path = format!("{}?offset={offset}", upload_path(photo));
        let reply = self.office.try_send("POST", &path, &headers, bytes).await;
        reply.expect("a reply")
    }

    async fn show(&self, staff: &StaffId, visit: VisitId, photo: PhotoHash) -> (Reply, Vec<u8>) {
        let cookie = self.office.session(staff).await;
        self.office.get_bytes(&shown_path(visit, photo), &cookie).await
    }
}

fn told(reply: &Reply) -> PhotoUpload {
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

#[tokio::test]
async fn the_text_is_there_first_and_the_leader_sees_the_photo_without_anything_hidden_in_it() {
    let mut story = Story::begin().await;
    let bytes = with_exif(&photo(1));
    let (name, author) = (hash(&bytes), StaffId::from("P001"));
    let cookie = story.office.session(&author).await;
    let early = story.send(&cookie, name, 0, &bytes).await;
    assert_eq!(
        (early.status, early.code().as_str()),
        (404, "not_found"),
        "no visit, no photo"
    );

    let visit = story.visit("P001", OURS, vec![named(&bytes)]).await;
    let leader = of_role(Role::TeamLeader);
    assert_eq!(
        story.show(&leader, visit, name).await.0.status,
        404,
        "not arrived"
    );
    let half = bytes.len() / 2;
    let first = told(&story.send(&cookie, name, 0, &bytes[..half]).await);
    assert_eq!(
        (first.received, first.stored),
        (u32::try_from(half).unwrap(), false)
    );
    assert_eq!(told(&story.office.get(&upload_path(name), &cookie).await), first);
    let beyond = told(&story.send(&cookie, name, half + 5, &bytes[half + 5..]).await);
    assert_eq!(beyond, first, "what does not join is left out");
    let again = told(&story.send(&cookie, name, 7, &bytes[7..half]).await);
    assert_eq!(again, first, "what is there already is left out");
    let over = told(&story.send(&cookie, name, half - 9, &bytes[half - 9..]).await);
    assert_eq!(over, first, "and what begins with it");
    assert!(told(&story.send(&cookie, name, half, &bytes[half..]).await).stored);

    let (reply, shown) = story.show(&leader, visit, name).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("image/jpeg"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert!(reply.header("content-disposition").unwrap().starts_with("inline"));
    assert!(
        reply
            .header("content-security-policy")
            .unwrap()
            .contains("default-src 'none'")
    );
    for hidden in [b"Exif".as_slice(), b"GPS", b"PhoneMaker"] {
        assert!(bytes.windows(hidden.len()).any(|part| part == hidden));
        assert!(!shown.windows(hidden.len()).any(|part| part == hidden));
    }
    let drawn = image::load_from_memory(&shown).unwrap();
    assert_eq!((drawn.width(), drawn.height()), (640, 480));
}

#[tokio::test]
async fn only_the_team_of_the_visit_sees_a_photo_and_nobody_learns_that_there_is_one() {
    let mut story = Story::begin().await;
    let bytes = photo(2);
    let name = hash(&bytes);
    let visit = story.visit("P001", OURS, vec![named(&bytes)]).await;
    let author = story.office.session(&"P001".into()).await;
    assert!(told(&story.send(&author, name, 0, &bytes).await).stored);

    let other = StaffId::from("P002");
    let (foreign, _) = story.show(&other, visit, name).await;
    let (missing, _) = story.show(&other, new_visit(), name).await;
    assert_eq!((foreign.status, &foreign.body), (404, &missing.body));
    let colleague = story.office.session(&of_role(Role::TeamMember)).await;
    for cookie in [&story.office.session(&other).await, &colleague] {
        let reply = story.office.get(&upload_path(name), cookie).await;
        assert_eq!(reply.status, 404, "only the author sends");
    }
    for role in [Role::ResidencyOffice, Role::DistrictAdmin, Role::SystemAdmin] {
        assert_eq!(story.show(&of_role(role), visit, name).await.0.status, 403);
    }
    assert_eq!(
        story.show(&of_role(Role::TeamMember), visit, name).await.0.status,
        200
    );

    // Whoever names another's photo in a visit of their own does not get to see it so.
    let guess = story.visit("P002", THEIRS, vec![named(&bytes)]).await;
    assert_eq!(story.show(&other, guess, name).await.0.status, 404);
}

#[tokio::test]
async fn what_is_no_picture_or_a_bomb_is_refused() {
    let mut story = Story::begin().await;
    let cookie = story.office.session(&"P001".into()).await;
    let mut bomb = Cursor::new(Vec::new());
    DynamicImage::new_luma8(5_000, 5_000)
        .write_to(&mut bomb, ImageFormat::Png)
        .unwrap();
    let page = b"<html><script>alert(1)</script></html>".to_vec();
    let polyglot = [b"\xff\xd8\xff".as_slice(), &page].concat();
    for bytes in [bomb.into_inner(), page, polyglot, vec![0; 100]] {
        let name = named(&bytes);
        let visit = story.visit("P001", OURS, vec![name]).await;
        let reply = story.send(&cookie, name.hash, 0, &bytes).await;
        let (shown, _) = story.show(&"P001".into(), visit, name.hash).await;
        assert_eq!(shown.status, 404);
        let told = told(&story.office.get(&upload_path(name.hash), &cookie).await);
        assert_eq!((told.received, told.stored), (0, false), "nothing of it stays");
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (422, "PHOTO_NO_PICTURE"),
            "{}",
            reply.body
        );
    }
    let bytes = photo(4);
    let name = named(&bytes);
    story.visit("P001", OURS, vec![name]).await;
    let other = photo(5);
    let same_length = &other.repeat(2)[..bytes.len()];
    let reply = story.send(&cookie, name.hash, 0, same_length).await;
    assert_eq!((reply.status, reply.code().as_str()), (409, "PHOTO_BYTES"));
    assert!(told(&story.send(&cookie, name.hash, 0, &bytes).await).stored);
}

fn files_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).map(|all| all.flatten().collect::<Vec<_>>());
    let count = |entry: &std::fs::DirEntry| match entry.path().is_dir() {
        true => files_below(&entry.path()),
        false => 1,
    };
    entries.unwrap_or_default().iter().map(count).sum()
}

#[tokio::test]
async fn the_same_photo_twice_is_kept_once() {
    let mut story = Story::begin().await;
    let bytes = photo(6);
    let name = named(&bytes);
    let (first, second) = (
        story.visit("P001", OURS, vec![name]).await,
        story.visit("P001", OURS, vec![name]).await,
    );
    let cookie = story.office.session(&"P001".into()).await;
    assert!(told(&story.send(&cookie, name.hash, 0, &bytes).await).stored);
    assert!(told(&story.office.get(&upload_path(name.hash), &cookie).await).stored);
    for visit in [first, second] {
        assert_eq!(story.show(&"P001".into(), visit, name.hash).await.0.status, 200);
    }
    let theirs = story.visit("P002", THEIRS, vec![name]).await;
    let other = story.office.session(&"P002".into()).await;
    assert!(told(&story.send(&other, name.hash, 0, &bytes).await).stored);
    assert_eq!(story.show(&"P002".into(), theirs, name.hash).await.0.status, 200);
    let folder = story.office.photos();
    assert_eq!(files_below(&folder.join("photos")), 1);
    assert_eq!(files_below(&folder.join("parts")), 0);
}

/// A line that is cut after so many bytes from the phone, heads included.
struct Line {
    left: usize,
    sent: usize,
    cuts: usize,
}

impl Line {
    /// Sends a request over a connection of its own or the rest of this one; none where the line was cut.
    async fn ask(&mut self, office: &Office, head: &str, body: &[u8]) -> Option<String> {
        let mut whole = head.as_bytes().to_vec();
        whole.extend_from_slice(body);
        let fits = whole.len() <= self.left;
        let part = &whole[..whole.len().min(self.left)];
        self.sent += part.len();
        let mut stream = TcpStream::connect(office.address).await.unwrap();
        stream.write_all(part).await.unwrap();
        if !fits {
            self.cuts += 1;
            self.left = BYTES_A_CONNECTION;
            // The phone waits two seconds before it asks anew.
            drop(stream);
            tokio::time::sleep(Duration::from_millis(400)).await;
            return None;
        }
        self.left -= part.len();
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply).await;
        let text = String::from_utf8(reply).unwrap();
        let (head, body) = text.split_once("\r\n\r\n")?;
        assert!(head.starts_with("HTTP/1.1 200"), "{text}");
        Some(body.to_owned())
    }
}

/// What a browser says before each request, about as long as it is.
fn head(office: &Office, method: &str, path: &str, cookie: &str, length: usize) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {length}\r\n\
         content-type: application/octet-stream\r\naccept: application/json\r\nx-ledger-client: 1\r\n\
         user-agent: {}\r\naccept-language: zh-CN,zh;q=0.9\r\naccept-encoding: identity\r\n\
         origin: http://{}\r\nsec-fetch-site: same-origin\r\nsec-fetch-mode: cors\r\nsec-fetch-dest: empty\r\n\
         cookie: {cookie}\r\n\r\n",
        office.address,
        "x".repeat(130),
        office.address,
    )
}

#[tokio::test]
async fn twenty_photos_over_a_line_that_is_cut_every_half_minute_cost_a_tenth_more_at_most() {
    let mut story = Story::begin().await;
    let cookie = story.office.session(&"P001".into()).await;
    let photos: Vec<Vec<u8>> = (100..120).map(photo).collect();
    let total: usize = photos.iter().map(Vec::len).sum();
    assert!(
        photos
            .iter()
            .all(|bytes| bytes.len() <= usize::try_from(BYTES_AIM).unwrap())
    );
    assert!(total > 20 * 100 * 1024, "photos of a real size: {total}");
    for three in photos.chunks(3) {
        story
            .visit("P001", OURS, three.iter().map(|bytes| named(bytes)).collect())
            .await;
    }
    let mut line = Line {
        left: BYTES_A_CONNECTION,
        sent: 0,
        cuts: 0,
    };
    for bytes in &photos {
        let path = upload_path(hash(bytes));
        let mut known: Option<PhotoUpload> = None;
        loop {
            let answer = match known {
                None => {
                    let head = head(&story.office, "GET", &path, &cookie, 0);
                    line.ask(&story.office, &head, &[]).await
                }
                Some(upload) => {
                    let NextChunk::Send { from, to } = next_chunk(upload, bytes.len()) else {
                        break;
                    };
                    assert!(to - from <= CHUNK_BYTES);
                    let path = format!("{path}?offset={from}");
                    let head = head(&story.office, "POST", &path, &cookie, to - from);
                    line.ask(&story.office, &head, &bytes[from..to]).await
                }
            };
            known = answer.map(|body| serde_json::from_str(&body).unwrap());
        }
    }
    // In hundredths: 110 is a tenth more than the photos themselves.
    let cost = line.sent * 100 / total;
    println!(
        "{} bytes of photos, {} sent, {} cuts: {cost} %",
        total, line.sent, line.cuts
    );
    assert!(line.cuts >= 10, "{} cuts", line.cuts);
    assert!(line.sent * 10 <= total * 11, "{cost} %");
}

#[tokio::test]
async fn a_photo_of_a_visit_that_the_leader_returned_stays_to_be_seen() {
    let mut story = Story::begin().await;
    let (first, second) = (photo(7), photo(8));
    let visit = story.visit("P001", OURS, vec![named(&first)]).await;
    story.seq += 1;
    let author = StaffId::from("P001");
    let mut content = office::content(OURS);
    content.photos = vec![named(&second)];
    let revise = office::operation(
        story.seq,
        &author,
        OperationBody::ReviseVisit {
            visit,
            household: domain::ids::HouseholdId(uuid::Uuid::from_u128(OURS)),
            base_rev: 1,
            content: Box::new(content),
        },
    );
    let cookie = story.office.session(&author).await;
    assert_eq!(
        story.office.outcome(&cookie, &revise).await.outcome,
        Outcome::Applied
    );
    for bytes in [&first, &second] {
        assert!(told(&story.send(&cookie, hash(bytes), 0, bytes).await).stored);
        assert_eq!(story.show(&author, visit, hash(bytes)).await.0.status, 200);
    }
}
