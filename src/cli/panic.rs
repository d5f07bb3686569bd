//! A panic is a mistake in pkosim, and is told as one.

use std::panic::PanicHookInfo;

use super::console::note;

/// Tells panics in two lines instead of a trace; `RUST_BACKTRACE=1` gives the trace back.
pub fn be_polite() {
    if std::env::var_os("RUST_BACKTRACE").is_none_or(|v| v == "0") {
        std::panic::set_hook(Box::new(tell));
    }
}

fn tell(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or("an unknown place".to_owned(), ToString::to_string);
    let why = reason(info).unwrap_or("no reason given");
    note(&format!("error: pkosim failed at {place}: {why}"));
    note("  hint: this is a mistake in pkosim, not in what you wrote; please report it with the command");
}

fn reason<'a>(info: &'a PanicHookInfo<'_>) -> Option<&'a str> {
    let payload = info.payload();
    payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}
