"""The ready-made files for CI, read by the tools of their hosts and run step by step. ALLCLEAR_BIN is the program."""

import json
import os
import re
import subprocess
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["ALLCLEAR_BIN"]
BASE = (ROOT / "src/internal/check/base.md").read_text()
LEAK = BASE.replace("We are sorry", "It was 10.1.2.3. We are sorry")
CONFIG = """[site]
title = "Example status"
url = "https://status.example.com"

[[components]]
id = "search"
name = "Search"
"""
EPOCH = "1774008000"  # 2026-03-20T12:00:00Z
IMAGE = "registry.example/team/allclear-ci@sha256:" + "0a" * 32
MARK = "<!-- allclear:diff -->"
GITHUB_FILES = ["github", "github-action"]
GITLAB_FILES = ["gitlab", "gitlab-component"]


def printed(name, *given):
    return subprocess.run([PROGRAM, "ci", name, *given], capture_output=True, text=True, check=True).stdout


def told(name):
    """A file with its blanks filled in, as far as it has them."""
    blanks = {"github": ["--site", "status", "--image", IMAGE], "gitlab": ["--site", "status", "--image", IMAGE]}
    more = {"gitlab-component": blanks["gitlab"], "github-action": ["--site", "status"], "hook": ["--site", "status"], "pre-commit": ["--site", "status"]}
    return printed(name, *{**blanks, **more}.get(name, []))


def tool(*command, text=None, **more):
    return subprocess.run(command, capture_output=True, text=True, input=text, **more)


def jobs_of_gitlab(text):
    """The part of a pipeline that holds jobs, with the inputs of a component at their defaults."""
    parts = list(yaml.safe_load_all(text))
    if len(parts) == 1:
        return parts[0]
    inputs = parts[0]["spec"]["inputs"]
    body = text.split("\n---\n", 1)[1]
    return yaml.safe_load(re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: json.dumps(inputs[found[1]]["default"]), body))


def steps(name):
    """Every step of a file of GitHub, by name; the job in front where there are jobs."""
    file = yaml.safe_load(told(name))
    groups = {key: job["steps"] for key, job in file["jobs"].items()} if "jobs" in file else {"": file["runs"]["steps"]}
    return [(job, step) for job, group in groups.items() for step in group]


def scripts():
    """Every shell script of every file: where it stands, and its text."""
    found = {"hook": told("hook")}
    for name in GITHUB_FILES:
        found |= {f"{name} {job} {step['name']}": step["run"] for job, step in steps(name) if "run" in step}
    for name in GITLAB_FILES:
        jobs = jobs_of_gitlab(told(name))
        found |= {f"{name} {job}": "\n".join(body["script"]) for job, body in jobs.items() if "script" in body}
    return found


