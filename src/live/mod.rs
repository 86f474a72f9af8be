//! An incident while it runs: `open`, `update`, `resolve` and `maintenance`.
