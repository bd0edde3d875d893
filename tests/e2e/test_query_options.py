# SPDX-License-Identifier: GPL-3.0-or-later
"""What each option of `query` does: paging, sorting, filters, dates, what is shown."""

import unittest

from case import ArchiveCase

SOURCES = ["The New York Times", "Reuters", "AP", "Le Monde"]
SECTIONS = ["World", "Business", "Culture"]


def records():
    """60 articles: the n-th is of source n % 4 and section n % 3, a day apart, with n % 5 + 1 times the word coal in it."""
    for n in range(60):
        yield {"id": f"a{n:02}", "source": SOURCES[n % 4], "section": SECTIONS[n % 3], "topics": [f"t{n % 6}", "all"],
               "date": f"2024-{n // 28 + 1:02}-{n % 28 + 1:02}", "title": f"Number {60 - n} of sixty",
               "text": "coal " * (n % 5 + 1) + "end",
               "authors": [["Ann Arbor"], ["Bo Baker", "Ann Arbor"], []][n % 3]}


IDS = [f"a{n:02}" for n in range(60)]


def where(condition):
    return [f"a{n:02}" for n in range(60) if condition(n)]


class QueryCase(ArchiveCase):
    records = list(records())


class Paging(QueryCase):
    def test_pages_put_together_are_the_whole_list_for_every_sort(self):
        for sort in ("relevance", "newest", "oldest", "title"):
            with self.subTest(sort):
                whole = self.ids("coal", "--sort", sort)
                self.assertEqual(sorted(IDS), sorted(whole))
                pages = []
                for offset in range(0, 70, 7):
                    answer = self.query("coal", "--sort", sort, "--limit", "7", "--offset", str(offset))
                    self.assertEqual(60, answer["total"]["articles"])
                    self.assertEqual([offset + i + 1 for i in range(len(answer["hits"]))], [h["rank"] for h in answer["hits"]])
                    pages += [hit["id"] for hit in answer["hits"]]
                self.assertEqual(whole, pages)

    def test_ten_hits_are_shown_unless_told_otherwise(self):
        self.assertEqual(10, len(self.query("coal")["hits"]))

    def test_limit_zero_counts_only(self):
        answer = self.query("coal", "--limit", "0", "--facet", "source")
        self.assertEqual(([], 60), (answer["hits"], answer["total"]["articles"]))
        self.assertEqual(4, len(answer["facets"]["source"]["buckets"]))

    def test_an_offset_behind_the_end_is_an_empty_page(self):
        answer = self.query("coal", "--offset", "100")
        self.assertEqual(([], 60), (answer["hits"], answer["total"]["articles"]))

    def test_line_formats_say_on_stderr_when_the_default_limit_cut_them(self):
        for format in ("ids", "jsonl", "csv", "tsv"):
            run = self.search("query", "coal", "--format", format)
            self.assert_message("note: 10 of 60 written; all: --limit all", run)

    def test_they_say_nothing_when_the_limit_was_asked_for_or_cut_nothing(self):
        self.assertEqual("", self.search("query", "coal", "--format", "ids", "--limit", "5").err)
        self.assertEqual("", self.search("query", "coal", "--format", "ids", "--source", "AP", "--section", "World").err)
        self.assertEqual("", self.search("query", "coal", "--format", "ids", "--quiet").err)

    def test_trec_has_a_thousand_unless_told_otherwise(self):
        self.assertEqual(60, len(self.search("query", "coal", "--format", "trec").out.splitlines()))

    def test_bad_numbers_are_usage_errors(self):
        for option, value in [("--limit", "-1"), ("--limit", "many"), ("--offset", "all"), ("--snippet", "x"),
                              ("--limit", "1e3")]:
            with self.subTest(f"{option} {value}"):
                self.assert_message(option, self.search("query", "coal", option, value, expect=2))


class Sorting(QueryCase):
    def test_newest_and_oldest_go_by_date(self):
        self.assertEqual(IDS[::-1], self.ids("coal", "--sort", "newest"))
        self.assertEqual(IDS, self.ids("coal", "--sort", "oldest"))

    def test_title_goes_by_folded_title(self):
        by_title = sorted(IDS, key=lambda id: f"number {60 - int(id[1:])} of sixty")
        self.assertEqual(by_title, self.ids("coal", "--sort", "title"))

    def test_relevance_puts_more_of_the_word_first_and_equal_scores_newest_first(self):
        hits = self.query("coal", "--limit", "all")["hits"]
        scores = [hit["score"] for hit in hits]
        self.assertEqual(sorted(scores, reverse=True), scores)
        self.assertEqual(where(lambda n: n % 5 == 4)[::-1], [hit["id"] for hit in hits[:12]])
        for one, next in zip(hits, hits[1:]):
            if one["score"] == next["score"]:
                self.assertGreater(one["date"], next["date"])

    def test_scores_have_at_most_six_significant_digits_and_are_null_in_other_orders(self):
        for hit in self.query("coal", "--limit", "all")["hits"]:
            self.assertEqual(hit["score"], float("%.6g" % hit["score"]))
        self.assertEqual([None] * 10, [hit["score"] for hit in self.query("coal", "--sort", "newest")["hits"]])

    def test_without_a_query_the_newest_come_first(self):
        for query in ([], ["*"], [""]):
            self.assertEqual(IDS[::-1], self.ids(*query))

    def test_a_sort_that_does_not_exist_says_which_do(self):
        run = self.search("query", "coal", "--sort", "random", expect=2)
        self.assert_message("relevance, newest, oldest, title", run)


