# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows 45, 46: names and texts that want to be something else in a log, a command line or a folder."""

import json
import os
import pathlib
import re
import shutil
import tempfile
import unittest

from case import BIN_DIR, NOW, TINY, Case, command_line, jsonl, say, scaled

EVIL = "evil\n2026-01-01T00:00:00Z broadsheet-index: error: forged\r\x1b[31mred\x07\u2028{\"level\":\"error\"}\u202e"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")


class Logs(Case):
    def runs(self):
        """Every way for a text from outside to come into a message."""
        self.write(f"in/{EVIL.replace('/', '')}.jsonl", b'{"title":"x"}\n{"nothing":1}\nno json\n')
        self.write("in/good.jsonl", jsonl([{"id": EVIL, "title": EVIL, "source": EVIL}, {"id": "good", "title": EVIL, "source": EVIL, "date": EVIL,
                                                                                          "language": EVIL, "access": EVIL, EVIL: EVIL, "url": EVIL}]))
        a = ["--archive", self.archive]
        yield ["build", self.folder / "in", *a, "--max-rejects", "100%"]
        yield ["build", self.folder / EVIL, *a]
        yield ["build", self.folder / "in", *a, "--default-source", EVIL, "--max-rejects", "0"]
        yield ["build", self.folder / "in", "--archive", self.folder / EVIL, "--max-rejects", "100%"]
        yield ["build", self.folder / "in", "--archive", self.folder / "no" / EVIL / "no", "--map", EVIL]
        yield ["build", self.folder / "in", *a, f"--{EVIL}"]
        yield ["build", self.folder / "in", *a, "--format", EVIL]
        yield ["build", self.folder / "in", *a, "--facet-field", EVIL]
        yield ["status", "--archive", self.folder / f"none{EVIL}"]
        yield ["check", EVIL, *a]
        yield ["rollback", EVIL, *a]
        yield ["inspect", "--id", EVIL, *a]
        yield ["query", EVIL, *a]
        yield ["query", f'source:"{EVIL}"', *a]
        yield ["query", "x", "--source", EVIL, *a]
        yield ["query", "x", "--since", EVIL, *a]
        yield ["query", "x", "--sort", EVIL, *a]
        yield ["query", "x", "--fields", EVIL, *a]
        yield ["query", "x", "--ids-from", self.folder / EVIL, *a]
        yield ["facets", "--facet", EVIL, *a]
        yield ["batch", self.folder / EVIL, *a]
        yield ["show", EVIL, *a]
        yield [f"query{EVIL}"]

    def test_text_lines_cannot_be_forged(self):
        lines = 0
        for words in self.runs():
            with self.subTest(words):
                run = self.execute(command_line(words))
                for line in run.err.split("\n"):
                    lines += 1
                    self.assertIsNone(CONTROL.search(line), run)
                    self.assertFalse(line.startswith("2026-01-01T00:00:00Z"), run)
                    self.assertNotIn("\u2028", line)
        say(f"{lines} lines of log with hostile texts: none forged, no control character")

    def test_json_lines_cannot_be_forged(self):
        for words in self.runs():
            with self.subTest(words):
                run = self.execute(command_line([*words, "--log-format", "json"]))
                for line in run.err.splitlines():
                    record = json.loads(line)
                    self.assertIsInstance(record, dict)
                    self.assertIsNone(CONTROL.search(line), run)

    def test_a_log_does_not_grow_with_what_is_wrong(self):
        for count in (100, scaled(3000, 100_000)):
            path = self.write("bad.jsonl", jsonl([{"id": "one", "title": "x"}, *({"n": i} for i in range(count))]))
            run = self.build([path], "--max-rejects", "100%", "--max-shrink", "100%")
            self.assertLess(len(run.err_bytes), 10_000, f"{count} rejects")
        say(f"{count} rejects: {len(run.err_bytes)} bytes of log")


class Options(Case):
    def test_files_with_the_names_of_options_are_files(self):
        names = ["--archive=elsewhere", "-a", "--help", "--version", "@file", "-rf", "--", "$(touch pwned)", "`touch pwned`", "; touch pwned", "a b", "%s%n",
                 "~root", "*"]
        for name in names:
            with self.subTest(name):
                path = self.write(f"{name}.jsonl", jsonl([{"id": "it", "title": "word"}]))
                run = self.execute(command_line(["build", "--archive", self.archive, "--now", NOW, "--", path.name]), cwd=self.folder)
                self.assertEqual(0, run.status, run)
                self.assert_ids(["it"], "word")
                self.assertFalse((self.folder / "pwned").exists())
                script = pathlib.Path(os.environ.get("BROADSHEET_SOURCE_DIR") or pathlib.Path(__file__).parents[2]) / "scripts" / "nightly-rebuild"
                settings = self.write("nightly", f"input = {path.name}\n")
                run = self.execute([script, "--config", settings, "--bin", BIN_DIR, "--archive", self.archive], cwd=self.folder)
                self.assertEqual(0, run.status, run)
                self.assertFalse((self.folder / "pwned").exists())

    def test_values_of_options_are_no_options(self):
        self.build(TINY)
        for value in ("--help", "--version", "-h", "--archive=/x"):
            run = self.execute(command_line(["query", "model", "--archive", self.archive, f"--source={value}", "--format", "ids"]))
            self.assertEqual(0, run.status, run)
            self.assertNotIn("usage:", run.out)

    def test_no_file_is_read_for_an_at_sign(self):
        self.write("words", "--archive\n/nonexistent\n")
        run = self.execute(command_line(["query", "@words", "--archive", self.archive]), cwd=self.folder)
        self.assertEqual(66, run.status, run)
        self.assertIn(str(self.archive), run.err)


class PlantedLinks(Case):
    """Whoever may write into the archive's folder plants links where the next build makes files."""

    def test_nothing_is_written_through_them(self):
        self.build(TINY)
        for name in ("CURRENT.tmp", "staging-000002", "staging-000002/generation", "staging-000002/spool", "lock", "rejects", "rejects/000002.jsonl",
                     "rejects/000002.jsonl.unfinished", "candidates", "pins", "generations/000002"):
            for kind in ("file", "folder", "nowhere"):
                with self.subTest(name, kind=kind), tempfile.TemporaryDirectory(dir=self.folder) as folder:
                    self.plant(pathlib.Path(folder), name, kind)

    def plant(self, folder, name, kind):
        victim, archive = folder / "victim", folder / "archive"
        if kind == "file":
            victim.write_text("precious")
        elif kind == "folder":
            victim.mkdir()
            (victim / "file").write_text("precious")
        shutil.copytree(self.archive.path, archive)
        link = archive / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(victim)
        run = self.execute(command_line(["build", "-", "--archive", archive, "--now", NOW, "--max-rejects", "100%"]), input=TINY.read_bytes() + b"no json\n")
        self.assertIn(run.status, (0, 65, 66, 71, 73), run)
        if kind == "file":
            self.assertEqual("precious", victim.read_text(), run)
        elif kind == "folder":
            self.assertEqual("precious", (victim / "file").read_text(), run)
            # Rejects may lie on another disk; nothing else may.
            self.assertEqual({"file"} | ({"000002.jsonl"} if name == "rejects" else set()), {p.name for p in victim.iterdir()}, run)
        else:
            self.assertTrue(name == "rejects" or not victim.exists(), run)
        run = self.execute(command_line(["query", "*", "--archive", archive, "--now", NOW, "--format", "ids"]))
        self.assertEqual((0, 10), (run.status, len(run.out.split())), run)


if __name__ == "__main__":
    unittest.main()
