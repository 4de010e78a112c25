//! The thin library behind the program: commands ([`cli`]) and wire formats ([`export`]).

pub mod cli;
pub mod export;
pub mod index;
