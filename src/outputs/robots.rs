//! `robots.txt`: everyone may read everything, and the sitemap is there. Comes in: the site's address.

use super::{Artifact, Job, Output};
use crate::error::Result;
use crate::public::{Index, Site};
use crate::render::Renderer;

/// `robots.txt`.
pub struct Robots;

impl Output for Robots {
    fn name(&self) -> &'static str {
        "robots.txt"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, _: &'a Renderer) -> Result<Vec<Job<'a>>> {
        Ok(vec![Job::made(Artifact::new("robots.txt", text(&index.history.site))?)])
    }
}

fn text(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", site.url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample;

    #[test]
    fn the_sitemap_is_named_by_its_whole_address() {
        let site = Site { url: sample::text("https://example.com/status"), ..sample::site() };
        assert!(text(&site).ends_with("\nSitemap: https://example.com/status/sitemap.xml\n"));
    }
}
