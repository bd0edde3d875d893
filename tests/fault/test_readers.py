# SPDX-License-Identifier: GPL-3.0-or-later
"""Row 16: people search all through a hundred publications and the removal of old generations, and none of them sees an error or a mixture."""

import json
import subprocess
import threading
import time
import unittest

from case import NOW, Case, command_line, environment, jsonl, say, scaled

PUBLICATIONS = scaled(12, 100)
QUERIES = scaled(400, 10_000)
QUERIES_A_BATCH = 20


class Readers(Case):
    def write_input(self, number):
        """Input k has 20 + k articles, all of the source `night k`: an answer that mixes two generations cannot have right numbers."""
        records = [{"id": f"a{i}", "title": f"A model of reuse {i}", "source": f"night {number}", "date": "2024-05-01", "text": "start-up " * 30}
                   for i in range(20 + number)]
        return self.write(f"input-{number}.jsonl", jsonl(records))

    def fault_of(self, answer):
        """What is wrong with one answer; "" = nothing."""
        total = answer["total"]["articles"]
        number = total - 20
        values = [(bucket["value"], bucket["articles"]) for bucket in answer["facets"]["source"]["buckets"]]
        if values != [(f"night {number}", total)]:
            return f"{total} articles, facet {values}"
        if answer["archive"]["articles"] != total or {hit["source"] for hit in answer["hits"]} != {f"night {number}"}:
            return f"{total} articles, archive {answer['archive']}, hits {answer['hits']}"
        return ""

    def read(self, words, count):
        """Runs one program; adds its answers and what is wrong with them."""
        run = self.execute(words)
        answers = run.json_lines() if run.status == 0 else []
        faults = [fault for fault in map(self.fault_of, answers) if fault]
        if run.status != 0 or run.err or len(answers) != count:
            faults.append(str(run))
        if len({answer["archive"]["generation"] for answer in answers}) > 1:
            faults.append("a batch of two generations")
        with self.lock:
            self.answered += len(answers)
            self.generations.update(answer["archive"]["generation"] for answer in answers)
            self.faults += faults

    def reader(self, single):
        words = ["--facet", "source:5", "--match", "any", "--archive", self.archive, "--now", NOW]
        while not self.done.is_set() or self.answered < QUERIES:
            if single:
                self.read(command_line(["query", "model reuse", *words, "--format", "json"]), 1)
            else:
                self.read(command_line(["batch", self.questions, *words, "--limit", "5", "--jobs", "1"]), QUERIES_A_BATCH)
            if self.faults:
                return

    def test_no_error_and_no_mixture_through_all_publications(self):
        self.lock, self.done = threading.Lock(), threading.Event()
        self.answered, self.faults, self.generations = 0, [], set()
        self.questions = self.write("questions.tsv", "".join(f"{i}\tmodel reuse start\n" for i in range(QUERIES_A_BATCH)))
        self.build([self.write_input(0)])
        readers = [threading.Thread(target=self.reader, args=(single,)) for single in (True, False)]
        for reader in readers:
            reader.start()
        try:
            for number in range(1, PUBLICATIONS + 1):
                path = self.write_input(number)
                self.build([path], "--keep-generations", "1")
                path.unlink()
                deadline = time.monotonic() + 20  # readers and publications keep pace
                while self.answered < QUERIES * number / PUBLICATIONS * 0.9 and not self.faults and time.monotonic() < deadline:
                    time.sleep(0.005)
        finally:
            self.done.set()
            for reader in readers:
                reader.join()
        self.assertEqual([], self.faults[:3])
        self.assertGreaterEqual(self.answered, QUERIES)
        self.assertGreater(len(self.generations), PUBLICATIONS // 3)
        self.assertLessEqual(len(self.archive.generation_names()), 3)
        self.run_words("check", "--archive", self.archive)
        self.build([self.write_input(500)], "--keep-generations", "1")
        self.assertEqual(1, len(self.archive.generation_names()))
        say(f"{self.answered} queries during {PUBLICATIONS} publications with removal of the old: no error, {len(self.generations)} generations seen")

    def test_a_long_running_reader_keeps_its_generation_to_the_end(self):
        self.build([self.write_input(1)])
        words = command_line(["batch", "-", "--facet", "source:5", "--archive", self.archive, "--jobs", "1", "--now", NOW])
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(self.folder))
        self.addCleanup(self._end, process)
        for number in range(2, 8):
            process.stdin.write(b"%d\tmodel reuse\n" % number)
            process.stdin.flush()
            time.sleep(0.05)
            self.build([self.write_input(number)], "--keep-generations", "1")
        out, err = process.communicate(b"99\tmodel reuse\n", timeout=60)
        self.assertEqual((0, b""), (process.returncode, err))
        answers = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(7, len(answers))
        self.assertEqual([""] * 7, [self.fault_of(answer) for answer in answers])
        self.assertEqual({"000001"}, {answer["archive"]["generation"] for answer in answers})


if __name__ == "__main__":
    unittest.main()
