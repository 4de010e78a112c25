//! The dates that matter and the sentences that tell them.
