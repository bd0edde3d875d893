# SPDX-License-Identifier: GPL-3.0-or-later
"""Row 10: the power fails. From a trace of a build, the folder is made again as a disk may hold it at a moment: what was not synced is
there or not, whole, halved or torn at 512 bytes, as lots decide. File systems keep more order than this; none may keep less."""

import os
import pathlib
import random
import re
import shutil
import unittest

from case import SEED, Archive, FaultCase, files_under, say, scaled

CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink,unlinkat,mkdir,rmdir"
SECTOR = 512


def parse(line):
    """One traced call that succeeded: (name, text of its arguments), or None."""
    match = re.match(r"\d+ +(\w+)\((.*)\) += (\d+)", line)
    return (match[1], match[2]) if match else None


def whole_calls(lines):
    """Calls that strace cut in two, because another thread's came between, are put together where they end."""
    begun = {}
    for line in lines:
        pid = line.split(None, 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line.removesuffix("<unfinished ...>").rstrip()
            continue
        resumed = re.match(r"\d+ +<\.\.\. \w+ resumed>(.*)", line)
        yield begun.pop(pid, pid + " ") + resumed[1] if resumed else line


class Disk:
    """Inodes with contents that are synced or not, and folders whose entries are synced or not, below `root`."""

    def __init__(self, root, chance):
        self.root, self.chance = str(root), chance
        self.operations = []  # every change of an entry: (kind, path, other path, inode)
        self.synced = set()  # numbers of operations whose folder was synced after them
        self.inodes = {}  # path now -> inode
        self.dirty = set()
        self.next_inode = 0

    def new_inode(self):
        self.next_inode += 1
        return self.next_inode

    def change(self, kind, path, other=None, inode=None):
        self.operations.append((kind, path, other, inode))

    def apply(self, name, text):
        paths = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
        opened = re.findall(r"\d+<([^>]*)>", text)
        if name == "openat" and "O_CREAT" in text and paths[0].startswith(self.root):
            if paths[0] not in self.inodes:
                self.inodes[paths[0]] = self.new_inode()
                self.change("create", paths[0], inode=self.inodes[paths[0]])
            elif "O_TRUNC" in text:
                self.dirty.add(self.inodes[paths[0]])
        elif name in ("write", "pwrite64", "ftruncate") and opened and opened[0] in self.inodes:
            self.dirty.add(self.inodes[opened[0]])
        elif name in ("fsync", "fdatasync") and opened:
            self.sync(opened[0])
        elif name == "mkdir" and paths[0].startswith(self.root):
            self.change("mkdir", paths[0])
        elif name == "rename" and paths[0].startswith(self.root):
            self.move(*paths)
        elif name in ("unlink", "unlinkat", "rmdir") and self.removed(name, paths, opened):
            path = self.removed(name, paths, opened)
            self.inodes.pop(path, None)
            self.change("remove", path)

    def removed(self, name, paths, opened):
        path = paths[0] if name != "unlinkat" or paths[0].startswith("/") else f"{opened[0]}/{paths[0]}" if opened else ""
        return path if path.startswith(self.root) else ""

    def move(self, old, new):
        for path in [p for p in self.inodes if p == old or p.startswith(old + "/")]:
            self.inodes[new + path[len(old):]] = self.inodes.pop(path)
        self.change("rename", old, new)

    def sync(self, path):
        if path in self.inodes:
            self.dirty.discard(self.inodes[path])
            return
        for number, (_, entry, other, _) in enumerate(self.operations):
            if os.path.dirname(entry) == path or (other and os.path.dirname(other) == path):
                self.synced.add(number)

    def image(self, begin, contents, target):
        """Writes a possible disk into `target`: `begin` and `contents` are {path: bytes} before, and by inode at the end."""
        tree = {path: ("old", data) for path, data in begin.items()}
        for number, (kind, path, other, inode) in enumerate(self.operations):
            if number not in self.synced and self.chance.random() < 0.5:
                continue  # this entry never reached the disk
            if kind == "create":
                tree[path] = ("new", inode)
            elif kind == "remove":
                tree.pop(path, None)
            elif kind == "rename":
                for name in [p for p in tree if p == path or p.startswith(path + "/")]:
                    tree[other + name[len(path):]] = tree.pop(name)
        for path, (kind, value) in tree.items():
            data = value if kind == "old" else self.torn(value, contents)
            if data is not None:
                file = pathlib.Path(target + path[len(self.root):])
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        return tree

    def torn(self, inode, contents):
        data = contents.get(inode)
        if data is None or inode not in self.dirty:
            return data  # None: removed before the end, so its content is not known; such files are scratch
        kind = self.chance.randrange(4)
        if kind == 0:
            return b""
        if kind == 1:
            return data[:len(data) // 2 // SECTOR * SECTOR]
        if kind == 2:
            sectors = bytearray(data)
            for start in range(0, len(sectors), SECTOR):
                if self.chance.random() < 0.5:
                    sectors[start:start + SECTOR] = bytes(len(sectors[start:start + SECTOR]))
            return bytes(sectors)
        return data


class PowerLoss(FaultCase):
    def trace(self):
        log = self.folder / "log"
        root = str(self.archive.path)
        begin = {f"{root}/{name}": data for name, data in files_under(root).items()}
        run = self.execute(["strace", "-f", "-qq", "-y", "-s", "4096", "-o", log, "-e", f"trace={CALLS}", *self.words(1 - self.turn)],
                           home=self.folder)
        self.assertEqual(0, run.status, run)
        calls = [call for call in map(parse, whole_calls(log.read_text(errors="replace").splitlines())) if call]
        return begin, calls

    def disk_before(self, begin, chance):
        disk = Disk(self.archive.path, chance)
        for path in begin:
            disk.inodes[path] = disk.new_inode()
        return disk

    def test_what_the_disk_may_hold_is_old_or_new_or_refused(self):
        for _ in range(3):
            self.build_undisturbed(1 - self.turn)
        old, new = self.turn, 1 - self.turn
        begin, calls = self.trace()
        final = self.disk_before(begin, random.Random(SEED))
        for name, text in calls:
            final.apply(name, text)
        contents = {inode: pathlib.Path(path).read_bytes() for path, inode in final.inodes.items() if pathlib.Path(path).is_file()}
        self.assertIn(str(self.archive.generation() / "manifest.json"), final.inodes)
        self.assertEqual([], [path for path, inode in final.inodes.items() if inode in final.dirty and "/generations/" in path], "never synced")

        publishing = next(i for i, (name, text) in enumerate(calls) if name == "rename" and "/generations/" in text)
        moments = list(range(publishing - 10, len(calls) + 1))
        outcomes = {"old": 0, "new": 0, "refused": 0}
        for round_number in range(scaled(40, 400)):
            chance = random.Random(SEED + round_number)
            moment = moments[round_number % len(moments)]
            with self.subTest(seed=SEED, round=round_number, moment=moment):
                disk = self.disk_before(begin, chance)
                for name, text in calls[:moment]:
                    disk.apply(name, text)
                target = self.folder / "image"
                shutil.rmtree(target, ignore_errors=True)
                disk.image(begin, contents, str(target))
                image = Archive(target)
                answers = self.answers(image)
                if isinstance(answers, list):
                    self.assertIn(answers, (self.expected[old], self.expected[new]))
                    which = "new" if answers == self.expected[new] else "old"
                    self.run_words("check", "--archive", image)
                else:
                    self.assertEqual(65, answers.status, answers)
                    which = "refused"
                outcomes[which] += 1
                # After the last sync nothing may be lost any more.
                if moment == len(calls):
                    self.assertEqual("new", which)
                run = self.run_words("build", self.inputs[new], "--archive", image, "--now", "2026-11-25T12:00:00Z", "--max-shrink", "100%", expect=None)
                if which != "refused":
                    self.assertEqual(0, run.status, run)
                    self.assertEqual(self.expected[new], self.answers(image))
                    self.assert_no_trace(image)
        say(f"{sum(outcomes.values())} disks after a power failure at {len(moments)} moments of publishing: {outcomes}; seed {SEED}")
        self.assertEqual(0, outcomes["refused"], "a power failure may cost the night's work, not the archive")


if __name__ == "__main__":
    unittest.main()
