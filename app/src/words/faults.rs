//! Words for what went wrong: said calmly, with what to do next.

messages! {
    fault_offline => "现在连不上网络，请到信号好的地方再试。", "There is no connection now; please try where there is signal.";
    fault_storage_full => "手机没有空间了，这条还没有存下。请清出一些空间，再点一次保存。", "The phone is full; this is not saved yet. Please free some space and save again.";
    fault_storage => "浏览器不让存，这条还没有存下。请不要关掉这一页，换系统浏览器或退出无痕模式再试。", "The browser refuses to store; this is not saved yet. Keep this page open and try the system browser, not private mode.";
    fault_credentials => "工号或密码不对，请再试一次。忘了可以请管理员重新发邀请码。", "Staff number or password is not right; please try again. The administrator can send a new code.";
    fault_invite => "邀请码不对、用过了或者过期了，请管理员再发一个。", "The code is wrong, used or expired; ask the administrator for a new one.";
    fault_wait(wait: &str) => "试得太多了，请等 {wait} 再试。", "Too many tries; please wait {wait}.";
    fault_wait_some => "试得太多了，请过一会儿再试。", "Too many tries; please try a little later.";
    fault_password_weak => "这个密码太短或太好猜，换一个。", "That password is too short or easy to guess; choose another.";
    fault_session => "登录过期了，请重新登录。", "Your session has ended; please sign in again.";
    fault_forbidden => "你的身份看不了这里。", "Your role may not open this.";
    fault_not_found => "没有找到，可能已经变了。", "Not found; it may have changed.";
    fault_too_large => "文件太大了。", "The file is too large.";
    fault_busy => "服务器正忙，请过一会儿再试。", "The server is busy; please try a little later.";
    fault_incident(number: &str) => "服务器出了点问题，已记下编号 {number}，请过一会儿再试。", "Something went wrong on the server, noted as {number}; please try later.";
    fault_present_password => "现在的密码不对，请再试一次。", "The present password is not right; please try again.";
    fault_other_person => "这部手机上打开的是另一个人的资料，请先锁上，再换人登录。", "Another person's records are open on this phone; lock them first, then sign in.";
    fault_own_account => "不能关闭自己的账号。", "You cannot close your own account.";
    fault_period => "时间段不对：开始要早于结束，最长五年。", "The period must begin before it ends, five years at most.";
    fault_no_store => "这部手机上的资料被浏览器清掉了，请重新登录取一次。", "The browser has cleared this phone's records; please sign in and fetch them again.";
    fault_newer_store => "资料是新版本存的，请先刷新，更新应用。", "The records were kept by a newer version; please reload to update the app.";
    parcel_not_ours => "这不是驻村手账导出的文件，或者文件不全。", "This file was not exported by Village Ledger, or is incomplete.";
    parcel_newer => "文件是新版本导出的，请先更新应用再取回。", "The file comes from a newer version; please update the app first.";
    parcel_closed => "打不开：口令不对，或者文件坏了。请再输一次口令。", "It does not open: the passphrase is wrong, or the file is damaged. Please enter the passphrase again.";
    parcel_other_author => "文件里是别人记的，请用他自己的账号登录后取回。", "The file holds somebody else's records; they can be taken back under that person's own account.";
    fault_other => "没有办成，请再试一次。", "That did not work; please try again.";
    fault_other_code(code: &str) => "没有办成（{code}），请再试一次。", "That did not work ({code}); please try again.";
}

use super::Words;
use crate::format::wait;
use crate::ledger::UiError;
use crate::phone::PhoneError;
use crate::phone::parcel::ParcelFault;
use domain::api::{PASSWORD_MIN, ProblemDocument};
use domain::device::PhoneFault;
use domain::reveal::RevealFault;

impl Words {
    /// What a fault means and what to do.
    #[must_use]
    pub fn trouble(self, fault: &UiError) -> String {
        match fault {
            UiError::Refused(refusal) => refusal.words(self.lang()).to_owned(),
            UiError::Problem(problem) => self.problem(problem),
            UiError::Offline => self.fault_offline().to_owned(),
            UiError::Locked => self.fault_session().to_owned(),
            UiError::OtherPerson => self.fault_other_person().to_owned(),
            UiError::Phone(fault) => self.phone_fault(fault),
        }
    }

