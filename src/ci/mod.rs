//! Ready-made files for CI, embedded.
