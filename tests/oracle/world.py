# SPDX-License-Identifier: GPL-3.0-or-later
"""Small random archives whose every word is known: what each text says, and what is to be found in it.

The words are a fixed list of forms with their English Snowball stems, so that nothing here needs a stemmer.
"""

import dataclasses
import datetime
import unicodedata

# Stem -> forms that share it. Checked against Xapian 1.4.22.
FORMS_OF_STEM = {
    "model": ["model", "models", "modeled", "modeling"],
    "reus": ["reuse", "reused", "reuses", "reusing"],
    "hous": ["house", "houses", "housing"],
    "licens": ["license", "licensed", "licenses", "licensing"],
    "compani": ["company", "companies"],
    "report": ["report", "reports", "reported", "reporter"],
    "train": ["train", "trains", "trained", "training"],
    "weight": ["weight", "weights", "weighted"],
    "build": ["build", "builds", "building", "buildings"],
    "polici": ["policy", "policies"],
    "bridg": ["bridge", "bridges", "bridged"],
    "run": ["run", "runs", "running"],
    "plan": ["plan", "plans", "planned", "planning"],
    "citi": ["city", "cities"],
    "stori": ["story", "stories"],
    "farmer": ["farmer", "farmers"],
    "farm": ["farm", "farms", "farmed"],
    "vote": ["vote", "votes", "voted", "voting"],
    "nation": ["nation", "nations", "national"],
    "lawyer": ["lawyer", "lawyers"],
    "law": ["law", "laws"],
    "open": ["open", "opens", "opened", "opening"],
    "sourc": ["source", "sources", "sourced"],
    "court": ["court", "courts"],
    "judg": ["judge", "judges", "judged", "judging"],
    "cafe": ["cafe", "cafes"],
    "releas": ["release", "releases", "released", "releasing"],
    "rival": ["rival", "rivals"],
    "opensourc": ["opensource"],
    "re": ["re"],
    "use": ["use", "used", "uses"],
    "2024": ["2024"],
    "1000": ["1000"],
    "the": ["the"],
    "of": ["of"],
    "and": ["and"],
    "us": ["us"],
}
STEM_OF_FORM = {form: stem for stem, forms in FORMS_OF_STEM.items() for form in forms}
STOP_WORDS = ["the", "of", "and", "us"]
# Stop words that written in capitals mean something else, and how texts write them then.
CAPITALS = {"us": ["US", "U.S."]}
# Words written with a hyphen in some texts: their parts, and the form that both make together.
COMPOUNDS = [("open", "source", "opensource"), ("re", "use", "reuse"), ("re", "used", "reused")]
BARE_FORMS = [form for form in STEM_OF_FORM if form not in STOP_WORDS]

SOURCES = ["The New York Times", "AP", "Reuters", "Le Monde", "Süddeutsche Zeitung", "El País"]
SECTIONS = ["World", "World Business", "Culture", "Sport"]
TOPICS = ["open source", "models", "houses", "Élections", "trade", "AI & law", "weather"]
PERSONS = ["Kai-Fu Lee", "Harper Lee", "Ann Lee", "Íñigo Peñaranda", "Bo Baker", "Ann Baker Stone"]
ORGS = ["Meta", "Meta Platforms", "World Bank", "Bank of England"]
PLACES = ["New York", "York", "São Paulo", "Port Ansley"]
MISC = ["Quarry", "Quarry Two"]
LANGUAGES = ["en", "de", "fr"]
ACCESS = ["full", "paywalled", "truncated"]
DESKS = ["Trade", "Night Desk", "foreign"]

# Field of the archive -> (key of the record or entity type, values, names whose single words are found)
VALUE_FIELDS = {
    "source": SOURCES, "section": SECTIONS, "topic": TOPICS, "language": LANGUAGES, "access": ACCESS + ["headline"],
    "author": PERSONS,
    "person": PERSONS, "org": ORGS, "place": PLACES, "misc": MISC, "desk": DESKS,
}
NAME_FIELDS = ("author", "person", "org", "place", "misc")
OFFSETS = ["Z", "+00:00", "+14:00", "-05:00", "+05:45", "-11:00", "-03:30", "+01:00"]
BETWEEN = (", ", ". ", " – ", "—", " (", "; ", "/", "… ", ": ")
EPOCH = datetime.date(1970, 1, 1)


