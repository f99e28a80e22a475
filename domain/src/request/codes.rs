//! Enumerations of requests (domain.md §5.2).

coded! {
    /// What a request is about.
    pub enum RequestCategory {
        Edu = "EDU", "上学", "schooling";
        Med = "MED", "看病", "medical care";
        Housing = "HOUSING", "住房", "housing";
        Water = "WATER", "饮水", "drinking water";
        Job = "JOB", "务工就业", "work";
        Industry = "INDUSTRY", "产业", "industry";
        Road = "ROAD", "道路", "roads";
        Subsidy = "SUBSIDY", "补贴", "subsidies";
        Dispute = "DISPUTE", "矛盾纠纷", "a dispute";
        Other = "OTHER", "其他", "something else";
    }
}

coded! {
    /// Where a request stands. An answer finishes it only once the household knows.
    pub enum RequestStatus {
        Open = "OPEN", "还没开始办", "not taken up yet";
        InHand = "IN_HAND", "正在办", "in hand";
        Done = "DONE", "办好了", "done";
        CannotDo = "CANNOT_DO", "办不了", "cannot be done";
        Transferred = "TRANSFERRED", "已转交", "passed on";
    }
}

impl RequestStatus {
    /// Whether it is an answer, which the household has to be told.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Done | Self::CannotDo | Self::Transferred)
    }
}

coded! {
    /// What can be done to a request.
    pub enum RequestStepKind {
        TakeUp = "TAKE_UP", "开始办", "take it up";
        Reassign = "REASSIGN", "换人或改期限", "change who or until when";
        Finish = "FINISH", "办好了", "done";
        Refuse = "REFUSE", "办不了", "cannot be done";
        Transfer = "TRANSFER", "转交", "pass it on";
        Tell = "TELL", "已告知农户", "the household was told";
        Reopen = "REOPEN", "没办好，接着办", "take it up again";
    }
}

coded! {
    /// How a household was told.
    pub enum ToldHow {
        InPerson = "IN_PERSON", "当面", "in person";
        Phone = "PHONE", "电话", "by phone";
        Wechat = "WECHAT", "微信", "by WeChat";
        Meeting = "MEETING", "屋场会·院坝会", "at a meeting";
        InWriting = "IN_WRITING", "书面", "in writing";
    }
}

coded! {
    /// How a request stands on some day; the order is that of lists.
    pub enum RequestStanding {
        Overdue = "OVERDUE", "过期限了", "overdue";
        DueSoon = "DUE_SOON", "快到期限", "due soon";
        NotTold = "NOT_TOLD", "有结果，还没告知农户", "answered, the household not told yet";
        Running = "RUNNING", "在期限内", "in time";
        Finished = "FINISHED", "办结", "finished";
    }
}
