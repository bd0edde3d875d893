# SPDX-License-Identifier: GPL-3.0-or-later
"""--sample N --seed S: N of the matches, the same on every machine, and everything counted of them."""

import hashlib
import unittest

from case import ArchiveCase

RECORDS = [{"id": f"a{n}", "title": f"Coal {n}", "text": "coal " * (n % 7 + 1), "source": f"S{n % 3}", "date": f"2024-{n % 12 + 1:02}-05",
            "topics": ["even" if n % 2 == 0 else "odd"]} for n in range(60)]
RECORDS.append({"id": "other", "title": "Tin", "text": "tin", "source": "S0", "date": "2024-01-01"})


def drawn(ids, size, seed=1):
    """As the manual says: the smallest SHA-256 of "SEED:ID"."""
    return sorted(sorted(ids, key=lambda i: hashlib.sha256(f"{seed}:{i}".encode()).hexdigest())[:size])


class RandomSamples(ArchiveCase):
    records = RECORDS
    coal = [r["id"] for r in RECORDS if r["id"] != "other"]

    def test_anybody_can_draw_the_same_sample_again(self):
        for size in (1, 7, 59):
            for seed in (0, 1, 42):
                with self.subTest(f"{size} {seed}"):
                    self.assertEqual(drawn(self.coal, size, seed), sorted(self.ids("coal", "--sample", size, "--seed", seed)))

    def test_the_seed_is_1_unless_given(self):
        self.assertEqual(drawn(self.coal, 5), sorted(self.ids("coal", "--sample", 5)))

    def test_a_sample_of_more_than_there_are_is_all_of_them(self):
        self.assertEqual(sorted(self.coal), sorted(self.ids("coal", "--sample", 1000)))

    def test_a_smaller_sample_is_part_of_a_larger_one(self):
        self.assertLess(set(self.ids("coal", "--sample", 5)), set(self.ids("coal", "--sample", 20)))

    def test_it_does_not_depend_on_the_order_of_the_archive_nor_on_the_generation(self):
        other = self.build_class_archive(list(reversed(RECORDS)), name="reversed")
        self.run_words("build", "-", "--archive", other, input=self.lines(RECORDS[::2] + RECORDS[1::2]))
        self.assertEqual(sorted(self.ids("coal", "--sample", 9)), sorted(self.ids("coal", "--sample", 9, archive=other)))

    @staticmethod
    def lines(records):
        import json
        return "".join(json.dumps(r) + "\n" for r in records)

    def test_every_format_and_subcommand_is_of_the_same_articles(self):
        wanted = drawn(self.coal, 12, 3)
        options = ("--sample", 12, "--seed", 3)
        self.assertEqual(wanted, sorted(self.search("export", "coal", *options, "--format", "ids").out.split()))
        answer = self.query("coal", *options, "--facet", "source:all", "--timeline", "month", "--limit", "all")
        self.assertEqual(wanted, sorted(h["id"] for h in answer["hits"]))
        self.assertEqual({"articles": 12, "exact": True, "sampled_from": 60}, answer["total"])
        self.assertEqual((12, 3), (answer["query"]["parameters"]["sample"], answer["query"]["parameters"]["seed"]))
        by_source, by_month = {}, {}
        for record in RECORDS:
            if record["id"] in wanted:
                by_source[record["source"]] = by_source.get(record["source"], 0) + 1
                by_month[record["date"][:7]] = by_month.get(record["date"][:7], 0) + 1
        self.assertEqual(by_source, {b["value"]: b["articles"] for b in answer["facets"]["source"]["buckets"]})
        self.assertEqual(by_month, {b["start"][:7]: b["articles"] for b in answer["timeline"]["buckets"] if b["articles"]})

    def test_a_sample_is_drawn_of_what_passes_the_filters_and_facets_count_it_alone(self):
        even = [i for i in self.coal if int(i[1:]) % 2 == 0]
        answer = self.query("coal", "--topic", "even", "--sample", 6, "--limit", "all", "--facet", "topic")
        self.assertEqual(drawn(even, 6), sorted(h["id"] for h in answer["hits"]))
        self.assertEqual([("even", 6)], [(b["value"], b["articles"]) for b in answer["facets"]["topic"]["buckets"]])

    def test_hits_are_ranked_as_without_it(self):
        sample = set(self.ids("coal", "--sample", 15))
        self.assertEqual([i for i in self.ids("coal") if i in sample], self.ids("coal", "--sample", 15))

    def test_batch_has_it_too(self):
        (answer,) = self.search("batch", "-", input='{"qid":"1","query":"coal","sample":4,"seed":9,"limit":"all"}\n').json_lines()
        self.assertEqual(drawn(self.coal, 4, 9), sorted(h["id"] for h in answer["hits"]))

    def test_the_text_says_what_was_drawn(self):
        self.assertIn("12 drawn (seed 3) of 60 matching, of 61 articles", self.search("query", "coal", "--sample", 12, "--seed", 3).out)


if __name__ == "__main__":
    unittest.main()
