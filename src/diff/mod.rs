//! `diff`: two states of a site → what customers would newly see, see changed, or no longer see.
