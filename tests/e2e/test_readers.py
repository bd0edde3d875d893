# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables and plain texts, in whatever dialect and character set they come, become articles; what cannot be read is said with its place."""

import csv
import gzip
import io
import json
import random
import unittest

from case import TINY, Case, jsonl

ROWS = [{"id": f"r{i}", "title": f"Title {i}", "text": f"Word{i}, and more"} for i in range(20)]


def table(rows, columns=None, **dialect):
    """Rows as Python's csv module writes them."""
    out = io.StringIO(newline="")
    columns = columns or list(rows[0])
    writer = csv.DictWriter(out, columns, **dialect)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class ReaderCase(Case):
    def show(self, id):
        return self.search("show", id, "--format", "json").json()

    def build_file(self, name, content, *options, **how):
        return self.build(self.write(name, content), "--max-shrink", "100%", *options, **how)

    def rejected(self, content, *options, name="in.csv"):
        """Builds, lets any number of rejects pass, and gives them."""
        self.path = self.write(name, content)
        self.build(self.path, "--max-rejects", "100%", "--max-shrink", "100%", *options)
        return self.archive.rejects()


class Tables(ReaderCase):
    def test_each_delimiter_is_found(self):
        for delimiter in ",;\t|":
            with self.subTest(delimiter):
                self.build_file("in.csv", table(ROWS, delimiter=delimiter))
                self.assert_ids([r["id"] for r in ROWS], "*")
                self.assertEqual("Word3, and more", self.show("r3")["text"])

    def test_a_table_is_recognised_by_its_first_line_too(self):
        self.build(table(ROWS).encode())
        self.assert_ids([r["id"] for r in ROWS], "*")

    def test_a_table_without_known_keys_is_recognised_by_its_name_or_the_option(self):
        data = "head,story\nOne,A long story\n"
        options = ("--map", "title=head", "--map", "text=story")
        for name, more in (("a.csv", ()), ("a.csv.gz", ()), ("a.log", ("--format", "csv"))):
            with self.subTest(name):
                packed = gzip.compress(data.encode()) if name.endswith("gz") else data
                self.build_file(name, packed, *options, *more)
                self.assertEqual("One", self.query("story")["hits"][0]["title"])

    def test_a_folder_s_tables_and_texts_are_read(self):
        self.write("in/a.csv", "id,title\na,x\n")
        self.write("in/b.tsv", "id\ttitle\nb\tx\n")
        self.write("in/c.txt", "A plain text.")
        self.write("in/README.md", "no article")
        self.build(self.folder / "in")
        self.assertEqual(3, self.query("*")["total"]["articles"])

    def test_quoted_cells_hold_line_ends_delimiters_and_doubled_quotes(self):
        self.build_file("in.csv", 'id,title,text\r\na,"One, ""two""","first\r\n\r\nsecond"\r\nb,x,y\r\n')
        self.assertEqual(('One, "two"', "first\n\nsecond"), (self.show("a")["title"], self.show("a")["text"]))
        self.assert_ids(["a", "b"], "*")

    def test_every_line_end_and_a_byte_order_mark(self):
        for end in ("\n", "\r\n", "\r"):
            for mark in ("", "\ufeff"):
                with self.subTest((end, mark)):
                    self.build_file("in.csv", mark + end.join(["id,title", "a,x", "", "b,y"]))
                    self.assert_ids(["a", "b"], "*")

    def test_empty_cells_are_absent_keys_and_empty_rows_nothing(self):
        run = self.build_file("in.csv", 'id,title,note,date\na,x,,\n,,,\nb,y,z,"2024-02-21"\n')
        self.assertNotIn("note", self.show("a"))
        self.assertEqual("z", self.show("b")["note"])
        self.assertEqual(2, self.archive.manifest()["run"]["read"], run)

    def test_lists_are_split_at_semicolons(self):
        self.build_file("in.csv", "id,title,authors,topics,orgs,desk,note\n"
                                  'a,x,Ann Lee; Bo Ray,trade; tariffs,Meta; 01.AI,east; west,p; q\n', "--facet-field", "desk")
        article = self.show("a")
        self.assertEqual((["Ann Lee", "Bo Ray"], ["trade", "tariffs"], "p; q"), (article["authors"], article["topics"], article["note"]))
        self.assert_ids(["a"], "org:01.AI desk:west topic:tariffs")

    def test_a_mapped_column_is_split_too(self):
        self.build_file("in.csv", "id,title,writers\na,x,Ann Lee; Bo Ray\n", "--map", "authors=writers")
        self.assertEqual(["Ann Lee", "Bo Ray"], self.show("a")["authors"])

    def test_a_ragged_row_is_rejected_with_its_place_and_what_helps(self):
        data = table(ROWS[:3]) + "bad,with a comma, too,many\r\n" + "few\r\n" + "last,x,y\r\n"
        many, few = self.rejected(data)
        self.assertEqual(("bad-csv", 5, data.index("bad,"), "bad,with a comma, too,many"),
                         (many["reason"], many["line"], many["offset"], many["record"]))
        self.assertEqual(f"{self.path}:5: 4 values, but the first line names 3 columns; a value with a comma in it stands in quotes, "
                         "and a comma stands between two", many["message"])
        self.assertIn("1 value, but", few["message"])
        self.assert_ids(["r0", "r1", "r2", "last"], "*")

    def test_a_quote_that_is_never_closed_spoils_its_own_record_only(self):
        lines = table(ROWS).splitlines(keepends=True)
        for what, bad in {"middle": 'bad,"never closed,text\r\n', "end": 'bad,x,"never closed\r\n', "begin": '"bad,x,y\r\n'}.items():
            for at in (1, 10, 21):
                with self.subTest((what, at)):
                    data = "".join(lines[:at]) + bad + "".join(lines[at:])
                    (reject,) = self.rejected(data)
                    self.assertEqual((at + 1, bad.strip()), (reject["line"], reject["record"]))
                    self.assert_ids([r["id"] for r in ROWS], "*")

    def test_a_quote_inside_of_quotes_spoils_its_own_record_only(self):
        (reject,) = self.rejected(table(ROWS) + 'bad,"He said "no" to it",y\r\nlast,x,y\r\n')
        self.assertIn(":22: column 2 (title): a quote mark stands inside of quotes; it must be written twice", reject["message"])
        self.assert_ids([*(r["id"] for r in ROWS), "last"], "*")

    def test_a_file_that_ends_inside_of_quotes_keeps_its_records(self):
        (reject,) = self.rejected(table(ROWS) + 'bad,x,"the text\r\ngoes on, and\r\n')
        self.assertIn("the file ends inside of quotes", reject["message"])
        self.assertEqual(20, len(self.ids("*")))

    def test_a_header_without_any_usable_key_says_what_to_try(self):
        self.path = self.write("in.csv", "head,story,day\nThe headline," + "A long story " * 20 + ",2024-02-21\n")
        self.build(self.path, expect=65)
        rejects = self.archive.rejects()
        self.assertEqual(f'{self.path}:2: no "text", "html" or "title"; the keys are: head, story, day. '
                         "Try: --map title=head --map text=story", rejects[0]["message"])

    def test_a_header_that_is_none_is_one_reject_of_the_file(self):
        self.build_file("in.csv", '"id,title\n' + "x" * 100_000, expect=65)
        (reject,) = self.archive.rejects()
        self.assertEqual(("bad-csv", 1), (reject["reason"], reject["line"]))

    def test_our_own_csv_and_tsv_read_back(self):
        self.build(TINY)
        before = {h["id"]: h for h in self.query("*", "--limit", "all")["hits"]}
        for format in ("csv", "tsv"):
            with self.subTest(format):
                self.build(TINY)
                out = self.search("query", "*", "--format", format, "--limit", "all").out_bytes
                self.build(self.write("back.csv", out))
                after = {h["id"]: h for h in self.query("*", "--limit", "all")["hits"]}
                self.assertEqual(before.keys(), after.keys())
                for id, hit in before.items():
                    for key in ("source", "date", "title", "url", "language", "authors", "persons", "orgs", "places"):
                        self.assertEqual(hit[key], after[id][key], (id, key))

    def test_tabs_without_quoting_are_read_as_they_stand(self):
        self.build_file("in.tsv", 'id\ttitle\na\t"Half quoted\nb\t"Meta" bets\nc\tfive" disk\nd\t"whole"\n')
        self.assertEqual(['"Half quoted', '"Meta" bets', 'five" disk', "whole"], [self.show(id)["title"] for id in "abcd"])

    def test_nul_bytes_in_any_cell_lose_no_neighbour(self):
        rejects = self.rejected(b"id,title,text\na,x,y\n\0b\0,\0x\0,\0" + b"\0" * 130 + b"\nc,x,y\n")
        self.assertEqual([], rejects)
        self.assertEqual(3, len(self.ids("*")))

    def test_one_bad_row_in_a_hundred_thousand(self):
        rows = [f"r{i},Title {i},text {i}\n" for i in range(99_999)]
        rows.insert(54_321, 'bad,"oops,text\n')
        self.build_file("in.csv", "id,title,text\n" + "".join(rows))
        (reject,) = self.archive.rejects()
        self.assertEqual(54_323, reject["line"])
        self.assertEqual(99_999, self.query("*")["total"]["articles"])


