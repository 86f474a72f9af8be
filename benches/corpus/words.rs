//! What the documents are made of. Sentences with `{count}`, `{share}`, `{clock}` and `{component}` differ from document to document.

/// What customers noticed; the public title.
pub const EFFECTS: &[&str] = &[
    "Slow search results",
    "Orders not confirmed",
    "Late mail",
    "Exports without their last row",
    "Errors when signing in",
    "Old prices shown",
    "Images missing",
    "Reports out of date",
    "Payments refused",
    "Sync stopped",
];

/// Who works there.
pub const PEOPLE: &[&str] = &[
    "Dana Whitfield",
    "Sam Okafor",
    "Lee Aoki",
    "Priya Nair",
    "Tom Becker",
    "Ines Marchetti",
    "Jonas Rydberg",
    "Amara Diallo",
    "Felix Brandt",
    "Noor Rahimi",
];

/// The first words of a message, behind the effect and how long it lasted.
pub const APOLOGIES: &[&str] = &[
    "We are sorry that {count} of you could not finish an order during the busiest hour of the day.",
    "We are sorry that {count} of you waited for a page of {component} that did not come.",
    "We are sorry that you had to send {count} requests to {component} a second time.",
    "We are sorry that {share} % of what you asked of {component} ended with an error.",
];

/// What is said of data.
pub const DATA: &[&str] = &[
    "No data was lost, and none was seen by anyone it did not belong to.",
    "No data was lost: what arrived between those times was kept and worked off by {clock} UTC.",
    "All data of those hours is complete, and none was shown to anyone it did not belong to.",
];

/// The rest of a message.
pub const PUBLIC: &[&str] = &[
    "{share} requests in a hundred ended with an error, and the page asked to try again.",
    "Orders placed between those times were kept, and were confirmed within the next hour.",
    "A change of a setting made {component} ask for more memory than its machines have.",
    "Each restart lost the requests that were under way, which is why {count} orders had to be sent twice.",
    "We took the change back at {clock} UTC, and {component} answered as before a little later.",
    "We now test such a change with a copy of a full day of traffic before it reaches customers.",
    "The page shows a message of its own while {component} is slow, and keeps what you typed.",
    "Our alarm watches the time that a customer waits, and rings after two minutes instead of ten.",
    "The older copy of the catalogue was used until {clock} UTC, so that prices of that morning were shown.",
    "The store of sessions was full because entries without an end were never removed.",
    "At {clock} UTC {share} % of the requests to {component} failed, most of them from large accounts.",
    "A list that grows with every account was read whole on each request, and {count} accounts were enough to make it slow.",
    "**Work that repeats** now waits its turn: [the limits](https://developer.example.com/limits) say how much of it runs at once.",
    "Who asked for an export received it by {clock} UTC; {count} exports were made a second time.",
    "The answer of `GET /v2/orders` carries the header `Retry-After`, and our libraries wait as long as it says.",
    "The second copy of {component} was ready, but nothing sent requests to it before {clock} UTC.",
];

/// What colleagues wrote down.
pub const INTERNAL: &[&str] = &[
    "the heap of {host} climbed to 31 GB and the collector stopped the world for 40 s at a time",
    "{who} saw the alert at the second ring and opened the channel, the dashboard was still green",
    "the reindex job ran with twice the usual batch because the override from {ticket} was never removed",
    "we drained {host}.corp.acme.example, moved its shards and watched the queue shrink",
    "{who} asked the vendor for the trace, they answered after 3 hours with a link to their tracker",
    "the canary had passed since it has no traffic of the large customers",
    "see https://grafana.corp.acme.example/d/7Yx/search?from=now-6h for the graph that {who} pasted",
    "rollback was blocked by the schema change of the week before, {ticket} tracks the split",
    "the runbook names a flag that was renamed in spring, nobody noticed until now",
    "retries of the mobile client tripled the load, jitter is missing since version 8.2",
];
