# SPDX-License-Identifier: GPL-3.0-or-later
"""--expand: what it adds to the ranking, what it leaves as it is, and what it says."""

import json
import unittest

from support.broadsheet import Archive, Case, jsonl

FLOOD = [{"id": f"flood-{n}", "removed": [], "date": f"2024-01-0{n}", "text": f"flood river dam levee river dam report {n}"} for n in (1, 2, 3)]
# About the same thing in other words; and something else.
DAM = {"id": "dam", "removed": [], "date": "2023-05-01", "text": "levee at the dam breaks, the river rises"}
OTHERS = [{"id": f"other-{n}", "removed": [], "date": f"2023-{n % 9 + 1:02}-11", "text": f"election council vote number{n}"} for n in range(1, 60)]
PLAIN_FLOOD = {"id": "plain", "removed": [], "date": "2025-01-01", "text": "flood election council"}


class Expand(Case):
    def setUp(self):
        super().setUp()
        self.archive = Archive(self.folder / "archive")
        self.build([*FLOOD, DAM, *OTHERS, PLAIN_FLOOD], archive=self.archive)

    def ask(self, query, *options):
        return self.run_words("query", query, "--archive", self.archive, "--format", "json", *options).json()

    def ids(self, answer):
        return [hit["id"] for hit in answer["hits"]]

    def test_all_finds_the_same_articles_in_an_order_of_its_own(self):
        plain, expanded = self.ask("flood"), self.ask("flood", "--expand")
        self.assertEqual(4, plain["total"]["articles"])
        self.assertEqual(plain["total"], expanded["total"])
        self.assertEqual(set(self.ids(plain)), set(self.ids(expanded)))
        self.assertEqual("plain", self.ids(plain)[0])
        self.assertEqual("plain", self.ids(expanded)[-1])

    def test_any_finds_articles_with_the_new_words_only(self):
        plain, expanded = self.ask("flood", "--match", "any"), self.ask("flood", "--match", "any", "--expand")
        self.assertNotIn("dam", self.ids(plain))
        self.assertIn("dam", self.ids(expanded))
        self.assertGreater(expanded["total"]["articles"], plain["total"]["articles"])

    def test_conditions_stay_conditions(self):
        for query in ("flood -levee", "flood date:2025", "flood AND river"):
            with self.subTest(query):
                found = {match: self.ids(self.ask(query, "--match", match, "--expand")) for match in ("all", "any")}
                self.assertNotIn("dam", found["any"])
                self.assertEqual(set(self.ids(self.ask(query))), set(found["all"]))

    def test_the_answer_names_the_words_with_their_weights(self):
        query = self.ask("flood", "--expand")["query"]
        self.assertTrue(query["parameters"]["expand"])
        words = [entry["word"] for entry in query["expansion"]]
        self.assertEqual({"flood", "river", "dam", "levee"}, set(words) & {"flood", "river", "dam", "levee"})
        weights = [entry["weight"] for entry in query["expansion"]]
        self.assertEqual(sorted(weights, reverse=True), weights)
        self.assertAlmostEqual(1, sum(weights), 4)  # half to the query's one word, half to these
        text = self.run_words("query", "flood", "--archive", self.archive, "--expand", "--format", "text").out
        self.assertIn("expanded with: ", text)
        self.assertNotIn("expansion", self.ask("flood")["query"])

    def test_small_archives_are_warned_about_and_useless_expansion_too(self):
        def warnings(*words):
            return [(w["code"], w["message"]) for w in self.ask(*words, "--expand")["query"]["warnings"]]

        small = ("expand-small-archive", "--expand helps in archives of 10,000 articles or more; this one has 64")
        unused = ("expand-unused", "--expand changes the order by relevance only: ignored here")
        self.assertIn(small, warnings("flood"))
        self.assertEqual([unused], warnings("flood", "--sort", "newest"))
        self.assertEqual([unused], warnings("NOT flood"))

    def test_the_same_question_gives_the_same_bytes_also_from_batch(self):
        lines = jsonl([{"qid": str(n), "query": "flood river", "expand": True} for n in range(20)])
        answers = self.run_words("batch", "-", "--archive", self.archive, "--jobs", "4", input=lines).json_lines()
        self.assertEqual(1, len({json.dumps(answer | {"qid": ""}) for answer in answers}))


if __name__ == "__main__":
    unittest.main()
