# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows 2, 3, 7, 8, 9: the Nth system call fails, is interrupted, or is the last one of the process."""

import re
import signal
import unittest

from case import ORDERLY, SHIM, FaultCase, count_calls, scaled, spread, strace

# Which calls, which error, how many of the Nth at most (quick, full). None: every one.
FAILING = (
    ("fsync", "EIO", 6, None),
    ("fdatasync", "EIO", 2, None),
    ("rename", "EIO", None, None),
    ("rename", "ENOSPC", 2, None),
    ("write", "ENOSPC", 6, 200),
    ("write", "EIO", 4, 200),
    ("pwrite64", "ENOSPC", 4, 200),
    ("pwrite64", "EIO", 3, 200),
    ("read", "EIO", 6, 200),
    ("pread64", "EIO", 4, 200),
    ("openat", "EMFILE", 6, 200),
    ("openat", "EACCES", 4, 200),
    ("mkdir", "ENOSPC", 3, None),
    ("ftruncate", "EIO", 2, None),
    ("flock", "ENOLCK", None, None),
    ("mmap", "ENOMEM", 4, 200),  # the first are the loader's, whose own way to fail is a SIGSEGV
    ("unlink", "EIO", 2, None),
)
# From the Nth on, as a full or dying disk does it.
FROM_THEN_ON = (("write", "ENOSPC", 3, 50), ("pwrite64", "ENOSPC", 3, 50), ("fsync", "EIO", 3, None), ("openat", "EMFILE", 3, 50))

KILLING = (("rename", None, None), ("fsync", 6, None), ("fdatasync", 2, None), ("mkdir", 2, None), ("unlink", 2, None), ("openat", 4, 150),
           ("write", 4, 100), ("pwrite64", 4, 100), ("close", 4, 150), ("ftruncate", 2, None), ("unlinkat", 2, None), ("flock", None, None),
           ("newfstatat", 4, 150))


class TheNthCall(FaultCase):
    def numbers(self, call, quick, full, options=()):
        count = count_calls(self.words(1 - self.turn, *options), [call], self.folder)[call]
        self.build_undisturbed(1 - self.turn)
        most = scaled(quick, full)
        return range(1, count + 1) if most is None else spread(range(1, count + 1), most)

    def test_fails(self):
        for call, error, quick, full in FAILING:
            for number in self.numbers(call, quick, full):
                with self.subTest(call=call, error=error, number=number):
                    loader = {-signal.SIGSEGV} if call == "mmap" and number <= 3 else set()
                    self.disturbed(strace(f"inject={call}:error={error}:when={number}"), allowed=ORDERLY | loader)
        self.report("the Nth call fails")

    def test_fails_while_articles_are_taken_over(self):
        for call, error, quick, full in (("openat", "EMFILE", 4, 60), ("mmap", "ENOMEM", 4, 60), ("read", "EIO", 2, 40), ("pread64", "EIO", 2, 40)):
            for number in self.numbers(call, quick, full, ["--reuse"]):
                with self.subTest(call=call, error=error, number=number):
                    loader = {-signal.SIGSEGV} if call == "mmap" and number <= 3 else set()
                    self.disturbed(strace(f"inject={call}:error={error}:when={number}"), options=["--reuse"], allowed=ORDERLY | loader)
        self.report("the Nth call fails with --reuse")

    def test_fails_from_then_on(self):
        for call, error, quick, full in FROM_THEN_ON:
            for number in self.numbers(call, quick, full):
                with self.subTest(call=call, error=error, number=number):
                    # The exit status is the kernel's word for it when even stderr cannot be written.
                    self.disturbed(strace(f"inject={call}:error={error}:when={number}+"))
        self.report("every call from the Nth on fails")

    def test_is_the_last_one(self):
        for call, quick, full in KILLING:
            for number in self.numbers(call, quick, full):
                with self.subTest(call=call, number=number):
                    # 0: in this run no thread made as many such calls as in the one that was counted.
                    self.disturbed(strace(f"inject={call}:signal=KILL:when={number}"), allowed={-signal.SIGKILL, 0})
        self.report("killed before the Nth call")
        self.assertGreater(self.statuses[-signal.SIGKILL], self.rounds * 0.8)

    def test_is_interrupted(self):
        for call in ("read", "write", "pread64", "pwrite64", "fsync", "flock", "openat"):
            with self.subTest(call=call):
                run = self.disturbed(strace(f"inject={call}:error=EINTR:when=30+5" if call in ("read", "openat") else
                                            f"inject={call}:error=EINTR:when=3+5"))
                if call != "openat":  # Xapian gives up when opening is interrupted, which the kernel does to slow devices only
                    self.assertEqual(0, run.status, run)
        self.report("every fifth call is interrupted")


