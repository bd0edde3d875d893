# SPDX-License-Identifier: GPL-3.0-or-later
"""The number of threads and the run of the clock change nothing. ThreadSanitizer runs these tests: `-k threads`."""

import unittest

from case import SAMPLE, TINY, Archive, Case, files_under

INPUTS = [SAMPLE / "kserve.jsonl.zst", SAMPLE / "scikit-learn.jsonl.zst", SAMPLE / "invented-open-models.jsonl",
          SAMPLE / "llm-d.jsonl.zst", TINY]


def comparable(archive):
    """All files but the manifest, which says when."""
    return {path: data for path, data in files_under(archive.generation()).items() if path != "manifest.json"}


class BuildWithThreads(Case):
    def built(self, name, *options, inputs=INPUTS):
        archive = Archive(self.folder / name)
        self.build(inputs, *options, archive=archive)
        return archive

    def assert_same(self, one, other):
        self.assertEqual(one.manifest()["content_sha256"], other.manifest()["content_sha256"])
        files, others = comparable(one), comparable(other)
        self.assertEqual(sorted(files), sorted(others))
        self.assertEqual([], [path for path in files if files[path] != others[path]])

    def test_one_job_and_two_jobs_make_the_same_bytes(self):
        self.assert_same(self.built("one", "--jobs", "1"), self.built("two", "--jobs", "2"))

    def test_memory_does_not_change_the_bytes(self):
        self.assert_same(self.built("little", "--jobs", "2", "--memory", "64M"),
                         self.built("much", "--jobs", "1", "--memory", "512M"))

    def test_the_order_of_the_inputs_changes_nothing_when_no_id_comes_twice(self):
        one, other = self.built("one"), self.built("other", inputs=INPUTS[::-1])
        self.assert_same(one, other)


class SearchWithThreads(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = cls.build_class_archive(INPUTS, "--jobs", "2")
        words = "model open source data python release cluster inference learn kernel user community support version test".split()
        cls.queries = "".join(f"{i}\t{words[i % 15]} {words[i * 7 % 15]} {words[i * 11 % 15]}*\n" for i in range(90))

    def batch(self, jobs, *options):
        return self.search("batch", "-", "--jobs", jobs, *options, archive=self.shared, input=self.queries).out_bytes

    def test_batch_gives_the_same_bytes_with_one_thread_and_with_four(self):
        options = ("--facet", "source,topic,person", "--timeline", "month", "--limit", "20", "--snippet", "100")
        self.assertEqual(self.batch("1", *options), self.batch("4", *options))

    def test_searches_while_a_build_runs_all_answer(self):
        archive = Archive(self.folder / "archive")
        self.build(TINY, archive=archive)
        process = self.start("build", *INPUTS, "--archive", archive, "--jobs", "2")
        totals = set()
        while process.poll() is None:
            totals.add(self.query("*", archive=archive)["total"]["articles"])
        self.assertEqual(0, process.returncode)
        everything = self.query("*", archive=archive)["total"]["articles"]
        self.assertLessEqual(totals, {12, everything})


if __name__ == "__main__":
    unittest.main()
