# SPDX-License-Identifier: GPL-3.0-or-later
"""RIS, BibTeX and CSL-JSON, read back by readers that know nothing of Broadsheet: two small ones here, and Debian's bibtexparser."""

import json
import re
import unittest

from case import ArchiveCase, read_elsewhere

RECORDS = [
    {"id": "full", "title": "AT&T’s {new} 50% \"deal\" costs $10 #1 a_b", "deck": "Two lines:\nof \\LaTeX ~ and ^", "source": "Harbour & Ledger",
     "date": "2024-02-03T10:00:00-05:00", "authors": ["Jane Doe", "Vincent van Gogh", "Smith, Jones and Sons", "李開復"], "section": "Business",
     "topics": ["deals", "phones, mobile"], "language": "en", "url": "https://example.com/a_b?x=1&y={2}#z", "text": "deal text"},
    {"id": "month only }", "title": "Brace } alone", "date": "2024-02", "source": "AP", "text": "deal"},
    {"id": "year", "title": "Ein größerer Fall", "date": "2023", "source": "AP", "language": "de", "text": "deal"},
    {"id": "undated", "title": "No date — “quoted”", "text": "deal"},
    {"id": "other", "title": "Not asked for", "text": "nothing"},
]
FORMATS = ("ris", "bibtex", "csl-json")


def read_ris(text):
    """[{tag: [values]}] as the RIS specification has it: `XX  - value`, TY first, ER last."""
    records, record = [], None
    for line in text.split("\r\n"):
        if not line:
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match, repr(line)
        tag, value = match.groups()
        if tag == "TY":
            assert record is None, "a record without its end"
            record = {}
        if tag == "ER":
            records.append(record)
            record = None
        else:
            record.setdefault(tag, []).append(value)
    assert record is None, "a record without its end"
    return records


def read_bibtex(text):
    """[(type, key, {field: value})] by counting braces, as BibTeX does."""
    entries, position = [], 0
    while (match := re.compile(r"\s*@(\w+)\{([^,\s]+),\s*").match(text, position)):
        fields, position = {}, match.end()
        while not text.startswith("}", position):
            name = re.compile(r"(\w+) = ").match(text, position)
            assert name, text[position:position + 40]
            position = start = name.end()
            depth = 0
            while depth or text[position] not in ",\n":
                depth += {"{": 1, "}": -1}.get(text[position], 0)
                assert depth >= 0
                position += 1
            fields[name[1]] = text[start:position]
            position = re.compile(r",?\s*").match(text, position).end()
        entries.append((match[1], match[2], fields))
        position += 1
    assert not text[position:].strip(), text[position:]
    return entries


LATEX = [(r"\textbackslash{}", "\\"), (r"\textbraceleft{}", "{"), (r"\textbraceright{}", "}"), (r"\textasciitilde{}", "~"),
         (r"\textasciicircum{}", "^"), (r"\&", "&"), (r"\%", "%"), (r"\$", "$"), (r"\#", "#"), (r"\_", "_")]


def plain(latex):
    """What LaTeX would print."""
    out = ""
    while latex:
        for command, text in LATEX:
            if latex.startswith(command):
                out, latex = out + text, latex[len(command):]
                break
        else:
            assert latex[0] not in "&%$#_~^\\", latex
            out, latex = out + latex[0], latex[1:]
    return out


