# SPDX-License-Identifier: GPL-3.0-or-later
"""kwic, terms, crosstab, cooccur, related and compare as people call them: layout, formats, messages. Their counts: tests/oracle."""

import json
import re
import shutil
import subprocess
import unicodedata
import unittest

from case import BIN_DIR, SOURCE_DIR, Archive, ArchiveCase, environment

TEXT = "The open-source model was reused. " * 3
NEAR_COPY = " ".join(f"word{n}" for n in range(60))

RECORDS = [
    {"id": "a", "title": "Open models", "text": TEXT + "\n\nA model; another \x1b[31m model \u202e here.", "source": "AP", "date": "2024-02-21",
     "topics": ["models"], "entities": [{"type": "person", "name": "Ann Lee"}, {"type": "org", "name": "Meta"}]},
    {"id": "b", "title": "日本語の見出し model 東京", "text": "東京 で model を使う model", "source": "=Evil()", "date": "2023-05-01",
     "topics": ["models"], "entities": [{"type": "org", "name": "Meta"}]},
    {"id": "c", "title": "Rain", "text": "It rained. The house is wet.", "source": "AP", "date": "2023-06-01", "topics": ["weather"],
     "entities": [{"type": "person", "name": "Ann Lee"}]},
    {"id": "d", "title": "Copies", "text": NEAR_COPY, "source": "AP", "date": "2022", "topics": ["copies"]},
    {"id": "e", "title": "Copies again", "text": NEAR_COPY + " and more", "source": "Reuters", "topics": ["copies"]},
    {"id": "f", "title": "Copies elsewhere", "text": "word1 word2 and nothing else of word7", "source": "Reuters", "topics": ["copies"]},
]

TOOLS = {
    "kwic": ["model"],
    "terms": ["model", "--min-articles", "1"],
    "crosstab": ["*", "--rows", "source", "--columns", "year"],
    "cooccur": ["model", "--min-articles", "1"],
    "related": ["d"],
    "compare": ["model", "rain", "--min-articles", "1"],
}


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Research(ArchiveCase):
    records = RECORDS

    def test_every_tool_writes_every_format(self):
        for tool, words in TOOLS.items():
            with self.subTest(tool):
                answer = self.search(tool, *words, "--format", "json").json()
                self.assertEqual(1, answer["format_version"])
                lines = self.search(tool, *words, "--format", "jsonl").json_lines()
                rows = self.search(tool, *words, "--format", "csv").csv_rows()
                self.assertEqual(len(lines), len(rows))
                self.assertGreater(len(rows), 0)
                for line, row in zip(lines, rows):
                    self.assertEqual([key for key in line if key != "marks"], list(row))
                self.assertEqual(rows, self.search(tool, *words, "--format", "tsv").csv_rows("\t"))
                self.assertTrue(self.search(tool, *words).out)

    def test_charts_are_those_of_timeline_and_facets(self):
        for tool, words in TOOLS.items():
            self.assertIn(f"{tool} has no format 'svg'; it has text", self.search(tool, *words, "--format", "svg", expect=2).err)

    def test_the_same_question_has_the_same_bytes(self):
        for tool, words in TOOLS.items():
            for format in ("text", "json", "csv"):
                runs = [self.search(tool, *words, "--format", format).out for _ in range(2)]
                self.assertEqual(runs[0], runs[1])

    def test_exit_status_says_whether_anything_matched(self):
        for tool, words in (("kwic", ["zebra"]), ("terms", ["zebra"]), ("crosstab", ["zebra", *TOOLS["crosstab"][1:]]), ("cooccur", ["zebra"]),
                            ("compare", ["zebra", "gnu"])):
            self.assertEqual(0, self.search(tool, *words).status)
            self.assertEqual(1, self.search(tool, *words, "--exit-status", expect=None).status, tool)

    def test_nothing_that_an_article_says_reaches_the_terminal_raw(self):
        for tool, words in TOOLS.items():
            out = self.search(tool, *words).out
            self.assertNotIn("\x1b", out)
            self.assertNotIn("\u202e", out)

    def test_a_sample_stands_for_the_matches(self):
        answer = self.search("terms", "source:AP OR source:Reuters", "--sample", "2", "--seed", "3", "--format", "json", "--min-articles", "1").json()
        self.assertEqual((2, 5), (answer["total"]["articles"], answer["total"]["sampled_from"]))
        self.assertEqual((2, 1), (answer["terms"]["matches"], answer["terms"]["rest"]))  # those not drawn are no rest
        sampled = self.search("query", "source:AP OR source:Reuters", "--sample", "2", "--seed", "3", "--format", "ids").out.split()
        answer = self.search("crosstab", "source:AP OR source:Reuters", "--rows", "source", "--columns", "access", "--sample", "2", "--seed", "3",
                             "--format", "json").json()
        sources = {r["value"]: r["articles"] for r in answer["crosstab"]["row_totals"]}
        self.assertEqual(len(sampled), sum(sources.values()))

    def test_filters_are_the_frame(self):
        self.assertEqual(2, self.search("terms", "model", "--source", "AP", "--format", "json").json()["terms"]["rest"])
        self.assertEqual(3, self.search("cooccur", "*", "--source", "AP", "--format", "json").json()["cooccur"]["frame_articles"])


