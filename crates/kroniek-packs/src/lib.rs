//! The language packs (`lang/`) and publisher files (`publishers/`) of this repository, as bytes in the binary.
//!
//! Nothing is parsed here; `kroniek-lang` compiles what it is handed, from here or from a folder (`--packs`).

include!(concat!(env!("OUT_DIR"), "/files.rs"));
