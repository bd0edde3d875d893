# SPDX-License-Identifier: GPL-3.0-or-later
"""`show` prints an article as it is stored, `fields` what can be searched, `explain` how a query was understood."""

import unittest

from case import ArchiveCase, tiny_records


class Show(ArchiveCase):
    def test_as_json_it_is_the_record_that_came_in(self):
        for record in tiny_records():
            shown = self.search("show", record["id"], "--format", "json").json()
            self.assertRegex(shown.pop("content_hash"), r"^[0-9a-f]{64}$")
            for key, value in record.items():
                self.assertEqual(value, shown.get(key), f"{record['id']}: {key}")

    def test_as_text_it_has_title_deck_text_and_source(self):
        out = self.search("show", "tiny-06-all-entity-types").out
        for expected in ("Halden Forge opens a laboratory in Tarrowby", "Tobias Renquist promises eighty jobs.",
                         "Meridian Wire (invented)",
                         "“We came for the quiet,”", "2024-03-05", "Clara Whitlowe"):
            self.assertIn(expected, out)

    def test_several_ids_come_in_the_order_asked(self):
        articles = self.search("show", "tiny-02-time-offset", "tiny-01-day", "--format", "jsonl").json_lines()
        self.assertEqual(["tiny-02-time-offset", "tiny-01-day"], [a["id"] for a in articles])

    def test_an_id_that_is_not_there_ends_with_66_and_is_named(self):
        run = self.search("show", "nowhere", expect=66)
        self.assert_message('"nowhere"', run)

    def test_without_an_id_it_is_a_usage_error(self):
        self.search("show", expect=2)


class Fields(ArchiveCase):
    build_options = ("--facet-field", "country")

    def test_it_lists_every_field_with_its_facet_fields(self):
        out = self.search("fields").out
        for name in ("title", "deck", "text", "author", "source", "section", "topic", "language", "access", "person", "org",
                     "place", "date", "id",
                     "country"):
            self.assertRegex(out, rf"(?m)^\s*{name}\b")

    def test_as_json_it_is_a_list_with_the_same_names(self):
        fields = self.search("fields", "--format", "json").json()
        names = [f["name"] for f in fields["fields"]]
        self.assertEqual(["title", "deck", "text", "author"], names[:4])
        self.assertIn("country", names)


class Explain(ArchiveCase):
    def test_it_says_how_the_query_was_understood_and_what_each_part_finds(self):
        answer = self.search("explain", 'house -white title:bells', "--format", "json").json()
        self.assertIn("house", answer["query"]["understood"])
        self.assertEqual(0, answer["articles"])
        parts = {part["text"]: part["articles"] for part in answer["parts"]}
        self.assertEqual(2, next(count for text, count in parts.items() if "house" in text), parts)

    def test_the_counts_of_a_single_part_are_those_of_the_query(self):
        for query in ("house", '"white house"', "title:house", "topic:houses", "date:2024-02", "bell*", "hous~"):
            with self.subTest(query):
                self.assertEqual(self.query(query)["total"]["articles"],
                                 self.search("explain", query, "--format", "json").json()["articles"])

    def test_the_words_that_a_part_stands_for_come_with_their_counts(self):
        part, = self.search("explain", "hous~", "--format", "json").json()["parts"]
        words = {word["word"]: word["articles"] for word in part["words"]}
        self.assertEqual((part["words_total"], True), (len(words), "house" in words))
        for word, articles in words.items():
            self.assertEqual(articles, self.query(f'"{word}"')["total"]["articles"], word)

    def test_the_weights_of_an_articles_terms_add_up_to_its_score(self):
        queries = ("house", "white house", '"white house"^3', "hous*^2 bells^0.5", "house OR bells OR rain", "(house AND white) OR tram",
                   "white NEAR/3 house", "open-source", "title:house OR white", "(house OR topic:rain)^2 -bells", "hause~", "hous* bell* OR hause~^2 OR rai*", "the house")
        checked = 0
        for query in queries:
            for options in ((), ("--expand",), ("--match", "any"), ("--match", "any", "--expand")):
                for hit in self.query(query, "--limit", "all", *options)["hits"]:
                    with self.subTest(query, options=options, id=hit["id"]):
                        why = self.search("explain", query, "--hit", hit["id"], "--format", "json", *options).json()["hit"]
                        self.assertEqual((True, hit["id"], hit["title"]), (why["matches"], why["id"], why["title"]))
                        self.assertEqual(hit["score"], why["score"])
                        self.assertAlmostEqual(hit["score"], sum(term["weight"] for term in why["terms"]), 3)
                        checked += 1
        self.assertGreater(checked, 60)

    def test_for_an_article_that_does_not_match_it_says_which_parts_it_has(self):
        found = self.query("house")["hits"][0]["id"]
        answer = self.search("explain", "house nosuchword", "--hit", found, "--format", "json").json()
        self.assertEqual((False, 0, []), tuple(answer["hit"][key] for key in ("matches", "score", "terms")))
        self.assertEqual([True, False], [part["in_hit"] for part in answer["parts"]])
        self.assertIn("The query does not find it", self.search("explain", "house nosuchword", "--hit", found).out)

    def test_an_article_that_is_not_there_is_an_error(self):
        self.assertIn('no article "nowhere" in this archive', self.search("explain", "house", "--hit", "nowhere", expect=66).err)

    def test_warnings_are_part_of_it(self):
        self.assert_message("column 1", self.search("explain", '"house', "--format", "json"))
        self.assertIn("column 1", self.search("explain", '"house').out)


if __name__ == "__main__":
    unittest.main()
