//! Logs where a panic happened. Its message is not logged, because it may contain personal data.

use std::panic::{self, PanicHookInfo};

/// From now on a panic is logged in one line, with its location and without its message.
pub(super) fn log_locations_only() {
    panic::set_hook(Box::new(log));
}

fn log(panic: &PanicHookInfo<'_>) {
    match panic.location() {
        Some(place) => tracing::error!(%place, "a fault of the program: a panic"),
        None => tracing::error!("a fault of the program: a panic"),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex, PoisonError},
    };

    use super::*;

    /// A writer that keeps the log.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, text: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(text)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_logged_without_its_message() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        let usual = panic::take_hook();
        log_locations_only();
        let caught = tracing::subscriber::with_default(subscriber, || panic::catch_unwind(|| panic!("+77011234567")));
        panic::set_hook(usual);
        assert!(caught.is_err());
        let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(logged.contains("ERROR") && logged.contains("src/command_line/panics.rs:"), "{logged}");
        assert!(!logged.contains("+7701"), "{logged}");
        assert_eq!(logged.lines().count(), 1, "{logged}");
    }
}
