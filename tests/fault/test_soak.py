# SPDX-License-Identifier: GPL-3.0-or-later
"""Row 50: thirty nights with churn while somebody reads: memory, descriptors and disk stay where they were."""

import contextlib
import os
import pathlib
import random
import sys
import threading
import unittest

from case import BIN_DIR, NOW, SAMPLE, SEED, Case, jsonl, say, scaled

import support.broadsheet

NIGHTS = scaled(6, 30)
ARTICLES = scaled(600, 5000)
KEEP = 2
SCRIPT = pathlib.Path(os.environ.get("BROADSHEET_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2]) / "scripts" / "nightly-rebuild"


def folder_bytes(folder):
    total = 0
    for place, _, names in os.walk(folder):  # which does not mind folders that go meanwhile
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                total += os.stat(os.path.join(place, name)).st_size
    return total


# A process begins with the memory of the one that starts it, so that one must be small.
MEASURE = """
import os, sys
_, status, usage = os.wait4(os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Soak(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        seconds, support.broadsheet.TIMEOUT_SECONDS = support.broadsheet.TIMEOUT_SECONDS, 900  # a night of 5,000 articles on a busy machine
        cls.addClassCleanup(setattr, support.broadsheet, "TIMEOUT_SECONDS", seconds)

    def nightly(self, path, options=()):
        words = [str(w) for w in (SCRIPT, "--quiet", "--bin", BIN_DIR, "--archive", self.archive, "--log-folder", self.folder / "logs",
                                  "--keep-logs", 5, "--metrics", self.folder / "metrics.prom", path, "--", "--keep-generations", KEEP, "--jobs", 2, *options)]
        run = self.execute([sys.executable, "-c", MEASURE, *words], home=self.folder)
        self.assertEqual((0, ""), (run.status, run.err))
        return int(run.out)

    def watch_disk(self):
        while not self.done.wait(0.02):
            self.most_bytes = max(self.most_bytes, folder_bytes(self.archive.path))

    def test_nights_with_churn_and_a_reader(self):
        chance = random.Random(SEED)
        words = ["model", "reuse", "weights", "open", "source", "licence", "start-up", "court", "city", "river", *(f"word{i}" for i in range(2000))]

        def article(number):
            return {"id": f"a{number}", "title": f"Headline {number} " + " ".join(chance.choices(words, k=5)), "source": f"Source {number % 20}",
                    "date": f"20{10 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02}", "text": " ".join(chance.choices(words, k=250))}

        articles = [article(i) for i in range(ARTICLES)]
        path = self.folder / "in.jsonl"
        path.write_bytes(jsonl(articles))
        rss, sizes, at_rest, reads = [], [], [], 0
        self.done, self.most_bytes = threading.Event(), 0
        watcher = None
        for night in range(NIGHTS):
            for place in chance.sample(range(ARTICLES), ARTICLES // 20):
                articles[place] = article(place)
            path.write_bytes(jsonl(articles))
            reader = None
            if night > 0:  # it holds last night's generation until it is done
                reader = self.start("export", "*", "--archive", self.archive, "--now", NOW)
                reader.stdout.read(1)
            rss.append(self.nightly(path))
            if night == 2:
                watcher = threading.Thread(target=self.watch_disk)
                watcher.start()
            if reader is not None:
                lines = reader.stdout.read().count(b"\n")
                self.assertEqual(ARTICLES, lines)
                self.assertEqual(0, reader.wait())
                reads += 1
            self.assertEqual(ARTICLES, self.query("*")["total"]["articles"])
            sizes.append(sum(f.stat().st_size for f in self.archive.generation().rglob("*") if f.is_file()))
            at_rest.append(folder_bytes(self.archive.path) / max(sizes))
            self.assert_no_trace()
        self.done.set()
        watcher.join()
        self.run_words("check", "--archive", self.archive)
        middle = sorted(rss[2:])[len(rss[2:]) // 2]
        drift = max(rss[-3:]) / middle - 1
        say(f"{NIGHTS} nights of {ARTICLES} articles, 5 % changed, {reads} readers held on: peak memory {middle // 1024} MiB, drift {drift:+.1%}; "
            f"disk after a night at most {max(at_rest):.2f} archives ({KEEP} kept, one held by the reader), during a build "
            f"{self.most_bytes / max(sizes):.2f}; {len(list((self.folder / 'logs').iterdir()))} logs; seed {SEED}")
        self.assertLess(drift, 0.1)
        self.assertLess(max(at_rest), KEEP + 1.2)
        self.assertLess(self.most_bytes / max(sizes), KEEP + 2.2)  # and the work in hand; what the reader holds is one of those kept
        self.assertLessEqual(len(self.archive.generation_names()), KEEP + 1)
        self.assertEqual(6, len(list((self.folder / "logs").iterdir())))


class LongBatch(Case):
    """One process that answers for a long time: what it holds in the last third is what it held in the first."""

    QUERIES = scaled(1000, 60_000)
    WORDS = ("model data open source software government digital release training users license community federal website security public "
             "content research team service design project code agency information policy performance kubernetes inference").split()

    def question(self, chance, number):
        a, b, c = chance.sample(self.WORDS, 3)
        text = chance.choice((f"{a} {b}", f"{a} OR {b} OR {c}", f'"{a} {b}"', f"{a[:4]}* {b}", f"{a}~ NOT {c}", f"{a} NEAR/8 {b}", f"title:{a} {b}", "*"))
        return {"qid": str(number), "query": text, "facet": ["source:5", "person:5"], "timeline": "month", "limit": chance.choice((0, 10, 100))}

    def sample(self, process):
        """(bytes of its own memory, descriptors). Pages of mapped files are the system's: it takes them back."""
        status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines())
        return int(status["RssAnon"].split()[0]) * 1024, len(os.listdir(f"/proc/{process.pid}/fd"))

    def test_memory_and_descriptors_stay_where_they_are(self):
        self.build([SAMPLE / "kserve.jsonl.zst", SAMPLE / "invented-open-models.jsonl"])
        chance = random.Random(SEED)
        path = self.write("questions.jsonl", jsonl([self.question(chance, i) for i in range(self.QUERIES)]))
        process = self.start("batch", path, "--archive", self.archive, "--jobs", "2", "--now", NOW)
        samples = []
        for number, line in enumerate(process.stdout):
            self.assertNotIn(b'"error"', line[:200])
            if number % 50 == 0 and number < self.QUERIES - 100:  # it works ahead of what is read, and then ends
                samples.append(self.sample(process))
        self.assertEqual((0, b""), (process.wait(), process.stderr.read()))
        self.assertEqual(self.QUERIES, number + 1)
        third = len(samples) // 3
        first, last = ([memory for memory, _ in part] for part in (samples[:third], samples[-third:]))
        drift = sum(last) / sum(first) - 1
        say(f"{self.QUERIES} queries in one batch: {sum(first) / third / 2**20:.1f} MiB of its own in the first third, in the last {drift:+.2%} "
            f"(most {max(first) / 2**20:.1f} and {max(last) / 2**20:.1f} MiB); descriptors {min(n for _, n in samples)} to {max(n for _, n in samples)}")
        self.assertEqual(1, len({n for _, n in samples}))
        if self.QUERIES > 10_000:  # before that it is the warming up that is seen
            self.assertLess(drift, 0.02)


if __name__ == "__main__":
    unittest.main()
