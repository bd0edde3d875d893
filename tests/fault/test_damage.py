# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows 11, 12, 47: bits flip, files change places or come from somewhere else, and the archive is a stranger's. `check` finds all of it;
a search answers or says 65, and never crashes. tests/e2e/test_generations.py has each file missing, empty, cut and longer."""

import collections
import fcntl
import json
import os
import pathlib
import random
import shutil
import unittest

from case import BIN_DIR, NOW, SAMPLE, SEED, Archive, Case, FaultCase, command_line, files_under, say, scaled

import support.broadsheet

# That with AddressSanitizer, where scripts/test names it.
HOSTILE_ARCHIVES = pathlib.Path(os.environ.get("BROADSHEET_HOSTILE_ARCHIVES") or BIN_DIR.parent / "tests" / "hostile_archives")

QUESTIONS = ("model OR reuse", '"open source"', "govern* data", "title:model NOT a", "source:18F OR author:smith", "reuse~", "one NEAR/5 two",
             "date:2015..2020", "\"the federal\" software")


class Damaged(Case):
    """An archive of some hundred real articles; every question is asked of it after each damage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.class_folder()
        cls.sound = Archive(folder / "sound")
        cls.run_words("build", SAMPLE / "kserve.jsonl.zst", SAMPLE / "invented-open-models.jsonl", "--archive", cls.sound, "--now", NOW)
        cls.questions = folder / "questions.jsonl"
        cls.questions.write_text("".join(
            f'{{"qid":"{i}","query":"{q.replace(chr(34), chr(92) + chr(34))}","facet":["source:5","person:5"],"timeline":"month","snippet":80,"limit":20}}\n'
            for i, q in enumerate(QUESTIONS)))
        cls.right = cls.ask(cls.sound)
        assert cls.right.status == 0, cls.right

    @classmethod
    def ask(cls, archive, programs=BIN_DIR):
        return cls.execute([programs / "broadsheet-search", "batch", cls.questions, "--archive", archive, "--now", NOW, "--jobs", "1"])

    def assert_orderly(self, run):
        """Answered, or refused because of damage: as a whole (65), or query by query (3)."""
        self.assertIn(run.status, (0, 3, 65), run)
        self.assertNotIn("Sanitizer", run.err)
        if run.status == 3:
            errors = {answer["error"]["status"] for answer in run.json_lines() if "error" in answer}
            self.assertEqual({65}, errors, run)

    def setUp(self):
        super().setUp()
        self.archive = Archive(self.folder / "archive")
        shutil.copytree(self.sound.path, self.archive.path)
        self.files = files_under(self.archive.generation())

    def file(self, name):
        return self.archive.generation() / name


