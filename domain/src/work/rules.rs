//! What an entry of the work log must say (domain.md §7.2).

use super::WorkContent;
use super::codes::WorkKind;
use crate::commitments::Post;
use crate::refusal::{Refusal, RefusalCode};
use crate::visit::rules::{check_required, check_text};
use chrono::NaiveDate;

/// Longest account of what was done, in characters.
pub const WORDS_MAX: usize = 1_000;
/// Longest name of who came or gave, in characters.
pub const WHO_MAX: usize = 60;
/// Longest reason for striking an entry out, in characters.
pub const WHY_MAX: usize = 200;
/// Most people who took part; a bound, not a rule of the field.
pub const COMPANIONS_MAX: usize = 20;

/// Whether an entry can be written as it is said. Days are compared with those of the same phone.
///
/// # Errors
/// The first rule that blocks, with the field of the form that it concerns.
pub fn check_content(content: &WorkContent, recorded_on: NaiveDate) -> Result<(), Refusal> {
    if content.on > recorded_on {
        return Err(Refusal::at(RefusalCode::StepInFuture, "on"));
    }
    if content
        .post
        .is_some_and(|post| !Post::NOTED.contains(&post) || content.kind != WorkKind::OF_POSTS)
    {
        return Err(Refusal::at(RefusalCode::BadValue, "post"));
    }
    if content.kind.is_support() || content.post.is_some() {
        check_required("who", &content.who, WHO_MAX)?;
    } else {
        check_text("who", &content.who, WHO_MAX)?;
    }
    check_required("words", &content.words, WORDS_MAX)?;
    if content.yuan.is_some() && content.kind != WorkKind::UnitMoney {
        return Err(Refusal::at(RefusalCode::BadValue, "yuan"));
    }
    if content.companions.len() > COMPANIONS_MAX {
        return Err(Refusal::at(RefusalCode::TooMany, "companions"));
    }
    Ok(())
}
