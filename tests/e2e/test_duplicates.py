# SPDX-License-Identifier: GPL-3.0-or-later
"""The same id twice in one build: the last in input order wins; first_seen is carried over rebuilds."""

import unittest

from case import Case, jsonl


class SameIdTwice(Case):
    def counts(self):
        run = self.archive.manifest()["run"]
        return {key: run[key] for key in ("read", "indexed", "replaced", "duplicate")}

    def test_the_last_one_wins_and_is_counted_as_replaced(self):
        self.build([{"id": "a", "title": "first", "topics": ["old"]}, {"id": "b", "title": "x"},
                    {"id": "a", "title": "last", "topics": ["new"]}])
        self.assertEqual({"read": 3, "indexed": 2, "replaced": 1, "duplicate": 0}, self.counts())
        self.assertEqual("last", self.query("id:a")["hits"][0]["title"])
        self.assertEqual([], self.ids("title:first"))
        self.assertEqual([], self.ids("--topic", "old"))

    def test_the_same_content_is_a_duplicate(self):
        self.build([{"id": "a", "title": "x"}] * 3)
        self.assertEqual({"read": 3, "indexed": 1, "replaced": 0, "duplicate": 2}, self.counts())

    def test_the_last_one_wins_over_files_whatever_the_number_of_jobs(self):
        files = [self.write(f"in/{i:02}.jsonl", jsonl([{"id": "a", "title": f"version {i}"}, {"id": f"b{i}", "title": "y"}]))
                 for i in range(12)]
        for jobs in ("1", "2", "8"):
            self.build(files, "--jobs", jobs)
            self.assertEqual("version 11", self.query("id:a")["hits"][0]["title"])
            self.assertEqual(13, len(self.ids("*")))

    def test_statistics_count_the_winner_only(self):
        self.build([{"id": "a", "title": "x", "source": "AP"}, {"id": "a", "title": "x", "source": "Reuters"}])
        facet = self.query("*", "--facet", "source")["facets"]["source"]
        self.assertEqual([("Reuters", 1)], [(b["value"], b["articles"]) for b in facet["buckets"]])


class FirstSeen(Case):
    def first_seen(self):
        return {hit["id"]: hit["first_seen"] for hit in self.query("*", "--fields", "first_seen")["hits"]}

    def test_it_is_the_first_generation_that_had_the_id(self):
        a, b, c = ({"id": id, "title": "x"} for id in "abc")
        self.build([a, b])
        self.build([a, b, c])
        self.build([a | {"title": "changed"}, b, c])
        self.assertEqual({"a": "000001", "b": "000001", "c": "000002"}, self.first_seen())

    def test_it_is_carried_over_a_generation_that_is_gone(self):
        for _ in range(4):
            self.build([{"id": "a", "title": "x"}], "--keep-generations", "1")
        self.assertEqual({"a": "000001"}, self.first_seen())


if __name__ == "__main__":
    unittest.main()
