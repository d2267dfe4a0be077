//! The command line of Kopilka.

fn main() {}
