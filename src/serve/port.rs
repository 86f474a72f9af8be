//! Comes in: the port that was asked for. Goes out: a listener on the loopback address.
//! Must never: listen on any other address.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use crate::error::{Error, Result};

/// The port of a preview that asks for none.
pub(super) const DEFAULT: u16 = 4000;
/// How many ports behind it are tried.
const TRIES: u16 = 100;

/// Listens on that port, or on the first free one from [`DEFAULT`] on.
pub(super) fn listen(port: Option<u16>) -> Result<(TcpListener, SocketAddr)> {
    let listen = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|listener| Ok((listener.local_addr()?, listener)));
    let cannot = |port: u16, source: &std::io::Error| {
        Error::usage(format!("cannot listen on port {port}: {source}"), "name another port with `--port`")
    };
    if let Some(port) = port {
        return listen(port).map(|(address, listener)| (listener, address)).map_err(|source| cannot(port, &source));
    }
    for port in DEFAULT..DEFAULT + TRIES {
        match listen(port) {
            Ok((address, listener)) => return Ok((listener, address)),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(cannot(port, &error)),
        }
    }
    Err(Error::usage(format!("the ports {DEFAULT} to {} are all taken", DEFAULT + TRIES - 1), "name a free one with `--port`"))
}
