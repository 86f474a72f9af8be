//! Site → Verified: every finished byte is read again.
