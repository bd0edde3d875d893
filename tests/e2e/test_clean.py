# SPDX-License-Identifier: GPL-3.0-or-later
"""`clean` prints what the cleaner makes of scraped text, `inspect` says what it took out, and `build` indexes the same."""

import contextlib
import os
import pty
import re
import subprocess
import sys
import unittest

from case import BIN_DIR, SOURCE_DIR, Archive, Case, jsonl

BODY = (
    "The bridge over the Pinnock will close on Monday for five months, the county said, because its cables have rusted.\n\n"
    "Drivers will have to go round by Caldmere, which takes an hour and a half in dry weather and more in snow.\n\n"
    "Sixteen buses a day used the bridge, and two of them have been taken out of service, the county said."
)
PAGE = (
    "Bridge to Close for the Winter\n\nBridge to Close for the Winter\n\nNobody has said who will pay for it.\n\nBy Jane Roe\n\n"
    + BODY
    + "\n\nAlready a subscriber? Log in.\n\nWant all of The Harbor Post? Subscribe.\n\nDiscover more from Hive Daily\n\nContinue reading\n"
)


class Clean(Case):
    def clean(self, *args, **how):
        return self.run_words("clean", *args, **how)

    def test_a_scraped_page_becomes_an_article_with_everything_removed_kept_beside_it(self):
        (article,) = self.clean(self.write("page.txt", PAGE)).json_lines()
        self.assertEqual("Bridge to Close for the Winter", article["title"])
        self.assertEqual("Nobody has said who will pay for it.", article["deck"])
        self.assertEqual(["Jane Roe"], article["authors"])
        self.assertEqual(BODY, article["text"])
        self.assertEqual("paywalled", article["access"])
        for span in article["removed"]:
            self.assertEqual(span["text"], PAGE[span["start"] : span["start"] + len(span["text"])])
        self.assertEqual(PAGE.split(), sorted_words_of(article, PAGE))

    def test_on_a_terminal_no_article_stands_behind_a_line_of_progress(self):
        program = [str(BIN_DIR / "broadsheet-index"), "clean", "--entities", str(self.write("page.txt", PAGE))]
        ours, theirs = pty.openpty()
        with subprocess.Popen(program, stdout=theirs, stderr=theirs) as process:
            os.close(theirs)
            shown = b""
            with contextlib.suppress(OSError):  # the terminal is gone when the program ends
                while part := os.read(ours, 1 << 16):
                    shown += part
        os.close(ours)
        self.assertEqual(0, process.returncode)
        # What a terminal shows of a line: what stands behind its last erasure.
        lines = [line.rsplit(b"\r\x1b[K", 1)[-1] for line in shown.split(b"\r\n")]
        self.assertEqual([b"{", b""], [line[:1] for line in lines], shown)

    def test_cleaned_articles_build_the_same_archive_as_raw_ones(self):
        raw = self.write("raw.jsonl", jsonl([{"id": "a", "source": "HP", "text": PAGE}]))
        cleaned = self.write("cleaned.jsonl", self.clean(raw).out)
        hashes = []
        for name, path in (("one", raw), ("two", cleaned)):
            archive = Archive(self.folder / name)
            self.build(path, archive=archive)
            hashes.append(archive.manifest()["content_sha256"])
        self.assertEqual(*hashes)

    def test_what_was_removed_is_not_found_and_what_is_article_is(self):
        self.build(self.write("in.jsonl", jsonl([{"id": "a", "source": "HP", "text": PAGE}])))
        self.assert_ids(["a"], "cables")
        self.assert_ids(["a"], "title:winter")
        self.assert_ids([], "wiredgorilla OR subscriber OR hive")

    def test_inspect_names_rule_place_reason_and_text(self):
        path = self.write("page.txt", PAGE)
        seen = self.run_words("inspect", path).out
        self.assertIn("access   paywalled", seen)
        self.assertIn(f"at {PAGE.index('Already')}: paywall-notice (asks whether the reader has an account)", seen)
        self.assertIn("Already a subscriber? Log in.", seen)

    def test_inspect_shows_an_article_of_the_archive(self):
        self.build(self.write("in.jsonl", jsonl([{"id": "a", "source": "HP", "text": PAGE}])))
        self.assertIn("paywall-notice", self.run_words("inspect", "--id", "a", "--archive", self.archive).out)
        missing = self.run_words("inspect", "--id", "b", "--archive", self.archive, expect=66)
        self.assert_message("has the id b", missing)

    def test_inspect_wants_input_or_an_id(self):
        self.assert_message("INPUT or --id", self.run_words("inspect", expect=2))
        self.assert_message("INPUT or --id", self.run_words("inspect", "--id", "a", "x.txt", expect=2))

    def test_bad_records_are_said_and_the_rest_is_cleaned(self):
        path = self.write("in.jsonl", b"{broken\n" + jsonl([{"id": f"g{i}", "title": "good"} for i in range(30)]))
        run = self.clean(path, "--rejects", self.folder / "rejects.jsonl")
        self.assertEqual(30, len(run.json_lines()))
        self.assert_message("bad JSON", run)
        self.assertEqual(1, len((self.folder / "rejects.jsonl").read_text().splitlines()))
        self.assert_message("could not be used", self.clean(self.write("bad.jsonl", b"{broken\n"), expect=65))

    def test_the_same_comes_out_whatever_the_number_of_jobs(self):
        path = SOURCE_DIR / "corpus" / "cleaning"
        self.assertEqual(self.clean(path, "--jobs", "1", expect=None).out, self.clean(path, "--jobs", "3", expect=None).out)

    def test_it_needs_no_archive_and_no_home(self):
        path = self.write("page.txt", PAGE)
        run = self.execute([BIN_DIR / "broadsheet-index", "clean", path], env={"HOME": "", "XDG_DATA_HOME": ""})
        self.assertEqual(0, run.status, str(run))


