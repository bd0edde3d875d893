# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens in a night: builds that are kept aside, held, accepted, dropped; generations that are pinned; canaries that are asked."""

import pathlib
import re
import unittest

from case import NOW, TINY, Case, command_line, files_under, jsonl, tiny_records, wait_until

RECORDS = tiny_records()
TOMORROW = "2026-11-26T14:00:00Z"


def records(n, source="AP", first=0):
    return [{"id": f"{source}-{i:03}", "title": f"title {i}", "text": "the same words", "source": source} for i in range(first, first + n)]


class Refused(Case):
    """The last line of a refused build has the three commands that come next, and they work as they stand."""

    def setUp(self):
        super().setUp()
        self.build(records(60) + records(58, "Reuters"))
        self.refused = self.build(records(60), expect=4, now=TOMORROW)

    def commands(self):
        """look, accept and drop of the last line."""
        match = re.fullmatch(r"not published: .*; look: (.*) accept: (.*) drop: (.*)", self.refused.last_line)
        self.assertIsNotNone(match, self.refused)
        return [command.split()[1:] for command in match.groups()]

    def test_the_last_line_says_it_all(self):
        flag = f"--archive {self.archive}"
        self.assertEqual("not published: 60 articles, 49.2 % fewer than 000001 (118), allowed 5 %; largest loss: Reuters 58 -> 0; searches go "
                         f"on with 000001 (26 h old); look: broadsheet status 000002 {flag} accept: broadsheet publish 000002 {flag} "
                         f"drop: broadsheet prune --keep 3 {flag}", self.refused.last_line)

    def test_a_look_shows_the_candidate(self):
        look, _, _ = self.commands()
        out = self.run_words(*look).out
        self.assertIn("000002", out)
        self.assertIn("candidate", out)

    def test_accepting_publishes_it(self):
        _, accept, _ = self.commands()
        run = self.run_words(*accept)
        self.assertEqual("000002", self.archive.current())
        self.assertEqual(60, self.query("*")["total"]["articles"])
        self.assertIn("searches now use 000002 (60 articles", run.last_line)
        self.assert_no_trace()
        self.run_words("check", "--deep", "--archive", self.archive)
        self.run_words("rollback", "--archive", self.archive)
        self.assertEqual(118, self.query("*")["total"]["articles"])

    def test_dropping_removes_it_and_nothing_else(self):
        _, _, drop = self.commands()
        self.run_words(*drop)
        self.assertEqual([], list((self.archive.path / "candidates").iterdir()))
        self.assertEqual(["000001"], self.archive.generation_names())

    def test_a_candidate_can_be_searched_before_it_is_accepted(self):
        self.assertEqual(60, self.query("*", "--generation", "2")["total"]["articles"])

    def test_a_damaged_candidate_is_not_published(self):
        facts = self.archive.path / "candidates" / "000002" / "facts.col"
        facts.write_bytes(facts.read_bytes()[:-1])
        run = self.run_words("publish", "000002", "--archive", self.archive, expect=65)
        self.assert_message("facts.col: damaged", run)
        self.assertEqual("000001", self.archive.current())

    def test_what_is_no_candidate_is_not_published(self):
        self.assert_message("it was published before; searches go back to it with: broadsheet rollback 000001",
                            self.run_words("publish", "000001", "--archive", self.archive, expect=2))
        self.assert_message("no generation 000009 in", self.run_words("publish", "000009", "--archive", self.archive, expect=66))

    def test_only_the_newest_candidates_are_kept(self):
        for _ in range(4):
            self.build(records(60), "--keep-generations", "2", expect=4)
        self.assertEqual(["000005", "000006"], sorted(p.name for p in (self.archive.path / "candidates").iterdir()))

    def test_a_source_that_is_gone_is_seen_though_others_make_up_for_it(self):
        run = self.build(records(120), expect=4)
        self.assertIn("not published: 120 articles, 1.7 % more than 000001 (118); largest loss: Reuters 58 -> 0, 100 % fewer, "
                      "allowed 5 % of a source; searches go on with 000001", run.last_line)
        self.build(records(120), "--max-shrink", "Reuters=100%")
        self.assertEqual("000004", self.archive.current())


