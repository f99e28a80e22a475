//! What the browser and the phone around the app can tell and do, as small functions.

mod clock;
mod connection;
mod device;
mod file;
mod listener;
mod packing;
mod picture;
mod tabs;
mod worker;

pub use clock::{local_date, measured, now_ms, sleep, uuid_v7, zone_offset_min};
pub use connection::{HttpReply, NetworkFault, fetch, send_bytes};
pub use device::{
    StorageUse, ask_to_persist, download, in_app, is_persisted, is_standalone, set_badge, storage_use,
};
pub use file::PickedFile;
pub use listener::{Listener, is_online, is_visible, on_hidden, on_offline, on_online, on_use, on_visible};
pub use picture::{Drawn, PictureUrl, drawn_small};
pub use tabs::{TabChannel, try_with_lock, until_free};
pub use worker::{deliver_now, deliver_when_there_is_signal};
