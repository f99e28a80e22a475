//! Serving phones and desks.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use domain::config::Config;
use tokio::net::TcpListener;

use super::database::{self, photos_of_backup};
use super::failure::Failure;
use crate::accounts::Accounts;
use crate::accounts::allowance::Allowance;
use crate::config;
use crate::folder::Folder;
use crate::gone::GonePhones;
use crate::listen::{self, ListenConfig, Tls};
use crate::photos::{Photos, UNFINISHED_DAYS};
use crate::routes::faults::Faults;
use crate::routes::imports::Imports;
use crate::routes::state::Counters;
use crate::routes::{self, AppState, Clock, Parts, REVEALS_AN_HOUR};
use crate::store::Store;
use crate::web::limits::{BodyLimits, MIB};
use crate::web::{FloorConfig, Network, Site, SiteOptions, SiteSource, floor};

/// A workbook with the whole district stays below this.
const WORKBOOK_BYTES: usize = 50 * MIB;

/// An office with a slow line needs this long to send its workbook.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(120);

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port; '[::]:443' serves IPv6 and IPv4
    #[arg(
        long,
        env = "LEDGER_LISTEN",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS"
    )]
    listen: SocketAddr,
    /// Folder of the built app; by default the one in this binary, else target/site
    #[arg(long, env = "LEDGER_SITE", value_name = "FOLDER")]
    site: Option<PathBuf>,
    /// Certificate chain, PEM; phones need https, here or at a proxy in front
    #[arg(long, env = "LEDGER_TLS_CERT", requires = "tls_key", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// Its private key, PEM
    #[arg(long, env = "LEDGER_TLS_KEY", requires = "tls_cert", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// Proxies in front whose X-Forwarded-For is believed, such as 10.0.0.0/8 [several: comma or repeat]
    #[arg(
        long,
        env = "LEDGER_TRUST_PROXY",
        value_delimiter = ',',
        value_name = "NETWORK"
    )]
    trust_proxy: Vec<Network>,
    /// The address that people type, such as https://ledger.example; needed behind a proxy that changes Host
    #[arg(long, env = "LEDGER_ORIGIN", value_delimiter = ',', value_name = "URL")]
    origin: Vec<String>,
    /// The district's figures as JSON; what it does not name keeps its default
    #[arg(long, env = "LEDGER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Filing number shown on /about
    #[arg(long, env = "LEDGER_FILING_NUMBER", value_name = "NUMBER")]
    filing_number: Option<String>,
    /// Where complaints and suggestions go, shown on /about
    #[arg(long, env = "LEDGER_COMPLAINTS", value_name = "WORDS")]
    complaints: Option<String>,
    /// Folder for a checked backup each day, for SQLite; none is made without it
    #[arg(long, env = "LEDGER_BACKUP_FOLDER", value_name = "FOLDER")]
    backup_folder: Option<PathBuf>,
    /// Address on this machine at which GET /metrics answers, such as 127.0.0.1:9090; none without it
    #[arg(long, env = "LEDGER_ADMIN_LISTEN", value_parser = on_this_machine, value_name = "ADDRESS")]
    admin_listen: Option<SocketAddr>,
    /// Whether phones keep the app for the day without signal; `off` also clears those that did
    #[arg(long, env = "LEDGER_SW", default_value = "on", value_parser = ["on", "off"])]
    sw: String,
}

impl Serve {
    /// Serves until told to stop.
    pub async fn run(&self, url: &str, photos: &Path) -> Result<(), Failure> {
        let site = self.load_site()?;
        let listen = self.listen_config()?;
        let config = self.district()?;
        let listener = bind(self.listen).await?;
        let admin = match self.admin_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        let store = database::open(url).await?;
        let folder = Folder::open(photos)?;
        let state = state(&store, &folder, config, &site)?;
        remind(&store, &state.gone).await?;
        let admin = admin.map(|listener| tokio::spawn(administer(listener, state.clone())));
        let counting = tokio::spawn(keep_months(state.clone()));
        let tidying = tokio::spawn(tidy(state.photos.clone()));
        let app = floor(routes::router(state, Some(site)), self.floor_config());
        let backups = self
            .backup_folder
            .clone()
            .map(|to| tokio::spawn(back_up(store.clone(), folder.clone(), to)));
        tracing::info!(address = %listener.local_addr()?, https = self.is_https(), "serving");
        listen::serve(listener, app, listen, listen::stop_signal()).await;
        for task in backups.into_iter().chain(admin).chain([tidying, counting]) {
            task.abort();
        }
        store.close().await;
        tracing::info!("stopped");
        Ok(())
    }

    fn load_site(&self) -> Result<Site, Failure> {
        let watched = std::env::var("LEDGER_WATCH").is_ok_and(|value| value == "1");
        let options = SiteOptions {
            service_worker: self.sw == "on" && !watched,
            server_pages: routes::server_pages(),
            output_name: std::env::var(super::LEPTOS_NAME).ok(),
        };
        Ok(Site::load(&source(self.site.as_deref()), &options)?)
    }

