# SPDX-License-Identifier: GPL-3.0-or-later
"""What every fault test knows: two inputs that take turns, the faults as words before a command, and the rule that holds after any fault.

The rule (docs/faults.md): searches go on with the old generation or the new one, whole; the exit status is 0 only if the new one was
published; `check` finds nothing; the same command again ends in the same answers as an undisturbed run and leaves nothing behind.

BROADSHEET_FAULTS=full runs all of it (scripts/test --faults), anything else the quick part. Each test prints what it did: those are
the figures of docs/faults.md.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from support.broadsheet import *  # noqa: E402,F401,F403
from support.broadsheet import BIN_DIR, NOW, SAMPLE, TINY, Archive, Case, command_line, environment, jsonl, tiny_records  # noqa: E402,F401

import support.broadsheet  # noqa: E402

support.broadsheet.TIMEOUT_SECONDS = 90  # a program that hangs in one of many rounds must not eat the hour
FULL = os.environ.get("BROADSHEET_FAULTS") == "full"
# The quick part draws the same lots each time, the full one others; BROADSHEET_FAULT_SEED=… (printed by each test) has them drawn again.
SEED = int(os.environ.get("BROADSHEET_FAULT_SEED") or (random.randrange(1 << 30) if FULL else 20261128))
SHIM = BIN_DIR.parent / "tests" / "libfault_shim.so"

# What a build may end with when the system fails it (4: the guard could not look): never 70 (a bug), never a signal. 127 is the loader's, before our first line.
ORDERLY = frozenset({0, 4, 65, 66, 71, 73, 74, 127})


def scaled(quick, full):
    return full if FULL else quick


def say(text):
    print(f"    {text}", flush=True)


def spread(numbers, most):
    """At most `most` of the numbers, the first and the last among them."""
    numbers = list(numbers)
    if len(numbers) <= most:
        return numbers
    step = (len(numbers) - 1) / (most - 1)
    return sorted({numbers[round(i * step)] for i in range(most)})


def strace(*expressions, paths=(), log="/dev/null"):
    """Words that start a program under strace; each expression is one -e. No --seccomp-bpf: with it strace 6.1 sends no signal."""
    words = ["strace", "-f", "-qq", "-o", str(log)]
    traced = ",".join(sorted({name for e in expressions if e.startswith("inject=") for name in e.split("=")[1].split(":")[0].split(",")}))
    if traced:
        words += ["-e", f"trace={traced}"]
    for expression in expressions:
        words += ["-e", expression]
    for path in paths:
        words += ["-P", str(path)]
    return words


def count_calls(words, calls, home):
    """How often the busiest thread of a program makes each of these system calls: strace counts `when` by thread."""
    with tempfile.NamedTemporaryFile(mode="r") as log:
        subprocess.run(["strace", "-f", "-qq", "-o", log.name, "-e", f"trace={','.join(calls)}", *words], check=True, env=environment(home),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        counts = {}
        for line in log:
            pid, _, rest = line.partition(" ")
            name = rest.strip().partition("(")[0]
            if name in calls:
                counts[name, pid] = counts.get((name, pid), 0) + 1
    return {call: max([n for (name, _), n in counts.items() if name == call], default=0) for call in calls}


class FaultCase(Case):
    """Inputs A and B take turns: the archive holds the one, the disturbed build reads the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        records = tiny_records()
        extra = [{"id": f"extra-{i:03}", "title": f"A model of reuse number {i}", "source": f"Source {i % 7}", "date": f"2025-{i % 12 + 1:02}",
                  "text": f"The model was reused {i} times.\n\nIt stands in the start-up's second paragraph."} for i in range(60)]
        cls.inputs = [cls.class_folder() / "a.jsonl", cls.class_folder() / "b.jsonl"]
        cls.inputs[0].write_bytes(jsonl(records))
        cls.inputs[1].write_bytes(jsonl(records[:10] + extra))
        cls.expected = []
        for number, path in enumerate(cls.inputs):
            reference = Archive(cls.class_folder() / f"reference-{number}")
            cls.run_words("build", path, "--archive", reference, "--now", NOW)
            cls.expected.append(cls.answers(reference))
        assert cls.expected[0] != cls.expected[1]

    def setUp(self):
        super().setUp()
        self.turn = 0
        self.rounds = 0
        self.statuses = {}
        self.build_undisturbed(0)

    # --- asking

    @classmethod
    def answers(cls, archive, expect=0):
        """What people see of an archive: hits with scores, facets, timeline, a phrase; or the exit status when that is not `expect`."""
        found = []
        for words in (["model OR reuse", "--facet", "source,person", "--timeline", "year", "--limit", "all"], ['"start-up"', "--format", "ids"]):
            fmt = [] if "--format" in words else ["--format", "json"]
            run = cls.run_words("query", *words, *fmt, "--archive", archive, "--now", NOW, expect=None)
            if run.status != expect:
                return run
            if fmt:
                answer = run.json()
                answer["archive"] = answer["archive"]["content_sha256"]
                found.append(json.dumps(answer, sort_keys=True))
            else:
                found.append(run.out)
        return found

    # --- building

    def words(self, number, *options):
        return command_line(["build", self.inputs[number], "--archive", self.archive, "--now", NOW, "--max-shrink", "100%", "--jobs", "2", *options])

    def build_undisturbed(self, number):
        run = self.execute(self.words(number))
        self.assertEqual(0, run.status, run)
        self.turn = number

    def disturbed(self, before=(), env=None, options=(), allowed=ORDERLY):
        """One round: a build of the other input under a fault, then the rule."""
        old, new = self.turn, 1 - self.turn
        current = self.archive.current()
        run = self.execute([*before, *self.words(new, *options)], env=env, home=self.folder)
        self.rounds += 1
        self.statuses[run.status] = self.statuses.get(run.status, 0) + 1
        if allowed is not None:
            self.assertIn(run.status, allowed, run)
        self.assert_rule(run, current, old, new)
        return run

    def assert_rule(self, run, before, old, new):
        published = self.archive.current() != before
        answers = self.answers(self.archive)
        self.assertEqual(self.expected[new if published else old], answers, run)
        if run.status == 0:
            self.assertTrue(published, f"exit status 0, and nothing is published\n{run}")
        self.run_words("check", "--archive", self.archive)
        # Whatever is published: the undisturbed one comes out again, with the next number.
        self.build_undisturbed(new)
        self.assertEqual(self.expected[new], self.answers(self.archive), run)
        self.assertGreater(self.archive.current(), before)
        self.assert_no_trace()
        self.assertLessEqual(len(self.archive.generation_names()), 4)

    def report(self, what):
        by_status = ", ".join(f"{status}: {n}" for status, n in sorted(self.statuses.items()))
        say(f"{what}: {self.rounds} rounds; exit statuses {by_status}")


def copy_of(archive, folder):
    shutil.copytree(archive.path, folder, symlinks=True)
    return Archive(folder)