class Manual(ArchiveCase):
    records = RECORDS

    def test_the_commands_from_question_to_citation_work_as_they_stand(self):
        manual = (SOURCE_DIR / "docs" / "research.md").read_text(encoding="utf-8")
        script = re.search(r"## From a question.*?```sh\n(.*?)```", manual, re.S).group(1)
        around = environment(self.folder) | {"PATH": f"{BIN_DIR}:/usr/bin:/bin", "BROADSHEET_ARCHIVE": str(self.archive.path)}
        done = subprocess.run(["sh", "-ec", script], cwd=self.folder, env=around, capture_output=True, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertNotIn(b"error", done.stderr)
        for name in ("reuse.svg", "reuse.csv", "reuse.json", "reuse.ris", "to-code.jsonl"):
            self.assertGreater((self.folder / name).stat().st_size, 0, name)


class Kwic(ArchiveCase):
    records = RECORDS

    def rows(self, *words):
        return self.search("kwic", *words, "--format", "csv").csv_rows()

    def test_hits_stand_under_each_other_by_display_width(self):
        lines = [line for line in self.search("kwic", "model").out.splitlines() if "**" in line]
        self.assertEqual(9, len(lines))
        self.assertEqual({36}, {width(line[:line.index("**")]) for line in lines})
        self.assertLessEqual(max(map(width, lines)), 80)

    def test_context_is_words_or_columns(self):
        row = self.rows("reused", "--context", "2")[0]
        self.assertEqual(("model was", "reused", ". The open-"), (row["left"], row["match"], row["right"]))
        self.assertEqual(("", ""), tuple(self.rows("reused", "--context", "0")[0][side] for side in ("left", "right")))
        line = [line for line in self.search("kwic", "reused", "--context", "10").out.splitlines() if "**" in line][0]
        self.assertEqual(12, line.index("**"))

    def test_kinds_and_marks_of_what_was_asked(self):
        for query, kind, match in (("model", "word", "models"), ('"open source"', "phrase", "open-source"), ("mod*", "wildcard", "models"),
                                   ("modle~", "fuzzy", "model"), ("open ADJ/4 reused", "near", "open-source model was reused"),
                                   ('"reused open"~3', "near", "reused. The open")):
            rows = self.rows(query)
            self.assertIn((kind, match), [(r["kind"], r["match"]) for r in rows] + [(r["kind"], r["match"].lower()) for r in rows])
        line = self.search("kwic", "open ADJ/4 reused", "--format", "jsonl").json_lines()[0]
        self.assertEqual(["open", "reused"], [line["match"][a:b] for a, b in line["marks"]])

    def test_offsets_slice_the_printed_field(self):
        text = self.search("show", "a", "--format", "json").json()["text"]
        for line in self.search("kwic", "model id:a", "--format", "jsonl").json_lines():
            if line["field"] == "text":
                self.assertEqual("model", text[line["start"]:line["end"]].lower())

    def test_orders(self):
        self.assertEqual(["a", "b"], list(dict.fromkeys(r["id"] for r in self.rows("model", "--sort", "newest"))))
        self.assertEqual(["b", "a"], list(dict.fromkeys(r["id"] for r in self.rows("model", "--sort", "oldest"))))
        self.assertEqual(["b", "a"], list(dict.fromkeys(r["id"] for r in self.rows("model", "--sort", "source"))))
        right = [re.findall(r"\w+", r["right"].lower())[:1] for r in self.rows("model id:a", "--sort", "R1")]
        self.assertEqual(sorted(right), right)
        labels = [line.split()[0] for line in self.search("kwic", "model", "--sort", "source,R1").out.splitlines() if "**" in line]
        self.assertEqual(["=Evil()"] * 3 + ["AP"] * 6, labels)
        whole = self.rows("model", "--sort", "L1,R1")
        page = self.rows("model", "--sort", "L1,R1", "--limit", "3", "--offset", "2")
        self.assertEqual(whole[2:5], page)

    def test_dangerous_cells_are_guarded(self):
        self.assertIn("'=Evil()", self.search("kwic", "model", "--format", "csv").out)
        self.assertNotIn("'=Evil()", self.search("kwic", "model", "--format", "csv", "--raw-cells").out)

    def test_line_formats_say_the_totals_on_stderr(self):
        run = self.search("kwic", "model", "--format", "jsonl", "--log-format", "json")
        self.assertEqual({"type": "summary", "articles": 2, "occurrences": 9},
                         {k: v for k, v in json.loads(run.err.splitlines()[-1]).items() if k in ("type", "articles", "occurrences")})

    def test_a_query_without_words_is_refused_with_a_way_out(self):
        run = self.search("kwic", "source:AP", expect=2)
        self.assertEqual("broadsheet-search: error: kwic shows words in context, and this query has none; for example: kwic model, "
                         "kwic '\"open source\"', kwic 'model NEAR/5 reuse'. Fields and dates alone: query\n", run.err)

    def test_what_is_negated_is_not_shown(self):
        self.assertEqual({"model"}, {r["match"].lower() for r in self.rows("model NOT rain", "--limit", "all")} - {"models"})


class TermsWithMarks(ArchiveCase):
    """A word counts wherever its quoted search finds it; what has marks in front is no term by itself."""
    records = [{"id": "1", "text": "We wait.Regressions came to example.org and to C++, .NET and AT&T"},
               {"id": "2", "text": "Regressions again; a net; in C too"},
               {"id": "3", "text": "quiet C++ libraries, see example.org, .org alone"},
               {"id": "4", "text": "nothing here; Regressions there.Regressions here; net"}]

    def test_words_count_as_their_quoted_search_finds_them(self):
        for query, term in (("id:(1 OR 2)", "c"), ("id:(1 OR 3)", "org"), ("id:3", "c++"), ("id:4", "regressions")):
            for frame in ((), ("--ids-from", self.write("ids.txt", "1\n2\n3\n4\n"))):  # counted of all, and within a frame
                with self.subTest(query=query, frame=frame):
                    self.compare(query, term, frame)

    def compare(self, query, term, frame):
        answer = self.search("terms", query, *frame, "--kind", "word", "--min-articles", "1", "--limit", "all", "--format", "json").json()
        rows = [row for table in ("list", "own", "stop_words") for row in answer["terms"][table]]
        self.assertIn(term, [row["term"] for row in rows])
        self.assertFalse([row["term"] for row in rows if row["term"][0] in ".&"])
        for row in rows:
            here, everywhere = (self.search("query", f'"{row["term"]}" {condition}', "--format", "json").json()["total"]["articles"]
                                for condition in (query, ""))
            self.assertEqual((here, everywhere - here), (row["articles"], row["rest_articles"]), row)


class Messages(ArchiveCase):
    records = RECORDS

    def test_terms_without_a_rest(self):
        run = self.search("terms", "--source", "AP", expect=2)
        self.assertEqual("broadsheet-search: error: every article within the filters matches, so there is nothing to compare with; what sets "
                         "articles apart is asked by QUERY: terms 'source:AP' rather than terms --source AP\n", run.err)
        ids = self.write("ids.txt", "a\nb\n")
        self.assertIn("terms 'id:(A OR B)' rather than terms --ids-from FILE", self.search("terms", "--ids-from", ids, expect=2).err)
        self.assertEqual((2, 4), tuple(self.search("terms", "id:(a OR b)", "--format", "json").json()["terms"][k] for k in ("matches", "rest")))

    def test_crosstab_with_an_unknown_field_lists_them(self):
        run = self.search("crosstab", "*", "--rows", "sauce", "--columns", "year", expect=2)
        self.assertEqual("broadsheet-search: error: 'sauce' is no field to filter or count by; there are: author, source, section, topic, "
                         "language, access, person, org, place, misc\n", run.err)

    def test_cooccur_counts_names_only(self):
        run = self.search("cooccur", "model", "--kind", "word", expect=2)
        self.assertEqual("broadsheet-search: error: --kind: cooccur counts names, not 'word'; it has person, org, place, misc, entity\n", run.err)

    def test_an_unknown_entity_is_said(self):
        run = self.search("cooccur", "*", "--entity", "person:Anne Lee", "--format", "csv")
        self.assertIn('no person "Anne Lee" in this archive; close: "Ann Lee" (2)', run.err)
        run = self.search("cooccur", "*", "--entity", "Nobody", "--format", "csv")
        self.assertIn('no person, org, place or misc "Nobody" in this archive', run.err)
        self.assertEqual(0, self.search("cooccur", "*", "--entity", "Nobody", "--format", "json").json()["total"]["articles"])

    def test_related_to_nothing(self):
        run = self.search("related", "nope", expect=66)
        self.assertEqual('broadsheet-search: error: no article "nope" in this archive; ids of articles with these words: '
                         "broadsheet-search query 'nope' --format ids\n", run.err)

    def test_a_period_that_is_none(self):
        run = self.search("compare", "model", "--periods", "2023,soon", expect=2)
        self.assertEqual("broadsheet-search: error: --periods: 'soon' is no period; examples: 2023, 2023-01..2023-06, 2024-03.., ..2022, 30d..\n",
                         run.err)


class WideTables(ArchiveCase):
    records = [{"id": f"w{n}", "title": f"wide {n}", "text": "wide", "source": ("AP", "PA")[n % 2], "date": f"{2000 + n}"} for n in range(12)]

    def test_a_table_that_fits_turned_says_so(self):
        out = self.search("crosstab", "wide", "--rows", "source:5", "--columns", "year").out
        self.assertIn("of 12 columns fit here; all: --rows year --columns source:2; all, with", out.replace("\n  ", " "))
        turned = self.search("crosstab", "wide", "--rows", "year", "--columns", "source:2").out
        self.assertNotIn("fit here", turned)
        self.assertRegex(turned, r"(?m)^2011 +0 +1 +1$")


class Related(ArchiveCase):
    records = RECORDS

    def test_copies_are_left_out_or_marked(self):
        answer = self.search("related", "d", "--format", "json").json()
        self.assertEqual(["f"], [hit["id"] for hit in answer["related"]["hits"]])
        self.assertEqual(1, answer["related"]["copies"])
        self.assertIn("1 near-copy left out; --copies shows them", " ".join(self.search("related", "d").out.split()))
        hits = self.search("related", "d", "--copies", "--format", "json").json()["related"]["hits"]
        self.assertEqual([("e", True), ("f", False)], [(hit["id"], hit["copy"]) for hit in hits])


class Bigrams(ArchiveCase):
    records = SOURCE_DIR / "corpus" / "sample" / "wikinews.jsonl.zst"

    def test_pairs_are_counted_the_same_without_their_table(self):
        """Generations of before bigrams.bin are read, too."""
        question = ("terms", "election", "--kind", "bigram", "--limit", "all", "--min-articles", "2", "--format", "json")
        with_table = self.search(*question).json()
        self.assertGreater(len(with_table["terms"]["list"]), 10)
        older = Archive(self.folder / "older")
        shutil.copytree(self.archive.path, older.path)
        (older.generation() / "bigrams.bin").unlink()
        self.assertEqual(with_table, self.search(*question, archive=older).json())

    def test_a_damaged_table_is_found(self):
        older = Archive(self.folder / "damaged")
        shutil.copytree(self.archive.path, older.path)
        table = older.generation() / "bigrams.bin"
        table.write_bytes(table.read_bytes()[:-8])
        run = self.search("terms", "election", "--kind", "bigram", archive=older, expect=65)
        self.assertIn("bigrams.bin", run.err)
        self.assertIn("bigrams.bin", self.run_words("check", "--archive", older, expect=65).err)


class LongLists(ArchiveCase):
    records = SOURCE_DIR / "corpus" / "sample" / "wikinews.jsonl.zst"

    def older(self, name):
        older = Archive(self.folder / name)
        shutil.copytree(self.archive.path, older.path)
        return older, older.generation()

    def test_answers_are_the_same_without_lists(self):
        """Generations of before postings.bin and pairs.bin are read, too: the database and the token file know all."""
        older, parts = self.older("older")
        (parts / "postings.bin").unlink()
        (parts / "pairs.bin").unlink()
        for query in ("police", "police government", "police OR government", '"prime minister"', "police NOT government", "president~ govern*",
                      '"united states government"', 'title:"new york" OR "new york"'):
            question = ("query", query, "--facet", "source", "--limit", "30", "--format", "json")
            answer = self.search(*question).json()
            self.assertGreater(answer["total"]["articles"], 1, query)
            self.assertEqual(answer["hits"], self.search(*question, archive=older).json()["hits"], query)

    def test_damaged_lists_are_an_error(self):
        older, parts = self.older("damaged")
        lists = parts / "postings.bin"
        sound = lists.read_bytes()
        lists.write_bytes(sound[:-8])
        self.assertIn("postings.bin", self.search("query", "police", archive=older, expect=65).err)
        lists.write_bytes(sound[:40] + bytes(len(sound) * 3 // 5) + sound[40 + len(sound) * 3 // 5:])  # lists of nothing
        self.assertIn("postings.bin", self.search("query", "government", archive=older, expect=65).err)
        self.assertIn("postings.bin", self.run_words("check", "--archive", older, expect=65).err)
        lists.write_bytes(sound)
        lists = parts / "pairs.bin"
        lists.write_bytes(lists.read_bytes()[:-8])
        self.assertIn("pairs.bin", self.search("query", '"prime minister"', archive=older, expect=65).err)


class PairLists(ArchiveCase):
    """Phrases of common words: 70 articles or more have each word, so that pairs.bin has their pairs."""
    texts = (["The user experience was good."] * 70 + ["Nothing came in the end.User experience was bad."] * 5 + ["An experience user said so."] * 3
             + ["user. Experience"] * 2 + ["users experience this"] * 4)
    records = [{"id": f"a{n}", "date": "2024-01-01", "title": "User experience" if n == 80 else "A title", "text": text} for n, text in enumerate(texts)]

    def count(self, query):
        return self.search("query", query, "--format", "json").json()["total"]["articles"]

    def test_phrases_are_counted_as_they_stand(self):
        self.assertGreater((self.archive.generation() / "pairs.bin").stat().st_size, 100)
        for query, articles in (('"user experience"', 78), ('"experience user"', 3), ('"experience experience"', 0), ('title:"user experience"', 1),
                                ('"user experience was"', 75), ('"the user experience"', 70), ('".user experience"', 5), ("user-experience", 81)):
            with self.subTest(query):
                self.assertEqual(articles, self.count(query))


class Compare(ArchiveCase):
    records = RECORDS

    def test_two_periods_are_two_queries(self):
        answer = self.search("compare", "*", "--periods", "2023,2024", "--format", "json").json()
        self.assertEqual([2, 1], [q["total"]["articles"] for q in answer["queries"]])
        by_hand = self.search("compare", "date:2023", "date:2024", "--format", "json").json()
        self.assertEqual(by_hand["compare"], answer["compare"])

    def test_terms_say_their_kind(self):
        lines = [line.split() for line in self.search("compare", "model", "copies").out.splitlines()]
        start = next(i for i, line in enumerate(lines) if line[:4] == ["kind", "TERMS", "OF", "B"])
        self.assertEqual([["word", "word1"], ["word", "word2"], ["word", "word7"], ["bigram", "word1"]], [line[:2] for line in lines[start + 1:start + 5]])

    def test_undated_articles_are_counted_for_each_side(self):
        note = "undated or dated coarser than a month, so in no timeline: 0 of A, 3 of B"
        self.assertIn(note, self.search("compare", "model", "copies", "--by", "month").out.replace("\n  ", " "))

    def test_what_matches_both_is_said(self):
        answer = self.search("compare", "model", "source:AP", "--format", "json").json()["compare"]
        self.assertEqual((2, 3, 1), (answer["a_articles"], answer["b_articles"], answer["both_articles"]))

    def test_text_says_which_is_which(self):
        lines = self.search("compare", "model", "copies").out.splitlines()
        self.assertEqual(["A", "B"], [line for line in lines if line in ("A", "B")])
        self.assertTrue(lines[lines.index("B") + 2].startswith("copies"))

    def test_kinds_are_among_the_parameters(self):
        for words in (("terms", "model"), ("compare", "model", "copies"), ("cooccur", "model")):
            answer = self.search(*words, "--kind", "person,org", "--format", "json").json()
            for query in answer.get("queries", [answer.get("query", {})]):
                self.assertEqual(["person", "org"], query.get("query", query)["parameters"]["kinds"], words)


if __name__ == "__main__":
    unittest.main()
