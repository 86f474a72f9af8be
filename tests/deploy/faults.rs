//! What a deploy says when the storage, the network or its settings fail: one fact, the next step, status 2, and no credential.

use super::bucket::Story;
use super::proxy::Fate;
use super::server::SECRET;
use crate::support::binary;

/// An answer of a storage.
fn answer(status: &str, code: &str) -> Fate {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>internal words</Message></Error>");
    Fate::Answer(format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()))
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn wrong_credentials_and_wrong_names_are_told_apart() {
    let story = Story::new();
    let refused = |to: &str, variables: &[(&str, &str)], words: &str| {
        let mut command = story.command(&story.sites.older, to, &["--retries", "0"]);
        command.env("AWS_SESSION_TOKEN", "a-token-of-nobody").envs(variables.iter().copied());
        binary::run(&mut command)
            .ends_with(2)
            .complains(words)
            .complains("help: ")
            .hides(SECRET)
            .hides("a-token-of-nobody")
            .hides("Signature=");
    };
    refused("s3://site", &[("AWS_SECRET_ACCESS_KEY", "wrong")], "the credentials are refused (SignatureDoesNotMatch)");
    refused("s3://site", &[("AWS_ACCESS_KEY_ID", "nobody")], "the credentials are refused");
    refused("s3://nowhere", &[], "there is no such bucket");
    refused("s3://nowhere/status", &[], "there is no such bucket");
    refused("s3:///status", &[], "this names no bucket");
    refused("s3://site/a//b", &[], "this names no bucket");
    assert!(story.store.objects().is_empty());
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn what_the_storage_answers_becomes_a_fact_and_a_next_step() {
    let story = Story::new();
    for (status, code, words) in [
        ("503 Slow Down", "SlowDown", "asks for fewer requests, and more tries did not help (SlowDown)"),
        ("500 Internal Server Error", "InternalError", "the storage fails"),
        ("403 Forbidden", "AccessDenied", "this is not allowed (AccessDenied)"),
        ("403 Forbidden", "RequestTimeTooSkewed", "the clock of this machine is wrong"),
        ("301 Moved Permanently", "PermanentRedirect", "the bucket is in another region"),
        ("400 Bad Request", "AuthorizationHeaderMalformed", "the bucket is in another region"),
        ("418 Teapot", "Tea", "answers what is not understood (Tea)"),
    ] {
        story.proxy.decide(move |number, _| if number < 2 { Fate::Pass } else { answer(status, code) });
        let run = story.deploy(&story.sites.older, "s3://site", &["--retries", "1"]).ends_with(2);
        run.complains(words).complains("help: ").hides("internal words");
    }
    story.proxy.decide(|number, _| if number % 3 == 1 { answer("503 Slow Down", "SlowDown") } else { Fate::Pass });
    story.deploy(&story.sites.older, "s3://site", &[]).ends_with(0);
    assert_eq!(story.store.served(""), story.sites.older_files, "a storage that is slow now and then is no reason to fail");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn storage_that_knows_no_conditions_says_so_and_can_be_used_on_purpose() {
    let story = Story::new();
    story.proxy.decide(|_, request| {
        let conditional = request.head.contains("\r\nif-match:") || request.head.contains("\r\nif-none-match:");
        if conditional { answer("501 Not Implemented", "NotImplemented") } else { Fate::Pass }
    });
    let run = story.deploy(&story.sites.older, "s3://site", &["--retries", "0"]).ends_with(2);
    run.complains("cannot write on a condition").complains("--unguarded");
    assert!(story.store.objects().is_empty());
    story.deploy(&story.sites.older, "s3://site", &["--unguarded"]).ends_with(0);
    assert_eq!(story.store.served(""), story.sites.older_files);
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn an_answer_that_never_comes_is_not_waited_for_without_end() {
    let story = Story::new();
    story.proxy.decide(|number, _| if number < 5 { Fate::Pass } else { Fate::Silence });
    let mut command = story.command(&story.sites.older, "s3://site", &["--retries", "0"]);
    binary::run(command.env("AWS_TIMEOUT", "1 second")).ends_with(2).complains("gave no answer in time").complains("help: ");
}

#[test]
fn a_storage_that_is_not_there_is_named_with_the_next_step() {
    let sites = super::sites::Sites::get();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refused = |endpoint: &str, change: &dyn Fn(&mut std::process::Command), words: &str| {
        let mut command = super::bucket::command(closed, &sites.older, "s3://site", &["--retries", "0"]);
        command.args(["--endpoint", endpoint]);
        change(&mut command);
        binary::run(&mut command).ends_with(2).complains(words).complains("help: ").hides(SECRET).hides("visible");
    };
    let address = format!("http://user:visible@127.0.0.1:{closed}/?X-Amz-Signature=visible");
    refused(&address, &|_| {}, "cannot be reached: connection refused");
    refused("http://storage.example", &|_| {}, "storage.example is an address without encryption");
    refused("storage", &|_| {}, "the endpoint is no address");
    refused(&format!("http://127.0.0.1:{closed}"), &|command| _ = command.env_remove("AWS_ACCESS_KEY_ID"), "belong together");
    let nobody = |command: &mut std::process::Command| {
        command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
        command.env("AWS_METADATA_ENDPOINT", format!("http://127.0.0.1:{closed}"));
    };
    refused(&format!("http://127.0.0.1:{closed}"), &nobody, "there are no credentials");
}
