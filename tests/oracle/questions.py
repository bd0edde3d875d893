# SPDX-License-Identifier: GPL-3.0-or-later
"""Random questions: a tree that answers.py can evaluate, the text that a person would type for it, and options.

Nodes are tuples: ("word", form) · ("hyphen", parts, joined form) · ("capitals", form) · ("phrase", forms) ·
("slop", forms, distance) · ("near", nodes of words, distance, ordered) · ("prefix", letters) · ("fuzzy", word) ·
("value", field, value, whole) · ("id", id) · ("date", text, since, until) · ("in", text field, node) · ("and" | "or", nodes) ·
("not", node) · ("all",)
"""

import dataclasses

from world import (BARE_FORMS, CAPITALS, COMPOUNDS, NAME_FIELDS, STOP_WORDS, VALUE_FIELDS, make_date, name_words,
                   random_case, random_date_text)

NOW = "2024-02-15T12:00:00Z"
# What these mean at NOW: days back are days, hours back an instant.
RELATIVE = {"30d": "2024-01-16", "6m": "2023-08-15", "1y": "2023-02-15", "36h": "2024-02-14T00:00:00Z"}
TEXT_OPERATORS = ("word", "hyphen", "phrase", "slop")


@dataclasses.dataclass
class Question:
    node: tuple
    text: str
    match: str = "all"
    filters: dict = dataclasses.field(default_factory=dict)  # option -> values
    since: object = None   # Date
    until: object = None
    since_text: str = ""
    until_text: str = ""
    sort: str | None = None
    facets: dict = dataclasses.field(default_factory=dict)   # field -> how many; None = all
    timeline: str | None = None
    expand: bool = False

    def line(self, qid, **more):
        """As a line of `batch`."""
        line = {"qid": qid, "query": self.text, "match": self.match, "limit": "all", "now": NOW, **self.filters}
        for key, value in (("since", self.since_text), ("until", self.until_text), ("sort", self.sort),
                           ("timeline", self.timeline)):
            if value:
                line[key] = value
        if self.expand:
            line["expand"] = True
        if self.facets:
            line["facet"] = [f"{field}:{'all' if limit is None else limit}" for field, limit in self.facets.items()]
        return line | more


