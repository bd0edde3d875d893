# SPDX-License-Identifier: GPL-3.0-or-later
"""Generations are listed, pinned, rolled back and pruned; `check` finds damage; `status` says how the archive is."""

import json
import os
import shutil
import unittest

from case import TINY, ArchiveCase, Case, files_under, sha256, tiny_records

RECORDS = tiny_records()


class Rollback(Case):
    def setUp(self):
        super().setUp()
        for count in (10, 11, 12):
            self.build(RECORDS[:count])

    def names(self, *args):
        return self.run_words(*args, "--archive", self.archive)

    def test_generations_lists_all_and_marks_the_current_one(self):
        out = self.names("generations").out
        lines = [line for line in out.splitlines() if "00000" in line]
        names = sorted(word for line in lines for word in line.split() if word.startswith("00000"))
        self.assertEqual(["000001", "000002", "000003"], names)
        (current,) = [line for line in lines if "current" in line]
        self.assertIn("000003", current)
        self.assertIn("12", current)

    def test_rollback_goes_to_the_generation_before(self):
        run = self.names("rollback")
        self.assertEqual("000002", self.archive.current())
        self.assertIn("000002", run.last_line)
        self.assertEqual(11, self.query("*")["total"]["articles"])

    def test_rollback_goes_to_the_generation_named(self):
        self.names("rollback", "000001")
        self.assertEqual(10, self.query("*")["total"]["articles"])

    def test_rollback_goes_forward_too(self):
        self.names("rollback", "000001")
        self.names("rollback", "000003")
        self.assertEqual("000003", self.archive.current())

    def test_rollback_to_a_generation_that_is_not_there_changes_nothing(self):
        run = self.run_words("rollback", "000042", "--archive", self.archive, expect=None)
        self.assertIn(run.status, (2, 66), run)
        self.assert_message("000042", run)
        self.assertEqual("000003", self.archive.current())

    def test_rollback_from_the_oldest_says_that_there_is_none_before(self):
        self.names("rollback", "000001")
        run = self.run_words("rollback", "--archive", self.archive, expect=None)
        self.assertNotEqual(0, run.status, run)
        self.assertEqual("000001", self.archive.current())

    def test_a_build_after_a_rollback_gets_a_new_number_and_the_current_parent(self):
        self.names("rollback", "000001")
        self.build(RECORDS)
        self.assertEqual("000004", self.archive.current())
        self.assertEqual("000001", self.archive.manifest()["parent"])

    def test_prune_keeps_the_newest_and_the_current_one(self):
        self.names("rollback", "000001")
        self.names("prune", "--keep", "1")
        self.assertEqual(["000001"], self.archive.generation_names())
        self.assertEqual(10, self.query("*")["total"]["articles"])

    def test_prune_of_a_number_that_is_there_removes_nothing(self):
        self.names("prune", "--keep", "3")
        self.assertEqual(["000001", "000002", "000003"], self.archive.generation_names())

    def test_prune_never_removes_all(self):
        self.run_words("prune", "--keep", "0", "--archive", self.archive, expect=None)
        self.assertIn("000003", self.archive.generation_names())

    def test_a_pinned_generation_outlives_prune_and_builds(self):
        pins = self.archive.path / "pins"
        pins.write_text("000001 paper of 2026\n")
        self.assertIn("pinned", self.names("generations").out)
        self.names("prune", "--keep", "1")
        self.build(RECORDS, "--keep-generations", "1")
        self.assertEqual(["000001", "000004"], self.archive.generation_names())
        pins.unlink()
        self.names("prune", "--keep", "1")
        self.assertEqual(["000004"], self.archive.generation_names())

    def test_an_older_generation_can_be_searched(self):
        self.assertEqual(10, self.query("*", "--generation", "1")["total"]["articles"])
        self.assertEqual("000001", self.query("*", "--generation", "1")["archive"]["generation"])

    def test_a_generation_that_is_not_there_cannot_be_searched(self):
        run = self.search("query", "*", "--generation", "42", expect=66)
        self.assert_message("000042", run)

    def test_a_lost_current_is_an_error_that_names_rollback_never_a_silent_fallback(self):
        (self.archive.path / "CURRENT").unlink()
        run = self.search("query", "*", expect=65)
        self.assert_message("rollback", run)
        self.assertEqual("", run.out)
        self.names("rollback", "000003")
        self.assertEqual(12, self.query("*")["total"]["articles"])

    def test_a_damaged_current_is_an_error_that_names_rollback(self):
        for content in ("", "garbage\n", "000099\n", "../../etc\n", "0" * 100_000):
            with self.subTest(content[:20]):
                (self.archive.path / "CURRENT").write_text(content)
                self.assert_message("rollback", self.search("query", "*", expect=65))
                self.build(TINY, expect=65)