    fn problem(self, problem: &ProblemDocument) -> String {
        match problem.code.as_str() {
            "SIGN_IN" | "unauthorised" => self.fault_session().to_owned(),
            "SIGN_IN_REFUSED" => self.fault_credentials().to_owned(),
            "PASSWORD_WRONG" => self.fault_present_password().to_owned(),
            "PASSWORD_SHORT" => self.password_too_short(PASSWORD_MIN),
            code if code.starts_with("PASSWORD_") => self.fault_password_weak().to_owned(),
            "WAIT" | "too_many" => match problem.retry_after.and_then(|s| i64::try_from(s).ok()) {
                Some(seconds) => self.fault_wait(&wait(seconds.saturating_mul(1000), self)),
                None => self.fault_wait_some().to_owned(),
            },
            "NOT_ALLOWED" | "forbidden" | "cross_site" => self.fault_forbidden().to_owned(),
            "OWN_ACCOUNT" => self.fault_own_account().to_owned(),
            "BAD_PERIOD" => self.fault_period().to_owned(),
            "not_found" => self.fault_not_found().to_owned(),
            "too_large" => self.fault_too_large().to_owned(),
            "busy" | "TRY_LATER" | "UNKNOWN_SEND_AGAIN" | "outcome_unknown" => self.fault_busy().to_owned(),
            code => match (self.named(code), &problem.incident) {
                (Some(said), _) => said.to_owned(),
                (None, Some(number)) => self.fault_incident(number),
                (None, None) if code.is_empty() => self.fault_other().to_owned(),
                (None, None) => self.fault_other_code(code),
            },
        }
    }

    /// What the domain says of a fault that it knows.
    fn named(self, code: &str) -> Option<&'static str> {
        let reveal = RevealFault::from_code(code).map(|fault| fault.label(self.lang()));
        reveal.or_else(|| PhoneFault::from_code(code).map(|fault| fault.label(self.lang())))
    }

    fn phone_fault(self, fault: &PhoneError) -> String {
        match fault {
            PhoneError::WrongCode { wait_ms: 0 } => self.wrong_code().to_owned(),
            PhoneError::WrongCode { wait_ms } => self.wrong_code_wait(&wait(*wait_ms, self)),
            PhoneError::Locked { wait_ms } => self.wait_first(&wait(*wait_ms, self)),
            PhoneError::QuotaExceeded => self.fault_storage_full().to_owned(),
            PhoneError::NoStore => self.fault_no_store().to_owned(),
            PhoneError::NewerStore => self.fault_newer_store().to_owned(),
            PhoneError::Parcel(fault) => self.parcel_fault(*fault).to_owned(),
            _ => self.fault_storage().to_owned(),
        }
    }

    const fn parcel_fault(self, fault: ParcelFault) -> &'static str {
        match fault {
            ParcelFault::NotOurs => self.parcel_not_ours(),
            ParcelFault::Newer => self.parcel_newer(),
            ParcelFault::Closed => self.parcel_closed(),
            ParcelFault::OtherAuthor => self.parcel_other_author(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::lang::Lang;

    #[test]
    fn a_wait_is_said_in_minutes() {
        let problem = ProblemDocument {
            code: "WAIT".into(),
            retry_after: Some(240),
            ..ProblemDocument::default()
        };
        assert_eq!(
            Words(Lang::Zh).trouble(&UiError::Problem(problem)),
            "试得太多了，请等 4 分钟 再试。"
        );
    }

    #[test]
    fn an_unknown_code_is_shown_for_the_help_desk() {
        let problem = ProblemDocument {
            code: "TEAPOT".into(),
            ..ProblemDocument::default()
        };
        assert!(
            Words(Lang::En)
                .trouble(&UiError::Problem(problem))
                .contains("TEAPOT")
        );
    }
}
