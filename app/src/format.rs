//! Dates, times and figures as people read them. Pure: the day of today and the zone are passed in.

use crate::words::Words;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use domain::lang::Lang;
use domain::time::{Millis, days_between};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS_ZH: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn nth<'a>(list: &[&'a str], index: u32) -> &'a str {
    usize::try_from(index)
        .ok()
        .and_then(|index| list.get(index).copied())
        .unwrap_or("")
}

/// `10月21日` or `21 Oct`.
#[must_use]
pub fn day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
        Lang::En => format!("{} {}", date.day(), nth(&MONTHS, date.month0())),
    }
}

/// As [`day`], with the year where it is not `today`'s; last year by its name.
#[must_use]
pub fn day_of(date: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    if date.year() == today.year() {
        return day(date, lang);
    }
    if date.year() == today.year().saturating_sub(1) {
        return Words(lang).last_year_day(&day(date, lang), date.year());
    }
    match lang {
        Lang::Zh => format!("{}年{}", date.year(), day(date, lang)),
        Lang::En => format!("{} {}", day(date, lang), date.year()),
    }
}

/// `11月23日 星期一` or `Mon, 23 Nov`.
#[must_use]
pub fn day_and_weekday(date: NaiveDate, lang: Lang) -> String {
    let weekday = date.weekday().num_days_from_monday();
    match lang {
        Lang::Zh => format!("{} 星期{}", day(date, lang), nth(&WEEKDAYS_ZH, weekday)),
        Lang::En => format!("{}, {}", nth(&WEEKDAYS_EN, weekday), day(date, lang)),
    }
}

/// `2025年10月` or `Oct 2025`.
#[must_use]
pub fn month(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月", date.year(), date.month()),
        Lang::En => format!("{} {}", nth(&MONTHS, date.month0()), date.year()),
    }
}

/// `今天`, `昨天`, `明天`, else the day.
#[must_use]
pub fn relative_day(date: NaiveDate, today: NaiveDate, words: Words) -> String {
    match days_between(date, today) {
        0 => words.today_word().to_owned(),
        1 => words.yesterday().to_owned(),
        -1 => words.tomorrow().to_owned(),
        _ => day_of(date, today, words.lang()),
    }
}

/// How long ago a day was: `今天`, `昨天`, `47 天前`; a later day as a date.
#[must_use]
pub fn age_of(date: NaiveDate, today: NaiveDate, words: Words) -> String {
    match days_between(date, today) {
        0 => words.today_word().to_owned(),
        1 => words.yesterday().to_owned(),
        n if n > 1 => words.days_ago(n),
        _ => day_of(date, today, words.lang()),
    }
}

/// The local wall clock at a moment, `zone_min` minutes ahead of UTC.
#[must_use]
pub fn local(at: Millis, zone_min: i64) -> Option<NaiveDateTime> {
    let utc = DateTime::from_timestamp_millis(at.0)?.naive_utc();
    utc.checked_add_signed(TimeDelta::try_minutes(zone_min)?)
}

/// `今天 14:20`, `昨天 16:05`, `11月21日 9:40`; a moment that no calendar has is shown as a dash.
#[must_use]
pub fn moment(at: Millis, zone_min: i64, today: NaiveDate, words: Words) -> String {
    let Some(local) = local(at, zone_min) else {
        return "—".to_owned();
    };
    let time = local.format("%-H:%M").to_string();
    words.at_time(&relative_day(local.date(), today, words), &time)
}

/// A wait in seconds or whole minutes, rounded up.
#[must_use]
pub fn wait(ms: i64, words: Words) -> String {
    let seconds = ms.max(0).saturating_add(999) / 1000;
    if seconds <= 90 {
        words.seconds(seconds)
    } else {
        words.minutes((seconds + 59) / 60)
    }
}

/// A whole number with a comma at each thousand.
#[must_use]
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if n < 0 { format!("-{text}") } else { text }
}

/// As [`grouped`], for counts.
#[must_use]
pub fn grouped_u64(n: u64) -> String {
    i64::try_from(n).map_or_else(|_| n.to_string(), grouped)
}

/// Short facts with dots between them as one line that never begins with a dot.
#[must_use]
pub fn dotted(line: &str) -> String {
    line.replace(" · ", "\u{a0}· ")
}

/// Bytes as MB or GB, as phones show them.
#[must_use]
pub fn bytes(count: f64) -> String {
    let mega = count.max(0.0) / 1_000_000.0;
    if mega < 1.0 {
        format!("{:.0} KB", mega * 1000.0)
    } else if mega >= 1000.0 {
        format!("{:.1} GB", mega / 1000.0)
    } else {
        format!("{mega:.0} MB")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: Words = Words(Lang::Zh);
    const EN: Words = Words(Lang::En);

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn no_line_begins_with_a_dot() {
        assert_eq!(dotted("第3组 · 4 人 · 上次"), "第3组\u{a0}· 4 人\u{a0}· 上次");
    }

    #[test]
    fn days_are_written_as_people_write_them() {
        let date = on("2026-10-21");
        assert_eq!(day(date, Lang::Zh), "10月21日");
        assert_eq!(day(date, Lang::En), "21 Oct");
        assert_eq!(day_of(on("2025-10-21"), date, Lang::Zh), "去年10月21日");
        assert_eq!(day_of(on("2025-10-21"), date, Lang::En), "21 Oct 2025");
        assert_eq!(day_of(on("2024-10-21"), date, Lang::Zh), "2024年10月21日");
        assert_eq!(day_and_weekday(on("2026-11-23"), Lang::Zh), "11月23日 星期一");
        assert_eq!(day_and_weekday(on("2026-11-23"), Lang::En), "Mon, 23 Nov");
    }

    #[test]
    fn near_days_have_names() {
        let today = on("2026-11-23");
        assert_eq!(relative_day(on("2026-11-22"), today, ZH), "昨天");
        assert_eq!(relative_day(on("2026-11-24"), today, EN), "tomorrow");
        assert_eq!(age_of(on("2026-10-07"), today, ZH), "47 天前");
        assert_eq!(age_of(on("2026-11-21"), today, EN), "2 days ago");
    }

    #[test]
    fn moments_are_read_on_the_local_clock() {
        // 2026-11-22T16:30Z is half past midnight of the 23rd in China.
        let at = Millis(1_795_365_000_000);
        assert_eq!(moment(at, 480, on("2026-11-23"), ZH), "今天\u{a0}0:30");
        assert_eq!(moment(at, 0, on("2026-11-23"), ZH), "昨天\u{a0}16:30");
        assert_eq!(moment(Millis(i64::MAX), 480, on("2026-11-23"), ZH), "—");
    }

    #[test]
    fn figures_have_thousands_and_units() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(-1200), "-1,200");
        assert_eq!(grouped(12), "12");
        assert_eq!(bytes(38_400_000.0), "38 MB");
        assert_eq!(bytes(1_250_000_000.0), "1.2 GB");
        assert_eq!(wait(29_100, ZH), "30 秒");
        assert_eq!(wait(200_000, EN), "4 minutes");
    }
}
