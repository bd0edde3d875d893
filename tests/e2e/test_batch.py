# SPDX-License-Identifier: GPL-3.0-or-later
"""Many queries in one run: the three input forms, their answers, and what one bad line does."""

import json
import unittest

from case import ArchiveCase

TOPICS = """<top>
<num> Number: 051
<title> Topic: Airbus reuse
<desc> Description:
Nothing here counts.
</top>

<top>
<num> Number: 052
<title> white house
<narr> Nor here.
</top>
"""


class Batch(ArchiveCase):
    def batch(self, text, *options, expect=0):
        return self.search("batch", "-", *options, input=text, expect=expect)

    def test_tsv_gives_one_answer_a_line_in_input_order_with_its_qid(self):
        answers = self.batch("7\thouse\n3\tbells\nx\tnothing-like-it\n").json_lines()
        self.assertEqual(["7", "3", "x"], [a["qid"] for a in answers])
        self.assertEqual([{"tiny-10-phrase", "tiny-11-words-the-other-way"}, {"tiny-12-repeated-words"}, set()],
                         [{h["id"] for h in a["hits"]} for a in answers])

    def test_any_of_the_words_is_enough_unless_told_otherwise(self):
        any, = self.batch("1\tbells tram\n").json_lines()
        all, = self.batch("1\tbells tram\n", "--match", "all").json_lines()
        self.assertEqual((2, 0), (any["total"]["articles"], all["total"]["articles"]))

    def test_json_lines_take_options_as_keys(self):
        lines = [{"qid": "7", "query": "house", "source": ["The Harbour Ledger (invented)"], "since": "2024-06-12",
                  "facet": ["source:1"], "limit": 10},
                 {"qid": 8, "query": "*", "topic": ["houses", "rain"], "limit": 1, "sort": "oldest", "timeline": "month",
                  "snippet": 50},
                 {"qid": "9", "query": "bells tram", "match": "all"}, {"qid": "10", "query": "house", "no-total": True}]
        one, two, three, four = self.batch("".join(json.dumps(line) + "\n" for line in lines)).json_lines()
        self.assertEqual(["tiny-11-words-the-other-way"], [h["id"] for h in one["hits"]])
        self.assertEqual(1, len(one["facets"]["source"]["buckets"]))
        self.assertEqual(("8", 3, ["tiny-03-month"]), (two["qid"], two["total"]["articles"], [h["id"] for h in two["hits"]]))
        self.assertEqual("month", two["timeline"]["by"])
        self.assertEqual(0, three["total"]["articles"])
        self.assertIsNone(four["total"] and four["total"]["articles"])

    def test_trec_topics_give_a_trec_run(self):
        lines = self.batch(TOPICS, "--format", "trec").out.splitlines()
        rows = [line.split() for line in lines]
        self.assertEqual({"51", "52"}, {row[0] for row in rows})
        self.assertTrue(all(len(row) == 6 and row[1] == "Q0" and row[5] == "broadsheet" for row in rows))
        self.assertEqual({"tiny-10-phrase", "tiny-11-words-the-other-way"}, {row[2] for row in rows if row[0] == "52"})
        for qid in ("51", "52"):
            self.assertEqual([str(i + 1) for i in range(len([r for r in rows if r[0] == qid]))],
                             [r[3] for r in rows if r[0] == qid])

    def test_trec_topics_can_be_asked_by_their_description(self):
        topics = TOPICS.replace("<narr> Nor here.", "<desc> Description:\nwhite\nhouse\n<narr> Nor here.").replace("<title> white house",
                                                                                                                 "<title> bells")
        asked = {part: [a["query"]["text"] for a in self.batch(topics, "--topic-part", part).json_lines()]
                 for part in ("title", "desc", "title+desc")}
        self.assertEqual({"title": ["Airbus reuse", "bells"], "desc": ["Nothing here counts.", "white house"],
                          "title+desc": ["Airbus reuse Nothing here counts.", "bells white house"]}, asked)
        run = self.batch(TOPICS, "--topic-part", "desc", expect=65)
        self.assertIn("stdin:8: a topic without <num> or <desc>", run.err)

    def test_an_answer_of_batch_is_the_answer_of_query(self):
        (answer,) = self.batch("1\twhite house\n", "--limit", "10").json_lines()
        alone = self.query("white house", "--match", "any", "--snippet", "0")
        self.assertEqual([(h["id"], h["score"]) for h in alone["hits"]], [(h["id"], h["score"]) for h in answer["hits"]])

    def test_a_query_that_cannot_be_answered_is_an_error_in_its_own_line(self):
        lines = ['{"qid":"1","query":"house"}', '{"qid":"2","query":"house","colour":"red"}',
                 '{"qid":"3","query":"house","limit":"few"}',
                 '{"qid":"4","query":"house","since":"yesterday"}', '{"qid":"5","query":"house","facet":["colour"]}',
                 '{"qid":"6","query":"house"}']
        run = self.batch("\n".join(lines) + "\n", expect=None)
        answers = run.json_lines()
        self.assertEqual([str(n) for n in range(1, 7)], [a["qid"] for a in answers])
        self.assertEqual([False, True, True, True, True, False], ["error" in a for a in answers])
        self.assertEqual({2}, {a["error"]["status"] for a in answers if "error" in a})
        for answer, word in zip(answers[1:5], ("colour", "limit", "since", "colour")):
            self.assertIn(word, answer["error"]["message"])
        self.assertNotEqual(0, run.status)
        self.assertIn("qid 2", run.err)

    def test_a_line_that_cannot_be_read_is_named_with_its_number(self):
        for text in ("1\thouse\nno tab here\n3\tbells\n", '{"qid":"1","query":"x"}\n{"qid":\n', '{"qid":"1","query":"x"}\n[]\n',
                     '{"qid":"1","query":"x"}\n{"query":"x"}\n'):
            with self.subTest(text):
                run = self.batch(text, expect=65)
                self.assertIn(":2:", run.err)

    def test_a_trec_topic_without_a_title_is_named_with_its_line(self):
        self.assertIn(":8:", self.batch(TOPICS.replace("<title> white house", ""), "--format", "trec", expect=65).err)

    def test_from_a_file_and_one_that_is_not_there(self):
        path = self.write("queries.tsv", "1\thouse\r\n\r\n2\tbells")
        self.assertEqual(["1", "2"], [a["qid"] for a in self.search("batch", path).json_lines()])
        self.search("batch", self.folder / "nowhere.tsv", expect=66)

    def test_an_empty_batch_is_an_empty_answer(self):
        self.assertEqual("", self.batch("").out)


if __name__ == "__main__":
    unittest.main()
