//! A bucket of S3-compatible storage, or what lies below a prefix of it.
//! Comes in: the order, and the `AWS_…` variables, which `object_store` reads by itself. Goes out: a client, ready to be asked.
//! Must never: send anything without encryption to another machine, unless that was allowed by name.

use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path as Key;
use object_store::{BackoffConfig, ClientConfigKey, RetryConfig};
use tokio::runtime::Runtime;

use super::Order;
use super::fault::Storage;
use super::objects::Objects;
use super::place::{Begun, Listing, Place, Released};
use super::source::{Local, Source};
use super::state::{Digest, State};
use crate::error::{Error, Result};
use crate::public::SitePath;

/// The longest that one request is tried again.
const LONGEST: Duration = Duration::from_mins(1);

/// A bucket, or a part of it.
pub(super) struct Bucket {
    runtime: Runtime,
    objects: Objects,
}

impl Bucket {
    /// Reads the settings; asks nobody.
    pub(super) fn open(order: &Order, rest: &str) -> Result<Self> {
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_matches('/');
        let key = Key::parse(prefix);
        if bucket.is_empty() || key.is_err() || rest.contains(['?', '#']) {
            return Err(Error::usage(format!("{}: this names no bucket", order.to), "write it as s3://BUCKET or s3://BUCKET/PREFIX"));
        }
        let (store, storage) = connect(order, bucket)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Error::usage(format!("cannot begin to deploy: {error}"), "deploy again"))?;
        let objects = Objects::new(order, store, storage, prefix);
        Ok(Self { runtime, objects })
    }
}

/// A client of the storage. The crate reads the variables of the environment, and nothing else of it.
fn connect(order: &Order, bucket: &str) -> Result<(AmazonS3, Storage)> {
    let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: order.retries, retry_timeout: LONGEST };
    // One request for each object that goes: every server knows that, not every one knows how to remove many at once.
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retry).with_disable_bulk_delete(true);
    if let Some(endpoint) = &order.endpoint {
        builder = builder.with_config(AmazonS3ConfigKey::S3Endpoint, endpoint);
    }
    let set = |key: AmazonS3ConfigKey| builder.get_config_value(&key);
    let endpoint = set(AmazonS3ConfigKey::S3Endpoint).or_else(|| set(AmazonS3ConfigKey::Endpoint));
    let credentials = [
        AmazonS3ConfigKey::AccessKeyId,
        AmazonS3ConfigKey::WebIdentityTokenFile,
        AmazonS3ConfigKey::ContainerCredentialsRelativeUri,
        AmazonS3ConfigKey::ContainerCredentialsFullUri,
    ];
    let is_true = |key: AmazonS3ConfigKey| set(key).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let has_credentials = is_true(AmazonS3ConfigKey::SkipSignature) || credentials.into_iter().any(|key| set(key).is_some());
    let allows_http = is_true(AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp));
    let storage = Storage::new(&order.to, endpoint.as_deref(), has_credentials)?;
    if storage.is_open_line() && !storage.is_loopback() && !allows_http {
        return Err(Error::usage(
            format!("{} is an address without encryption", storage.host()),
            "use https://, or set AWS_ALLOW_HTTP=true if you trust the network between",
        ));
    }
    let builder = if storage.is_loopback() { builder.with_allow_http(true) } else { builder };
    let store = builder.build().map_err(|_| {
        Error::usage(
            "a setting of the storage is missing or cannot be read",
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; look at the other AWS_ variables, and for CA certificates",
        )
    })?;
    Ok((store, storage))
}

impl Place for Bucket {
    fn has_folders(&self) -> bool {
        false
    }

    fn look(&mut self) -> Result<Option<State>> {
        self.runtime.block_on(self.objects.state())
    }

    fn claim(&mut self, waits: &dyn Fn()) -> Result<Option<State>> {
        self.runtime.block_on(self.objects.claim(waits))
    }

    fn list(&mut self, all: bool) -> Result<Listing> {
        self.runtime.block_on(self.objects.list(all))
    }

    fn digests(&mut self, paths: &[&SitePath]) -> Result<Vec<Option<Digest>>> {
        self.runtime.block_on(self.objects.digests(paths))
    }

    fn begin(&mut self, intent: State) -> Result<Begun> {
        self.runtime.block_on(self.objects.begin(intent))
    }

    fn put(&mut self, files: &[&Local], source: &Source, done: &mut dyn FnMut()) -> Result<()> {
        self.runtime.block_on(self.objects.put(files, source, done))
    }

    fn remove(&mut self, paths: &[&SitePath], done: &mut dyn FnMut()) -> Result<()> {
        self.runtime.block_on(self.objects.remove(paths, done))
    }

    fn release(&mut self, _whole: bool) -> Result<Released> {
        self.runtime.block_on(self.objects.release()).map(|()| Released::Done)
    }
}