class Asker:
    """Makes questions for one archive. `forms`: the words its texts have most likely."""

    def __init__(self, chance, articles, forms):
        self.chance = chance
        self.articles = articles
        self.forms = forms

    # --- leaves

    def form(self):
        return self.chance.choice(BARE_FORMS if self.chance.random() < 0.1 else self.forms)

    def phrase(self):
        """Forms that stand side by side somewhere, or nearly."""
        words = self.chance.choice([f.forms for f in self.chance.choice(self.articles).fields.values() if f.forms])
        start = self.chance.randrange(len(words))
        forms = list(words[start:start + self.chance.randint(1, 4)])
        if self.chance.random() < 0.2:
            forms[self.chance.randrange(len(forms))] = self.form()
        return tuple(forms)

    def some_forms(self):
        """Two or more, now and then one twice."""
        forms = tuple(self.form() for _ in range(self.chance.choice((2, 2, 2, 3, 4))))
        return forms if self.chance.random() < 0.9 else (forms[0], *forms[:-1])

    def near(self, depth=2):
        operands = tuple(self.near_operand(depth - 1) for _ in range(self.chance.choice((2, 2, 2, 3, 4))))
        if self.chance.random() < 0.1:
            operands = (operands[0], *operands[:-1])
        return ("near", operands, self.chance.choice((1, 2, 3, 5, 10)), self.chance.random() < 0.5)

    def near_operand(self, depth):
        kind = self.chance.choices(("word", "hyphen", "capitals", "phrase", "slop", "near", "or", "prefix", "fuzzy"),
                                   (50, 8, 4, 12, 4, 8, 12, 6, 6))[0]
        if depth == 0 and kind in ("near", "or"):
            kind = "word"
        if kind == "capitals":
            return ("capitals", self.chance.choice(list(CAPITALS)))
        if kind == "near":
            return self.near(depth)
        if kind == "or":
            return ("or", tuple(self.near_operand(depth - 1) for _ in range(self.chance.randint(2, 3))))
        return self.leaf_of(kind)

    def text_leaf(self):
        kind = self.chance.choices(("word", "hyphen", "phrase", "slop", "near", "prefix", "fuzzy"), (56, 6, 16, 4, 12, 4, 4))[0]
        return self.leaf_of(kind)

    def leaf_of(self, kind):
        if kind == "hyphen":
            return self.hyphen()
        if kind == "phrase":
            return ("phrase", self.phrase())
        if kind == "slop":
            return ("slop", self.some_forms(), self.chance.randint(2, 8))
        if kind == "near":
            return self.near()
        if kind == "prefix":
            word = self.chance.choice([form for form in self.forms if len(form) > 3])
            return ("prefix", word[:self.chance.randint(3, 5)])
        if kind == "fuzzy":
            return ("fuzzy", self.misspelt(self.form()))
        return ("word", self.form())

    def hyphen(self):
        first, second, together = self.chance.choice(COMPOUNDS)
        return ("hyphen", (first, second), together)

    def misspelt(self, word):
        place = self.chance.randrange(len(word))
        kind = self.chance.randrange(4)
        if kind == 0:
            return word
        if kind == 1 and len(word) > 4:
            return word[:place] + word[place + 1:]
        if kind == 2:
            return word[:place] + self.chance.choice("aeiorst") + word[place + 1:]
        return word[:place] + word[place:place + 2][::-1] + word[place + 2:]

    def value_leaf(self):
        field = self.chance.choice(list(VALUE_FIELDS))
        value = self.chance.choice(VALUE_FIELDS[field])
        if field in NAME_FIELDS and self.chance.random() < 0.5:
            return ("value", field, self.chance.choice(name_words(value)), False)
        return ("value", field, random_case(self.chance, value), True)

    def date_leaf(self):
        if self.chance.random() < 0.4:
            text = random_date_text(self.chance, self.chance.choice(("year", "month", "day")))
            return ("date", text, make_date(text), make_date(text))
        since, until = self.bounds()
        return ("date", f"{since and since[0] or ''}..{until and until[0] or ''}", since and since[1], until and until[1])

    def bounds(self):
        """Two (text, Date) in order; one may be None."""
        dates = sorted((self.bound() for _ in range(2)), key=lambda b: b[1].start)
        while dates[0][1].start >= dates[1][1].end or dates[0][1].day > dates[1][1].last_day:
            dates = sorted((self.bound() for _ in range(2)), key=lambda b: b[1].start)
        drop = self.chance.randrange(4)
        return (None if drop == 0 else dates[0]), (None if drop == 1 else dates[1])

    def bound(self):
        if self.chance.random() < 0.15:
            text = self.chance.choice(list(RELATIVE))
            return text, make_date(RELATIVE[text])
        text = random_date_text(self.chance)
        return text, make_date(text)

    def in_leaf(self):
        """title:word, title:"a phrase", title:(a OR b)"""
        field = self.chance.choice(("title", "title", "deck", "text"))
        kind = self.chance.random()
        if kind < 0.5:
            return ("in", field, ("word", self.form()))
        if kind < 0.75:
            return ("in", field, ("phrase", self.phrase()))
        if kind < 0.82:
            return ("in", field, self.hyphen())
        if kind < 0.9:
            return ("in", field, self.near())
        return ("in", field, (self.chance.choice(("or", "and")), (("word", self.form()), ("word", self.form()))))

    def leaf(self):
        roll = self.chance.random()
        if roll < 0.66:
            return self.text_leaf()
        if roll < 0.78:
            return self.in_leaf()
        if roll < 0.9:
            return self.value_leaf()
        if roll < 0.97:
            return self.date_leaf()
        return ("id", self.chance.choice(self.articles).id)

    # --- trees

    def tree(self, depth):
        if depth == 0 or self.chance.random() < 0.3:
            return self.leaf()
        kind = self.chance.choices(("and", "or", "not", "capitals"), (10, 8, 4, 1))[0]
        if kind == "capitals":  # are looked for as such beside words in small letters only
            return ("and", (("capitals", self.chance.choice(list(CAPITALS))), ("word", self.form())))
        if kind == "not":
            return ("not", self.tree(depth - 1))
        return (kind, tuple(self.tree(depth - 1) for _ in range(self.chance.randint(2, 3))))

    # --- text

    def quoted(self, words):
        opening, closing = self.chance.choice((('"', '"'), ('"', '"'), ("\u201c", "\u201d")))
        return opening + words + closing

    def render_leaf(self, node):
        kind = node[0]
        if kind == "word":
            return self.chance.choice((node[1], node[1], node[1].capitalize())) + self.chance.choice(("", "", "", "", "^2", "^0.5"))
        if kind == "hyphen":
            return "-".join(node[1])
        if kind == "capitals":
            return self.chance.choice(CAPITALS[node[1]])
        if kind == "phrase":
            return self.quoted(" ".join(node[1]))
        if kind == "slop":
            return f'"{" ".join(node[1])}"~{node[2]}'
        if kind == "near":
            operator = f" {'ADJ' if node[3] else 'NEAR'}{'' if node[2] == 10 else f'/{node[2]}'} "
            return operator.join(self.render(operand, 4) for operand in node[1])
        if kind == "prefix":
            return node[1] + "*"
        if kind == "fuzzy":
            return node[1] + "~"
        if kind == "value":
            _, field, value, whole = node
            needs_quotes = not value.isalnum() or (whole and field in NAME_FIELDS)
            return f"{field}:" + (self.quoted(value) if needs_quotes else value)
        if kind == "id":
            return f"id:{node[1]}"
        if kind == "date":
            return f"date:{node[1]}"
        if kind == "in":
            inner = self.render(node[2], 0)
            return f"{node[1]}:" + (f"({inner})" if node[2][0] in ("and", "or", "near") else inner)
        return "*"

    def render(self, node, strength):
        """Text of a node beside operators of this strength: 0 none, 1 OR, 2 AND, 3 NOT. Parentheses as needed, or at a whim."""
        own = {"or": 1, "and": 2, "not": 3, "near": 2}.get(node[0], 4)
        if node[0] in ("and", "or"):
            text = self.render_group(node, own)
        elif node[0] == "not":
            inner = self.render(node[1], 4 if node[1][0] != "not" else 9)
            minus = self.chance.random() < 0.4 and (inner[0].isalpha() or inner[0] in '("')
            text = ("-" if minus else "NOT ") + inner
        else:
            text = self.render_leaf(node)
        if own < strength or (node[0] == "near" and strength > 0) or (own < 4 and self.chance.random() < 0.1):
            return f"({text})"
        return text

    def render_group(self, node, own):
        parts = [self.render(child, own + (1 if child[0] == node[0] else 0)) for child in node[1]]
        if node[0] == "or":
            return " OR ".join(parts)
        if all(child[0] in TEXT_OPERATORS for child in node[1]) and self.chance.random() < 0.15:
            # Stop words beside other words of an implicit group are dropped.
            parts.insert(self.chance.randrange(len(parts) + 1), self.chance.choice(STOP_WORDS))
            return " ".join(parts)
        return "".join(part + self.chance.choice((" ", " AND ")) for part in parts[:-1]) + parts[-1]

    # --- whole questions

    def any_question(self):
        """--match any: words side by side are alternatives, field terms and exclusions are conditions."""
        words = tuple(self.text_leaf() for _ in range(self.chance.randint(1, 4)))
        words = tuple(w for w in words if w[0] in TEXT_OPERATORS) or (("word", self.form()),)
        conditions = [self.chance.choice((self.value_leaf, self.date_leaf))() for _ in range(self.chance.choice((0, 0, 1, 2)))]
        conditions += [("not", ("word", self.form()))] * self.chance.choice((0, 0, 1))
        parts = [self.render(part, 2) for part in (*words, *conditions)]
        self.chance.shuffle(parts)
        return Question(("and", (("or", words), *conditions)), " ".join(parts), match="any")

    def tree_question(self):
        """Operators are operators only where the query has a small letter, too."""
        while True:
            node = self.tree(self.chance.choice((0, 1, 1, 2, 3)))
            text = self.render(node, 0)
            if any(c.islower() for c in text) or not any(c.isupper() for c in text):
                return Question(node, text)

    def question(self):
        roll = self.chance.random()
        if roll < 0.06:
            question = Question(("all",), self.chance.choice(("*", "")))
        elif roll < 0.25:
            question = self.any_question()
        else:
            question = self.tree_question()
        self.add_options(question)
        return question

    def add_options(self, question):
        for field in self.chance.sample(list(VALUE_FIELDS), self.chance.choices((0, 1, 2), (6, 3, 1))[0]):
            values = [random_case(self.chance, self.chance.choice(VALUE_FIELDS[field])) for _ in range(self.chance.randint(1, 3))]
            if self.chance.random() < 0.05:
                values.append("No Such Value")
            question.filters[field] = values
        if self.chance.random() < 0.25:
            since, until = self.bounds()
            question.since_text, question.since = since or ("", None)
            question.until_text, question.until = until or ("", None)
        question.expand = self.chance.random() < 0.15
        question.sort = self.chance.choice((None, None, "relevance", "newest", "oldest", "title"))
        if self.chance.random() < 0.5:
            wanted = set(self.chance.sample(list(VALUE_FIELDS), self.chance.randint(1, 3))) | set(list(question.filters)[:1])
            question.facets = {field: self.chance.choice((1, 2, 3, 10, None)) for field in sorted(wanted)}
        if self.chance.random() < 0.4:
            question.timeline = self.chance.choice(("day", "week", "month", "quarter", "year"))
