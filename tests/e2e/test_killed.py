# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at any moment of a build: searches go on with the old generation, the next build ends as if nothing had happened."""

import random
import time
import unittest

from case import NOW, SAMPLE, TINY, Archive, Case, command_line, jsonl, wait_until

MIDDLE = [SAMPLE / "cloudgov.jsonl.zst", SAMPLE / "rust.jsonl.zst", SAMPLE / "invented-open-models.jsonl"]
BIG = sorted(SAMPLE.glob("*.jsonl.zst"))[:6] + [SAMPLE / "invented-open-models.jsonl"]


class KilledWhileReading(Case):
    """A pipe as input, so that the moment is sure: the build has read some records and waits for more."""

    def kill_in_the_middle(self):
        process = self.start("build", "-", "--archive", self.archive)
        process.stdin.write(jsonl([{"id": f"new{i}", "title": "half a build"} for i in range(500)]))
        process.stdin.flush()
        self.assertTrue(wait_until(lambda: list(self.archive.path.glob("staging-*"))))
        process.kill()
        process.wait()

    def test_the_old_generation_answers_and_check_finds_nothing(self):
        self.build(TINY)
        self.kill_in_the_middle()
        self.assertEqual("000001", self.archive.current())
        self.assertEqual(12, self.query("*")["total"]["articles"])
        self.run_words("check", "--archive", self.archive)

    def test_the_next_build_sweeps_the_staging_folder_and_is_like_any_other(self):
        self.build(TINY)
        self.kill_in_the_middle()
        self.build(TINY)
        self.assert_no_trace()
        undisturbed = Archive(self.folder / "undisturbed")
        self.build(TINY, archive=undisturbed)
        self.assertEqual(undisturbed.manifest()["content_sha256"], self.archive.manifest()["content_sha256"])
        self.run_words("check", "--deep", "--archive", self.archive)

    def test_a_first_build_that_was_killed_leaves_no_archive_and_the_next_makes_one(self):
        self.kill_in_the_middle()
        self.search("query", "*", expect=66)
        self.build(TINY)
        self.assertEqual(12, self.query("*")["total"]["articles"])
        self.assert_no_trace()


class KilledAtRandomMoments(Case):
    def test_each_round_leaves_the_old_or_the_new_generation_whole(self):
        self.build(TINY)
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        began = time.monotonic()
        self.build(BIG, archive=self.folder / "undisturbed")
        whole = time.monotonic() - began
        new_total = self.query("*", archive=self.folder / "undisturbed")["total"]["articles"]
        for round_number in range(4):
            delay = chance.uniform(0, whole)
            with self.subTest(seed=seed, round=round_number, delay=delay):
                process = self.start("build", *BIG, "--archive", self.archive, "--now", NOW)
                time.sleep(delay)
                process.kill()
                process.wait()
                self.assertIn(self.query("*")["total"]["articles"], (12, new_total))
                self.run_words("check", "--archive", self.archive)
        self.build(BIG)
        self.assertEqual(new_total, self.query("*")["total"]["articles"])
        self.assert_no_trace()

    def test_searches_answer_without_an_error_all_through_a_build(self):
        self.build(TINY)
        process = self.start("build", *BIG, TINY, "--archive", self.archive)
        searches = 0
        while process.poll() is None:
            self.assertIn("tiny-01-day", self.ids("start-up reused"))
            searches += 1
        self.assertGreater(searches, 0)
        self.assertEqual(0, process.returncode)
        self.assertIn("tiny-01-day", self.ids("start-up reused"))


class KilledAtEveryStage(Case):
    """The same command again: the same archive as if nothing had been killed, under the same number, and nothing left behind."""

    # What can be seen from outside when a stage has begun.
    STAGES = {
        "lock": lambda a: (a.path / "last-run.json").exists(),
        "spool": lambda a: any(p.stat().st_size > 0 for p in a.path.glob("staging-*/spool")),
        "runs": lambda a: any(a.path.glob("staging-*/scratch/run-*")),
        "database": lambda a: any(a.path.glob("staging-*/generations/*/xapian")),
        "token file": lambda a: any(a.path.glob("staging-*/generations/*/tokens.bin")),
        "manifest": lambda a: any(a.path.glob("staging-*/generations/*/manifest.json")),
        "moved": lambda a: any(p.name == "000002" for p in (a.path / "generations").iterdir()),
    }

    def test_the_same_command_again_ends_in_the_same_archive(self):
        undisturbed = Archive(self.folder / "undisturbed")
        self.build(TINY, archive=undisturbed)
        self.build(MIDDLE, archive=undisturbed)
        expected = undisturbed.manifest()
        for stage, begun in self.STAGES.items():
            with self.subTest(stage):
                archive = Archive(self.folder / stage.replace(" ", "-"))
                self.build(TINY, archive=archive)
                (archive.path / "last-run.json").unlink()
                process = self.start("build", *MIDDLE, "--archive", archive, "--now", NOW)
                self.assertTrue(wait_until(lambda: begun(archive) or process.poll() is not None))
                process.kill()
                process.wait()
                self.assertIn(self.query("*", archive=archive)["total"]["articles"], (12, expected["articles"]))
                killed = archive.current()
                self.build(MIDDLE, archive=archive)
                manifest = archive.manifest()
                self.assertEqual(expected["content_sha256"], manifest["content_sha256"])
                # One that was killed just after CURRENT was written has been published, and this is one more.
                self.assertEqual("000002" if killed == "000001" else "000003", archive.current())
                self.assertEqual([f["path"] for f in expected["files"]], [f["path"] for f in manifest["files"]])
                self.assert_no_trace(archive)
                self.assertEqual({"CURRENT", "generations", "last-run.json", "lock"}, {p.name for p in archive.path.iterdir()})
                self.run_words("check", "--deep", "--archive", archive)


class DiskFull(Case):
    """No file may grow beyond a limit: the same errors as on a full disk, at moments that the limit chooses."""

    def test_a_build_that_cannot_write_ends_with_74_and_changes_nothing(self):
        self.build(TINY)
        for kilobytes in (8, 64, 512, 2048):
            with self.subTest(kilobytes=kilobytes):
                run = self.execute(["sh", "-c", f"ulimit -f {2 * kilobytes}; exec \"$@\"", "sh",
                                    *command_line(["build", *BIG, "--archive", self.archive])])
                self.assertEqual(74, run.status, run)
                self.assertIn("File too large", run.err)
                self.assertIn(str(self.archive), run.err)
                self.assertEqual("000001", self.archive.current())
                self.assert_no_trace()
        self.run_words("check", "--archive", self.archive)


if __name__ == "__main__":
    unittest.main()
