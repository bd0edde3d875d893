# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts over all matches: facets with multi-select, share and lift, timelines with archive totals."""

import unittest

from case import ArchiveCase, tiny_records


def records():
    """40 articles about coal or tin: sources A (20), B (12), C (8); topics overlap; some have none."""
    for n in range(40):
        source = "A" if n < 20 else "B" if n < 32 else "C"
        topics = [t for t, wanted in (("even", n % 2 == 0), ("third", n % 3 == 0), ("tenth", n % 10 == 0)) if wanted]
        yield {"id": f"a{n:02}", "source": source, "topics": topics, "section": "Mines" if n % 4 else "",
               "text": "coal" if n % 2 == 0 else "tin",
               "title": "x", "date": f"2024-{n // 4 + 1:02}-{n % 4 + 1:02}"}


class FacetCase(ArchiveCase):
    records = list(records())

    def facet(self, field, *args, command="query", facet=None):
        return self.search(command, *args, "--facet", facet or field, "--format", "json").json()["facets"][field]

    @staticmethod
    def values(facet):
        return [(b["value"], b["articles"]) for b in facet["buckets"]]


class Facets(FacetCase):
    def test_buckets_come_by_articles_then_by_value(self):
        facet = self.facet("source", "*")
        self.assertEqual([("A", 20), ("B", 12), ("C", 8)], self.values(facet))
        self.assertEqual((True, 40, 3, 0, 0), tuple(facet[key] for key in ("exact", "articles", "values_total", "missing",
                                                                           "other")))

    def test_equal_counts_come_by_value(self):
        self.assertEqual([("even", 2), ("tenth", 2), ("third", 1)], self.values(self.facet("topic", "id:a00 OR id:a10")))

    def test_articles_without_a_value_are_missing_and_those_of_values_not_listed_are_other(self):
        facet = self.facet("topic", "*", facet="topic:1")
        self.assertEqual([("even", 20)], self.values(facet))
        with_third_not_even = len([n for n in range(40) if n % 3 == 0 and n % 2])
        without = len([n for n in range(40) if n % 2 and n % 3])
        self.assertEqual((3, with_third_not_even, without), (facet["values_total"], facet["other"], facet["missing"]))

    def test_share_is_of_the_matches_and_lift_is_against_the_frame(self):
        facet = self.facet("topic", "coal")
        by_value = {b["value"]: b for b in facet["buckets"]}
        self.assertEqual((20, 1.0, 2.0), tuple(by_value["even"][k] for k in ("articles", "share", "lift")))
        self.assertEqual((7, 0.35), (by_value["third"]["articles"], by_value["third"]["share"]))
        self.assertEqual(float("%.6g" % (0.35 / (14 / 40))), by_value["third"]["lift"])
        self.assertIsNone(by_value["tenth"]["lift"], "4 articles are too few")

    def test_the_frame_is_what_the_options_leave(self):
        facet = self.facet("topic", "coal", "--source", "A")
        by_value = {b["value"]: b for b in facet["buckets"]}
        self.assertEqual((10, 1.0, 2.0), tuple(by_value["even"][k] for k in ("articles", "share", "lift")))

    def test_a_facet_on_a_filtered_field_counts_as_if_that_filter_were_off(self):
        answer = self.query("coal", "--source", "A", "--facet", "source,topic")
        self.assertEqual(10, answer["total"]["articles"])
        source = answer["facets"]["source"]
        self.assertEqual([("A", 10), ("B", 6), ("C", 4)], self.values(source))
        self.assertEqual(20, source["articles"])
        self.assertEqual(10, answer["facets"]["topic"]["articles"])

    def test_two_filtered_fields_each_ignore_their_own_filter_only(self):
        answer = self.query("*", "--source", "A", "--topic", "third", "--facet", "source,topic,section")
        self.assertEqual(7, answer["total"]["articles"])
        self.assertEqual([("A", 7), ("B", 4), ("C", 3)], self.values(answer["facets"]["source"]))
        self.assertEqual([("even", 10), ("third", 7), ("tenth", 2)], self.values(answer["facets"]["topic"]))
        self.assertEqual(7, answer["facets"]["section"]["articles"])

    def test_field_terms_inside_the_query_are_part_of_the_question(self):
        facet = self.facet("source", "coal source:A")
        self.assertEqual([("A", 10)], self.values(facet))

    def test_several_facets_come_in_the_order_asked(self):
        answer = self.query("*", "--facet", "topic:1,source", "--facet", "section:2")
        self.assertEqual(["topic", "source", "section"], list(answer["facets"]))

    def test_limit_and_offset_do_not_change_the_counts(self):
        one = self.query("coal", "--facet", "source", "--limit", "1")
        all = self.query("coal", "--facet", "source", "--limit", "all", "--sort", "oldest")
        self.assertEqual(one["facets"], all["facets"])

    def test_facets_pages_put_together_are_all_values_and_other_counts_what_was_on_no_page(self):
        whole = self.facet("topic", "*", command="facets")
        self.assertEqual((3, 0), (len(whole["buckets"]), whole["other"]))
        pages = [self.facet("topic", "*", "--limit", "1", "--offset", str(i), command="facets") for i in range(4)]
        self.assertEqual(whole["buckets"], [bucket for page in pages for bucket in page["buckets"]])
        self.assertEqual([7, 0, 0, 0], [page["other"] for page in pages])

    def test_value_prefix_narrows_the_values(self):
        facet = self.facet("topic", "*", "--value-prefix", "T", command="facets")
        self.assertEqual([("third", 14), ("tenth", 4)], self.values(facet))
        self.assertEqual(2, facet["values_total"])

    def test_a_facet_that_does_not_exist_lists_those_that_do(self):
        run = self.search("query", "coal", "--facet", "colour", expect=2)
        self.assert_message("colour", run)
        self.assert_message("source", run)

    def test_facets_without_a_field_is_a_usage_error(self):
        self.search("facets", "coal", expect=2)

    def test_a_query_without_a_match_has_empty_facets(self):
        facet = self.facet("source", "unheardof")
        self.assertEqual(([], 0, 0, 0), (facet["buckets"], facet["articles"], facet["missing"], facet["other"]))

    def test_values_that_differ_only_in_case_are_one(self):
        archive = self.folder / "case"
        self.build([{"id": "a", "title": "x", "source": "Le Monde"}, {"id": "b", "title": "x", "source": "LE MONDE"},
                    {"id": "c", "title": "x", "source": "Le Monde"}], archive=archive)
        facet = self.query("*", "--facet", "source", archive=archive)["facets"]["source"]
        self.assertEqual([("Le Monde", 3)], self.values(facet))


