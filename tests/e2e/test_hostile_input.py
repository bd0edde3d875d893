# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the list of faults that concern readers: whatever bytes, folders and values come in, the neighbours are indexed."""

import json
import os
import threading
import time
import unittest

from case import Case, jsonl

# Ill-formed and odd UTF-8, sixty of them: overlong forms, surrogates, cut sequences, bytes that never occur, sets of old, marks, noncharacters.
BYTES = [
    b"\xc0\x80", b"\xc0\xaf", b"\xc1\xbf", b"\xe0\x80\xaf", b"\xe0\x9f\xbf", b"\xf0\x80\x80\xaf", b"\xf0\x8f\xbf\xbf", b"\xf8\x88\x80\x80\x80",
    b"\xfc\x84\x80\x80\x80\x80", b"\xed\xa0\x80", b"\xed\xad\xbf", b"\xed\xae\x80", b"\xed\xbf\xbf", b"\xed\xa0\x80\xed\xb0\x80", b"\xc2",
    b"\xdf", b"\xe0\xa0", b"\xe2\x82", b"\xef\xbf", b"\xf0\x90", b"\xf0\x90\x80", b"\xf4\x8f\xbf", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80",
    b"\xf7\xbf\xbf\xbf", b"\xfe", b"\xff", b"\xfe\xfe\xff\xff", b"\x80", b"\xbf", b"\x80\xbf", b"\x80\xbf\x80", b"\xc2\x41", b"\xe2\x82\x41",
    b"\xf0\x9f\x98\x41", b"\xe2\x28\xa1", b"\xf0\x28\x8c\xbc", b"\xf0\x90\x28\xbc", b"\xc3\x28", b"\xa0\xa1", b"caf\xe9", b"na\xefve",
    b"\x93quoted\x94", b"\x96", b"\xff\xfea\x00", b"\xfe\xff\x00a", b"\x00", b"\x01\x02\x1f", b"\x7f", b"\xc2\x80", b"\xc2\x9b31m",
    b"\xef\xbb\xbf", b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xef\xb7\x90", b"\xf0\x9f\xbf\xbf", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xcc\x80" * 50,
    b"\xf3\xa0\x80\x81",
]


class HostileBytes(Case):
    def check(self, name, content):
        run = self.build(self.write(name, content), "--max-shrink", "100%")
        self.assertEqual(0, self.archive.manifest()["run"]["rejected"], run)
        self.assertEqual(62, len(self.ids("before")), run)
        self.assertEqual(62, len(self.ids("after")))
        out = self.search("query", "before", "--format", "json", "--limit", "all").out  # decoded strictly
        self.assertNotIn("\u202e", out)
        return json.loads(out)

    def test_sixty_byte_strings_in_json_lines_and_tables(self):
        self.assertEqual(60, len(BYTES))
        texts = [b"plain", *BYTES, b"plain"]
        lines = b"".join(b'{"id":"a%d","title":"before %s after"}\n' % (i, t) for i, t in enumerate(texts))
        answer = self.check("in.jsonl", lines)
        self.assertIn("�", {h["id"]: h["title"] for h in answer["hits"]}["a1"])
        self.check("in.csv", b"id,title\n" + b"".join(b'a%d,"before %s after"\n' % (i, t) for i, t in enumerate(texts)))
        self.check("in.tsv", b"id\ttitle\n" + b"".join(b'a%d\tbefore %s after\n' % (i, t) for i, t in enumerate(texts)))

    def test_each_of_them_alone_in_a_plain_text(self):
        for i, data in enumerate(BYTES):
            self.write(f"in/{i:02}.txt", b"before %d " % i + data + b" after")
        self.build(self.folder / "in")
        self.assertEqual(60, len(self.ids("before after")))

    def test_ids_of_many_nuls_in_a_table_lose_no_neighbour(self):
        rows = b"".join(b"a%d,word\n" % i for i in range(40))
        self.build(b"id,title\n" + b"\0" * 130 + b",word\n" + rows, "--max-rejects", "1")
        self.assertGreaterEqual(len(self.ids("word")), 40)

    def test_marks_bidi_and_invisible_characters_in_a_table(self):
        self.build(("id,title,topics\nnfc,caf\u00e9,a\u200bb\nnfd,cafe\u0301,ab\nmarks,x" + "\u0301" * 10_000 + ",y\n").encode())
        self.assert_ids(["nfc", "nfd"], "café")
        self.assert_ids(["nfc", "nfd"], "topic:ab")


