//! What the rules say of an invented district, as text: printed here, and handed to whoever hosts the module.
//!
//! `domain/tests/golden.rs` compares it with the golden file on this machine, `cargo xtask test --only golden` in the
//! browser's form.

mod district;

fn main() {
    print!("{}", district::text());
}

/// The door through which a host of the module gets the text.
#[cfg(target_arch = "wasm32")]
#[expect(
    unsafe_code,
    reason = "a function that a host calls has a name of its own; nothing else is done with it"
)]
mod door {
    use super::district;
    use std::sync::OnceLock;

    static TEXT: OnceLock<String> = OnceLock::new();

    /// Where the text begins in the module's memory.
    #[unsafe(no_mangle)]
    pub extern "C" fn golden_at() -> *const u8 {
        TEXT.get_or_init(district::text).as_ptr()
    }

    /// How many bytes of UTF-8 it has.
    #[unsafe(no_mangle)]
    pub extern "C" fn golden_bytes() -> usize {
        TEXT.get_or_init(district::text).len()
    }
}
