//! Kroniek: reads news reports and writes the chronicle.

fn main() -> std::process::ExitCode {
    kroniek::cli::main()
}
