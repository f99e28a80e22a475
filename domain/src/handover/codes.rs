//! Enumerations of handovers (domain.md §7.4).

coded! {
    /// What a line of the pack is about.
    pub enum LineKind {
        Know = "KNOW", "要知道的", "what to know";
        Promise = "PROMISE", "答应过的事", "promise made";
        Project = "PROJECT", "在办的项目", "project under way";
        Asset = "ASSET", "钥匙、账册、物品", "keys, books, things";
    }
}

coded! {
    /// Why somebody's posting ends (domain.md §7.4).
    pub enum EndReason {
        TermEnd = "TERM_END", "期满", "end of term";
        Recalled = "RECALLED", "召回", "recalled";
        Transferred = "TRANSFERRED", "调动", "transferred";
        Resigned = "RESIGNED", "辞职", "resigned";
        Other = "OTHER", "其他原因", "another reason";
    }
}

coded! {
    /// The two sides of a handover.
    pub enum HandoverSide {
        Outgoing = "OUTGOING", "移交人", "who hands over";
        Incoming = "INCOMING", "接手人", "who takes over";
    }
}

impl HandoverSide {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Outgoing => Self::Incoming,
            Self::Incoming => Self::Outgoing,
        }
    }
}

coded! {
    /// How far a handover has come.
    pub enum HandoverState {
        Open = "OPEN", "还没人签", "nobody has signed";
        ByOutgoing = "BY_OUTGOING", "移交人签了", "signed by who hands over";
        ByIncoming = "BY_INCOMING", "接手人签了", "signed by who takes over";
        Done = "DONE", "双方都签了", "signed by both";
    }
}
