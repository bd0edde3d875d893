# SPDX-License-Identifier: GPL-3.0-or-later
"""What every contestant is given: the same articles, with the same source, day and names."""
import datetime
import json
import re
import subprocess
import zlib
from collections import Counter, namedtuple

Corpus = namedtuple("Corpus", "articles text_bytes ours peers omega original")
UNDATED = 19000101


def articles(files):
    """Every article of JSON Lines files (also .zst), as a dict."""
    for path in files:
        reader = ["zstd", "-dcq", "--", path] if path.endswith(".zst") else ["cat", "--", path]
        with subprocess.Popen(reader, stdout=subprocess.PIPE) as process:
            for line in process.stdout:
                if line.strip():
                    yield json.loads(line)


NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")


def names(article):
    """At most five: those that the input has, else words with capitals side by side within a sentence, the commonest first.
    A checksum says which half are called organisations: the facet fields need values, not truth, and all contestants get the same."""
    given = [e if isinstance(e, str) else e.get("name") or e.get("text") or "" for e in article.get("entities") or []]
    found = [name for name in given if name] or [name for name, _ in Counter(NAME.findall(article.get("text") or "")).most_common(5)]
    split = {"org": [], "person": []}
    for name in dict.fromkeys(found[:5]):
        split["org" if zlib.crc32(name.encode()) % 2 else "person"].append(name)
    return split


def day(article):
    """20240221; UNDATED when there is none."""
    text = article.get("date") or ""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if match:
        return int(match[1]) * 10000 + int(match[2] or 1) * 100 + int(match[3] or 1)
    for form in ("%a, %d %b %Y",):
        try:
            return int(datetime.datetime.strptime(text[:16], form).strftime("%Y%m%d"))
        except ValueError:
            pass
    return UNDATED


def iso(number):
    return f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}"


def write_inputs(files, folder):
    """The corpus as JSON Lines for Broadsheet and the peers and as a dump for scriptindex."""
    corpus = Corpus(0, 0, f"{folder}/ours.jsonl", f"{folder}/peers.jsonl", f"{folder}/omega.dump", list(files))
    number, text_bytes = 0, 0
    with open(corpus.ours, "w", encoding="utf-8") as ours, open(corpus.peers, "w", encoding="utf-8") as peers, \
            open(corpus.omega, "w", encoding="utf-8") as omega:
        for article in articles(files):
            row = {"id": f"a{number:08}", "title": article.get("title") or "", "text": article.get("text") or "",
                   "source": article.get("source") or "", "date": day(article), **names(article)}
            entities = [{"type": kind, "name": name} for kind in ("org", "person") for name in row[kind]]
            own = {key: row[key] for key in ("id", "title", "text", "source")} | {"entities": entities}
            if row["date"] != UNDATED:
                own["date"] = iso(row["date"])
            ours.write(json.dumps(own, ensure_ascii=False) + "\n")
            peers.write(json.dumps(row, ensure_ascii=False) + "\n")
            fields = [("id", row["id"]), ("title", row["title"]), ("source", row["source"]), ("date", str(row["date"]))]
            fields += [("name", entity["name"]) for entity in entities] + [("text", row["text"])]
            omega.write("\n".join(f"{key}=" + value.replace("\n", "\n=") for key, value in fields if value) + "\n\n")
            number += 1
            text_bytes += len(row["title"].encode()) + len(row["text"].encode())
    return corpus._replace(articles=number, text_bytes=text_bytes)
