//! Tags: a short word with an icon, never colour alone.

use super::icon::{Icon, icon};
use crate::words::Words;
use domain::due::Due;
use leptos::prelude::*;

/// How a tag speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A plain fact.
    Plain,
    /// Worth knowing.
    Calm,
    /// Done or seen.
    Act,
    /// Needs attention soon.
    Warn,
    /// Needs attention now.
    Stop,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "tag",
            Self::Calm => "tag calm",
            Self::Act => "tag act",
            Self::Warn => "tag warn",
            Self::Stop => "tag stop",
        }
    }
}

/// One tag.
pub fn tag(tone: Tone, sign: Option<Icon>, text: impl Into<String>) -> AnyView {
    view! { <span class=tone.class()>{sign.map(icon)}{text.into()}</span> }.into_any()
}

/// Something of it waits on the phone and is not done.
pub fn unsent_tag(words: Words) -> AnyView {
    tag(Tone::Plain, Some(Icon::Phone), words.unsent_tag())
}

/// When a household is due, where that is near: past, today, soon.
pub fn due_tag(due: &Due, words: Words) -> Option<AnyView> {
    if due.by.is_none() {
        return Some(tag(Tone::Warn, Some(Icon::Clock), words.due_first()));
    }
    left_tag(due.days_left, words)
}

/// How many days are left, where they are few: past, today, soon.
pub fn left_tag(days_left: i64, words: Words) -> Option<AnyView> {
    match days_left {
        n if n < 0 => Some(tag(
            Tone::Stop,
            Some(Icon::Bang),
            words.due_past(n.saturating_neg()),
        )),
        0 => Some(tag(Tone::Warn, Some(Icon::Clock), words.due_today())),
        1 => Some(tag(Tone::Warn, Some(Icon::Clock), words.due_tomorrow())),
        n if n <= crate::screens::outline::SOON_DAYS => {
            Some(tag(Tone::Plain, Some(Icon::Clock), words.due_in(n)))
        }
        _ => None,
    }
}
