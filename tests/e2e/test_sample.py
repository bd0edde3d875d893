# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample archive as a whole: 3,804 real and invented articles, built once, asked like a journalist would."""

import unittest

from case import SAMPLE, ArchiveCase


class Sample(ArchiveCase):
    records = SAMPLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.articles = {a["id"]: a for a in cls.run_words("export", "*", "--archive", cls.shared).json_lines()}

    def test_every_article_of_the_corpus_is_there(self):
        self.assertEqual(3804, len(self.articles))
        self.assertEqual(3804, self.archive.manifest()["articles"])
        self.assertEqual(0, self.archive.manifest()["run"]["rejected"])

    def test_check_finds_nothing(self):
        self.run_words("check", "--deep", "--archive", self.archive)

    def test_sources_are_counted_as_the_records_say(self):
        wanted = {}
        for article in self.articles.values():
            wanted[article["source"]] = wanted.get(article["source"], 0) + 1
        facet = self.query("*", "--facet", "source:all")["facets"]["source"]
        self.assertEqual(wanted, {b["value"]: b["articles"] for b in facet["buckets"]})

    def test_years_are_counted_as_the_records_say(self):
        wanted = {}
        for article in self.articles.values():
            wanted[article["date"][:4]] = wanted.get(article["date"][:4], 0) + 1
        timeline = self.query("*", "--timeline", "year")["timeline"]
        self.assertEqual(wanted, {b["start"][:4]: b["articles"] for b in timeline["buckets"] if b["articles"]})

    def test_a_rare_word_is_found_where_it_stands(self):
        for word in ("kubernetes", "obama", "accessibility", "borrow", "quarry"):
            with self.subTest(word):
                hits = set(self.ids(f'"{word}"'))
                sure = {id for id, a in self.articles.items()
                        if f" {word} " in " " + " ".join((a.get("title", ""), a.get("deck", ""), a.get("text", ""))).lower()
                        + " "}
                self.assertGreater(len(sure), 0)
                self.assertEqual(set(), sure - hits)
                for id in hits - sure:
                    a = self.articles[id]
                    self.assertIn(word, " ".join((a.get("title", ""), a.get("deck", ""), a.get("text", ""))).lower(), id)

    def test_the_question_of_the_readme_finds_the_invented_articles_about_it(self):
        hits = self.query("open-source model reuse", "--limit", "5")["hits"]
        self.assertTrue(any("(invented)" in hit["source"] for hit in hits), hits)

    def test_gold_entities_are_found_by_name(self):
        article = next(a for a in self.articles.values() if any(e["type"] == "person" and " " in e["name"] and e["name"].isascii()
                                                                and '"' not in e["name"]
                                                                for e in a.get("entities", [])))
        name = next(e["name"] for e in article["entities"] if e["type"] == "person" and " " in e["name"])
        self.assertIn(article["id"], self.ids(f'person:"{name}"'))
        self.assertIn(article["id"], self.ids("--person", name))

    def test_pages_of_a_broad_query_have_no_article_twice(self):
        first = self.ids("government OR software")
        self.assertEqual(len(first), len(set(first)))
        paged = []
        for offset in range(0, 300, 100):
            paged += [h["id"] for h in self.query("government OR software", "--offset", str(offset), "--limit", "100",
                                                  "--snippet", "0")["hits"]]
        self.assertEqual(first[:300], paged)

    def test_title_words_are_found_in_titles_only(self):
        hits = self.query("title:release", "--limit", "all", "--snippet", "0")["hits"]
        self.assertGreater(len(hits), 5)
        for hit in hits:
            self.assertIn("releas", hit["title"].lower())

    def test_a_time_limit_of_a_millisecond_cuts_or_answers_but_says_which(self):
        run = self.search("query", "*", "--facet", "source,topic,person,org,place", "--timeline", "day", "--time-limit", "1",
                          "--format", "json", expect=None)
        self.assertIn(run.status, (0, 3), run)
        answer = run.json()
        self.assertEqual(run.status == 3, "time-limit" in [warning["code"] for warning in answer["query"]["warnings"]], run)
        self.assertEqual(run.status == 0, "facets" in answer and "timeline" in answer, run)

    def test_an_export_has_as_many_lines_as_the_query_counts(self):
        run = self.search("export", "government", "--format", "ids")
        self.assertEqual(self.query("government")["total"]["articles"], len(run.out.splitlines()))


if __name__ == "__main__":
    unittest.main()