class LittleAtATime(FaultCase):
    """Row 9: reads and writes are cut short or interrupted, and the archive is the same to the byte."""

    def test_short_and_interrupted_calls_change_nothing(self):
        for short, interrupt in ((1, 0), (7, 3), (100, 5), (511, 2), (4096, 4)):
            with self.subTest(short=short, interrupt=interrupt):
                env = {"LD_PRELOAD": str(SHIM), "FAULT_SHORT": str(short), "FAULT_EINTR": str(interrupt)}
                run = self.disturbed(env=env)
                self.assertEqual(0, run.status, run)
                self.assertEqual([], [line for line in run.err.splitlines() if "ERROR" in line])
        self.report("reads and writes of a few bytes, interrupted")

    def test_searches_bear_it_too(self):
        for short, interrupt in ((1, 0), (7, 3), (512, 2)):
            env = {"LD_PRELOAD": str(SHIM), "FAULT_SHORT": str(short), "FAULT_EINTR": str(interrupt)}
            words = ["query", "model OR reuse", "--facet", "source", "--format", "json", "--archive", self.archive]
            self.assertEqual(self.run_words(*words).out, self.run_words(*words, env=env).out)


class ThePublishingFiles(FaultCase):
    """Row 7: there is room for the archive, and none for the few bytes that make it the current one."""

    def manifest_before_publishing(self):
        """The name under which a build first writes its manifest, with NUMBER for that of the generation."""
        log = self.folder / "log"
        self.assertEqual(0, self.execute(["strace", "-f", "-qq", "-s", "4096", "-o", log, "-e", "trace=openat", *self.words(1)], home=self.folder).status)
        self.turn = 1
        names = re.findall(r'"([^"]*/manifest\.json\.tmp)"', log.read_text())
        self.assertTrue(names)
        return names[-1].replace(self.archive.current(), "NUMBER")

    def test_nothing_is_published_when_manifest_or_pointer_cannot_be_written(self):
        manifest = self.manifest_before_publishing()
        for error in ("ENOSPC", "EIO", "EDQUOT"):
            for call in ("write", "fsync", "rename", "openat"):
                for name in ("CURRENT.tmp", "manifest"):
                    with self.subTest(error=error, call=call, name=name):
                        number = int(self.archive.current()) + 1
                        path = self.archive.path / name if name == "CURRENT.tmp" else manifest.replace("NUMBER", f"{number:06}")
                        current = self.archive.current()
                        run = self.execute([*strace(f"inject={call}:error={error}", paths=[path]), *self.words(1 - self.turn)], home=self.folder)
                        self.assertIn(run.status, {73, 74}, run)
                        self.assertEqual(current, self.archive.current(), run)
                        self.assertIn("not published: ", run.last_line)
                        self.assertIn(f"searches go on with {current}", run.last_line)
                        self.assertIn("CURRENT" if name == "CURRENT.tmp" else "manifest.json", run.last_line)
                        self.rounds += 1
                        self.statuses[run.status] = self.statuses.get(run.status, 0) + 1
                        self.assert_rule(run, current, self.turn, 1 - self.turn)
        self.report("manifest or CURRENT cannot be written")


if __name__ == "__main__":
    unittest.main()
