# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts read: every format parses with the usual tools and says the same as the others."""

import json
import unittest

from case import ArchiveCase

NASTY = [
    {"id": "quotes", "source": 'The "Daily", Ltd', "date": "2024-01-01", "title": 'He said "no", twice',
     "text": "coal one, two;\nthree"},
    {"id": "lines", "source": "AP", "date": "2024-01-02", "title": "tab\there and\nline end", "text": "coal",
     "authors": ["Ann; Arbor", "Bo\tBaker"], "url": "https://example.org/?a=1&b=<2>"},
    {"id": "html", "source": "AP", "date": "2024-01-03", "title": "<b>bold</b> & <script>alert(1)</script>",
     "text": "coal <i>x</i> & y"},
    {"id": "unicode", "source": "El Correo", "date": "2024-01-04", "title": "Ñandú 😀 日本", "text": "coal é\u2028separator"},
    {"id": "formula", "source": "=cmd|'/c calc'!A1", "date": "2024-01-05", "title": "=1+1", "text": "coal"},
    {"id": "undated", "title": "no date", "text": "coal"},
]


class Formats(ArchiveCase):
    records = NASTY

    def hits(self):
        return self.query("coal", "--limit", "all")["hits"]

    def test_jsonl_is_one_hit_a_line_with_the_keys_of_json(self):
        self.assertEqual(self.hits(), self.search("query", "coal", "--limit", "all", "--format", "jsonl").json_lines())

    def test_ids_are_one_a_line(self):
        run = self.search("query", "coal", "--limit", "all", "--format", "ids")
        self.assertEqual([h["id"] for h in self.hits()], run.out.splitlines())

    def test_trec_lines_are_qid_q0_id_rank_score_and_the_run_name(self):
        lines = self.search("query", "coal", "--format", "trec").out.splitlines()
        rows = [line.split(" ") for line in lines]
        self.assertEqual([("1", "Q0", h["id"], str(h["rank"]), h["score"], "broadsheet") for h in self.hits()],
                         [(qid, q0, id, rank, float(score), run) for qid, q0, id, rank, score, run in rows])

    def plain(self, cell):
        return cell.removeprefix("'")

    def assert_rows(self, rows):
        hits = self.hits()
        self.assertEqual("rank,score,id,source,date,day,title,url,access,language,authors,persons,orgs,places,snippet".split(","),
                         list(rows[0]))
        self.assertEqual([h["id"] for h in hits], [r["id"] for r in rows])
        for hit, row in zip(hits, rows):
            self.assertEqual(hit["source"] or "", self.plain(row["source"]))
            self.assertEqual(hit["date"] or "", row["date"])
            self.assertEqual("; ".join(hit["authors"]), row["authors"])
            self.assertEqual(hit["score"], float(row["score"]))
            self.assertNotIn("<em>", row["snippet"])

    def test_csv_is_read_back_by_a_strict_parser(self):
        run = self.search("query", "coal", "--limit", "all", "--format", "csv")
        rows = run.csv_rows()
        self.assert_rows(rows)
        titles = {r["id"]: self.plain(r["title"]) for r in rows}
        self.assertEqual({h["id"]: h["title"] for h in self.hits()}, titles)

    def test_tsv_is_read_back(self):
        run = self.search("query", "coal", "--limit", "all", "--format", "tsv")
        self.assert_rows(run.csv_rows(delimiter="\t"))

    def test_csv_has_its_header_without_a_match(self):
        out = self.search("query", "unheardof", "--format", "csv").out
        self.assertEqual(["rank,score,id,source,date,day,title,url,access,language,authors,persons,orgs,places,snippet"],
                         out.splitlines())

    def test_cells_that_a_spreadsheet_would_run_get_a_quote_mark(self):
        (row,) = self.search("query", "id:formula", "--format", "csv").csv_rows()
        self.assertEqual(("'=1+1", "'=cmd|'/c calc'!A1"), (row["title"], row["source"]))
        (raw,) = self.search("query", "id:formula", "--format", "csv", "--raw-cells").csv_rows()
        self.assertEqual(("=1+1", "=cmd|'/c calc'!A1"), (raw["title"], raw["source"]))

    def test_csv_with_fields_has_those_columns_only(self):
        (row,) = self.search("query", "id:quotes", "--format", "csv", "--fields", "id,title,text").csv_rows()
        self.assertEqual(["id", "title", "text"], list(row))

    def test_snippets_are_escaped_in_json_and_plain_elsewhere(self):
        (hit,) = self.query("coal id:html")["hits"]
        self.assertEqual("<em>coal</em> &lt;i&gt;x&lt;/i&gt; &amp; y", hit["snippet"])
        (row,) = self.search("query", "coal id:html", "--format", "csv").csv_rows()
        self.assertEqual("coal <i>x</i> & y", self.plain(row["snippet"]))
        self.assertIn("**coal** <i>x</i> & y", self.search("query", "coal id:html").out)

    def test_only_the_snippet_holds_html(self):
        (hit,) = self.query("id:html")["hits"]
        self.assertEqual("<b>bold</b> & <script>alert(1)</script>", hit["title"])

    def test_a_missing_date_is_null_in_json_and_empty_in_csv(self):
        (hit,) = self.query("id:undated")["hits"]
        self.assertEqual((None, None, None), (hit["date"], hit["date_precision"], hit["day"]))
        (row,) = self.search("query", "id:undated", "--format", "csv").csv_rows()
        self.assertEqual(("", ""), (row["date"], row["day"]))

    def test_facets_as_csv_tsv_jsonl_and_json_say_the_same(self):
        facet = self.search("facets", "coal", "--facet", "source", "--format", "json").json()["facets"]["source"]
        rows = self.search("facets", "coal", "--facet", "source", "--format", "csv").csv_rows()
        self.assertEqual(["field", "value", "articles", "share", "lift"], list(rows[0]))
        self.assertEqual([("source", b["value"], b["articles"], b["share"]) for b in facet["buckets"]],
                         [(r["field"], self.plain(r["value"]), int(r["articles"]), float(r["share"])) for r in rows])
        self.assertEqual(rows, self.search("facets", "coal", "--facet", "source", "--format", "tsv").csv_rows(delimiter="\t"))
        lines = self.search("facets", "coal", "--facet", "source", "--format", "jsonl").json_lines()
        self.assertEqual([(b["value"], b["articles"]) for b in facet["buckets"]], [(x["value"], x["articles"]) for x in lines])

    def test_the_timeline_as_csv_and_json_say_the_same(self):
        buckets = self.search("timeline", "coal", "--by", "day", "--format", "json").json()["timeline"]["buckets"]
        rows = self.search("timeline", "coal", "--by", "day", "--format", "csv").csv_rows()
        self.assertEqual(["start", "end", "articles", "archive_articles", "share"], list(rows[0]))
        self.assertEqual([(b["start"], b["end"], b["articles"], b["archive_articles"], b["share"]) for b in buckets],
                         [(r["start"], r["end"], int(r["articles"]), int(r["archive_articles"]),
                           float(r["share"]) if r["share"] else None)
                          for r in rows])

    def test_facets_and_timelines_have_no_place_in_line_formats(self):
        for format in ("jsonl", "csv", "tsv", "trec", "ids"):
            with self.subTest(format):
                self.assert_message("facets", self.search("query", "coal", "--facet", "source", "--format", format, expect=2))
                self.assert_message("timeline", self.search("query", "coal", "--timeline", "day", "--format", format, expect=2))

    def test_a_format_that_does_not_exist_says_which_do(self):
        run = self.search("query", "coal", "--format", "yaml", expect=2)
        self.assert_message("text, json, jsonl, csv, tsv, trec, ids", run)

    def test_a_summary_goes_to_stderr_with_a_json_log(self):
        run = self.search("query", "coal", "--format", "jsonl", "--log-format", "json")
        (summary,) = [json.loads(line) for line in run.err.splitlines() if '"summary"' in line]
        self.assertEqual("summary", summary["type"])
        self.assertEqual(6, summary["total"]["articles"] if isinstance(summary["total"], dict) else summary["total"])

    def test_format_versions_too_old_and_too_new_are_told_apart(self):
        self.search("query", "coal", "--format-version", "1")
        self.search("query", "coal", "--format-version", "0", expect=20)
        self.search("query", "coal", "--format-version", "99", expect=21)

    def test_every_output_is_valid_utf8_and_json_needs_no_other_parser(self):
        for format in ("text", "json", "jsonl", "csv", "tsv", "trec", "ids"):
            self.search("query", "coal", "--limit", "all", "--format", format).out  # decodes strictly


class Lists(ArchiveCase):
    records = [{"id": "a", "title": "x", "text": "y", "authors": ["Ann Arbor", "Bo Baker"],
                "entities": [{"type": "person", "name": "Kai-Fu Lee"}, {"type": "org", "name": "Meta"},
                             {"type": "place", "name": "Paris"}]}]

    def test_lists_are_joined_by_semicolons_in_csv(self):
        (row,) = self.search("query", "y", "--format", "csv").csv_rows()
        self.assertEqual(("Ann Arbor; Bo Baker", "Kai-Fu Lee", "Meta", "Paris"),
                         (row["authors"], row["persons"], row["orgs"], row["places"]))


if __name__ == "__main__":
    unittest.main()
