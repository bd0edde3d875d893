# SPDX-License-Identifier: GPL-3.0-or-later
"""One writer at a time; readers are never kept waiting, and no lock outlives its process."""

import fcntl
import os
import re
import signal
import time
import unittest

from case import TINY, Case, jsonl, terminate, wait_until


class WriterLock(Case):
    def test_a_held_lock_ends_a_build_at_once_with_75(self):
        self.build(TINY)
        with self.archive.locked():
            began = time.monotonic()
            run = self.build(TINY, expect=75)
            self.assertLess(time.monotonic() - began, 10)
        self.assert_message("--wait", run)
        self.assertEqual("000001", self.archive.current())

    def test_the_lock_is_taken_before_the_input_is_read(self):
        """The second build's stdin stays open and silent: it must not wait for it."""
        self.build(TINY)
        with self.archive.locked():
            second = self.start("build", "-", "--archive", self.archive)
            self.assertEqual(75, second.wait(timeout=60))

    def test_every_command_that_writes_respects_the_lock(self):
        self.build(TINY)
        self.build(TINY)
        with self.archive.locked():
            for words in (["rollback"], ["prune", "--keep", "1"]):
                with self.subTest(words):
                    self.run_words(*words, "--archive", self.archive, expect=75)

    def test_commands_that_only_read_do_not_care(self):
        self.build(TINY)
        with self.archive.locked():
            self.assertEqual(12, self.query("*")["total"]["articles"])
            for words in (["check"], ["status"], ["generations"]):
                self.run_words(*words, "--archive", self.archive)

    def test_wait_waits_until_the_lock_is_free(self):
        first = self.start("build", "-", "--archive", self.archive)
        self.assertTrue(wait_until(lambda: (self.archive.path / "lock").exists() and (self.archive.path / "lock").read_text()))
        second = self.start("build", TINY, "--archive", self.archive, "--wait", "120")
        time.sleep(0.3)
        self.assertIsNone(second.poll())
        first.communicate(TINY.read_bytes(), timeout=120)
        second.communicate(timeout=120)
        self.assertEqual((0, 0), (first.returncode, second.returncode))
        self.assertEqual("000002", self.archive.current())

    def test_wait_gives_up_after_its_seconds(self):
        self.build(TINY)
        with self.archive.locked():
            began = time.monotonic()
            self.build(TINY, "--wait", "1", expect=75)
            self.assertGreater(time.monotonic() - began, 0.9)

    def test_of_two_builders_one_wins_and_the_other_says_who_and_since_when(self):
        first = self.start("build", "-", "--archive", self.archive)
        first.stdin.write(jsonl([{"id": "a", "title": "from the first"}]))
        first.stdin.flush()
        self.assertTrue(wait_until(lambda: (self.archive.path / "lock").exists() and (self.archive.path / "lock").read_text()))
        run = self.build([{"id": "b", "title": "from the second"}], expect=75)
        self.assert_message(f"process {first.pid}", run)
        self.assertRegex(run.err, r"since \d{4}-\d\d-\d\dT")
        first.communicate(timeout=120)
        self.assertEqual(0, first.returncode)
        self.assert_ids(["a"], "*")

    def test_a_lock_file_left_by_a_killed_build_stops_nobody(self):
        first = self.start("build", "-", "--archive", self.archive)
        self.assertTrue(wait_until(lambda: (self.archive.path / "lock").exists() and (self.archive.path / "lock").read_text()))
        first.kill()
        first.wait()
        self.assertTrue(re.match(rf"{first.pid}\b", (self.archive.path / "lock").read_text()))
        self.build(TINY)

    def test_many_builders_at_once_publish_exactly_one_generation(self):
        """All start while one holds the lock with an open stdin, so none can slip in after the winner."""
        winner = self.start("build", "-", "--archive", self.archive)
        self.assertTrue(wait_until(lambda: (self.archive.path / "lock").exists() and (self.archive.path / "lock").read_text()))
        others = [self.start("build", TINY, "--archive", self.archive) for _ in range(5)]
        self.assertEqual([75] * 5, [other.wait(timeout=120) for other in others])
        winner.communicate(TINY.read_bytes(), timeout=120)
        self.assertEqual(["000001"], self.archive.generation_names())


class ReaderLock(Case):
    def test_prune_leaves_a_generation_that_somebody_reads(self):
        for _ in range(3):
            self.build(TINY)
        descriptor = os.open(self.archive.generation("000001") / "manifest.json", os.O_RDONLY)
        self.addCleanup(os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        self.run_words("prune", "--keep", "1", "--archive", self.archive)
        self.assertEqual(["000001", "000003"], self.archive.generation_names())
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        self.run_words("prune", "--keep", "1", "--archive", self.archive)
        self.assertEqual(["000003"], self.archive.generation_names())

    def test_searching_writes_nothing_into_the_archive(self):
        self.build(TINY)
        before = self.snapshot()
        self.search("query", "model", "--facet", "source", "--timeline", "month")
        self.search("show", "tiny-01-day")
        self.search("fields")
        self.assertEqual(before, self.snapshot())

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_an_archive_without_write_permission_can_be_searched(self):
        self.build(TINY)
        paths = [self.archive.path, *self.archive.path.rglob("*")]
        for path in reversed(paths):
            path.chmod(path.stat().st_mode & ~0o222)
        self.addCleanup(lambda: [path.chmod(path.stat().st_mode | 0o700) for path in paths])
        self.assertEqual(12, self.query("*")["total"]["articles"])

    def snapshot(self):
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in self.archive.path.rglob("*")}


class Signals(Case):
    """SIGTERM and SIGINT end a build in good order."""

    def interrupted_build(self, signal_number):
        self.build(TINY)
        process = self.start("build", "-", "--archive", self.archive)
        process.stdin.write(TINY.read_bytes())
        process.stdin.flush()
        self.assertTrue(wait_until(lambda: list(self.archive.path.glob("staging-*"))))
        began = time.monotonic()
        run = terminate(process, signal_number)
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual("000001", self.archive.current())
        self.assert_no_trace()
        self.assertIn("not published", run.last_line)
        return run

    def test_sigterm_ends_a_build_with_143_and_leaves_nothing_behind(self):
        self.assertEqual(143, self.interrupted_build(signal.SIGTERM).status)

    def test_sigint_ends_a_build_with_130_and_leaves_nothing_behind(self):
        self.assertEqual(130, self.interrupted_build(signal.SIGINT).status)


if __name__ == "__main__":
    unittest.main()
