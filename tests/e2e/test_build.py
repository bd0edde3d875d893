# SPDX-License-Identifier: GPL-3.0-or-later
"""`build` makes a generation, checks it and publishes it; what it says about it is true."""

import json
import stat
import unittest

from case import NOW, TINY, Archive, Case, command_line, files_under, sha256, tiny_records


class PublishedGeneration(Case):
    """One build of the tiny corpus, looked at from all sides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = Archive(cls.class_folder() / "archive")
        cls.run_of_build = cls.run_words("build", TINY, "--archive", cls.shared, "--now", NOW)

    def setUp(self):
        super().setUp()
        self.archive = self.shared

    def test_current_names_the_generation_in_one_line(self):
        self.assertEqual("000001\n", (self.archive.path / "CURRENT").read_text())

    def test_the_manifest_lists_every_file_with_its_size_and_sha256(self):
        files = files_under(self.archive.generation())
        del files["manifest.json"]
        listed = {f["path"]: (f["bytes"], f["sha256"]) for f in self.archive.manifest()["files"]}
        self.assertEqual({path: (len(data), sha256(data)) for path, data in files.items()}, listed)

    def test_the_manifest_lists_the_inputs_with_size_and_sha256(self):
        data = TINY.read_bytes()
        (entry,) = self.archive.manifest()["inputs"]
        self.assertEqual((len(data), sha256(data)), (entry["bytes"], entry["sha256"]))
        self.assertTrue(entry["path"].endswith("tiny.jsonl"), entry)

    def test_the_manifest_counts_articles_by_source_and_month(self):
        manifest = self.archive.manifest()
        by_source = {}
        for record in tiny_records():
            by_source[record["source"]] = by_source.get(record["source"], 0) + 1
        self.assertEqual(12, manifest["articles"])
        self.assertEqual(by_source, manifest["by_source"])
        self.assertEqual(12, sum(manifest["by_month"].values()))
        self.assertEqual(3, manifest["by_month"]["2024-02"])
        self.assertEqual(1, manifest["by_month"][""])

    def test_the_manifest_says_when_and_from_what_it_was_made(self):
        manifest = self.archive.manifest()
        self.assertEqual(1, manifest["format_version"])
        self.assertEqual("000001", manifest["generation"])
        self.assertIn(manifest.get("parent"), (None, ""))
        self.assertEqual(NOW, manifest["created"])
        self.assertRegex(manifest["content_sha256"], r"^[0-9a-f]{64}$")

    def test_the_report_says_what_was_read_and_indexed(self):
        self.assert_message("read: 12 records in 1 file\n", self.run_of_build)
        self.assert_message("indexed: 12 articles (1 undated)\n", self.run_of_build)
        self.assert_message("rejected: 0 records\n", self.run_of_build)

    def test_the_last_line_says_what_was_published_what_searches_use_and_what_comes_next(self):
        line = self.run_of_build.last_line
        self.assertTrue(line.startswith("published 000001: 12 articles"), line)
        self.assertIn(str(self.archive), line)
        self.assertIn("searches now use it", line)
        self.assertIn("broadsheet query", line)

    def test_stdout_stays_empty(self):
        self.assertEqual("", self.run_of_build.out)

    def test_nothing_unfinished_is_left(self):
        self.assert_no_trace()

    def test_check_finds_nothing_wrong(self):
        self.run_words("check", "--archive", self.archive)
        self.run_words("check", "--deep", "--archive", self.archive)

    def test_the_archive_is_readable_by_all(self):
        for path in [self.archive.path, *self.archive.path.rglob("*")]:
            mode = stat.S_IMODE(path.stat().st_mode)
            wanted = 0o555 if path.is_dir() else 0o444
            self.assertEqual(wanted, mode & wanted, f"{path}: {mode:o}")

    def test_every_article_is_found_again(self):
        self.assert_ids([r["id"] for r in tiny_records()], "*")


class BuildOptions(Case):
    def test_the_json_report_is_one_object_with_the_numbers_of_the_manifest(self):
        run = self.build(TINY, "--format-report", "json")
        (report,) = [json.loads(line) for line in run.err.splitlines() if line.startswith("{")]
        numbers = tuple(report[key] for key in ("published", "read", "indexed", "duplicate", "rejected"))
        self.assertEqual((True, 12, 12, 0, 0), numbers)
        self.assertEqual(self.archive.manifest()["content_sha256"], report["content_sha256"])
        self.assertEqual("", run.out)

    def test_with_a_json_log_every_line_of_stderr_is_json(self):
        run = self.build(TINY, "--log-format", "json")
        for line in run.err.splitlines():
            self.assertIsInstance(json.loads(line), dict, line)

    def test_with_a_json_log_errors_are_json_too(self):
        run = self.build(self.folder / "nowhere.jsonl", "--log-format", "json", expect=66)
        lines = [json.loads(line) for line in run.err.splitlines()]
        self.assertEqual("error", lines[-1]["level"])
        self.assertIn("nowhere.jsonl", lines[-1]["message"])

    def test_quiet_leaves_stderr_empty(self):
        self.assertEqual("", self.build(TINY, "--quiet").err)

    def test_the_second_build_has_the_first_one_as_its_parent(self):
        self.build(TINY)
        self.build(TINY)
        self.assertEqual("000002", self.archive.current())
        self.assertEqual("000001", self.archive.manifest()["parent"])

    def test_only_so_many_generations_are_kept(self):
        for _ in range(4):
            self.build(TINY, "--keep-generations", "2")
        self.assertEqual(["000003", "000004"], self.archive.generation_names())

    def test_three_generations_are_kept_unless_told_otherwise(self):
        for _ in range(4):
            self.build(TINY)
        self.assertEqual(["000002", "000003", "000004"], self.archive.generation_names())

    def test_an_archive_in_a_folder_that_does_not_exist_yet_is_made_with_its_parents(self):
        deep = Archive(self.folder / "a" / "b" / "archive")
        self.build(TINY, archive=deep)
        self.assertEqual("000001", deep.current())

    def test_mode_decides_who_may_read(self):
        self.build(TINY, "--mode", "0600")
        for path in self.archive.generation().rglob("*"):
            if path.is_file():
                self.assertEqual(0, stat.S_IMODE(path.stat().st_mode) & 0o077, path)

    def test_a_strict_umask_does_not_hide_the_archive(self):
        run = self.execute(["sh", "-c", 'umask 077; exec "$@"', "sh", *command_line(["build", TINY, "--archive", self.archive])])
        self.assertEqual(0, run.status, run)
        self.assertEqual(0o444, stat.S_IMODE((self.archive.path / "CURRENT").stat().st_mode) & 0o444)

    def test_the_number_of_articles_has_separators_for_people(self):
        run = self.build([{"id": f"a{i}", "title": f"title {i}", "source": "S"} for i in range(1200)])
        self.assertIn("1,200 articles", run.last_line)

    def test_another_stemmer_is_kept_in_the_archive_and_used_by_queries(self):
        self.build([{"id": "a", "text": "los jardines"}, {"id": "b", "text": "el jardín"}], "--stemmer", "es")
        self.assert_ids(["a", "b"], "jardin")

    def test_a_stemmer_that_does_not_exist_is_a_usage_error_that_names_those_that_do(self):
        run = self.build(TINY, "--stemmer", "klingon", expect=2)
        self.assert_message("klingon", run)
        self.assert_message("english", run)

    def test_no_stemmer_means_words_as_they_are(self):
        self.build([{"id": "a", "text": "models"}, {"id": "b", "text": "model"}], "--stemmer", "none")
        self.assert_ids(["b"], "model")

    def test_a_build_without_input_is_a_usage_error(self):
        run = self.run_words("build", "--archive", self.archive, expect=2)
        self.assert_message("INPUT", run)

    def test_a_facet_field_that_is_taken_is_a_usage_error(self):
        self.assert_message("title", self.build(TINY, "--facet-field", "title", expect=2))

    def test_facet_fields_become_filters_facets_and_query_fields(self):
        self.build(TINY, "--facet-field", "country", "--facet-field", "countries_named")
        self.assert_ids(["tiny-09-facets"], "--country", "veyland")
        self.assert_ids(["tiny-09-facets"], "countries_named:Ostmere")
        facet = self.query("*", "--facet", "countries_named")["facets"]["countries_named"]
        self.assertEqual(["Ostmere", "Sandrel", "Veyland"], [b["value"] for b in facet["buckets"]])
        self.assertEqual(11, facet["missing"])

    def test_keys_that_are_no_facet_field_are_kept_but_not_searched(self):
        self.build(TINY)
        self.assertEqual([], self.ids("Ostmere", "Trade", "AND", "wordcount"))
        (hit,) = self.query("id:tiny-09-facets", "--fields", "country,countries_named,wordcount")["hits"]
        self.assertEqual(("Veyland", ["Veyland", "Sandrel", "Ostmere"], 20),
                         (hit["country"], hit["countries_named"], hit["wordcount"]))


class Guard(Case):
    """A build that would lose much of the archive is kept aside, not published."""

    def setUp(self):
        super().setUp()
        self.many = [{"id": f"a{i:03}", "title": f"title {i}", "source": "Reuters" if i % 2 else "AP"} for i in range(100)]
        self.build(self.many)

    def test_a_build_that_shrinks_too_much_is_not_published(self):
        run = self.build(self.many[:40], expect=4)
        self.assertEqual("000001", self.archive.current())
        self.assertIn("not published", run.last_line)
        self.assertIn("000001", run.last_line)
        self.assertIn("40 articles", run.err)

    def test_the_refused_build_is_kept_as_a_candidate_that_check_can_look_at(self):
        self.build(self.many[:40], expect=4)
        self.assertEqual(["000002"], [p.name for p in (self.archive.path / "candidates").iterdir()])
        self.assertEqual(100, len(self.ids("title")))
        self.assertIn("candidate", self.run_words("generations", "--archive", self.archive).out)
        self.run_words("check", "000002", "--archive", self.archive)

    def test_a_higher_max_shrink_lets_it_pass(self):
        self.build(self.many[:40], "--max-shrink", "60%")
        self.assertEqual("000002", self.archive.current())

    def test_a_loss_within_the_limit_is_published(self):
        self.build(self.many[:96])
        self.assertEqual("000002", self.archive.current())

    def test_the_candidate_goes_with_the_next_publication(self):
        self.build(self.many[:40], expect=4)
        self.build(self.many)
        self.assertEqual("000003", self.archive.current())
        candidates = self.archive.path / "candidates"
        self.assertEqual([], list(candidates.iterdir()) if candidates.exists() else [])


if __name__ == "__main__":
    unittest.main()
