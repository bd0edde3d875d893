# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows 14, 15: many builders at once, and locks that nobody holds."""

import fcntl
import os
import subprocess
import time
import unittest

from case import NOW, SAMPLE, TINY, FaultCase, command_line, environment, say, scaled

BIG = sorted(SAMPLE.glob("*.jsonl.zst"))[:1]


class ManyBuilders(FaultCase):
    def test_exactly_one_publishes_and_the_others_name_it(self):
        rounds, losers = scaled(3, 50), 0
        for round_number in range(rounds):
            count = 2 + round_number % 7
            before = int(self.archive.current())
            words = command_line(["build", *BIG, "--archive", self.archive, "--now", NOW, "--max-shrink", "100%"])
            began = time.monotonic()
            running = {}
            for _ in range(count):
                process = subprocess.Popen(words, env=environment(self.folder), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                           stderr=subprocess.PIPE)
                running[process.pid] = process
            ended = {}  # in the order of their ends
            outputs = {}
            while running:
                for pid, process in list(running.items()):
                    if process.poll() is not None:
                        ended[pid] = (process.returncode, time.monotonic() - began)
                        outputs[pid] = process.stderr.read().decode()
                        process.stderr.close()
                        del running[pid]
                time.sleep(0.005)
            winners = [pid for pid, (status, _) in ended.items() if status == 0]
            self.assertEqual(1, len(winners), (ended, outputs))
            self.assertEqual(winners[0], list(ended)[-1], "somebody waited longer than the winner built")
            for pid, (status, _) in ended.items():
                if pid != winners[0]:
                    self.assertEqual(75, status, outputs[pid])
                    self.assertIn(f"the archive is being written by process {winners[0]} since 2026-11-25T12:00:00Z; ", outputs[pid])
                    losers += 1
            self.assertEqual(before + 1, int(self.archive.current()))
            self.assert_no_trace()
        self.run_words("check", "--archive", self.archive)
        say(f"2 to 8 builders at once: {rounds} rounds, one published in each, {losers} ended before it with 75 and its process")


class StaleLocks(FaultCase):
    """What a lock file says is for people; whether it is held the kernel knows."""

    def test_a_lock_file_that_nobody_holds_stops_nobody(self):
        for content in (b"", b"1 2026-01-01T00:00:00Z\n", b"%d 2026-01-01T00:00:00Z\n" % os.getpid(), b"999999999\n", b"-1 x\n", b"no number\n", b"\0" * 5000,
                        b"\xff\xfe", b"1" * 10_000):
            with self.subTest(content[:30]):
                (self.archive.path / "lock").write_bytes(content)
                run = self.disturbed()
                self.assertEqual(0, run.status, run)
        self.report("lock files left behind")

    def test_a_holder_that_lies_about_itself_is_told_without_nonsense(self):
        for content in (b"", b"999999999 x\n", b"\x1b[31m 1\n", b"7" * 5000, b"1 \x1b[31m\n"):
            with self.subTest(content[:30]), open(self.archive.path / "lock", "r+b") as lock:
                lock.truncate(0)
                lock.write(content)
                lock.flush()
                fcntl.flock(lock, fcntl.LOCK_EX)
                run = self.execute(self.words(1))
                self.assertEqual(75, run.status, run)
                self.assertNotIn("\x1b", run.err)
                self.assertIn("the archive is being written by ", run.last_line)

    def test_what_is_no_lock_file_is_an_error_that_names_it(self):
        target = self.write("target", "precious")
        lock = self.archive.path / "lock"
        for kind in ("folder", "link", "link to nowhere", "fifo"):
            with self.subTest(kind):
                lock.unlink(missing_ok=True)
                if kind == "folder":
                    lock.mkdir()
                elif kind == "fifo":
                    os.mkfifo(lock)
                else:
                    lock.symlink_to(target if kind == "link" else self.folder / "nowhere")
                run = self.execute(self.words(1))
                self.assertIn(run.status, (66, 71, 73, 0) if kind == "fifo" else (66, 71, 73), run)
                if run.status:
                    self.assertIn(str(lock), run.last_line)
                self.assertEqual("precious", target.read_text())
                self.assertFalse((self.folder / "nowhere").exists())
                lock.rmdir() if kind == "folder" else lock.unlink()


if __name__ == "__main__":
    unittest.main()
