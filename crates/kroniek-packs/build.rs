//! Lists every file of `lang/` and `publishers/` so that the library can embed them.
//!
//! Packs are discovered, not listed: a new language is a new folder. Training text (`train/`) and folders whose
//! name begins with `_` (the template) stay out of the binary.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("../..");
    let mut code = String::from(
        "/// Path below the repository root and bytes of every file, sorted by path.\npub static FILES: &[(&str, &[u8])] = &[\n",
    );
    for top in ["lang", "publishers"] {
        let dir = root.join(top);
        println!("cargo:rerun-if-changed={}", dir.display());
        let mut files = Vec::new();
        walk(&dir, &mut files);
        files.sort();
        for file in files {
            let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            writeln!(code, "    ({name:?}, include_bytes!({:?})),", file.display().to_string()).unwrap();
        }
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("files.rs"), code).unwrap();
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            if name != "train" && !name.starts_with('_') {
                walk(&path, files);
            }
        } else if !name.starts_with('.') {
            files.push(path);
        }
    }
}
