//! A real S3 server in a process of its own: s3s-fs, which keeps objects as files. `tests/s3/run` brings it and says where it is.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::support::tree::{self, Tree};

/// Who may write.
pub const KEY: &str = "deployer";
/// Invented, and long enough to be looked for in what a deploy says.
pub const SECRET: &str = "not-a-secret-of-anybody";
/// The bucket of the stories.
pub const BUCKET: &str = "site";

/// A server, gone with the story.
pub struct Server {
    child: Child,
    pub port: u16,
}

impl Server {
    /// Starts one above a folder whose folders are the buckets. Without keys everybody may read.
    pub fn start(root: &Path, keys: bool) -> Self {
        let program = std::env::var("ALLCLEAR_S3_SERVER").expect("ALLCLEAR_S3_SERVER names no S3 server; tests/s3/run does");
        let mut command = Command::new(program);
        command.args(["--host", "127.0.0.1", "--port", "0"]).env("RUST_LOG", "s3s_fs=info");
        if keys {
            command.args(["--access-key", KEY, "--secret-key", SECRET]);
        }
        let mut child = command.arg(root).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.find_map(|line| line.unwrap().split_once("http://127.0.0.1:").map(|(_, port)| port.trim().parse().unwrap()));
        // What it says later is not read, and must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port: port.expect("the server said no port") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder behind a server, with the bucket of the stories in it.
pub struct Store {
    root: tempfile::TempDir,
}

impl Store {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(BUCKET)).unwrap();
        Self { root }
    }

    pub fn path(&self) -> &Path {
        self.root.path()
    }

    pub fn object(&self, key: &str) -> PathBuf {
        self.root.path().join(BUCKET).join(key)
    }

    /// Puts an object there, as if somebody else had.
    pub fn put(&self, key: &str, text: &str) {
        fs::create_dir_all(self.object(key).parent().unwrap()).unwrap();
        fs::write(self.object(key), text).unwrap();
    }

    /// All objects, what deploys keep for themselves included.
    pub fn objects(&self) -> Tree {
        tree::read(&self.root.path().join(BUCKET))
    }

    /// What readers find below a prefix.
    pub fn served(&self, prefix: &str) -> Tree {
        let below = self.objects().into_iter().filter_map(|(key, bytes)| Some((key.strip_prefix(prefix)?.to_owned(), bytes)));
        below.filter(|(path, _)| !path.starts_with(".allclear-")).collect()
    }

    /// Everything, types and times included.
    pub fn save(&self) -> Tree {
        tree::read(self.root.path())
    }

    pub fn restore(&self, saved: &Tree) {
        for entry in fs::read_dir(self.root.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }
        fs::create_dir(self.root.path().join(BUCKET)).unwrap();
        tree::write(saved, self.root.path());
    }
}

/// The head of an answer to a reader without keys, in lower case.
pub fn head(port: u16, key: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "HEAD /{BUCKET}/{key} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.to_lowercase()
}
