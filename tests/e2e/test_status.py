# SPDX-License-Identifier: GPL-3.0-or-later
"""`status` counts by source and month, finds silences, says what changed and what the last run did; compared with counts over the records."""

import collections
import datetime
import json
import random
import re
import unittest

from case import NOW, TINY, Case, tiny_records

TODAY = datetime.datetime.fromisoformat(NOW.replace("Z", "+00:00"))


def random_records(seed, n=400):
    """Articles of some sources over three years, a few undated, in the future, coarse, cut."""
    chance = random.Random(seed)
    records = []
    for i in range(n):
        day = TODAY - datetime.timedelta(days=chance.randint(-40, 900))
        date = chance.choice([day.strftime("%Y-%m-%dT%H:%M:%SZ"), day.strftime("%Y-%m-%d"), day.strftime("%Y-%m"), day.strftime("%Y"), None])
        record = {"id": f"r{i}", "title": f"title {i}", "text": f"text of {i}", "access": chance.choice(["full"] * 5 + ["truncated", "paywalled"])}
        source = chance.choice(["AP", "Reuters", "dpa", "Le Monde", None])
        record |= {"date": date} if date else {}
        record |= {"source": source} if source else {}
        records.append(record)
    return records


def start_of(date):
    """The instant at which a date's span begins."""
    formats = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d", 20: "%Y-%m-%dT%H:%M:%SZ"}
    return datetime.datetime.strptime(date, formats[len(date)]).replace(tzinfo=datetime.timezone.utc)


class StatusCase(Case):
    def status(self, *args, expect=0, **how):
        return self.run_words("status", *args, "--archive", self.archive, "--now", NOW, expect=expect, **how)

    def json(self, *args):
        return self.status(*args, "--format", "json").json()


class Coverage(StatusCase):
    def test_counts_are_those_of_the_records(self):
        seed = random.randrange(1 << 30)
        records = random_records(seed)
        self.build(records)
        status = self.json()
        with self.subTest(seed=seed):
            of = collections.defaultdict(list)
            for record in records:
                of[record.get("source", "")].append(record)
            self.assertEqual(sorted(of), sorted(s["source"] for s in status["sources"]))
            sizes = [s["articles"] for s in status["sources"]]
            self.assertEqual(sorted(sizes, reverse=True), sizes)
            for source in status["sources"]:
                mine = of[source["source"]]
                dates = [r["date"] for r in mine if "date" in r]
                past = [d for d in dates if start_of(d) <= TODAY]
                cut = sum(r["access"] == "truncated" for r in mine)
                self.assertEqual(len(mine), source["articles"])
                self.assertEqual(len(mine) - len(dates), source["undated"])
                self.assertEqual(len(dates) - len(past), source["future"])
                self.assertEqual(cut, source["truncated"])
                self.assertEqual(sum(r["access"] == "paywalled" for r in mine), source["paywalled"])
                self.assertAlmostEqual(cut / len(mine), source["truncated_share"], places=5)
                self.assertEqual(collections.Counter(r.get("date", "")[:7] for r in mine), source["by_month"])
                self.assertEqual(min(start_of(d) for d in past).strftime("%Y-%m-%d"), source["first_day"])
                self.assertEqual(max(start_of(d) for d in past).strftime("%Y-%m-%d"), source["last_day"])
            for key in ("undated", "future", "truncated", "paywalled"):
                self.assertEqual(sum(s[key] for s in status["sources"]), status[key])
            self.assertEqual(status["bytes"], sum(status["sizes"].values()))

    def test_a_source_that_fell_silent_is_seen(self):
        def daily(source, first, last):
            return [{"id": f"{source}{d}", "title": "t", "source": source,
                     "date": (TODAY - datetime.timedelta(days=d)).strftime("%Y-%m-%d")} for d in range(last, first + 1)]
        self.build(daily("AP", 60, 0) + daily("dpa", 60, 9) + daily("Reuters", 60, 40) + daily("Reuters", 30, 0))
        gaps = [(g["source"], g["first_day"], g["last_day"], g["days"], g["usual_days"], g["ongoing"]) for g in self.json()["gaps"]]
        self.assertEqual([("dpa", "2026-11-17", "2026-11-25", 9, 3, True), ("Reuters", "2026-10-17", "2026-10-25", 9, 3, False)], gaps)
        self.assertIsNone(self.json()["silence"])
        out = self.status().out
        self.assertIn("silent for longer than usual\n  dpa: since 2026-11-17, 9 days (usual: up to 3)\n"
                      "  Reuters: 2026-10-17 to 2026-10-25, 9 days (usual: up to 3)\n", out)
        later = self.build(daily("AP", 60, 10), "--max-shrink", "100%")
        self.assertEqual((10, True), tuple(self.json()["silence"][k] for k in ("days", "ongoing")), later)
        self.assertIn("  all sources: since 2026-11-16, 10 days (usual: up to 3)\n", self.status().out)

    def test_what_changed_against_the_generation_before(self):
        records = tiny_records()
        self.build(records)
        self.assertIsNone(self.json()["changes"])
        source = records[3]["source"]
        self.build([dict(records[0], text="other words")] + records[1:3] + records[4:] + [{"id": "n1", "title": "a", "source": "Fresh"},
                                                                                         {"id": "n2", "title": "b", "source": "Fresh"}])
        self.assertEqual({"before": "000001", "articles": 1, "added": 2, "gone": 1, "changed": 1, "by_source": {"Fresh": 2, source: -1}},
                         self.json()["changes"])
        self.assertIn("against 000001: 2 new, 1 gone, 1 changed\n", self.status().out)
        self.assertIn("  Fresh                                              +2\n", self.status().out)

    def test_rejects_are_counted_by_reason(self):
        self.build([{"id": "a", "title": "a"}, {"id": "b"}, {"id": "c"}], "--max-rejects", "5")
        self.assertEqual({"no-text": 2}, self.json()["run"]["rejected_by_reason"])
        self.assertIn("rejected: 2 records (2 no-text)", self.status().out)

    def test_sizes_are_listed_by_part(self):
        self.build(TINY)
        self.assertNotIn("articles.store ", self.status().out)
        out = self.status("--sizes").out
        for part in ("articles.store", "columns/", "derivation.bin", "facts.col", "tokens.bin", "xapian/"):
            self.assertRegex(out, rf"\n  {re.escape(part)} +[\d.]+ (bytes|kB|MB)")

    def test_the_text_stays_within_80_columns(self):
        self.build([dict(r, source="a very long name of a source that would not fit into any line " * 3) for r in random_records(1)])
        for line in self.status("--sizes").out.splitlines():
            if not line.startswith(("archive ", "versions ")):
                self.assertLessEqual(len(line), 80, line)

    def test_names_of_sources_never_reach_the_terminal_raw(self):
        self.build([{"id": "a", "title": "a", "source": "AP\u202e \u009b31m"}])
        out = self.status().out
        self.assertFalse(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out), out)


