# SPDX-License-Identifier: GPL-3.0-or-later
"""Options, configuration, the dispatcher, exit statuses: what a person or a script meets at the door."""

import json
import os
import signal
import subprocess
import unittest

from case import BIN_DIR, NOW, TINY, ArchiveCase, Case, command_line


class UsageErrors(ArchiveCase):
    def assert_refused(self, *args, message):
        run = self.run_words(*args, "--archive", self.archive, expect=2)
        self.assertEqual("", run.out)
        self.assert_message(message, run)

    def test_a_word_with_a_minus_says_how_to_leave_a_word_out(self):
        run = self.run_words("query", "reuse", "-china", "--archive", self.archive, expect=2)
        self.assertEqual("broadsheet-search: error: '-china' is not an option. To leave a word out write: NOT china. "
                         "A query that begins with '-' goes after '--'.\n", run.err)

    def test_after_two_dashes_everything_is_the_query(self):
        self.assertEqual(11, len(self.search("query", "--format", "ids", "--limit", "all", "--", "-reuse").out.splitlines()))
        self.assertEqual("--limit", self.search("query", "--format", "json", "--", "--limit").json()["query"]["text"])

    def test_an_option_that_does_not_exist_is_named(self):
        self.assert_refused("query", "x", "--colour", "red", message="'--colour'")
        self.assert_refused("build", TINY, "--colour", "red", message="'--colour'")

    def test_option_names_are_never_abbreviated(self):
        self.assert_refused("query", "x", "--lim", "5", message="'--lim'")
        self.assert_refused("build", TINY, "--quie", message="'--quie'")

    def test_values_are_never_glued_to_short_options(self):
        self.assert_refused("query", "x", "-n5", message="-n 5")
        self.assert_refused("query", "x", "-ojson", message="'-ojson'")

    def test_short_options_stand_for_the_long_ones(self):
        run = self.run_words("query", "house", "-a", self.archive, "-n", "1", "-f", "source:1", "-t", "year", "-o", "json", "-q")
        answer = run.json()
        self.assertEqual((1, 1, "year"), (len(answer["hits"]), len(answer["facets"]["source"]["buckets"]),
                                          answer["timeline"]["by"]))

    def test_an_option_without_its_value_is_named(self):
        run = self.run_words("query", "x", "--archive", self.archive, "--limit", expect=2)
        self.assert_message("limit", run)

    def test_an_option_of_another_subcommand_names_its_owner(self):
        self.assert_refused("query", "x", "--value-prefix", "a", message="facets")
        self.assert_refused("facets", "x", "--facet", "source", "--snippet", "5", message="query")

    def test_a_subcommand_that_does_not_exist_is_named(self):
        for program in ("broadsheet-search", "broadsheet-index"):
            run = self.execute([BIN_DIR / program, "frobnicate"])
            self.assertEqual(2, run.status)
            self.assert_message("'frobnicate' is not a subcommand", run)

    def test_no_subcommand_is_a_usage_error(self):
        for program in ("broadsheet", "broadsheet-search", "broadsheet-index"):
            self.assertEqual(2, self.execute([BIN_DIR / program]).status)

    def test_parts_that_come_later_say_so(self):
        self.assert_refused("serve", message="not in this version")

    def test_with_a_json_log_usage_errors_are_json(self):
        run = self.run_words("query", "x", "--colour", "red", "--archive", self.archive, "--log-format", "json", expect=2)
        for line in run.err.splitlines():
            self.assertEqual(("error", 2), tuple(json.loads(line)[key] for key in ("level", "status")))


class Help(Case):
    def test_help_shows_examples_first_and_exits_with_0(self):
        for program, command in (("broadsheet-search", "query"), ("broadsheet-index", "build"), ("broadsheet", "timeline")):
            for flag in ("--help", "-h"):
                run = self.execute([BIN_DIR / program, command, flag])
                self.assertEqual((0, ""), (run.status, run.err))
                self.assertLess(run.out.index("  broadsheet"), run.out.index("--archive DIR"))

    def test_help_has_only_what_the_subcommand_has(self):
        out = self.execute([BIN_DIR / "broadsheet-search", "show", "--help"]).out
        self.assertNotIn("--snippet", out)
        self.assertIn("--snippet", self.execute([BIN_DIR / "broadsheet-search", "query", "--help"]).out)

    def test_help_of_the_programs_lists_their_subcommands(self):
        for program, names in (("broadsheet-search", ("query", "facets", "timeline", "export", "batch", "show", "fields",
                                                      "explain")),
                               ("broadsheet-index", ("build", "check", "status", "generations", "rollback", "prune")),
                               ("broadsheet", ("build", "query"))):
            out = self.execute([BIN_DIR / program, "--help"]).out
            for name in names:
                self.assertIn(name, out)

    def test_help_fits_80_columns_or_nearly(self):
        for program in ("broadsheet-search", "broadsheet-index"):
            self.assertLessEqual(max(map(len, self.execute([BIN_DIR / program, "--help"]).out.splitlines())), 130)

    def test_version_says_library_and_index_format_versions(self):
        for program in ("broadsheet-search", "broadsheet-index", "broadsheet"):
            for flag in ("--version", "-V"):
                run = self.execute([BIN_DIR / program, flag])
                self.assertEqual(0, run.status)
                self.assertRegex(run.out, r"Xapian 1\.\d")
                self.assertIn("index format 1", run.out)


