//! Enumerations of workbooks: their kinds, what rows are about, what becomes of them, and why.

coded! {
    /// Which workbook it is.
    pub enum ImportKind {
        Roster = "roster", "驻村花名册", "roster";
        Households = "households", "农户台账", "household register";
        Warnings = "warnings", "部门预警名单", "departments' warnings";
        Duties = "duties", "责任清单", "duty list";
        Policies = "policies", "部门政策名单", "departments' lists of policies";
    }
}

impl ImportKind {
    /// Whether it is taken as text (.csv) as well: lists of others are, the office's own workbooks are workbooks.
    #[must_use]
    pub const fn takes_text(self) -> bool {
        matches!(self, Self::Warnings | Self::Duties | Self::Policies)
    }
}

coded! {
    /// What becomes of a row.
    pub enum Fate {
        Refused = "REFUSED", "不能导入", "refused";
        Kept = "KEPT", "保留现有", "kept as it is";
        Updated = "UPDATED", "更新", "updated";
        New = "NEW", "新增", "new";
        Unchanged = "UNCHANGED", "没有变化", "unchanged";
        Unmatched = "UNMATCHED", "不在台账", "not in the register";
    }
}

impl Fate {
    /// The fates in the order in which a report counts them.
    pub const COUNTED: [Self; 6] = [
        Self::New,
        Self::Updated,
        Self::Unchanged,
        Self::Kept,
        Self::Unmatched,
        Self::Refused,
    ];

    /// Whether rows of such a file can have this fate: a list names people whom nobody here knows, a register and a
    /// roster are themselves what is known; and a list of warnings updates nothing.
    #[must_use]
    pub const fn is_of(self, kind: ImportKind) -> bool {
        match self {
            Self::Unmatched => matches!(kind, ImportKind::Warnings | ImportKind::Policies),
            Self::Updated => !matches!(kind, ImportKind::Warnings),
            Self::New | Self::Unchanged | Self::Kept | Self::Refused => true,
        }
    }
}

coded! {
    /// What rows are about.
    pub enum Subject {
        Workbook = "WORKBOOK", "文件", "workbook";
        Villages = "VILLAGES", "村", "villages";
        Teams = "TEAMS", "工作队", "teams";
        People = "PEOPLE", "队员", "people posted";
        Leaders = "LEADERS", "联点领导", "linked leaders";
        Links = "LINKS", "联点村", "villages with a linked leader";
        Posts = "POSTS", "村级责任人", "responsible persons of villages";
        Households = "HOUSEHOLDS", "农户", "households";
        Members = "MEMBERS", "成员", "household members";
        Incomes = "INCOMES", "收入", "incomes";
        Warnings = "WARNINGS", "预警", "warnings";
        Duties = "DUTIES", "清单事项", "items of the duty list";
        Policies = "POLICIES", "政策享受", "policies received";
    }
}