class WhatPythonWrites(ReaderCase):
    """Random cells in random dialects, written by Python's csv module, come back as they were."""

    ALPHABET = ['"', '""', ",", ";", "\t", "|", "\n", "\r\n", "\r", " ", "'", "a", "é", "漢", "=", "\\", "; ", "word", "😀", "{", "["]

    def cell(self, rng):
        return "".join(rng.choice(self.ALPHABET) for _ in range(rng.randrange(8)))

    def test_every_cell_comes_back(self):
        for seed in range(24):
            rng = random.Random(seed)
            delimiter, end = rng.choice(",;\t|"), rng.choice(["\n", "\r\n", "\r"])
            # Where not all is quoted, Python leaves line ends other than its own bare; such a file is ambiguous to anyone.
            quoting = rng.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC])
            columns = [f"c{i}" for i in range(rng.randrange(1, 6))]
            rows = [{"id": f"a{i}", "title": "x", **{c: self.cell(rng) for c in columns}} for i in range(12)]
            if quoting == csv.QUOTE_MINIMAL:
                other = {"\n": "\r", "\r": "\n", "\r\n": ""}[end]
                rows = [{k: v.replace(other, "") if other else v for k, v in row.items()} for row in rows]
            data = table(rows, delimiter=delimiter, lineterminator=end, quoting=quoting)
            with self.subTest((seed, delimiter, end, quoting)):
                self.build_file("in.csv", data)
                for row in rows:
                    article = self.show(row["id"])
                    self.assertEqual({c: row[c] for c in columns if row[c]}, {c: article[c] for c in columns if c in article})


