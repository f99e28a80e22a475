//! Every word of the interface, in Chinese and English side by side: a message that lacks a language does not compile.

/// Declares messages as methods of [`Words`].
///
/// `name => "中文", "English";` gives `&'static str`. `name(n: usize) => "{n} 户", "{n} households";` gives
/// `String`. A second English text after `|` is the plural, chosen by the first argument.
macro_rules! messages {
    ($( $name:ident $( ( $($arg:ident : $ty:ty),+ ) )? => $zh:literal, $en:literal $( | $many:literal )? ; )*) => {
        impl $crate::words::Words {
            $( message! { $name [ $( $($arg : $ty),+ )? ] $zh, $en $( | $many )? } )*
        }
    };
}

macro_rules! message {
    ($name:ident [] $zh:literal, $en:literal) => {
        #[doc = $zh]
        #[must_use]
        pub const fn $name(self) -> &'static str {
            match self.0 {
                domain::lang::Lang::Zh => $zh,
                domain::lang::Lang::En => $en,
            }
        }
    };
    ($name:ident [ $($arg:ident : $ty:ty),+ ] $zh:literal, $en:literal) => {
        #[doc = $zh]
        #[must_use]
        pub fn $name(self, $($arg: $ty),+) -> String {
            match self.0 {
                domain::lang::Lang::Zh => format!($zh),
                domain::lang::Lang::En => format!($en),
            }
        }
    };
    ($name:ident [ $first:ident : $fty:ty $(, $arg:ident : $ty:ty)* ] $zh:literal, $one:literal | $many:literal) => {
        #[doc = $zh]
        #[must_use]
        pub fn $name(self, $first: $fty $(, $arg: $ty)*) -> String {
            match self.0 {
                domain::lang::Lang::Zh => format!($zh),
                domain::lang::Lang::En if $first == 1 => format!($one),
                domain::lang::Lang::En => format!($many),
            }
        }
    };
}

mod case;
mod common;
mod configuration;
mod desk;
mod duty;
mod elimination;
mod entitlement;
mod faults;
mod flag;
mod form;
mod four;
mod gate;
mod handover;
mod household;
mod households;
mod income;
mod me;
mod month;
mod papers;
mod phones;
mod photo;
mod plan;
mod request;
mod reveal;
mod review;
mod screening;
mod today;
mod values;
mod visit;
mod work;

use domain::lang::Lang;

/// The words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Lang);

impl Words {
    /// The language.
    #[must_use]
    pub const fn lang(self) -> Lang {
        self.0
    }

    /// Joins a list as the language does: 、 or a comma.
    #[must_use]
    pub fn join<S: AsRef<str>>(self, parts: &[S]) -> String {
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        parts.join(match self.0 {
            Lang::Zh => "、",
            Lang::En => ", ",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_follow_the_first_number() {
        assert_eq!(Words(Lang::En).households_count(1), "1 household");
        assert_eq!(Words(Lang::En).households_count(2), "2 households");
        assert_eq!(Words(Lang::Zh).households_count(2), "2 户");
    }

    #[test]
    fn lists_are_joined_as_the_language_does() {
        assert_eq!(Words(Lang::Zh).join(&["甲", "乙"]), "甲、乙");
        assert_eq!(Words(Lang::En).join(&["a", "b"]), "a, b");
    }
}
