# SPDX-License-Identifier: GPL-3.0-or-later
"""kwic, terms, crosstab, cooccur, related and compare against brute force over random archives: every count, every order, every figure.

BROADSHEET_ORACLE_RESEARCH_ROUNDS archives (default 12) with BROADSHEET_ORACLE_RESEARCH_QUERIES questions each (default 12);
BROADSHEET_ORACLE_SEED repeats the round of a failure.
"""

import os
import pathlib
import random
import re
import sys
import unicodedata
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import answers  # noqa: E402
import research  # noqa: E402
from questions import Asker, Question  # noqa: E402
from support.broadsheet import Archive, Case  # noqa: E402
from world import STEM_OF_FORM, VALUE_FIELDS, fold, make_archive  # noqa: E402

ROUNDS = int(os.environ.get("BROADSHEET_ORACLE_RESEARCH_ROUNDS") or 12)
QUERIES = int(os.environ.get("BROADSHEET_ORACLE_RESEARCH_QUERIES") or 12)
FIRST_SEED = int(os.environ.get("BROADSHEET_ORACLE_SEED") or 1)

OFFSETS = {"L1": -1, "L2": -2, "L3": -3, "R1": 1, "R2": 2, "R3": 3}
NAME_OPTIONS = ("source", "section", "topic", "language", "access", "author", "person", "org", "place", "misc", "desk")


def shows_words(node):
    if node[0] in ("and", "or"):
        return any(map(shows_words, node[1]))
    if node[0] == "in":
        return shows_words(node[2])
    if node[0] == "not":
        return node[1][0] == "not" and shows_words(node[1][1])
    return node[0] not in ("value", "id", "date", "all")


def of_words_only(node):
    if node[0] in ("and", "or", "near"):
        return all(map(of_words_only, node[1]))
    if node[0] == "in":
        return of_words_only(node[2])
    return node[0] in ("word", "phrase", "hyphen", "slop")


