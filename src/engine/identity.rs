//! The identity of the model: what a posterior must have been fitted to.

use std::sync::LazyLock;

use crate::draws::stream::name_hash;
use crate::evidence::parameters::NAMES;
use crate::evidence::register::register;

/// Hash of the parameter list: names, units and transforms, and the golden outcomes.
pub fn model_id() -> &'static str {
    static ID: LazyLock<String> = LazyLock::new(|| {
        let mut text = String::new();
        for (name, entry) in NAMES.iter().zip(register()) {
            text.push_str(&format!("{name}|{}|{:?}\n", entry.unit, entry.transform));
        }
        text.push_str(include_str!("../../data/golden.txt"));
        format!("{:016x}", name_hash(&text))
    });
    &ID
}
