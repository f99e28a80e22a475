//! The screens, one file each. What they compute from records is pure and tested natively; what they draw needs a browser.

pub mod outline;
pub mod visit_form;

#[cfg(feature = "hydrate")]
mod desk;
#[cfg(feature = "hydrate")]
mod four;
#[cfg(feature = "hydrate")]
mod gate;
#[cfg(feature = "hydrate")]
mod household;
#[cfg(feature = "hydrate")]
mod households;
#[cfg(feature = "hydrate")]
mod me;
#[cfg(feature = "hydrate")]
mod new_code;
#[cfg(feature = "hydrate")]
mod not_here;
#[cfg(feature = "hydrate")]
mod pending;
#[cfg(feature = "hydrate")]
mod review;
#[cfg(feature = "hydrate")]
mod review_one;
#[cfg(feature = "hydrate")]
mod root;
#[cfg(feature = "hydrate")]
mod sign_in;
#[cfg(feature = "hydrate")]
mod today;
#[cfg(feature = "hydrate")]
mod unlock;
#[cfg(feature = "hydrate")]
mod visit;

#[cfg(feature = "hydrate")]
pub use root::App;
