//! A phone that speaks to a serving process as the app does: CBOR over HTTP, one exchange at a time.

use std::net::SocketAddr;

use domain::cbor;
use domain::household::Household;
use domain::ids::{DeviceId, OpId, TeamId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::sync::{OperationOutcome, Outcome, PROTOCOL, SyncRequest};
use domain::visit::{Decision, VisitContent};
use minicbor::Decode;
use uuid::Uuid;

use super::district::Setting;
use super::{BenchFault, client};
use crate::accounts::session::{COOKIE, DAY_MS, Token};
use crate::store::Store;
use domain::time::Millis;

/// What a phone of the measurement reads of a reply; the changes are passed over.
#[derive(Decode)]
struct Heard {
    #[n(0)]
    epoch: String,
    #[n(1)]
    team: TeamId,
    #[n(2)]
    outcomes: Vec<OperationOutcome>,
    #[n(4)]
    cursor: u64,
    #[n(5)]
    head: u64,
}

/// One phone, signed in.
#[derive(Clone)]
pub struct Phone {
    /// Whose it is.
    pub actor: Actor,
    cookie: String,
    device: DeviceId,
    seq: u64,
    epoch: Option<String>,
    cursor: u64,
}

impl Phone {
    /// Signs a new phone in, in the store: hashing passwords is another measurement.
    pub async fn sign_in(store: &Store, actor: &Actor, setting: &Setting) -> Result<Self, BenchFault> {
        let token = Token::new();
        let end = Millis(setting.now.0.saturating_add(DAY_MS));
        store
            .put_session(token.key().as_str(), &actor.staff, setting.now, end)
            .await?;
        Ok(Self {
            actor: actor.clone(),
            cookie: format!("{COOKIE}={}", token.text()),
            device: DeviceId(Uuid::new_v4()),
            seq: 0,
            epoch: None,
            cursor: 0,
        })
    }

    /// Forgets what it has heard, so that the next pull begins at the start.
    pub fn start_over(&mut self) {
        self.cursor = 0;
    }

    /// One round trip: pushes, pulls a page. Gives whether there are further pages.
    ///
    /// # Errors
    /// When anything that was sent is not applied.
    pub async fn exchange(
        &mut self,
        server: SocketAddr,
        operations: Vec<Operation>,
    ) -> Result<bool, BenchFault> {
        let sent = operations.len();
        let request = SyncRequest {
            protocol: PROTOCOL,
            device: self.device,
            epoch: self.epoch.clone(),
            team: self.actor.team.clone(),
            cursor: self.cursor,
            reference: String::new(),
            digest: None,
            operations,
            announced: Some(self.seq),
            staff: Some(self.actor.staff.clone()),
        };
        let body = cbor::to_vec(&request);
        let reply = client::post_cbor(server, "/api/v1/sync", &self.cookie, &body).await?;
        let heard = read(&reply)?;
        must_be_applied(&heard.outcomes, sent)?;
        self.epoch = Some(heard.epoch);
        self.actor.team = Some(heard.team);
        self.cursor = heard.cursor;
        Ok(heard.cursor < heard.head)
    }

    /// Pulls to the end of the scope.
    ///
    /// # Errors
    /// As [`Phone::exchange`].
    pub async fn catch_up(&mut self, server: SocketAddr) -> Result<(), BenchFault> {
        while self.exchange(server, Vec::new()).await? {}
        Ok(())
    }

    /// A visit, numbered by this phone.
    pub fn visit(
        &mut self,
        home: &Household,
        content: VisitContent,
        setting: &Setting,
    ) -> (VisitId, Operation) {
        let visit = VisitId(Uuid::now_v7());
        let body = OperationBody::LogVisit {
            visit,
            household: home.id,
            content: Box::new(content),
        };
        (visit, self.operation(body, setting))
    }

    /// The approval of a new visit, numbered by this phone.
    pub fn approval(&mut self, visit: VisitId, setting: &Setting) -> Operation {
        let body = OperationBody::ReviewVisit {
            visit,
            rev: 1,
            decision: Decision::Approve,
        };
        self.operation(body, setting)
    }

    fn operation(&mut self, body: OperationBody, setting: &Setting) -> Operation {
        self.seq = self.seq.saturating_add(1);
        Operation {
            id: OpId(Uuid::now_v7()),
            device: self.device,
            seq: self.seq,
            author: self.actor.staff.clone(),
            recorded_at: setting.now,
            recorded_on: setting.today,
            body,
        }
    }
}

fn read(reply: &client::Reply) -> Result<Heard, BenchFault> {
    if reply.status != 200 {
        let said = String::from_utf8_lossy(&reply.body);
        return Err(BenchFault::new(format!(
            "a push was answered {}: {said}",
            reply.status
        )));
    }
    cbor::from_slice(&reply.body).map_err(|fault| BenchFault::new(format!("a reply does not read: {fault}")))
}

fn must_be_applied(outcomes: &[OperationOutcome], sent: usize) -> Result<(), BenchFault> {
    let applied =
        |one: &&OperationOutcome| matches!(one.outcome, Outcome::Applied | Outcome::ConflictKept { .. });
    if let Some(other) = outcomes.iter().find(|one| !applied(one)) {
        return Err(BenchFault::new(format!(
            "an operation was answered {:?}",
            other.outcome
        )));
    }
    match outcomes.len() == sent {
        true => Ok(()),
        false => Err(BenchFault::new(format!(
            "{sent} operations were sent, {} answered",
            outcomes.len()
        ))),
    }
}
