//! Verified → Written: a stage beside the target, then one swap.