class Dispatcher(Case):
    def dispatch(self, *args, program=BIN_DIR / "broadsheet", **how):
        return self.execute([program, *args], **how)

    def test_it_runs_the_program_that_has_the_subcommand(self):
        self.assertEqual(0, self.dispatch("build", TINY, "--archive", self.archive).status)
        run = self.dispatch("query", "house", "--archive", self.archive, "--format", "ids")
        self.assertEqual({"tiny-10-phrase", "tiny-11-words-the-other-way"}, set(run.out.splitlines()))
        self.assertIn("000001", self.dispatch("status", "--archive", self.archive).out)

    def test_its_help_lists_what_is_there(self):
        lines = [line.split() for line in self.dispatch("--help").out.splitlines()]
        listed = [word for line in lines if {"build", "query"} & set(line[:1]) for word in line]
        self.assertIn("timeline", listed)
        for word in listed:
            self.assertEqual((word, 0), (word, self.dispatch(word, "--help").status))

    def test_exit_statuses_pass_through(self):
        self.assertEqual(66, self.dispatch("query", "x", "--archive", self.folder / "nowhere").status)

    def test_it_finds_its_neighbours_through_a_link(self):
        link = self.folder / "link"
        os.symlink(BIN_DIR / "broadsheet", link)
        self.assertEqual(0, self.dispatch("query", "--help", program=link).status)

    def test_arguments_with_blanks_and_quotes_stay_whole(self):
        self.build(TINY)
        run = self.dispatch("query", '"white house"  it\'s', "--archive", self.archive, "--format", "json")
        self.assertEqual('"white house"  it\'s', run.json()["query"]["text"])

    def test_what_it_does_not_know_is_named(self):
        self.assert_message("'frobnicate' is not a subcommand", self.dispatch("frobnicate"))
        self.assert_message("'--limit' stands before the subcommand", self.dispatch("--limit", "5", "query"))


class WhichArchive(Case):
    def setUp(self):
        super().setUp()
        self.build(TINY)

    def ask(self, *args, expect=0, **how):
        return self.run_words("query", "house", "--format", "ids", *args, expect=expect, **how)

    def config(self, text):
        folder = self.folder / "config" / "broadsheet"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config").write_text(text)
        return {"XDG_CONFIG_HOME": str(self.folder / "config")}

    def test_the_environment_names_it(self):
        self.assertEqual(2, len(self.ask(env={"BROADSHEET_ARCHIVE": str(self.archive)}).out.splitlines()))

    def test_the_option_wins_over_the_environment(self):
        self.ask("--archive", self.archive, env={"BROADSHEET_ARCHIVE": "/nowhere"})

    def test_the_configuration_names_it(self):
        self.ask(env=self.config(f"archive = {self.archive}\n"))
        self.ask(env=self.config(f"[search]\narchive = {self.archive}\n"))

    def test_the_environment_wins_over_the_configuration(self):
        self.ask(env=self.config("archive = /nowhere\n") | {"BROADSHEET_ARCHIVE": str(self.archive)})

    def test_the_indexer_reads_it_from_the_same_places(self):
        self.run_words("status", env=self.config(f"archive = {self.archive}\n"))
        self.run_words("check", env={"BROADSHEET_ARCHIVE": str(self.archive)})

    def test_the_data_folder_is_the_default(self):
        data = self.folder / "data"
        data.mkdir()
        (data / "broadsheet").symlink_to(self.archive.path)
        self.ask(env={"XDG_DATA_HOME": str(data)})
        home = self.folder / "home" / ".local"
        home.mkdir(parents=True)
        (home / "share").symlink_to(data)
        self.ask(home=self.folder / "home")

    def test_a_missing_archive_says_where_it_looked_and_how_to_make_one(self):
        nowhere = self.folder / "nowhere"
        run = self.ask("--archive", nowhere, expect=66)
        self.assert_message(f"no archive at {nowhere}", run)
        self.assert_message("broadsheet build", run)
        self.assertEqual("", run.out)
        self.assertFalse(nowhere.exists())

    def test_a_missing_archive_says_who_named_it(self):
        run = self.ask(env={"BROADSHEET_ARCHIVE": "/nowhere"}, expect=66)
        self.assert_message("$BROADSHEET_ARCHIVE", run)

    def test_a_folder_that_is_no_archive_is_said_so(self):
        (self.folder / "empty").mkdir()
        self.assert_message("nothing was published there yet", self.ask("--archive", self.folder / "empty", expect=66))

    def test_a_configuration_with_an_option_that_changes_answers_is_refused(self):
        for line in ("match = any", "limit = 5", "sort = newest", "source = AP"):
            run = self.ask("--archive", self.archive, env=self.config(f"[search]\n{line}\n"), expect=78)
            self.assert_message("config:2", run)
            self.assert_message(line.split()[0], run)

    def test_a_configuration_that_is_nonsense_is_refused_with_its_line(self):
        for text in ("[search\n", "nonsense\n", "[search]\nfrobnicate = 1\n", "[elsewhere]\nx = 1\n", "[search]\njobs = many\n"):
            with self.subTest(text):
                run = self.ask("--archive", self.archive, env=self.config(text), expect=78)
                self.assert_message("config:", run)

    def test_the_indexer_takes_its_options_from_its_section(self):
        env = self.config("# nightly\n[index]\nkeep-generations = 1\nquiet = true\n[search]\njobs = 2\n")
        run = self.build(TINY, env=env)
        self.assertEqual("", run.err)
        self.assertEqual(["000002"], self.archive.generation_names())

    def test_a_build_refuses_a_folder_with_other_things_in_it(self):
        (self.folder / "home").mkdir()
        (self.folder / "home" / "letter.txt").write_text("dear")
        run = self.run_words("build", TINY, "--archive", self.folder / "home", expect=73)
        self.assert_message("holds no archive", run)

    def test_an_archive_that_cannot_be_made_ends_with_73(self):
        (self.folder / "file").write_text("in the way")
        run = self.run_words("build", TINY, "--archive", self.folder / "file" / "archive", expect=73)
        self.assert_message("file", run)

    def test_an_input_that_is_not_there_ends_with_66_and_is_named(self):
        run = self.build([TINY, self.folder / "nowhere.jsonl"], expect=66)
        self.assert_message("nowhere.jsonl", run)
        self.assertEqual("000001", self.archive.current())

    def test_a_relative_archive_is_relative_to_the_working_folder(self):
        self.run_words("query", "house", "--archive", "archive", cwd=self.folder)


