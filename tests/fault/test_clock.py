# SPDX-License-Identifier: GPL-3.0-or-later
"""Row 17: the clock is wrong. Generations count on, answers stay the same, and nothing is lost."""

import glob
import unittest

from case import FaultCase, Case, TINY, command_line, say

CLOCKS = (("a day back", "-1d", "UTC"), ("ten years on", "+10y", "UTC"), ("beyond 2038", "@2038-01-19 03:14:00", "UTC"), ("2200", "@2200-01-01 00:00:00", "UTC"),
          ("1901", "@1901-12-14 00:00:00", "UTC"), ("1970", "@1970-01-01 00:00:01", "UTC"), ("the hour that is skipped", "@2026-03-08 02:30:00", "America/New_York"),
          ("the hour that comes twice", "@2026-11-01 01:30:00", "America/New_York"), ("a leap second", "@2016-12-31 23:59:59", "right/UTC"),
          ("a zone of 14 hours", "-0", "Pacific/Kiritimati"), ("a clock that runs a thousand times too fast", "-0 x1000", "UTC"))


class Clocks(FaultCase):
    def faked(self, when, zone):
        libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        self.assertTrue(libraries, "libfaketime is missing: apt-get install faketime")
        return {"LD_PRELOAD": libraries[0], "FAKETIME": when, "TZ": zone, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def test_generations_count_on_and_answers_stay(self):
        for name, when, zone in CLOCKS:
            with self.subTest(name):
                before = self.archive.current()
                self.turn = 1 - self.turn
                words = command_line(["build", self.inputs[self.turn], "--archive", self.archive, "--max-shrink", "100%"])
                run = self.execute(words, env=self.faked(when, zone))
                self.assertEqual(0, run.status, run)
                self.assertEqual(int(before) + 1, int(self.archive.current()))
                self.assertEqual(self.expected[self.turn], self.answers(self.archive))
                # Another day looks at what was built by that clock, and that clock at it.
                for env in ({}, self.faked(when, zone)):
                    for words in (["status"], ["generations"], ["check"], ["query", "model", "--since", "2y"], ["status", "--max-age", "26h"]):
                        run = self.execute(command_line([*words, "--archive", self.archive]), env=env)
                        self.assertIn(run.status, (0, 3) if "--max-age" in words else (0,), run)
        say(f"{len(CLOCKS)} wrong clocks: generations count on, the same answers")

    def test_the_newest_first_is_by_the_articles_dates(self):
        order = self.ids("*", "--sort", "newest")
        words = command_line(["build", self.inputs[0], "--archive", self.archive])
        self.assertEqual(0, self.execute(words, env=self.faked("@1975-01-01 00:00:00", "UTC")).status)
        self.assertEqual(order, self.ids("*", "--sort", "newest"))


if __name__ == "__main__":
    unittest.main()
