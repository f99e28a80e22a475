//! What was found, as words of one spelling: codes, numbers and days, never what a compiler prints of a value.

use chrono::NaiveDate;
use domain::commitments::{Evidence, Finding, Subject};
use domain::elimination::precheck;
use domain::household::checks::SpouseFault;
use domain::household::facts::FieldKey;
use domain::income::{IncomeSnapshot, NetIncome, Standing};
use domain::screening;
use minicbor::Encode;
use uuid::Uuid;

/// FNV-1a over bytes, in 64 bits.
pub fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The bytes as which something travels, as one word.
pub fn bytes<T: Encode<()>>(of: &T) -> String {
    let bytes = minicbor::to_vec(of).unwrap_or_default();
    format!("{}:{:016x}", bytes.len(), fnv(&bytes))
}

fn short(id: Uuid) -> String {
    let (kind, number) = id.as_u64_pair();
    format!("{kind}/{number}")
}

fn fact(key: &FieldKey) -> String {
    match key.member {
        None => key.name.code().to_owned(),
        Some(member) => format!("{}@{}", key.name.code(), short(member.0)),
    }
}

fn listed(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join("+")
}

/// A value, where there is one.
pub fn perhaps<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// A net income.
pub fn net(net: Option<NetIncome>) -> String {
    net.map_or_else(|| "-".to_owned(), |net| format!("{}..{}", net.least, net.most))
}

/// How it stands against the line of its year.
pub fn standing(standing: Option<Standing<'_>>) -> (&'static str, String) {
    match standing {
        None => ("NOBODY_SHARES", "-".to_owned()),
        Some(Standing::NoLine(year)) => ("NO_LINE", year.to_string()),
        Some(Standing::ShortWindow(days)) => ("SHORT", days.to_string()),
        Some(Standing::Below(line)) => ("BELOW", format!("{}/{}", line.yuan, line.year)),
        Some(Standing::Reached(line)) => ("REACHED", format!("{}/{}", line.yuan, line.year)),
        Some(Standing::Unsettled(line)) => ("UNSETTLED", format!("{}/{}", line.yuan, line.year)),
    }
}

/// A finding of the screening.
pub fn screened(finding: &screening::Finding) -> String {
    let compared = match &finding.compared {
        None => "-".to_owned(),
        Some(screening::Compared::Bill { paid, net, to }) => {
            let paid = [paid.medical, paid.schooling, paid.disaster].map(|part| part.to_string());
            format!("{}of{net}@{}", paid.join("+"), perhaps(*to))
        }
        Some(screening::Compared::Person { household, .. }) => format!("in{}", short(household.0)),
        Some(screening::Compared::Spouse(SpouseFault::Several)) => "several".to_owned(),
        Some(screening::Compared::Spouse(SpouseFault::SameSex)) => "same-sex".to_owned(),
        Some(screening::Compared::Sex(sex)) => sex.code().to_owned(),
        Some(screening::Compared::Age(age)) => format!("aged{age}"),
        Some(screening::Compared::Line { net: of, line, year }) => {
            format!("{}<{line}/{year}", net(Some(*of)))
        }
    };
    let member = perhaps(finding.member.map(|member| short(member.0)));
    let facts = listed(finding.facts.iter().map(fact));
    format!(
        "{} member={member} facts={facts} compared={compared}",
        finding.rule.code()
    )
}

/// A criterion of an elimination.
pub fn criterion(of: &precheck::Criterion) -> String {
    let (code, finding, severity) = (of.code.code(), of.finding.code(), of.severity.code());
    format!("{code} {finding} {severity} evidence={}", bytes(&of.evidence))
}

/// A calculation of income.
pub fn income(made: &IncomeSnapshot, of: Option<NetIncome>, stands: Option<Standing<'_>>) -> String {
    let (word, line) = standing(stands);
    format!(
        "{} to={} net={} {word} {line}",
        short(made.op.0),
        made.content.to,
        net(of)
    )
}

/// A line of the four not-removes.
pub fn line(finding: &Finding) -> String {
    let subject = match finding.subject {
        Subject::Village => "village".to_owned(),
        Subject::Household(household) => short(household.0),
        Subject::Member(_, member) => short(member.0),
    };
    format!(
        "{} {subject} {} {} owner={} by={} explained={} remedy={} from={}",
        finding.line.code(),
        finding.status.code(),
        finding.why.code(),
        finding.owner.code(),
        perhaps::<NaiveDate>(finding.by),
        perhaps(finding.explanation.map(|explanation| short(explanation.0))),
        finding.remedy.is_some(),
        listed(finding.evidence.iter().map(evidence)),
    )
}

fn evidence(of: &Evidence) -> String {
    match of {
        Evidence::Visit(visit) => short(visit.0),
        Evidence::Fact(key) => fact(key),
        Evidence::Post(post, staff) => format!("{}:{staff}", post.code()),
        Evidence::Team(team) => team.to_string(),
        Evidence::Month(staff, month) => format!("{staff}:{month}"),
        Evidence::Contact(op) | Evidence::Measure(op) | Evidence::Case(op) | Evidence::Entitlement(op) => {
            short(op.0)
        }
        Evidence::Flag(flag) => short(flag.0),
        Evidence::Handover(handover) => short(handover.0),
        Evidence::Work(work) => short(work.0),
    }
}
