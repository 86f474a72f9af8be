"""What readers, calendars and monitors written in Python make of the served site. ALLCLEAR_SITE is its address."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from urllib.request import urlopen

import feedparser
import icalendar
from statuscheck.services.bases._statuspageio import BaseStatusPageAPI

SITE = os.environ["ALLCLEAR_SITE"]
FEEDS = ["feed.xml", "feed.atom", "history.rss", "history.atom", "postmortems/feed.xml", "components/rota/feed.atom"]
RUNNING = "Changes in the Rota planner are not saved"


def load(path):
    with urlopen(f"{SITE}/{path}") as answer:
        return answer.read()


class Feedparser(unittest.TestCase):
    def test_each_feed_is_read_without_a_complaint(self):
        for path in FEEDS:
            with self.subTest(path):
                feed = feedparser.parse(f"{SITE}/{path}")
                self.assertEqual(feed.status, 200)
                self.assertFalse(feed.bozo, feed.get("bozo_exception"))
                self.assertTrue(feed.feed.title)
                self.assertTrue(feed.entries)

    def test_entries_have_an_identity_a_date_and_an_address_of_their_own(self):
        for path in FEEDS:
            with self.subTest(path):
                entries = feedparser.parse(f"{SITE}/{path}").entries
                self.assertEqual(len({entry.id for entry in entries}), len(entries))
                self.assertTrue(all(entry.id.startswith("tag:status.wrenlow.example,2024:") for entry in entries))
                self.assertTrue(all(entry.title and entry.link.startswith("https://status.wrenlow.example/") for entry in entries))
                dates = [entry.get("published_parsed") or entry.updated_parsed for entry in entries]
                self.assertTrue(all(dates))

    def test_formats_agree(self):
        for one, other in [("feed.xml", "feed.atom"), ("history.rss", "history.atom")]:
            ids = [[entry.id for entry in feedparser.parse(f"{SITE}/{path}").entries] for path in (one, other)]
            self.assertEqual(*ids)
        described = json.loads(load("feed.json"))
        self.assertEqual([item["id"] for item in described["items"]], [entry.id for entry in feedparser.parse(f"{SITE}/feed.atom").entries])

    def test_the_newest_update_is_first(self):
        self.assertIn(RUNNING, feedparser.parse(f"{SITE}/feed.xml").entries[0].title)


class Calendar(unittest.TestCase):
    def events(self, path):
        calendar = icalendar.Calendar.from_ical(load(path))
        self.assertEqual(calendar.errors, [])
        self.assertEqual(calendar["VERSION"], "2.0")
        self.assertTrue(calendar["PRODID"])
        for event in calendar.walk("VEVENT"):
            self.assertEqual(event.errors, [])
        return calendar.walk("VEVENT")

    def check(self, event):
        for name in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "URL"]:
            self.assertIn(name, event)
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        self.assertEqual((start.utcoffset().total_seconds(), end.utcoffset().total_seconds()), (0, 0))
        self.assertLess(start, end)
        self.assertTrue(event["UID"].endswith("status.wrenlow.example") or "status.wrenlow.example" in event["UID"])

    def test_the_calendar_has_every_window_once(self):
        events = self.events("calendar.ics")
        self.assertTrue(events)
        uids = [str(event["UID"]) for event in events]
        self.assertEqual(len(set(uids)), len(uids))
        for event in events:
            self.check(event)

    def test_each_window_has_a_file_that_says_what_the_calendar_says(self):
        whole = {str(event["UID"]): event for event in self.events("calendar.ics")}
        for event in whole.values():
            path = re.sub(r"^https://status\.wrenlow\.example/(maintenance/[a-z0-9-]+)/$", r"\1.ics", str(event["URL"]))
            self.assertTrue(path.endswith(".ics"), event["URL"])
            with self.subTest(path):
                [alone] = self.events(path)
                self.assertEqual(alone.to_ical(), event.to_ical())

    def test_lines_are_folded_as_the_standard_wants(self):
        for line in load("calendar.ics").split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            self.assertNotIn(b"\n", line)


class OurPage(BaseStatusPageAPI):
    def _get_base_url(self):
        return f"{SITE}/api/v2/"


class Statuscheck(unittest.TestCase):
    def test_it_reads_the_state(self):
        summary = OurPage().get_summary()
        given = json.loads(load("api/v2/summary.json"))
        self.assertEqual(summary.status.code, given["status"]["indicator"])
        self.assertFalse(summary.status.is_ok)
        self.assertEqual([component.id for component in summary.components], [component["id"] for component in given["components"]])
        self.assertIn(RUNNING, [incident.name for incident in summary.incidents])


class PrometheusExporter(unittest.TestCase):
    def test_one_pass_gives_the_metrics(self):
        with tempfile.TemporaryDirectory() as folder:
            services = Path(folder, "services.json")
            services.write_text(json.dumps({"wrenlow": {"url": f"{SITE}/api/v2/summary.json", "name": "Wrenlow"}}))
            exporter = Path(sys.executable).with_name("statuspage-prometheus-exporter")
            settings = {"RUN_MODE": "once", "SERVICES_JSON_PATH": str(services), "METRICS_TEXTFILE_PATH": str(Path(folder, "wrenlow.prom"))}
            told = subprocess.run([exporter], cwd=folder, env={**os.environ, **settings}, capture_output=True, text=True, timeout=120)
            self.assertEqual(told.returncode, 0, told.stderr)
            metrics = Path(folder, "wrenlow.prom").read_text()
        self.assertIn('statuspage_probe_check{service_name="Wrenlow"} 1.0', metrics)
        self.assertIn('statuspage_service_status{service_name="Wrenlow"} 0.0', metrics)
        self.assertRegex(metrics, rf'statuspage_incident_info{{.*incident_name="{RUNNING}".*}} 1\.0')
        self.assertRegex(metrics, r'statuspage_component_status{component_name="Rota planner",service_name="Wrenlow"} 0\.0')
        self.assertRegex(metrics, r'statuspage_component_status{component_name="Webhooks",service_name="Wrenlow"} 1\.0')
        self.assertRegex(metrics, r'shortlink="https://status\.wrenlow\.example/incidents/2026-03-20-rota-changes-not-saved/"')


if __name__ == "__main__":
    unittest.main(verbosity=2)
