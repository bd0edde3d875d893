# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries of seven kinds, drawn from the corpus with a seed, and what is asked of each."""
import json
import random
import re
from collections import Counter, namedtuple

from . import corpus as corpora

# `words` are side by side when it is a phrase. `source` and `year` are those of the article that the words come from.
Query = namedtuple("Query", "kind words phrase source year")
KINDS = ("one common word", "one rare word", "two words", "three words", "four words of a headline", "two words side by side", "a name")
COMMON, RARE = 0.05, 0.002  # shares of the articles
STOP = set("a an and are as at be but by for from has have he her his if in into is it its no not of on or said she such that the their then "
           "there these they this to was we were will with you your about after all also been can could had more most new one other our out over "
           "some than them two up us what when which who would year years".split())


def words_of(text):
    return [word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > 2 and word not in STOP]


def draw(files, count, each=40, seed=1):
    """`each` queries of every kind, in one shuffled order; the same for the same corpus and seed."""
    chooser = random.Random(seed)
    sampled = set(chooser.sample(range(count), min(count, 3000)))
    sample, frequency = [], Counter()
    for number, article in enumerate(corpora.articles(files)):
        if number in sampled:
            sample.append(article)
            frequency.update(set(words_of(f"{article.get('title') or ''} {article.get('text') or ''}")))
    common = {word for word, n in frequency.items() if n >= COMMON * len(sample)}
    rare = {word for word, n in frequency.items() if 2 <= n <= max(2, RARE * len(sample))}
    found = {kind: [] for kind in KINDS}
    for article in chooser.sample(sample, len(sample)):
        for kind in KINDS:
            if len(found[kind]) < each and (words := pick(kind, article, common, rare, chooser)):
                year = corpora.day(article) // 10000
                found[kind].append(Query(kind, words, kind in KINDS[5:], article.get("source") or "", year))
    mixed = [query for kind in KINDS for query in found[kind]]
    chooser.shuffle(mixed)
    return mixed


def pick(kind, article, common, rare, chooser):
    """The words of one query of that kind; None when the article has none."""
    text = article.get("text") or ""
    every = sorted(set(words_of(text)))
    if kind in KINDS[:2]:
        fitting = [word for word in every if word in (common if kind == KINDS[0] else rare)]
        return [chooser.choice(fitting)] if fitting else None
    if kind in KINDS[2:4]:
        wanted = 2 if kind == KINDS[2] else 3
        fitting = [word for word in every if word not in rare]
        return chooser.sample(fitting, wanted) if len(fitting) > 20 else None
    if kind == KINDS[4]:
        title = list(dict.fromkeys(words_of(article.get("title") or "")))
        return title[:4] if len(title) >= 4 else None
    if kind == KINDS[5]:
        pairs = [(a, b) for a, b in re.findall(r"(?=\b([a-z]{4,}) ([a-z]{4,})\b)", text) if a not in STOP and b not in STOP]
        return list(chooser.choice(pairs)) if pairs else None
    every_name = [name for some in corpora.names(article).values() for name in some if re.fullmatch(r"[A-Za-z]+ [A-Za-z]+", name)]
    return chooser.choice(every_name).lower().split() if every_name else None


def from_file(path):
    """A query a line (`qid<TAB>query` or the query): words, or "words side by side"."""
    queries = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            text = line.rstrip("\n").split("\t")[-1].strip()
            if text:
                queries.append(Query("of the file", re.findall(r"\w+", text), text.startswith('"') and text.endswith('"'), "", 0))
    return queries


# What is asked: rows of the table. `bounds`: the query's year as a range of dates; `source`: its source as a filter.
Task = namedtuple("Task", "title limit facets bounds source only_phrases no_total")
TASKS = (
    Task("ten hits", 10, False, False, False, False, False),
    Task("ten hits, --no-total", 10, False, False, False, False, True),
    Task("ten hits and three facets", 10, True, False, False, False, False),
    Task("ten hits within a year", 10, False, True, False, False, False),
    Task("ten hits of a source", 10, False, False, True, False, False),
    Task("phrases: ten hits", 10, False, False, False, True, False),
    Task("1,000 hits, stored fields", 1000, False, False, False, False, False),
)


def asked(task, queries):
    """Those of the queries that the task is about."""
    fits = lambda q: (q.phrase or not task.only_phrases) and (q.year > 1900 or not task.bounds) and (q.source or not task.source)
    return [query for query in queries if fits(query)]


def write_for_peers(path, task, queries, match):
    with open(path, "w", encoding="utf-8") as file:
        for q in queries:
            since, until = (q.year * 10000 + 101, q.year * 10000 + 1231) if task.bounds else (None, None)
            file.write(json.dumps({"words": " ".join(q.words), "phrase": q.phrase, "any": match == "any", "since": since, "until": until,
                                   "source": q.source if task.source else None, "limit": task.limit, "facets": task.facets}) + "\n")


def write_for_us(path, task, queries, match, passes):
    """All passes in one batch; the caller looks at the last one."""
    with open(path, "w", encoding="utf-8") as file:
        for i in range(passes):
            for number, q in enumerate(queries):
                text = f'"{" ".join(q.words)}"' if q.phrase else " ".join(q.words)
                line = {"qid": f"{i}.{number}", "query": text, "match": match, "limit": task.limit}
                if task.bounds:
                    line |= {"since": str(q.year), "until": str(q.year)}
                if task.source:
                    line["source"] = [q.source]
                if task.facets:
                    line["facet"] = ["source:10", "org:10", "person:10"]
                if task.no_total:
                    line["no-total"] = True
                file.write(json.dumps(line) + "\n")
