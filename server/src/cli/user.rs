//! Accounts at the machine: the first administrator, and help when nobody can sign in.

use clap::Subcommand;
use domain::api::{AccountLine, Invitation};
use domain::ids::{StaffId, TeamId, VillageId};
use domain::roster::Role;
use domain::text;
use domain::time::Millis;

use super::failure::Failure;
use super::say::say;
use super::{at_the_machine, database};
use crate::accounts::{Accounts, staff_number};
use crate::routes::Clock;
use crate::store::{StaffPlace, StaffRow, Store};

/// Longest name.
const NAME_CHARS: usize = 50;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account that is not on the roster, and print its enrolment code once
    Add {
        /// Staff number
        staff: String,
        /// Name
        #[arg(long)]
        name: String,
        /// Role by code, such as SYSTEM_ADMIN, RESIDENCY_OFFICE or DISTRICT_ADMIN
        #[arg(long, value_parser = read_role)]
        role: Role,
        /// Team number, for members and leaders
        #[arg(long)]
        team: Option<String>,
        /// Township or street as the roster writes it, for its reviewers
        #[arg(long)]
        township: Option<String>,
        /// Village number, for cadres of a village
        #[arg(long)]
        village: Option<String>,
    },
    /// Print a new enrolment code for an account, also when its password was forgotten
    Invite {
        /// Staff number
        staff: String,
    },
    /// List the accounts
    List,
    /// Close an account; its sessions end at once
    Close {
        /// Staff number
        staff: String,
    },
    /// Open a closed account again
    Open {
        /// Staff number
        staff: String,
    },
}

fn read_role(text: &str) -> Result<Role, String> {
    let known = || {
        Role::ALL
            .iter()
            .map(|role| role.code())
            .collect::<Vec<_>>()
            .join(", ")
    };
    Role::from_code(&text.to_uppercase())
        .or_else(|| Role::from_zh(text))
        .ok_or_else(|| format!("no such role; there are {}", known()))
}

impl User {
    /// Does it.
    pub async fn run(self, url: &str) -> Result<(), Failure> {
        let store = database::open(url).await?;
        let done = self.on(&store).await;
        store.close().await;
        done
    }

    async fn on(self, store: &Store) -> Result<(), Failure> {
        let accounts = Accounts::new(store.clone())?;
        let (by, now) = (at_the_machine(), Clock::of_machine().now());
        match self {
            Self::Add {
                staff,
                name,
                role,
                team,
                township,
                village,
            } => {
                let staff = staff_number(&staff);
                let place = place_of(store, role, township, village).await?;
                add(store, (&staff, &name), role, team, now).await?;
                if let Some(place) = place {
                    store.set_place(&staff, &place).await?;
                }
                print_code(&accounts.invite(&staff, &by, now).await?);
            }
            Self::Invite { staff } => {
                print_code(&accounts.invite(&staff_number(&staff), &by, now).await?);
            }
            Self::List => store.accounts().await?.iter().for_each(print_line),
            Self::Close { staff } => accounts.close(&staff_number(&staff), &by, now).await?,
            Self::Open { staff } => accounts.open(&staff_number(&staff), &by, now).await?,
        }
        Ok(())
    }
}

/// The place that a role needs: a township for its reviewers, a village for its cadres, none for others.
async fn place_of(
    store: &Store,
    role: Role,
    township: Option<String>,
    village: Option<String>,
) -> Result<Option<StaffPlace>, Failure> {
    let roster = store.roster().await?;
    match (role, township, village) {
        (Role::TownReviewer, Some(township), None) => {
            let township = text::tidy(&township);
            match roster.villages.iter().any(|village| village.township == township) {
                true => Ok(Some(StaffPlace::Township(township))),
                false => Err(Failure::new("no village of the roster lies in this township")),
            }
        }
        (Role::VillageCadre, None, Some(village)) => {
            let village = VillageId(text::compact(&village).to_uppercase());
            match roster.villages.iter().any(|known| known.id == village) {
                true => Ok(Some(StaffPlace::Village(village))),
                false => Err(Failure::new("the roster has no such village")),
            }
        }
        (Role::TownReviewer, ..) => Err(Failure::new("reviewers of a township have a --township")),
        (Role::VillageCadre, ..) => Err(Failure::new("cadres of a village have a --village")),
        (_, None, None) => Ok(None),
        _ => Err(Failure::new(
            "only reviewers have a --township and cadres a --village",
        )),
    }
}

async fn add(
    store: &Store,
    (staff, name): (&StaffId, &str),
    role: Role,
    team: Option<String>,
    now: Millis,
) -> Result<(), Failure> {
    let name = text::tidy(name);
    if staff.as_str().is_empty() || name.is_empty() || text::check(&name, NAME_CHARS).is_err() {
        return Err(Failure::new(
            "staff number and name are needed; a name has at most 50 characters",
        ));
    }
    if store.account(staff).await?.is_some() {
        return Err(Failure::new("this staff number has an account already"));
    }
    let team = team.map(|team| TeamId(text::compact(&team).to_uppercase()));
    if matches!(role, Role::TeamMember | Role::TeamLeader) != team.is_some() {
        return Err(Failure::new(
            "members and leaders have a --team, others have none",
        ));
    }
    let row = StaffRow {
        id: staff.clone(),
        name,
        sex: None,
        phone: None,
        role,
        team,
        political: None,
        posted_from: None,
        posted_until: None,
    };
    Ok(store.create_staff(&row, now).await?)
}

fn print_code(invitation: &Invitation) {
    let until = crate::routes::field_day(invitation.expires_at);
    say(format!("{}  {}", invitation.staff, invitation.code));
    eprintln!("The code is good once, until {until}, and is shown only now.");
}

fn print_line(line: &AccountLine) {
    let state = match (line.closed, line.enrolled) {
        (true, _) => "closed",
        (false, true) => "enrolled",
        (false, false) => "not enrolled yet",
    };
    let team = line.team.as_ref().map_or("-", TeamId::as_str);
    say(format!(
        "{}\t{}\t{}\t{team}\t{state}",
        line.staff,
        line.name,
        line.role.code()
    ));
}