class Timelines(FacetCase):
    def timeline(self, query, by, *options):
        return self.query(query, "--timeline", by, *options)["timeline"]

    def test_empty_buckets_are_included_and_archive_articles_count_the_frame(self):
        timeline = self.timeline("coal", "day")
        self.assertEqual("2024-01-01", timeline["buckets"][0]["start"])
        self.assertEqual("2024-10-03", timeline["buckets"][-1]["start"])
        self.assertEqual(20, sum(b["articles"] for b in timeline["buckets"]))
        by_start = {b["start"]: b for b in timeline["buckets"]}
        self.assertEqual((0, 1, 0.0), tuple(by_start["2024-01-02"][k] for k in ("articles", "archive_articles", "share")))
        self.assertEqual((0, 0, None), tuple(by_start["2024-01-20"][k] for k in ("articles", "archive_articles", "share")))

    def test_every_unit_sums_to_the_total(self):
        for unit, first in [("day", "2024-01-01"), ("week", "2024-01-01"), ("month", "2024-01-01"), ("quarter", "2024-01-01"),
                            ("year", "2024-01-01")]:
            with self.subTest(unit):
                timeline = self.timeline("coal", unit)
                self.assertEqual(first, timeline["buckets"][0]["start"])
                self.assertEqual(20, sum(b["articles"] for b in timeline["buckets"]) + timeline["undated"]
                                 + timeline["imprecise"])
                for one, next in zip(timeline["buckets"], timeline["buckets"][1:]):
                    self.assertEqual(one["end"], next["start"])

    def test_months_have_shares(self):
        bucket = self.timeline("coal", "month")["buckets"][0]
        self.assertEqual({"start": "2024-01-01", "end": "2024-02-01", "articles": 2, "archive_articles": 4, "share": 0.5}, bucket)

    def test_the_frame_of_the_options_limits_the_archive_articles(self):
        timeline = self.timeline("third OR coal", "month", "--topic", "even")
        self.assertEqual([2, 2, 2], [b["archive_articles"] for b in timeline["buckets"]][:3])

    def test_since_and_until_set_the_first_and_last_bucket(self):
        timeline = self.timeline("coal", "month", "--since", "2023-11", "--until", "2024-12-24")
        self.assertEqual(("2023-11-01", "2025-01-01"), (timeline["buckets"][0]["start"], timeline["buckets"][-1]["end"]))
        self.assertEqual(14, len(timeline["buckets"]))

    def test_the_timeline_command_gives_the_same_counts(self):
        answer = self.search("timeline", "coal", "--by", "week", "--format", "json").json()
        self.assertEqual([], answer["timeline"].pop("peaks"))
        self.assertEqual(self.timeline("coal", "week"), answer["timeline"])

    def test_a_unit_that_does_not_exist_is_a_usage_error(self):
        self.assert_message("day, week, month, quarter, year", self.search("timeline", "coal", "--by", "decade", expect=2))


