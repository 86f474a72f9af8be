//! `deploy`: a built site → the place that it is served from.