class Filters(QueryCase):
    def test_one_filter_matches_the_whole_value_case_and_accents_ignored(self):
        self.assert_ids(where(lambda n: n % 4 == 0), "--source", "THE NEW york times")
        self.assert_ids([], "--source", "New York")

    def test_the_same_filter_twice_means_any_of_the_values(self):
        self.assert_ids(where(lambda n: n % 4 in (1, 2)), "--source", "Reuters", "--source", "AP")

    def test_different_filters_mean_all_of_them(self):
        self.assert_ids(where(lambda n: n % 4 == 1 and n % 3 == 0), "--source", "Reuters", "--section", "World")
        self.assert_ids(where(lambda n: n % 4 in (1, 2) and n % 3 == 1),
                        "--source", "AP", "--section", "Business", "--source", "Reuters", "--author", "bo baker")

    def test_filters_of_fields_with_several_values_look_at_each(self):
        self.assert_ids(where(lambda n: n % 6 == 5), "--topic", "t5", "--topic", "t5", "--topic", "T5")
        self.assert_ids(where(lambda n: n % 3 != 2), "--author", "Ann Arbor")

    def test_a_value_that_does_not_exist_finds_nothing_and_says_near_ones(self):
        answer = self.query("coal", "--source", "NYT")
        self.assertEqual(0, answer["total"]["articles"])
        (warning,) = [w for w in answer["query"]["warnings"] if w["code"] == "unknown-value"]
        self.assertEqual('no source "NYT" in this archive; close: "The New York Times" (15)', warning["message"])

    def test_an_unknown_value_beside_a_known_one_still_finds_the_known(self):
        self.assert_ids(where(lambda n: n % 4 == 2), "--source", "AP", "--source", "APP")

    def test_a_misspelt_value_is_answered_with_the_right_one(self):
        answer = self.query("source:Reutres")
        self.assertIn('no source "Reutres" in this archive; close: "Reuters" (15)',
                      [w["message"] for w in answer["query"]["warnings"]])

    def test_a_filter_on_a_field_that_is_not_there_lists_those_that_are(self):
        run = self.search("query", "coal", "--colour", "red", expect=2)
        self.assert_message("--colour", run)
        self.assert_message("section", run)

    def test_an_empty_value_is_a_usage_error(self):
        self.assert_message("--source", self.search("query", "coal", "--source", "", expect=2))


class Dates(QueryCase):
    def day(self, n):
        return f"2024-{n // 28 + 1:02}-{n % 28 + 1:02}"

    def test_since_and_until_are_inclusive_days(self):
        self.assert_ids(where(lambda n: 10 <= n <= 20), "--since", self.day(10), "--until", self.day(20))
        self.assert_ids(["a10"], "--since", self.day(10), "--until", self.day(10))

    def test_months_and_years_are_whole(self):
        self.assert_ids(where(lambda n: 28 <= n < 56), "--since", "2024-02", "--until", "2024-02")
        self.assert_ids(IDS, "--since", "2024", "--until", "2024")
        self.assert_ids([], "--until", "2023")

    def test_relative_dates_count_back_from_now(self):
        self.assert_ids(IDS, "--since", "3y")
        self.assert_ids([], "--since", "30d")
        self.assert_ids(where(lambda n: self.day(n) >= "2024-01-20"), "--since", "10d", "--now", "2024-01-30T08:00:00Z")

    def test_what_is_no_date_is_a_usage_error_with_examples(self):
        run = self.search("query", "coal", "--since", "yesterday", expect=2)
        self.assert_message("--since", run)
        self.assert_message("2024-02-21", run)

    def test_since_behind_until_is_a_usage_error(self):
        self.search("query", "coal", "--since", "2024-02", "--until", "2024-01", expect=2)


class Restrictions(QueryCase):
    def test_ids_from_a_file_restricts_to_those_ids(self):
        path = self.write("ids.txt", "a05\na10\nnowhere\na05\n\n")
        self.assert_ids(["a05", "a10"], "coal", "--ids-from", path)
        self.assert_ids(["a10"], "coal", "--ids-from", path, "--source", "AP")

    def test_ids_from_stdin(self):
        run = self.search("query", "coal", "--ids-from", "-", "--format", "ids", input="a07\na03\n")
        self.assertEqual({"a03", "a07"}, set(run.out.splitlines()))

    def test_ids_of_one_query_restrict_the_next(self):
        found = self.search("query", "--source", "AP", "--format", "ids", "--limit", "all").out
        run = self.search("query", "--section", "World", "--ids-from", "-", "--format", "ids", "--limit", "all", input=found)
        self.assertEqual(sorted(where(lambda n: n % 4 == 2 and n % 3 == 0)), sorted(run.out.splitlines()))

    def test_a_file_of_ids_that_is_not_there_ends_with_66(self):
        self.search("query", "coal", "--ids-from", self.folder / "nowhere.txt", expect=66)

    def test_an_empty_file_of_ids_finds_nothing(self):
        self.assert_ids([], "coal", "--ids-from", self.write("none.txt", ""))


