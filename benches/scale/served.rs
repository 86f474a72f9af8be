//! The preview. Comes in: a site. Goes out: how long it takes to start, and from a save to the new bytes on loopback.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use wait4::Wait4 as _;

use crate::Bench;
use crate::edit::{Edited, Half};
use crate::process::median;

const PATIENCE: Duration = Duration::from_mins(5);

/// What an author of a site waits for.
pub struct Served {
    /// From the start to the first page.
    pub start: Duration,
    /// From a save to the new words of the page: the median.
    pub saved: Duration,
    /// Peak memory in bytes.
    pub peak: u64,
}

/// A server that ends with its owner, whatever happens.
struct Server(Option<Child>);

impl Server {
    /// Ends it; its peak memory.
    fn stop(&mut self) -> Result<u64> {
        let Some(mut child) = self.0.take() else { return Ok(0) };
        child.kill()?;
        Ok(child.wait4()?.rusage.maxrss)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

/// Starts a preview and saves a document a few times.
pub fn measure(bench: &Bench, site: &Path) -> Result<Served> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let edited = Edited::of(site)?;
    let page = format!("/incidents/{}/", edited.id());
    let begun = Instant::now();
    let mut command = bench.command(&["serve", "--port", &port.to_string()], site);
    let mut server = Server(Some(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?));
    let start = until(begun, port, &page, "What we learned")?;
    let mut saved = Vec::new();
    for run in 1..=bench.runs {
        // Longer than any server collects changes before it builds, so that each save is met by a server that waits.
        std::thread::sleep(Duration::from_secs(1));
        let begun = Instant::now();
        let line = edited.save(Half::Public, run)?;
        saved.push(until(begun, port, &page, &line)?);
    }
    let saved = median(saved.into_iter());
    eprintln!("  served {:.3} s after a save", saved.as_secs_f64());
    Ok(Served { start, saved, peak: server.stop()? })
}

/// Asks for the page until it holds these words.
fn until(begun: Instant, port: u16, page: &str, words: &str) -> Result<Duration> {
    loop {
        if get(port, page).is_ok_and(|answer| answer.contains(words)) {
            return Ok(begun.elapsed());
        }
        if begun.elapsed() > PATIENCE {
            bail!("{page} did not come with the words {words:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn get(port: u16, page: &str) -> Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {page} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