class Research(Case):
    compared = 0

    def test_the_research_tools_answer_as_brute_force_does(self):
        for seed in range(FIRST_SEED, FIRST_SEED + ROUNDS):
            with self.subTest(seed=seed):
                self.round(seed)
        self.assertGreater(self.compared, 0, "no two queries were compared")

    def round(self, seed):
        self.chance = random.Random(1000 + seed)
        articles, forms = make_archive(self.chance)
        self.here = Archive(self.folder / f"archive-{seed}")
        self.build([a.record for a in articles], "--facet-field", "desk", "--no-entities", archive=self.here)
        self.index = answers.Index(articles)
        asker = Asker(self.chance, articles, forms)
        for _ in range(QUERIES):
            question = asker.question()
            with self.subTest(seed=seed, query=question.text):
                if shows_words(question.node):
                    self.compare_kwic(question)
                self.compare_crosstab(question)
                self.compare_cooccur(question)
                if of_words_only(question.node):
                    self.compare_terms(question)
                other = asker.question()
                if of_words_only(question.node) and of_words_only(other.node):
                    self.compare_compare(question, other)
        self.compare_related()

    def ask(self, command, question, *options, texts=None):
        line = question.line("x")
        words = [word for key in question.filters for value in line[key] for word in (f"--{key}", value)]
        words += [word for key in ("since", "until", "now", "match") if key in line for word in (f"--{key}", line[key])]
        run = self.run_words(command, "--archive", self.here, *words, *options, "--", *(texts or [question.text]), expect=None)
        self.assertIn(run.status, (0, 2), run)
        return run

    def assert_near(self, expected, got, what):
        if expected is None or got is None:
            self.assertEqual(expected, got, what)
        else:
            self.assertAlmostEqual(expected, got, delta=5.1e-6 * max(1e-3, abs(expected)), msg=str(what))

    # --- kwic

    def compare_kwic(self, question):
        answer = self.ask("kwic", question, "--format", "json", "--context", "4").json()
        articles, lines = research.concordance(question, self.index)
        self.assertEqual({"articles": articles, "occurrences": len(lines), "exact": True}, answer["total"])
        self.assertEqual([line[:4] for line in lines],
                         [(l["id"], l["field"], l["start"], l["end"]) for l in answer["lines"]])
        self.assertEqual(list(range(1, len(lines) + 1)), [l["number"] for l in answer["lines"]])
        for l in answer["lines"]:
            record = self.index.articles[self.index.number_of_id[l["id"]]].record
            text = unicodedata.normalize("NFC", record[l["field"]])
            self.assertEqual(" ".join(text[l["start"]:l["end"]].split()), l["match"])
            self.assertTrue(" ".join(text[:l["start"]].split()).endswith(l["left"]), l)
            self.assertTrue(" ".join(text[l["end"]:].split()).startswith(l["right"]), l)
        keys = self.chance.sample(list(OFFSETS), self.chance.randint(1, 3))
        ordered = [l for _, l in sorted(enumerate(lines), key=lambda entry: (
            [research.neighbour(self.index, entry[1], OFFSETS[key]).encode() for key in keys], entry[0]))]
        offset, limit = self.chance.randrange(4), self.chance.randrange(1, 9)
        for options, wanted in ((["--limit", "all"], ordered),
                                (["--limit", str(limit), "--offset", str(offset)], ordered[offset:offset + limit])):
            rows = self.ask("kwic", question, "--format", "csv", "--sort", ",".join(keys), *options).csv_rows()
            self.assertEqual([line[:4] for line in wanted],
                             [(r["id"], r["field"], int(r["start"]), int(r["end"])) for r in rows], f"{keys} {options}")

    # --- terms

    def compare_terms(self, question):
        here = answers.found(question, self.index)
        there = answers.frame(question, self.index) - here
        run = self.ask("terms", question, "--format", "json", "--limit", "all", "--min-articles", "2")
        if here and not there:
            self.assertEqual(2, run.status, run)
            return
        answer = run.json()["terms"]
        self.assertEqual((len(here), len(there)), (answer["matches"], answer["rest"]))
        stems = research.asked_stems(question.node)
        for kind in ("word", "bigram", *research.NAME_KINDS):
            expected = research.key_terms(self.index, here, there, kind, 2, stems)
            rows = [r for r in answer["list"] if r["kind"] == kind]
            self.assertEqual(sorted(expected), sorted(fold(r["term"]) for r in rows), kind)
            for r in rows:
                a, b, likelihood, ratio, low = expected[fold(r["term"])]
                self.assertEqual((a, b), (r["articles"], r["rest_articles"]), r)
                for value, key in ((likelihood, "log_likelihood"), (ratio, "log_ratio"), (low, "log_ratio_low"),
                                   (a / len(here), "share"), (b / len(there), "rest_share")):
                    self.assert_near(value, r[key], (kind, r, key))
            strength = [(-r["log_ratio_low"], -r["log_likelihood"]) for r in rows]
            self.assertEqual(sorted(strength), strength, kind)
        few = self.ask("terms", question, "--format", "json", "--limit", "3", "--min-articles", "2").json()["terms"]["list"]
        for kind in ("word", "bigram", *research.NAME_KINDS):
            self.assertEqual([r for r in answer["list"] if r["kind"] == kind][:3], [r for r in few if r["kind"] == kind])

    # --- crosstab

    def compare_crosstab(self, question):
        sides = [*VALUE_FIELDS, *answers.UNIT_COARSENESS]
        rows, columns = self.chance.choice(sides), self.chance.choice(sides)
        cells, row_totals, column_totals = research.crosstab(question, self.index, rows, columns)
        options = [word for option, side in (("--rows", rows), ("--columns", columns))
                   for word in (option, side if side in answers.UNIT_COARSENESS else f"{side}:all")]
        bounded = question.since or question.until
        answer = self.ask("crosstab", question, *options, "--format", "json").json()
        total, table = answer["total"]["articles"], answer["crosstab"]
        for side, totals, key in ((rows, row_totals, "row_totals"), (columns, column_totals, "column_totals")):
            got = {fold(r["value"]): r["articles"] for r in table[key]}
            self.assertEqual({fold(k): n for k, n in totals.items()}, {k: n for k, n in got.items() if n}, key)
            if side not in answers.UNIT_COARSENESS:
                self.assertEqual(sorted(got, key=lambda v: (-got[v], v.encode())), list(got))
            elif not bounded:
                self.assertEqual(sorted(got), list(got))
        got = {(fold(r["row"]), fold(r["column"])): r for r in table["cells"]}
        self.assertEqual(len(table["row_totals"]) * len(table["column_totals"]), len(got))
        self.assertEqual({(fold(r), fold(c)): n for (r, c), n in cells.items()}, {k: r["articles"] for k, r in got.items() if r["articles"]})
        for (row, column), r in got.items():
            n, of_row, of_column = r["articles"], r["row_articles"], r["column_articles"]
            self.assert_near(n / of_row if of_row else None, r["row_share"], r)
            self.assert_near(n / of_column if of_column else None, r["column_share"], r)
            self.assert_near(n * total / of_row / of_column if n >= 5 else None, r["lift"], r)

    # --- cooccur

    def compare_cooccur(self, question):
        here, around = answers.found(question, self.index), answers.frame(question, self.index)
        entity = None
        options = ["--format", "json", "--limit", "all", "--min-articles", "1"]
        if self.chance.random() < 0.5:
            entity = (self.chance.choice(research.NAME_KINDS),)
            entity = (*entity, self.chance.choice(VALUE_FIELDS[entity[0]]))
            options += ["--entity", ":".join(entity)]
            entity = (entity[0], fold(entity[1]))
            here = {n for n in here if entity in research.names_of(self.index.articles[n])}
        answer = self.ask("cooccur", question, *options, "--pairs").json()
        self.assertEqual(len(here), answer["total"]["articles"])
        table, of_all = answer["cooccur"], research.name_counts(self.index, around)
        expected = {name: n for name, n in research.name_counts(self.index, here).items() if name != entity}
        self.assertEqual(expected, {(r["target_kind"], fold(r["target"])): r["articles"] for r in table["names"]})
        for r in table["names"]:
            everywhere = of_all[r["target_kind"], fold(r["target"])]
            self.assertEqual((everywhere, len(here), len(around)), (r["target_articles"], r["source_articles"], table["frame_articles"]))
            self.check_edge(r, len(here), everywhere, len(around))
        pairs = {pair: n for pair, n in research.pair_counts(self.index, here).items() if entity not in pair}
        got = {tuple(sorted(((r["source_kind"], fold(r["source"])), (r["target_kind"], fold(r["target"]))))): r for r in table["pairs"]}
        self.assertEqual(pairs, {pair: r["articles"] for pair, r in got.items()})
        for r in table["pairs"]:
            a, b = (expected[r[f"{end}_kind"], fold(r[end])] for end in ("source", "target"))
            self.check_edge(r, a, b, len(here))

    def check_edge(self, r, a, b, everything):
        both = r["articles"]
        self.assert_near(a * b / everything, r["expected"], r)
        self.assert_near(both * everything / a / b if both >= 5 else None, r["lift"], r)
        likelihood = research.log_likelihood(both, a, b - both, everything - a)
        self.assertAlmostEqual(likelihood, r["log_likelihood"], delta=5.1e-6 * max(1, abs(likelihood)), msg=str(r))

    # --- compare

    def compare_compare(self, question, other):
        other = Question(other.node, other.text, question.match, question.filters, question.since, question.until,
                         question.since_text, question.until_text)
        if other.match != question.match or re.match(r"^\s*-", other.text):
            return
        a, b = (answers.found(q, self.index) for q in (question, other))
        answer = self.ask("compare", question, "--facet", "topic:all,person:all", "--by", "month", "--limit", "all", "--min-articles", "1",
                          "--format", "json", texts=[question.text, other.text]).json()
        if answer["queries"][1]["total"]["articles"] != len(b):
            return  # the text of the other means something else under this --match
        self.assertEqual([len(a), len(b)], [q["total"]["articles"] for q in answer["queries"]])
        self.compared += 1
        table = answer["compare"]
        self.assertEqual((len(a), len(b), len(a & b)), (table["a_articles"], table["b_articles"], table["both_articles"]))
        self.compare_values(table["facets"], a, b)
        self.compare_dividing_terms(table["terms"], a - b, b - a, research.asked_stems(question.node) | research.asked_stems(other.node))
        months = {r["value"]: (r["a_articles"], r["b_articles"]) for r in table["timeline"] if r["a_articles"] or r["b_articles"]}
        self.assertEqual(self.months(a, b), months)

    def compare_values(self, rows, a, b):
        counts = {}
        for field in ("topic", "person"):
            for side, numbers in enumerate((a, b)):
                for n in numbers:
                    for value in self.index.articles[n].values[field]:
                        counts.setdefault((field, value), [0, 0])[side] += 1
        self.assertEqual(counts, {(r["field"], fold(r["value"])): [r["a_articles"], r["b_articles"]] for r in rows})
        p = {key: research.two_proportion_p(x, len(a), y, len(b)) for key, (x, y) in counts.items()}
        corrected = research.holm(p)
        for r in rows:
            key = r["field"], fold(r["value"])
            self.assert_near(p[key], r["p"], r)
            self.assert_near(corrected.get(key), r["p_adjusted"], r)

    def compare_dividing_terms(self, rows, a, b, stems):
        for kind in ("word", "bigram", *research.NAME_KINDS):
            got = [r for r in rows if r["field"] == kind]
            if not a or not b:
                self.assertEqual([], got)
                continue
            for here, there, sign in ((a, b, 1), (b, a, -1)):
                expected = research.key_terms(self.index, here, there, kind, 1, stems)
                side = {fold(r["value"]): r for r in got if r["log_likelihood"] * sign > 0}
                self.assertEqual(sorted(expected), sorted(side), (kind, sign))
                for term, (x, y, likelihood, ratio, low) in expected.items():
                    r = side[term]
                    self.assertEqual((x, y)[::sign], (r["a_articles"], r["b_articles"]), r)
                    for value, name in ((likelihood, "log_likelihood"), (ratio, "log_ratio"), (low, "log_ratio_low")):
                        self.assert_near(value, sign * r[name], (r, name))

    def months(self, a, b):
        counts = {}
        for side, numbers in enumerate((a, b)):
            for n in numbers:
                for label in research.side_values(self.index.articles[n], "month"):
                    counts.setdefault(label, [0, 0])[side] += 1
        return {label: tuple(pair) for label, pair in counts.items()}

    # --- related

    def compare_related(self):
        for article in self.chance.sample(self.index.articles, 5):
            run = self.run_words("related", article.id, "--archive", self.here, "--limit", "all", "--copies", "--format", "json")
            answer = run.json()
            stems = {STEM_OF_FORM[row["word"]] for row in answer["related"]["words"]}
            expected = {a.id for a in self.index.articles if a is not article and any(f.all_stems & stems for f in a.fields.values())}
            self.assertEqual(len(expected), answer["total"]["articles"])
            self.assertEqual(sorted(expected), sorted(hit["id"] for hit in answer["related"]["hits"]))
            for hit in answer["related"]["hits"]:
                resemblance, copy = self.likeness(article, self.index.articles[self.index.number_of_id[hit["id"]]])
                self.assert_near(resemblance, hit["resemblance"], hit)
                self.assertEqual(copy, hit["copy"], hit)
            scores = [hit["score"] for hit in answer["related"]["hits"]]
            self.assertEqual(sorted(scores, reverse=True), scores)

    @staticmethod
    def likeness(a, b):
        """Shares of four-word shingles in common; and whether that makes a copy."""
        def shingles(article):
            forms = article.fields["text"].forms or article.fields["title"].forms
            length = min(4, len(forms))
            return {tuple(forms[i:i + length]) for i in range(len(forms) - length + 1)} if length else set()

        first, second = shingles(a), shingles(b)
        shorter = min(len(first), len(second))
        if not shorter:
            return 0.0, False
        common = len(first & second)
        resemblance = common / len(first | second)
        return resemblance, resemblance >= 0.6 or (shorter >= 20 and common / shorter >= 0.8)


if __name__ == "__main__":
    unittest.main()
