# SPDX-License-Identifier: GPL-3.0-or-later
"""The contestants: how each is installed, indexes, and is asked.

A peer is a program with four commands: `index CORPUS.jsonl FOLDER THREADS`; `merge FOLDER` (into one segment; its time is not counted);
`once FOLDER QUERIES` (the first query, in a new process); `serve FOLDER`, which reads lines "PASSES THREADS QUERIES" and answers each with
one line of JSON about the last pass: {"us": microseconds a query, "hits": how many it returned, "seconds": wall time of the pass}.
"""
import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ("omega", "fts5", "lucene", "tantivy")

Answer = namedtuple("Answer", "us hits seconds")

OMEGA_SCRIPT = """id : boolean=Q unique=Q field=id
title : field=title index=S index
source : boolean=XSOURCE field=source
date : field=date date=yyyymmdd
name : boolean=XNAME field=name
text : field=text index
"""


class Missing(Exception):
    """Says what to install."""


def need(program, advice):
    if not shutil.which(program):
        raise Missing(f"{program} is missing: {advice}")


def make(command, **options):
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if made.returncode != 0:
        raise Missing(f"{' '.join(command)} failed:\n{made.stdout[-2000:]}")


class Broadsheet:
    name = "Broadsheet"

    def __init__(self, binaries, folder):
        self.index_program, self.search_program = f"{binaries}/broadsheet-index", f"{binaries}/broadsheet-search"
        self.folder = f"{folder}/archive"

    def index(self, corpus, jobs):
        return [self.index_program, "build", corpus.ours, "--no-entities", "--archive", self.folder, "--jobs", str(jobs), "--quiet"]

    def whole_chain(self, corpus, jobs):
        """Cleaning and names found in the text, on the articles as they were given; into a folder of its own."""
        return [self.index_program, "build", *corpus.original, "--archive", f"{self.folder}-chain", "--jobs", str(jobs), "--quiet"]

    def sizes(self):
        """Bytes by part."""
        told = subprocess.run([self.index_program, "status", "--format", "json", "--archive", self.folder], capture_output=True, text=True, check=True)
        return json.loads(told.stdout)["sizes"]

    def merge(self):
        return None

    def once(self, path):
        query = json.loads(open(path, encoding="utf-8").readline())["words"]
        return [self.search_program, "query", query, "--snippet", "0", "--archive", self.folder]

    def ask(self, path, passes, threads):
        """`path` has all passes in one file; the last one's times count. `seconds` is of the whole process, for ratios of threads."""
        begin = os.times().elapsed
        batch = subprocess.run([self.search_program, "batch", path, "--timing", "--jobs", str(threads), "--archive", self.folder],
                               capture_output=True, text=True, check=True)
        seconds = os.times().elapsed - begin
        answers = [json.loads(line) for line in batch.stdout.splitlines()]
        answers = answers[len(answers) - len(answers) // passes:]
        return Answer([a["took_ms"] * 1000 for a in answers], [len(a["hits"]) for a in answers], seconds)

    def close(self):
        pass


class Omega:
    name = "Omega"

    def __init__(self, folder):
        need("scriptindex", "apt-get install xapian-omega")
        need("quest", "apt-get install xapian-tools")
        self.folder, self.script = f"{folder}/omega", f"{folder}/omega.script"
        with open(self.script, "w", encoding="ascii") as file:
            file.write(OMEGA_SCRIPT)

    def index(self, corpus, _jobs):
        return ["scriptindex", "--stemmer=english", self.folder, self.script, corpus.omega]

    def merge(self):
        return None

    def once(self, path):
        words = json.loads(open(path, encoding="utf-8").readline())["words"]
        return ["quest", "--msize=10", "--stemmer=english", "--default-op=and", f"--db={self.folder}", words]

    ask = None  # it has no way to time queries without a process for each

    def close(self):
        pass


class Peer:
    def __init__(self, name, command, folder):
        self.name, self.command, self.folder = name, command, folder
        self.server = None

    def index(self, corpus, jobs):
        return [*self.command, "index", corpus.peers, self.folder, str(jobs)]

    def merge(self):
        return [*self.command, "merge", self.folder]

    def once(self, path):
        return [*self.command, "once", self.folder, path]

    def ask(self, path, passes, threads):
        if self.server is None:
            self.server = subprocess.Popen([*self.command, "serve", self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.server.stdin.write(f"{passes} {threads} {path}\n")
        self.server.stdin.flush()
        line = self.server.stdout.readline()
        if not line:
            sys.exit(f"benchmark: {self.name} ended early")
        told = json.loads(line)
        return Answer(told["us"], told["hits"], told["seconds"])

    def close(self):
        if self.server is not None:
            self.server.stdin.close()
            self.server.wait()


def fts5(folder, _work):
    return Peer("FTS5", [sys.executable, f"{HERE}/fts5_peer.py"], f"{folder}/fts5")


def lucene(folder, work):
    need("java", "apt-get install openjdk-17-jdk-headless maven")
    target = f"{work}/lucene"
    if not os.path.exists(f"{target}/lucene-peer-1.jar"):
        need("mvn", "apt-get install openjdk-17-jdk-headless maven")
        make(["mvn", "-q", "-B", f"-DbuildFolder={target}", "package"], cwd=f"{HERE}/lucene")
    return Peer("Lucene", ["java", "-Xmx2g", "-cp", f"{target}/lucene-peer-1.jar:{target}/lib/*", "LucenePeer"], f"{folder}/lucene")


def tantivy(folder, work):
    need("cargo", "rustup.rs has it; Debian's is too old for this version of Tantivy")
    make(["cargo", "build", "--release", "--locked", "--quiet"], cwd=f"{HERE}/tantivy", env=os.environ | {"CARGO_TARGET_DIR": f"{work}/tantivy"})
    return Peer("Tantivy", [f"{work}/tantivy/release/tantivy-peer"], f"{folder}/tantivy")


def contestants(wanted, binaries, folder, work):
    """Broadsheet and those of the peers that can be had; what is missing is said on stderr."""
    makers = {"omega": lambda: Omega(folder), "fts5": lambda: fts5(folder, work), "lucene": lambda: lucene(folder, work),
              "tantivy": lambda: tantivy(folder, work)}
    found = [Broadsheet(binaries, folder)]
    for name in wanted:
        try:
            found.append(makers[name]())
        except Missing as missing:
            print(f"benchmark: {name} is left out: {missing}", file=sys.stderr)
    return found
