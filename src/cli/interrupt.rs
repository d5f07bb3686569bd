//! Ctrl-C: the first ends the work cleanly, the second at once.

use std::sync::atomic::{AtomicBool, Ordering};

/// Raised by the first Ctrl-C; work that takes long looks at it.
static STOP: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C from now on, and hands out the flag it raises.
pub fn listen() -> &'static AtomicBool {
    // Where no handler can be set (or one is set already), Ctrl-C ends the process as it always does.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
    &STOP
}

/// Whether Ctrl-C was pressed.
pub fn pressed() -> bool {
    STOP.load(Ordering::SeqCst)
}
