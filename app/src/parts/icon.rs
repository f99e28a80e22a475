//! The icons: one stroke path each, always decorative; the word stands beside it.

use leptos::prelude::*;

/// A drawn sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Today,
    House,
    Plus,
    Four,
    Me,
    Review,
    Back,
    Go,
    Down,
    Check,
    Bang,
    Minus,
    Cross,
    Warn,
    Clock,
    Return,
    Ask,
    Differs,
    Phone,
    Sent,
    Eye,
    Search,
    Info,
    Sync,
    Lock,
    Finger,
    Edit,
    Flag,
    File,
    Upload,
    Board,
    Equal,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Today => {
                "M7 5h10a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3zM8 3v4M16 3v4M8 13l3 3 5-5"
            }
            Self::House => "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6h-6v6H5a1 1 0 0 1-1-1z",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Four => {
                "M6 4h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM15 4h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2h-3a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM6 13h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2zM15 13h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2h-3a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2z"
            }
            Self::Me => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1.5-4 4.5-6 8-6s6.5 2 8 6",
            Self::Review => {
                "M8 4h8a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zM9 3h6v3H9zM9 13.5l2.2 2.2L15.5 11"
            }
            Self::Back => "M15 5l-7 7 7 7",
            Self::Go => "M9 5l7 7-7 7",
            Self::Down => "M5 9l7 7 7-7",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Bang => "M12 4.5v9.5M12 18.8v.2",
            Self::Minus => "M6 12h12",
            Self::Cross => "M6 6l12 12M18 6L6 18",
            Self::Warn => "M12 4l9.5 16h-19zM12 10v4.5M12 17.3v.2",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
            Self::Return => "M9 6L4 11l5 5M4 11h10a6 6 0 0 1 6 6v2",
            Self::Ask => "M8 9a4 4 0 1 1 5.8 3.5C12.6 13.2 12 13.9 12 15M12 18.8v.2",
            Self::Differs => "M5 9h14M5 15h14M16 5L8 19",
            Self::Phone => "M8 3h8a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM11 18h2",
            Self::Sent => {
                "M7 17.5a4.2 4.2 0 0 1-.4-8.3 6 6 0 0 1 11.4 1.5 3.4 3.4 0 0 1-.2 6.8M12 20.5v-8.5M9 14.5l3-3 3 3"
            }
            Self::Eye => {
                "M3 12c2.5-4.5 5.5-6.5 9-6.5s6.5 2 9 6.5c-2.5 4.5-5.5 6.5-9 6.5S5.5 16.5 3 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"
            }
            Self::Search => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2L21 21",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.2",
            Self::Sync => "M4 12a8 8 0 0 1 13.8-5.5L20 9M20 4v5h-5M20 12a8 8 0 0 1-13.8 5.5L4 15M4 20v-5h5",
            Self::Lock => {
                "M7 11h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2zM8 11V8a4 4 0 0 1 8 0v3"
            }
            Self::Finger => {
                "M5 13v-2a7 7 0 0 1 14 0v3M8.5 18v-7a3.5 3.5 0 0 1 7 0v6M12 11v9M5 16.5v1M18.5 17.5l-.5 2"
            }
            Self::Edit => "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
            Self::Flag => "M6 21V4h11l-2 4 2 4H6",
            Self::File => {
                "M7 3h7l5 5v11a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM14 3v5h5M9 13h6M9 17h4"
            }
            Self::Upload => "M12 16V5M8 9l4-4 4 4M5 16v2a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-2",
            Self::Board => "M4 20V4M4 20h16M8 16v-4M12.5 16V8M17 16v-6",
            Self::Equal => "M6 9.5h12M6 14.5h12",
        }
    }
}

/// One icon in the colour and about the height of the text beside it.
pub fn icon(kind: Icon) -> AnyView {
    icon_as(kind, "icon")
}

/// The quiet arrow at the end of a row that opens something.
pub fn go() -> AnyView {
    icon_as(Icon::Go, "icon go")
}

/// An icon with other classes than the plain one.
pub fn icon_as(kind: Icon, class: &'static str) -> AnyView {
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true"><path d=kind.path()></path></svg> }
        .into_any()
}

/// The calm yard that stands where a list is happily empty.
pub fn yard() -> AnyView {
    view! {
        <svg class="art" viewBox="0 0 104 78" aria-hidden="true">
            <path class="soft" d="M8 66c10-18 30-26 46-26s32 10 42 26z"></path>
            <path d="M6 68h92M22 68V46l22-16 22 16v22M36 68V54h16v14M74 68V52M74 52c-8 0-11-6-9-13 2-8 16-8 18 0 2 7-1 13-9 13zM86 16a6 6 0 1 0 0 .1M86 4v2M98 16h-2M76 16h-2M94.5 7.5l-1.5 1.5"></path>
        </svg>
    }
    .into_any()
}
