//! `cargo xtask ci`: the one test command. Needs only Rust and a C compiler.

use crate::{readme, step};
use anyhow::Result;
use std::process::Command;

/// Runs every check; stops at the first that fails.
pub(crate) fn run(_: &[String]) -> Result<()> {
    step("cargo", &["fmt", "--all", "--check"])?;
    step("cargo", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    step("cargo", &["test", "--workspace"])?;
    // Dependencies are not documented: only our own links are checked.
    step(
        "env",
        &[
            "RUSTDOCFLAGS=-D warnings -A rustdoc::private_intra_doc_links",
            "cargo",
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
            "--quiet",
        ],
    )?;
    step("cargo", &["build", "--release", "--quiet"])?;
    readme::run(&[])?;
    if Command::new("cargo").args(["deny", "--version"]).output().is_ok_and(|o| o.status.success()) {
        step("cargo", &["deny", "check", "licenses", "bans", "sources"])?;
    } else {
        eprintln!("\ncargo-deny is not installed: licences of dependencies were not checked");
    }
    eprintln!("\nall checks passed");
    Ok(())
}
