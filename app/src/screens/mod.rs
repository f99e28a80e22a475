//! The screens, one file each. What they compute from records is pure and tested natively; what they draw needs a browser.

#[cfg(feature = "csr")]
mod case;
pub mod income;
pub mod outline;
pub mod standing;
pub mod step;
pub mod visit_form;

#[cfg(feature = "desk")]
mod desk;
#[cfg(all(feature = "csr", not(feature = "desk")))]
mod desk_elsewhere;
#[cfg(all(feature = "csr", not(feature = "desk")))]
use desk_elsewhere as desk;
#[cfg(feature = "csr")]
mod elimination;
#[cfg(feature = "csr")]
mod entitlement;
#[cfg(feature = "csr")]
mod flag;
#[cfg(feature = "csr")]
mod four;
#[cfg(feature = "csr")]
mod gate;
#[cfg(feature = "csr")]
mod handover;
#[cfg(feature = "csr")]
mod household;
#[cfg(feature = "csr")]
mod households;

#[cfg(feature = "csr")]
mod known_visit;
#[cfg(feature = "csr")]
mod lost;
#[cfg(feature = "csr")]
mod me;
#[cfg(feature = "csr")]
mod month;
#[cfg(feature = "csr")]
mod new_code;
#[cfg(feature = "csr")]
mod not_here;
#[cfg(feature = "csr")]
mod papers;
#[cfg(feature = "csr")]
mod pending;
#[cfg(feature = "csr")]
mod phones;
#[cfg(feature = "csr")]
mod plan;
#[cfg(feature = "csr")]
mod request;
#[cfg(feature = "csr")]
mod review;
#[cfg(feature = "csr")]
mod review_one;
#[cfg(feature = "csr")]
mod root;
#[cfg(feature = "csr")]
mod screening;
#[cfg(feature = "csr")]
mod sign_in;
#[cfg(feature = "csr")]
mod today;
#[cfg(feature = "csr")]
mod unlock;
#[cfg(feature = "csr")]
mod visit;
#[cfg(feature = "csr")]
mod wiped;
#[cfg(feature = "csr")]
mod work;

#[cfg(feature = "csr")]
pub use root::App;
