//! `queue`: the documents of a site → what waits, and for what.
