# SPDX-License-Identifier: GPL-3.0-or-later
"""How does a test run the programs and look at an archive?

Every program starts with a clean environment (nothing of the person's own configuration), in a folder of the test's own. The
programs are those of $BROADSHEET_BIN_DIR, else of build/dev/bin; the corpus is that of $BROADSHEET_SOURCE_DIR.
"""

import contextlib
import csv
import dataclasses
import fcntl
import hashlib
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

SOURCE_DIR = pathlib.Path(os.environ.get("BROADSHEET_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
BIN_DIR = pathlib.Path(os.environ.get("BROADSHEET_BIN_DIR") or SOURCE_DIR / "build" / "dev" / "bin")
TINY = SOURCE_DIR / "corpus" / "small" / "tiny.jsonl"
SAMPLE = SOURCE_DIR / "corpus" / "sample"

# The clock of every build and query of the tests: what they print must not depend on the day.
NOW = "2026-11-25T12:00:00Z"
# A program that hangs fails its test; sanitizers and a busy machine are slow.
TIMEOUT_SECONDS = 240

# Those of broadsheet-search that read a clock: what `30d` counts from.
CLOCK_COMMANDS = frozenset("query facets timeline export batch explain kwic terms crosstab cooccur related compare".split())
INDEX_COMMANDS = frozenset("build add delete clean inspect status check generations publish rollback pin unpin prune".split())
# What a sanitizer or a coverage run needs of the outer environment.
_PASSED_ON = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS", "LLVM_PROFILE_FILE")


def read_elsewhere(module, script, text):
    """What a script, run by the first Python that has the module (this one, else the system's), prints as JSON when it reads the text."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0:
            break
    else:
        raise AssertionError(f"no Python here has {module}; scripts/packages test names the packages that tests need")
    done = subprocess.run([python, "-c", textwrap.dedent(script)], input=text.encode("utf-8"), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


@dataclasses.dataclass
class Run:
    """One finished program: what it was asked, its exit status (negative: the signal that ended it), what it wrote."""

    args: list
    status: int
    out_bytes: bytes
    err_bytes: bytes

    @property
    def out(self):
        return self.out_bytes.decode("utf-8")  # strict: whatever comes in, UTF-8 goes out

    @property
    def err(self):
        return self.err_bytes.decode("utf-8")

    @property
    def last_line(self):
        """The last line of stderr, where a run of the indexer says what came of it."""
        lines = self.err.splitlines()
        return lines[-1] if lines else ""

    def json(self):
        return json.loads(self.out)

    def json_lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def csv_rows(self, delimiter=","):
        """Records of csv (RFC 4180), or of tsv, which has no quoting."""
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        return list(csv.DictReader(io.StringIO(self.out, newline=""), delimiter=delimiter, quoting=quoting, strict=True))

    def __str__(self):
        err = self.err_bytes.decode("utf-8", "replace")
        return f"$ {' '.join(self.args)}\nexit status {self.status}\n--- stdout\n{self.out_bytes[:4000]!r}\n--- stderr\n{err}"


def environment(home, extra=None):
    env = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    env.update({"HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC"})
    env.update(extra or {})
    return env


def program_for(command):
    return BIN_DIR / ("broadsheet-index" if command in INDEX_COMMANDS else "broadsheet-search")


def command_line(args):
    """`query …` as a list of words that starts the right program."""
    args = [str(a) for a in args]
    return [str(program_for(args[0] if args else "")), *args]


def jsonl(records):
    """Records as JSON Lines; strings and bytes are taken as finished lines."""
    lines = []
    for record in records:
        if isinstance(record, str):
            record = record.encode("utf-8")
        if not isinstance(record, bytes):
            record = json.dumps(record, ensure_ascii=False).encode("utf-8")
        lines.append(record + b"\n")
    return b"".join(lines)


def tiny_records():
    return [json.loads(line) for line in TINY.read_text(encoding="utf-8").splitlines()]


def zstd_frame(data):
    """`data` as a zstd frame of stored blocks, so that no test needs a zstd program."""
    block = 1 << 16
    parts = [b"\x28\xb5\x2f\xfd\xa0", len(data).to_bytes(4, "little")]
    for start in range(0, max(len(data), 1), block):
        chunk = data[start:start + block]
        last = start + block >= len(data)
        parts += [(len(chunk) << 3 | last).to_bytes(3, "little"), chunk]
    return b"".join(parts)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def files_under(folder):
    """{relative path: bytes} of every file below `folder`."""
    folder = pathlib.Path(folder)
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def wait_until(condition, seconds=60):
    """Asks until `condition()` is true; false when it never was."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class Archive:
    """The folder of an archive, as a test looks at it."""

    def __init__(self, path):
        self.path = pathlib.Path(path)

    def __str__(self):
        return str(self.path)

    def current(self):
        return (self.path / "CURRENT").read_text().strip()

    def generation(self, name=None):
        return self.path / "generations" / (name or self.current())

    def generation_names(self):
        folder = self.path / "generations"
        return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []

    def manifest(self, name=None):
        return json.loads((self.generation(name) / "manifest.json").read_text(encoding="utf-8"))

    def rejects(self, name=None):
        folder = self.path / "rejects"
        files = [folder / f"{name}.jsonl"] if name else sorted(folder.glob("*.jsonl"))[-1:]
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def unfinished(self):
        """What a run must never leave behind."""
        return sorted(str(p.relative_to(self.path)) for p in self.path.rglob("*")
                      if p.name.startswith("staging-") or p.suffix == ".tmp" or ".tmp" in p.name)

    @contextlib.contextmanager
    def locked(self):
        """Holds the writer's lock as another process would."""
        self.path.mkdir(parents=True, exist_ok=True)
        with open(self.path / "lock", "a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Case(unittest.TestCase):
    """A test with a folder of its own and the means to run programs there. Class fixtures live in cls.class_folder."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._class_temp = None

    @classmethod
    def class_folder(cls):
        if cls._class_temp is None:
            cls._class_temp = pathlib.Path(tempfile.mkdtemp(prefix="broadsheet-"))
            cls.addClassCleanup(shutil.rmtree, cls._class_temp, ignore_errors=True)
        return cls._class_temp

    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="broadsheet-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.archive = Archive(self.folder / "archive")

    # --- running

    @staticmethod
    def execute(args, input=None, env=None, cwd=None, home=None, stdout=subprocess.PIPE):
        """Runs finished words; the first is the program's path."""
        cwd = cwd or tempfile.gettempdir()
        if isinstance(input, str):
            input = input.encode("utf-8")
        done = subprocess.run([str(a) for a in args], input=input, stdin=subprocess.DEVNULL if input is None else None,
                              stdout=stdout,
                              stderr=subprocess.PIPE, env=environment(home or "/nonexistent", env), cwd=cwd,
                              timeout=TIMEOUT_SECONDS)
        return Run([str(a) for a in args], done.returncode, done.stdout or b"", done.stderr)

    @classmethod
    def run_words(cls, *args, expect=0, **how):
        """`build …` or `query …`; checks the exit status (None: any)."""
        run = cls.execute(command_line(args), **how)
        if expect is not None and run.status != expect:
            raise AssertionError(f"expected exit status {expect}\n{run}")
        return run

    def start(self, *args, **how):
        """A program that runs beside the test; killed at its end if it is still there."""
        process = subprocess.Popen(command_line(args), env=environment(self.folder), cwd=self.folder, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)
        self.addCleanup(self._end, process)
        return process

    @staticmethod
    def _end(process):
        if process.poll() is None:
            process.kill()
        with contextlib.suppress(BrokenPipeError):  # stdin may hold bytes that nobody will read
            process.communicate()

    # --- building

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def build(self, source, *options, archive=None, expect=0, now=NOW, **how):
        """Builds from records (a list), bytes (both by stdin) or paths."""
        if isinstance(source, list) and not all(isinstance(s, pathlib.Path) for s in source):
            source = jsonl(source)
        if isinstance(source, bytes):
            inputs, how["input"] = ["-"], source
        else:
            inputs = source if isinstance(source, list) else [source]
        clock = ["--now", now] if now else []
        return self.run_words("build", *inputs, "--archive", archive or self.archive, *clock, *options, expect=expect, **how)

    @classmethod
    def build_class_archive(cls, source, *options, name="archive"):
        """An archive that all tests of the class ask."""
        archive = Archive(cls.class_folder() / name)
        inputs = source if isinstance(source, list) and isinstance(source[0], pathlib.Path) else None
        if isinstance(source, pathlib.Path):
            inputs = [source]
        data = None if inputs else jsonl(source)
        cls.run_words("build", *(inputs or ["-"]), "--archive", archive, "--now", NOW, *options, input=data)
        return archive

    # --- asking

    def search(self, command, *args, archive=None, expect=0, **how):
        clock = ["--now", NOW] if command in CLOCK_COMMANDS else []
        return self.run_words(command, "--archive", archive or self.archive, *clock, *args, expect=expect, **how)

    def query(self, *args, **how):
        """The answer of `query … --format json`."""
        return self.search("query", *args, "--format", "json", **how).json()

    def ids(self, *args, **how):
        """Ids of all matches, in the answer's order."""
        return self.search("query", *args, "--format", "ids", "--limit", "all", **how).out.splitlines()

    # --- comparing

    def assert_ids(self, expected, *args, **how):
        """Exactly these articles match, in whatever order."""
        self.assertEqual(sorted(expected), sorted(self.ids(*args, **how)), f"query {args}")

    def assert_message(self, expected, run):
        """stderr holds this text; shown whole when not."""
        self.assertIn(expected, run.err, str(run))

    def assert_no_trace(self, archive=None):
        self.assertEqual([], (archive or self.archive).unfinished())


class ArchiveCase(Case):
    """Tests that ask one archive, built once for the class from `records` (a list, or a path) with `build_options`."""

    records = TINY
    build_options = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        source = cls.records
        cls.shared = cls.build_class_archive(source, *cls.build_options)

    def setUp(self):
        super().setUp()
        self.archive = self.shared


def terminate(process, number=signal.SIGTERM):
    """Sends a signal, waits, gives status, stdout, stderr."""
    process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT_SECONDS)
    return Run(["(started)"], process.returncode, out, err)