class HostileJson(Case):
    REFUSED = ["[1,", "{", "{\"title\":\"x\"", '{"title":"x",}', '{"title":"x"} x', "{'title':'x'}", '{"title":"\t\x01"', '{"title":+1}', '{"title":.5}',
               '{"title":1.}', '{"title":0x1}', '{"title":Infinity}', '{"title":"\\u12"}', '{"title":"\\q"}', '{"title" "x"}', '{1:"x"}',
               '{"title":"x",,"a":1}', '{"a":[1,]}', '{"a":[1 2]}', '{"a":tru}', "nul", '"', '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"]
    ACCEPTED = ['{"title":"ok","n":1e400}', '{"title":"ok","n":-0}', '{"title":"ok","n":123456789012345678901234567890}',
                '{"title":"ok","title":"ok"}', '{"title":"ok \\ud800"}', '{"title":"ok \\ud83d\\ude00"}', ' {"title" : "ok" } ',
                '{"title":"ok","":1}', '{"title":"ok","a":' + "[" * 90 + "]" * 90 + "}", '{"title":"ok","a":[' + "1," * 1_000_000 + "1]}"]

    def test_what_is_no_json_is_refused_alone_and_what_is_json_taken(self):
        good = [line[:-1] + f',"id":"g{i}"}}' if line.endswith("}") else line[:-2] + f',"id":"g{i}"}} ' for i, line in enumerate(self.ACCEPTED)]
        lines = [*self.REFUSED, *good]
        run = self.build(lines, "--max-rejects", "100%", "--format", "jsonl")
        self.assertEqual(len(self.REFUSED), len(self.archive.rejects()), run)
        self.assertEqual(len(good), len(self.ids("ok")))


class HostileFolders(Case):
    def test_links_devices_names_and_many_files(self):
        folder = self.folder / "in"
        self.write("in/good.csv", "id,title\na,word\n")
        os.symlink(folder, folder / "loop")
        os.symlink("/etc", folder / "etc")
        os.symlink("/dev/zero", folder / "zero.txt")
        os.symlink(folder / "nowhere", folder / "broken.csv")
        os.mkfifo(folder / "fifo.txt")
        for name in ("new\nline.csv", "esc\x1b[31m.csv", "-rf.csv", "=1.csv", "é\udcff.csv"):
            self.write(f"in/{name}", f"id,title\n{len(name)}{name[:1].encode('utf-8', 'replace').hex()},word\n")
        for i in range(10_000):
            (folder / f"other{i}.dat").touch()
        began = time.monotonic()
        run = self.build(folder, "--max-rejects", "1")
        self.assertLess(time.monotonic() - began, 60)
        self.assertEqual(6, len(self.ids("word")), run)
        self.assertNotIn("\x1b", run.err)

    def test_a_file_that_is_cut_while_it_is_read(self):
        row = b"%09d,some words of a title\n"
        for round in range(5):
            path = self.write("in.csv", b"id,title\n" + b"".join(row % i for i in range(200_000)))
            cut = threading.Timer(0.01 * round, os.truncate, (path, 1_000_003))
            cut.start()
            run = self.build(path, "--max-rejects", "100%", "--max-shrink", "100%", expect=None)
            cut.join()
            self.assertEqual(0, run.status, run)
            self.assertGreaterEqual(self.query("words")["total"]["articles"], 1_000_003 // len(row % 0) - 2)


class HostileValues(Case):
    def test_a_text_of_a_million_different_words(self):
        self.build(b"id,title,text\na,x,\"before " + b" ".join(b"w%d" % i for i in range(1_000_000)) + b"\"\nb,after,y\n")
        self.assert_ids(["a"], "before w77")
        self.assert_ids(["b"], "after")

    def test_dates_of_a_table(self):
        dates = ["0000-00-00", "9999-12-31", "2023-02-31", "2024-02-29", "1708509600", "1708509600000", "2024-02-21T00:30:00+14:00", "12024-01-01",
                 "yesterday", "2024-02-21T25:00:00Z"]
        rows = "".join(f"a{i},x,{d}\n" for i, d in enumerate(dates))
        run = self.build(("id,title,date\n" + rows).encode())
        days = {h["id"]: h["day"] for h in self.query("*", "--limit", "all")["hits"]}
        self.assertEqual([None, None, None, "2024-02-29", "2024-02-21", "2024-02-21", "2024-02-21", None, None, None],
                         [days[f"a{i}"] for i in range(len(dates))], run)
        self.assertEqual(6, self.archive.manifest()["run"]["notes"]["bad-date"])
        self.assertEqual("2023-02-31", self.search("show", "a2", "--format", "json").json()["date_raw"])


if __name__ == "__main__":
    unittest.main()
