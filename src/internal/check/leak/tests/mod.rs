//! The gate's tests: samples of each detector, the cross-check, the tripwire.

mod config;
mod cross;
mod detectors;
mod robust;
mod site;
mod tripwire;
