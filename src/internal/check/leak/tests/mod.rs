//! The gate's tests: samples of each detector, the cross-check, the tripwire.

pub mod config;
mod cross;
mod detectors;
mod robust;
pub mod site;
mod tripwire;
