//! What goes on at the clock of the benchmark: the same few documents at every size, so that the front page has something to say.

/// Id and text of each; the year is that of [`super::NOW`].
pub const DOCUMENTS: &[(&str, &str)] = &[
    (
        "2026-03-20-search-runs",
        "---
title: search-data-3 lags
status: draft
severity: P2
owner: Dana Whitfield
public:
  title: Slow search results
  impact: degraded
  components: [search]
  started: 2026-03-20T09:10:00Z
---
## Notes
- 09:12 Sam Okafor opened the channel, search-data-3.corp.acme.example does not follow

## Status updates
### 2026-03-20 09:25 UTC — Investigating
One search in ten takes longer than five seconds. We are looking for the cause. Next update by 10:30 UTC.

### 2026-03-20 10:20 UTC — Identified
A copy of the index is behind the others. Searches that it answers are slow, and new items are missing from them. Next update by 12:30 UTC.
",
    ),
    (
        "2026-03-20-mail-runs",
        "---
title: mail-data-11 drops its queue
status: draft
severity: P3
owner: Lee Aoki
public:
  title: Late mail
  impact: partial
  components: [mail]
  started: 2026-03-20T11:20:00Z
---
## Status updates
### 2026-03-20 11:30 UTC — Investigating
Mail about new orders arrives up to an hour late. Nothing is lost. Next update by 12:15 UTC.
",
    ),
    (
        "2026-03-22-accounts-move",
        "---
title: fail over of accounts-data-1
status: draft
kind: maintenance
owner: Tom Becker
public:
  title: Move of the account database
  components: [accounts]
  scheduled_for: 2026-03-22T22:00:00Z
  scheduled_until: 2026-03-22T23:00:00Z
---
## Plan
Fail over to accounts-data-2, upgrade, fail back.

## Status updates
### 2026-03-19 12:00 UTC — Scheduled
We move accounts to a newer database. For up to five minutes within the window, signing in fails and can be tried again. Whoever is signed in notices nothing.
",
    ),
    (
        "2026-03-14-exports-move",
        "---
title: new disks for exports-data-4
status: closed
kind: maintenance
owner: Tom Becker
public:
  title: Larger disks for exports
  components: [exports]
  scheduled_for: 2026-03-14T22:00:00Z
  scheduled_until: 2026-03-14T23:00:00Z
---
## Status updates
### 2026-03-12 12:00 UTC — Scheduled
Exports wait for up to an hour while their disks are exchanged. They are made afterwards, in the order they were asked for.

### 2026-03-14 22:00 UTC — In progress
We have begun. Next update by 23:00 UTC.

### 2026-03-14 22:41 UTC — Completed
The new disks are in use, and exports are made as before.
",
    ),
];
