//! Enumerations of households and members (domain.md §4.1, §4.4, §4.5, §4.11).

coded! {
    /// Base type of a household.
    pub enum HouseholdType {
        Ordinary = "ORDINARY", "一般农户", "ordinary household";
        LiftedOut = "LIFTED_OUT", "脱贫户", "lifted-out household";
    }
}

coded! {
    /// Category under anti-relapse monitoring; at most one at a time.
    pub enum MonitorCategory {
        UnstableLifted = "UNSTABLE_LIFTED", "脱贫不稳定户", "unstable lifted-out household";
        Marginal = "MARGINAL", "边缘易致贫户", "marginal near-poor household";
        SuddenHardship = "SUDDEN_HARDSHIP", "突发严重困难户", "household in sudden severe difficulty";
    }
}

impl MonitorCategory {
    /// Whether it takes an income below the line of its year; a sudden hardship is not bound by the line (domain.md §4.1).
    #[must_use]
    pub const fn is_below_line(self) -> bool {
        matches!(self, Self::UnstableLifted | Self::Marginal)
    }
}

coded! {
    /// Cause of a risk.
    pub enum RiskCause {
        Illness = "ILLNESS", "因病", "illness";
        NaturalDisaster = "NATURAL_DISASTER", "因自然灾害", "natural disaster";
        Disability = "DISABILITY", "因残", "disability";
        LackLabour = "LACK_LABOUR", "缺劳动力", "lack of labour";
        Accident = "ACCIDENT", "因意外事故", "accident";
        IndustryFailure = "INDUSTRY_FAILURE", "产业(项目)失败", "failed venture";
        UnstableJob = "UNSTABLE_JOB", "务工就业不稳", "unstable job";
        Schooling = "SCHOOLING", "因学", "schooling";
        Housing = "HOUSING", "因安全住房", "unsafe housing";
        DrinkingWater = "DRINKING_WATER", "因安全饮水", "unsafe drinking water";
        Other = "OTHER", "其他", "other";
    }
}

coded! {
    /// Sub-item of a natural disaster.
    pub enum DisasterKind {
        Flood = "FLOOD", "洪涝", "flood";
        Geological = "GEOLOGICAL", "地质", "geological";
        Drought = "DROUGHT", "旱", "drought";
        Biological = "BIOLOGICAL", "生物", "biological";
        Meteorological = "METEOROLOGICAL", "气象", "weather";
        Earthquake = "EARTHQUAKE", "地震", "earthquake";
        Other = "OTHER", "其他", "other";
    }
}

impl RiskCause {
    /// The number in the national code table; none where no number was seen (domain.md §4.4). A natural disaster is
    /// numbered by its kind.
    #[must_use]
    pub const fn national(self) -> Option<&'static str> {
        match self {
            Self::Illness => Some("01"),
            Self::NaturalDisaster => Some("02"),
            Self::Disability => Some("03"),
            Self::LackLabour => Some("04"),
            Self::Accident => Some("05"),
            Self::IndustryFailure => Some("06"),
            Self::UnstableJob => Some("07"),
            Self::Schooling => Some("09"),
            Self::Other => Some("99"),
            Self::Housing | Self::DrinkingWater => None,
        }
    }
}

impl DisasterKind {
    /// The number in the national code table (domain.md §4.4).
    #[must_use]
    pub const fn national(self) -> &'static str {
        match self {
            Self::Flood => "0201",
            Self::Geological => "0202",
            Self::Drought => "0203",
            Self::Biological => "0204",
            Self::Meteorological => "0205",
            Self::Earthquake => "0206",
            Self::Other => "0299",
        }
    }
}

coded! {
    /// Answer to a guarantee item; `UNKNOWN` is never `OK`.
    pub enum Answer {
        Ok = "OK", "有保障", "assured";
        Problem = "PROBLEM", "有问题", "problem";
        Unknown = "UNKNOWN", "没问到", "not asked";
        NotApplicable = "NOT_APPLICABLE", "不涉及", "not applicable";
    }
}

coded! {
    /// Danger grade of a dwelling.
    pub enum HouseGrade {
        A = "A", "A", "A";
        B = "B", "B", "B";
        C = "C", "C", "C";
        D = "D", "D", "D";
    }
}