    fn listen_config(&self) -> Result<ListenConfig, Failure> {
        let tls = match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => Some(Tls::from_files(certificate, key)?),
            _ => None,
        };
        Ok(ListenConfig {
            tls,
            uncapped_peers: self.trust_proxy.clone(),
            ..ListenConfig::default()
        })
    }

    fn floor_config(&self) -> FloorConfig {
        FloorConfig {
            https: self.is_https(),
            trusted_proxies: self.trust_proxy.clone(),
            public_origins: self.origin.clone(),
            body: BodyLimits {
                wider: vec![("/api/v1/imports".to_owned(), WORKBOOK_BYTES + MIB)],
                ..BodyLimits::default()
            },
            request_timeout: REQUEST_TIMEOUT,
        }
    }

    fn is_https(&self) -> bool {
        self.tls_cert.is_some() || self.origin.iter().any(|origin| origin.starts_with("https://"))
    }

    fn district(&self) -> Result<Config, Failure> {
        let mut config = config::read(self.config.as_deref())?;
        if let Some(number) = &self.filing_number {
            config.filing_number.clone_from(number);
        }
        if let Some(channel) = &self.complaints {
            config.complaint_channel.clone_from(channel);
        }
        Ok(config)
    }
}

/// An address that only this machine can reach: the figures are nobody else's concern.
fn on_this_machine(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text
        .parse()
        .map_err(|_| "this is no address with a port".to_owned())?;
    match address.ip().is_loopback() {
        true => Ok(address),
        false => Err("only an address of this machine, such as 127.0.0.1:9090 or [::1]:9090".to_owned()),
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| Failure::new(format!("cannot listen on {address}: {error}")))
}

/// Answers whoever runs the server, until the server stops.
async fn administer(listener: TcpListener, state: AppState) {
    match listener.local_addr() {
        Ok(address) => tracing::info!(%address, "figures are told at /metrics"),
        Err(error) => tracing::warn!(%error, "the address for figures is not known"),
    }
    let app = floor(routes::admin::router(state), FloorConfig::default());
    listen::serve(listener, app, ListenConfig::default(), std::future::pending()).await;
}

#[cfg(feature = "embed-site")]
fn source(named: Option<&Path>) -> SiteSource {
    named.map_or(SiteSource::Embedded, |folder| {
        SiteSource::Folder(folder.to_owned())
    })
}

#[cfg(not(feature = "embed-site"))]
fn source(named: Option<&Path>) -> SiteSource {
    SiteSource::Folder(named.unwrap_or(Path::new("target/site")).to_owned())
}

fn state(store: &Store, folder: &Folder, config: Config, site: &Site) -> Result<AppState, Failure> {
    Ok(AppState::of(Parts {
        accounts: Accounts::new(store.clone())?,
        store: store.clone(),
        photos: Photos::of(folder.clone()),
        gone: GonePhones::of(folder.clone()),
        config: Arc::new(config),
        clock: Clock::of_machine(),
        imports: Imports::default(),
        faults: Faults::from_env(),
        reveals: Allowance::hourly(REVEALS_AN_HOUR),
        counters: Counters::default(),
        style: site.style().to_owned(),
        reader: std::env::current_exe()?,
    }))
}

/// Signs off again the phones of which a restored database does not know that they are lost.
async fn remind(store: &Store, gone: &GonePhones) -> Result<(), Failure> {
    match gone.remind(store, Clock::of_machine().now()).await? {
        0 => {}
        forgotten => tracing::warn!(
            forgotten,
            "phones signed off again, which the database had forgotten"
        ),
    }
    Ok(())
}

/// Lets pieces of photos go that nobody went on with.
async fn tidy(photos: Photos) {
    let week = Duration::from_secs(UNFINISHED_DAYS * 24 * 60 * 60);
    loop {
        match photos.drop_unfinished(week).await {
            Ok(0) => {}
            Ok(dropped) => tracing::info!(dropped, "unfinished photos let go"),
            Err(error) => tracing::error!(%error, "unfinished photos stay"),
        }
        tokio::time::sleep(Duration::from_secs(60 * 60)).await;
    }
}

/// Counts each hour how the villages stand, where the month wants it. A server that has just begun answers phones first.
async fn keep_months(state: AppState) {
    tokio::time::sleep(Duration::from_secs(60)).await;
    loop {
        let today = state.clock.today();
        match state.store.count_month(today, &state.config).await {
            Ok(false) => {}
            Ok(true) => tracing::info!(%today, "villages counted for the month"),
            Err(error) => tracing::error!(%error, "the villages could not be counted for the month"),
        }
        tokio::time::sleep(Duration::from_secs(60 * 60)).await;
    }
}

/// One checked backup a day, named by its day; the one of today is made at the start if it is missing. Each hour the
/// photos that the backup lacks, so that those of a day are in it in the end, whatever kept them from it at first.
async fn back_up(store: Store, folder: Folder, to: PathBuf) {
    loop {
        let today = Clock::of_machine().today();
        let file = to.join(format!("ledger-{today}.db"));
        if !file.exists() {
            match store.backup(&file).await {
                Ok(()) => tracing::info!(%today, "backup written"),
                Err(error) => tracing::error!(%error, "no backup could be written"),
            }
        }
        match folder.copy_to(&photos_of_backup(&file)).await {
            Ok(0) => {}
            Ok(copied) => tracing::info!(copied, "photos backed up"),
            Err(error) => tracing::error!(%error, "the photos could not be backed up"),
        }
        tokio::time::sleep(Duration::from_secs(60 * 60)).await;
    }
}