class WhatIsShown(QueryCase):
    def test_snippet_zero_is_none(self):
        for hit in self.query("coal", "--snippet", "0")["hits"]:
            self.assertFalse(hit["snippet"])

    def test_a_snippet_marks_the_words_and_keeps_its_length(self):
        (hit,) = self.query("coal id:a04", "--snippet", "20")["hits"]
        self.assertIn("<em>coal</em>", hit["snippet"])
        plain = hit["snippet"].replace("<em>", "").replace("</em>", "").replace("…", "").strip()
        self.assertLessEqual(len(plain), 20)

    def test_no_total_leaves_the_total_null_and_the_hits_as_they_are(self):
        with_total, without = self.query("coal"), self.query("coal", "--no-total")
        self.assertIsNone(without["total"]["articles"] if without["total"] else None)
        self.assertEqual(with_total["hits"], without["hits"])

    def test_fields_adds_stored_keys(self):
        (hit,) = self.query("id:a00", "--fields", "topics,section,text")["hits"]
        self.assertEqual((["t0", "all"], "World", "coal end"), (hit["topics"], hit["section"], hit["text"]))

    def test_timing_only_when_asked(self):
        self.assertNotIn("took_ms", self.search("query", "coal", "--format", "json").out)
        self.assertRegex(self.search("query", "coal", "--format", "json", "--timing").out, r'"took_ms":\d+\.\d{3}\b')

    def test_the_answer_names_query_and_parameters(self):
        answer = self.query("coal", "--match", "any", "--sort", "oldest", "--limit", "3", "--offset", "2")
        self.assertEqual("coal", answer["query"]["text"])
        parameters = answer["query"]["parameters"]
        self.assertEqual(("any", "oldest", 3, 2), tuple(parameters[key] for key in ("match", "sort", "limit", "offset")))

    def test_several_words_on_the_command_line_are_one_query(self):
        self.assertEqual("coal end", self.query("coal", "end")["query"]["text"])

    def test_exit_status_one_only_with_exit_status(self):
        self.search("query", "unheardof")
        self.search("query", "unheardof", "--exit-status", expect=1)
        self.search("query", "coal", "--exit-status")

    def test_json_has_every_documented_key_in_order(self):
        answer = self.query("coal", "--facet", "source", "--timeline", "month")
        self.assertEqual(["format_version", "archive", "query", "total", "hits", "facets", "timeline"], list(answer))
        self.assertEqual(["generation", "created", "articles", "content_sha256"], list(answer["archive"]))
        self.assertEqual(["rank", "score", "id", "source", "date", "date_precision", "day", "title", "deck", "url", "snippet",
                          "access",
                          "language", "authors", "persons", "orgs", "places"], list(answer["hits"][0]))
        self.assertEqual(1, answer["format_version"])

    def test_equal_questions_give_equal_bytes(self):
        question = ("query", "coal OR number", "--facet", "source,topic", "--timeline", "week", "--format", "json", "--limit",
                    "all")
        self.assertEqual(1, len({self.search(*question).out_bytes for _ in range(3)}))


class Export(QueryCase):
    def test_it_writes_every_match_whole(self):
        articles = self.search("export", "coal", "--source", "AP").json_lines()
        self.assertEqual(where(lambda n: n % 4 == 2), sorted(a["id"] for a in articles))
        self.assertTrue(all(a["text"].startswith("coal") for a in articles))

    def test_what_it_writes_can_be_built_again(self):
        exported = self.search("export", "*").out_bytes
        self.build(exported, archive=self.folder / "again")
        self.assert_ids(IDS, "*", archive=self.folder / "again")
        self.assertEqual(exported, self.search("export", "*", archive=self.folder / "again").out_bytes)

    def test_as_csv_and_ids(self):
        rows = self.search("export", "coal", "--format", "csv").csv_rows()
        page = self.search("export", "coal", "--format", "csv", "--limit", "1", "--offset", "1").csv_rows()
        self.assertEqual(rows[1:2], page)
        self.assertEqual(sorted(IDS), sorted(row["id"] for row in rows))
        self.assertEqual(sorted(IDS), sorted(self.search("export", "coal", "--format", "ids").out.splitlines()))

    def test_sorted_as_asked(self):
        self.assertEqual(IDS, self.search("export", "coal", "--format", "ids", "--sort", "oldest").out.splitlines())


if __name__ == "__main__":
    unittest.main()
