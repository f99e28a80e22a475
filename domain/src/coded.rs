//! The macro behind every enumeration of the field: stable code, Chinese label, English label.

/// Declares an enumeration whose values travel as stable `UPPER_SNAKE` codes and are shown by label.
///
/// Gives `ALL`, `code`, `zh`, `en`, `label`, `from_code`, `from_zh` serde and CBOR by code, so that no
/// screen, workbook or database ever spells a value by itself.
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident { $($variant:ident = $code:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $zh] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the source.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, as stored and sent.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The Chinese words that people see and that workbooks carry.
            #[must_use]
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh),+ }
            }

            /// The English words.
            #[must_use]
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en),+ }
            }

            /// The words in the reader's language.
            #[must_use]
            pub const fn label(self, lang: $crate::lang::Lang) -> &'static str {
                match lang { $crate::lang::Lang::Zh => self.zh(), $crate::lang::Lang::En => self.en() }
            }

            /// The value with this code, if there is one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                // A loop over the table that `code` is anyway: compared one by one, each code would be code again.
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }

            /// The value with this Chinese label, if there is one.
            #[must_use]
            pub fn from_zh(label: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.zh() == label)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.str(self.code())?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Self::from_code(d.str()?)
                    .ok_or_else(|| minicbor::decode::Error::message(concat!("unknown code of ", stringify!($name))))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::from_code(&code)
                    .ok_or_else(|| serde::de::Error::custom(concat!("unknown code of ", stringify!($name))))
            }
        }
    };
}
