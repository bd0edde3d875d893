# SPDX-License-Identifier: GPL-3.0-or-later
"""Row 6: the disk is full, at ten sizes. A small tmpfs is mounted (in a mount namespace of its own); where mounting is refused, files are
kept from growing by prlimit, which comes at other moments and in the same code."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from case import NOW, SAMPLE, TINY, Archive, Case, FaultCase, command_line, environment, say, scaled

BIG = [SAMPLE / "invented-open-models.jsonl", *sorted(SAMPLE.glob("*.jsonl.zst"))[:3]]


def may_mount():
    words = ["unshare", "--mount", "--map-root-user"] if os.geteuid() else ["unshare", "--mount"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([*words, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], stderr=subprocess.DEVNULL)
    return words if done.returncode == 0 else None


class DiskFull(Case):
    SCRIPT = """
set -e
mount -t tmpfs -o size="$1"k tmpfs "$2"
shift; folder=$1; shift
cp -a "$folder.begin" "$folder/archive"
status=0
"$@" >"$folder.out" 2>"$folder.err" || status=$?
df --output=avail -B1 "$folder" | tail -n 1 >"$folder.avail"
cp -a "$folder/archive" "$folder.after"
exit $status
"""

    def test_ten_sizes_by_a_small_file_system(self):
        words = may_mount()
        if words is None:
            say("mounting is refused here: prlimit --fsize instead")
            return self.by_file_size()
        self.build(TINY)
        before = self.query("*", "--limit", "all")["hits"]
        base = sum(f.stat().st_size for f in self.archive.path.rglob("*") if f.is_file())
        whole = Archive(self.folder / "whole")
        self.build(BIG, archive=whole)
        size = sum(f.stat().st_size for f in whole.path.rglob("*") if f.is_file())
        refused = 0
        steps = 10
        for step in range(steps):
            folder = self.folder / f"full-{step}"
            folder.mkdir()
            self.archive.path.rename(pathlib.Path(f"{folder}.begin"))
            kilobytes = (base + 400_000 + size * step // steps) // 1024
            with self.subTest(kilobytes=kilobytes):
                run = subprocess.run([*words, "sh", "-c", self.SCRIPT, "sh", str(kilobytes), str(folder),
                                      *command_line(["build", *BIG, "--archive", folder / "archive", "--now", NOW])],
                                     env=environment(self.folder), stderr=subprocess.PIPE, cwd=self.folder)
                err = pathlib.Path(f"{folder}.err").read_text()
                after = Archive(f"{folder}.after")
                self.assertEqual(74, run.returncode, err + run.stderr.decode())
                last = err.splitlines()[-1]
                self.assertIn("not published: ", last)
                self.assertIn("No space left on device", last)
                self.assertIn(f"{folder}/archive", last)
                self.assertIn("searches go on with 000001", last)
                self.assertEqual("000001", after.current())
                self.assertEqual(before, self.query("*", "--limit", "all", archive=after)["hits"])
                self.run_words("check", "--archive", after)
                self.assert_no_trace(after)
                available = int(pathlib.Path(f"{folder}.avail").read_text())
                self.assertGreater(available, 200_000, "what was written in vain is not removed")
                self.build(BIG, archive=after)
                self.assertEqual(whole.manifest()["content_sha256"], after.manifest()["content_sha256"])
                refused += 1
            pathlib.Path(f"{folder}.begin").rename(self.archive.path)
        say(f"disk full at {refused} sizes from {(base + 400_000) // 1024} KiB on (the archive needs {size // 1024} KiB): 74 each time, old one intact")

    def by_file_size(self):
        self.build(TINY)
        for kilobytes in (1, 4, 16, 64, 128, 256, 384, 512, 768, 1024):
            with self.subTest(kilobytes=kilobytes):
                run = self.execute(["prlimit", f"--fsize={kilobytes * 1024}", *command_line(["build", *BIG, "--archive", self.archive])])
                self.assertEqual(74, run.status, run)
                self.assertIn("File too large", run.last_line)
                self.assertEqual("000001", self.archive.current())
                self.assert_no_trace()
        self.run_words("check", "--archive", self.archive)


class SmallFiles(FaultCase):
    """The same by the limit of a file's size, which a C++ program that does not look would die of (SIGXFSZ)."""

    def test_any_size_of_file(self):
        sizes = [0, 1, 4, 100, 512, 1000, 4096, 8192, 20_000] if not scaled(0, 1) else range(0, 40_000, 400)
        for size in sizes:
            with self.subTest(size=size):
                run = self.disturbed(["prlimit", f"--fsize={size}"])
                if run.status == 74:
                    self.assertIn("File too large", run.last_line)
                    self.assertTrue(re.search(r"searches go on with \d{6}$", run.last_line), run)
        self.report("files may not grow beyond a size")


if __name__ == "__main__":
    unittest.main()
