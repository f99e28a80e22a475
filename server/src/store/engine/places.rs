//! How the places of values are written into a statement whose text is made while it is sent.

use std::borrow::Cow;

/// How the places of a list of values are written. SQLite looks up each numbered place by its name, one after the
/// other, whenever a statement is bound: with two thousand of them that took more of the writer's time than writing
/// (decision 0041).
#[derive(Clone, Copy)]
pub(super) enum Places {
    /// `$1,$2,…`, for PostgreSQL.
    Numbered,
    /// `?,?,…`, for SQLite; then no place of the statement may be numbered.
    InOrder,
}

impl Places {
    /// Adds `($first,$second,…)` to a statement.
    pub(super) fn write(self, sql: &mut String, first: usize, count: usize) {
        sql.push('(');
        for at in first..first.saturating_add(count) {
            if at > first {
                sql.push(',');
            }
            match self {
                Self::Numbered => {
                    sql.push('$');
                    sql.push_str(&at.to_string());
                }
                Self::InOrder => sql.push('?'),
            }
        }
        sql.push(')');
    }

    /// The head of a statement that names its first value, and no other, as `$1` before a list.
    pub(super) fn first(self, head: &'static str) -> Cow<'static, str> {
        match self {
            Self::Numbered => Cow::Borrowed(head),
            Self::InOrder => Cow::Owned(head.replacen("$1", "?", 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_is_given_no_names_to_look_up() {
        let said = |places: Places| {
            let mut sql = places
                .first("SELECT id FROM record WHERE kind = $1 AND id")
                .into_owned();
            places.write(&mut sql, 2, 3);
            sql
        };
        assert_eq!(
            said(Places::Numbered),
            "SELECT id FROM record WHERE kind = $1 AND id($2,$3,$4)"
        );
        assert_eq!(
            said(Places::InOrder),
            "SELECT id FROM record WHERE kind = ? AND id(?,?,?)"
        );
    }
}