class LastRun(StatusCase):
    def test_a_failure_is_told_and_the_last_success_is_kept(self):
        self.build(TINY)
        success = self.json()["last_run"]["last_success"]
        self.assertEqual("000001", success["generation"])
        self.build(self.folder / "missing.jsonl", expect=66)
        run = self.json()["last_run"]
        self.assertEqual((66, False, success), (run["status"], run["published"], run["last_success"]))
        self.assertIn("missing.jsonl", run["message"])
        self.assertIn("missing.jsonl", self.status().out)
        self.build(tiny_records()[:3], expect=4)
        run = self.json()["last_run"]
        self.assertEqual((4, "000002", success), (run["status"], run["generation"], run["last_success"]))
        self.assertIn("candidates   000002 (not published; a look: broadsheet status 000002)\n", self.status().out)
        self.build(TINY)
        self.assertEqual("000003", self.json()["last_run"]["last_success"]["generation"])

    def test_a_run_that_found_a_damaged_archive_is_told(self):
        self.build(TINY)
        self.build(TINY)
        manifest = self.archive.generation() / "manifest.json"
        manifest.write_bytes(manifest.read_bytes()[:-9])
        self.build(TINY, expect=65)
        self.run_words("rollback", "--archive", self.archive)
        run = self.json()["last_run"]
        self.assertEqual((65, "000002"), (run["status"], run["last_success"]["generation"]))

    def test_a_run_that_a_file_of_the_operator_ended_is_told(self):
        self.build(TINY)
        success = self.json()["last_run"]["last_success"]
        wrong = self.write("wrong", "no rule\n")
        for option, path, status in (("--entities-conf", wrong, 78), ("--sources-conf", wrong, 78), ("--canaries", wrong, 78),
                                     ("--sources-conf", self.folder / "missing", 66)):
            with self.subTest(option, path=path.name):
                self.build(TINY, option, path, expect=status)
                run = self.json()["last_run"]
                self.assertEqual((status, False, "", success), (run["status"], run["published"], run["generation"], run["last_success"]))
                self.assertIn(path.name, run["message"])
        record = self.archive.path / "last-run.json"
        before = record.read_bytes()
        with self.archive.locked():  # another run is at work: the record is its
            self.build(TINY, "--canaries", wrong, "--wait", "60", expect=78)
        self.build(TINY, "--canaries", wrong, "--dry-run", expect=78)
        self.assertEqual(before, record.read_bytes())
        self.build(TINY, "--canaries", wrong, archive=self.folder / "new", expect=78)
        self.assertFalse((self.folder / "new").exists())

    def test_a_killed_run_is_told(self):
        self.build(TINY)
        process = self.start("build", "-", "--archive", self.archive)
        process.stdin.write(TINY.read_bytes())
        process.stdin.flush()
        while not list(self.archive.path.glob("staging-*")):
            pass
        process.kill()
        process.wait()
        self.assertIsNone(self.json()["last_run"]["status"])
        self.assertIn("is still running, or was killed", self.status().out)
        self.assertIn("\nbroadsheet_build_ended 0\n", self.status("--format", "prometheus").out)

    def test_a_run_that_never_had_the_lock_changes_nothing(self):
        self.build(TINY)
        before = (self.archive.path / "last-run.json").read_bytes()
        with self.archive.locked():
            self.build(TINY, "--metrics", self.folder / "m.prom", expect=75)
        self.assertEqual(before, (self.archive.path / "last-run.json").read_bytes())
        self.assertFalse((self.folder / "m.prom").exists())


