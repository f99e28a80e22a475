//! The app's document: one for every address and everybody, with nothing in it about anybody.

use std::fmt::Write;

/// Address at which the shell can always be had; the service worker keeps it under this name.
pub const ADDRESS: &str = "/shell.html";

/// What the shell links to, as addresses.
#[derive(Clone, Debug)]
pub struct ShellParts<'a> {
    /// The JavaScript that loads the module.
    pub js: &'a str,
    /// The module.
    pub wasm: &'a str,
    /// The app's style sheet.
    pub css: &'a str,
    /// JavaScript and module of the desk, where they are not the same.
    pub desk: Option<(String, String)>,
    /// The script that starts it all.
    pub boot_js: &'a str,
    /// The look of the splash.
    pub boot_css: &'a str,
    /// Web app manifest, when the site has one.
    pub manifest: Option<&'a str>,
    /// Icon for home screens of iPhones, when the site has one.
    pub touch_icon: Option<&'a str>,
    /// Icon for tabs, when the site has one.
    pub icon: Option<&'a str>,
    /// The build's version.
    pub version: &'a str,
    /// Whether phones keep the app for the day without signal.
    pub service_worker: bool,
}

/// Renders the document.
pub fn render(parts: &ShellParts<'_>) -> String {
    let mut head = String::new();
    link(&mut head, "manifest", parts.manifest);
    link(&mut head, "icon", parts.icon);
    link(&mut head, "apple-touch-icon", parts.touch_icon);
    link(&mut head, "stylesheet", Some(parts.boot_css));
    link(&mut head, "stylesheet", Some(parts.css));
    link(&mut head, "modulepreload", Some(parts.js));
    meta(&mut head, "ledger-js", parts.js);
    meta(&mut head, "ledger-wasm", parts.wasm);
    if let Some((js, wasm)) = &parts.desk {
        meta(&mut head, "ledger-desk-js", js);
        meta(&mut head, "ledger-desk-wasm", wasm);
    }
    meta(&mut head, "ledger-version", parts.version);
    meta(
        &mut head,
        "ledger-sw",
        if parts.service_worker { "on" } else { "off" },
    );
    let (wasm, boot) = (escape(parts.wasm), escape(parts.boot_js));
    format!(
        "{START}{head}<link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
         <script type=\"module\" src=\"{boot}\"></script>\n{BODY}"
    )
}

fn link(head: &mut String, relation: &str, address: Option<&str>) {
    if let Some(address) = address {
        // Writing to a string cannot fail.
        let _ = writeln!(head, "<link rel=\"{relation}\" href=\"{}\">", escape(address));
    }
}

fn meta(head: &mut String, name: &str, content: &str) {
    let _ = writeln!(head, "<meta name=\"{name}\" content=\"{}\">", escape(content));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

const START: &str = r##"<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>驻村手账</title>
<meta name="description" content="驻村工作队的手账 · Village Ledger">
<meta name="theme-color" content="#F5F3EC" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#101512" media="(prefers-color-scheme: dark)">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<meta name="mobile-web-app-capable" content="yes">
<meta name="apple-mobile-web-app-title" content="驻村手账">
"##;

const BODY: &str = r#"</head>
<body>
<main id="splash" class="splash">
<p class="splash-name">驻村手账</p>
<p class="splash-name-en" lang="en">Village Ledger</p>
<noscript>
<p>驻村手账需要浏览器的 JavaScript。请在浏览器设置里打开它，然后重新打开本页。</p>
<p lang="en">Village Ledger needs JavaScript. Please turn it on in the browser's settings and open this page again.</p>
</noscript>
<p id="splash-status" class="splash-status" role="status">正在打开… <span lang="en">Opening…</span></p>
<div id="splash-slow" class="splash-slow">
<p>打开得比平时久。信号弱时请再等一会儿；如果一直停在这里，请换手机自带的浏览器打开。已经存在本机的内容不会丢。</p>
<p lang="en">This takes longer than usual. With a weak signal, please wait a little; if it stays here, open this address in the browser that came with the phone. What is saved on this phone is not lost.</p>
</div>
<div id="splash-failed" class="splash-failed" role="alert" hidden>
<p>没有打开成功。已经存在本机的内容没有丢，请再试一次；还是不行，请换手机自带的浏览器，或更新浏览器后再打开。</p>
<p lang="en">It did not open. What is saved on this phone is not lost. Please try again; if that does not help, use the browser that came with the phone, or update it.</p>
<button type="button" id="splash-retry">再试一次 <span lang="en">Try again</span></button>
</div>
</main>
<div id="broken" class="banner stop" role="alert" hidden>
<p>应用出了点问题，没有存好的只有最后两秒。请重新打开。</p>
<p lang="en">Something in the app broke. At most the last two seconds of typing were not kept. Please open it again.</p>
<button type="button" id="broken-reload">重新打开 <span lang="en">Open again</span></button>
</div>
</body>
</html>
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn parts<'a>(js: &'a str) -> ShellParts<'a> {
        ShellParts {
            js,
            wasm: "/pkg/a.wasm",
            css: "/pkg/a.css",
            desk: None,
            boot_js: "/boot.1.js",
            boot_css: "/boot.1.css",
            manifest: None,
            touch_icon: None,
            icon: None,
            version: "1",
            service_worker: true,
        }
    }

    #[test]
    fn the_shell_has_no_inline_script_or_style() {
        let html = render(&parts("/pkg/a.js"));
        assert!(!html.contains("<style") && !html.contains("style="));
        assert!(
            !["onload=", "onclick=", "onerror="]
                .iter()
                .any(|handler| html.contains(handler))
        );
        assert_eq!(
            html.matches("<script").count(),
            html.matches("<script type=\"module\" src=").count()
        );
    }

    #[test]
    fn names_from_the_build_cannot_break_out_of_their_attribute() {
        assert!(!render(&parts("/pkg/\"><script>.js")).contains("\"><script>"));
    }
}
