//! What the system says of this process, under the names that Prometheus has for it. Linux says it in `/proc`; elsewhere nothing is
//! known.

use std::fs;

use rustix::param::clock_ticks_per_second;

use super::measured::{Measured, Values};

/// Memory, open files and times of this process.
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
    let times = fs::read_to_string("/proc/self/stat").ok().and_then(|stat| times(&stat, clock_ticks_per_second()));
    let cpu = times.map(|Times { cpu, .. }| Measured {
        name: "process_cpu_seconds",
        help: "Time that the processors spent on it",
        values: Values::Counter(cpu),
    });
    let booted = fs::read_to_string("/proc/stat").ok().and_then(|stat| booted_at(&stat));
    let started = times.zip(booted).map(|(times, booted)| Measured {
        name: "process_start_time_seconds",
        help: "When it was started, in seconds since 1970",
        values: Values::Gauge(booted + times.started),
    });
    [memory, files, threads, cpu, started].into_iter().flatten().collect()
}

/// Times of the process, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Times {
    /// What the processors spent on it.
    cpu: f64,
    /// When it was started, since the machine was.
    started: f64,
}

/// Fields 14, 15 and 22, counted from 1. The second is the name in parentheses, which may have any characters in it.
fn times(stat: &str, ticks_per_second: u64) -> Option<Times> {
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<f64>().ok();
    let ticks = u32::try_from(ticks_per_second).ok().map(f64::from).filter(|ticks| *ticks > 0.0)?;
    Some(Times { cpu: (field(14)? + field(15)?) / ticks, started: field(22)? / ticks })
}

/// `btime 1795000000`
fn booted_at(stat: &str) -> Option<f64> {
    stat.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()
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
    fn the_times_are_read() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 9 0 12345 1 1";
        assert_eq!(times(stat, 100), Some(Times { cpu: 3.0, started: 123.45 }));
        assert_eq!((times(stat, 0), times("7 (a) S 1", 100)), (None, None));
        assert_eq!(booted_at("cpu  1 2 3\nbtime 1795000000\nprocesses 5\n"), Some(1_795_000_000.0));
        assert_eq!(booted_at("cpu  1 2 3\n"), None);
    }

    #[test]
    fn the_resident_memory_is_read() {
        assert_eq!(resident_bytes("Name:\tkopilka\nVmRSS:\t    2048 kB\nThreads:\t3\n"), Some(2048.0 * 1024.0));
        assert_eq!(resident_bytes("VmRSS:\tmuch\n"), None);
        assert_eq!(resident_bytes(""), None);
    }
}
