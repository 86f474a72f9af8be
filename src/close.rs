//! `close`: a post-mortem that is done → its document, closed.
