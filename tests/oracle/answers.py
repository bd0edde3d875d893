# SPDX-License-Identifier: GPL-3.0-or-later
"""What should an archive answer? Brute force over the articles of world.py: slow, plain, and independent of the programs."""

import datetime

from world import EPOCH, STEM_OF_FORM, fold, name_words

TEXT_FIELDS = ("title", "deck", "text")
COARSENESS = {"time": 0, "day": 0, "month": 2, "year": 4}
# The coarsest precision that a unit can place.
UNIT_COARSENESS = {"day": 0, "week": 0, "month": 2, "quarter": 2, "year": 4}


class Index:
    """The articles, and the sets of their numbers that queries ask for most."""

    def __init__(self, articles):
        self.articles = articles
        self.everything = frozenset(range(len(articles)))
        self.number_of_id = {a.id: n for n, a in enumerate(articles)}
        self._cache = {}

    def where(self, key, condition):
        if key not in self._cache:
            self._cache[key] = frozenset(n for n in self.everything if condition(self.articles[n]))
        return self._cache[key]

    def having(self, field, folded):
        return self.where(("value", field, folded), lambda a: folded in a.values[field])


def fields_of(scope):
    return TEXT_FIELDS if scope in ("", "text") else (scope,)


def side_by_side(line, wanted):
    return f" {' '.join(wanted)} " in line


def close(operands, distance, ordered):
    """The stretches (first, last) that hold one occurrence of each operand, none overlapping another, where the one that begins last
    begins at most `distance` behind the end of the one that ends first; `ordered`: in the order of the operands."""
    found = set()

    def choose(chosen):
        if len(chosen) == len(operands):
            if max(c[0] for c in chosen) - min(c[1] for c in chosen) <= distance:
                found.add((min(c[0] for c in chosen), max(c[1] for c in chosen)))
            return
        for span in operands[len(chosen)]:
            apart = all(span[0] > c[1] or span[1] < c[0] for c in chosen)
            if apart and (not ordered or not chosen or span[0] > chosen[-1][1]):
                choose((*chosen, span))

    if all(operands):
        choose(())
    return found


def shortest(spans):
    """Without those that contain another."""
    return {s for s in spans if not any(t != s and s[0] <= t[0] and t[1] <= s[1] for t in spans)}


def places(words, condition):
    return {(i, i) for i, word in enumerate(words) if condition(word)}


def side_by_side_places(words, wanted):
    return {(i, i + len(wanted) - 1) for i in range(len(words)) if tuple(words[i:i + len(wanted)]) == tuple(wanted)}


def stem_places(field, stem):
    return places(field.stems, stem.__eq__) | {(place, place + 1) for place, joined in field.joined_stems if joined == stem}


def occurrences(node, field):
    """Where a node of words stands in a field: {(first word, last word)}."""
    kind = node[0]
    if kind == "word":
        return stem_places(field, STEM_OF_FORM[node[1]])
    if kind == "hyphen":
        return side_by_side_places(field.stems, [STEM_OF_FORM[part] for part in node[1]]) | stem_places(field, STEM_OF_FORM[node[2]])
    if kind == "capitals":
        return {(i, i) for i in field.capitals if field.forms[i] == node[1]}
    if kind == "phrase":
        return side_by_side_places(field.forms, node[1])
    if kind == "prefix":
        return places(field.forms, lambda form: form.startswith(node[1]))
    if kind == "fuzzy":
        return places(field.forms, lambda form: one_edit(form, node[1]))
    if kind == "slop":
        return shortest(close([places(field.forms, form.__eq__) for form in node[1]], node[2], False))
    if kind == "near":
        return shortest(close([occurrences(child, field) for child in node[1]], node[2], node[3]))
    if kind == "or":
        return set().union(*(occurrences(child, field) for child in node[1]))
    raise ValueError(node)


