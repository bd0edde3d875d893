# SPDX-License-Identifier: GPL-3.0-or-later
"""When a query finds little or is not understood, the answer helps: as a warning with a code, whatever the format."""

import json
import unittest

from case import ArchiveCase

LINE_FORMATS = ("jsonl", "csv", "tsv", "ids", "trec")

# What the archive is asked, and the code and a part of the message that must come.
QUESTIONS = [
    (("hause committee",), "no-such-word", '"hause" stands in no article; did you mean house? (2)'),
    (('"hause committee"',), "no-such-word", '"hause" stands in no article; did you mean house? (2)'),
    (("C++ house",), "no-such-word", '"C++" stands in no article; its words side by side: "c"'),
    (("house bells",), "word-costs", "without house: 1 · without bells: 2 · any of them: 3 (--match any)"),
    (("house source:Gazete",), "unknown-value", 'no source "Gazete" in this archive; close: "The Gazette"'),
    (("house", "--source", "Gazete"), "unknown-value", 'no source "Gazete" in this archive; close: "The Gazette"'),
    (("person:\"Ann Li\"",), "unknown-value", 'no person "Ann Li" in this archive; close: "Ann Lee"'),
    (("sorce:AP house",), "unknown-field", 'no field "sorce"; close: source'),
    (("the house",), "dropped-stop-words", "left out as too common: the"),
]


class Help(ArchiveCase):
    records = [
        {"id": "a", "title": "House votes", "text": "The committee of the House", "source": "The Gazette", "entities": [{"type": "person", "name": "Ann Lee"}]},
        {"id": "b", "title": "A house", "text": "A committee and a house", "source": "AP"},
        {"id": "c", "title": "Bells", "text": "The bells rang", "source": "AP"},
    ]

    def test_json_has_it_among_the_warnings(self):
        for args, code, message in QUESTIONS:
            with self.subTest(args):
                warnings = self.query(*args)["query"]["warnings"]
                self.assertTrue(any(w["code"] == code and message in w["message"] for w in warnings), warnings)

    def test_what_words_cost_is_not_said_of_new_articles_alone(self):
        codes = lambda *args: [w["code"] for w in self.query("house bells", *args)["query"]["warnings"]]
        self.assertIn("word-costs", codes())
        self.assertNotIn("word-costs", codes("--new-since", "1"))

    def test_line_formats_have_it_on_stderr_with_its_code(self):
        for args, code, message in QUESTIONS:
            for format in LINE_FORMATS:
                with self.subTest(f"{args} {format}"):
                    run = self.search("query", *args, "--format", format, "--log-format", "json")
                    records = [json.loads(line) for line in run.err.splitlines()]
                    self.assertTrue(any(r.get("code") == code and message in r["message"] for r in records), run)
                    self.assertNotIn(message, run.out)

    def test_line_formats_say_it_to_a_person_too(self):
        for args, _, message in QUESTIONS:
            with self.subTest(args):
                self.assertIn(message, self.search("query", *args, "--format", "ids").err)

    def test_export_has_it_on_stderr(self):
        for args, _, message in QUESTIONS:
            with self.subTest(args):
                run = self.search("export", *args, "--format", "jsonl")
                self.assertIn(message, run.err)
                self.assertNotIn(message, run.out)

    def test_text_shows_it(self):
        for args, _, message in QUESTIONS:
            with self.subTest(args):
                shown = " ".join(self.search("query", *args).out.split())
                self.assertIn(message, shown)

    def test_facets_and_timelines_have_it_too(self):
        for args, code, message in QUESTIONS:
            with self.subTest(args):
                self.assertIn(message, self.search("facets", *args, "--facet", "source", "--format", "csv").err)
                self.assertIn(message, self.search("timeline", *args, "--by", "month", "--format", "csv").err)

    def test_batch_answers_have_it_in_their_lines(self):
        questions = "".join(json.dumps({"qid": str(n), "query": args[0]}) + "\n" for n, (args, _, _) in enumerate(QUESTIONS)
                            if len(args) == 1)
        answers = self.search("batch", "-", "--match", "all", input=questions.encode()).json_lines()
        for answer in answers:
            _, code, message = QUESTIONS[int(answer["qid"])]
            self.assertTrue(any(w["code"] == code and message in w["message"] for w in answer["query"]["warnings"]), answer)

    def test_explain_has_what_the_parser_says(self):
        for args, code, message in QUESTIONS:
            if code in ("unknown-field", "dropped-stop-words"):
                with self.subTest(args):
                    self.assertIn(message, self.search("explain", *args).out)

    def test_a_query_that_finds_enough_is_left_alone(self):
        self.assertEqual([], self.query("house")["query"]["warnings"])


if __name__ == "__main__":
    unittest.main()