class TimelineOfTiny(ArchiveCase):
    """Dates of every precision, and the day at the article's own offset."""

    def test_coarse_dates_are_imprecise_and_undated_ones_are_counted(self):
        for unit, imprecise in [("day", 2), ("week", 2), ("month", 1), ("quarter", 1), ("year", 0)]:
            with self.subTest(unit):
                timeline = self.query("*", "--timeline", unit)["timeline"]
                self.assertEqual((1, imprecise), (timeline["undated"], timeline["imprecise"]))
                self.assertEqual(12, sum(b["articles"] for b in timeline["buckets"]) + 1 + imprecise)

    def test_an_article_counts_on_the_day_of_its_own_offset(self):
        timeline = self.query("id:tiny-02-time-offset", "--timeline", "day")["timeline"]
        self.assertEqual(["2024-02-21"], [b["start"] for b in timeline["buckets"]])

    def test_weeks_begin_on_monday(self):
        timeline = self.query("id:tiny-02-time-offset", "--timeline", "week")["timeline"]
        self.assertEqual([("2024-02-19", "2024-02-26")], [(b["start"], b["end"]) for b in timeline["buckets"]])

    def test_buckets_imprecise_and_undated_sum_to_the_total_also_with_an_instant_as_bound(self):
        """23:30 at -05:00 is the next day in Greenwich: its own day lies before that of --since."""
        answer = self.query("*", "--timeline", "day", "--since", "2024-02-22T03:00:00Z", "--until", "2024-03-06T00:00:00Z")
        timeline = answer["timeline"]
        self.assertEqual(["tiny-06-all-entity-types", "tiny-02-time-offset"], [h["id"] for h in answer["hits"]])
        self.assertEqual(answer["total"]["articles"], sum(b["articles"] for b in timeline["buckets"]) + timeline["undated"]
                         + timeline["imprecise"])

    def test_facets_count_what_the_records_say(self):
        for key, field in (("topics", "topic"), ("authors", "author")):
            wanted = {}
            for record in tiny_records():
                for value in set(record.get(key, [])):
                    wanted[value] = wanted.get(value, 0) + 1
            facet = self.query("*", "--facet", f"{field}:all")["facets"][field]
            self.assertEqual(wanted, {b["value"]: b["articles"] for b in facet["buckets"]})


if __name__ == "__main__":
    unittest.main()
