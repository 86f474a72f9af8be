//! The gate's tests: samples of each detector, the cross-check, the tripwire.

mod config;
mod copied;
mod cross;
mod cross_people;
mod cross_things;
mod detectors;
mod robust;
mod site;
mod tripwire;
