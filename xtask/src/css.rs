//! One style sheet out of `style/main.css` and what it imports, in order.

use crate::failure::{Doing, Failure, Outcome};
use crate::node::Node;
use crate::process::run;
use crate::project::Project;
use std::fs;
use std::path::Path;

/// Deeper than any sane nesting of imports; a circle ends here.
const DEEPEST: u32 = 8;

/// The text of `entry` with every `@import "file" [layer(name)];` replaced by the file.
pub fn bundle(entry: &Path) -> Outcome<String> {
    inline(entry, 0)
}

/// Makes a style sheet smaller without changing what it says.
pub fn minify(project: &Project, css: &str) -> Outcome<String> {
    let node = Node::with_tools(project)?;
    let input = project.tools().join("bundle.css");
    let output = project.tools().join("bundle.min.css");
    fs::write(&input, css).doing("write the style sheet")?;
    let script = project.tools().join("minify-css.mjs");
    run(node.command().arg(script).arg(&input).arg(&output))?;
    fs::read_to_string(&output).doing("read the minified style sheet")
}

fn inline(file: &Path, depth: u32) -> Outcome<String> {
    if depth > DEEPEST {
        return Err(Failure::new(format!(
            "{}: style sheets import each other in a circle",
            file.display()
        )));
    }
    let text = fs::read_to_string(file).doing(format!("read {}", file.display()))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut bundled = String::new();
    for line in text.lines() {
        let Some(rest) = line.trim_start().strip_prefix("@import ") else {
            bundled.push_str(line);
            bundled.push('\n');
            continue;
        };
        let import = Import::parse(rest)
            .ok_or_else(|| Failure::new(format!("{}: cannot read `{line}`", file.display())))?;
        let inner = inline(&folder.join(import.file), depth + 1)?;
        bundled.push_str(&match import.layer {
            Some(layer) => format!("@layer {layer} {{\n{inner}}}\n"),
            None => inner,
        });
    }
    Ok(bundled)
}

/// `"file.css" layer(name);`, also with `url(…)`.
#[derive(Debug, PartialEq, Eq)]
struct Import<'a> {
    file: &'a str,
    layer: Option<&'a str>,
}

impl<'a> Import<'a> {
    fn parse(rest: &'a str) -> Option<Self> {
        let rest = rest.split("/*").next()?.trim().strip_suffix(';')?.trim();
        let (file, tail) = quoted(rest).or_else(|| {
            let (inside, tail) = rest.strip_prefix("url(")?.split_once(')')?;
            Some((
                quoted(inside.trim()).map_or(inside.trim(), |(file, _)| file),
                tail,
            ))
        })?;
        let tail = tail.trim();
        let layer = match tail {
            "" => None,
            _ => Some(tail.strip_prefix("layer(")?.strip_suffix(')')?.trim()),
        };
        Some(Self { file, layer })
    }
}

fn quoted(text: &str) -> Option<(&str, &str)> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    text.strip_prefix(mark)?.split_once(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_with_and_without_a_layer() {
        let plain = Import {
            file: "tokens.css",
            layer: None,
        };
        assert_eq!(Import::parse("\"tokens.css\";"), Some(plain));
        let layered = Import {
            file: "./base.css",
            layer: Some("base"),
        };
        assert_eq!(
            Import::parse("url('./base.css') layer(base); /* why */"),
            Some(layered)
        );
        assert_eq!(Import::parse("\"print.css\" print;"), None);
    }

    #[test]
    fn imported_sheets_stand_where_they_were_named() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "main.css",
            "@layer base;\n@import \"a.css\" layer(base);\n@import 'b.css';\nmain{}\n",
        );
        write("a.css", "a{}\n");
        write("b.css", "b{}\n");
        let bundled = bundle(&folder.path().join("main.css")).unwrap();
        assert_eq!(bundled, "@layer base;\n@layer base {\na{}\n}\nb{}\nmain{}\n");
    }

    #[test]
    fn a_circle_of_imports_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("main.css"), "@import \"main.css\";\n").unwrap();
        assert!(bundle(&folder.path().join("main.css")).is_err());
    }
}
