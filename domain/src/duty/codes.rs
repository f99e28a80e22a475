//! Enumerations of the duty list.

coded! {
    /// What kind of body answers for an item.
    pub enum BodyKind {
        Township = "TOWNSHIP", "乡镇（街道）", "township";
        Department = "DEPARTMENT", "区直部门", "district department";
    }
}

coded! {
    /// Where the body says that an item stands.
    pub enum DutyState {
        NotStarted = "NOT_STARTED", "未开始", "not started";
        UnderWay = "UNDER_WAY", "推进中", "under way";
        Stuck = "STUCK", "有困难", "in difficulty";
        Done = "DONE", "已完成", "done";
    }
}

coded! {
    /// Why a change of an item is not taken, with what to do.
    pub enum DutyCode {
        NoteMissing = "DUTY_NOTE_MISSING", "请写一句进展：做了什么，还差什么。", "Please write a sentence: what was done, what is left.";
        TooLong = "DUTY_TOO_LONG", "文字太长，或者有看不见的控制符，请改一下。", "The text is too long or holds an invisible control character; please change it.";
        PersonalNumber = "DUTY_PERSONAL_NUMBER", "里面有证件号码或手机号，请删掉号码。", "It carries an ID or telephone number; please remove it.";
        ReasonMissing = "DUTY_REASON_MISSING", "请写明原因。", "Please state the reason.";
        UntilWrong = "DUTY_UNTIL_WRONG", "说明的有效期要从今天起、不超过一年，请改一下。", "An explanation holds from today on, for a year at most; please change the day.";
        NothingOpen = "DUTY_NOTHING_OPEN", "这一项没有临期也没有过期，不用说明。", "This item is neither due soon nor overdue; nothing has to be explained.";
        NotWaiting = "DUTY_NOT_WAITING", "这条说明已经确认过，或者已经过了有效期。", "This explanation was confirmed already, or is over.";
        OwnExplanation = "DUTY_OWN_EXPLANATION", "自己写的说明要由另一个人确认。", "Somebody else has to confirm what you wrote.";
        Withdrawn = "DUTY_WITHDRAWN", "这一项已停用，不再更新。", "This item was withdrawn and is updated no more.";
        ChangedMeanwhile = "DUTY_CHANGED_MEANWHILE", "这一项刚被别人更新过。已取来最新的，请看过以后再存一次。", "Somebody has changed this item meanwhile. The newest is shown; please look and save again.";
    }
}
