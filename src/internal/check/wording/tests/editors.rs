//! Twenty messages in a hurry and twenty with care: every one of the first is found, and none of the second.

use super::document::Document;
use crate::clock::Time;
use crate::diagnostic::Level;
use crate::public::Impact;

/// A message as somebody writes it who wants to be done, and a rule that must stop it.
const CARELESS: [(&str, &str); 20] = [
    ("Apologies for any inconvenience this may have caused.", "any-inconvenience"),
    ("We are sorry if you were affected by yesterday's trouble.", "conditional-apology"),
    ("Thank you for your patience and understanding while we work on this.", "rote-thanks"),
    ("Rest assured that we take the reliability of our platform very seriously.", "rest-assured"),
    ("One of our engineers accidentally deleted the wrong volume.", "blame-person"),
    ("The problem was traced back to human error.", "blame-human-error"),
    ("The network team forgot to renew a certificate.", "blame-team"),
    ("This was caused by our hosting provider and outside of our control.", "not-our-fault"),
    ("Uploads failed because of a third-party vendor.", "third-party-blame"),
    ("We experienced some technical difficulties with the API.", "vague-issue"),
    ("A small number of customers saw errors when signing in.", "vague-quantity"),
    ("Checkout was unavailable for a few minutes.", "vague-duration"),
    ("Some users may have experienced slow pages.", "hedged-harm"),
    ("It was probably a memory leak, and we think it is fixed.", "speculation"),
    ("There was only a minor impact on a slight share of traffic.", "minimising"),
    ("Mistakes were made during the rollout.", "mistakes-were-made"),
    ("We will have everything fixed as soon as possible.", "eta-promise"),
    ("We guarantee that this will never happen again!", "absolute-promise"),
    ("The partial outage of search is over. Oops, sorry about that :)", "outage-unless-full"),
    ("The on-call should have caught the SEV-1 much sooner.", "should-have"),
];

#[test]
fn what_is_written_in_a_hurry_is_found() {
    for (text, rule) in CARELESS {
        let document = Document::partial().message(text);
        assert!(document.finds(rule), "{text:?} is found by {:?}", document.codes());
        assert!(document.findings().iter().any(|finding| finding.level >= Level::Warning), "{text:?} weighs too little");
    }
}