coded! {
    /// Why a row is refused, kept or worth a look. The words say what to do.
    pub enum ReasonCode {
        NotAWorkbook = "NOT_A_WORKBOOK", "这不是 .xlsx 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再传。", "This is not an .xlsx workbook. Open it in Excel or WPS, save it as .xlsx and send that.";
        NotATable = "NOT_A_TABLE", "这不是 .xlsx 或 .csv 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再传。", "This is neither an .xlsx workbook nor a .csv file. Open it in Excel or WPS, save it as .xlsx and send that.";
        BadEncoding = "BAD_ENCODING", "CSV 的文字编码读不懂。请用 Excel 或 WPS 打开，另存为 .xlsx 后再传。", "The characters of the CSV file cannot be read. Open it in Excel or WPS, save it as .xlsx and send that.";
        FileTooLarge = "FILE_TOO_LARGE", "文件超过 50 MB。请删去图片和无关的表，或分几次导入。", "The file is larger than 50 MB. Remove pictures and unrelated sheets, or import in parts.";
        Expands = "EXPANDS", "文件展开后大得不正常，没有读取。请把数据复制到一张新表，另存后再传。", "The file expands far beyond what a register needs and was not read. Copy the data into a new workbook and send that.";
        TooSlow = "TOO_SLOW", "读取时间太长，已停止。请把数据复制到一张新表，或分几次导入。", "Reading took too long and was stopped. Copy the data into a new workbook, or import in parts.";
        OutsideTemplate = "OUTSIDE_TEMPLATE", "有内容写在很远的行或列里（最多 400,000 行、60 列）。请删去那里的内容后再传。", "There is content in a far row or column (at most 400,000 rows and 60 columns). Delete it there and send the file again.";
        Unreadable = "UNREADABLE", "文件已损坏或加了密码，读不出来。请用 Excel 或 WPS 重新另存一次。", "The file is damaged or has a password. Save it anew in Excel or WPS.";
        ReaderUnavailable = "READER_UNAVAILABLE", "服务器这会儿读不了文件，请稍后再试。", "The server cannot read files at the moment; please try again later.";
        MissingSheet = "MISSING_SHEET", "缺少这张工作表。请按模板补上，表名照写。", "This sheet is missing. Add it as in the template, under this name.";
        MissingHeading = "MISSING_HEADING", "缺少这一列。请按模板补上表头，没有内容可以留空。", "This column is missing. Add the heading as in the template; its cells may stay empty.";
        DuplicateHeading = "DUPLICATE_HEADING", "同一个表头出现两次，只读了前一列。", "The heading occurs twice; only the first column was read.";
        IgnoredColumn = "IGNORED_COLUMN", "模板里没有这一列，已跳过。", "This column is not in the template and was passed over.";
        NoRows = "NO_ROWS", "表头下面没有数据。请检查是否传错文件。", "There are no rows below the headings. Check that this is the right file.";
        Missing = "MISSING", "这一格必须填，请补上。", "This cell must not be empty; please fill it in.";
        TooLong = "TOO_LONG", "文字太长，请缩短。", "The text is too long; please shorten it.";
        ControlCharacter = "CONTROL_CHARACTER", "有看不见的控制符，请删掉这一格重新输入。", "The cell holds an invisible control character; clear it and type it again.";
        BadCode = "BAD_CODE", "编号只能用字母、数字和短横，最多 32 个字符，请改一下。", "A number may hold letters, digits and hyphens, at most 32 characters; please change it.";
        DuplicateRow = "DUPLICATE_ROW", "这个编号在表里已经出现过，请删去重复的一行。", "This number already occurred in the sheet; delete one of the rows.";
        UnknownVillage = "UNKNOWN_VILLAGE", "没有这个村编号。请核对编号，或先导入花名册。", "There is no such village. Check the number, or import the roster first.";
        UnknownTeam = "UNKNOWN_TEAM", "没有这个队编号。请核对“工作队”表。", "There is no such team. Check the sheet of teams.";
        UnknownHousehold = "UNKNOWN_HOUSEHOLD", "“农户”表里没有这个户编号。请核对编号，或补上这一户。", "The sheet of households has no such number. Check it, or add the household.";
        UnknownValue = "UNKNOWN_VALUE", "这个填法不认识。请从模板的选项里选。", "This value is not known. Choose one of the template's options.";
        SuccessorUnknown = "SUCCESSOR_UNKNOWN", "接替人要填另一个人的工号，花名册里没有这个工号。请核对“队员”表。", "The successor is another person's staff number, and the roster has no such number. Check the sheet of people.";
        BadNumber = "BAD_NUMBER", "这里要填整数，请改一下。", "A whole number belongs here; please change it.";
        NotWhole = "NOT_WHOLE", "这里只收整数，请四舍五入，去掉小数。", "Only whole numbers belong here; please round it.";
        BadArea = "BAD_AREA", "面积读不懂。请写亩数，如 3.5。", "The area cannot be read. Write it in mu, like 3.5.";
        OutOfRange = "OUT_OF_RANGE", "这个数超出了合理范围，请核对。", "This figure is out of range; please check it.";
        BadDate = "BAD_DATE", "日期读不懂。请写成 2021-06-01 这样。", "The date cannot be read. Write it like 2021-06-01.";
        DateInFuture = "DATE_IN_FUTURE", "日期晚于今天，请核对。", "The date is later than today; please check it.";
        DatesReversed = "DATES_REVERSED", "结束日期早于开始日期，请核对。", "The end is earlier than the start; please check the dates.";
        StaffNumberTaken = "STAFF_NUMBER_TAKEN", "这个工号已经是别的身份的账号，请换一个工号。", "This staff number belongs to an account of another kind; choose another.";
        VillageOfTwoTeams = "VILLAGE_OF_TWO_TEAMS", "这个村已经写在另一支队名下。一个村只能由一支队负责，请改一下。", "Another team already has this village. One team leads a village; please change one of them.";
        TeamSmall = "TEAM_SMALL", "这支队不到 3 人，请确认（不影响导入）。", "This team has fewer than 3 people; please confirm (the import goes on).";
        TeamWithoutLeader = "TEAM_WITHOUT_LEADER", "这支队没有第一书记兼队长，走访将没有人审核，请核对（不影响导入）。", "This team has no leader, so nobody would review its visits; please check (the import goes on).";
        VillageWithoutTeam = "VILLAGE_WITHOUT_TEAM", "这个村没有工作队负责，请核对（不影响导入）。", "No team leads this village; please check (the import goes on).";
        VillageChangesTeam = "VILLAGE_CHANGES_TEAM", "这个村现在由括号里的队负责，表里没有那支队；导入后改由这一队负责，请核对（不影响导入）。", "The team in brackets leads this village now and is not in the file; this team will lead it from then on, please check (the import goes on).";
        LeaderNotParty = "VT05", "第一书记应是中共正式党员（一年以上党龄、两年以上工作经历），请核对（不影响导入）。", "A first secretary is a full Party member of a year or more with two years of work; please check (the import goes on).";
        TermShort = "TERM_SHORT", "驻村期限不到两年，请核对（不影响导入）。", "The posting is planned for less than two years; please check (the import goes on).";
        NotInFile = "NOT_IN_FILE", "系统里有、表里没有，已保留。确需停用请到账号页关闭。", "It is in the system but not in the file and was kept. Close the account if it is no longer needed.";
        IdShape = "VQ01_SHAPE", "证件号码不是 18 位（残疾证 20 或 22 位），请核对。", "An ID number has 18 characters (a disability certificate 20 or 22); please check it.";
        IdRounded = "VQ01_ROUNDED", "证件号码被当成数字存，末几位已变成 0。请把这一列设成文本，重新填写。", "The ID number was stored as a number and its last digits became 0. Format the column as text and enter it again.";
        IdCheckDigit = "VQ01_CHECK", "证件号码校验位不对，请对照证件核对。", "The check digit of the ID number is wrong; compare it with the document.";
        IdBirthDate = "VQ01_BIRTH", "证件号码里的出生日期不存在，请对照证件核对。", "The birth date in the ID number does not exist; compare it with the document.";
        IdDisability = "VQ01_DISABILITY", "残疾证的类别或等级不对，请对照证件核对。", "Category or grade of the disability certificate is wrong; compare it with the document.";
        IdMissing = "ID_MISSING", "没有证件号码，已照收；请以后补上。", "There is no ID number; the row was taken, please add it later.";
        DuplicateId = "VQ02_FILE", "同一个证件号码在表里出现两次，请删去或改正其中一个。", "The same ID number occurs twice in the file; delete or correct one of them.";
        IdInOtherHousehold = "VQ02_DISTRICT", "这个证件号码已登记在另一户。请核对；确实迁户的，请把原来那户也放进表里。", "This ID number is registered in another household. Check it; if the person moved, put the former household into the file as well.";
        HouseholdElsewhere = "HOUSEHOLD_ELSEWHERE", "这个户编号是另一个村的一户，而且人都对不上，没有收。请核对户编号；确实迁村的，请先照原登记的姓名和证件号码导入，再改成员。", "This number is another village's household, and none of its people are in the file; the row was not taken. Check the number; if the household moved, import it with its people as registered first and correct them afterwards.";
        NoHead = "VQ03_NONE", "这户没有户主，请在“与户主关系”里写明一位户主。", "This household has no head; name one in the column of relations.";
        TwoHeads = "VQ03_TWO", "这户有两个户主，只能留一个，请改一下。", "This household has two heads; keep one.";
        SpouseSeveral = "VQ04_TWO", "户主有不止一个配偶，请核对与户主关系（已照收）。", "The head has more than one spouse; please check the relations (the row was taken).";
        SpouseSameSex = "VQ04_SEX", "配偶与户主性别相同，请核对（已照收）。", "The spouse has the head's sex; please check (the row was taken).";
        SexDisagrees = "VQ05_SEX", "性别与证件号码不一致，请核对（已照收）。", "Sex and ID number disagree; please check (the row was taken).";
        BirthDisagrees = "VQ05_BIRTH", "出生日期与证件号码不一致，请核对（已照收）。", "Birth date and ID number disagree; please check (the row was taken).";
        PhoneUnusual = "VQ06", "联系电话不是 11 位手机号，请核对（已照收）。", "The telephone is not an 11-digit mobile number; please check (the row was taken).";
        SchoolAndEducation = "VQ07_BOTH", "文化程度和在校生状况只填一个：还在读的填在校生状况（已照收）。", "State either education or school: for those still at school, the school (the row was taken).";
        NoSchoolNoEducation = "VQ07_NONE", "文化程度和在校生状况都没填，请补上一个（已照收）。", "Neither education nor school is stated; please add one (the row was taken).";
        HealthyWithOthers = "VQ08", "“健康”不能和其他健康状况同时填，请去掉一个。", "“Healthy” excludes every other state of health; remove one.";
        CountDisagrees = "VQ09", "人口数和“成员”表里这户的人数不一样，请补上或删去成员，或者改人口数。", "The head count is not the number of this household's members in the sheet of members; correct one of them.";
        MarginalLiftedOut = "VQ10_MARGINAL", "边缘易致贫户不能是脱贫户，请核对户类型或监测类别。", "A marginal household cannot be a lifted-out one; check the type or the category.";
        UnstableNotLifted = "VQ10_UNSTABLE", "脱贫不稳定户必须是脱贫户，请核对户类型或监测类别。", "An unstable lifted-out household must be a lifted-out one; check the type or the category.";
        MuchLand = "VQ11", "面积大得少见（耕地 100 亩、林地 200 亩以上），请核对单位是不是亩（已照收）。", "This is more land than is likely (over 100 mu arable, 200 mu forest); please check that the unit is mu (the row was taken).";
        NameEmpty = "VQ12", "没有姓名，请补上（1–50 个字，· 和生僻字都可以）。", "The name is missing; add it (1–50 characters of any kind).";
        StageNotOfAge = "VQ20", "年龄和在读的学段对不上（小学 6–14 岁，高中、中职 15–20 岁），请核对（已照收）。", "Age and school do not go together (primary school 6–14, senior and vocational school 15–20); please check (the row was taken).";
        WorkMonthsMissing = "VQ24_MONTHS", "写了务工地点，没写务工月数（1–12）。请补上月数，没有务工就清空地点。", "A place of work without months (1–12). Add the months, or clear the place.";
        WorkPlaceMissing = "VQ24_PLACE", "写了务工月数，没写务工地点。请补上地点，没有务工就清空月数。", "Months of work without a place. Add the place, or clear the months.";
        InsuredTwice = "VQ26_BOTH", "居民医保和职工医保都填了“是”，一个人只能参加一种，请核对（已照收）。", "Insured both as a resident and as an employee; nobody has both, please check (the row was taken).";
        InsuranceDisagrees = "VQ26_KINDS", "基本医保和居民医保、职工医保两栏对不上，请核对（已按“基本医保”照收）。", "Basic insurance and the columns of its two kinds disagree; please check (the row was taken as basic insurance says).";
        RisksMissing = "VQ30_NONE", "监测对象至少要有一个风险，请补上。", "A monitored household has at least one risk; please add it.";
        TooManyRisks = "VQ30", "风险最多写 5 个，不能重复，请改一下。", "At most 5 risks, none twice; please change it.";
        DisasterKindMissing = "VQ31", "自然灾害要写明哪一种，如“因自然灾害(洪涝)”。", "Name the kind of natural disaster, such as 因自然灾害(洪涝).";
        SmallWage = "VQ37", "工资性收入不到 100 元，请核对是不是把万元写成了元（已照收）。", "Wages below 100 yuan: please check that the unit is yuan (the row was taken).";
        HeardAtTheDoor = "HEARD_AT_THE_DOOR", "走访时已经问过新情况，保留走访的结果，没有用表里的。", "Somebody asked at the door since; what was heard is kept, not the file's value.";
        MemberLeft = "MEMBER_LEFT", "表里已没有这个人，将从这户移出。", "The file no longer lists this person, who leaves the household.";
        MemberKept = "MEMBER_KEPT", "表里已没有这个人，但走访时改过他的情况，先保留，请队里核对。", "The file no longer lists this person, but a visit changed their facts; kept until the team has checked.";
        NotRegistered = "NOT_REGISTERED", "农户台账里没有这个证件号码，这一行不写入。人在本区的，请先把这户录入台账，再导一次名单。", "The register has no such ID number; nothing is written for this row. If the person lives here, enter the household and import the list again.";
        NameDisagrees = "NAME_DISAGREES", "姓名和台账里这个证件号码的姓名不一致，这一行没有收。请核对，改好后可以再导一次。", "The name is not the one that the register has for this ID number; this row is not taken in. Check it; the list can be imported again once it is put right.";
        OtherDepartment = "OTHER_DEPARTMENT", "这类预警不是这个部门发的。请核对部门和预警类型。", "This department does not send such warnings. Check the department and the kind.";
        ListTooOld = "LIST_TOO_OLD", "名单日期早于一年以前，请核对。", "The list is more than a year old; please check its date.";
        PersonalNumber = "VV06", "说明里有证件号码或手机号，请删掉号码。", "The words carry an ID or telephone number; remove it.";
        WarnedBefore = "WARNED_BEFORE", "这条预警以前已经收过，金额或说明和那次不同；保留那次的，没有再生成线索。", "This warning was taken in before with another amount or other words; the former stays and no flag was added.";
        WarnedTwice = "WARNED_TWICE", "同一条预警在名单里出现不止一次，只收一次。", "The same warning occurs more than once in the list and was taken once.";
        OpenFlag = "OPEN_FLAG", "这户已有没办完的线索（已照收）；说的是同一件事的，队长研判时可以并入。", "The household has an open flag (the row was taken); where both say the same, the leader may merge them.";
        UnknownTownship = "UNKNOWN_TOWNSHIP", "花名册里没有这个乡镇（街道）。请照花名册写全称，或先导入花名册。", "The roster has no such township. Write its full name as there, or import the roster first.";
        DutyNotInFile = "DUTY_NOT_IN_FILE", "系统里有、表里没有，已保留。不再办的请保留这一行，在“停用”里填“是”。", "It is in the system but not in the file and was kept. Where it is not to be done any more, keep the row and write 是 under 停用.";
        PolicyIsFact = "POLICY_IS_FACT", "基本医保看农户台账和走访，不用名单导入，请删去这一行。", "Basic insurance is known from the register and from visits, not from lists; delete this row.";
        PolicyNotResettled = "POLICY_NOT_RESETTLED", "台账里这户不是易地搬迁户，这一行没有收。请核对；确实搬迁的，请先在农户台账里写明。", "The register does not have this household as resettled; this row is not taken in. Check it; if it was resettled, say so in the register first.";
        PolicyTwoAnswers = "POLICY_TWO_ANSWERS", "同一户（人）的同一项政策在名单里有两种说法，请只留一种。", "The list says two things of one policy of the same household or person; keep one of them.";
        PolicyListedTwice = "POLICY_LISTED_TWICE", "同一户（人）的同一项政策在名单里出现不止一次，只收一次。", "The same policy of one household or person occurs more than once in the list and was taken once.";
        PolicyDiffers = "POLICY_DIFFERS", "队里登记的和名单不一样，两种说法都留着，请队里核对（已照收）。", "The team found something else; both answers stay, please have the team check (the row was taken).";
        PolicyFull = "POLICY_FULL", "这户的政策登记太多，这一行写不下，请联系系统管理员。", "This household has too many findings for another; ask the administrator.";
        HouseholdMoved = "HOUSEHOLD_MOVED", "这户换到了另一个村，请核对（已照收）。", "This household moves to another village; please check (the row was taken).";
    }
}

#[cfg(test)]
mod tests {
    use super::ReasonCode;

    #[test]
    fn every_reason_says_what_it_is_in_both_languages() {
        for reason in ReasonCode::ALL {
            assert!(reason.zh().ends_with(['。', '）']), "{}", reason.code());
            assert!(reason.en().ends_with('.'), "{}", reason.code());
        }
    }
}