class FlippedBits(Damaged):
    def places(self, chance, number):
        """(file, bit): each file gets its share, at least two, by the square root of its size."""
        weights = {name: max(1, len(data)) ** 0.5 for name, data in self.files.items()}
        total = sum(weights.values())
        for name, data in self.files.items():
            for _ in range(max(2, round(number * weights[name] / total))):
                if data:
                    yield name, chance.randrange(len(data) * 8)

    def test_every_flip_is_found_and_no_search_crashes(self):
        chance = random.Random(SEED)
        flips = refused = answered_right = 0
        other = {}
        for name, bit in self.places(chance, scaled(60, 2000)):
            with self.subTest(seed=SEED, file=name, bit=bit):
                data = bytearray(self.files[name])
                data[bit // 8] ^= 1 << bit % 8
                self.file(name).write_bytes(data)
                try:
                    flips += 1
                    check = self.run_words("check", "--archive", self.archive, expect=None)
                    self.assertEqual(65, check.status, check)
                    self.assertIn(os.path.basename(name), check.err)
                    search = self.ask(self.archive)
                    self.assert_orderly(search)
                    refused += search.status != 0
                    answered_right += search.status == 0 and search.out_bytes == self.right.out_bytes
                    if search.status == 0 and search.out_bytes != self.right.out_bytes:
                        other[name] = other.get(name, 0) + 1
                finally:
                    self.file(name).write_bytes(self.files[name])
        say(f"{flips} flipped bits in {len(self.files)} files, all found by check; searches: {refused} refused, {answered_right} unharmed, "
            f"{sum(other.values())} answered otherwise, which only check can see ({other}); seed {SEED}")


class Strangers(Damaged):
    """Row 12: whole files, sound in themselves, in the wrong place."""

    def assert_refused(self, name, search_too=True):
        check = self.run_words("check", "--archive", self.archive, expect=65)
        self.assertIn(name, check.err)
        search = self.ask(self.archive)
        self.assert_orderly(search)
        if search_too:
            self.assertEqual(65, search.status, search)

    def test_each_file_of_another_generation(self):
        other = Archive(self.folder / "other")
        self.build([SAMPLE / "laion.jsonl.zst"], archive=other)
        strangers = files_under(other.generation())
        for name, data in self.files.items():
            if name in strangers and strangers[name] != data:
                with self.subTest(name):
                    self.file(name).write_bytes(strangers[name])
                    # manifest.json: another generation of the same number, whose files then do not fit.
                    self.run_words("check", "--archive", self.archive, expect=65)
                    search = self.ask(self.archive)
                    self.assert_orderly(search)
                    self.file(name).write_bytes(data)

    def test_a_generation_under_another_ones_number(self):
        self.archive.generation().rename(self.archive.path / "generations" / "000007")
        (self.archive.path / "CURRENT").write_text("000007\n")
        self.assert_refused("manifest.json")

    def test_files_that_are_no_files(self):
        for name in ("facts.col", "tokens.bin", "articles.store", "manifest.json", "xapian/iamglass", "columns/source.col"):
            for kind in ("folder", "link to /dev/zero", "fifo", "link to itself"):
                with self.subTest(name, kind=kind):
                    path = self.file(name)
                    path.unlink()
                    if kind == "folder":
                        path.mkdir()
                    elif kind == "fifo":
                        os.mkfifo(path)
                    else:
                        path.symlink_to("/dev/zero" if kind == "link to /dev/zero" else path.name)
                    try:
                        self.assert_refused(os.path.basename(name), search_too=False)
                    finally:
                        path.rmdir() if kind == "folder" else path.unlink()
                        path.write_bytes(self.files[name])

    def test_a_file_that_is_cut_while_a_reader_has_it_mapped(self):
        statuses = set()
        for name in ("facts.col", "tokens.bin", "articles.store", "columns/source.col", "xapian/postlist.glass", "xapian/docdata.glass"):
            with self.subTest(name):
                process = self.start("export", "*", "--archive", self.archive, "--now", NOW)
                fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4096)  # it waits for us before it has read much
                process.stdout.read(1)
                os.truncate(self.file(name), 0)
                _, err = process.communicate(timeout=60)
                self.file(name).write_bytes(self.files[name])
                self.assertIn(process.returncode, (0, 3, 65), err)
                statuses.add(process.returncode)
                if process.returncode == 65:
                    self.assertRegex(err.decode(), "broadsheet check|damaged")
        self.assertIn(65, statuses)

    def test_current_says_nonsense(self):
        for text in ("", "\n", "000009\n", "../../etc\n", "/etc\n", "000001", "000001\n000002\n", "1\n", "000001 \n", "\0" * 100, "9" * 5000, "-1\n"):
            with self.subTest(text[:20]):
                (self.archive.path / "CURRENT").write_text(text)
                search = self.ask(self.archive)
                self.assert_orderly(search)
                if search.status == 0:
                    self.assertEqual(self.right.out_bytes, search.out_bytes)
                else:
                    self.assertIn("rollback", search.err)


class HostileArchive(Damaged):
    """Row 47: bytes that somebody chose: overwritten, cut out, put in, doubled, in each file in turn."""

    ROUNDS_A_RUN = 100

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        seconds, support.broadsheet.TIMEOUT_SECONDS = support.broadsheet.TIMEOUT_SECONDS, 900
        cls.addClassCleanup(setattr, support.broadsheet, "TIMEOUT_SECONDS", seconds)

    def test_searching_never_crashes(self):
        total = collections.Counter()
        for first in range(0, scaled(100, 10_000), self.ROUNDS_A_RUN):
            run = self.execute([HOSTILE_ARCHIVES, self.archive, self.questions, SEED + first, self.ROUNDS_A_RUN], env={"ASAN_OPTIONS": "exitcode=99"})
            self.assertEqual(0, run.status, run)
            total.update(json.loads(run.out))
            self.assertEqual(self.files, files_under(self.archive.generation()))
        self.assertEqual(scaled(100, 10_000), sum(total.values()))
        say(f"{sum(total.values()):,} hostile archives, {'with' if 'asan' in str(HOSTILE_ARCHIVES) else 'without'} AddressSanitizer: {dict(total)}; seed {SEED}")


if __name__ == "__main__":
    unittest.main()
