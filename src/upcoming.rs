//! `status` and `next-change`: what the site says now, and when it will say something else.
