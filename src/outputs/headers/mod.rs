//! The HTTP headers of the site. `model` says which path gets which; each other file writes that for one kind of host.
//! Goes out: the files of the hosts that the config names, and [`for_path`] for the preview server, so that a policy that breaks a page
//! breaks it at home.

mod apache;
mod caddy;
mod lines;
mod model;
mod netlify;
mod nginx;
mod pattern;
mod types;
mod vercel;

pub use model::{Header, Policy, for_path};
pub use types::content_type;

use super::{Artifact, Job, Output};
use crate::error::Result;
use crate::public::{Host, Index, Site};
use crate::render::Renderer;

/// A file with headers for each kind of host that the config names.
pub struct Headers;

impl Output for Headers {
    fn name(&self) -> &'static str {
        "headers"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let site = &index.history.site;
        let rules = model::rules(policy(site, renderer));
        let base = site.base.as_str();
        let file = |host: &Host| match host {
            Host::Headers => Artifact::new("_headers", lines::text(&rules, base)),
            Host::Netlify => Artifact::new("netlify.toml", netlify::text(&rules, base)),
            Host::Vercel => Artifact::new("vercel.json", vercel::text(&rules, base)),
            Host::Nginx => Artifact::new("_hosting/nginx.conf", nginx::text(&rules, base)),
            Host::Caddy => Artifact::new("_hosting/Caddyfile", caddy::text(&rules, base)),
            Host::Apache => Artifact::new(".htaccess", apache::text(&rules, base)),
        };
        site.hosts.iter().map(|host| Ok(Job::made(file(host)?))).collect()
    }
}

/// What of the model depends on a site.
pub fn policy(site: &Site, renderer: &Renderer) -> Policy {
    let fonts = renderer.assets(site).iter().any(|(path, _)| content_type(path).starts_with("font/"));
    Policy { scripts: site.local_times, fonts, hsts: site.hsts }
}

/// The rule for every file, and the others, which add to it.
fn parted(rules: &[model::Rule]) -> (&[Header], &[model::Rule]) {
    rules.split_first().map_or((&[], &[]), |(first, others)| (first.headers.as_slice(), others))
}

#[cfg(test)]
mod tests;
