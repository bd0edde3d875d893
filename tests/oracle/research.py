# SPDX-License-Identifier: GPL-3.0-or-later
"""What should kwic, terms, crosstab, cooccur and compare answer? Brute force beside answers.py: slow, plain, and independent of the
programs."""

import datetime
import math

import answers
from world import EPOCH, STEM_OF_FORM, STOP_WORDS, name_words

NAME_KINDS = ("person", "org", "place", "misc")


# --- kwic: where the words of a question stand, as (first word, last word)

TEXT_LEAVES = ("word", "hyphen", "capitals", "phrase", "slop", "near", "prefix", "fuzzy")


def scoped_occurrences(node, name, field, scope=""):
    """What is negated, and values, have nothing to show; what is negated twice is asked for."""
    if node[0] == "not" and node[1][0] == "not":
        return scoped_occurrences(node[1][1], name, field, scope)
    if node[0] == "in":
        return scoped_occurrences(node[2], name, field, node[1])
    if node[0] in ("and", "or"):
        return [span for child in node[1] for span in scoped_occurrences(child, name, field, scope)]
    return answers.occurrences(node, field) if node[0] in TEXT_LEAVES and name in answers.fields_of(scope) else []


def concordance(question, index):
    """[(id, field, start, end, number of the first word)] in the order of `newest`; one inside a longer one does not count."""
    lines = []
    numbers = answers.found(question, index)
    for id in answers.ordered(numbers, index, "newest"):
        article = index.articles[index.number_of_id[id]]
        for name in answers.TEXT_FIELDS:
            field = article.fields[name]
            next_word = 0
            for first, last in sorted(set(scoped_occurrences(question.node, name, field)), key=lambda s: (s[0], -s[1])):
                if last < next_word:
                    continue
                next_word = last + 1
                lines.append((id, name, field.stretches[first][0], field.stretches[last][1], first, last))
    return len(numbers), lines


def neighbour(index, line, offset):
    """The word so many places left or right of the occurrence, folded; "" beyond the field."""
    id, name, _, _, first, last = line
    forms = index.articles[index.number_of_id[id]].fields[name].forms
    at = first + offset if offset < 0 else last + offset
    return forms[at] if 0 <= at < len(forms) else ""


# --- the formulae, by sums

def log_likelihood(a, n1, b, n2):
    everything, having = n1 + n2, a + b

    def cell(observed, expected):
        return observed * math.log(observed / expected) if observed else 0

    if not n1 or not n2 or not having or having == everything:
        return 0
    g2 = 2 * (cell(a, having * n1 / everything) + cell(b, having * n2 / everything)
              + cell(n1 - a, (everything - having) * n1 / everything) + cell(n2 - b, (everything - having) * n2 / everything))
    return max(g2, 0) * (-1 if a * n2 < b * n1 else 1)


def log_ratio(a, n1, b, n2):
    return math.log2((a or 0.5) / n1) - math.log2((b or 0.5) / n2)


def at_least(k, n, p):
    """P(X >= k) of n throws."""
    return math.fsum(math.exp(math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(p)
                              + (n - i) * math.log1p(-p)) for i in range(k, n + 1))


def cautious_ratio(a, n1, b, n2, tests):
    """Of a share that is higher here: the lower end of its exact interval, corrected for the number of tests."""
    alpha = 0.05 / tests / 2
    if at_least(a, a + b, n1 / (n1 + n2)) > alpha:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if at_least(a, a + b, middle) < alpha else (low, middle)
    return max(0.0, math.log2(n2 / n1 * low / (1 - low)))


def two_proportion_p(a, n1, b, n2):
    if not n1 or not n2:
        return None
    pooled = (a + b) / (n1 + n2)
    if min(n1, n2) * min(pooled, 1 - pooled) < 5:
        return None
    z = (a / n1 - b / n2) / math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return math.erfc(abs(z) / math.sqrt(2))


# --- terms

def terms_of(article, kind):
    if kind == "word":
        return {form for field in article.fields.values() for form in field.forms}
    if kind == "bigram":
        return {" ".join(pair) for field in article.fields.values() for pair in zip(field.forms, field.forms[1:])
                if not set(pair) & set(STOP_WORDS)}
    return article.values[kind]


