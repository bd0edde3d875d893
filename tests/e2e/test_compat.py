# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives that earlier versions published are read for ever, or refused clearly: one small one of each index format is kept in tests/compat.

tests/compat/format-N.tar.gz is the archive of corpus/small/tiny.jsonl (with --facet-field country --facet-field desk), and
format-N.json what its program answered to QUESTION. To keep one of a new format: python3 tests/e2e/test_compat.py --keep
"""

import json
import os
import pathlib
import sys
import tarfile
import unittest

from case import Archive, Case

COMPAT = pathlib.Path(__file__).resolve().parents[1] / "compat"
QUESTION = ("model OR \"white house\" OR tiny", "--facet", "source,person,country", "--timeline", "month", "--now", "2026-11-25T00:00:00Z",
            "--limit", "all")
FORMATS = sorted(COMPAT.glob("format-*.tar.gz"))


class Compat(Case):
    def test_every_kept_archive_is_intact_and_answers_as_it_did(self):
        self.assertTrue(FORMATS, f"no archive in {COMPAT}")
        for kept in FORMATS:
            with self.subTest(kept.name):
                folder = self.folder / kept.stem
                with tarfile.open(kept) as tar:
                    tar.extractall(folder)
                self.run_words("check", "--deep", "--archive", folder / "archive")
                answer = self.run_words("query", *QUESTION, "--format", "json", "--archive", folder / "archive").json()
                then = json.loads(kept.with_name(kept.name.replace(".tar.gz", ".json")).read_text())
                for each in (then, answer):
                    each["query"].pop("warnings")  # a later program may say more
                self.drop_added_keys(then, answer)
                self.assertEqual(then, answer)

    def drop_added_keys(self, then, now):
        """Keys are only ever added within a format of the output: what was there must be there still."""
        if isinstance(then, dict) and isinstance(now, dict):
            for key in set(now) - set(then):
                del now[key]
            for key in set(now) & set(then):
                self.drop_added_keys(then[key], now[key])
        elif isinstance(then, list) and isinstance(now, list):
            for one, other in zip(then, now):
                self.drop_added_keys(one, other)

    def test_an_archive_of_analysis_1_is_searched_without_marks(self):
        folder = self.folder / "one"
        with tarfile.open(COMPAT / "format-1.tar.gz") as tar:
            tar.extractall(folder)
        archive = folder / "archive"
        self.assertEqual(1, Archive(archive).manifest()["analysis"]["version"])
        parts = self.ids("white house", archive=archive)
        self.assertTrue(parts)
        for query in ("white.house", "white&house", "White++ house+"):
            self.assertEqual(parts, self.ids(query, archive=archive), query)


class Keep(Case):
    """Not a test of the suite: writes the files for the present format."""

    def keep(self):
        archive = self.folder / "archive"
        tiny = pathlib.Path(os.environ["BROADSHEET_SOURCE_DIR"]) / "corpus/small/tiny.jsonl"
        self.run_words("build", tiny, "--archive", archive, "--facet-field", "country", "--facet-field", "desk", "--now", "2026-11-25T00:00:00Z")
        number = json.loads((archive / "generations/000001/manifest.json").read_text())["format_version"]
        answer = self.run_words("query", *QUESTION, "--format", "json", "--archive", archive).json()
        (COMPAT / f"format-{number}.json").write_text(json.dumps(answer, indent=1, ensure_ascii=False) + "\n")
        with tarfile.open(COMPAT / f"format-{number}.tar.gz", "w:gz") as tar:
            tar.add(archive, "archive")


if __name__ == "__main__":
    if "--keep" in sys.argv:
        case = Keep("keep")
        result = case.run()
        sys.exit(f"not kept: {result.errors + result.failures}" if result.errors or result.failures else 0)
    unittest.main()
