# SPDX-License-Identifier: GPL-3.0-or-later
"""The text format for people: what it shows, and that nothing from an article can play with a terminal."""

import re
import unittest

from case import ArchiveCase, Case, jsonl

ESC = "\x1b"
ATTACKS = {
    "color": f"{ESC}[31mred{ESC}[0m", "title": f"{ESC}]0;pwned\x07", "clipboard": f"{ESC}]52;c;cm0gLXJm\x07",
    "c1": "\x9b31m\x85\x90", "carriage": "safe\rEVIL",
    "backspace": "safe\b\b\b\bEVIL", "bell": "\x07\x07", "delete": "\x7f\x7f", "bidi": "\u202eabc\u202c\u2066x\u2069",
    "null": "a\0b", "vertical": "a\x0b\x0cb",
}
# Control characters other than line end, C1, and bidi controls; tabs are fine.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class ControlCharacters(ArchiveCase):
    records = [{"id": f"a-{name}", "title": f"coal {payload} end", "deck": payload + "deck", "text": f"coal {payload} text",
                "source": f"source {payload}",
                "authors": [f"author {payload}"], "topics": [f"topic {payload}"], "section": f"x{payload}",
                "url": f"https://example.org/{payload}",
                "entities": [{"type": "person", "name": f"person {payload}"}, {"type": "org", "name": f"org {payload}"}],
                "date": "2024-01-01"}
               for name, payload in ATTACKS.items()]

    def assert_harmless(self, text):
        found = FORBIDDEN.search(text)
        self.assertIsNone(found, f"{found!r} in {text[max(0, found.start() - 60):found.end() + 60]!r}" if found else "")

    def test_no_text_output_has_a_raw_control_character(self):
        for words in (["query", "coal", "--limit", "all", "--facet", "source,topic,person,author,section"],
                      ["facets", "coal", "--facet", "source,topic,org"],
                      ["timeline", "coal"], ["fields"], ["query", "coal", "--sort", "title", "--snippet", "500"]):
            with self.subTest(words):
                run = self.search(*words)
                self.assert_harmless(run.out)
                self.assert_harmless(run.err)

    def test_show_is_harmless_for_every_article(self):
        for id in [a["id"] for a in self.query("*", "--limit", "all")["hits"]]:
            self.assert_harmless(self.search("show", id).out)

    def test_a_query_with_controls_is_shown_harmless(self):
        for payload in ATTACKS.values():
            if "\0" in payload:
                continue  # no argument can hold it
            for words in (["query", f"coal {payload}"], ["explain", f"coal {payload}"], ["query", f'source:"{payload}"'],
                          ["show", payload]):
                run = self.search(*words, expect=None)
                self.assert_harmless(run.out)
                self.assert_harmless(run.err)

    def test_json_has_controls_escaped(self):
        self.assertIsNone(re.search("[\x00-\x09\x0b-\x1f]",
                                    self.search("query", "coal", "--limit", "all", "--format", "json").out))


class BuildLog(Case):
    def test_a_build_of_hostile_records_logs_no_raw_control_character(self):
        lines = [{"id": "good", "title": "x", "source": f"source {ESC}[31m"}, {f"key{ESC}[31m\u202e": "x\r\ny"},
                 '{"broken ' + ESC + "]0;x\x07"]
        path = self.write(f"in{ESC}[31m.jsonl", jsonl(lines))
        run = self.build(path, "--max-rejects", "10", expect=None)
        self.assertIsNone(FORBIDDEN.search(run.err), run)
        run = self.run_words("status", "--archive", self.archive, expect=None)
        self.assertIsNone(FORBIDDEN.search(run.out), run)


class TextOutput(ArchiveCase):
    def test_the_first_line_says_how_many_of_how_many_and_the_generation(self):
        first = self.search("query", "house").out.splitlines()[0]
        self.assertRegex(first, r"^2 of 12 articles \(17 %\) · 1–2 by relevance\s+generation 000001$")

    def test_lines_keep_to_80_columns(self):
        out = self.search("query", "house OR model OR bells", "--facet", "source,topic,person,place", "--timeline", "month").out
        for line in out.splitlines():
            if "next:" not in line:
                self.assertLessEqual(len(line), 80, line)

    def test_at_most_24_timeline_rows_else_a_coarser_unit_is_named(self):
        out = self.search("query", "*", "--timeline", "day").out
        self.assertLessEqual(len([line for line in out.splitlines() if re.match(r"(19|20)\d\d", line)]), 24, out)
        self.assertRegex(out, r"(?m)^YEAR|^by year|year")

    def test_few_matches_say_what_each_word_costs(self):
        out = self.search("query", "house bells").out
        self.assertIn("without house: 1", out)
        self.assertIn("without bells: 2", out)
        self.assertIn("any of them: 3 (--match any)", out)

    def test_a_word_that_stands_nowhere_is_answered_with_a_near_one(self):
        answer = self.query("hause committee")
        self.assertIn("did you mean", self.search("query", "hause committee").out)
        self.assertEqual("house committee", answer["query"]["did_you_mean"])

    def test_no_match_is_said_plainly(self):
        self.assertIn("0 of 12 articles", self.search("query", "unheardof").out)

    def test_the_last_line_says_what_comes_next(self):
        self.assertTrue(self.search("query", "*", "--limit", "5").out.rstrip().splitlines()[-1].startswith("next: --offset 5"))


if __name__ == "__main__":
    unittest.main()
