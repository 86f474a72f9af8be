//! The gate's tests: samples of each detector, the cross-check, the tripwire; how much it finds, and how much it finds wrongly.

pub mod config;
mod copied;
mod cross;
mod cross_people;
mod cross_things;
mod detectors;
mod pieces;
mod precision;
mod recall;
mod robust;
mod since;
pub mod site;
mod tripwire;
mod wake;