class DryRun(Case):
    def test_it_says_what_would_be_published_and_keeps_nothing(self):
        self.build(TINY)
        before = files_under(self.archive.path)
        run = self.build(TINY, "--dry-run")
        self.assertEqual(f"not published, because of --dry-run; it would be published: 12 articles (3 sources, 2019 to 2026-11, 1 undated); "
                         f"searches go on with 000001, and nothing of this run is kept in {self.archive}",
                         re.sub(r"\(\d sources, [^,]*,", "(3 sources, 2019 to 2026-11,", run.last_line))
        after = files_under(self.archive.path)
        for name in ("lock", "last-run.json"):
            before.pop(name, None), after.pop(name, None)
        self.assertEqual(before, after)

    def test_it_ends_with_4_when_the_guard_would_refuse(self):
        self.build(TINY)
        run = self.build(RECORDS[:5], "--dry-run", expect=4)
        self.assertIn("it would not be published: 5 articles, 58.3 % fewer than 000001 (12), allowed 5 %", run.last_line)
        self.assertFalse((self.archive.path / "candidates").exists())


class Held(Case):
    def setUp(self):
        super().setUp()
        self.build(TINY)
        self.build(TINY)

    def rollback(self, *args):
        return self.run_words("rollback", *args, "--archive", self.archive)

    def test_after_a_rollback_with_hold_builds_are_kept_aside(self):
        run = self.run_words("rollback", "--hold", "--now", NOW, "--archive", self.archive)
        self.assertRegex(run.last_line, r"^searches now use 000001 \([^)]*\), no longer 000002; builds are kept as candidates until one is published, or "
                         r"until a rollback without --hold\. Back: broadsheet rollback 000002 ")
        run = self.build(TINY, expect=4)
        self.assertEqual("000001", self.archive.current())
        self.assertIn(f"not published: 12 articles, as many as 000001; publishing is on hold since {NOW}; searches go on with 000001",
                      run.last_line)
        self.build(TINY, expect=4)
        self.run_words("publish", "000004", "--archive", self.archive)
        self.assertEqual("000004", self.archive.current())
        self.build(TINY)
        self.assertEqual("000005", self.archive.current())

    def test_a_rollback_without_hold_lifts_it(self):
        self.rollback("--hold")
        self.rollback("000001")
        self.build(TINY)
        self.assertEqual("000003", self.archive.current())


class Pinned(Case):
    def setUp(self):
        super().setUp()
        for _ in range(3):
            self.build(TINY)

    def words(self, *args, **how):
        return self.run_words(*args, "--archive", self.archive, **how)

    def test_a_pin_keeps_a_generation_until_it_is_taken_off(self):
        run = self.words("pin", "000001", "--note", "the paper of 2026")
        self.assertIn("pinned 000001: it stays until: broadsheet unpin 000001", run.last_line)
        self.assertIn("pinned: the paper of 2026", self.words("generations").out)
        rows = self.words("generations", "--format", "json").json()
        self.assertEqual([(True, "the paper of 2026"), (False, None), (False, None)], [(r["pinned"], r.get("note")) for r in rows])
        self.words("prune", "--keep", "1")
        self.build(TINY, "--keep-generations", "1")
        self.assertEqual(["000001", "000004"], self.archive.generation_names())
        self.words("unpin", "000001")
        self.words("prune", "--keep", "1")
        self.assertEqual(["000004"], self.archive.generation_names())

    def test_a_number_names_a_generation_as_in_searches(self):
        self.assertIn("pinned 000001", self.words("pin", "1").last_line)
        self.assertIn("000001: intact", self.words("check", "1").out)
        self.assertIn("unpinned 000001", self.words("unpin", "0001").last_line)
        self.assert_message("'0' is not the name of a generation", self.words("unpin", "0", expect=2))

    def test_check_finds_a_pin_of_what_is_not_there(self):
        pins = self.archive.path / "pins"
        for line in ("000009 cited", "00000q cited"):
            pins.write_text(line + "\n")
            self.assert_message(f"pins: {line[:6]} is pinned and not among the generations", self.words("check", expect=65))
            self.assertIn("intact", self.words("check", "000001").out)
        pins.unlink()
        self.words("check")

    def test_a_second_pin_takes_the_place_of_the_note(self):
        self.words("pin", "000001", "--note", "one")
        self.words("pin", "000001", "--note", "two")
        self.assertEqual("000001 two\n", (self.archive.path / "pins").read_text())

    def test_what_cannot_be_pinned_is_said(self):
        self.assert_message("no generation 000009", self.words("pin", "000009", "--note", "x", expect=66))
        self.assert_message("'x' is not the name of a generation", self.words("pin", "x", expect=2))
        self.assert_message("--note: a note is one line of text", self.words("pin", "000001", "--note", "a\nb", expect=2))
        self.assert_message("000001 is not pinned in", self.words("unpin", "000001", expect=66))

    def test_a_reader_keeps_its_generation_to_the_end(self):
        batch = self.start("batch", "-", "--archive", self.archive)
        self.assertTrue(wait_until(lambda: b"manifest.json" in b"".join(
            str(p.resolve()).encode() for p in (self.proc(batch) / "fd").iterdir() if p.exists())))
        for _ in range(3):
            self.build(TINY, "--keep-generations", "1")
        self.assertEqual(["000003", "000006"], self.archive.generation_names())
        out, err = batch.communicate(b"1\thouse\n")
        self.assertEqual(0, batch.returncode, err)
        self.assertIn(b'"generation":"000003"', out)
        self.build(TINY, "--keep-generations", "1")
        self.assertEqual(["000007"], self.archive.generation_names())

    @staticmethod
    def proc(process):
        return pathlib.Path("/proc") / str(process.pid)


