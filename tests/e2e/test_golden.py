# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole outputs over the tiny corpus, compared with tests/golden/: a change of output is a change of these files, to be seen.

    python3 tests/e2e/test_golden.py --update      (or UPDATE_GOLDEN=1) writes them anew
"""

import difflib
import os
import re
import sys
import unittest

from case import SOURCE_DIR, ArchiveCase

GOLDEN = SOURCE_DIR / "tests" / "golden"
UPDATE = "UPDATE_GOLDEN"

# File -> command. All with --now of the tests and the archive of tiny.jsonl.
OUTPUTS = {
    "query.txt": ["query", "house model", "--match", "any", "--facet", "source,topic:3,person", "--timeline", "month"],
    "query-all.txt": ["query", "--limit", "3", "--facet", "author,place:2"],
    "query-few.txt": ["query", "white house bels"],
    "query-none.txt": ["query", 'source:"Harbour Ledger" strike'],
    "query.json.txt": ["query", "open-source model", "--facet", "source:2", "--timeline", "year", "--format", "json"],
    "query.csv.txt": ["query", "house OR bells", "--format", "csv"],
    "query.jsonl.txt": ["query", "title:house", "--format", "jsonl", "--fields", "section,topics,first_seen"],
    "query.trec.txt": ["query", "house OR bells", "--format", "trec"],
    "facets.txt": ["facets", "*", "--facet", "source,topic"],
    "facets.csv.txt": ["facets", "house OR model", "--facet", "topic", "--format", "csv"],
    "timeline.txt": ["timeline", "house OR model", "--by", "month"],
    "timeline-coarsened.txt": ["timeline", "*", "--by", "day"],
    "timeline.csv.txt": ["timeline", "*", "--by", "quarter", "--since", "2024", "--until", "2024", "--format", "csv"],
    "kwic.txt": ["kwic", "model OR house"],
    "kwic-sorted.txt": ["kwic", "model NEAR/6 reus*", "--sort", "R1,L1"],
    "kwic.csv.txt": ["kwic", '"open source" OR forge', "--format", "csv", "--context", "3"],
    "kwic.json.txt": ["kwic", "model ADJ/4 reused", "--format", "json"],
    "terms.txt": ["terms", "model", "--min-articles", "2", "--limit", "3"],
    "terms.json.txt": ["terms", "model", "--min-articles", "2", "--kind", "word,org", "--limit", "2", "--format", "json"],
    "crosstab.txt": ["crosstab", "*", "--rows", "source:3", "--columns", "year"],
    "crosstab.csv.txt": ["crosstab", "model", "--rows", "source:2", "--columns", "topic:2", "--format", "csv"],
    "cooccur.txt": ["cooccur", "*", "--entity", "org:Halden Forge", "--min-articles", "1"],
    "cooccur.csv.txt": ["cooccur", "*", "--pairs", "--min-articles", "1", "--limit", "4", "--format", "csv"],
    "related.txt": ["related", "tiny-01-day", "--limit", "2"],
    "related.json.txt": ["related", "tiny-06-all-entity-types", "--limit", "1", "--format", "json"],
    "compare.txt": ["compare", "model", "rain OR tram", "--min-articles", "1", "--limit", "2"],
    "compare.csv.txt": ["compare", "*", "--periods", "2024-02,2024-03..", "--kind", "word", "--min-articles", "2", "--limit", "2",
                        "--facet", "source", "--by", "month", "--format", "csv"],
    "timeline-split.txt": ["timeline", "*", "--by", "year", "--split", "topic:3"],
    "timeline.svg.txt": ["timeline", "house OR model", "--by", "month", "--split", "source:2", "--format", "svg"],
    "facets.svg.txt": ["facets", "house OR model", "--facet", "topic", "--format", "svg"],
    "export.ris.txt": ["export", "house OR bells", "--format", "ris"],
    "export.bibtex.txt": ["export", "house OR bells", "--format", "bibtex"],
    "export.csl-json.txt": ["export", "house OR bells", "--format", "csl-json"],
    "explain.txt": ["explain",
                    'open-source -china title:(model OR "white house") source:"Meridian Wire (invented)" date:2024-02..'],
    "explain.json.txt": ["explain", "reuse~ NEAR/5 mod*", "--format", "json"],
    "fields.txt": ["fields"],
    "show.txt": ["show", "tiny-06-all-entity-types", "tiny-08-french"],
    "show.json.txt": ["show", "tiny-09-facets", "--format", "json"],
}


def masked(text):
    """Without what changes when the format stays: hashes, times. The archive's own generation is always the first."""
    text = re.sub(r"\b[0-9a-f]{64}\b", "SHA256", text)
    text = re.sub(r'"created":"[^"]*"', '"created":"TIME"', text)
    return re.sub(r'("generation":"|generation )\d{6}', r"\g<1>GENERATION", text)


class Golden(ArchiveCase):
    build_options = ("--no-entities",)  # what a model finds changes with the model; tests of entities stand in test_entities.py

    def test_outputs_are_those_of_the_golden_files(self):
        for name, words in OUTPUTS.items():
            with self.subTest(name):
                run = self.search(*words)
                self.compare(name, "$ broadsheet " + " ".join(map(quoted, words)) + "\n" + masked(run.out.replace("\r\n", "\n")))

    def compare(self, name, text):
        path = GOLDEN / name
        if os.environ.get(UPDATE):
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        self.assertTrue(path.exists(), f"{path} is missing; make it: python3 tests/e2e/test_golden.py --update, and look at it")
        golden = path.read_text(encoding="utf-8")
        if golden != text:
            lines = difflib.unified_diff(golden.splitlines(), text.splitlines(), str(path), "now", lineterm="")
            self.fail("\n".join(["the output is another one (right? python3 tests/e2e/test_golden.py --update):", *lines]))

    def test_there_is_no_golden_file_that_nothing_compares(self):
        self.assertEqual(sorted(OUTPUTS), sorted(p.name for p in GOLDEN.glob("*.txt")))


def quoted(word):
    return word if re.fullmatch(r"[\w=:,.*-]+", word) else f"'{word}'"


if __name__ == "__main__":
    if "--update" in sys.argv:
        sys.argv.remove("--update")
        os.environ[UPDATE] = "1"
    unittest.main()