coded! {
    /// Ability to work.
    pub enum LabourSkill {
        Skilled = "SKILLED", "技能劳动力", "skilled";
        Ordinary = "ORDINARY", "普通劳动力", "able to work";
        Weak = "WEAK", "弱劳动力或半劳动力", "partly able";
        Lost = "LOST", "丧失劳动力", "lost ability";
        None = "NONE", "无劳动力", "no labour";
    }
}

coded! {
    /// State of health; several at once, `HEALTHY` alone (VQ08).
    pub enum Health {
        Healthy = "HEALTHY", "健康", "healthy";
        Chronic = "CHRONIC", "长期慢性病", "chronic illness";
        Serious = "SERIOUS", "患有大病", "serious illness";
        Disabled = "DISABLED", "残疾", "disabled";
    }
}

coded! {
    /// Completed education.
    pub enum Education {
        Illiterate = "ILLITERATE", "文盲或半文盲", "illiterate or semi-literate";
        Primary = "PRIMARY", "小学", "primary school";
        Junior = "JUNIOR", "初中", "junior middle school";
        Senior = "SENIOR", "高中", "senior middle school";
        College = "COLLEGE", "大专", "college";
        BachelorUp = "BACHELOR_UP", "本科及以上", "bachelor or above";
    }
}

coded! {
    /// Where a pupil or student is.
    pub enum StudentStatus {
        PreAge = "PRE_AGE", "学龄前儿童", "before school age";
        Preschool = "PRESCHOOL", "学前教育", "kindergarten";
        Primary = "PRIMARY", "小学", "primary school";
        G7 = "G7", "七年级", "grade 7";
        G8 = "G8", "八年级", "grade 8";
        G9 = "G9", "九年级", "grade 9";
        Senior1 = "SENIOR_1", "普通高中一年级", "senior 1";
        Senior2 = "SENIOR_2", "普通高中二年级", "senior 2";
        Senior3 = "SENIOR_3", "普通高中三年级", "senior 3";
        Voc1 = "VOC_1", "中职一年级", "vocational 1";
        Voc2 = "VOC_2", "中职二年级", "vocational 2";
        Voc3 = "VOC_3", "中职三年级", "vocational 3";
        Hvoc1 = "HVOC_1", "高职高专一年级", "higher vocational 1";
        Hvoc2 = "HVOC_2", "高职高专二年级", "higher vocational 2";
        Hvoc3 = "HVOC_3", "高职高专三年级", "higher vocational 3";
        Tech1 = "TECH_1", "技师学院一年级", "technician college 1";
        Tech2 = "TECH_2", "技师学院二年级", "technician college 2";
        Tech3 = "TECH_3", "技师学院三年级", "technician college 3";
        Tech4 = "TECH_4", "技师学院四年级", "technician college 4";
        Ug1 = "UG_1", "本科一年级", "university 1";
        Ug2 = "UG_2", "本科二年级", "university 2";
        Ug3 = "UG_3", "本科三年级", "university 3";
        Ug4 = "UG_4", "本科四年级", "university 4";
        Ug5 = "UG_5", "本科五年级", "university 5";
        Pg = "PG", "硕士及以上", "postgraduate";
    }
}

coded! {
    /// Relation to the head of the household.
    pub enum Relation {
        Head = "HEAD", "户主", "head";
        Spouse = "SPOUSE", "配偶", "spouse";
        Son = "SON", "之子", "son";
        Daughter = "DAUGHTER", "之女", "daughter";
        DaughterInLaw = "DAUGHTER_IN_LAW", "之儿媳", "daughter-in-law";
        SonInLaw = "SON_IN_LAW", "之女婿", "son-in-law";
        Grandchild = "GRANDCHILD", "之孙子/女", "grandchild";
        GrandchildMaternal = "GRANDCHILD_MATERNAL", "之外孙子/女", "daughter's child";
        Parent = "PARENT", "之父/母", "parent";
        SpouseParent = "SPOUSE_PARENT", "之岳父母/公婆", "spouse's parent";
        Grandparent = "GRANDPARENT", "之祖父/母", "grandparent";
        GrandparentMaternal = "GRANDPARENT_MATERNAL", "之外祖父/母", "mother's parent";
        Sibling = "SIBLING", "之兄弟姐妹", "sibling";
        GreatGrandchild = "GREAT_GRANDCHILD", "之曾孙", "great-grandchild";
        NephewNiece = "NEPHEW_NIECE", "之侄", "nephew or niece";
        Uncle = "UNCLE", "之叔伯", "uncle";
        Other = "OTHER", "其他", "other";
    }
}
