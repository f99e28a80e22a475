//! Deliberate faults, planted at the seams between the real parts: the simulation must be able to fail.
//! No code of the product knows of them.

/// What is wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// The phone forgets an operation when it has sent it, not when it is answered.
    ForgetBeforeAck,
    /// A request that the network doubled is applied a second time, as if it were new.
    TwiceOnDuplicate,
    /// The phone does not look at the epoch.
    SkipEpoch,
    /// The phone drops what was refused.
    DropOnRefusal,
    /// One fact is overwritten by whoever comes last.
    LastWriterWins,
    /// The cursor goes past a change that was not told.
    CursorSkips,
    /// The feed leaves a change out now and then; the digest finds it, and the phone starts over.
    FeedForgets,
    /// The server answers now and then before it has kept anything.
    AnswerBeforeCommit,
    /// "Saved" is said before it is on the phone's disk.
    SaveInMemoryOnly,
    /// The phone tells the server's digest back instead of its own.
    DigestOnFaith,
    /// Households leave the phone without a word.
    LeaveSilently,
    /// The server refuses work from a clock that is a day wrong.
    RefuseWrongClocks,
}
