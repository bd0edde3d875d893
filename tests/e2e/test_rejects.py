# SPDX-License-Identifier: GPL-3.0-or-later
"""A record that cannot be used is written down whole, with its place and with what helps; the run goes on, within limits."""

import gzip
import json
import os
import unittest

from case import TINY, Case, jsonl

GOOD = [{"id": f"good{i}", "title": f"good {i}", "source": "AP"} for i in range(20)]


class OneBadRecord(Case):
    """What the rejects file says of one bad record among twenty good ones, by kind of badness."""

    def reject_of(self, line, *options, data=None):
        """Builds with `line` as the eleventh of 21; gives its reject and its offset."""
        lines = [jsonl([r]) for r in GOOD]
        before = b"".join(lines[:10])
        data = data or before + jsonl([line]) + b"".join(lines[10:])
        self.path = self.write("in.jsonl", data)
        self.run_of_build = self.build(self.path, "--max-rejects", "10", *options)
        (reject,) = self.archive.rejects()
        self.assert_ids([r["id"] for r in GOOD], "title:good")
        self.assertEqual(["reason", "message", "file", "line", "offset", "record"], list(reject))
        return reject, len(before)

    def test_a_reject_says_reason_message_file_line_offset_and_the_whole_record(self):
        reject, offset = self.reject_of('{"id":"bad","title":')
        self.assertEqual("bad-json", reject["reason"])
        self.assertEqual((str(self.path), 11, offset), (reject["file"], reject["line"], reject["offset"]))
        self.assertEqual('{"id":"bad","title":', reject["record"])
        self.assertIn("in.jsonl:11", reject["message"])

    def test_the_offset_counts_unpacked_bytes(self):
        lines = [jsonl([r]) for r in GOOD]
        data = b"".join(lines[:10]) + b"{broken\n" + b"".join(lines[10:])
        reject, _ = self.reject_of("", data=gzip.compress(data))
        self.assertEqual(sum(map(len, lines[:10])), reject["offset"])
        self.assertEqual("{broken", reject["record"])

    def test_a_record_without_text_or_title_says_which_keys_it_has_and_what_to_try(self):
        reject, _ = self.reject_of({"head": "The headline", "story": "A long story " * 20, "day": "2024-02-21"})
        self.assertEqual("no-text", reject["reason"])
        self.assertEqual(f'{self.path}:11: no "text", "html" or "title"; the keys are: head, story, day. '
                         "Try: --map title=head --map text=story", reject["message"])

    def test_the_report_counts_rejects_by_reason_and_names_the_file(self):
        self.reject_of("{broken")
        self.assertRegex(self.run_of_build.err, r"bad-json")
        self.assertIn("rejects/000001.jsonl", self.run_of_build.err)
        run = self.archive.manifest()["run"]
        self.assertEqual((21, 20, 1, {"bad-json": 1}), (run["read"], run["indexed"], run["rejected"], run["rejected_by_reason"]))

    def test_records_that_are_json_but_no_object_are_rejected(self):
        for line in ("42", '"text"', "null", "[[]]"):
            with self.subTest(line):
                reject, _ = self.reject_of(line)
                self.assertEqual(line, reject["record"])

    def test_every_kind_of_bad_json_is_rejected(self):
        for line in ('{"title":"x",}', "{'title':'x'}", '{"title":"x"} trailing', '{"title":"x"', '{"title":tru}',
                     '{"title":"\\x"}',
                     '{"title":01}', '{"title":NaN}', '{title:"x"}', '{"title":"x" "text":"y"}'):
            with self.subTest(line):
                reject, _ = self.reject_of(line)
                self.assertEqual(("bad-json", line), (reject["reason"], reject["record"]))

    def test_deep_nesting_is_rejected_not_followed(self):
        reject, _ = self.reject_of('{"title":"x","deep":' + "[" * 100_000 + "]" * 100_000 + "}")
        self.assertIn("100", reject["message"])

    def test_a_record_over_the_size_limit_is_rejected_and_the_next_one_is_read(self):
        reject, _ = self.reject_of('{"title":"%s"}' % ("x" * (17 << 20)))
        self.assertEqual("too-long", reject["reason"])

    def test_a_long_id_is_rejected(self):
        reject, _ = self.reject_of({"id": "x" * 1000, "title": "y"})
        self.assertEqual("bad-id", reject["reason"])

    def test_an_article_of_blanks_only_is_rejected(self):
        reject, _ = self.reject_of({"id": "bad", "title": " ", "text": "\n\n "})
        self.assertEqual("no-text", reject["reason"])

    def test_a_broken_record_of_any_bytes_is_written_as_valid_json(self):
        reject, _ = self.reject_of(b'{"title":"\xff\xfe\x80')
        self.assertIn("�", reject["record"])

    def test_rejects_names_another_file(self):
        self.build([*GOOD, "{broken"], "--rejects", self.folder / "mine.jsonl")
        self.assertEqual("bad-json", json.loads((self.folder / "mine.jsonl").read_text())["reason"])
        self.assertEqual([], self.archive.rejects())

    def test_without_rejects_there_is_no_rejects_file(self):
        self.build(GOOD)
        self.assertEqual([], self.archive.rejects())

    def test_a_bad_element_of_a_json_array_is_rejected_alone(self):
        self.build(self.write("in.json", json.dumps([*GOOD, {"day": 1}])))
        (reject,) = self.archive.rejects()
        self.assertEqual("no-text", reject["reason"])
        self.assert_ids([r["id"] for r in GOOD], "*")


