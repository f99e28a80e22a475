//! Words of the policies received.

messages! {
    op_entitlement => "登记政策享受", "Policy received";
    policies_heading => "政策享受", "Policies received";
    policies_title(name: &str) => "政策享受 · {name}家", "Policies received · {name}";
    policies_record => "登记和更正", "Record or correct";
    policies_none => "还没有登记。没登记的不算断档。", "Nothing recorded. What nobody recorded breaks nothing.";
    policies_household => "全家", "The household";
    policies_rest => "其他政策", "Other policies";
    policies_two => "两种说法", "two answers";
    policy_status => "现在怎么样", "How it stands";
    policy_source => "从哪里知道的", "From where";
    policy_on => "哪天的情况", "As of";
    policy_stopped_on => "从哪天起停发", "Stopped from";
    policy_why => "停发原因", "Why it was stopped";
    policy_note => "补一句（可以不填）", "A note (optional)";
    policy_save => "存这一项", "Save";
    policy_lack_status => "请先选现在怎么样。", "Please choose how it stands.";
    policy_by_fact => "这一项看走访记的参保情况。", "This is known from the insurance that visits record.";
    policy_listed_by(who: &str) => "{who}的名单", "list of {who}";
    policy_since(day: &str) => "{day}起享受", "received from {day}";
    policy_stopped_from(day: &str) => "{day}起停发", "stopped from {day}";
}