class Metrics(StatusCase):
    def samples(self, text):
        """{name with labels: value}; checks the form of the text format."""
        found, typed = {}, set()
        for line in text.splitlines():
            match = re.fullmatch(r"# TYPE (\w+) gauge", line)
            if match:
                self.assertNotIn(match[1], typed)
                typed.add(match[1])
                continue
            if line.startswith("# HELP "):
                continue
            match = re.fullmatch(r'((broadsheet_\w+)(?:\{(?:\w+="(?:[^"\\]|\\.)*",?)+\})?) (-?[\d.e+-]+)', line)
            self.assertIsNotNone(match, line)
            self.assertIn(match[2], typed)
            self.assertNotIn(match[1], found)
            found[match[1]] = float(match[3])
        return found

    def test_a_build_leaves_what_an_alert_needs(self):
        file = self.folder / "m.prom"
        self.build(TINY, "--metrics", file)
        found = self.samples(file.read_text(encoding="utf-8"))
        self.assertEqual(12, found["broadsheet_archive_articles"])
        self.assertEqual(0, found["broadsheet_build_exit_status"])
        self.assertEqual(TODAY.timestamp(), found["broadsheet_archive_created_timestamp_seconds"])
        for stage in ("derive", "learn", "index", "check", "publish"):
            self.assertIn(f'broadsheet_build_stage_duration_seconds{{stage="{stage}"}}', found)
        self.assertEqual(0o644, file.stat().st_mode & 0o777)
        success = found["broadsheet_last_success_timestamp_seconds"]
        self.build(tiny_records()[:3], "--metrics", file, expect=4)
        found = self.samples(file.read_text(encoding="utf-8"))
        self.assertEqual((4, 1, success), tuple(found[f"broadsheet_{name}"] for name in
                                                ("build_exit_status", "archive_candidates", "last_success_timestamp_seconds")))

    def test_of_a_first_build_that_failed_there_are_metrics_too(self):
        file = self.folder / "m.prom"
        self.build(self.folder / "missing", "--metrics", file, expect=66)
        self.assertEqual(66, self.samples(file.read_text())["broadsheet_build_exit_status"])

    def test_status_prints_the_same_names(self):
        file = self.folder / "m.prom"
        self.build(random_records(2), "--metrics", file)
        self.assertEqual(self.samples(file.read_text(encoding="utf-8")), self.samples(self.status("--format", "prometheus").out))

    def test_labels_are_escaped(self):
        self.build([{"id": "a", "title": "a", "source": 'back\\slash "quoted"'}])
        self.assertEqual(1, self.samples(self.status("--format", "prometheus").out)[
            'broadsheet_source_articles{source="back\\\\slash \\"quoted\\""}'])

    def test_a_file_that_cannot_be_written_stops_no_build(self):
        run = self.build(TINY, "--metrics", self.folder / "no" / "folder" / "m.prom")
        self.assert_message("warning: ", run)
        self.assertEqual("000001", self.archive.current())


if __name__ == "__main__":
    unittest.main()