class Canaries(Case):
    def setUp(self):
        super().setUp()
        self.build(TINY)

    def canaries(self, text):
        return self.write("canaries.tsv", text)

    def test_what_is_found_is_published(self):
        file = self.canaries("# what must be found\n1\thouse\n0\tstart-up reused\ttiny-01-day\n"
                             '{"query":"model","minimum":1,"source":["Meridian Wire (invented)"]}\n')
        run = self.build(TINY, "--canaries", file)
        self.assertEqual("000002", self.archive.current(), run)
        self.assertIn("canaries: 3 questions", run.err)

    def test_what_is_not_found_keeps_the_build_aside(self):
        file = self.canaries("1000\thouse\n1\tmodel\n0\tmodel\tno-such-id\n")
        run = self.build(TINY, "--canaries", file, expect=4)
        self.assertEqual("000001", self.archive.current())
        self.assertRegex(run.last_line, r"not published: 12 articles, as many as 000001; 2 of 3 canary questions failed: "
                         rf"{file}:1: 'house' finds \d+ articles?, expected 1,000 or more; searches go on with 000001")
        self.assert_message(f"warning: {file}:3: 'model' does not have no-such-id among its first 1,000 hits", run)
        self.run_words("publish", "000002", "--archive", self.archive)
        self.run_words("check", "--archive", self.archive)

    def test_the_new_build_is_asked_and_not_the_one_that_searches_use(self):
        extra = RECORDS + [{"id": "fresh", "title": "quokka"}]
        self.build(extra, "--canaries", self.canaries("1\tquokka\tfresh\n"))
        self.assertEqual("000002", self.archive.current())

    def test_a_first_build_is_asked_too(self):
        other = self.folder / "other"
        run = self.build(TINY, "--canaries", self.canaries("1\tquokka\n"), archive=other, expect=4)
        self.assertIn("there is nothing to search yet", run.last_line)
        self.run_words("publish", "000001", "--archive", other)
        self.assertEqual(12, self.query("*", archive=other)["total"]["articles"])

    def test_a_file_that_cannot_be_asked_is_found_out_before_anything_is_done(self):
        run = self.build(TINY, "--canaries", self.canaries("1\thouse\nhouse\n"), expect=78)
        self.assert_message("canaries.tsv:2: no tab stands between a number and a query; a line is MINIMUM<TAB>QUERY", run)
        self.build(TINY, "--canaries", self.folder / "missing.tsv", expect=66)
        run = self.build(TINY, "--canaries", self.canaries('{"query":"house","colour":"red"}\n'), expect=4)
        self.assertIn("canaries.tsv:1: 'house' cannot be asked: ", run.last_line)


class FewFiles(Case):
    """A build may open 256 files, and no more."""

    def test_it_is_enough_whatever_the_number_of_jobs(self):
        words = [{"id": f"r{i}", "title": f"title {i}", "text": f"word{i % 977} " * 9000} for i in range(800)]  # about 70 MB: 100 runs and more
        source = self.write("many.jsonl", jsonl(words))
        for _ in range(2):
            run = self.execute(["sh", "-c", "ulimit -n 256; exec \"$@\"", "sh",
                                *command_line(["build", source, "--archive", self.archive, "--jobs", "16", "--reuse"])])
            self.assertEqual(0, run.status, run)
        self.assertEqual("000002", self.archive.current())


if __name__ == "__main__":
    unittest.main()
