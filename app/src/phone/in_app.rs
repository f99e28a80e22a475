//! Browsers inside other apps: they may neither install the page nor keep what it stores.

/// The app whose built-in browser shows the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InApp {
    /// WeChat, and WeCom, which says the same of itself.
    WeChat,
    /// DingTalk.
    DingTalk,
    /// Feishu or Lark.
    Feishu,
    /// QQ (not QQ Browser, which is a browser).
    Qq,
    /// Weibo.
    Weibo,
    /// Alipay.
    Alipay,
}

/// Recognises a browser inside another app by its user agent text.
#[must_use]
pub fn in_app_browser(user_agent: &str) -> Option<InApp> {
    const SIGNS: [(&str, InApp); 7] = [
        ("MicroMessenger", InApp::WeChat),
        ("DingTalk", InApp::DingTalk),
        ("Feishu", InApp::Feishu),
        ("Lark/", InApp::Feishu),
        (" QQ/", InApp::Qq),
        ("Weibo", InApp::Weibo),
        ("AlipayClient", InApp::Alipay),
    ];
    SIGNS
        .iter()
        .find(|(sign, _)| user_agent.contains(sign))
        .map(|(_, app)| *app)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wechat_is_recognised_and_plain_browsers_are_not() {
        let wechat = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Mobile MMWEBID/1 MicroMessenger/8.0.42 Weixin";
        assert_eq!(in_app_browser(wechat), Some(InApp::WeChat));
        let qq_browser =
            "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 MQQBrowser/13.0 Mobile Safari/537.36";
        assert_eq!(in_app_browser(qq_browser), None);
        let chrome =
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36";
        assert_eq!(in_app_browser(chrome), None);
    }
}
