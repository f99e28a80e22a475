//! What a server is told at its start: by flags, by the environment, and by a file of the district's figures.

use std::path::Path;

use domain::config::Config;

/// Why the district's figures cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{0}: {1}")]
    Unreadable(String, std::io::Error),
    /// The file is no JSON of the right shape.
    #[error("{0}: {1}")]
    Malformed(String, serde_json::Error),
}

/// The figures in force: the defaults, with those of the file in their place.
///
/// # Errors
/// A file that is named must be there and make sense; a server with half its figures should not start.
pub fn read(file: Option<&Path>) -> Result<Config, ConfigError> {
    let Some(file) = file else {
        return Ok(Config::default());
    };
    let name = file.display().to_string();
    let text = std::fs::read(file).map_err(|error| ConfigError::Unreadable(name.clone(), error))?;
    serde_json::from_slice(&text).map_err(|error| ConfigError::Malformed(name, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_replaces_only_the_figures_that_it_names() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("district.json");
        std::fs::write(&file, r#"{"filing_number": "示例备1号", "review_sla_days": 5}"#).unwrap();
        let config = read(Some(&file)).unwrap();
        assert_eq!(config.filing_number, "示例备1号");
        assert_eq!(config.review_sla_days, 5);
        assert_eq!(config.late_after_days, Config::default().late_after_days);
        assert!(read(Some(&folder.path().join("missing.json"))).is_err());
    }

    #[test]
    fn the_example_of_the_operations_guide_is_read() {
        let guide = include_str!("../../docs/operations.md");
        let start = guide.find("```json").unwrap() + "```json".len();
        let example = guide[start..].split("```").next().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("district.json");
        std::fs::write(&file, example).unwrap();
        let config = read(Some(&file)).unwrap();
        assert_eq!(config.identify.map(|limits| limits.total.days), Some(20));
        assert_eq!((config.income_lines.len(), config.counting_rules.len()), (1, 1));
    }
}
