# SPDX-License-Identifier: GPL-3.0-or-later
"""Timelines split by value, peaks with their names, and charts of both: figures against a count in Python, SVG against an XML parser."""

import json
import unittest
import xml.etree.ElementTree as ET

from case import ArchiveCase

HOSTILE = "<script>alert(1)</script> & \"x\" ]]> \x1b[31m \u202ertl"
SVG = "{http://www.w3.org/2000/svg}"


def records():
    out = []
    for month in range(1, 13):
        for n in range(30):
            flood = n < (22 if month == 7 else 4)
            out.append({"id": f"m{month:02}-{n:02}", "title": f"Item {n}", "text": "flood water" if flood else "dry land",
                        "source": ["North Post", HOSTILE, "South Post"][n % 3], "date": f"2024-{month:02}-{n % 28 + 1:02}",
                        "topics": ["weather", "river"] if n % 2 else ["weather"],
                        "entities": [{"type": "person", "name": "Ann Lee"}, {"type": "place", "name": "Riverton" if month == 7 else "Hillside"}]})
    return out


RECORDS = records()


class Charts(ArchiveCase):
    records = RECORDS

    def timeline(self, *args):
        return self.search("timeline", *args, "--format", "json").json()["timeline"]

    def test_a_split_counts_each_value_and_compares_with_its_own_articles(self):
        split = self.timeline("flood", "--split", "source:2")["split"]
        self.assertEqual(("source", 3, 0), (split["field"], split["values_total"], split["missing"]))
        for series in split["series"]:
            mine = [r for r in RECORDS if r["source"].split()[0] == series["value"].split()[0]]
            matches = [r for r in mine if "flood" in r["text"]]
            self.assertEqual(len(matches), series["articles"])
            self.assertEqual(12, len(series["buckets"]))
            for bucket in series["buckets"]:
                month = bucket["start"][:7]
                self.assertEqual((sum(r["date"].startswith(month) for r in matches), sum(r["date"].startswith(month) for r in mine)),
                                 (bucket["articles"], bucket["archive_articles"]))
        total = sum("flood" in r["text"] for r in RECORDS)
        self.assertEqual(total, split["other"] + sum(s["articles"] for s in split["series"]))

    def test_a_value_of_several_counts_for_each(self):
        split = self.timeline("flood", "--split", "topic")["split"]
        self.assertEqual({"weather": sum("flood" in r["text"] for r in RECORDS),
                          "river": sum("flood" in r["text"] and "river" in r["topics"] for r in RECORDS)},
                         {s["value"]: s["articles"] for s in split["series"]})

    def test_a_split_stays_within_the_filters(self):
        split = self.timeline("flood", "--split", "source", "--topic", "river")["split"]
        river = [r for r in RECORDS if "river" in r["topics"] and r["source"] == "North Post"]
        north = next(s for s in split["series"] if s["value"] == "North Post")
        self.assertEqual(len(river), sum(b["archive_articles"] for b in north["buckets"]))

    def test_lines_and_tables_of_a_split_have_field_and_value(self):
        wanted = [(s["value"], b["start"], b["articles"]) for s in self.timeline("flood", "--split", "source")["split"]["series"]
                  for b in s["buckets"]]
        lines = self.search("timeline", "flood", "--split", "source", "--format", "jsonl").json_lines()
        self.assertEqual(wanted, [(l["value"], l["start"], l["articles"]) for l in lines])
        rows = self.search("timeline", "flood", "--split", "source", "--format", "csv", "--raw-cells").csv_rows()
        self.assertEqual(["start", "end", "articles", "archive_articles", "share", "field", "value"], list(rows[0]))
        self.assertEqual(wanted, [(r["value"], r["start"], int(r["articles"])) for r in rows])

    def test_a_peak_is_found_with_the_names_that_set_it_apart(self):
        (peak,) = self.timeline("flood")["peaks"]
        self.assertEqual(("2024-07-01", "2024-08-01", 22), (peak["start"], peak["end"], peak["articles"]))
        self.assertEqual(4, peak["expected"])  # 11 months with 4 of 30 each
        self.assertEqual([{"field": "place", "value": "Riverton", "articles": 22}], peak["entities"])  # Ann Lee is in all articles
        self.assertIn("2024-07: 22 articles, 4.0 expected · Riverton 22", self.search("timeline", "flood").out)

    def test_a_month_with_more_of_everything_is_no_peak(self):
        self.assertEqual([], self.timeline("weather OR land OR water")["peaks"])

    def test_the_split_is_shown_as_text(self):
        out = self.search("timeline", "flood", "--split", "source:2", "--since", "2024-06", "--until", "2024-08").out
        self.assertRegex(out, r"MONTH +North Post")
        self.assertRegex(out, r"2024-07 +8 +80 %")

    # --- SVG

    def svg(self, *args):
        run = self.search(*args, "--format", "svg")
        return ET.fromstring(run.out), run.out

    def texts(self, root):
        return ["".join(t.itertext()) for t in root.iter(SVG + "text")]

    def test_a_timeline_is_a_chart_with_title_axes_query_and_units(self):
        root, _ = self.svg("timeline", "flood", "--since", "2024-01", "--until", "2024-12")
        texts = self.texts(root)
        self.assertEqual(SVG + "svg", root.tag)
        self.assertEqual("“flood” by month", root.find(SVG + "title").text)
        for wanted in ("“flood” by month", "query understood as flood", "Articles in a month (raw counts)", "2024-01", "2024-11",
                       "Share of all the archive’s articles in that month (counts divided by these)"):
            self.assertIn(wanted, texts)
        self.assertTrue(any("since 2024-01" in t for t in texts))
        bars = [r for r in root.iter(SVG + "rect") if r.get("class") == "bar"]
        self.assertEqual(12, len(bars))
        heights = [float(b.get("height")) for b in bars]
        self.assertAlmostEqual(22 / 4, heights[6] / heights[0], places=2)
        self.assertEqual("2024-07: 22 of 30 articles", bars[6].find(SVG + "title").text)
        self.assertEqual(1, sum(p.get("class") == "mark" for p in root.iter(SVG + "path")))
        self.assertTrue(any(t.startswith("▼ 2024-07: 22 articles, 4.0 expected; named: Riverton") for t in texts))

    def test_whatever_stands_in_query_and_values_the_file_is_xml(self):
        for args in (["timeline", HOSTILE + " flood", "--match", "any"], ["timeline", "flood", "--split", "source"],
                     ["facets", "flood", "--facet", "source,topic"], ["facets", "zebra", "--facet", "source"],
                     ["timeline", "zebra"], ["timeline", "zebra", "--split", "source"], ["facets", "*", "--facet", "place", "--sample", "3"],
                     ["timeline", "flood", "--by", "day"], ["timeline", "flood", "--by", "year"]):
            with self.subTest(args):
                root, text = self.svg(*args)
                self.assertNotIn("<script", text)
                self.assertNotIn("\x1b", text)
                self.assertNotIn("\u202e", text)
                self.assertNotRegex(text, r"\b(nan|inf)\b")

    def test_facets_are_bars_with_counts_shares_and_lifts(self):
        root, _ = self.svg("facets", "flood", "--facet", "source,topic")
        texts = self.texts(root)
        self.assertIn("North Post", texts)
        facet = self.search("facets", "flood", "--facet", "source", "--format", "json").json()["facets"]["source"]
        self.assertTrue(any(t.startswith(f"{facet['buckets'][0]['articles']} · ") for t in texts), texts)
        self.assertIn("topic: articles (raw counts), share of 66 articles, lift", texts)

    def test_the_page_follows_the_screen_and_stays_white_on_paper(self):
        _, text = self.svg("timeline", "flood")
        self.assertIn("@media screen and (prefers-color-scheme:dark)", text)
        self.assertIn('class="paper"', text)

    def test_facets_draw_the_first_20_values_unless_told_otherwise(self):
        names = [{"id": f"x{n}", "text": "coal", "topics": [f"t{n:03}"]} for n in range(50)]
        archive = self.folder / "many"
        self.build(names, archive=archive)
        for options, bars in (((), 20), (("--limit", "30"), 30), (("--limit", "all"), 50)):
            run = self.search("facets", "coal", "--facet", "topic", "--format", "svg", *options, archive=archive)
            self.assertEqual(bars, run.out.count('<rect class="bar"'))

    def test_charts_are_not_a_format_of_query(self):
        self.assert_message("query has no format 'svg'", self.search("query", "x", "--format", "svg", expect=2))


if __name__ == "__main__":
    unittest.main()