class PlainTexts(ReaderCase):
    def test_a_file_is_an_article_of_its_text_only(self):
        self.build_file("story.txt", "The headline\n\nThe first paragraph.\n", "--default-source", "Letters")
        (id,) = self.ids("*")
        article = self.show(id)
        self.assertEqual(("Letters", None), (article["source"], article.get("date")))
        self.assertIn("The first paragraph.", article["text"])

    def test_format_text_reads_anything_as_text(self):
        self.build_file("story.md", "[Photo] begins like JSON", "--format", "text")
        self.assertEqual(1, len(self.ids("photo")))

    def test_a_text_may_begin_with_a_bracket(self):
        self.build_file("story.txt", "[Photo: a harbour] The ships came.")
        self.assertEqual(1, len(self.ids("harbour ships")))

    def test_json_in_a_txt_is_json(self):
        self.build_file("lines.txt", TINY.read_bytes())
        self.assertEqual(12, len(self.ids("*")))

    def test_split_at_a_line(self):
        data = "One fish\n  ----  \n\nTwo fish\r\n----\r\n----\r\n \r\n----\r\nRed ---- fish\n-----\nend"
        self.build(data.encode(), "--split-at", "----")
        self.assertEqual(3, len(self.ids("fish")))
        self.assertEqual(1, len(self.ids("red end")))

    def test_split_at_needs_one_line_with_something_in_it(self):
        self.assert_message("the line is empty", self.build(TINY, "--split-at", " ", expect=2))
        self.assert_message("more than one line", self.build(TINY, "--split-at", "a\nb", expect=2))

    def test_an_empty_text_is_nothing(self):
        self.write("in/a.txt", " \n\n")
        self.write("in/b.txt", "word")
        self.build(self.folder / "in")
        self.assertEqual((1, 0), (len(self.ids("*")), self.archive.manifest()["run"]["rejected"]))

    def test_a_text_over_the_limit_is_one_reject(self):
        self.write("in/a.txt", "word " * (4 << 20))
        self.write("in/b.txt", "word")
        self.build(self.folder / "in", "--max-rejects", "1")
        (reject,) = self.archive.rejects()
        self.assertEqual("too-long", reject["reason"])


