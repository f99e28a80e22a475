//! What the network does to one request and its answer.

use crate::dice::Dice;
use crate::plan::Weather;

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It arrives after so many milliseconds.
    Whole(i64),
    /// It never arrives.
    Lost,
    /// Its beginning arrives.
    Cut(i64),
    /// Somebody else answers, with this status.
    Strange(i64, u16),
}

/// What becomes of one copy of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Milliseconds until it reaches the server.
    pub delay: i64,
    /// What becomes of its answer.
    pub reply: Reply,
}

impl Fate {
    /// The copies of one request that arrive: none, one or two. Without weather everything arrives at once.
    #[must_use]
    pub fn of(weather: Option<Weather>, dice: &mut Dice) -> Vec<Self> {
        let Some(weather) = weather else {
            return vec![Self {
                delay: 10,
                reply: Reply::Whole(10),
            }];
        };
        if dice.percent(weather.lost) {
            return Vec::new();
        }
        let copies = 1 + usize::from(dice.percent(weather.doubled));
        (0..copies).map(|_| Self::one(weather, dice)).collect()
    }

    fn one(weather: Weather, dice: &mut Dice) -> Self {
        let delay = delay(weather, dice);
        let back = self::delay(weather, dice);
        let reply = match dice.below(100) {
            fallen if fallen < weather.cut => {
                if dice.percent(50) {
                    Reply::Lost
                } else {
                    Reply::Cut(back)
                }
            }
            fallen if fallen < weather.cut + weather.strange => Reply::Strange(back, status(dice)),
            _ => Reply::Whole(back),
        };
        Self { delay, reply }
    }
}

fn delay(weather: Weather, dice: &mut Dice) -> i64 {
    if dice.percent(weather.late) {
        dice.between(5_000, 600_000)
    } else {
        dice.between(20, 3_000)
    }
}

fn status(dice: &mut Dice) -> u16 {
    const STATUS: [u16; 12] = [200, 204, 302, 400, 403, 404, 409, 413, 429, 500, 502, 503];
    dice.pick(&STATUS).copied().unwrap_or(502)
}
