# SPDX-License-Identifier: GPL-3.0-or-later
"""`build --reuse`: what the generation before derived from the same records is taken over, and the archive is that of a build from scratch."""

import json
import unittest

from case import SAMPLE, TINY, Archive, Case, files_under, jsonl, tiny_records

SETS = [SAMPLE / "kserve.jsonl.zst", SAMPLE / "invented-open-models.jsonl", TINY]


def comparable(archive):
    """All files but those that say when: the manifest, and the facts with the generation that first had an article."""
    return {path: data for path, data in files_under(archive.generation()).items()
            if path not in ("manifest.json", "facts.col")}


class Reuse(Case):
    def reused(self, source, *options, **how):
        """Builds with --reuse; how many records were taken over."""
        run = self.build(source, "--reuse", "--format-report", "json", *options, **how)
        (report,) = [json.loads(line) for line in run.err.splitlines() if line.startswith("{")]
        self.assertEqual(report["content_sha256"], self.archive.manifest()["content_sha256"])
        return report["reused"], run

    def assert_as_from_scratch(self, source, *options):
        scratch = Archive(self.folder / "scratch")
        self.build(source, *options, archive=scratch)
        self.assertEqual(scratch.manifest()["content_sha256"], self.archive.manifest()["content_sha256"])
        self.assertEqual(scratch.manifest()["run"], self.archive.manifest()["run"])
        files, others = comparable(scratch), comparable(self.archive)
        self.assertEqual(sorted(files), sorted(others))
        self.assertEqual([], [path for path in files if files[path] != others[path]])

    def test_of_the_same_input_all_is_taken_over(self):
        self.build(SETS)
        articles = self.archive.manifest()["articles"]
        self.assertEqual(articles, self.reused(SETS)[0])
        self.assert_as_from_scratch(SETS)
        self.run_words("check", "--deep", "--archive", self.archive)

    def test_what_changed_is_derived_anew_and_what_is_gone_is_gone(self):
        records = tiny_records()
        self.build(records)
        changed = [dict(records[0], text="another text")] + records[2:] + [{"id": "new", "title": "news"}]
        self.assertEqual(10, self.reused(changed, "--max-shrink", "100%")[0])
        self.assert_as_from_scratch(changed)
        self.assertEqual(["new"], self.ids("news"))

    def test_it_goes_on_from_night_to_night(self):
        records = tiny_records()
        self.build(records)
        for night in range(3):
            records[night] = dict(records[night], title=f"night {night}")
            self.assertEqual(11, self.reused(records)[0])
        self.assert_as_from_scratch(records)

    def test_rejects_and_oddities_are_counted_as_from_scratch(self):
        lines = jsonl([{"id": "a", "title": "a", "date": "no date"}, {"id": "b", "title": "\ufffd"}, {"id": "c"}]) + b'{"id":"d","title":"\xff"}\n'
        options = ("--max-rejects", "50%")
        self.build(lines, *options)
        self.assertEqual(3, self.reused(lines, *options)[0])
        self.assert_as_from_scratch(lines, *options)
        self.assertIn("bad-date", self.archive.manifest()["run"]["notes"])

    def test_tables_and_texts_are_taken_over_too(self):
        table = self.write("t.csv", "id,title,text\n1,one,first words\n2,two,second words\n")
        text = self.write("t.txt", "A headline\n\nA text of its own.\n")
        self.build([table, text])
        self.assertEqual(3, self.reused([table, text])[0])
        self.assert_as_from_scratch([table, text])

    def test_other_options_derive_all_anew(self):
        records = [dict(r, desk="Foreign") for r in tiny_records()]
        self.build(records)
        for options in (("--default-source", "X"), ("--facet-field", "desk"), ("--map", "title=desk"), ("--no-entities",)):
            with self.subTest(options):
                reused, run = self.reused(records, *options, "--max-shrink", "100%")
                self.assertEqual(0, reused)
                self.assert_message("warning: --reuse: nothing can be taken over from ", run)
                self.assert_message("its articles were derived by other rules or options; every article is derived anew", run)

    def test_without_an_earlier_generation_it_is_a_build_like_any_other(self):
        self.assertEqual(0, self.reused(TINY)[0])

    def test_a_generation_of_an_earlier_version_is_built_anew_and_then_taken_over(self):
        self.build(TINY)
        manifest_path = self.archive.generation() / "manifest.json"
        (self.archive.generation() / "derivation.bin").unlink()
        reused, run = self.reused(TINY)
        self.assertEqual(0, reused)
        self.assert_message("it does not keep what its articles were derived from, an earlier version made it", run)
        self.assertTrue(manifest_path.exists())
        self.assertEqual(12, self.reused(TINY)[0])

    def test_damage_is_not_taken_over(self):
        self.build(TINY)
        store = self.archive.generation() / "articles.store"
        data = store.read_bytes()
        store.write_bytes(data[:60] + bytes([data[60] ^ 1]) + data[61:])
        self.reused(TINY)
        self.assert_as_from_scratch(TINY)
        self.run_words("check", "--deep", "--archive", self.archive)

    def test_a_store_that_cannot_be_opened_is_not_taken_over(self):
        self.build(TINY)
        (self.archive.generation() / "articles.store").write_bytes(b"")
        reused, run = self.reused(TINY)
        self.assertEqual(0, reused)
        self.assert_message("articles.store", run)
        self.assert_message("; every article is derived anew", run)
        self.assert_as_from_scratch(TINY)


if __name__ == "__main__":
    unittest.main()