def document_frequencies(index, numbers, kind):
    counts = {}
    for n in numbers:
        for term in terms_of(index.articles[n], kind):
            counts[term] = counts.get(term, 0) + 1
    return counts


def asked_stems(node):
    """The stems that a question asks for; what is negated does not count."""
    kind = node[0]
    if kind in ("and", "or"):
        return set().union(*(asked_stems(child) for child in node[1]))
    if kind == "in":
        return asked_stems(node[2])
    if kind == "word" or kind == "capitals":
        return {STEM_OF_FORM.get(node[1])}
    if kind == "hyphen":
        return {*(STEM_OF_FORM[part] for part in node[1]), STEM_OF_FORM[node[2]]}
    if kind in ("phrase", "slop"):
        return {STEM_OF_FORM[form] for form in node[1]}
    if kind == "near":
        return set().union(*(asked_stems(child) for child in node[1]))
    raise NotImplementedError(kind)


def is_own(term, stems):
    words = name_words(term)
    return bool(words) and all(STEM_OF_FORM.get(word) in stems for word in words)


def key_terms(index, here, there, kind, min_articles, stems):
    """term -> (articles here, articles there, log-likelihood, log ratio, its cautious end) of those that are more frequent here."""
    a, b = document_frequencies(index, here, kind), document_frequencies(index, there, kind)
    tested = {term: n for term, n in a.items() if n >= min_articles}
    found = {}
    for term, n in tested.items():
        counts = (n, len(here), b.get(term, 0), len(there))
        if is_own(term, stems) or term in STOP_WORDS or log_likelihood(*counts) <= 1e-9:
            continue
        found[term] = (n, b.get(term, 0), log_likelihood(*counts), log_ratio(*counts), cautious_ratio(*counts, len(tested)))
    return found


# --- crosstab

def side_values(article, side):
    if side in answers.UNIT_COARSENESS:
        date = article.date
        if date is None or answers.COARSENESS[date.precision] > answers.UNIT_COARSENESS[side]:
            return set()
        return {period_label(answers.unit_floor(date.day, side), side)}
    return article.values[side]


def period_label(start, unit):
    date = EPOCH + datetime.timedelta(days=start)
    if unit == "week":
        year, week, _ = date.isocalendar()
        return f"{year}-W{week:02}"
    return {"year": f"{date.year}", "quarter": f"{date.year}-Q{(date.month + 2) // 3}", "month": f"{date.year}-{date.month:02}",
            "day": date.isoformat()}[unit]


def crosstab(question, index, rows, columns):
    cells, row_totals, column_totals = {}, {}, {}
    for n in answers.found(question, index):
        article = index.articles[n]
        for row in side_values(article, rows):
            row_totals[row] = row_totals.get(row, 0) + 1
            for column in side_values(article, columns):
                cells[row, column] = cells.get((row, column), 0) + 1
        for column in side_values(article, columns):
            column_totals[column] = column_totals.get(column, 0) + 1
    return cells, row_totals, column_totals


# --- names together

def names_of(article):
    return {(kind, name) for kind in NAME_KINDS for name in article.values[kind]}


def name_counts(index, numbers):
    counts = {}
    for n in numbers:
        for name in names_of(index.articles[n]):
            counts[name] = counts.get(name, 0) + 1
    return counts


def pair_counts(index, numbers):
    counts = {}
    for n in numbers:
        names = sorted(names_of(index.articles[n]))
        for i, a in enumerate(names):
            for b in names[i + 1:]:
                counts[a, b] = counts.get((a, b), 0) + 1
    return counts


def holm(probabilities):
    """{key: p} -> {key: corrected p}; None: not tested."""
    tested = sorted((p, key) for key, p in probabilities.items() if p is not None)
    corrected, largest = {}, 0
    for rank, (p, key) in enumerate(tested):
        largest = max(largest, min(1, p * (len(tested) - rank)))
        corrected[key] = largest
    return corrected

