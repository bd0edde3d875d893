# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever form articles come in, the archive holds them: formats, packings, folders, keys, encodings, dates."""

import bz2
import gzip
import json
import lzma
import os
import unittest

from case import TINY, Case, jsonl, tiny_records, zstd_frame

TINY_IDS = [r["id"] for r in tiny_records()]


class Containers(Case):
    def assert_tiny(self):
        self.assert_ids(TINY_IDS, "*")

    def test_packed_files_are_read_as_they_are(self):
        data = TINY.read_bytes()
        packings = {"gz": gzip.compress(data), "xz": lzma.compress(data), "bz2": bz2.compress(data), "zst": zstd_frame(data)}
        contents = set()
        for suffix, packed in packings.items():
            with self.subTest(suffix):
                self.build(self.write(f"tiny.jsonl.{suffix}", packed))
                self.assert_tiny()
                contents.add(self.archive.manifest()["content_sha256"])
        self.assertEqual(1, len(contents))

    def test_the_packing_is_recognised_from_the_content_not_the_name(self):
        self.build(self.write("tiny.jsonl", gzip.compress(TINY.read_bytes())))
        self.assert_tiny()

    def test_several_gzip_members_in_one_file_are_one_file(self):
        lines = TINY.read_bytes().splitlines(keepends=True)
        self.build(self.write("tiny.jsonl.gz", b"".join(gzip.compress(line) for line in lines)))
        self.assert_tiny()

    def test_packed_stdin_is_unpacked(self):
        self.build(gzip.compress(TINY.read_bytes()))
        self.assert_tiny()

    def test_a_json_array_is_read_like_lines(self):
        self.build(self.write("tiny.json", json.dumps(tiny_records(), indent=2)))
        self.assert_tiny()

    def test_a_json_array_is_recognised_on_stdin(self):
        self.build(json.dumps(tiny_records()).encode())
        self.assert_tiny()

    def test_a_single_pretty_printed_object_is_one_article(self):
        self.build(self.write("one.json", json.dumps(tiny_records()[0], indent=2)))
        self.assert_ids(["tiny-01-day"], "*")

    def test_format_forces_the_format(self):
        self.build(self.write("articles.log", TINY.read_bytes()), "--format", "jsonl")
        self.assert_tiny()

    def test_a_format_that_does_not_exist_is_a_usage_error(self):
        self.assert_message("parquet", self.build(TINY, "--format", "parquet", expect=2))

    def test_lines_may_end_with_carriage_returns_and_the_last_without_any_end(self):
        self.build(TINY.read_bytes().replace(b"\n", b"\r\n").rstrip())
        self.assert_tiny()

    def test_empty_lines_are_nothing(self):
        run = self.build(b"\n\n" + TINY.read_bytes().replace(b"\n", b"\n  \n"))
        self.assert_tiny()
        self.assertEqual(0, self.archive.manifest()["run"]["rejected"], run)

    def test_a_byte_order_mark_is_dropped(self):
        self.build(b"\xef\xbb\xbf" + TINY.read_bytes())
        self.assert_tiny()

    def test_several_inputs_are_one_archive(self):
        lines = TINY.read_bytes().splitlines(keepends=True)
        self.build([self.write("a.jsonl", b"".join(lines[:5])), self.write("b.jsonl", b"".join(lines[5:]))])
        self.assert_tiny()


