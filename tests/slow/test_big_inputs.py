# SPDX-License-Identifier: GPL-3.0-or-later
"""A gigabyte without a line end, and much in quotes or of NUL bytes: read at the memory of one record, set aside, and the next record is indexed."""

import os
import subprocess
import threading
import time
import unittest

from case import NOW, Case, command_line, environment

GIGABYTE = 1 << 30
CHUNK = 1 << 20
MAX_RSS_KIB = 300 * 1024

# What stands in front of the gigabyte, what it is made of, what stands behind; the format; records read, reasons of rejects.
TABLE = {
    "jsonl: one string": (b'{"id":"a","title":"x"}\n{"id":"big","text":"', b"x", b'"}\n{"id":"b","title":"y"}\n', "jsonl", ["too-long"], 2),
    "jsonl: no line end at all": (b'{"id":"a","title":"x"}\n{"id":"big","text":"', b"y", b"", "jsonl", ["too-long"], 1),
    "jsonl: a line of NULs": (b'{"id":"a","title":"x"}\n', b"\0", b'\n{"id":"b","title":"y"}\n', "jsonl", ["too-long"], 2),
    "json: one string in a list": (b'[{"id":"a","title":"x"},{"id":"big","text":"', b"x", b'"},{"id":"b","title":"y"}]', "json",
                                   ["too-long"], 2),
    "json: recognised, open brackets": (b'[{"id":"a","title":"x"},{"id":"big","text":', b"[", b"", None, ["too-long"], 1),
    "csv: one line": (b"id,title\na,x\nbig,", b"x", b"\nb,y\n", None, ["too-long"], 2),
    "csv: quoted, with line ends": (b'id,title,text\na,x,t\nbig,x,"', b"some words here\n", b'"\nb,y,t\n', None, ["too-long"], 2),
    "csv: commas": (b"id,title\na,x\n", b",", b"\nb,y\n", None, ["too-long"], 2),
    "csv: quotes": (b'id,title\na,x\n', b'"', b'\nb,y\n', None, ["too-long"], 2),
    "csv: a quote that is never closed": (b'id,title,text\na,x,t\nbad,x,"\n', b"c,d," + b"e" * 4091 + b"\n", b"b,y,t\n", None, ["bad-csv"], None),
    "csv: a quote that is never closed in a long line": (b'id,title\na,x\nbig,"', b"x", b"\nb,y\n", None, ["too-long"], 2),
    "csv: NULs": (b"id,title\na,x\nbig,", b"\0", b"\nb,y\n", None, ["too-long"], 2),
    "csv: a header without end": (b"id,title,", b"x", b"\n", "csv", ["bad-csv"], 0),
    "tsv: one line": (b"id\ttitle\na\tx\nbig\t", b"x", b"\nb\ty\n", "tsv", ["too-long"], 2),
    "tsv: a quote that is never closed": (b'id\ttitle\na\tx\nbig\t"', b"x", b"\nb\ty\n", "tsv", ["too-long"], 2),
    "text: no line end": (b"----\nword\n----\n", b"x", b"\n----\nend word\n", "text", ["too-long"], 2),
    "text: NULs": (b"word\n----\n", b"\0", b"\n----\nend word\n", "text", ["too-long"], 2),
    "text: one article of lines": (b"", b"a line of text\n", b"", "text", ["too-long"], 0),
    "windows-1251: one line": ("id,title\na,мост\nb,река\nbig,".encode("cp1251"), b"\xec", "\nb,город\n".encode("cp1251"), "csv", ["too-long"],
                               2),
    "UTF-16: one line": ("\ufeff{\"id\":\"a\",\"title\":\"x\"}\n".encode("utf-16-le"), b"x\0", "\n{\"id\":\"b\",\"title\":\"y\"}\n".encode(
        "utf-16-le"), "jsonl", ["too-long"], 2),
}


class AGigabyte(Case):
    # A gigabyte where files of one are known; for the others so much that keeping it would show.
    IN_FULL = ("jsonl: one string", "json: one string in a list", "csv: one line", "text: no line end")
    SMALLER = 64 << 20
    MAX_SMALLER_RSS_KIB = 110 * 1024

    def feed(self, process, begin, fill, end, size):
        chunk = fill * (CHUNK // len(fill))
        try:
            process.stdin.write(begin)
            for _ in range(max(size // len(chunk), 1)):
                process.stdin.write(chunk)
            process.stdin.write(end)
            process.stdin.close()
        except BrokenPipeError:
            pass

    def build_from_pipe(self, row):
        begin, fill, end, format, _, _ = TABLE[row]
        options = ["--format", format] if format else []
        options += ["--split-at", "----"] if format == "text" else []
        words = command_line(["build", "-", "--archive", self.archive, "--now", NOW, "--max-rejects", "100%", "--max-shrink", "100%",
                              "--memory", "16M", "--quiet", *options])
        with open(self.folder / "err", "wb") as err:
            process = subprocess.Popen(words, env=environment(self.folder), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=err)
            feeder = threading.Thread(target=self.feed, args=(process, begin, fill, end, GIGABYTE if row in self.IN_FULL else self.SMALLER))
            began = time.monotonic()
            feeder.start()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            feeder.join()
        print(f"{row}: {usage.ru_maxrss / 1024:.0f} MiB at most, {time.monotonic() - began:.1f} s, status {process.returncode}", flush=True)
        return process.returncode, usage.ru_maxrss

    def check(self, row):
        _, _, _, _, reasons, indexed = TABLE[row]
        status, rss = self.build_from_pipe(row)
        self.assertLess(rss, MAX_RSS_KIB if row in self.IN_FULL else self.MAX_SMALLER_RSS_KIB)
        self.assertEqual(0 if indexed != 0 else 65, status, (self.folder / "err").read_text())
        self.assertEqual(reasons, [r["reason"] for r in self.archive.rejects()])
        if indexed:
            self.assertEqual(indexed, self.query("*")["total"]["articles"])
        if indexed is None:  # as many as there are different ones
            self.assert_ids(["a", "b"], "id:a OR id:b")


def _add(row):
    setattr(AGigabyte, "test_" + row.replace(" ", "_").replace(":", "").replace(",", ""), lambda self: self.check(row))


for _row in TABLE:
    _add(_row)

if __name__ == "__main__":
    unittest.main()
