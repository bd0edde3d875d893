# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows 13, 18: little memory, few descriptors, a small stack, no home, a read-only file system, a strange umask and locale."""

import os
import signal
import subprocess
import unittest

from case import BIN_DIR, NOW, SAMPLE, TINY, FaultCase, Case, command_line, say, scaled
from test_disk_full import may_mount

ORDERLY = frozenset({0, 71, 74, 127})


class Memory(FaultCase):
    """The limit is one of address space, so that every size of failed allocation comes up; 127 is the loader's."""

    def begins(self, program, limit):
        """Whether the program comes as far as its first line: the loader, ICU and Xapian's own beginnings are not ours."""
        return self.execute(["prlimit", f"--as={limit}", BIN_DIR / program, "--version"]).status == 0

    def assert_orderly(self, run, program, limit):
        if not self.begins(program, limit):
            return
        self.assertIn(run.status, ORDERLY | {65}, run)
        self.assertNotIn("terminate called", run.err)
        if run.status == 71:
            self.assertRegex(run.err, "out of memory|Cannot allocate memory|the system refuses", run)

    def test_a_build_ends_in_good_order(self):
        for kilobytes in range(20_000, 700_000, scaled(45_000, 6_800)):
            with self.subTest(kilobytes=kilobytes):
                limit = kilobytes * 1024
                self.assert_orderly(self.disturbed(["prlimit", f"--as={limit}"], allowed=None), "broadsheet-index", limit)
        self.report("builds with 20 to 700 MB of address space")
        self.assertIn(71, self.statuses)

    def test_a_search_ends_in_good_order(self):
        statuses = {}
        for kilobytes in range(12_000, 80_000, scaled(5_000, 700)):
            with self.subTest(kilobytes=kilobytes):
                words = command_line(["query", "model OR reuse", "--facet", "source", "--format", "json", "--archive", self.archive, "--now", NOW])
                run = self.execute(["prlimit", f"--as={kilobytes * 1024}", *words])
                self.assert_orderly(run, "broadsheet-search", kilobytes * 1024)
                statuses[run.status] = statuses.get(run.status, 0) + 1
        say(f"searches with 12 to 80 MB of address space: exit statuses {statuses}")


    def test_threads_that_the_system_refuses_end_the_run(self):
        """Each thread asks for 8 MB of stack; with a full queue behind the ones that came to be, nobody may wait for ever."""
        words = command_line(["build", *sorted(SAMPLE.glob("*.zst"))[:4], "--archive", self.archive, "--jobs", "200"])
        run = self.execute(["prlimit", f"--as={1200 << 20}", *words])
        self.assertEqual(71, run.status, run)
        self.assertRegex(run.last_line, "not published: .*(the system refuses: |out of memory).*fewer --jobs")
        self.assert_no_trace()