class CodeHost:
    """A code host on loopback: comments that are made, changed and listed, and runs of a workflow."""

    def __init__(self, test, bot=None, comments=(), runs=()):
        host = self
        self.bot, self.comments, self.runs, self.asked, self.tokens, self.down = bot, list(comments), list(runs), [], set(), False

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                host.asked.append(f"{self.command} {self.path}")
                host.tokens.add(self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN"))
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                status, value = (503, {}) if host.down else host.answer(self.command, urlsplit(self.path), body)
                answer = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PATCH = do_PUT = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        test.addCleanup(self.server.server_close)
        test.addCleanup(self.server.shutdown)

    def answer(self, method, url, body):
        asked = parse_qs(url.query)
        page, size = int(asked.get("page", ["1"])[0]), int(asked.get("per_page", ["30"])[0])
        if method == "GET" and url.path.endswith("/user"):
            return 200, {"id": 7}
        if method == "GET" and url.path.endswith(("/issues/12/comments", "/merge_requests/12/notes")):
            return 200, self.comments[(page - 1) * size : page * size]
        if method == "POST" and url.path.endswith(("/issues/12/comments", "/merge_requests/12/notes")):
            self.comments.append(comment(len(self.comments) + 1, self.bot, body["body"]))
            return 201, self.comments[-1]
        if method in ("PATCH", "PUT"):
            (found,) = [one for one in self.comments if str(one["id"]) == url.path.rsplit("/", 1)[1]]
            found["body"] = body["body"]
            return 200, found
        if method == "GET" and url.path.endswith("/actions/workflows/status.yml/runs"):
            return 200, {"workflow_runs": [run for run in self.runs if run["head_branch"] == asked["branch"][0]]}
        return 404, {}


def comment(number, login, body):
    return {"id": number, "user": {"login": login}, "author": {"id": 7 if login == "ours" else 8}, "body": body}


class Story(unittest.TestCase):
    """A repository with a site in `status/`: `main` as it is published, and a branch with a change on top."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        (self.bin / "allclear").symlink_to(PROGRAM)
        self.env = {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "SOURCE_DATE_EPOCH": EPOCH,
            "GIT_CONFIG_SYSTEM": "/dev/null",
        }
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.folder / "origin.git"), cwd=self.folder)
        self.git("clone", "--quiet", str(self.folder / "origin.git"), str(self.folder / "work"), cwd=self.folder)
        self.work = self.folder / "work"
        self.git("config", "user.name", "Dana")
        self.git("config", "user.email", "dana@example.com")
        self.git("symbolic-ref", "HEAD", "refs/heads/main")
        self.write("status/allclear.toml", CONFIG)
        self.write("status/postmortems/2026-03-14-slow-search.md", BASE)
        self.commit("the first document")
        self.git("push", "--quiet", "origin", "main")

    def git(self, *given, cwd=None):
        return subprocess.run(["git", *given], cwd=cwd or self.work, env=self.env, capture_output=True, text=True, check=True).stdout.strip()

    def write(self, path, text):
        (self.work / path).parent.mkdir(parents=True, exist_ok=True)
        (self.work / path).write_text(text)

    def commit(self, words):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", words)
        return self.git("rev-parse", "HEAD")

    def change(self, text):
        """A branch whose document is another."""
        self.git("switch", "--quiet", "--create", "change")
        self.write("status/postmortems/2026-03-14-slow-search.md", text)
        self.commit("a change")

    def run_script(self, script, **env):
        """As GitHub and GitLab run the lines of a step: the first command that fails ends it."""
        run = tool("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=self.work, env={**self.env, **env})
        self.assertNotIn("10.1.2.3", run.stdout + run.stderr)
        return run


class Files(unittest.TestCase):
    """What tools say that read such files for a living."""

    def check_schema(self, schema, text):
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            file.write(text)
            file.flush()
            run = tool("check-jsonschema", "--builtin-schema", schema, "--data-transform", "gitlab-ci", file.name)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run

    def test_the_schemas_of_the_hosts(self):
        self.check_schema("vendor.github-workflows", told("github"))
        self.check_schema("vendor.github-actions", told("github-action"))
        for name in GITLAB_FILES:
            self.check_schema("vendor.gitlab-ci", yaml.safe_dump(jobs_of_gitlab(told(name))))

    def test_a_schema_tells_a_fault(self):
        with self.assertRaises(AssertionError):
            self.check_schema("vendor.gitlab-ci", told("gitlab").replace("when: always", "when: sometimes"))
        with self.assertRaises(AssertionError):
            self.check_schema("vendor.github-workflows", told("github").replace("cancel-in-progress: false", "cancel-in-progres: false"))

    def test_a_component_has_inputs_and_the_jobs_of_the_pipeline(self):
        head, _ = yaml.safe_load_all(told("gitlab-component"))
        self.assertEqual({name: set(spec) for name, spec in head["spec"]["inputs"].items()}, {"image": {"description", "default"}, "site": {"description", "default"}})
        self.assertEqual(jobs_of_gitlab(told("gitlab-component")), jobs_of_gitlab(told("gitlab")))

    def test_zizmor_finds_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            workflow, action = Path(folder, ".github/workflows/status.yml"), Path(folder, "action.yml")
            workflow.parent.mkdir(parents=True)
            workflow.write_text(told("github"))
            action.write_text(told("github-action"))
            run = tool("zizmor", "--offline", "--no-progress", str(workflow), str(action))
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            workflow.write_text(told("github").replace('"$SITE"', '"${{ github.head_ref }}"'))
            self.assertNotEqual(tool("zizmor", "--offline", "--no-progress", str(workflow)).returncode, 0, "it finds what it is there for")

    def test_shellcheck_finds_nothing(self):
        for place, script in scripts().items():
            with self.subTest(place):
                run = tool("shellcheck", "--shell=bash", "-", text=script)
                self.assertEqual(run.returncode, 0, run.stdout)
                self.assertNotIn("${{", script, "an expression is put into a script")
        self.assertNotEqual(tool("shellcheck", "--shell=bash", "-", text="rm $1").returncode, 0)

    def test_hadolint_finds_nothing(self):
        run = tool("hadolint", "-", text=told("dockerfile"))
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_the_image_is_empty_but_for_the_program_and_its_user_is_not_root(self):
        stages = re.split(r"(?m)^FROM ", told("dockerfile"))[1:]
        users = [re.findall(r"(?m)^USER (\d+):(\d+)$", stage) for stage in stages]
        self.assertTrue(stages[-1].startswith("scratch\n"))
        self.assertEqual([len(found) for found in users], [0, 1, 1], "the stage that builds is thrown away")
        self.assertNotIn("0", [number for found in users[1:] for number in found[0]])
        self.assertNotIn("RUN", stages[-1])
        ignored = (ROOT / ".docker/Dockerfile.dockerignore").read_text()
        for path in re.findall(r"(?m)^!(.+)$", ignored):
            self.assertTrue((ROOT / path).exists(), path)
        for path in [*re.findall(r'include_str!\("\.\./\.\./(.+?)"\)', (ROOT / "src/ci/list.rs").read_text()), "src", "theme"]:
            self.assertIn(f"!{path}\n", ignored, "the program is built from it")

    def test_the_workflow_holds_what_it_promises(self):
        text = told("github")
        file = yaml.safe_load(text)
        check, publish = file["jobs"]["check"], file["jobs"]["publish"]
        self.assertNotIn("pull_request_target", text)
        self.assertEqual(file["permissions"], {}, "nothing that a job does not ask for")
        self.assertEqual(publish["concurrency"], {"group": "allclear-publish", "cancel-in-progress": False})
        self.assertEqual(check["permissions"], {"contents": "read", "pull-requests": "write", "security-events": "write"})
        self.assertNotIn("secrets.", json.dumps(check), "a pull request gets no secret")
        self.assertEqual((publish["needs"], publish["if"]), ("ask", "needs.ask.outputs.due == 'true'"))
        self.assertEqual(file["jobs"]["ask"]["outputs"], {"due": "${{ steps.ask.outputs.due }}"})
        self.assertEqual(publish["steps"][0]["with"]["ref"], "${{ github.ref }}", "the branch as it is now")
        own = "github.event.pull_request.head.repo.full_name == github.repository"
        for job, step in [*steps("github"), *steps("github-action")]:
            if job in ("check", "") and (step["name"] if "name" in step else "") in ("Comment", "SARIF"):
                self.assertIn(own, step["if"], "not for a fork")
            if "uses" in step:
                self.assertRegex(step["uses"], r"^[\w/-]+@[0-9a-f]{40}$")
                self.assertRegex(text + told("github-action"), re.escape(step["uses"]) + r" # v\d")
            if step.get("uses", "").startswith("actions/checkout@"):
                self.assertIs(step["with"]["persist-credentials"], False)

    def test_the_pipeline_holds_what_it_promises(self):
        jobs = jobs_of_gitlab(told("gitlab"))
        publish = jobs[".allclear-publish"]
        self.assertEqual((publish["resource_group"], publish["interruptible"]), ("allclear-publish", False))
        for name in ("pages", "allclear-deploy"):
            self.assertEqual(jobs[name]["extends"], ".allclear-publish")
            self.assertIn("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", jobs[name]["rules"][0]["if"])
        self.assertEqual(jobs["allclear-check"]["artifacts"]["reports"], {"codequality": "gl-code-quality.json"})

    def test_pre_commit_reads_its_files(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, command in [("pre-commit-hooks", "validate-manifest"), ("pre-commit", "validate-config")]:
                file = Path(folder, name)
                file.write_text(told(name))
                run = tool("pre-commit", command, str(file))
                self.assertEqual(run.returncode, 0, run.stdout + run.stderr)


class PullRequest(Story):
    """The steps of the workflow and of the action, one after the other, for a pull request."""

    def step(self, name, file="github", **env):
        (script,) = [step["run"] for job, step in steps(file) if step.get("name") == name and job in ("check", "")]
        self.summary, temp = self.folder / "summary.md", self.folder / "temp"
        temp.mkdir(exist_ok=True)
        here = {"SITE": "status", "GITHUB_STEP_SUMMARY": str(self.summary), "RUNNER_TEMP": str(temp), "GITHUB_REPOSITORY": "team/status"}
        return self.run_script(script, **{**here, **env})

    def comment(self, host, report, file="github"):
        (self.folder / "temp").mkdir(exist_ok=True)
        (self.folder / "temp/allclear-diff.md").write_text(report)
        secret = "not a token"
        run = self.step("Comment", file, BOT="bot", NUMBER="12", TOKEN=secret, GITHUB_API_URL=host.address)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertNotIn(secret, run.stdout + run.stderr)
        self.assertEqual(host.tokens, {f"Bearer {secret}"})
        return run

    def test_a_clean_change_passes_and_leaves_a_summary_and_sarif(self):
        for file in GITHUB_FILES:
            run = self.step("Check", file)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertTrue(self.summary.read_text())
            self.assertEqual(json.loads((self.work / "allclear.sarif").read_text())["version"], "2.1.0")

    def test_a_leak_fails_with_an_annotation_at_its_line_and_without_what_leaked(self):
        self.change(LEAK)
        run = self.step("Check")
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertRegex(run.stdout, r"::error file=status/postmortems/2026-03-14-slow-search\.md,line=\d+")
        results = json.loads((self.work / "allclear.sarif").read_text())["runs"][0]["results"]
        self.assertIn("leak/private-ipv4", [result["ruleId"] for result in results])
        for text in (self.summary.read_text(), json.dumps(results)):
            self.assertNotIn("10.1.2.3", text)

    def test_the_diff_is_from_the_commit_that_both_sides_share(self):
        self.change(BASE.replace("Slow search results", "Slow searches"))
        self.git("switch", "--quiet", "main")
        self.write("status/postmortems/other.md", BASE.replace("2026-03-14-slow-search", "other"))
        self.commit("merged meanwhile by another")
        self.git("push", "--quiet", "origin", "main")
        self.git("switch", "--quiet", "change")
        for file in GITHUB_FILES:
            run = self.step("What becomes public", file, BASE="origin/main")
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            report = (self.folder / "temp/allclear-diff.md").read_text()
            self.assertTrue(report.startswith(MARK) and self.summary.read_text().endswith(report))
            self.assertIn("2026-03-14-slow-search", report)
            self.assertNotIn("incidents/other", report, "that is not by this change")

    def test_a_shallow_checkout_is_told_what_to_do(self):
        self.change(BASE + "\n")
        self.git("push", "--quiet", "origin", "change")
        self.git("clone", "--quiet", "--depth", "1", "--branch", "change", f"file://{self.folder}/origin.git", str(self.folder / "shallow"), cwd=self.folder)
        self.work = self.folder / "shallow"
        run = self.step("What becomes public", BASE="origin/main")
        self.assertEqual(run.returncode, 2)
        self.assertIn("fetch-depth: 0", run.stdout)
        self.assertEqual(self.step("Comment").stdout, "there is no report to show\n")

    def test_a_comment_is_made_once_and_then_changed(self):
        for file in GITHUB_FILES:
            host = CodeHost(self, "bot", [comment(1, "lee", "Looks good"), comment(2, "lee", f"{MARK}\nnot the bot's")])
            for report in (f"{MARK}\nfirst", f"{MARK}\nsecond 'quoted' \"twice\" \\ `code` é"):
                self.comment(host, report, file)
            self.assertEqual([one["body"] for one in host.comments[:2]], ["Looks good", f"{MARK}\nnot the bot's"], "others' words stay theirs")
            self.assertEqual([one["body"] for one in host.comments[2:]], [report])
            self.assertEqual([asked.split()[0] for asked in host.asked], ["GET", "POST", "GET", "PATCH"])

    def test_a_comment_is_found_behind_a_hundred_others(self):
        host = CodeHost(self, "bot", [comment(number, "lee", None) for number in range(1, 201)])
        self.comment(host, f"{MARK}\nfirst")
        self.comment(host, f"{MARK}\nsecond")
        self.assertEqual([one["body"] for one in host.comments[200:]], [f"{MARK}\nsecond"])

    def test_a_report_that_no_comment_holds_is_cut(self):
        host = CodeHost(self, "bot")
        self.comment(host, f"{MARK}\n" + "é" * 70000)
        self.assertLess(len(host.comments[0]["body"]), 65536)
        self.assertIn("the summary of the job has all of it", host.comments[0]["body"])

    def test_a_host_that_does_not_answer_costs_the_comment_and_not_the_job(self):
        host = CodeHost(self, "bot")
        host.down = True
        run = self.comment(host, f"{MARK}\nfirst")
        self.assertIn("::warning", run.stdout)


class Publish(Story):
    """The steps of the workflow for a push and for the clock."""

    def due(self, host, event="schedule"):
        (script,) = [step["run"] for _, step in steps("github") if step.get("id") == "ask"]
        output = self.folder / "output"
        output.write_text("")
        run = self.run_script(
            script,
            **{"EVENT": event, "BRANCH": "main", "TOKEN": "not a token", "SITE": "status", "GITHUB_OUTPUT": str(output), "GITHUB_REPOSITORY": "team/status"},
            **{"GITHUB_API_URL": host.address, "GITHUB_WORKFLOW_REF": "team/status/.github/workflows/status.yml@refs/heads/main"},
        )
        self.assertEqual(run.returncode, 0, run.stderr)
        return output.read_text().strip().removeprefix("due=")

    def run_of(self, commit, started, event="push", branch="main"):
        return {"head_sha": commit, "head_branch": branch, "run_started_at": started, "created_at": started, "event": event}

    def test_a_push_and_a_person_always_publish(self):
        host = CodeHost(self)
        self.assertEqual([self.due(host, event) for event in ("push", "workflow_dispatch")], ["true", "true"])
        self.assertEqual(host.asked, [])

    def test_the_clock_publishes_what_no_run_has_published(self):
        head = self.git("rev-parse", "HEAD")
        host = CodeHost(self)
        self.assertEqual(self.due(host), "true", "no run was ever good")
        host.runs = [self.run_of("0" * 40, "2026-03-19T00:00:00Z")]
        self.assertEqual(self.due(host), "true", "the last good run saw another commit")
        host.runs = [self.run_of(head, "2026-03-19T00:00:00Z", "pull_request")]
        self.assertEqual(self.due(host), "true", "a fork calls its branch main, too")
        host.down = True
        self.assertEqual(self.due(host), "true", "nobody knows")

    def test_the_clock_publishes_when_something_has_begun_and_not_before(self):
        head = self.git("rev-parse", "HEAD")
        host = CodeHost(self, runs=[self.run_of(head, "2026-03-18T15:00:00Z"), self.run_of("0" * 40, "2026-03-17T00:00:00Z")])
        self.assertEqual(self.due(host), "true", "the message is public from 16:00 on")
        host.runs.insert(0, self.run_of(head, "2099-01-01T00:00:00Z", "schedule"))
        self.assertEqual(self.due(host), "false", "nothing lies ahead")

    def test_build_and_deploy(self):
        run = {step["name"]: step["run"] for job, step in steps("github") if job == "publish" and "run" in step}
        self.assertEqual(self.run_script(run["Build"], SITE="status").returncode, 0)
        self.assertTrue((self.work / "allclear-site/incidents/2026-03-14-slow-search/index.html").exists())
        deploy = self.run_script(run["Deploy"], TO=str(self.folder / "served"), AWS_REGION="", AWS_ENDPOINT_URL="")
        self.assertEqual(deploy.returncode, 0, deploy.stderr)
        self.assertTrue((self.folder / "served/incidents/2026-03-14-slow-search/index.html").exists())

    def test_a_bad_merge_builds_nothing(self):
        self.change(LEAK)
        (script,) = [step["run"] for job, step in steps("github") if step.get("name") == "Build"]
        self.assertEqual(self.run_script(script, SITE="status").returncode, 3)
        self.assertFalse((self.work / "allclear-site").exists())


class GitLab(Story):
    """The jobs of the pipeline."""

    def job(self, name, **env):
        jobs = jobs_of_gitlab(told("gitlab"))
        here = {"ALLCLEAR_SITE": "status", "CI_COMMIT_BRANCH": "main", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
        mine = {"CI_MERGE_REQUEST_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "12", "CI_PIPELINE_SOURCE": "push"}
        return self.run_script("\n".join(jobs[name]["script"]), **{**here, **mine, **env})

    def test_a_leak_fails_with_a_report_and_a_log_without_what_leaked(self):
        self.assertEqual(self.job("allclear-check").returncode, 0)
        self.change(LEAK)
        run = self.job("allclear-check")
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertIn("leak/private-ip", run.stdout)
        report = self.work / "gl-code-quality.json"
        self.assertNotIn("10.1.2.3", report.read_text())
        schema = tool("check-jsonschema", "--schemafile", str(ROOT / "tests/reports/schema/gitlab.json"), str(report))
        self.assertEqual(schema.returncode, 0, schema.stdout)

    def test_a_note_is_made_once_and_then_changed(self):
        host = CodeHost(self, "ours", [comment(1, "lee", f"{MARK}\nnot ours")])
        self.change(BASE.replace("Slow search results", "Slow searches"))
        secret = "not a token"
        for _ in range(2):
            run = self.job("allclear-diff", CI_API_V4_URL=f"{host.address}/api/v4", ALLCLEAR_NOTE_TOKEN=secret)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            self.assertNotIn(secret, run.stdout + run.stderr)
        self.assertEqual(host.tokens, {secret})
        self.assertEqual(len(host.comments), 2)
        self.assertEqual(host.comments[1]["body"], (self.work / "allclear-diff.md").read_text())
        self.assertEqual([asked.split()[0] for asked in host.asked], ["GET", "GET", "POST", "GET", "GET", "PUT"])

    def test_a_fork_has_no_token_and_gets_its_report_all_the_same(self):
        self.change(BASE.replace("Slow search results", "Slow searches"))
        run = self.job("allclear-diff")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn(MARK, run.stdout)
        self.assertIn("ALLCLEAR_NOTE_TOKEN is not set", run.stdout)

    def test_the_branch_as_it_is_now_is_published_and_the_clock_repeats_nothing(self):
        old = self.git("rev-parse", "HEAD")
        self.write("status/postmortems/2026-03-14-slow-search.md", BASE.replace("Slow search results", "Slow searches"))
        new = self.commit("merged meanwhile")
        self.git("push", "--quiet", "origin", "main")
        self.git("checkout", "--quiet", "--detach", old)
        target = {"ALLCLEAR_DEPLOY_TO": str(self.folder / "served")}
        run = self.job(".allclear-publish", **target)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        page = "incidents/2026-03-14-slow-search/index.html"
        for folder in (self.work / "public", self.folder / "served"):
            self.assertIn("Slow searches", (folder / page).read_text())
        self.assertEqual((self.work / ".allclear/published").read_text().split(), [new])
        self.assertEqual(self.job(".allclear-publish", CI_PIPELINE_SOURCE="schedule", **target).returncode, 75)
        for note in (f"{new} 2026-03-18T16:00:00Z\n", f"{old}\n"):
            (self.work / ".allclear/published").write_text(note)
            run = self.job(".allclear-publish", CI_PIPELINE_SOURCE="schedule", **target)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)


class PreCommit(Story):
    """pre-commit itself, with a hook of the repository and with the hooks that the source of Allclear offers."""

    def pre_commit(self, *given):
        self.env["PRE_COMMIT_HOME"] = str(self.folder / "cache")
        run = tool("pre-commit", *given, cwd=self.work, env=self.env)
        self.assertNotIn("10.1.2.3", run.stdout + run.stderr)
        return run

    def commits(self):
        self.write("status/postmortems/2026-03-14-slow-search.md", BASE + "\n")
        self.git("add", "--all")
        clean = self.pre_commit("run")
        self.write("status/postmortems/2026-03-14-slow-search.md", LEAK)
        self.git("add", "--all")
        return clean, self.pre_commit("run")

    def test_the_config_as_it_is_printed(self):
        self.write(".pre-commit-config.yaml", told("pre-commit"))
        clean, leaking = self.commits()
        self.assertEqual(clean.returncode, 0, clean.stdout + clean.stderr)
        self.assertIn("Passed", clean.stdout)
        self.assertEqual(leaking.returncode, 1)
        self.assertIn("leak/private-ip", leaking.stdout)

    def test_it_runs_for_documents_alone(self):
        self.write(".pre-commit-config.yaml", told("pre-commit"))
        self.write("notes.txt", "no document")
        self.git("add", "--all")
        self.assertIn("(no files to check)Skipped", self.pre_commit("run").stdout)

    def test_the_hooks_that_the_source_offers(self):
        source = self.folder / "source"
        source.mkdir()
        self.git("init", "--quiet", cwd=source)
        (source / ".pre-commit-hooks.yaml").write_text((ROOT / ".pre-commit-hooks.yaml").read_text())
        for key, value in (("user.name", "Dana"), ("user.email", "dana@example.com")):
            self.git("config", key, value, cwd=source)
        self.git("add", "--all", cwd=source)
        self.git("commit", "--quiet", "--message", "hooks", cwd=source)
        hook = {"id": "allclear-check-system", "args": ["status"]}
        repo = {"repo": str(source), "rev": self.git("rev-parse", "HEAD", cwd=source), "hooks": [hook]}
        self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [repo]}))
        clean, leaking = self.commits()
        self.assertEqual((clean.returncode, leaking.returncode), (0, 1), clean.stdout + clean.stderr)

    def test_a_push_tells_what_becomes_public(self):
        self.write(".pre-commit-config.yaml", told("pre-commit"))
        self.change(BASE.replace("Slow search results", "Slow searches"))
        run = self.pre_commit("run", "--hook-stage", "pre-push", "--all-files", "allclear-diff")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("2026-03-14-slow-search", run.stdout)


if __name__ == "__main__":
    unittest.main()