class Folders(Case):
    def test_a_folder_is_walked_in_sorted_order(self):
        self.write("in/b/x.jsonl", jsonl([{"id": "same", "title": "from b"}]))
        self.write("in/a/y.jsonl", jsonl([{"id": "same", "title": "from a"}]))
        self.write("in/c.jsonl.gz", gzip.compress(jsonl([{"id": "other", "title": "third"}])))
        self.build(self.folder / "in")
        self.assert_ids(["same", "other"], "*")
        self.assertEqual("from b", self.query("id:same")["hits"][0]["title"])

    def test_files_of_no_known_format_are_skipped_and_counted(self):
        self.write("in/a.jsonl", TINY.read_bytes())
        self.write("in/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        self.write("in/README.md", "# Articles\n")
        run = self.build(self.folder / "in")
        self.assert_ids(TINY_IDS, "*")
        self.assertRegex(run.err, r"2 .*skipped|skipped\D*2")

    def test_links_to_folders_are_not_followed(self):
        self.write("in/a.jsonl", jsonl([{"id": "a", "title": "here"}]))
        self.write("elsewhere/b.jsonl", jsonl([{"id": "b", "title": "there"}]))
        os.symlink(self.folder / "elsewhere", self.folder / "in" / "link")
        os.symlink(self.folder / "in", self.folder / "in" / "loop")
        self.build(self.folder / "in")
        self.assert_ids(["a"], "*")

    def test_a_fifo_in_a_folder_does_not_hold_the_run_up(self):
        self.write("in/a.jsonl", jsonl([{"id": "a", "title": "here"}]))
        os.mkfifo(self.folder / "in" / "fifo.jsonl")
        self.build(self.folder / "in")
        self.assert_ids(["a"], "*")

    def test_file_names_with_blanks_line_ends_and_dashes_are_only_names(self):
        for i, name in enumerate(["two words.jsonl", "line\nend.jsonl", "-rf.jsonl", "esc\x1b[31m.jsonl"]):
            self.write(f"in/{name}", jsonl([{"id": f"a{i}", "title": "x"}]))
        run = self.build(self.folder / "in")
        self.assert_ids(["a0", "a1", "a2", "a3"], "*")
        self.assertNotIn("\x1b", run.err)

    def test_a_folder_without_any_article_is_unusable_input(self):
        (self.folder / "in").mkdir()
        self.build(self.folder / "in", expect=65)
        self.assertFalse((self.archive.path / "CURRENT").exists())


class Keys(Case):
    def show(self, id):
        return self.search("show", id, "--format", "json").json()

    def test_common_synonyms_of_keys_are_understood(self):
        self.build([{"id": "a", "headline": "The headline", "body": "The body", "published": "2024-02-21", "outlet": "AP",
                     "byline": "Ann Arbor", "lang": "en", "link": "https://example.org/a"},
                    {"id": "b", "title": "b", "content": "The content", "pubDate": "Wed, 21 Feb 2024 10:00:00 -0500",
                     "publisher": "AP"},
                    {"id": "c", "title": "c", "publish_date": "2024-02-21", "media_name": "AP", "author": "Ann Arbor"}])
        self.assert_ids(["a", "b", "c"], "source:AP", "--since", "2024-02-21", "--until", "2024-02-21")
        self.assert_ids(["a", "c"], 'author:"Ann Arbor"')
        article = self.show("a")
        self.assertEqual(("The headline", "The body", "en", "https://example.org/a"),
                         (article["title"], article["text"], article["language"], article["url"]))

    def test_map_names_the_key_of_a_field(self):
        self.build([{"id": "a", "head": "The headline", "story": "The story", "meta": {"published": "2024-02-21"}}],
                   "--map", "title=head", "--map", "text=story", "--map", "date=meta.published")
        article = self.show("a")
        self.assertEqual(("The headline", "The story", "2024-02-21"), (article["title"], article["text"], article["date"]))

    def test_a_map_without_an_equals_sign_or_of_an_unknown_field_is_a_usage_error(self):
        self.build(TINY, "--map", "title", expect=2)
        self.assert_message("colour", self.build(TINY, "--map", "colour=x", expect=2))

    def test_default_source_fills_in_where_none_is_given(self):
        self.build([{"id": "a", "title": "x"}, {"id": "b", "title": "y", "source": "AP"}], "--default-source", "Reuters")
        self.assert_ids(["a"], "source:Reuters")
        self.assert_ids(["b"], "source:AP")

    def test_unknown_keys_come_back_as_they_were(self):
        extra = {"wordcount": 20, "desk": {"name": "Trade", "floor": 3}, "paid": True, "none": None,
                 "tags_by_hand": ["a", 1, 2.5]}
        self.build([{"id": "a", "title": "x", **extra}])
        article = self.show("a")
        self.assertEqual(extra, {key: article.get(key, "missing") for key in extra})

    def test_entities_in_the_input_are_taken_as_they_are(self):
        self.build([{"id": "a", "title": "Kai-Fu Lee at 01.AI", "text": "Lee spoke.",
                     "entities": [{"type": "person", "name": "Kai-Fu Lee", "count": 2},
                                  {"type": "organization", "name": "01.AI"},
                                  {"type": "location", "name": "Beijing"}, "Quarry"]}])
        (hit,) = self.query('person:"kai-fu lee" org:01.AI place:Beijing', "--fields", "misc")["hits"]
        self.assertEqual((["Kai-Fu Lee"], ["01.AI"], ["Beijing"], ["Quarry"]),
                         (hit["persons"], hit["orgs"], hit["places"], hit["misc"]))

    def test_one_author_or_topic_may_be_a_string(self):
        self.build([{"id": "a", "title": "x", "authors": "Ann Arbor", "topics": "trade"}])
        self.assert_ids(["a"], "topic:trade author:arbor")

    def test_without_an_id_one_is_derived_from_the_canonical_url(self):
        same = ["https://Example.org:443/a?utm_source=x#top", "https://example.org/a", "HTTPS://example.org/a?fbclid=1&gclid=2"]
        self.build([{"url": url, "title": f"version {i}"} for i, url in enumerate(same)])
        (id,) = self.ids("*")
        self.assertRegex(id, r"^[a-z]")
        self.assertEqual("version 2", self.query("*")["hits"][0]["title"])

    def test_without_id_and_url_the_id_comes_from_source_date_title_and_text_and_stays(self):
        records = [{"source": "AP", "date": "2024", "title": "x", "text": text} for text in ("one", "two")]
        self.build(records)
        first = self.ids("*")
        self.assertEqual(2, len(set(first)))
        self.assertTrue(all(id[0].isalpha() for id in first), first)
        self.build(list(reversed(records)))
        self.assertEqual(sorted(first), sorted(self.ids("*")))

    def test_a_number_as_id_is_kept_as_written(self):
        self.build([{"id": 123456789012345678901234567890, "title": "x"}, {"id": "007", "title": "y"}])
        self.assert_ids(["123456789012345678901234567890", "007"], "*")


class HostileText(Case):
    def test_broken_utf8_becomes_replacement_characters_and_the_article_is_kept(self):
        broken = {"overlong": b"\xc0\xaf", "surrogate": b"\xed\xa0\x80", "truncated": b"\xe2\x82", "latin1": b"caf\xe9",
                  "high": b"\xf5\x80"}
        self.build([b'{"id":"%s","title":"before","text":"word %s after"}' % (name.encode(), data)
                    for name, data in broken.items()])
        self.assert_ids(list(broken), "word after")
        self.assertIn("�", self.search("show", "latin1", "--format", "json").json()["text"])

    def test_lone_surrogate_escapes_become_replacement_characters(self):
        self.build([r'{"id":"a","title":"half \ud83d pair","text":"\udc00 word"}',
                    r'{"id":"b","title":"whole \ud83d\ude00 pair"}'])
        self.assertEqual("half � pair", self.query("half")["hits"][0]["title"])
        self.assertEqual("whole 😀 pair", self.query("whole")["hits"][0]["title"])

    def test_huge_numbers_keep_all_their_digits(self):
        digits = "123456789012345678901234567890"
        self.build(['{"id":"a","title":"x","big":' + digits + ',"bigger":1e400,"tiny":-0.1000}'])
        out = self.search("show", "a", "--format", "json").out
        self.assertIn(digits, out)
        self.assertIn("1e400", out)
        self.assertIn("-0.1000", out)

    def test_nul_and_other_controls_in_every_field_lose_no_neighbour(self):
        nasty = "a\0b\x01\x1b[31mc\x7f"
        self.build([{"id": "before", "title": "x"},
                    {"id": "nasty", "title": nasty, "text": nasty, "deck": nasty, "source": nasty, "authors": [nasty],
                     "topics": [nasty]},
                    {"id": "after", "title": "x"}])
        self.assertEqual(3, self.query("*")["total"]["articles"])

    def test_ids_of_many_nul_bytes_lose_no_neighbour(self):
        self.build([{"id": "\0" * 130, "title": "nul"}, *[{"id": f"a{i}", "title": "x"} for i in range(40)]], expect=None)
        self.assertEqual(40, self.query("title:x")["total"]["articles"])

    def test_composed_and_decomposed_letters_are_the_same(self):
        self.build([{"id": "nfc", "title": "caf\u00e9"}, {"id": "nfd", "title": "cafe\u0301"}])
        for query in ("caf\u00e9", "cafe\u0301", "cafe", '"CAFÉ"'):
            self.assert_ids(["nfc", "nfd"], query)

    def test_the_same_key_twice_means_the_last_one(self):
        self.build(['{"id":"a","title":"first","title":"last"}'])
        self.assertEqual("last", self.query("*")["hits"][0]["title"])

    def test_a_very_long_value_is_cut_or_kept_but_loses_no_article(self):
        self.build([{"id": "a", "title": "t " * 9000, "source": "s" * 5000, "topics": ["x" * 3000]}, {"id": "b", "title": "y"}])
        self.assert_ids(["a", "b"], "*")

    def test_a_word_longer_than_any_term_does_no_harm(self):
        self.build([{"id": "a", "text": "before " + "x" * 100_000 + " after"}])
        self.assert_ids(["a"], "before after")


class Dates(Case):
    def hits_by_id(self, records):
        self.build(records)
        return {hit["id"]: hit for hit in self.query("*", "--limit", "all", "--snippet", "0")["hits"]}

    def test_every_way_to_write_a_date_gives_its_day_and_precision(self):
        # written, day at its own offset, precision
        table = [
            ("2024-02-21", "2024-02-21", "day"),
            ("2024-02", "2024-02-01", "month"),
            ("2024", "2024-01-01", "year"),
            ("20240221", "2024-02-21", "day"),
            ("2024-02-21T23:30:00-05:00", "2024-02-21", "time"),
            ("2024-02-21T10:00:00Z", "2024-02-21", "time"),
            ("2024-02-21 10:00:00+02:00", "2024-02-21", "time"),
            ("2024-02-21T10:00:00.123Z", "2024-02-21", "time"),
            ("2024-02-21T10:00", "2024-02-21", "time"),
            ("2024-02-21T00:30:00+14:00", "2024-02-21", "time"),
            ("Wed, 21 Feb 2024 10:00:00 -0500", "2024-02-21", "time"),
            ("Wed, 21 Feb 2024 22:00:00 EST", "2024-02-21", "time"),
            ("February 21, 2024", "2024-02-21", "day"),
            ("21 Feb 2024", "2024-02-21", "day"),
            ("1708509600", "2024-02-21", "time"),
            ("1708509600000", "2024-02-21", "time"),
            ("1901-12-13", "1901-12-13", "day"),
            ("2038-01-20", "2038-01-20", "day"),
            ("2024-02-29", "2024-02-29", "day"),
        ]
        hits = self.hits_by_id([{"id": f"a{i}", "title": "x", "date": written} for i, (written, _, _) in enumerate(table)])
        for i, (written, day, precision) in enumerate(table):
            with self.subTest(written):
                self.assertEqual((day, precision), (hits[f"a{i}"]["day"], hits[f"a{i}"]["date_precision"]))

    def test_a_date_given_as_a_number_is_seconds_or_milliseconds(self):
        hits = self.hits_by_id(['{"id":"s","title":"x","date":1708509600}', '{"id":"ms","title":"x","date":1708509600000}'])
        self.assertEqual(["2024-02-21", "2024-02-21"], [hits["s"]["day"], hits["ms"]["day"]])

    def test_what_is_no_date_leaves_the_article_undated_and_is_counted(self):
        nonsense = ["0000-00-00", "2023-02-31", "2023-02-29", "12024-01-01", "yesterday", "", "99999999", "2024-13-01",
                    "2024-02-21T25:00:00Z"]
        hits = self.hits_by_id([{"id": f"a{i}", "title": "x", "date": text} for i, text in enumerate(nonsense)])
        for i, text in enumerate(nonsense):
            with self.subTest(text):
                self.assertIsNone(hits[f"a{i}"]["day"])
        run = self.archive.manifest()["run"]
        self.assertEqual(len(nonsense), run["undated"])
        self.assertGreaterEqual(sum(run["notes"].values()), len(nonsense) - 1, run)

    def test_the_date_comes_back_with_its_offset_as_given(self):
        hits = self.hits_by_id(TINY)
        self.assertEqual("2024-02-21T23:30:00-05:00", hits["tiny-02-time-offset"]["date"])
        self.assertEqual("2024-02", hits["tiny-03-month"]["date"])
        self.assertIsNone(hits["tiny-05-undated"]["date"])


class Access(Case):
    def test_access_is_kept_and_a_text_less_article_is_a_headline(self):
        self.build([{"id": "full", "text": "body"}, {"id": "cut", "text": "body", "access": "truncated"},
                    {"id": "paid", "text": "body", "access": "paywalled"}, {"id": "head", "title": "only a title"}])
        for id, access in [("full", "full"), ("cut", "truncated"), ("paid", "paywalled"), ("head", "headline")]:
            with self.subTest(id):
                self.assert_ids([id], "--access", access)


if __name__ == "__main__":
    unittest.main()