def one_edit(a, b):
    """Equal, or one insertion, deletion, replacement or swap of neighbours apart."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    if len(a) < len(b):
        return a[start:] == b[start + 1:]
    swapped = start + 1 < len(a) and a[start] == b[start + 1] and a[start + 1] == b[start] and a[start + 2:] == b[start + 2:]
    return a[start + 1:] == b[start + 1:] or swapped


def date_matches(date, since, until):
    if date is None:
        return False
    after = since is None or (date.start >= since.start if since.precision == "time" else date.day >= since.day)
    before = until is None or (date.end <= until.end if until.precision == "time" else date.last_day <= until.last_day)
    return after and before


def evaluate(node, index, scope=""):
    """The numbers of the articles that a node of questions.py asks for."""
    kind = node[0]
    if kind == "and":
        return frozenset.intersection(*(evaluate(child, index, scope) for child in node[1]))
    if kind == "or":
        return frozenset.union(*(evaluate(child, index, scope) for child in node[1]))
    if kind == "not":
        return index.everything - evaluate(node[1], index, scope)
    if kind == "in":
        return evaluate(node[2], index, node[1])
    if kind == "all":
        return index.everything
    return index.where((scope, node), lambda article: matches(node, article, scope))


def matches(node, article, scope):
    kind = node[0]
    if kind == "value":
        _, field, value, whole = node
        if whole:
            return fold(value) in article.values[field]
        return any(fold(value) in name_words(name) for name in article.values[field])
    if kind == "id":
        return article.id == node[1]
    if kind == "date":
        return date_matches(article.date, node[2], node[3])
    return any(field_matches(node, article.fields[field]) for field in fields_of(scope))


def field_matches(node, field):
    kind = node[0]
    if kind == "word":
        return STEM_OF_FORM[node[1]] in field.all_stems
    if kind == "hyphen":
        return side_by_side(field.stems_line, [STEM_OF_FORM[part]
                                               for part in node[1]]) or STEM_OF_FORM[node[2]] in field.all_stems
    if kind == "capitals":
        return any(field.forms[i] == node[1] for i in field.capitals)
    if kind == "phrase":
        return side_by_side(field.forms_line, node[1])
    if kind in ("slop", "near"):
        return bool(occurrences(node, field))
    if kind == "prefix":
        return f" {node[1]}" in field.forms_line
    if kind == "fuzzy":
        return any(one_edit(word, node[1]) for word in set(field.forms))
    raise ValueError(node)


# --- the frame of a question, and what is counted in it

def option_sets(question, index):
    """Option -> articles that pass it; since and until are one."""
    sets = {}
    for field, values in question.filters.items():
        sets[field] = frozenset().union(*(index.having(field, fold(value)) for value in values))
    if question.since or question.until:
        sets["date"] = frozenset(n for n in index.everything
                                 if date_matches(index.articles[n].date, question.since, question.until))
    return sets


def frame(question, index, without=None):
    sets = [s for name, s in option_sets(question, index).items() if name != without]
    return index.everything.intersection(*sets)


def found(question, index):
    return evaluate(question.node, index) & frame(question, index)


def ordered(numbers, index, sort):
    """The ids of these articles in the order of `newest`, `oldest` or `title`."""
    def begin(article):
        return article.date.start if article.date else None

    def newest(article):
        return (article.date is None, -(begin(article) or 0), article.id.encode())

    keys = {
        "newest": newest,
        "oldest": lambda a: (a.date is None, begin(a) or 0, a.id.encode()),
        "title": lambda a: (fold(a.title).encode(), newest(a)),
    }
    return [a.id for a in sorted((index.articles[n] for n in numbers), key=keys[sort])]


def six_digits(value):
    return float("%.6g" % value)


def facet(question, index, field, limit, offset=0):
    """What the facet of a field should say; values are folded."""
    around = frame(question, index, without=field)
    counted = evaluate(question.node, index) & around
    counts = {}
    for n in counted:
        for value in index.articles[n].values[field]:
            counts[value] = counts.get(value, 0) + 1
    ranked = sorted(counts, key=lambda value: (-counts[value], value.encode()))
    shown = set(ranked if limit is None else ranked[:offset + limit])
    page = ranked[offset:] if limit is None else ranked[offset:offset + limit]
    with_value = [n for n in counted if index.articles[n].values[field]]
    return {
        "exact": True, "articles": len(counted), "values_total": len(ranked), "missing": len(counted) - len(with_value),
        "other": sum(1 for n in with_value if not index.articles[n].values[field] & shown),
        "buckets": [bucket(value, counts[value], len(counted), len(index.having(field, value) & around), len(around))
                    for value in page],
    }


def bucket(value, articles, of, in_frame, frame_size):
    share = articles / of
    lift = six_digits(share / (in_frame / frame_size)) if articles >= 5 else None
    return {"value": value, "articles": articles, "share": six_digits(share), "lift": lift}


# --- timelines

def unit_floor(day, unit):
    date = EPOCH + datetime.timedelta(days=day)
    if unit == "week":
        return day - date.weekday()
    month = {"month": date.month, "quarter": (date.month - 1) // 3 * 3 + 1, "year": 1}.get(unit)
    return day if month is None else (datetime.date(date.year, month, 1) - EPOCH).days


def unit_next(start, unit):
    days = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[unit]
    return unit_floor(start + days, unit)


def day_text(day):
    return (EPOCH + datetime.timedelta(days=day)).isoformat()


def timeline(question, index, unit):
    def placed(numbers):
        dates = [index.articles[n].date for n in numbers]
        return [d.day for d in dates if d and COARSENESS[d.precision] <= UNIT_COARSENESS[unit]]

    numbers = found(question, index)
    undated = sum(1 for n in numbers if index.articles[n].date is None)
    days = placed(numbers)
    answer = {"by": unit, "undated": undated, "imprecise": len(numbers) - undated - len(days), "buckets": []}
    bounds = [question.since and question.since.day, question.until and question.until.last_day]
    if not days and None in bounds:
        return answer
    # A bound with a time may lie on another day than the own day of an article it lets in: no match is left out of the buckets.
    first = min([d for d in (bounds[0],) if d is not None] or days)
    last = max([d for d in (bounds[1],) if d is not None] or days)
    first, last = min([first, *days]), max([last, *days])
    all_days = placed(frame(question, index))
    start = unit_floor(first, unit)
    while start <= last:
        end = unit_next(start, unit)
        articles = sum(1 for d in days if start <= d < end)
        archive_articles = sum(1 for d in all_days if start <= d < end)
        share = six_digits(articles / archive_articles) if archive_articles else None
        answer["buckets"].append({"start": day_text(start), "end": day_text(end), "articles": articles,
                                  "archive_articles": archive_articles, "share": share})
        start = end
    return answer
