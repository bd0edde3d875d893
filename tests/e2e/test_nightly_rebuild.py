# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/nightly-rebuild: the build's exit status is handed on, the log and the metrics say what came of it, nothing it does stops a build."""

import os
import re
import signal
import subprocess
import time
import unittest

from case import BIN_DIR, SOURCE_DIR, TINY, Case, environment, wait_until

SCRIPT = SOURCE_DIR / "scripts" / "nightly-rebuild"


class NightlyRebuild(Case):
    def setUp(self):
        super().setUp()
        self.logs = self.folder / "logs"
        self.prom = self.folder / "metrics" / "broadsheet.prom"
        self.flags = ["--bin", BIN_DIR, "--archive", self.archive, "--log-folder", self.logs, "--metrics", self.prom]

    def nightly(self, *words, expect=0, flags=None, env=None):
        run = self.execute([SCRIPT, *(self.flags if flags is None else flags), *words], env=env)
        self.assertEqual(expect, run.status, run)
        self.assertEqual("", run.out)
        return run

    def metrics(self):
        lines = [line for line in self.prom.read_text().splitlines() if not line.startswith("#")]
        return {line.rsplit(" ", 1)[0]: line.rsplit(" ", 1)[1] for line in lines if line.startswith("broadsheet_nightly_")}

    def log(self):
        return (self.logs / "latest").read_text(encoding="utf-8")

    def test_a_good_night_publishes_logs_and_writes_metrics(self):
        before = int(time.time())
        run = self.nightly(TINY)
        self.assertEqual("000001", self.archive.current())
        self.assertEqual(run.err, self.log())
        for line in run.err.splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ")
        self.assertIn("published 000001: 12 articles", run.err)
        self.assertRegex(run.last_line, r"nightly-rebuild: exit status 0 after \d+ s: nothing is to be done$")
        metrics = self.metrics()
        self.assertEqual("0", metrics["broadsheet_nightly_last_exit_status"])
        self.assertEqual("0", metrics["broadsheet_nightly_failures_in_a_row"])
        self.assertGreaterEqual(int(metrics["broadsheet_nightly_last_success_timestamp_seconds"]), before)
        self.assertEqual(0o644, self.prom.stat().st_mode & 0o777)

    def test_what_did_not_change_is_taken_over_unless_told_otherwise(self):
        self.nightly(TINY)
        self.assertIn("12 of them reused from 000001", self.nightly(TINY).err)
        self.assertNotIn("reused", self.nightly("--no-reuse", TINY).err)
        settings = self.write("nightly.conf", "no-reuse = yes\n")
        self.assertNotIn("reused", self.nightly("--config", settings, TINY).err)

    def test_canaries_are_asked_when_their_file_is_there(self):
        file = self.folder / "canaries"
        settings = self.write("nightly.conf", f"canaries = {file}\n")
        run = self.nightly("--config", settings, TINY)
        self.assertIn(f"{file} does not exist: no canaries are asked", run.err)
        file.write_text("1\thouse\n")
        self.assertIn("canaries: 1 question", self.nightly("--config", settings, TINY).err)
        file.write_text("1\tquokka\n")
        self.assertIn("1 of 1 canary question failed", self.nightly("--config", settings, TINY, expect=4).err)
        self.assertEqual("000002", self.archive.current())
        self.nightly("--canaries", self.folder / "missing", TINY, expect=66)  # named for this run: to be asked

    def test_failed_nights_keep_the_last_success_and_are_counted(self):
        self.nightly(TINY)
        success = self.metrics()["broadsheet_nightly_last_success_timestamp_seconds"]
        (self.folder / "empty").mkdir()
        self.nightly(self.folder / "empty", expect=65)
        self.nightly(self.folder / "nothing", expect=66)
        metrics = self.metrics()
        self.assertEqual(success, metrics["broadsheet_nightly_last_success_timestamp_seconds"])
        self.assertEqual("2", metrics["broadsheet_nightly_failures_in_a_row"])
        self.assertEqual("66", metrics["broadsheet_nightly_last_exit_status"])
        self.assertEqual("000001", self.archive.current())

    def test_the_guard_refuses_and_its_status_is_handed_on(self):
        self.nightly(TINY)
        few = self.write("few.jsonl", b"".join(TINY.read_bytes().splitlines(True)[:6]))
        run = self.nightly(few, expect=4)
        self.assertIn("not published: 6 articles, 50 % fewer than 000001 (12), allowed 5 %", run.err)
        self.nightly("--max-shrink", "60%", few)
        self.nightly(TINY)
        self.nightly(few, "--", "--max-shrink", "60%")
        self.assertEqual(6, self.query("*")["total"]["articles"])

    def test_quiet_writes_nothing_when_all_is_well_and_the_log_when_not(self):
        flags = ["--bin", BIN_DIR, "--archive", self.archive, "--quiet"]
        self.assertEqual("", self.nightly(TINY, flags=flags).err)
        run = self.nightly(self.folder / "nothing", flags=flags, expect=66)
        self.assertIn(str(self.folder / "nothing"), run.err)
        self.assertIn("exit status 66", run.last_line)

    def test_settings_come_from_a_file_and_flags_go_before_it(self):
        settings = self.write("nightly", f"# a comment\n\ninput = {TINY}\narchive={self.archive}\n  max-shrink = 1%\nbin = {BIN_DIR}\n"
                              f"log-folder = {self.logs}\nbuild-option = --facet-field\nbuild-option = desk\n")
        self.nightly("--config", settings, flags=[])
        self.assertEqual(["desk"], self.archive.manifest()["facet_fields"])
        few = self.write("few.jsonl", b"".join(TINY.read_bytes().splitlines(True)[:11]))
        self.nightly("--config", settings, few, flags=[], expect=4)
        self.nightly("--config", settings, "--max-shrink", "10%", few, flags=[])

    def test_wrong_settings_are_told_with_their_line(self):
        for line, status, message in (
                ("inputs = x", 78, "nightly-rebuild: error: {file}:1: 'inputs' is not a setting; see: nightly-rebuild --help\n"),
                ("input", 78, "nightly-rebuild: error: {file}:1: a setting is a line NAME = VALUE\n"),
                ("quiet = perhaps\ninput = x", 78, "nightly-rebuild: error: quiet: 'perhaps' is neither yes nor no\n"),
                ("wait = long\ninput = x", 2, "nightly-rebuild: error: wait: 'long' is not a whole number\n"),
                ("wait = 1", 2, "nightly-rebuild: error: no INPUT: name files or folders, or write 'input = PATH' into {file}\n")):
            with self.subTest(line):
                settings = self.write("nightly", line + "\n")
                run = self.nightly("--config", settings, flags=[], expect=status)
                self.assertEqual(message.format(file=settings), run.err)
        run = self.nightly("--config", self.folder / "none", flags=[], expect=78)
        self.assertEqual(f"nightly-rebuild: error: {self.folder}/none: cannot read the settings; give another file with --config, or INPUT\n",
                         run.err)

    def test_no_option_is_guessed_and_no_input_is_an_option(self):
        run = self.nightly("--walt", "3", TINY, expect=2)
        self.assertEqual("nightly-rebuild: error: '--walt' is not an option; all options: nightly-rebuild --help\n", run.err)
        self.assertEqual("nightly-rebuild: error: '--wait' needs a value; see: nightly-rebuild --help\n",
                         self.nightly("--wait", flags=[], expect=2).err)
        settings = self.write("nightly", "input = --version\n")
        self.assertIn("--version", self.nightly("--config", settings, expect=66).err)

    def test_another_writer_is_waited_for_and_then_status_75(self):
        self.nightly(TINY)
        with self.archive.locked():
            run = self.nightly("--wait", "1", TINY, expect=75)
        self.assertIn("another build is at work", run.last_line)

    def test_a_log_that_cannot_be_written_stops_no_build(self):
        flags = ["--bin", BIN_DIR, "--archive", self.archive, "--log-folder", "/proc/nowhere", "--metrics", "/proc/nowhere/x"]
        run = self.nightly(TINY, flags=flags)
        self.assertIn("no log is kept", run.err)
        self.assertIn("/proc/nowhere/x: cannot write the metrics", run.err)
        self.assertEqual("000001", self.archive.current())

    def test_old_logs_go(self):
        self.logs.mkdir()
        for day in range(10, 20):
            (self.logs / f"nightly-202601{day}T000000Z-1.log").touch()
        self.write("logs/other.log", "")
        self.nightly("--keep-logs", "3", TINY)
        left = sorted(path.name for path in self.logs.iterdir())
        self.assertEqual(5, len(left), left)
        self.assertIn("nightly-20260119T000000Z-1.log", left)
        self.assertIn("other.log", left)

    def test_a_signal_stops_the_build_in_good_order(self):
        self.nightly(TINY)
        os.mkfifo(self.folder / "slow.jsonl")
        for number, status in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            process = subprocess.Popen([str(word) for word in [SCRIPT, *self.flags, "-"]], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env=environment(self.folder))
            self.addCleanup(self._end, process)
            process.stdin.write(TINY.read_bytes())
            process.stdin.flush()
            self.assertTrue(wait_until(lambda: list(self.archive.path.glob("staging-*"))))
            process.send_signal(number)
            _, err = process.communicate(timeout=60)
            self.assertEqual(status, process.returncode, err)
            self.assertIn(b"stopped", err.splitlines()[-1])
            self.assert_no_trace()
            self.assertEqual("000001", self.archive.current())

    def test_a_generation_that_searches_cannot_use_is_rolled_back(self):
        self.nightly(TINY)
        programs = self.folder / "bin"
        programs.mkdir()
        (programs / "broadsheet-index").symlink_to(BIN_DIR / "broadsheet-index")
        search = self.write("bin/broadsheet-search", "#!/bin/sh\necho 'an older program' >&2\nexit 65\n")
        search.chmod(0o755)
        run = self.nightly("--bin", programs, TINY, expect=65)
        self.assertEqual("000001", self.archive.current())
        self.assertIn("an older program", run.err)
        self.assertIn("searches now use 000001", run.err)

    def test_the_packages_settings_are_understood_with_every_line_switched_on(self):
        text = (SOURCE_DIR / "packaging" / "config").read_text()
        self.assertIn("\narchive = /var/lib/broadsheet/archive\n", text)
        on = re.sub(r"^#(\[|[a-z-]+ = )", r"\1", text, flags=re.MULTILINE).replace("/var/lib/broadsheet/archive", str(self.archive))
        self.write("xdg/broadsheet/config", on)
        env = {"XDG_CONFIG_HOME": str(self.folder / "xdg")}
        self.run_words("build", TINY, env=env)
        self.assertEqual("000001", self.archive.current())
        self.run_words("query", "model", env=env)
        self.assertEqual(["desk"], self.archive.manifest()["facet_fields"])

    def test_the_packages_settings_of_the_night_are_understood(self):
        self.nightly("--config", SOURCE_DIR / "packaging" / "nightly", TINY)
        self.assertEqual(12, self.query("*")["total"]["articles"])

    def test_help_names_every_setting(self):
        run = self.execute([SCRIPT, "--help"])
        self.assertEqual((0, ""), (run.status, run.err))
        known = re.search(r"known_setting\(\) \{\n  case \$1 in\n(.*?)\) ;;", SCRIPT.read_text(), re.DOTALL).group(1)
        for name in known.split("|"):
            self.assertIn(f"--{name.strip()}", run.out)


if __name__ == "__main__":
    unittest.main()