class UnreadableFiles(Case):
    """A file that cannot be read is one reject without a record; the others count."""

    def setUp(self):
        super().setUp()
        self.good = self.write("in/a-good.jsonl", jsonl(GOOD))

    def only_reject(self):
        (reject,) = self.archive.rejects()
        self.assertNotIn("record", {k for k, v in reject.items() if v is not None})
        self.assertGreaterEqual(len(self.ids("*")), len(GOOD))
        return reject

    def test_a_cut_gzip_file(self):
        packed = gzip.compress(os.urandom(50_000).hex().encode())
        path = self.write("in/cut.jsonl.gz", packed[:len(packed) // 2])
        run = self.build([self.good, path], "--max-rejects", "10", expect=None)
        self.assertEqual(0, run.status, run)
        reasons = [r["reason"] for r in self.archive.rejects() if r.get("record") is None]
        self.assertEqual(1, len(reasons), run)

    def test_a_bomb_is_stopped(self):
        path = self.write("in/bomb.jsonl.gz", gzip.compress(b" " * (160 << 20), 1))
        self.build([self.good, path], "--max-rejects", "10")
        self.assertEqual("bomb", self.only_reject()["reason"])

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_without_permission(self):
        path = self.write("in/secret.jsonl", jsonl(GOOD))
        path.chmod(0)
        self.build(self.folder / "in", "--max-rejects", "10")
        self.assertEqual("unreadable", self.only_reject()["reason"])


class HowManyRejectsAreTooMany(Case):
    def test_more_than_five_percent_publish_nothing(self):
        run = self.build([*GOOD, "{bad", "{worse"], expect=65)
        self.assertFalse((self.archive.path / "CURRENT").exists())
        self.assertIn("not published", run.last_line)
        self.assertIn("2 of 22 records rejected", run.last_line)
        self.assertIn("allowed 5 %", run.last_line)
        self.assert_no_trace()

    def test_the_rejects_are_there_to_look_at_after_a_refusal(self):
        self.build([*GOOD, "{bad", "{worse"], expect=65)
        self.assertEqual(["{bad", "{worse"], [r["record"] for r in self.archive.rejects()])

    def test_up_to_five_percent_are_within_the_limit(self):
        self.build([*GOOD, "{bad"])
        self.assertEqual("000001", self.archive.current())

    def test_max_rejects_may_be_a_number(self):
        self.build([*GOOD, "{bad", "{worse"], "--max-rejects", "2")
        self.build([*GOOD, "{bad", "{worse"], "--max-rejects", "1", expect=65)

    def test_max_rejects_may_be_a_share(self):
        self.build([*GOOD, "{bad", "{worse"], "--max-rejects", "10%")
        self.build([*GOOD, "{bad", "{worse"], "--max-rejects", "9%", expect=65)

    def test_max_rejects_zero_allows_none(self):
        self.build([*GOOD, "{bad"], "--max-rejects", "0", expect=65)

    def test_max_rejects_of_nonsense_is_a_usage_error(self):
        self.build(GOOD, "--max-rejects", "few", expect=2)

    def test_fail_on_rejects_publishes_and_ends_with_3(self):
        self.build([*GOOD, "{bad"], "--fail-on-rejects", expect=3)
        self.assertEqual("000001", self.archive.current())

    def test_fail_on_rejects_without_rejects_ends_with_0(self):
        self.build(GOOD, "--fail-on-rejects")

    def test_a_refused_build_leaves_searches_with_the_old_generation(self):
        self.build(TINY)
        self.build(["{bad"] * 3, expect=65)
        self.assertEqual("000001", self.archive.current())
        self.assertEqual(12, self.query("*")["total"]["articles"])

    def test_empty_input_is_unusable(self):
        self.build(b"", expect=65)
        self.assertFalse((self.archive.path / "CURRENT").exists())


if __name__ == "__main__":
    unittest.main()