# Invented sentences, long enough for a guess, with the set that people of that language would write them in.
TEXTS = {
    "windows-1252": "Le préfet a annoncé que la rénovation de l’école serait achevée à l’été ; « c’est très tôt », a déclaré la maîtresse, "
                    "étonnée. Les élèves, eux, espèrent déjà la rentrée. Où ira le marché de Noël, s’il gèle ? ",
    "iso8859-2": "Wójt gminy ogłosił, że most zostanie odbudowany przed zimą, choć rzeka wciąż zagraża wałom. Mieszkańcy są źli: "
                 "„obiecywano nam to już trzy razy”, mówi sołtys. Żniwa się opóźnią, a dzieci pójdą do szkoły okrężną drogą. ".replace(
                     "„", '"').replace("”", '"'),
    "windows-1251": "Городской совет решил отложить ремонт моста до весны, потому что река ещё не замёрзла. Жители недовольны: им обещали "
                    "новую дорогу ещё прошлым летом. Мэр сказал, что деньги найдены, но рабочих не хватает. ",
    "koi8-r": "Городской совет решил отложить ремонт моста до весны, потому что река ещё не замёрзла. Жители недовольны: им обещали "
              "новую дорогу ещё прошлым летом. Мэр сказал, что деньги найдены, но рабочих не хватает. ",
    "shift_jis": "市議会は橋の修理を春まで延期することを決めた。川がまだ凍っていないためだという。住民は不満を述べ、市長は資金は確保したが作業員が足りないと説明した。",
    "gb18030": "市议会决定把桥梁的修理推迟到春天，因为河水还没有结冰。居民们表示不满，市长说资金已经找到，但是工人还不够。学校的孩子们只好绕路。",
    "euc-kr": "시의회는 강이 아직 얼지 않았기 때문에 다리 수리를 봄까지 미루기로 했다. 주민들은 불만을 나타냈고 시장은 예산은 마련했지만 일손이 부족하다고 말했다.",
    "utf-16-le": "Zażółć gęślą jaźń: мост, 橋, pont. A plain sentence in English stands beside. ",
    "utf-16-be": "Zażółć gęślą jaźń: мост, 橋, pont. A plain sentence in English stands beside. ",
    "utf-16": "Zażółć gęślą jaźń: мост, 橋, pont. ",
    "utf-32": "Zażółć gęślą jaźń: мост, 橋, pont. ",
    "utf-8-sig": "Zażółć gęślą jaźń: мост, 橋, pont. ",
}


class Charsets(ReaderCase):
    def records(self, text):
        return [{"id": f"a{i}", "title": "x", "text": text.strip() + f" {i}"} for i in range(12)]

    def test_json_lines_tables_and_texts_are_converted(self):
        for charset, text in TEXTS.items():
            records = self.records(text)
            lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
            for name, content in {"in.jsonl": lines, "in.csv": table(records), "in.json": json.dumps(records, ensure_ascii=False)}.items():
                with self.subTest((charset, name)):
                    run = self.build_file(name, content.encode(charset))
                    self.assertEqual(records[7]["text"], self.show("a7")["text"], run)
                    self.assertEqual(12, len(self.ids("*")))
            with self.subTest((charset, "text")):
                self.build_file("in.txt", text.encode(charset))
                self.assertEqual(text.strip(), self.show(self.ids("*")[0])["text"])

    def test_a_conversion_is_said(self):
        run = self.build_file("in.jsonl", jsonl(self.records("x")) + "".join(
            json.dumps(r, ensure_ascii=False) + "\n" for r in self.records(TEXTS["windows-1251"])).encode("windows-1251"))
        self.assertRegex(run.err.lower(), r"in\.jsonl: read as windows-1251, going by its bytes")

    def test_charset_forces_one_and_must_exist(self):
        self.build_file("in.csv", "id,title\na,caf\xe9\n".encode("latin1"), "--charset", "latin1")
        self.assertEqual("café", self.show("a")["title"])
        self.build_file("in.csv", "id,title\na,мост\n".encode("cp866"), "--charset", "cp866")
        self.assertEqual("мост", self.show("a")["title"])
        run = self.build(TINY, "--charset", "klingon", expect=2)
        self.assert_message("there is no charset 'klingon'; there are for example: UTF-8, UTF-16LE, windows-1252", run)

    def test_a_bad_byte_in_utf8_does_not_change_the_set(self):
        good = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in self.records(TEXTS["windows-1252"])).encode()
        self.build(good + b'{"id":"bad","title":"caf\xe9","text":"\xff\xc0"}\n')
        self.assertEqual("caf�", self.show("bad")["title"])
        self.assertIn("préfet", self.show("a0")["text"])

    def test_offsets_and_lines_are_those_of_the_file_as_it_is(self):
        for charset in ("utf-16-le", "windows-1251", "shift_jis", "gb18030", "koi8-r", "utf-16"):
            lines = [json.dumps(r, ensure_ascii=False) + "\n" for r in self.records(TEXTS.get(charset, TEXTS["windows-1251"]))]
            before = "".join(lines[:7])
            data = (before + "{broken\n" + "".join(lines[7:])).encode(charset)
            with self.subTest(charset):
                (reject,) = self.rejected(data, name="in.jsonl")
                self.assertEqual((8, len(before.encode(charset))), (reject["line"], reject["offset"]))
                before = "[" + ",\n".join(map(str.strip, lines[:7])) + ","
                (reject,) = self.rejected((before + '7,{"id":"z","title":"y"}]').encode(charset), name="in.json")
                self.assertEqual((7, len(before.encode(charset))), (reject["line"], reject["offset"]))

    def test_a_japanese_backslash_byte_is_no_escape(self):
        # 表 ends in 5C in Shift_JIS.
        text = TEXTS["shift_jis"] + "予定表、能力表"
        self.build_file("in.jsonl", "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in self.records(text)).encode("shift_jis"))
        self.assertEqual(text + " 3", self.show("a3")["text"])


if __name__ == "__main__":
    unittest.main()
