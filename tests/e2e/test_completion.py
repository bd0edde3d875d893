# SPDX-License-Identifier: GPL-3.0-or-later
"""What bash and zsh complete is what the programs' --help says: every subcommand, every option, the values that are listed."""

import re
import unittest

from case import BIN_DIR, Case

COMPLETION = BIN_DIR.parent / "completion"
PROGRAMS = ("broadsheet-index", "broadsheet-search")


class Completion(Case):
    def help(self, *words):
        return self.execute([BIN_DIR / words[0], *words[1:], "--help"]).out

    def subcommands(self, program):
        """The names in the overview, without make-completion's own reading of it."""
        table = self.help(program).split("\n\n")[2]
        return [line.split()[0] for line in table.splitlines()]

    def options(self, program, subcommand):
        """The options at the begin of their lines, and the names of the filters."""
        text = self.help(program, subcommand)
        filters = text[text.index("\nFilters, "):text.index("and --NAME")] if "\nFilters, " in text else ""
        return set(re.findall(r"^  (?:-\w,|   ) (--[a-z-]+)", text, re.MULTILINE) + re.findall(r"--[a-z-]+", filters))

    def complete(self, *words):
        """What bash offers behind these words."""
        script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _broadsheet; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        run = self.execute(["bash", "--norc", "-c", script, "bash", COMPLETION / "broadsheet.bash", *words], cwd=self.folder)
        self.assertEqual((0, ""), (run.status, run.err), run)
        return run.out.split()

    def test_each_program_offers_its_subcommands_and_the_dispatcher_all(self):
        every = []
        for program in PROGRAMS:
            names = self.subcommands(program)
            self.assertGreater(len(names), 5)
            self.assertEqual({*names, "--help", "--version"}, set(self.complete(program, "")))
            every += names
        self.assertEqual({*every, "--help", "--version"}, set(self.complete("broadsheet", "")))

    def test_each_subcommand_offers_all_of_its_options(self):
        for program in PROGRAMS:
            for subcommand in self.subcommands(program):
                with self.subTest(subcommand):
                    expected = self.options(program, subcommand)
                    self.assertGreater(len(expected), 5)
                    for name in (program, "broadsheet"):
                        self.assertEqual(expected, set(self.complete(name, subcommand, "--")))

    def test_values_files_and_folders_stand_behind_their_options(self):
        self.write("here.jsonl", "")
        (self.folder / "folder").mkdir()
        rows = {("query", "--sort", ""): ["newest", "oldest", "relevance", "title"],
                ("query", "--match", "a"): ["all", "any"],
                ("timeline", "--by", ""): ["day", "month", "quarter", "week", "year"],
                ("show", "-o", "j"): ["json", "jsonl"],
                ("status", "--format", "j"): ["json"],
                ("query", "--archive", ""): ["folder"],
                ("build", "--rejects", "h"): ["here.jsonl"],
                ("build", "h"): ["here.jsonl"],
                ("query", "--limit", "a"): ["all"],
                ("query", "h"): []}
        for words, expected in rows.items():
            with self.subTest(words):
                self.assertEqual(expected, sorted(self.complete("broadsheet", *words)))

    def test_zsh_has_every_subcommand_and_option(self):
        text = (COMPLETION / "_broadsheet").read_text(encoding="utf-8")
        self.assertTrue(text.startswith("#compdef broadsheet broadsheet-index broadsheet-search\n"))
        for program in PROGRAMS:
            for subcommand in self.subcommands(program):
                self.assertIn(f"'{subcommand}:", text)
                section = text[text.index(f"\n    {subcommand})\n"):]
                section = section[:section.index(";;")]
                for option in self.options(program, subcommand):
                    self.assertRegex(section, rf"{option}(?![a-z-])", subcommand)

    def test_zsh_can_read_it(self):
        run = self.execute(["zsh", "-n", COMPLETION / "_broadsheet"])
        self.assertEqual((0, ""), (run.status, run.err), run)


if __name__ == "__main__":
    unittest.main()