def sorted_words_of(article, page):
    """The words of the page, put together again from what was kept and removed, in the order in which they stood."""
    pieces = [(span["start"], span["text"]) for span in article["removed"]]
    pieces += [(page.index(paragraph), paragraph) for paragraph in article["text"].split("\n\n")]
    return " ".join(text for _, text in sorted(pieces)).split()


class Evaluation(Case):
    """The measured quality does not fall behind; scripts/evaluate-cleaning says more."""

    def evaluate(self, *options):
        run = subprocess.run([sys.executable, SOURCE_DIR / "scripts" / "evaluate-cleaning", "--bin", BIN_DIR, *options], capture_output=True, text=True)
        self.assertEqual(0, run.returncode, run.stdout + run.stderr)
        return run.stdout

    def test_the_scripts_own_numbers_are_right(self):
        self.evaluate("--self-test")

    def test_the_classifier_of_wordings_is_trained_the_same_every_time(self):
        rows = "".join(f"1\t{i}\tSign up for our newsletter number {i}\n0\t{i}\tThe bridge over river number {i} was closed by the county.\n" for i in range(9))
        first, second = (subprocess.run([BIN_DIR / "train-wording"], input=rows, capture_output=True, text=True, check=True).stdout for _ in range(2))
        self.assertEqual(first, second)
        weights = {tuple(row.strip('"').split("\\t")[:3]): int(row.split("\\t")[3].rstrip('\\n"')) for row in first.splitlines()}
        self.assertGreater(weights["w", "", "newsletter"], 0)
        self.assertEqual(0, weights.get(("w", "", "bridge"), 0))  # in no two notices, and in too few articles: not known

    def test_the_cases_are_cleaned_as_well_as_they_were(self):
        seen = self.evaluate("--speed-mb", "0")
        numbers = re.search(r"precision (\S+) %, recall (\S+) %.*lookalikes (\d+) of.*^title +(\d+) of", seen, re.S | re.M)
        precision, recall, lost, titles = map(float, numbers.groups())
        self.assertGreaterEqual(precision, 99.5, seen)
        self.assertGreaterEqual(recall, 94, seen)
        self.assertEqual(0, lost, seen)
        self.assertGreaterEqual(titles, 66, seen)


if __name__ == "__main__":
    unittest.main()
