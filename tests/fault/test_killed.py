# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows 1, 3, 4: SIGKILL and SIGTERM at random moments, and SIGKILL at every step from the first rename of publishing on."""

import os
import pathlib
import random
import resource
import signal
import subprocess
import time
import unittest

from case import NOW, SAMPLE, SEED, Archive, FaultCase, command_line, environment, scaled, say, spread, strace

BIG = sorted(SAMPLE.glob("*.jsonl.zst"))[:2]


class AtEachStepOfPublishing(FaultCase):
    """Every system call of the main thread from the rename into generations/ to the end of the process, one after the other."""

    def steps(self):
        """[(call, number)] of the calls of the process's first thread behind that rename."""
        log = self.folder / "log"
        self.execute([*strace(log=log), *self.words(1 - self.turn)], home=self.folder)
        self.turn = 1 - self.turn
        lines = [line.split(None, 1) for line in log.read_text().splitlines()]
        main = lines[0][0]
        counts, steps, publishing = {}, [], False
        for pid, call in lines:
            name = call.partition("(")[0]
            if pid != main or not name.isidentifier():
                continue
            counts[name] = counts.get(name, 0) + 1
            publishing = publishing or (name == "rename" and "/generations/" in call)
            if publishing:
                steps.append((name, counts[name]))
        return [step for step in steps if step[0] not in ("exit_group", "write")]

    def test_old_or_new_whole_and_never_a_mixture(self):
        for _ in range(4):  # from the third on, publishing removes an old generation, too
            self.build_undisturbed(1 - self.turn)
        steps = self.steps()
        self.assertGreater(len(steps), 20)
        for name, number in spread(steps, scaled(16, 400)):
            with self.subTest(call=name, number=number):
                self.disturbed(strace(f"inject={name}:signal=KILL:when={number}"), allowed={-signal.SIGKILL, 0})
        self.report(f"killed at steps of publishing ({len(steps)} in all)")
        self.assertGreater(self.statuses[-signal.SIGKILL], self.rounds * 0.7)


class AtRandomMoments(FaultCase):
    """A build of some seconds, so that the moment falls anywhere; test_killed.py of tests/e2e does a few of these on every run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.big = Archive(cls.class_folder() / "big")
        began = time.monotonic()
        cls.run_words("build", *BIG, "--archive", cls.big, "--now", NOW)
        cls.seconds = time.monotonic() - began
        cls.expected_big = cls.answers(cls.big)

    def start_big(self):
        words = command_line(["build", *BIG, "--archive", self.archive, "--now", NOW, "--max-shrink", "100%"])
        return subprocess.Popen(words, env=environment(self.folder), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def test_sigkill(self):
        chance = random.Random(SEED)
        rounds, published = scaled(5, 100), 0
        for round_number in range(rounds):
            with self.subTest(seed=SEED, round=round_number):
                process = self.start_big()
                time.sleep(chance.uniform(0, self.seconds * 1.2))
                process.kill()
                process.communicate()
                answers = self.answers(self.archive)
                self.assertIn(answers, (self.expected[self.turn], self.expected_big))
                published += answers == self.expected_big
                self.run_words("check", "--archive", self.archive)
                self.build_undisturbed(self.turn)
                self.assertEqual(self.expected[self.turn], self.answers(self.archive))
                self.assert_no_trace()
        say(f"SIGKILL at random moments: {rounds} rounds, {published} of them after publishing; seed {SEED}")

    @staticmethod
    def processor_seconds(pid):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def test_sigterm_and_sigint_within_five_seconds(self):
        """Of processor time: a busy machine has no more to give in five seconds of the clock, which a quiet one needs."""
        chance = random.Random(SEED + 1)
        longest = 0
        rounds = scaled(4, 20)
        for round_number in range(rounds):
            number = (signal.SIGTERM, signal.SIGINT)[round_number % 2]
            with self.subTest(seed=SEED, round=round_number, signal=number):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                process = self.start_big()
                time.sleep(chance.uniform(0.1, self.seconds * 0.9))
                used = self.processor_seconds(process.pid)
                process.send_signal(number)
                _, err = process.communicate(timeout=240)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - used
                longest = max(longest, used)
                self.assertLess(used, 5)
                # 0: it had published before it heard. -15: before main had begun.
                self.assertIn(process.returncode, (128 + number, 0, -number), err)
                self.assertIn(self.answers(self.archive), (self.expected[self.turn], self.expected_big))
                if process.returncode > 0:
                    self.assert_no_trace()
                    self.assertIn(b"not published", err.splitlines()[-1])
                self.build_undisturbed(self.turn)
        say(f"SIGTERM and SIGINT: {rounds} rounds, at most {longest:.2f} s of processor time from the signal to the end")


if __name__ == "__main__":
    unittest.main()