class Surroundings(FaultCase):
    def rows(self):
        few = ["prlimit", "--nofile=32"]
        yield "32 file descriptors", few, {}, {0, 71}
        yield "16 file descriptors", ["prlimit", "--nofile=16"], {}, {0, 71}
        for number in range(3, 12):
            yield f"{number} file descriptors", ["prlimit", f"--nofile={number}"], {}, {0, 71, 74, 127}
        yield "a stack of 512 KB", ["prlimit", f"--stack={512 * 1024}"], {}, {0}
        yield "no home and no environment", ["env", "-i"], {}, {0}
        yield "umask 077", ["sh", "-c", 'umask 077; exec "$@"', "sh"], {}, {0}
        yield "umask 777", ["sh", "-c", 'umask 777; exec "$@"', "sh"], {}, {0}
        yield "the C locale", [], {"LC_ALL": "C", "LANG": "C"}, {0}
        yield "a locale that does not exist", [], {"LC_ALL": "xx_YY.UTF-8"}, {0}
        yield "a Turkish locale", [], {"LC_ALL": "tr_TR.UTF-8"}, {0}
        yield "a time zone that does not exist", [], {"TZ": "Nowhere/Town"}, {0}
        yield "no temporary folder", [], {"TMPDIR": "/nonexistent"}, {0}
        yield "stdin closed", ["sh", "-c", 'exec "$@" <&-', "sh"], {}, {0}
        yield "stdout closed", ["sh", "-c", 'exec "$@" >&-', "sh"], {}, {0}
        yield "stderr closed", ["sh", "-c", 'exec "$@" 2>&-', "sh"], {}, {0}
        yield "all three closed", ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"], {}, {0}
        yield "stderr is full", ["sh", "-c", 'exec "$@" 2>/dev/full', "sh"], {}, {0}
        yield "signals ignored by the parent", ["sh", "-c", 'trap "" TERM INT HUP PIPE; exec "$@"', "sh"], {}, {0}

    def test_a_build_works_or_says_why(self):
        for name, before, env, allowed in self.rows():
            with self.subTest(name):
                run = self.disturbed(before, env=env, allowed=allowed)
                if run.status:
                    self.assertRegex(run.err, "open files|error while loading|cannot open|Too many open files", run)
                mode = self.archive.generation().stat().st_mode & 0o777
                self.assertEqual((0o755, 0o644), (mode, (self.archive.generation() / "manifest.json").stat().st_mode & 0o777))
        self.report("limits and surroundings")

    def test_a_search_works_or_says_why(self):
        words = command_line(["query", "model OR reuse", "--facet", "source", "--format", "json", "--archive", self.archive, "--now", NOW])
        right = self.execute(words).out
        for name, before, env, allowed in self.rows():
            with self.subTest(name):
                run = self.execute([*before, *words], env=env)
                closed = "stdout" in name or "all three" in name
                self.assertIn(run.status, {74} if closed else allowed, run)
                if run.status == 0:
                    self.assertEqual(right, run.out)

    def test_a_build_of_many_files_with_256_descriptors(self):
        for i in range(2000):
            self.write(f"many/{i:04}.txt", f"Headline {i}\n\nText of the article number {i}.\n")
        run = self.execute(["prlimit", "--nofile=256", *command_line(["build", self.folder / "many", *sorted(SAMPLE.glob("r*.zst")), "--archive", self.archive,
                                                                      "--max-shrink", "100%", "--jobs", "4", "--now", NOW])])
        self.assertEqual(0, run.status, run)

    def test_stdout_is_full(self):
        for words in (["query", "model"], ["export", "*"], ["show", "tiny-01-day"], ["fields"], ["status"], ["generations"], ["check"]):
            with self.subTest(words[0]):
                with open("/dev/full", "wb") as full:
                    run = self.execute(command_line([*words, "--archive", self.archive]), stdout=full)
                self.assertEqual(74, run.status, run)
                self.assertIn("No space left on device", run.err)


class ReadOnly(FaultCase):
    SCRIPT = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'

    def test_an_archive_on_a_read_only_file_system_is_searched_and_not_written(self):
        words = may_mount()
        if words is not None:
            before = [*words, "sh", "-c", self.SCRIPT, "sh", str(self.archive.path)]
        elif os.geteuid() == 0:  # no mode of files stops root; nobody may read here, and not write
            say("mounting is refused here: as another user instead")
            self.folder.chmod(0o755)
            before = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        else:
            before = []
            self.archive.path.chmod(0o555)
            (self.archive.path / "lock").chmod(0o444)
            self.addCleanup(self.archive.path.chmod, 0o755)
        for words in (["query", "model"], ["check"], ["status"], ["generations"], ["show", "tiny-01-day"]):
            run = self.execute([*before, *command_line([*words, "--archive", self.archive])])
            self.assertEqual(0, run.status, run)
        for words in (["build", TINY], ["prune", "--keep", "1"], ["rollback"]):
            run = self.execute([*before, *command_line([*words, "--archive", self.archive])])
            self.assertEqual(73, run.status, run)
            self.assertIn(str(self.archive), run.err)
        self.assertEqual(self.expected[0], self.answers(self.archive))
        say("read-only: 5 commands read, 3 that write end with 73")


if __name__ == "__main__":
    unittest.main()
