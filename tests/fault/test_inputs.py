# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows 19, 20: input that changes while it is read, and one bad record among a hundred thousand."""

import os
import random
import subprocess
import threading
import time
import unittest

from case import SAMPLE, SEED, Case, command_line, environment, jsonl, say, scaled


def article(number):
    return b'{"id":"n%06d","title":"Headline %d","date":"2024-01-%02d","text":"Some words of article %d, model reuse."}\n' % (
        number, number, number % 28 + 1, number)


class ChangingInput(Case):
    def change(self, path, kind):
        if kind == "cut":
            os.truncate(path, os.path.getsize(path) // 3)
        elif kind == "emptied":
            os.truncate(path, 0)
        elif kind == "rotated":
            os.rename(path, f"{path}.1")
            with open(path, "wb") as new:
                new.write(article(999_999))
        elif kind == "removed":
            os.unlink(path)
        elif kind == "grows":
            with open(path, "ab") as more:
                more.write(b"".join(article(500_000 + i) for i in range(20_000)))
        elif kind == "overwritten, same size and time":
            before = os.stat(path)
            with open(path, "r+b") as file:
                for offset in range(0, before.st_size, 4096):
                    file.seek(offset)
                    file.write(b"\xff\0{]" * 100)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def test_it_is_counted_and_never_a_crash(self):
        chance = random.Random(SEED)
        kinds = ("cut", "emptied", "rotated", "removed", "grows", "overwritten, same size and time")
        rounds = scaled(12, 60)
        statuses = {}
        for round_number in range(rounds):
            kind = kinds[round_number % len(kinds)]
            packed = round_number // len(kinds) % 2 == 1
            with self.subTest(kind, packed=packed, seed=SEED):
                path = self.folder / ("in.jsonl.zst" if packed else "in.jsonl")
                data = b"".join(article(i) for i in range(20_000))
                path.write_bytes(subprocess.run(["zstd", "-cq"], input=data, stdout=subprocess.PIPE, check=True).stdout if packed else data)
                words = command_line(["build", self.folder / path.name, "--archive", self.archive, "--max-rejects", "100%", "--max-shrink", "100%", "--jobs", "1"])
                process = subprocess.Popen(words, env=environment(self.folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                self.addCleanup(self._end, process)
                time.sleep(chance.uniform(0, 0.2))
                if path.exists():
                    self.change(path, kind)
                out, err = process.communicate(timeout=90)
                statuses[process.returncode] = statuses.get(process.returncode, 0) + 1
                self.assertIn(process.returncode, (0, 65, 66), err)
                if process.returncode == 0:
                    self.run_words("check", "--archive", self.archive)
                    run = self.archive.manifest()["run"]
                    self.assertEqual(run["read"], self.archive.manifest()["articles"] + run["rejected"] + run.get("replaced", 0) + run.get("duplicate", 0), run)
                for rest in self.folder.glob("in.*"):
                    rest.unlink()
        say(f"input that changes while it is read: {rounds} rounds, exit statuses {statuses}; seed {SEED}")


class OneBadRecord(Case):
    def test_among_many_it_is_named_and_the_others_are_indexed(self):
        count = scaled(10_000, 100_000)
        chance = random.Random(SEED)
        bad = chance.randrange(count)
        kinds = {b'{"id":"n%06d","title":"cut off in the mid\n' % bad: "bad-json", b'{"id":"n%06d"}\n' % bad: "no-text", b"\xff\xfe\x00\n": "bad-json",
                 b"[1,2,3]\n": "bad-json"}
        for line, reason in kinds.items():
            with self.subTest(line, bad=bad):
                lines = [article(i) for i in range(count)]
                lines[bad] = line
                path = self.write("many.jsonl", b"".join(lines))
                run = self.build([path], "--max-shrink", "100%", "--no-entities")
                self.assertEqual(count - 1, self.archive.manifest()["articles"])
                rejects = self.archive.rejects()
                self.assertEqual(1, len(rejects), rejects)
                self.assertEqual((bad + 1, sum(map(len, lines[:bad]))), (rejects[0]["line"], rejects[0]["offset"]), rejects)
                self.assertIn(f"many.jsonl:{bad + 1}: ", rejects[0]["message"])
                self.assertIn("rejected: 1 record", run.err)
        say(f"one bad record in {count:,}: the others are indexed, line and byte are named")

    def test_over_five_percent_publish_nothing(self):
        for bad, status in ((50, 0), (51, 65)):
            lines = [b"{\n" if 100 <= i < 100 + bad else article(i) for i in range(1000)]
            run = self.build(b"".join(lines), expect=status, archive=self.folder / f"archive-{bad}")
            self.assertEqual(status == 0, (self.folder / f"archive-{bad}" / "CURRENT").exists(), run)


if __name__ == "__main__":
    unittest.main()
