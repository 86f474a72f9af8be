//! Stands between a deploy and the server, and does to each request what the story says. One request at a time, so that a condition of a
//! request holds until it is answered, as it does with storage that keeps that promise.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What becomes of a request.
pub enum Fate {
    Pass,
    /// The connection is cut before it arrives.
    Cut,
    /// It is cut in the middle of the body.
    CutBody,
    /// It arrives, and the answer does not.
    CutAnswer,
    /// Somebody else answers.
    Answer(String),
    /// Nobody does.
    Silence,
}

/// What was asked, and whether the server did it.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub head: String,
    pub arrived: bool,
}

type Decide = dyn Fn(usize, &Request) -> Fate + Send + Sync;

struct Shared {
    upstream: u16,
    log: Mutex<Vec<Request>>,
    decide: Mutex<Arc<Decide>>,
    gate: Mutex<()>,
}

pub struct Proxy {
    pub port: u16,
    shared: Arc<Shared>,
}

impl Proxy {
    pub fn before(upstream: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let shared =
            Shared { upstream, log: Mutex::default(), decide: Mutex::new(Arc::new(|_, _: &Request| Fate::Pass)), gate: Mutex::default() };
        let proxy = Self { port: listener.local_addr().unwrap().port(), shared: Arc::new(shared) };
        let shared = Arc::clone(&proxy.shared);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || shared.serve(client));
            }
        });
        proxy
    }

    /// From now on the requests, counted from 0, have this fate.
    pub fn decide(&self, decide: impl Fn(usize, &Request) -> Fate + Send + Sync + 'static) {
        let _no_request = self.shared.gate.lock().unwrap();
        self.shared.log.lock().unwrap().clear();
        *self.shared.decide.lock().unwrap() = Arc::new(decide);
    }

    pub fn pass(&self) {
        self.decide(|_, _| Fate::Pass);
    }

    /// What was asked since the last decision.
    pub fn log(&self) -> Vec<Request> {
        self.shared.log.lock().unwrap().clone()
    }

    /// The paths below a folder of the bucket that a method did something to, in order.
    pub fn done(&self, method: &str, prefix: &str) -> Vec<String> {
        let asked = self.log().into_iter().filter(|request| request.method == method && request.arrived);
        asked.filter_map(|request| request.path.strip_prefix(&format!("/{}/{prefix}", super::server::BUCKET)).map(str::to_owned)).collect()
    }
}

impl Shared {
    /// One request of a connection, which ends with it: the answer says so.
    fn serve(&self, mut client: TcpStream) {
        let Some((head, body)) = read(&mut client) else { return };
        let mut words = head.split(' ');
        let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
        let one_at_a_time = self.gate.lock().unwrap();
        let mut request = Request { method, path, head: head.to_lowercase(), arrived: false };
        let number = self.log.lock().unwrap().len();
        let decide = Arc::clone(&self.decide.lock().unwrap());
        let fate = decide(number, &request);
        request.arrived = matches!(fate, Fate::Pass | Fate::CutAnswer);
        self.log.lock().unwrap().push(request);
        match fate {
            Fate::Cut => {}
            Fate::CutBody => drop(self.send(&head, &body[..body.len() / 2])),
            Fate::CutAnswer => drop(self.ask(&head, &body)),
            Fate::Pass => drop(client.write_all(&self.ask(&head, &body))),
            Fate::Answer(answer) => drop(client.write_all(answer.as_bytes())),
            Fate::Silence => {
                drop(one_at_a_time);
                let _ = client.read(&mut [0]);
            }
        }
    }

    fn send(&self, head: &str, body: &[u8]) -> TcpStream {
        let mut server = TcpStream::connect(("127.0.0.1", self.upstream)).unwrap();
        let _ = server.write_all(head.trim_end().as_bytes());
        let _ = server.write_all(b"\r\nconnection: close\r\n\r\n");
        let _ = server.write_all(body);
        server
    }

    fn ask(&self, head: &str, body: &[u8]) -> Vec<u8> {
        let mut answer = Vec::new();
        let _ = self.send(head, body).read_to_end(&mut answer);
        answer
    }
}

/// The head of a request, and its body.
fn read(client: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            break at + 4;
        }
        let mut more = [0; 4096];
        match client.read(&mut more) {
            Ok(count) if count > 0 => bytes.extend_from_slice(&more[..count]),
            _ => return None,
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let length = head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length:").map(|text| text.trim().parse().unwrap()));
    let length: usize = length.unwrap_or(0);
    let mut body = bytes[end..].to_vec();
    let arrived = body.len();
    body.resize(length, 0);
    client.read_exact(&mut body[arrived.min(length)..]).ok()?;
    Some((head, body))
}