def fold(text):
    """Case and Latin diacritics away and curly apostrophes straight, as the programs compare values."""
    decomposed = unicodedata.normalize("NFD", text.replace("\u2019", "'").casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def name_words(name):
    return "".join(c if c.isalnum() else " " for c in fold(name)).split()


@dataclasses.dataclass(frozen=True)
class Date:
    """A date with its span: seconds [start, end), days [day, last_day] at its own offset (days since 1970)."""

    text: str
    precision: str
    start: int
    end: int
    day: int
    last_day: int


def make_date(text):
    """From "2024", "2024-02", "2024-02-21" or RFC 3339 with seconds and offset."""
    if "T" in text:
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        start = int(moment.timestamp())
        day = (moment.date() - EPOCH).days
        return Date(text, "time", start, start + 1, day, day)
    parts = [int(part) for part in text.split("-")]
    year, month, day = parts + [None] * (3 - len(parts))
    first = datetime.date(year, month or 1, day or 1)
    if day:
        next_one = first + datetime.timedelta(days=1)
    elif month:
        next_one = datetime.date(year + month // 12, month % 12 + 1, 1)
    else:
        next_one = datetime.date(year + 1, 1, 1)
    first, next_one = (first - EPOCH).days, (next_one - EPOCH).days
    return Date(text, ("year", "month", "day")[len(parts) - 1], first * 86400, next_one * 86400, first, next_one - 1)


def random_date_text(chance, precision=None):
    moment = datetime.datetime(2022, 11, 1) + datetime.timedelta(seconds=chance.randrange(500 * 86400))
    if chance.random() < 0.3:  # at the borders of a day, where offsets matter
        moment = moment.replace(hour=chance.choice((0, 23)), minute=chance.choice((0, 30, 59)), second=chance.choice((0, 59)))
    precision = precision or chance.choices(("year", "month", "day", "time"), (1, 2, 5, 5))[0]
    if precision == "time":
        return moment.strftime("%Y-%m-%dT%H:%M:%S") + chance.choice(OFFSETS)
    return moment.strftime({"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}[precision])


class Field:
    """The words of title, deck or text in their order, as forms and as stems; where hyphens join two ("opensource"), by the position
    of the first; the stop words that stand there in capitals, by position; the stretch of characters of each word."""

    def __init__(self, words=(), joined=None, capitals=None, stretches=()):
        self.forms = words
        self.joined_at = joined or {}
        self.capitals_at = capitals or {}
        self.stretches = stretches
        self.capitals = list(self.capitals_at)
        self.joined_stems = [(place, STEM_OF_FORM[word]) for place, word in self.joined_at.items()]
        self.stems = [STEM_OF_FORM[word] for word in words]
        self.all_stems = {*self.stems, *(STEM_OF_FORM[word] for word in self.joined_at.values())}
        self.forms_line = f" {' '.join(self.forms)} "
        self.stems_line = f" {' '.join(self.stems)} "


@dataclasses.dataclass
class Article:
    """One article as the oracle knows it."""

    id: str
    record: dict
    date: Date | None
    fields: dict   # title, deck, text -> Field
    values: dict   # field -> set of folded values
    title: str


def random_case(chance, value):
    """The same value in another spelling, now and then."""
    roll = chance.random()
    return value.upper() if roll < 0.06 else value.lower() if roll < 0.12 else value


class TextMaker:
    """Writes texts of known words, decorated as real texts are."""

    def __init__(self, chance):
        self.chance = chance
        # An archive uses some of the words only, so that words meet.
        self.forms = chance.sample(BARE_FORMS, chance.randint(10, len(BARE_FORMS)))

    def text(self, least, most, paragraphs):
        """(text, Field)"""
        pieces, words, joined, capitals, stretches = [], [], {}, {}, []
        ends = ("\n\n" if paragraphs else " ", *BETWEEN)
        for _ in range(self.chance.randint(least, most)):
            start = len(unicodedata.normalize("NFC", "".join(pieces)))
            before = len(words)
            surface = self.add_word(words, joined, capitals)
            end = start + len(unicodedata.normalize("NFC", surface))
            if len(words) - before == 2:  # hyphenated
                stretches += [(start, start + len(words[-2])), (end - len(words[-1]), end)]
            else:
                stretches.append((start, end))
            pieces += [surface, " " if self.chance.random() < 0.7 else self.chance.choice(ends)]
        return "".join(pieces[:-1]), Field(words, joined, capitals, stretches)

    def add_word(self, words, joined, capitals):
        roll = self.chance.random()
        if roll < 0.08:
            first, second, together = self.chance.choice(COMPOUNDS)
            joined[len(words)] = together
            words += [first, second]
            return first + self.chance.choice(("-", "\u2010", "\u2011")) + second
        if roll < 0.18:
            word = self.chance.choice(STOP_WORDS)
            words.append(word)
            if word in CAPITALS and self.chance.random() < 0.5:
                capitals[len(words) - 1] = word
                return self.chance.choice(CAPITALS[word])
            return word
        word = self.chance.choice(self.forms)
        words.append(word)
        return self.decorated(word)

    def decorated(self, word):
        roll = self.chance.random()
        if word == "1000" and roll < 0.5:
            return "1,000"
        if word.startswith("cafe") and roll < 0.6:
            return self.chance.choice(("café", "cafe\u0301", "CAFÉ", "Café")) + word[4:]
        if not word.isalpha() or roll > 0.25:
            return word
        return self.chance.choice((word.capitalize(), word.upper(), word + "'s", word + "\u2019s"))


def some(chance, values, most):
    return [random_case(chance, chance.choice(values)) for _ in range(chance.randint(0, most))]


def make_article(chance, maker, number):
    # "removed": the text was cleaned, so that the cleaner leaves these word salads as they are.
    record = {"id": f"{chance.choice(('a', 'b', 'B', 'ä'))}-{number:03}", "removed": []}
    fields = {}
    has_text = chance.random() < 0.92
    for field, least, most, wanted in (("title", 1, 7, not has_text or chance.random() < 0.9),
                                       ("deck", 1, 6, chance.random() < 0.4), ("text", 1, 45, has_text)):
        text, fields[field] = maker.text(least, most, field == "text") if wanted else ("", Field())
        if text:
            record[field] = text
    for key, values, share in (("source", SOURCES, 0.95), ("section", SECTIONS, 0.7), ("language", LANGUAGES, 0.8),
                               ("desk", DESKS, 0.5)):
        if chance.random() < share:
            record[key] = random_case(chance, chance.choice(values)) if key != "language" else chance.choice(values)
    record["topics"] = some(chance, TOPICS, 4)
    record["authors"] = some(chance, PERSONS, 2)
    record["entities"] = [{"type": type, "name": name} for type, names, most in
                          (("person", PERSONS, 3), ("org", ORGS, 2), ("place", PLACES, 2), ("misc", MISC, 1))
                          for name in some(chance, names, most)]
    if has_text and chance.random() < 0.5:
        record["access"] = chance.choice(ACCESS)
    date = None
    if chance.random() < 0.9:
        record["date"] = random_date_text(chance)
        date = make_date(record["date"])
    return Article(record["id"], record, date, fields, values_of(record, has_text), record.get("title", ""))


def values_of(record, has_text):
    values = {key: {fold(record[key])} if record.get(key) else set() for key in ("source", "section", "language", "desk")}
    values["access"] = {record.get("access", "full" if has_text else "headline")}
    values["topic"] = {fold(topic) for topic in record["topics"]}
    values["author"] = {fold(author) for author in record["authors"]}
    for type in ("person", "org", "place", "misc"):
        values[type] = {fold(e["name"]) for e in record["entities"] if e["type"] == type}
    return values


def make_archive(chance):
    maker = TextMaker(chance)
    articles = [make_article(chance, maker, number) for number in range(chance.randint(20, 300))]
    chance.shuffle(articles)
    return articles, maker.forms