class References(ArchiveCase):
    records = RECORDS

    def export(self, format, *args):
        return self.search("export", *(args or ("deal",)), "--sort", "title", "--format", format).out

    def test_ris_is_read_back(self):
        records = {r["ID"][0]: r for r in read_ris(self.export("ris"))}
        self.assertEqual({"full", "month only }", "year", "undated"}, set(records))
        full = records["full"]
        self.assertEqual(["AT&T’s {new} 50% \"deal\" costs $10 #1 a_b"], full["TI"])
        self.assertEqual(["Doe, Jane", "van Gogh, Vincent", "Smith Jones and Sons", "李開復"], full["AU"])
        self.assertEqual((["NEWS"], ["Harbour & Ledger"], ["2024/02/03/"], ["2024"], ["Business"], ["en"]),
                         tuple(full[t] for t in ("TY", "T2", "DA", "PY", "SE", "LA")))
        self.assertEqual(["Two lines: of \\LaTeX ~ and ^"], full["AB"])
        self.assertEqual(["deals", "phones, mobile"], full["KW"])
        self.assertEqual(["https://example.com/a_b?x=1&y={2}#z"], full["UR"])
        self.assertEqual(["2024/02//"], records["month only }"]["DA"])
        self.assertEqual(["2023///"], records["year"]["DA"])
        self.assertNotIn("DA", records["undated"])

    def test_bibtex_is_read_back_by_counting_braces(self):
        entries = {plain(fields["title"][2:-2]): (kind, key, fields) for kind, key, fields in read_bibtex(self.export("bibtex"))}
        wanted = {r["title"] for r in RECORDS if r["id"] != "other"}
        self.assertEqual(wanted, set(entries))
        kind, key, full = entries[RECORDS[0]["title"]]
        self.assertEqual(("article", "full"), (kind, key))
        self.assertEqual("{Doe, Jane and van Gogh, Vincent and {Smith, Jones and Sons} and {李開復}}", full["author"])
        self.assertEqual(("{2024-02-03}", "{2024}", "feb"), tuple(full[k] for k in ("date", "year", "month")))
        self.assertEqual("{https://example.com/a_b?x=1&y=%7B2%7D#z}", full["url"])
        self.assertEqual("Two lines: of \\LaTeX ~ and ^", plain(full["abstract"][1:-1]))
        _, key, brace = entries["Brace } alone"]
        self.assertRegex(key, r"^month-only---[0-9a-f]{8}$")
        self.assertNotIn("day", brace)
        self.assertEqual("{2024-02}", brace["date"])
        self.assertEqual({"title"}, set(entries["No date — “quoted”"][2]))

    def test_bibtex_is_read_back_by_bibtexparser(self):
        entries = read_elsewhere("bibtexparser", """
            import json, sys
            import bibtexparser
            from bibtexparser.bparser import BibTexParser
            json.dump(bibtexparser.loads(sys.stdin.read(), BibTexParser(common_strings=True)).entries, sys.stdout)""", self.export("bibtex"))
        self.assertEqual(4, len(entries))
        full = next(e for e in entries if e["ID"] == "full")
        self.assertEqual(("article", "February", "2024", "2024-02-03"), tuple(full[k] for k in ("ENTRYTYPE", "month", "year", "date")))
        self.assertEqual(["Doe, Jane", "van Gogh, Vincent", "{Smith, Jones and Sons}", "{李開復}"], full["author"].split(" and ", 2)[:2]
                         + ["{Smith, Jones and Sons}", "{李開復}"])

    def test_csl_json_is_an_array_of_items_of_the_schema(self):
        items = {i["id"]: i for i in json.loads(self.export("csl-json"))}
        self.assertEqual({"full", "month only }", "year", "undated"}, set(items))
        # csl-data.json of CSL 1.0.2: what it allows of what we write
        strings = {"id", "type", "title", "container-title", "section", "abstract", "keyword", "language", "URL", "note"}
        for item in items.values():
            self.assertLessEqual(set(item), strings | {"author", "issued"})
            self.assertTrue(all(isinstance(item[k], str) for k in item if k in strings))
            self.assertEqual("article-newspaper", item["type"])
            for name in item.get("author", []):
                self.assertLessEqual(set(name), {"family", "given", "literal", "non-dropping-particle", "suffix"})
            for parts in item.get("issued", {}).get("date-parts", []):
                self.assertTrue(1 <= len(parts) <= 3 and all(isinstance(p, int) for p in parts))
        self.assertEqual(RECORDS[0]["title"], items["full"]["title"])
        self.assertEqual([[2024, 2, 3]], items["full"]["issued"]["date-parts"])
        self.assertEqual([[2024, 2]], items["month only }"]["issued"]["date-parts"])
        self.assertEqual([[2023]], items["year"]["issued"]["date-parts"])
        self.assertNotIn("issued", items["undated"])
        self.assertEqual({"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}, items["full"]["author"][1])

    def test_no_match_is_an_empty_file_of_the_format(self):
        self.assertEqual([], json.loads(self.export("csl-json", "zebra")))
        self.assertEqual("", self.export("ris", "zebra"))
        self.assertEqual("", self.export("bibtex", "zebra"))

    def test_query_writes_the_same_entries_as_export(self):
        for format in FORMATS:
            with self.subTest(format):
                query = self.search("query", "deal", "--sort", "title", "--limit", "all", "--format", format).out
                self.assertEqual(self.export(format), query)

    def test_query_says_that_the_limit_cut_them(self):
        run = self.search("query", "deal", "--limit", "10", "--format", "ris")
        self.assertNotIn("note:", run.err)
        self.assertEqual(2, len(read_ris(self.search("query", "deal", "--limit", "2", "--format", "ris").out)))

    def test_export_writes_only_the_fields_asked_for(self):
        lines = self.search("export", "deal", "--format", "jsonl", "--fields", "id,topics,text,first_seen,nothing").json_lines()
        full = next(line for line in lines if line["id"] == "full")
        self.assertEqual({"id": "full", "topics": ["deals", "phones, mobile"], "text": "deal text", "first_seen": "000001", "nothing": None},
                         full)
        self.assertEqual(["id", "topics", "text", "first_seen", "nothing"], list(full))


class Entities(ArchiveCase):
    records = [{"id": "a", "title": "Meta", "text": "Meta says", "entities": [
        {"type": "org", "name": "Meta", "mentions": [{"text": "Meta", "field": "text", "start": 0, "end": 4}]}]}]

    def test_entities_are_exported_with_their_mentions(self):
        (line,) = self.search("export", "--format", "jsonl", "--fields", "id,entities").json_lines()
        (entity,) = line["entities"]
        self.assertEqual(("org", "Meta", [{"text": "Meta", "field": "text", "start": 0, "end": 4}]),
                         (entity["type"], entity["name"], entity["mentions"]))
        (row,) = self.search("export", "--format", "csv", "--fields", "id,entities").csv_rows()
        self.assertEqual(line["entities"], json.loads(row["entities"]))


if __name__ == "__main__":
    unittest.main()