class Surroundings(ArchiveCase):
    """Odd places to run in: no home, the C locale, a far time zone, few files, a small stack."""

    def sh(self, prelude, *args, env=None):
        run = self.execute(["sh", "-c", prelude + ' exec "$@"', "sh", *command_line(args)], env=env)
        return run

    def test_the_locale_and_the_time_zone_change_nothing(self):
        question = ("query", "été OR house", "--archive", self.archive, "--now", NOW, "--timeline", "day", "--since", "2024-01",
                    "--until", "30d")
        outs = {self.run_words(*question, env=env).out_bytes for env in
                ({}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "TZ": "Pacific/Kiritimati"},
                 {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/New_York"})}
        self.assertEqual(1, len(outs))

    def test_without_home_and_an_empty_environment(self):
        run = subprocess.run(command_line(["query", "house", "--archive", self.archive]), env={}, capture_output=True)
        self.assertEqual(0, run.returncode, run.stderr)

    def test_with_few_file_descriptors(self):
        run = self.sh("ulimit -n 64;", "query", "house", "--facet", "source,topic,person,org,place,author,section", "--archive",
                      self.archive)
        self.assertEqual(0, run.status, run)

    def test_stdout_that_is_full_ends_with_74(self):
        with open("/dev/full", "wb") as full:
            run = self.execute(command_line(["query", "house", "--archive", self.archive]), stdout=full)
        self.assertEqual(74, run.status, run)
        self.assertNotEqual("", run.err)

    def test_a_closed_pipe_ends_a_program_quietly(self):
        for words in (["query", "*", "--limit", "all", "--format", "json"], ["export", "*"], ["show", "tiny-01-day"],
                      ["query", "--help"]):
            with self.subTest(words):
                reader, writer = os.pipe()
                os.close(reader)
                with open(writer, "wb") as stdout:
                    run = self.execute(command_line([*words, *([] if "--help" in words else ["--archive", self.archive])]),
                                       stdout=stdout)
                self.assertEqual("", run.err)
                self.assertIn(run.status, (0, 141, -signal.SIGPIPE), run)

    def test_head_takes_one_line_and_nobody_complains(self):
        words = " ".join(f"'{word}'" for word in command_line(["export", "*", "--archive", self.archive]))
        run = self.execute(["sh", "-c", f"{words} | head -n 1"])
        self.assertEqual((0, "", 1), (run.status, run.err, len(run.out.splitlines())))

    def test_quiet_keeps_warnings_and_errors(self):
        run = self.search("query", "source:Nowhere", "--format", "ids", "--quiet")
        self.assertIn("no source", run.err)
        self.assertEqual("", self.search("query", "*", "--format", "ids", "--quiet").err)

    def test_no_color_and_color_never_have_no_escape_and_always_has(self):
        self.assertIn("\x1b[", self.search("query", "house", "--color", "always").out)
        self.assertNotIn("\x1b[", self.search("query", "house", "--color", "never").out)
        self.assertNotIn("\x1b[", self.search("query", "house").out)


if __name__ == "__main__":
    unittest.main()
