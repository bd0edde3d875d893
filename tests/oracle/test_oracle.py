# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the programs compared with a second, slow and simple computation, over random archives and random questions.

BROADSHEET_ORACLE_ROUNDS archives (default 30) with BROADSHEET_ORACLE_QUERIES questions each (default 250);
BROADSHEET_ORACLE_SEED repeats the round of a failure.
"""

import dataclasses
import json
import os
import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import answers  # noqa: E402
from questions import Asker  # noqa: E402
from support.broadsheet import Archive, Case, jsonl  # noqa: E402
from world import FORMS_OF_STEM, fold, make_archive  # noqa: E402

ROUNDS = int(os.environ.get("BROADSHEET_ORACLE_ROUNDS") or 30)
QUERIES = int(os.environ.get("BROADSHEET_ORACLE_QUERIES") or 250)
FIRST_SEED = int(os.environ.get("BROADSHEET_ORACLE_SEED") or 1)
MAX_SHOWN = 12  # failures of one round


def near_equal(a, b):
    """Equal, but for the last of six digits."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(near_equal(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(near_equal, a, b))
    if isinstance(a, float) or isinstance(b, float):
        return a is not None and b is not None and abs(a - b) <= 2e-6 * max(abs(a), abs(b))
    return a == b


def without_added_keys(bucket):
    """Of a facet's value what is counted; what it is called else is not of the oracle's world."""
    return {key: value for key, value in bucket.items() if key not in ("type", "aliases")}


def with_folded_values(facet):
    return facet | {"buckets": [b | {"value": fold(b["value"])} for b in map(without_added_keys, facet["buckets"])]}


def with_expansion(question, answer):
    """Under --match any the words of --expand are further alternatives; under `all` they change no set."""
    words = tuple(("word", entry["word"]) for entry in answer["query"].get("expansion", ()))
    if question.match != "any" or not words:
        return question
    alternatives, *conditions = question.node[1]
    return dataclasses.replace(question, node=("and", (("or", alternatives[1] + words), *conditions)))


class Comparison:
    """One question and its answer; collects what differs."""

    def __init__(self, question, index, answer):
        self.question, self.index, self.answer = question, index, answer
        self.faults = []

    def differ(self, what, expected, got):
        if near_equal(expected, got):
            return
        if isinstance(expected, dict) and isinstance(got, dict):
            for key in sorted(expected.keys() | got.keys()):
                self.differ(f"{what}.{key}", expected.get(key), got.get(key))
        elif isinstance(expected, list) and isinstance(got, list):
            place = next((i for i, (a, b) in enumerate(zip(expected, got)) if not near_equal(a, b)), min(len(expected), len(got)))
            self.faults.append(f"{what}: from {place} on expected {expected[place:place + 3]}, got {got[place:place + 3]} "
                               f"(lengths {len(expected)}, {len(got)})")
        else:
            self.faults.append(f"{what}: expected {expected!r}, got {got!r}")

    def compare(self):
        if "error" in self.answer:
            self.faults.append(f"an error: {self.answer['error']}")
            return self.faults
        self.question = with_expansion(self.question, self.answer)
        numbers = answers.found(self.question, self.index)
        self.compare_hits({self.index.articles[n].id for n in numbers})
        for field, limit in self.question.facets.items():
            self.differ(f"facet {field}", answers.facet(self.question, self.index, field, limit),
                        with_folded_values(self.answer["facets"][field]))
        if self.question.timeline:
            self.differ("timeline", answers.timeline(self.question, self.index, self.question.timeline), self.answer["timeline"])
        return self.faults

    def compare_hits(self, wanted):
        hits = self.answer["hits"]
        ids = [hit["id"] for hit in hits]
        self.differ("total", {"articles": len(wanted), "exact": True}, self.answer["total"])
        if set(ids) != wanted or len(ids) != len(wanted):
            self.faults.append(f"hits: missing {sorted(wanted - set(ids))[:5]}, too many {sorted(set(ids) - wanted)[:5]}")
            return
        self.differ("ranks", list(range(1, len(hits) + 1)), [hit["rank"] for hit in hits])
        sort = self.question.sort
        scores = [hit["score"] for hit in hits]
        if sort in (None, "relevance") and None not in scores:
            self.differ("order by score", self.by_score(hits), ids)
        elif sort in (None, "newest"):
            self.differ("order", self.sorted_ids(wanted, "newest"), ids)
        elif sort in ("oldest", "title"):
            self.differ("order", self.sorted_ids(wanted, sort), ids)

    def sorted_ids(self, ids, sort):
        return answers.ordered([self.index.number_of_id[id] for id in ids], self.index, sort)

    def by_score(self, hits):
        """Best first; equal ones newest first, then by id."""
        score = {hit["id"]: hit["score"] for hit in hits}
        return sorted(self.sorted_ids(score, "newest"), key=lambda id: -score[id])


