# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual's table for people who come from another search: each query of its right column, tried."""

import re
import unittest

from support.broadsheet import SOURCE_DIR, Case

# alpha, beta and gamma stand for the a, b and c of the table (a is a stop word).
NAMES = {"a": "alpha", "b": "beta", "c": "gamma"}

ARTICLES = [
    {"id": "ab", "text": "alpha beta"},
    {"id": "ba", "text": "beta then alpha"},
    {"id": "gap", "text": "alpha one two three four five six seven beta"},
    {"id": "six", "text": "alpha one two three four five beta"},
    {"id": "far", "text": "alpha " + "word " * 30 + "beta"},
    {"id": "a", "title": "alpha", "text": "nothing", "date": "2023-01-15", "source": "The New York Times"},
    {"id": "headline-ab", "title": "alpha of beta", "text": "nothing", "date": "2023-06-30", "source": "AP"},
    {"id": "deck", "title": "nothing", "deck": "alpha in the deck", "text": "nothing"},
    {"id": "c", "text": "gamma", "date": "2024-03-01", "source": "Reuters", "authors": ["Ann Lee"], "language": "en"},
    {"id": "bc", "text": "beta gamma", "date": "2021-03-01"},
    {"id": "money", "text": "economic growth"}, {"id": "roam", "text": "foam"}, {"id": "reuse", "text": "resue"},
    {"id": "open", "text": "openly"},
    {"id": "woman", "text": "a woman"}, {"id": "women", "text": "women"},
    {"id": "US", "text": "the US"}, {"id": "us", "text": "told us"},
]
WITH_ALPHA = "ab ba gap six far a headline-ab deck"

# Query of the table -> ids that it finds.
TRIED = {
    "a b": "ab ba gap six far headline-ab", "a OR b": WITH_ALPHA + " bc", "(a OR b)": WITH_ALPHA + " bc",
    '"a b"': "ab", "-a": "c bc money roam reuse open woman women US us",
    "(a OR b) AND c": "bc", "open*": "open", "reuse~": "reuse", "roam~": "roam", "a~": WITH_ALPHA, '"a b"~6': "ab ba six headline-ab",
    "a^2": WITH_ALPHA, "title:(a b)": "headline-ab", "title:a": "a headline-ab", "(title:a OR deck:a)": "a headline-ab deck",
    "date:2023-01-01..2023-06-30": "a headline-ab", "date:2024..": "c", "date:2023-01-01..": "a headline-ab c", "date:2020..2023": "a headline-ab bc",
    "*": " ".join(article["id"] for article in ARTICLES),
    "a NEAR/5 b": "ab ba headline-ab", "a NEAR/6 b": "ab ba six headline-ab", "a NEAR/50 b": "ab ba gap six far headline-ab",
    "a NEAR/20 b": "ab ba gap six headline-ab", "a ADJ/5 b": "ab headline-ab", "a ADJ/2 b": "ab headline-ab",
    "econom*": "money", "(woman OR women)": "woman women", "author:lee": "c", 'source:"The New York Times"': "a", "source:Reuters": "c",
    "source:(AP OR Reuters)": "headline-ab c", "language:en": "c",
}
# What the table names without being a query by itself.
NO_QUERIES = {"AND", "OR", "NOT", "--match any", "US"}


def spelled(query):
    """With the words that stand for a, b and c."""
    return re.sub(r"\b[abc]\b", lambda match: NAMES[match[0]], query)


class OtherSyntax(Case):
    @classmethod
    def table(cls):
        manual = (SOURCE_DIR / "docs" / "query-language.md").read_text()
        section = manual[manual.index("## If you come from another search"):manual.index("## Warnings")]
        return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in section.splitlines() if line.startswith("| ")]

    def queries(self):
        """Backticked in the right column; in the left one where the right says "the same"."""
        for known, here in self.table()[1:]:
            cell = known if here.startswith("the same") else here
            yield from (re.sub(r"\\\|", "|", query) for query in re.findall(r"`([^`]+)`", cell))

    def test_every_query_of_the_table_is_tried(self):
        self.assertEqual(set(TRIED), set(self.queries()) - NO_QUERIES)

    def test_they_find_what_the_table_says_also_under_strict(self):
        self.build([article | {"removed": []} for article in ARTICLES])
        for query, expected in TRIED.items():
            with self.subTest(query):
                run = self.run_words("query", "--strict", "--archive", self.archive, "--format", "ids", "--limit", "all", "--", spelled(query))
                self.assertEqual(sorted(expected.split()), sorted(run.out.splitlines()))
        found = self.run_words("query", "the US", "--archive", self.archive, "--format", "ids").out.split()
        self.assertEqual(["US"], found)
        found = self.run_words("query", "alpha beta", "--match", "any", "--archive", self.archive, "--format", "ids", "--limit", "all").out
        self.assertEqual(sorted(TRIED["a OR b"].split()), sorted(found.split()))


if __name__ == "__main__":
    unittest.main()
