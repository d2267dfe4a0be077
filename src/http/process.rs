//! What the system says of this process, under the names that Prometheus has for it. Linux says it in `/proc`; elsewhere nothing is
//! known.

use std::fs;

use super::measured::{Measured, Values};

/// Memory and open files of this process.
pub(super) fn measured() -> Vec<Measured> {
    let memory = fs::read_to_string("/proc/self/status").ok().and_then(|status| resident_bytes(&status));
    let memory = memory.map(|bytes| Measured {
        name: "process_resident_memory_bytes",
        help: "Resident memory",
        values: Values::Gauge(bytes),
    });
    let files = fs::read_dir("/proc/self/fd").ok().map(|files| files.count());
    let files = files.and_then(|count| u32::try_from(count).ok()).map(|count| Measured {
        name: "process_open_fds",
        help: "Open file descriptors",
        values: Values::Gauge(count.into()),
    });
    let threads = fs::read_dir("/proc/self/task").ok().map(|tasks| tasks.count());
    let threads = threads.and_then(|count| u32::try_from(count).ok()).map(|count| Measured {
        name: "process_threads",
        help: "Threads",
        values: Values::Gauge(count.into()),
    });
    [memory, files, threads].into_iter().flatten().collect()
}

/// `VmRSS:      1234 kB`
fn resident_bytes(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u32 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(f64::from(kibibytes) * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resident_memory_is_read() {
        assert_eq!(resident_bytes("Name:\tkopilka\nVmRSS:\t    2048 kB\nThreads:\t3\n"), Some(2048.0 * 1024.0));
        assert_eq!(resident_bytes("VmRSS:\tmuch\n"), None);
        assert_eq!(resident_bytes(""), None);
    }
}
