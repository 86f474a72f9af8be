//! Every rule of ours finds its bad samples and is silent about its good ones; a team's file means what it means to gitleaks, or is refused.

mod files;
mod samples;
mod texts;
