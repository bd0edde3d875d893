# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/words.md holds: its texts are indexed, and every query finds or does not find the text beside it."""

import json
import re
import unittest

from case import ArchiveCase
from support.broadsheet import SOURCE_DIR

PAGE = SOURCE_DIR / "docs" / "words.md"
ROW = re.compile(r"^\| `(.+?)` \| `(.+?)` \| (yes|no) \|$")


def unescaped(cell):
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), cell)


def read_rows():
    """(line number, text, query, found) of every row; a line of a table that is no row is an error."""
    rows = []
    for number, line in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("| `"):
            continue
        row = ROW.match(line)
        if row is None:
            raise ValueError(f"{PAGE}:{number} is no row: {line}")
        rows.append((number, unescaped(row[1]), unescaped(row[2]), row[3] == "yes"))
    return rows


ROWS = read_rows()
TEXTS = list(dict.fromkeys(text for _, text, _, _ in ROWS))


class WordsByExample(ArchiveCase):
    records = [{"id": f"t{number}", "text": text} for number, text in enumerate(TEXTS)]

    def test_the_page_has_rows_of_both_kinds(self):
        self.assertGreaterEqual(len(ROWS), 150)
        self.assertGreaterEqual(sum(1 for row in ROWS if not row[3]), 40)
        self.assertEqual(len(ROWS), len({(text, query) for _, text, query, _ in ROWS}), "a row stands twice")

    def test_every_query_finds_or_does_not_find_its_text(self):
        questions = "".join(json.dumps({"qid": str(number), "query": query}) + "\n" for number, _, query, _ in ROWS)
        answers = self.search("batch", "-", "--match", "all", "--limit", "all", "--snippet", "0",
                              input=questions.encode()).json_lines()
        found = {answer["qid"]: {hit["id"] for hit in answer["hits"]} for answer in answers}
        self.assertEqual(len(ROWS), len(found))
        for number, text, query, expected in ROWS:
            with self.subTest(f"words.md:{number}: {query!r} in {text!r}"):
                self.assertEqual(expected, f"t{TEXTS.index(text)}" in found[str(number)])


if __name__ == "__main__":
    unittest.main()
