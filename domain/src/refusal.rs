//! Refusals: a stable code, the field it concerns, and words that say what to do, in both languages.

use crate::lang::Lang;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

coded! {
    /// Why an operation is not applied. The words say what to do; nothing that was typed is lost.
    pub enum RefusalCode {
        VisitInFuture = "VV01_FUTURE", "走访日期不能晚于今天，请改一下日期。", "The visit cannot be later than today; please change the date.";
        LateWithoutReason = "VV01_LATE", "隔了几天才记的，请写一句补录原因。", "Recorded some days later: please say why in a few words.";
        NoPurpose = "VV02_PURPOSE", "请选一个走访目的。", "Please choose a purpose.";
        NobodyMet = "VV02_MET", "请选见到谁，或者选“家里没人”。", "Please choose whom you met, or “nobody home”.";
        UnknownMember = "UNKNOWN_MEMBER", "这户的成员有变动，请重新选一下人。", "The members of this household have changed; please choose again.";
        NoChangeWithChanges = "VV04", "选了“情况无变化”，又改了内容，请去掉其中一个。", "“No change” and a changed fact exclude each other; please remove one.";
        BadValue = "BAD_VALUE", "这一项填得不对，请改一下。", "This value does not fit its field; please change it.";
        BadText = "BAD_TEXT", "文字里有无法保存的符号，请删掉后再存。", "The text holds characters that cannot be kept; please remove them.";
        TextTooLong = "TEXT_TOO_LONG", "文字太长，请缩短一些。", "The text is too long; please shorten it.";
        TooMany = "TOO_MANY", "一次改得太多，请分两次记。", "Too many at once; please record it in two parts.";
        // VV07 is the rule of copied words (visit::queue::same_words). These three keep their codes all the same: stored
        // answers and what waits on phones name them.
        TooManyPhotos = "VV07_PHOTOS", "一次走访最多三张照片，请去掉几张。", "A visit takes three photos at most; please remove some.";
        PhotoTooLarge = "VV07_SIZE", "照片太大，请去掉这张，重新拍或选一次。", "A photo is too large; please remove it and take or choose it again.";
        SamePhoto = "VV07_SAME", "同一张照片加了两次，请去掉一张。", "The same photo is there twice; please remove one.";
        EmptyText = "EMPTY_TEXT", "请写几个字。", "Please write a few words.";
        WorkMonthsMissing = "VQ24_MONTHS", "写了务工地点，还缺务工月数（1–12）。请补上月数；不再务工的，把地点改成“现在没有”。", "A place of work without months (1–12). Add the months, or say that there is no place any more.";
        WorkPlaceMissing = "VQ24_PLACE", "写了务工月数，还缺务工地点。请补上地点；没有务工的，把月数改成 0。", "Months of work without a place. Add the place, or set the months to 0.";
        OutOfSchoolUnsaid = "VQ21", "到了上学年龄没在上学：请勾选“孩子没上学”，或者在谈话内容里写明原因。", "A child of school age is out of school: tick “child out of school”, or write down why in what was said.";
        NobodyOfAge = "VQ25", "这户没有满 16 岁的人，不能安排公益岗，请改选别的措施；年龄登记有错的，先报乡镇改过来。", "Nobody of this household is 16 yet, so that no public-welfare post can be planned. Choose another measure; where a birth date is wrong, tell the township first.";
        IncomeWindow = "INCOME_WINDOW", "起止日期不对：不能晚于今天，最多一年。请改一下。", "The window does not fit: not later than today, at most one year. Please change it.";
        NoIncome = "NO_INCOME", "请至少填一项收入；确实没有收入的，填 0。", "Please fill in at least one line; where there is none, put 0.";
        NotFound = "NOT_FOUND", "找不到这条记录，可能不归你们队。请告诉队长，内容已为你保留。", "The record is not there or not your team's. Tell your leader; your text is kept.";
        NotAllowed = "NOT_ALLOWED", "你的身份不能办这件事，请找队长。内容已为你保留。", "Your role may not do this; ask your leader. Your text is kept.";
        OwnVisit = "VV05", "自己的走访不能自己审核。", "You cannot review your own visit.";
        NewerRevision = "NEWER_REVISION", "对方刚改过这条走访，请看过新内容再决定。", "The author has changed this visit meanwhile; please read it again before deciding.";
        NotAwaitingReview = "NOT_AWAITING_REVIEW", "这条走访已经审核过了。", "This visit has already been reviewed.";
        AlreadyExists = "ALREADY_EXISTS", "这条走访已经存过了。", "This visit is already recorded.";
        OwnExplanation = "OWN_EXPLANATION", "自己写的说明要请别人确认。", "Somebody else has to confirm what you explained.";
        ExplanationConfirmed = "EXPLANATION_CONFIRMED", "这条说明已经确认过了。", "This explanation has been confirmed already.";
        ExplanationEnd = "EXPLANATION_END", "说明要有截止日期，从明天起，最长一年。", "An explanation needs an end, from tomorrow on, a year at most.";
        NoSignal = "VF01_SIGNAL", "请至少选一个看到的情况，或者写几个字。", "Please choose at least one sign, or write a few words.";
        SeenInFuture = "VF02_FUTURE", "看到的日期不能晚于今天，请改一下日期。", "The day cannot be later than today; please change it.";
        RecheckNotLater = "VF03_RECHECK", "再看的日期要在今天之后，请改一下。", "The day to look again must be after today; please change it.";
        MergeElsewhere = "VF04_MERGE", "只能并入同一户还没办完的另一条，请重新选。", "Only another open flag of the same household will do; please choose again.";
        AskedInFuture = "VR01_FUTURE", "提出的日期不能晚于今天，请改一下日期。", "The day on which it was asked cannot be later than today; please change it.";
        DueBeforeAsked = "VR02_DUE", "办理期限不能早于提出的那天，请改一下。", "The due day cannot lie before the day on which it was asked; please change it.";
        DuePast = "VR03_DUE", "新的期限不能早于今天，请改一下。", "The new due day cannot lie before today; please change it.";
        RequestReason = "VR04_REASON", "办不了的要写明原因，也要这样告诉农户。", "What cannot be done needs a reason: the household will be told so; please write it down.";
        RequestNowhere = "VR05_TO", "请写明转给了哪个部门或哪个人。", "Please write to whom it is passed on.";
        ToldInFuture = "VR06_TOLD", "告知农户的日期不能晚于今天，请改一下。", "The day on which the household was told cannot be later than today; please change it.";
        ReopenReason = "VR07_REOPEN", "请写一句农户是怎么说的。", "Please write in a few words what the household says.";
        CaseRunning = "VP01", "这户已经在走程序或已是监测户，不用重复启动。", "This household has a case or is monitored already; no second one is needed.";
        FlagNotConfirmed = "VC01_FLAG", "请先确认这户的风险线索。", "Please confirm the household's flag first.";
        NoLimits = "VC02_LIMITS", "区里还没有设置识别程序的时限，请联系区里。", "The district has set no limits for the procedure; please ask the district.";
        CaseMoved = "VP09", "别人已经往下办了一步，请看过新的进度再办。内容已为你保留。", "Somebody has taken a step meanwhile; please read where it stands. Your text is kept.";
        NotThisStep = "VP08", "现在还不能办这一步，请按顺序办。", "This step is not due now; please keep to the order.";
        NoticeNotOver = "VP04", "公示还没满天数，请等公示期满再审核。", "The notice has not hung its full days; please wait until it has.";
        TwoVerifiers = "VP02", "入户核实要有两个人，其中一个是你自己，请补上另一个人的名字。", "A home verification needs two people, you among them; please name the other.";
        OwnVerification = "VP06", "参加过入户核实的人不能审这户，请换一个人。", "Whoever verified at home cannot decide; somebody else has to.";
        NumberInNotice = "VP05", "公示里不能有证件号、电话或银行卡号，请删掉。", "A public notice must not carry an ID, phone or bank card number; please remove it.";
        StepInFuture = "VC03_FUTURE", "日期不能晚于今天，请改一下。", "The day cannot be later than today; please change it.";
        StepBeforeLast = "VC04_ORDER", "日期早于上一步，请改一下。", "The day lies before the last step; please change it.";
        NoCause = "VQ30", "请选一到五个致贫风险；选自然灾害的要说明是哪种。", "Please choose one to five causes; a natural disaster needs its kind.";
        MarginalLiftedOut = "VQ10_MARGINAL", "这户是脱贫户，不能认成边缘易致贫户，请改选类别；户类型登记有错的，先报乡镇改过来。", "This is a lifted-out household, which cannot be a marginal one. Choose another category; where the type is wrong, tell the township first.";
        UnstableNotLifted = "VQ10_UNSTABLE", "这户不是脱贫户，不能认成脱贫不稳定户，请改选类别；户类型登记有错的，先报乡镇改过来。", "This is no lifted-out household, so that it cannot be an unstable lifted-out one. Choose another category; where the type is wrong, tell the township first.";
        NoLineOfYear = "VQ43", "收入测算那一年的监测线还没有设置，不能按收入认成脱贫不稳定户或边缘易致贫户，请让区里录入监测线和文件号；不看监测线的，可以选突发严重困难户。", "The income line of the year of the calculation is not set, so nobody can be found below it. Ask the district to enter the line with its document; a sudden hardship is not bound by a line.";
        OtherCauseUnsaid = "VQ31_OTHER", "选了“其他”风险，请写明是什么。", "The cause is “other”: please write down what it is.";
        GuaranteesOpen = "VQ32_GUARANTEES", "两不愁三保障和饮水还有没问到的，请先补上。", "Some guarantee items have no answer yet; please ask them first.";
        IncomeOpen = "VQ32_INCOME", "还没有测算收入，请先算一次。", "Income has not been calculated yet; please do that first.";
        VotesDoNotFit = "VC05_VOTES", "票数对不上：同意加不同意不能超过到会人数，结果要与票数一致。", "The votes do not fit: not more than were present, and the result must follow from them.";
        NotCompared = "VC06_COMPARED", "请先登记部门信息比对结果，每个部门一条。", "Please enter the departments' comparison first, one line each.";
        AnswersMissing = "VC14_ANSWERS", "区里要求比对的部门还没有都答复，请先登记“还没答复”的那几个部门。", "Not every department that has to compare has answered; please enter the answers that are still missing first.";
        SignerUnderAge = "VC15_SIGNER", "签字的人还没满十八岁，请家里的成年人或监护人签。", "Who signs is under eighteen; a member of age or a guardian has to sign.";
        FlagAnswered = "VC10_FLAG", "这条线索已经走过一次识别程序，请另记新看到的情况。", "This flag has led to a decision already; please flag what was seen since.";
        NotInRegime = "VC11_REGIME", "这个程序启动时的政策里没有这一类，请选别的类别；一类都没有的，要等类别公布。", "The policy under which this case was opened has no such category; choose another. Where there is none, categories have to be published first.";
        NoEliminationLimits = "VE00_LIMITS", "区里还没有设置风险消除的月数和公示天数，请联系区里。", "The district has not set the figures of risk elimination; please ask the district.";
        EliminationRunning = "VE00_RUNNING", "这户已经在办风险消除，不用重复提名。", "An elimination of this household is under way; no second one is needed.";
        TooSoon = "VE01", "认定还没满规定的月数，请期满后再提名。", "The months since identification are not over; please nominate it when they are.";
        NoMeasureApplied = "VE02", "认定以后还没有一条措施有进展，请先记进展。", "No measure has made progress since identification; please record progress first.";
        IncomeNotAbove = "VE03", "认定以后的人均纯收入要高于当年监测线；没有测算、没有监测线或口径未定的，请先补上。", "Income since identification must be above that year's line; please settle calculation, line and counting first.";
        GuaranteesNotHeld = "VE04", "两不愁三保障和饮水要样样有保障，有问题或没问到的请先办好。", "Every guarantee item has to hold; please see to those with a problem or without an answer first.";
        SafetyNetHousehold = "VE05", "整户无劳动力的兜底保障户暂不标注风险消除，请继续跟踪帮扶。", "A household without labour is not marked eliminated for now; please keep following it.";
        WithinTwoMonths = "VE06", "认定才两个月以内，不能按帮扶后消除办，请继续帮扶。", "Within two months of identification nothing is eliminated by assistance; please go on helping.";
        ReasonNeeded = "VE07_REASON", "有需要说明的情况，请写明原因。", "Something here needs a reason; please write it down.";
        NotMonitored = "VC07_MONITORED", "这户还不是监测户；要先救助的，请在识别程序里走绿色通道。", "The household is not monitored; where help has to come first, use the green channel of its case.";
        NotReducible = "VC12_REDUCED", "这户不是监测户，或者已经登记自然减少，不用再登记。", "The household is not monitored, or its natural reduction is recorded already.";
        ProcedureOpen = "VC13_OPEN", "这户的识别程序或风险消除还没办完，请先办完，再登记自然减少。", "A case or an elimination of this household is under way; please end it before recording the natural reduction.";
        EndBeforeStart = "VC08_END", "结束日期早于开始日期，请改一下。", "The end lies before the start; please change it.";
        PlanChanged = "VC09_PLAN", "计划刚有变动，请看过再签。", "The plan has changed meanwhile; please read it before signing.";
        NoLeaveFigures = "VT10_FIGURES", "区里还没有设置请假审批的天数，请联系区里。", "The district has not set who decides on leave of how many days; please ask the district.";
        LeaveTooLong = "VT11_LENGTH", "请假最长一年，请改一下结束日期。", "Leave lasts a year at most; please change the last day.";
        MonthNotOver = "VT12_MONTH", "这个月还没过完，请月底再确认。", "The month is not over; please confirm it at its end.";
        FewDays = "VT13_DAYS", "在村天数或夜数不够规定，请写明原因。", "There are fewer days or nights on site than set; please write down why.";
        MonthReason = "VT14_REASON", "请写一句为什么改，或者为什么替本人确认。", "Please write in a few words why it is changed, or why you confirm for somebody else.";
        EntitlementIsFact = "VL01_FACT", "医保参保情况在走访里记，这里不用再填。", "Insurance is recorded at a visit; nothing has to be entered here.";
        StopUnexplained = "VL02_STOP", "依规停发的，请写明原因和从哪天起停发；不清楚的选“停发原因不明”。", "A stop by the rules needs its reason and its first day; where they are not known, choose “stopped, reason unknown”.";
        HandoverSigned = "VT15_SIGNED", "这一方已经签过了，不用再签。", "This side has signed already; no second signature is needed.";
        HandoverBothSides = "VT16_BOTH", "同一个人不能替两边都签，请另一个人来签这一边。", "Nobody signs for both sides; somebody else has to sign this one.";
        HandoverReason = "VT17_FOR", "替别人签要写明原因。", "Signing in somebody's place needs a reason; please write it down.";
        WrongSequence = "WRONG_SEQUENCE", "手机编号对不上，请重新登录一次。内容已为你保留。", "The device's numbering does not fit; please sign in again. Your text is kept.";
        WrongAuthor = "WRONG_AUTHOR", "这条记录不是以你的名义记的，请换本人登录。", "This was recorded under another name; that person has to sign in.";
        IdReused = "ID_REUSED", "编号重复而内容不同，请重新保存一次。内容已为你保留。", "The same number came with other content; please save again. Your text is kept.";
        Malformed = "MALFORMED", "服务器读不懂这条记录：请更新应用；应用已是最新的，等服务器更新后会自动再送。内容已为你保留。", "The server cannot read this record: please update the app; where it is up to date, it is sent again by itself once the server is updated. Your text is kept.";
    }
}

/// A refusal as it travels: `{code, field?}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode, thiserror::Error)]
#[error("{}", code.code())]
pub struct Refusal {
    /// The code.
    #[n(0)]
    pub code: RefusalCode,
    /// The field of the form, or the code of the fact, that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(1)]
    pub field: Option<String>,
}

impl Refusal {
    /// A refusal that concerns no single field.
    #[must_use]
    pub const fn plain(code: RefusalCode) -> Self {
        Self { code, field: None }
    }

    /// A refusal that stands beside a field.
    #[must_use]
    pub fn at(code: RefusalCode, field: &str) -> Self {
        Self {
            code,
            field: Some(field.to_owned()),
        }
    }

    /// The words for people.
    #[must_use]
    pub const fn words(&self, lang: Lang) -> &'static str {
        self.code.label(lang)
    }
}
