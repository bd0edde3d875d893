# SPDX-License-Identifier: GPL-3.0-or-later
"""Random samples, timelines split by value and peaks, over random archives, against a count in Python with exact fractions.

BROADSHEET_ORACLE_SEED and BROADSHEET_ORACLE_ROUNDS (here a third of them) as in test_oracle.py.
"""

import fractions
import hashlib
import math
import random
import unittest

import answers
from questions import Asker
from support.broadsheet import Archive, Case, jsonl
from test_oracle import FIRST_SEED, ROUNDS, near_equal
from world import fold, make_archive

QUESTIONS = 30
SPLIT_FIELDS = ("source", "section", "topic", "person", "org", "desk")


def drawn(ids, size, seed):
    return sorted(sorted(ids, key=lambda i: hashlib.sha256(f"{seed}:{i}".encode()).hexdigest())[:size])


def split(question, index, field, limit, buckets, unit):
    """What `timeline.split` should say; values are folded."""
    numbers, around = answers.found(question, index), answers.frame(question, index)
    counts = {}
    for n in numbers:
        for value in index.articles[n].values[field]:
            counts[value] = counts.get(value, 0) + 1
    shown = sorted(counts, key=lambda value: (-counts[value], value.encode()))[:limit]
    fits = lambda n, b: (d := index.articles[n].date) and answers.COARSENESS[d.precision] <= answers.UNIT_COARSENESS[unit] \
        and b["start"] <= answers.day_text(d.day) < b["end"]
    series = []
    for value in shown:
        rows = []
        for b in buckets:
            mine = sum(1 for n in numbers if value in index.articles[n].values[field] and fits(n, b))
            all_ = sum(1 for n in around if value in index.articles[n].values[field] and fits(n, b))
            rows.append({"start": b["start"], "end": b["end"], "articles": mine, "archive_articles": all_,
                         "share": answers.six_digits(mine / all_) if all_ else None})
        series.append({"value": value, "articles": counts[value], "buckets": rows})
    having = [n for n in numbers if index.articles[n].values[field]]
    return {"field": field, "values_total": len(counts), "missing": len(numbers) - len(having),
            "other": sum(1 for n in having if not index.articles[n].values[field] & set(shown)), "series": series}


def tail(x, n, p):
    """P(X >= x) of a binomial, exactly."""
    return sum(math.comb(n, k) * p ** k * (1 - p) ** (n - k) for k in range(x, n + 1))


def peaks(buckets):
    """(start, expected, p) of the periods that stand out, as docs/output.md states the test."""
    out = []
    for i, b in enumerate(buckets):
        near = [c for j, c in enumerate(buckets) if j != i and abs(j - i) <= 6 and c["archive_articles"]]
        x, n = b["articles"], b["archive_articles"]
        if x < 5 or len(near) < 2:
            continue
        y, m = sum(c["articles"] for c in near), sum(c["archive_articles"] for c in near)
        p = tail(x, x + y, fractions.Fraction(n, n + m))
        if 2 * x * m >= 3 * n * y and p < fractions.Fraction(1, 100 * len(buckets)):
            out.append((b["start"], answers.six_digits(n * y / m), answers.six_digits(float(p))))
    return out


class SamplesSplitsPeaks(Case):
    def test_they_are_those_of_brute_force(self):
        for seed in range(FIRST_SEED, FIRST_SEED + max(1, ROUNDS // 3)):
            with self.subTest(seed=seed):
                self.round(seed)

    def test_peaks_are_those_of_exact_fractions(self):
        found_peaks = 0
        for seed in range(FIRST_SEED, FIRST_SEED + 5):
            chance = random.Random(seed)
            records = []
            for month in range(36):
                share = chance.choice((0.1, 0.1, 0.15, 0.2, 0.6))
                for _ in range(chance.randrange(40)):
                    records.append({"id": f"r{len(records)}", "text": "flood" if chance.random() < share else "dry",
                                    "date": f"{2020 + month // 12}-{month % 12 + 1:02}-{chance.randint(1, 28):02}"})
            archive = Archive(self.folder / f"bursts-{seed}")
            self.build(records, archive=archive)
            for unit in ("week", "month", "quarter", "year"):
                with self.subTest(f"{seed} {unit}"):
                    found_peaks += self.compare_peaks(archive, unit)
        self.assertGreater(found_peaks, 5, "too few peaks: the comparison says nothing")

    def round(self, seed):
        chance = random.Random(seed)
        articles, forms = make_archive(chance)
        archive = Archive(self.folder / f"archive-{seed}")
        self.build([a.record for a in articles], "--facet-field", "desk", archive=archive)
        index = answers.Index(articles)
        asker = Asker(chance, articles, forms)
        for _ in range(QUESTIONS):
            question = asker.question()
            question.facets = {}
            question.timeline = chance.choice(("day", "week", "month", "quarter", "year"))
            field, limit = chance.choice(SPLIT_FIELDS), chance.randint(1, 4)
            size, draw = chance.randint(1, 20), chance.randrange(5)
            lines = [question.line("split", split=f"{field}:{limit}"), question.line("sample", sample=size, seed=draw)]
            run = self.run_words("batch", "-", "--archive", archive, input=jsonl(lines))
            split_answer, sample_answer = run.json_lines()
            timeline = split_answer["timeline"]
            expected = split(question, index, field, limit, timeline["buckets"], question.timeline)
            got = timeline["split"]
            got["series"] = [s | {"value": fold(s["value"])} for s in got["series"]]
            self.assertTrue(near_equal(expected, got), f"{lines[0]}\nexpected {expected}\ngot {got}")
            ids = [index.articles[n].id for n in answers.found(question, index)]
            self.assertEqual(drawn(ids, size, draw), sorted(h["id"] for h in sample_answer["hits"]), lines[1])
            self.assertEqual((min(size, len(ids)), len(ids)), (sample_answer["total"]["articles"], sample_answer["total"]["sampled_from"]))

    def compare_peaks(self, archive, unit):
        run = self.run_words("timeline", "flood", "--by", unit, "--format", "json", "--archive", archive)
        timeline = run.json()["timeline"]
        expected = peaks(timeline["buckets"])
        got = [(p["start"], p["expected"], p["p"]) for p in timeline["peaks"]]
        self.assertEqual([e[0] for e in expected], [g[0] for g in got], run.args)
        for e, g in zip(expected, got):
            self.assertTrue(near_equal(list(e[1:]), list(g[1:])), (e, g))
        return len(expected)


if __name__ == "__main__":
    unittest.main()