class Oracle(Case):
    def test_random_questions_are_answered_as_brute_force_answers_them(self):
        for seed in range(FIRST_SEED, FIRST_SEED + ROUNDS):
            with self.subTest(seed=seed):
                self.round(seed)

    def round(self, seed):
        chance = random.Random(seed)
        articles, forms = make_archive(chance)
        archive = Archive(self.folder / f"archive-{seed}")
        self.build([a.record for a in articles], "--facet-field", "desk", "--no-entities", archive=archive)
        index = answers.Index(articles)
        asker = Asker(chance, articles, forms)
        questions = [asker.question() for _ in range(QUERIES)]
        failures = self.compare_all(questions, index, archive) + self.compare_pages(questions, archive, chance)
        failures += self.compare_facet_pages(questions, index, archive, chance)
        if failures:
            shown = "\n\n".join(failures[:MAX_SHOWN])
            again = f"BROADSHEET_ORACLE_SEED={seed} BROADSHEET_ORACLE_ROUNDS=1"
            self.fail(f"{len(failures)} of {QUERIES} questions; again: {again}\n\n{shown}")

    def batch(self, lines, archive):
        """A line that no answer can be got for fails its own question, not the others: exit status 3."""
        run = self.run_words("batch", "-", "--archive", archive, input=jsonl(lines), expect=None)
        self.assertIn(run.status, (0, 3), run)
        answers_by_qid = {answer["qid"]: answer for answer in run.json_lines()}
        self.assertEqual([line["qid"] for line in lines], list(answers_by_qid), "answers come in input order")
        return answers_by_qid

    def compare_all(self, questions, index, archive):
        lines = [question.line(str(i)) for i, question in enumerate(questions)]
        failures = []
        for line, question, answer in zip(lines, questions, self.batch(lines, archive).values()):
            faults = Comparison(question, index, answer).compare()
            if faults:
                understood = answer.get("query", {}).get("understood")
                failures.append("\n  ".join([json.dumps(line, ensure_ascii=False), f"tree: {question.node}",
                                             f"understood: {understood}", *faults]))
        return failures

    def compare_pages(self, questions, archive, chance):
        """A page of hits is that part of the whole list; what is counted stays the same."""
        failures = []
        for i, question in enumerate(chance.sample(questions, 20)):
            offset, limit = chance.randrange(15), chance.randrange(12)
            got = self.batch([question.line("whole"), question.line("page", offset=offset, limit=limit)], archive)
            whole, page = got["whole"], got["page"]
            expected = whole.get("hits", [])[offset:offset + limit]
            if (expected, *(whole.get(k) for k in ("total", "facets", "timeline"))) != tuple(page.get(k)
                                                                                             for k in ("hits", "total", "facets",
                                                                                                       "timeline")):
                failures.append(f"page {offset}+{limit} of {json.dumps(question.line('page'), ensure_ascii=False)}")
        return failures

    def compare_facet_pages(self, questions, index, archive, chance):
        """`facets` pages values: --limit and --offset."""
        failures = []
        for question in chance.sample([q for q in questions if q.facets], 5):
            field = next(iter(question.facets))
            offset, limit = chance.randrange(4), chance.randint(1, 3)
            line = question.line("x")
            options = [word for key in question.filters for value in line[key] for word in (f"--{key}", value)]
            options += [word for key in ("since", "until", "now", "match") if key in line for word in (f"--{key}", line[key])]
            run = self.run_words("facets", "--facet", field, "--offset", str(offset), "--limit", str(limit), "--format", "json",
                                 "--archive", archive,
                                 *options, "--", question.text)
            expected, got = answers.facet(question, index, field, limit, offset), with_folded_values(run.json()["facets"][field])
            if not near_equal(expected, got):
                failures.append(f"{run.args}\n  expected {expected}\n  got {got}")
        return failures


class Words(Case):
    def test_the_forms_of_the_list_have_the_stems_of_the_list(self):
        """The oracle's own ground: each form finds exactly the forms of its stem."""
        forms = [form for forms in FORMS_OF_STEM.values() for form in forms]
        self.build([{"id": form, "text": form} for form in forms])
        lines = [{"qid": form, "query": form, "limit": "all"} for form in forms]
        run = self.run_words("batch", "-", "--archive", self.archive, input=jsonl(lines))
        found = {answer["qid"]: sorted(hit["id"] for hit in answer["hits"]) for answer in run.json_lines()}
        self.assertEqual({form: sorted(forms) for forms in FORMS_OF_STEM.values() for form in forms}, found)


if __name__ == "__main__":
    unittest.main()
