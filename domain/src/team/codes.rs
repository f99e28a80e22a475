//! Enumerations of leave and days on site (domain.md §7.3).

coded! {
    /// Why somebody is away.
    pub enum LeaveKind {
        Sick = "SICK", "病假", "sick leave";
        Personal = "PERSONAL", "事假", "personal leave";
        Annual = "ANNUAL", "公休", "annual leave";
        MarriageMaternity = "MARRIAGE_MATERNITY", "婚产假", "marriage or maternity leave";
        Bereavement = "BEREAVEMENT", "丧假", "bereavement leave";
        Official = "OFFICIAL", "公差、培训、回单位开会", "official trip, training, meeting of the unit";
        Other = "OTHER", "其他", "other";
    }
}

coded! {
    /// Where a request for leave stands on a day. A draft stays on the phone and is no record.
    pub enum LeaveStatus {
        Submitted = "SUBMITTED", "等队长同意", "waits for the leader";
        LeaderOk = "LEADER_OK", "队长同意，等乡镇", "leader agreed, waits for the township";
        TownOk = "TOWN_OK", "乡镇同意，等区里", "township agreed, waits for the district";
        TownApproved = "TOWN_APPROVED", "批准了", "approved";
        DistrictApproved = "DISTRICT_APPROVED", "区里批准了", "approved by the district";
        OnLeave = "ON_LEAVE", "休假中", "on leave";
        ReturnedEarly = "RETURNED_EARLY", "提前销假", "back early";
        Returned = "RETURNED", "已销假", "back";
        Rejected = "REJECTED", "没有批准", "not approved";
        Cancelled = "CANCELLED", "撤回了", "withdrawn";
    }
}

coded! {
    /// Whose consent a leave needs, in the order in which it is asked.
    pub enum LeaveLevel {
        Leader = "LEADER", "队长", "team leader";
        Town = "TOWN", "乡镇（街道）", "township";
        District = "DISTRICT", "区里", "district";
    }
}

coded! {
    /// What a day was. What nothing is known of is to be confirmed, and never "absent".
    pub enum DayStatus {
        OnSite = "ON_SITE", "在村", "on site";
        Leave = "LEAVE", "请假", "on leave";
        Official = "OFFICIAL", "公差", "official trip";
        Rest = "REST", "轮休", "rest day";
        Unconfirmed = "UNCONFIRMED", "待确认", "to be confirmed";
    }
}

coded! {
    /// What a person says of a day that the records do not show, or show otherwise; counts once the leader has
    /// confirmed the month.
    pub enum DayMark {
        ExtraDay = "EXTRA_DAY", "在村", "on site";
        Rest = "REST", "轮休", "rest day";
        NotHere = "NOT_HERE", "那天不在村", "not on site that day";
    }
}

coded! {
    /// How far a month is confirmed.
    pub enum MonthState {
        Open = "OPEN", "还没确认", "not confirmed yet";
        ByMember = "BY_MEMBER", "本人确认了，等队长", "confirmed by the person, waits for the leader";
        Confirmed = "CONFIRMED", "队长确认了", "confirmed by the leader";
    }
}
