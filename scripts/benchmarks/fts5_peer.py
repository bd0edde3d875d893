#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SQLite FTS5 as a contestant of scripts/benchmark; benchmarks/peers.py says what a contestant is asked.

    fts5_peer.py index CORPUS.jsonl FOLDER THREADS (one is used)      fts5_peer.py merge FOLDER
    fts5_peer.py serve FOLDER                                         fts5_peer.py once FOLDER QUERIES
"""
import json
import os
import re
import sqlite3
import sys
import time

FACETS = ("source", "org", "person")


def connect(folder):
    database = sqlite3.connect(f"{folder}/fts5.sqlite", isolation_level=None)
    database.execute("PRAGMA mmap_size = 8589934592")
    database.execute("PRAGMA cache_size = -262144")
    return database


def index(corpus, folder):
    os.makedirs(folder)
    database = connect(folder)
    database.executescript("""
        PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
        CREATE TABLE article(rowid INTEGER PRIMARY KEY, id TEXT, title TEXT, text TEXT, source TEXT, date INTEGER);
        CREATE TABLE value(article INTEGER, field TEXT, value TEXT);
        CREATE VIRTUAL TABLE words USING fts5(title, text, content='article', tokenize='porter unicode61');
        BEGIN;""")
    with open(corpus, encoding="utf-8") as lines:
        for rowid, line in enumerate(lines, 1):
            a = json.loads(line)
            database.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", (rowid, a["id"], a["title"], a["text"], a["source"], a["date"]))
            database.execute("INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)", (rowid, a["title"], a["text"]))
            values = [("source", a["source"])] + [("org", name) for name in a["org"]] + [("person", name) for name in a["person"]]
            database.executemany("INSERT INTO value VALUES (?, ?, ?)", [(rowid, *value) for value in values])
    for step in ("COMMIT", "CREATE INDEX value_of ON value(article, field, value)", "ANALYZE"):
        database.execute(step)


def merge(folder):
    connect(folder).execute("INSERT INTO words(words) VALUES ('optimize')")


def statement(search):
    """The query of the hits, the one of the facets, and their parameters."""
    words = re.findall(r"\w+", search["words"])
    match = f'"{" ".join(words)}"' if search["phrase"] else (" OR " if search["any"] else " AND ").join(f'"{word}"' for word in words)
    where, parameters = "words MATCH ?", [match]
    if search["since"] is not None:
        where += " AND date BETWEEN ? AND ?"
        parameters += [search["since"], search["until"]]
    if search["source"] is not None:
        where += " AND source = ?"
        parameters.append(search["source"])
    origin = f"FROM words JOIN article ON article.rowid = words.rowid WHERE {where}"
    hits = f"SELECT id, article.title, source, date {origin} ORDER BY bm25(words) LIMIT {search['limit']}"
    facets = f"SELECT field, value, count(*) FROM value WHERE article IN (SELECT words.rowid {origin}) GROUP BY field, value ORDER BY 3 DESC"
    return hits, facets, parameters


def run(database, search):
    hits, facets, parameters = statement(search)
    found = database.execute(hits, parameters).fetchall()
    if search["facets"]:
        database.execute(facets, parameters).fetchall()
    return len(found)


def searches(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def serve(folder):
    database = connect(folder)
    for line in sys.stdin:
        passes, _, path = line.rstrip("\n").split(" ", 2)
        asked = searches(path)
        for _ in range(int(passes)):
            micros, hits, begin = [], [], time.perf_counter()
            for search in asked:
                start = time.perf_counter()
                hits.append(run(database, search))
                micros.append((time.perf_counter() - start) * 1e6)
        print(json.dumps({"us": micros, "hits": hits, "seconds": time.perf_counter() - begin}), flush=True)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "index":
        index(*arguments[:2])
    elif command == "merge":
        merge(arguments[0])
    elif command == "serve":
        serve(arguments[0])
    elif command == "once":
        print(run(connect(arguments[0]), searches(arguments[1])[0]))