/// A title, how many minutes it took, and a message, as a good editor leaves them.
const CAREFUL: [(&str, i64, &str); 20] = [
    (
        "Slow search results",
        104,
        "From 09:58 to 11:42 UTC on 14 March 2026, one search in five took longer than ten seconds. We are sorry that you waited. \
         We had moved a nightly rebuild of the index into the busiest hour. It runs at night again, and it stops by itself when searches slow \
         down. We learned that nothing told us when the rebuild had moved; an alarm does since 16 March. No data was lost, and none was exposed.",
    ),
    (
        "Sign-in failed for two in three people",
        42,
        "Two in three people could not sign in from 07:10 to 07:52 UTC. We are sorry that you could not reach your work.\n\n\
         ### What went wrong\n\nA certificate of ours expired at 07:10 UTC. We had renewed it in one place of two.\n\n\
         ### What we changed\n\nBoth places now take it from one store, which renews it 30 days before its end.\n\n\
         ### What we learned\n\nWe relied on a list that people kept by hand. Nobody saw another person's data.",
    ),
    ("Invoices were sent twice", 30, "We sent 1,204 invoices twice on 3 May 2026. The second copy is void, and no card was charged again."),
    (
        "Exports did not begin",
        80,
        "No export began from 14:00 to 15:20 UTC. All 318 that were waiting ran by 16:05 UTC, and none was lost.",
    ),
    (
        "Payments were refused",
        38,
        "One payment in twelve was refused from 18:03 to 18:41 UTC. The cards were not charged. We are sorry for the orders that you lost. \
         Our gateway counted each retry against a limit. We doubled the limit at 18:41 UTC, and retries no longer count.",
    ),
    (
        "Delayed e-mail",
        90,
        "Mail reached 40 % of you up to 25 minutes late between 08:00 and 09:30 UTC. Nothing was lost, and all of it has arrived.",
    ),
    (
        "Dashboards showed old numbers",
        495,
        "All dashboards showed numbers from 02:00 UTC until 10:15 UTC on 9 June 2026. The stored data was complete at all times. \
         We had changed the format of one file and not its reader. Both now come from one definition.",
    ),
    (
        "Uploads failed in Europe",
        17,
        "Every upload from Europe failed for 17 minutes, from 12:20 to 12:37 UTC. Files that you had stored were safe.",
    ),
    (
        "Reports arrived late",
        120,
        "Three reports in ten arrived up to two hours late on 2 April 2026. We are sorry for the mornings that began without numbers. \
         We depend on a supplier for exchange rates and had no copy of our own. Since 4 April we keep the last day's rates.",
    ),
    (
        "Webhooks were sent late",
        48,
        "Webhooks were up to six minutes late from 20:00 to 20:48 UTC. We sent all 9,312 of them, each one once.",
    ),
    (
        "The phone app closed at its start",
        120,
        "Version 8.2 of the phone app closed at its start for everyone with more than 500 contacts. We withdrew it at 11:05 UTC on 7 July 2026. \
         Version 8.2.1 opens for all of you. We had tried it with 100 contacts at most; we now try each version with 10,000.",
    ),
    (
        "Password mails did not arrive",
        190,
        "214 people asked for a new password and got no mail, from 05:00 to 08:10 UTC. Please ask again: it works now.",
    ),
    (
        "Prices without tax",
        51,
        "For 51 minutes the shop showed prices without tax to all visitors from Norway. We honour the 63 orders made at those prices. \
         We left a table out of an update. The update now ends with an error when a table is missing.",
    ),
    ("Chat was slow", 32, "Messages took up to 40 seconds in one chat room in eight, from 16:30 to 17:02 UTC. None was lost or changed."),
    (
        "Deleted drafts",
        600,
        "We deleted 77 drafts that belonged to eleven customers on 21 August 2026. We restored 70 of them from the copy of the night before. \
         We wrote to each of the eleven customers about the other seven, and we are sorry for the work that is gone. \
         The clean-up that did it now asks a second person.",
    ),
    (
        "Maps did not load",
        18,
        "No map loaded from 13:11 to 13:29 UTC. We had let a key expire. It renews itself from now on, a month ahead.",
    ),
    (
        "Slow pages in the evening",
        135,
        "Between 19:00 and 21:15 UTC one page in four took longer than five seconds. We ran two large jobs side by side and had not measured what \
         they need together. They run one after the other since 12 October 2026. Your data was not affected: nothing was lost or exposed.",
    ),
    (
        "Printing from the browser failed",
        3000,
        "Nobody with the newest browser could print from 4 to 6 November 2026. Printing works again since 09:00 UTC on 6 November.",
    ),
    (
        "Wrong names on badges",
        300,
        "We printed 38 visitor badges with the name of the visitor before. Nobody outside your own building saw them. \
         We are sorry for the confusion at your doors. The printer now waits for the new name, and it prints nothing without one.",
    ),
    (
        "Sync stopped for an hour",
        60,
        "Sync stopped for all accounts from 22:40 to 23:40 UTC. Everything that you changed in that hour was kept and is there now.",
    ),
];

#[test]
fn what_is_written_with_care_passes() {
    let minute = |minute: i64| Time::from_timestamp(minute * 60, 0).unwrap();
    let mut said = Vec::new();
    for (title, minutes, text) in CAREFUL {
        let document = Document::new(Impact::Partial).title(title).message(text).times(minute(0), minute(minutes));
        let heavy = document.all_findings().into_iter().filter(|finding| finding.level >= Level::Warning);
        said.extend(heavy.map(|finding| format!("{title}: {}: {}", finding.rule, finding.message)));
    }
    assert_eq!(said, Vec::<String>::new());
}
