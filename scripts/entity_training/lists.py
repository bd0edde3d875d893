# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists (gazetteers) of the entity tagger as one text file: `list[,list…] TAB phrase`, sorted.

From: lists.txt here; GeoNames (cities, countries, US states; CC BY 4.0); SEC companies (MIT collection of public domain data), S&P 500
(PDDL); US politicians (CC0); first names and surnames (Unlicense).
"""

import collections
import csv
import json
import pathlib
import re
import unicodedata

LARGE_CITY = 300_000
COMPANY_FORM = re.compile(
    r"[,\s]+(inc|corp|corporation|co|company|ltd|limited|llc|plc|l\.?p|n\.?v|s\.?a|ag|se|holdings?|group|trust|the|class [a-c]|/[a-z]{2}/?)\.?$", re.IGNORECASE)
# Place names that are more often ordinary capitalised words at the start of a sentence.
NOT_PLACES = {"of", "most", "male", "same", "nice", "man", "union", "march", "june", "may", "sunday", "victoria", "new", "the", "best", "date", "bar", "san", "bay", "see", "this",
              "college", "university", "police", "orange", "central", "independence", "police", "federal", "enterprise", "opportunity", "police", "liberal", "republican", "commerce"}


def own_lists(path):
    current = None
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1]
        elif line and not line.startswith("#"):
            for phrase in line.split(", "):
                if phrase.strip(" ,"):
                    yield current, phrase.strip()


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def company_names(name):
    """The name as registered, and without its legal form."""
    name = re.sub(r"\s*/.*$", "", name).replace(",", " ,").strip()
    seen = []
    while name and name not in seen:
        seen.append(name)
        name = COMPANY_FORM.sub("", name).rstrip(" ,")
    return [n for n in seen if len(n) > 2]


def geonames(folder):
    with open(folder / "geonames_cities15000.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            population = int(row["population"] or 0)
            names = {row["name"], plain(row["name"])}
            for name in names:
                if len(name) > 2 and name.lower() not in NOT_PLACES:
                    yield ("large_city" if population >= LARGE_CITY else "city"), name
            # Other names of large cities in Latin letters ("Peking", "Kiev").
            if population >= 1_000_000:
                for name in (row["alternatenames"] or "").split("|"):
                    if re.fullmatch(r"[A-Z][a-z]{3,}( [A-Z][a-z]+)?", name):
                        yield "city", name
    for country in json.loads((folder / "geonames_countries.json").read_text(encoding="utf-8")).values():
        yield "country", country["name"]
    for state in json.loads((folder / "us_states.json").read_text(encoding="utf-8")).values():
        yield "state", state["name"]
    provinces = set()
    with open(folder / "world-cities.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            provinces.add(row["subcountry"])
    for name in sorted(provinces):
        if name and len(name) > 2 and name.lower() not in NOT_PLACES:
            yield "province", name


def companies(folder):
    with open(folder / "sec_companies.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in company_names(row["Name"]):
                yield "company", name
    with open(folder / "constituents.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in company_names(row["Security"]):
                yield "company", name


def people(folder):
    for file, name_list in (("first_us", "first_name"), ("first_all", "rare_first_name"), ("surnames_us", "surname"), ("surnames_all", "rare_surname")):
        for name in (folder / "names" / f"{file}.txt").read_text(encoding="utf-8-sig").splitlines():
            if len(name.strip()) > 1:
                yield name_list, name.strip()
    with open(folder / "us_politicians.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield "politician", row["name"]
            yield "politician", row["full"]


def write_lists(path, gazetteers):
    """`gazetteers`: the folder with the files named above, or None: only our own lists."""
    own = pathlib.Path(__file__).parent / "lists.txt"
    entries = collections.defaultdict(set)
    sources = [own_lists(own)]
    if gazetteers:
        folder = pathlib.Path(gazetteers)
        sources += [geonames(folder), companies(folder), people(folder)]
    for source in sources:
        for name_list, phrase in source:
            entries[" ".join(phrase.split())].add(name_list)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for phrase in sorted(entries):
            out.write(f"{','.join(sorted(entries[phrase]))}\t{phrase}\n")
