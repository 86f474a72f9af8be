//! Comes in: what went wrong between here and the storage. Goes out: the fact in our words, and the next step.
//! Must never: show an address with its query, a header, or the text of an answer: any of them may hold a credential.

use std::error::Error as StdError;

use object_store::Error as Fault;
use object_store::client::{HttpError, HttpErrorKind};
use url::{Host, Url};

use crate::error::{Error, Result};

/// What a person knows of the storage.
pub(super) struct Storage {
    shown: String,
    endpoint: Option<Url>,
    has_credentials: bool,
}

/// What is told of a kind of fault.
struct Told {
    /// Codes of S3, and numbers of statuses.
    codes: &'static [&'static str],
    fact: &'static str,
    help: &'static str,
}

/// The first that fits is told.
const TOLD: &[Told] = &[
    Told {
        codes: &["NoSuchBucket"],
        fact: "there is no such bucket",
        help: "make it first; if it is there, look at AWS_REGION and the endpoint",
    },
    Told {
        codes: &[
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "NotSignedUp",
            "401",
        ],
        fact: "the credentials are refused",
        help: "look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or at what hands them out",
    },
    Told {
        codes: &["RequestTimeTooSkewed"],
        fact: "the clock of this machine is wrong, so that its signature is refused",
        help: "set the clock",
    },
    Told {
        codes: &["AccessDenied", "403"],
        fact: "this is not allowed",
        help: "check the credentials; a deploy needs s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject there",
    },
    Told {
        codes: &["PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "301", "307"],
        fact: "the bucket is in another region",
        help: "set AWS_REGION",
    },
    Told {
        codes: &["NotImplemented", "501"],
        fact: "this storage cannot write on a condition, which keeps two deploys apart",
        help: "see to it that one deploys at a time, and add --unguarded",
    },
    Told {
        codes: &["SlowDown", "TooManyRequests", "429"],
        fact: "the storage asks for fewer requests, and more tries did not help",
        help: "deploy again later, or with a smaller --at-once",
    },
    Told {
        codes: &["InternalError", "ServiceUnavailable", "500", "502", "503", "504"],
        fact: "the storage fails, and more tries did not help",
        help: "deploy again later: it goes on where it stopped, and what is served works",
    },
];

impl Storage {
    /// The storage at an address, or that of AWS.
    pub(super) fn new(shown: &str, endpoint: Option<&str>, has_credentials: bool) -> Result<Self> {
        let endpoint = endpoint.map(|text| Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host()));
        if endpoint == Some(None) {
            return Err(Error::usage("the endpoint is no address", "write it as https://HOST, with --endpoint or in AWS_ENDPOINT_URL"));
        }
        Ok(Self { shown: shown.to_owned(), endpoint: endpoint.flatten(), has_credentials })
    }

    /// As the order named it.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// Its host.
    pub(super) fn host(&self) -> String {
        let Some(url) = &self.endpoint else { return "AWS".to_owned() };
        let port = url.port().map_or(String::new(), |port| format!(":{port}"));
        format!("{}{port}", url.host_str().unwrap_or_default())
    }

    /// Whether everybody on the way can read along.
    pub(super) fn is_open_line(&self) -> bool {
        self.endpoint.as_ref().is_some_and(|url| url.scheme() == "http")
    }

    /// Whether it is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        match self.endpoint.as_ref().and_then(Url::host) {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// What a person is told of a fault.
    pub(super) fn fault(&self, action: &str, fault: &Fault) -> Error {
        let (fact, help) = self.told(fault);
        Error::usage(format!("cannot {action} {}: {fact}", self.shown), help)
    }

    fn told(&self, fault: &Fault) -> (String, String) {
        let text = fault.to_string();
        // Without credentials of its own the client asks the machine's host for some, at these paths.
        if !self.has_credentials && ["/latest/api/", "/latest/meta-data/"].iter().any(|path| text.contains(path)) {
            return no_credentials();
        }
        if let Some(http) = chain(fault).find_map(|cause| cause.downcast_ref::<HttpError>()) {
            return self.told_of_the_way(http);
        }
        // Where S3 says in one word what is wrong, and where the client says which status it was.
        let (code, status) = (word(&text, "<Code>"), word(&text, "status code: "));
        let elsewhere = text.contains("redirect without LOCATION").then_some("301");
        // A place without the object that is asked for is no fault, so that what is missing here is the bucket.
        let missing = matches!(fault, Fault::NotFound { .. }).then_some("NoSuchBucket");
        let codes: Vec<&str> = [code, status, elsewhere, missing].into_iter().flatten().collect();
        let told = codes.iter().find_map(|code| TOLD.iter().find(|told| told.codes.contains(code)));
        let code = codes.first().map_or(String::new(), |code| format!(" ({code})"));
        match (told, fault) {
            (Some(told), _) => (format!("{}{code}", told.fact), told.help.to_owned()),
            (None, Fault::InvalidPath { .. }) => {
                ("the name of an object there is no plain path".to_owned(), "give the site a bucket or a prefix of its own".to_owned())
            }
            (None, _) => (
                format!("the storage answers what is not understood{code}"),
                "look at the endpoint, the region and the bucket, then deploy again".to_owned(),
            ),
        }
    }

    fn told_of_the_way(&self, http: &HttpError) -> (String, String) {
        let reason = chain(http).find_map(|cause| cause.downcast_ref::<std::io::Error>());
        let reason = reason.map(std::io::Error::kind).filter(|kind| *kind != std::io::ErrorKind::Other);
        let reason = reason.map_or(String::new(), |kind| format!(": {kind}"));
        let again = "deploy again: it goes on where it stopped, and what is served works";
        match http.kind() {
            HttpErrorKind::Connect => (
                format!("{} cannot be reached{reason}", self.host()),
                "look at the network, the endpoint and AWS_REGION, then deploy again".to_owned(),
            ),
            HttpErrorKind::Timeout => (format!("{} gave no answer in time", self.host()), again.to_owned()),
            _ => (format!("the connection to {} was cut{reason}", self.host()), again.to_owned()),
        }
    }
}

/// The environment names none, and nobody who hands them out to machines gave any.
fn no_credentials() -> (String, String) {
    ("there are no credentials".to_owned(), "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or let your CI hand them out".to_owned())
}

/// The word behind a mark: letters and digits, and not many.
fn word<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let rest = &text[text.find(mark)? + mark.len()..];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|word| (1..=60).contains(&word.len()))
}

fn chain<'a>(first: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(first), |error| StdError::source(*error))
}