class Check(ArchiveCase):
    """Every file of a generation, damaged in every way: `check` says which, searching never crashes."""

    def setUp(self):
        super().setUp()
        self.generation = self.archive.generation()
        self.sound = files_under(self.generation)
        self.assertGreater(len(self.sound), 10)

    def tearDown(self):
        for path, data in self.sound.items():
            (self.generation / path).write_bytes(data)
        super().tearDown()

    def check(self, *args, expect):
        return self.run_words("check", *args, "--archive", self.archive, expect=expect)

    def assert_found(self, path, data):
        """`check` finds that the file now holds `data` (None: is gone); a search answers or says 65, and nothing else."""
        file = self.generation / path
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
        run = self.check(expect=65)
        self.assert_message(os.path.basename(path), run)
        search = self.search("query", "model OR house", "--facet", "source,topic,person", "--timeline", "month", expect=None)
        self.assertIn(search.status, (0, 65), search)
        file.write_bytes(self.sound[path])

    def test_it_finds_a_flipped_bit_in_each_file(self):
        for path, data in self.sound.items():
            for place in {0, len(data) // 2, len(data) - 1} if data else ():
                with self.subTest(path, place=place):
                    self.assert_found(path, data[:place] + bytes([data[place] ^ 4]) + data[place + 1:])

    def test_it_finds_each_file_that_is_missing_empty_or_cut(self):
        for path, data in self.sound.items():
            for how, damaged in {"missing": None, "empty": b"", "cut": data[:-7], "longer": data + b"\0"}.items():
                if damaged != data:
                    with self.subTest(path, how=how):
                        self.assert_found(path, damaged)

    def test_it_finds_swapped_files(self):
        columns = [path for path in self.sound if path.endswith(".col") and "/" in path]
        self.assert_found(columns[0], self.sound[columns[1]])

    def test_it_finds_a_file_that_does_not_belong_there(self):
        stranger = self.generation / "stranger.txt"
        stranger.write_text("hello")
        try:
            self.assert_message("stranger.txt", self.check(expect=65))
        finally:
            stranger.unlink()

    def test_a_sound_archive_passes(self):
        self.check(expect=0)
        self.check("--deep", expect=0)

    def test_an_archive_of_another_format_is_named_as_such(self):
        for version, word in ((999, "newer"), (0, "older")):
            manifest = json.loads(self.sound["manifest.json"])
            manifest["format_version"] = version
            (self.generation / "manifest.json").write_text(json.dumps(manifest) + "\n")
            for run in (self.search("query", "*", expect=65), self.check(expect=65),
                        self.build(TINY, archive=self.archive, expect=65)):
                self.assert_message(str(version), run)
                self.assert_message(word, run)

    def test_the_manifests_checksum_is_that_of_its_canonical_json(self):
        manifest = json.loads(self.sound["manifest.json"])
        checksum = manifest.pop("checksum")
        canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self.assertEqual(checksum, sha256(canonical.encode("utf-8")))

    def test_it_names_rollback_where_an_older_generation_is_there(self):
        copy = self.folder / "copy"
        shutil.copytree(self.archive.path, copy)
        self.build(TINY, archive=copy)
        (copy / "generations" / "000002" / "facts.col").write_bytes(b"")
        run = self.run_words("check", "--archive", copy, expect=65)
        self.assert_message("rollback", run)
        self.assert_message("rollback", self.search("query", "*", archive=copy, expect=65))


class Status(Case):
    def status(self, *args, expect=0):
        return self.run_words("status", *args, "--archive", self.archive, expect=expect)

    def test_as_text_it_says_generation_articles_sources_and_months(self):
        self.build(TINY)
        out = self.status().out
        for expected in ("000001", "12", "Meridian Wire (invented)", "2024-02"):
            self.assertIn(expected, out)

    def test_as_json_it_has_the_numbers_of_the_manifest(self):
        self.build(TINY)
        status = self.status("--format", "json").json()
        manifest = self.archive.manifest()
        flat = json.dumps(status)
        self.assertIn('"000001"', flat)
        self.assertIn(manifest["content_sha256"], flat)
        self.assertEqual(manifest["by_source"], status["by_source"])
        self.assertEqual(manifest["by_month"], status["by_month"] | {"": status["undated"]})

    def test_max_age_ends_with_3_when_the_archive_is_older(self):
        self.build(TINY, now="2026-11-24T12:00:00Z")
        self.status("--max-age", "26h", "--now", "2026-11-25T12:00:00Z")
        run = self.status("--max-age", "26h", "--now", "2026-11-25T15:00:00Z", expect=3)
        self.assertIn("26h", run.err + run.out)

    def test_of_an_archive_that_is_not_there_it_ends_with_66(self):
        self.status(expect=66)


if __name__ == "__main__":
    unittest.main()
