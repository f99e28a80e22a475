//! A proxy of our own between phone and server, which does to each connection what it was told to do.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::fault::Outcome;

/// Nobody waits longer for the other side.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a complete reply lies there before the connection goes.
const AFTER_REPLY: Duration = Duration::from_millis(5);

/// What is done to one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing: it passes.
    Pass,
    /// It is cut at a place; the number chooses the byte.
    Cut(Where, u64),
    /// Somebody else answers with these bytes, and the server hears nothing.
    Say(Vec<u8>),
    /// Nobody answers for so long.
    Hang(Duration),
    /// A request with more bytes than this is answered with these; others pass.
    Narrow(usize, Vec<u8>),
}

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// Somewhere in the request.
    Request,
    /// After the last byte of the request: the server works on while its client is gone.
    AfterRequest,
    /// After the server's commit, when its reply is about to leave.
    BeforeReply,
    /// Somewhere in the reply.
    Reply,
    /// After the last byte of the reply, without a close in order.
    AfterReply,
}

impl Where {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Request,
        Self::AfterRequest,
        Self::BeforeReply,
        Self::Reply,
        Self::AfterReply,
    ];
}

/// The proxy; it ends when it is dropped.
pub struct Proxy {
    /// Where phones find it.
    pub address: SocketAddr,
    deeds: Arc<Mutex<VecDeque<Deed>>>,
    over: Arc<AtomicBool>,
    door: Option<JoinHandle<()>>,
}

impl Proxy {
    /// A proxy in front of a server.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn before(server: SocketAddr) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let deeds: Arc<Mutex<VecDeque<Deed>>> = Arc::default();
        let over = Arc::new(AtomicBool::new(false));
        let (orders, end) = (Arc::clone(&deeds), Arc::clone(&over));
        let door = thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let deed = orders.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                let deed = deed.unwrap_or(Deed::Pass);
                // A connection that breaks is what this is for.
                thread::spawn(move || handle(stream, server, &deed));
            }
        });
        Ok(Self {
            address,
            deeds,
            over,
            door: Some(door),
        })
    }

    /// What is done to the next connection that has no order yet.
    pub fn order(&self, deed: Deed) {
        self.deeds
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(deed);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // Wakes the thread at the door.
        let _ = TcpStream::connect_timeout(&self.address, PATIENCE);
        if let Some(door) = self.door.take() {
            let _ = door.join();
        }
    }
}

/// Does the deed; none when the connection broke, which needs no further word.
fn handle(mut phone: TcpStream, server: SocketAddr, deed: &Deed) -> Option<()> {
    let request = read_request(&mut phone)?;
    match deed {
        Deed::Say(words) => phone.write_all(words).ok(),
        Deed::Narrow(limit, words) if request.len() > *limit => phone.write_all(words).ok(),
        Deed::Hang(time) => {
            phone.set_read_timeout(Some(*time)).ok()?;
            // Ends early when the phone has lost patience.
            phone.read(&mut [0]).ok().map(|_| ())
        }
        Deed::Pass | Deed::Narrow(..) => {
            let reply = whole_reply(&mut hand_on(server, &request)?)?;
            phone.write_all(&reply).ok()
        }
        Deed::Cut(place, chance) => cut(&mut phone, server, &request, *place, *chance),
    }
}

fn cut(phone: &mut TcpStream, server: SocketAddr, request: &[u8], place: Where, chance: u64) -> Option<()> {
    let upto = |bytes: &[u8]| {
        let at = chance.checked_rem(super::count(bytes.len())).unwrap_or(0);
        usize::try_from(at).unwrap_or(0)
    };
    match place {
        Where::Request => hand_on(server, request.get(..upto(request))?).map(|_| ()),
        Where::AfterRequest => hand_on(server, request).map(|_| ()),
        Where::BeforeReply => {
            let mut line = hand_on(server, request)?;
            line.read_exact(&mut [0]).ok()
        }
        Where::Reply => {
            let reply = whole_reply(&mut hand_on(server, request)?)?;
            phone.write_all(reply.get(..upto(&reply))?).ok()
        }
        Where::AfterReply => {
            let reply = whole_reply(&mut hand_on(server, request)?)?;
            phone.write_all(&reply).ok()?;
            thread::sleep(AFTER_REPLY);
            Some(())
        }
    }
}

fn hand_on(server: SocketAddr, bytes: &[u8]) -> Option<TcpStream> {
    let mut line = TcpStream::connect_timeout(&server, PATIENCE).ok()?;
    line.set_read_timeout(Some(PATIENCE)).ok()?;
    line.set_nodelay(true).ok()?;
    line.write_all(bytes).ok()?;
    Some(line)
}

fn whole_reply(line: &mut TcpStream) -> Option<Vec<u8>> {
    let mut reply = Vec::new();
    line.read_to_end(&mut reply).ok()?;
    Some(reply)
}

/// The whole request, by its length: our phones always say it.
fn read_request(phone: &mut TcpStream) -> Option<Vec<u8>> {
    phone.set_read_timeout(Some(PATIENCE)).ok()?;
    phone.set_nodelay(true).ok()?;
    let (mut request, mut wanted) = (Vec::new(), None);
    let mut piece = vec![0; 64 * 1024];
    while wanted.is_none_or(|wanted| request.len() < wanted) {
        let read = phone.read(&mut piece).ok().filter(|read| *read > 0)?;
        request.extend_from_slice(piece.get(..read)?);
        if wanted.is_none() {
            wanted = whole_length(&request);
        }
    }
    Some(request)
}

fn whole_length(request: &[u8]) -> Option<usize> {
    let end = request
        .windows(4)
        .position(|four| four == b"\r\n\r\n")?
        .checked_add(4)?;
    let head = std::str::from_utf8(request.get(..end)?).ok()?;
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.map_or(Ok(0), str::parse).ok()?;
    length.checked_add(end)
}
