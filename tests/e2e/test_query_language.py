# SPDX-License-Identifier: GPL-3.0-or-later
"""The query language as the manual promises it, example by example: a query and the articles it finds."""

import unittest

from case import ArchiveCase


class LanguageCase(ArchiveCase):
    def assert_table(self, table):
        """Rows of query -> ids, separated by blanks."""
        for query, expected in table:
            with self.subTest(query):
                words = ["--", query] if query.startswith("-") else [query]
                run = self.search("query", "--format", "ids", "--limit", "all", *words)
                self.assertEqual(sorted(expected.split()), sorted(run.out.splitlines()))

    def warnings(self, query, *options):
        return self.query(query, *options)["query"]["warnings"]


class Words(LanguageCase):
    records = [
        {"id": "us", "text": "The US said it would act."},
        {"id": "us-dots", "text": "The U.S. Senate met."},
        {"id": "pronoun", "text": "It told us what we knew."},
        {"id": "who", "text": "The WHO warned of flu."},
        {"id": "who-pronoun", "text": "who warned them of flu"},
        {"id": "nato", "text": "Nato met; NATO decides."},
        {"id": "ai", "text": "A.I. is everywhere"},
        {"id": "ai-plain", "text": "AI is everywhere"},
        {"id": "hyphen", "text": "an open-source model"},
        {"id": "hyphen-2010", "text": "an open\u2010source model"},
        {"id": "apart", "text": "an open source of water"},
        {"id": "joined", "text": "an opensource model"},
        {"id": "far", "text": "the source was open"},
        {"id": "reuse", "text": "we reuse it"},
        {"id": "re-use", "text": "they re-use it"},
        {"id": "possessive", "text": "Lab\u2019s new and lab's old"},
        {"id": "number", "text": "sold 1,000 of them"},
        {"id": "number-plain", "text": "sold 1000 of those"},
        {"id": "gpt", "text": "GPT-4 and 01.AI, C++ and AT&T"},
        {"id": "cafe", "text": "das Café an der Straße in Łódź, Sørensen, Æther"},
        {"id": "cyrillic", "text": "русский мой"},
    ]

    def test_case_and_diacritics_are_ignored_also_in_quotes(self):
        self.assert_table([("CAFE", "cafe"), ('"cafe an der strasse"', "cafe"), ("STRASSE", "cafe"),
                           ("lodz sorensen aether", "cafe"),
                           ('"CAFÉ AN"', "cafe")])

    def test_cyrillic_letters_stay_letters(self):
        self.assert_table([("мой", "cyrillic"), ("мои", "")])

    def test_initials_are_the_same_with_and_without_dots(self):
        self.assert_table([("A.I. everywhere", "ai ai-plain"), ("ai everywhere", "ai ai-plain"),
                           ("everywhere AI", "ai ai-plain")])

    def test_capitals_beside_small_letters_find_the_capital_form_of_stop_words_and_pronouns(self):
        self.assert_table([("US said", "us"), ("U.S. senate met", "us-dots"), ("WHO warned", "who")])

    def test_other_capitals_find_every_form(self):
        self.assert_table([("NATO decides", "nato"), ("nato", "nato")])

    def test_a_hyphenated_word_means_its_parts_side_by_side_or_joined(self):
        self.assert_table([("open-source", "hyphen hyphen-2010 apart joined"),
                           ("open\u2011source", "hyphen hyphen-2010 apart joined")])

    def test_a_joined_word_finds_the_hyphenated_but_not_the_parted_one(self):
        self.assert_table([("opensource", "hyphen hyphen-2010 joined"), ("reuse", "reuse re-use")])

    def test_possessives_are_dropped(self):
        self.assert_table([("lab", "possessive"), ("lab's", "possessive"), ('"labs new"', ""), ('"lab new"', "possessive")])

    def test_numbers_are_words_with_and_without_separators(self):
        self.assert_table([("1000", "number number-plain"), ("1,000", "number number-plain")])

    def test_odd_names_are_found_as_typed(self):
        self.assert_table([("GPT-4", "gpt"), ("01.AI", "gpt"), ("C++", "gpt"), ("AT&T", "gpt"), ('"GPT-4 and 01.AI"', "gpt")])

    def test_words_are_stemmed_and_quoted_words_are_not(self):
        self.assert_table([("models opened", "hyphen hyphen-2010"), ('"open sources"', ""), ('"models"', "")])

    def test_stop_words_are_dropped_from_a_group_and_the_answer_names_them(self):
        self.assert_table([("the senate of the met", "us-dots")])
        self.assertTrue(any("the" in w["message"] for w in self.warnings("the senate")))

    def test_stop_words_alone_and_in_quotes_are_searched(self):
        self.assert_table([('"what we"', "pronoun"), ("it", "us pronoun reuse re-use"), ('"of them"', "number")])


class Operators(LanguageCase):
    records = [
        {"id": "a", "text": "apple"}, {"id": "b", "text": "banana"}, {"id": "c", "text": "cherry"},
        {"id": "ab", "text": "apple banana"},
        {"id": "bc", "text": "banana cherry"}, {"id": "abc", "text": "apple then banana then cherry"},
        {"id": "t", "title": "apple", "text": "nothing"}, {"id": "far", "text": "apple " + "filler " * 12 + "banana"},
        {"id": "op", "text": "this AND that or NOT"},
    ]

    def test_words_side_by_side_are_all_of_them(self):
        self.assert_table([("apple banana", "ab abc far"), ("apple AND banana", "ab abc far")])

    def test_or_binds_last(self):
        self.assert_table([("apple banana OR cherry", "ab abc far c bc"), ("cherry OR apple banana", "ab abc far c bc"),
                           ("apple (banana OR cherry)", "ab abc far"), ("(apple OR banana) cherry", "abc bc")])

    def test_not_binds_first(self):
        self.assert_table([("apple NOT banana", "a t"), ("apple AND NOT banana", "a t"),
                           ("banana NOT apple OR cherry", "b bc c abc"),
                           ("apple NOT (banana cherry)", "a t ab far")])

    def test_a_minus_before_a_word_leaves_it_out(self):
        self.assert_table([("apple -banana", "a t"), ("-banana apple", "a t"), ('apple -"banana then"', "a t ab far"),
                           ("apple -(banana OR x)", "a t")])

    def test_not_alone_is_everything_without(self):
        self.assert_table([("NOT apple", "b c bc op"), ("-apple", "b c bc op"), ("NOT apple NOT banana", "c op")])

    def test_nested_not_and_double_not(self):
        self.assert_table([("NOT (NOT apple)", "a ab abc t far"), ("banana NOT (apple NOT cherry)", "b bc abc")])

    def test_near_and_adj(self):
        self.assert_table([("apple NEAR/3 cherry", ""), ("apple NEAR/4 cherry", "abc"), ("cherry NEAR/4 apple", "abc"),
                           ("cherry ADJ/4 apple", ""),
                           ("apple ADJ/4 cherry", "abc"), ("apple NEAR banana", "ab abc"),
                           ("apple NEAR/13 banana", "ab abc far")])

    def test_a_phrase_with_slop_is_near_in_any_order(self):
        self.assert_table([('"cherry apple"~4', "abc"), ('"cherry apple"~3', ""), ('"apple banana"', "ab")])

    def test_fields(self):
        self.assert_table([("title:apple", "t"), ("title:apple OR cherry", "t c bc abc"), ("title:(apple OR cherry)", "t"),
                           ('title:"apple"', "t"),
                           ("text:apple", "a ab abc t far"), ("apple NOT title:apple", "a ab abc far")])

    def test_wildcards_and_one_edit(self):
        self.assert_table([("ban*", "b ab bc abc far"), ("bannana~", "b ab bc abc far"), ("aplpe~", "a ab abc t far"),
                           ("cherri~", "c bc abc"),
                           ("app* che*", "abc")])

    def test_match_any_needs_one_of_the_words(self):
        self.assert_ids("a ab abc t far c bc".split(), "apple cherry", "--match", "any")
        self.assert_ids("a ab t far".split(), "apple cherry NOT cherry", "--match", "any")

    def test_under_match_any_field_terms_stay_filters(self):
        self.assert_ids(["a"], "apple cherry id:a", "--match", "any")
        self.assert_ids(["a", "c", "bc", "abc"], "cherry OR id:a", "--match", "any")

    def test_small_operators_are_words(self):
        self.assert_table([("this and that", "op"), ("that or this", "op")])

    def test_a_headline_in_capitals_is_words(self):
        self.assert_table([("THIS AND THAT", "op"), ("APPLE NOT BANANA", "ab abc far")])

    def test_curly_quotes_are_quotes(self):
        self.assert_table([("\u201capple banana\u201d", "ab"), ("\u201eapple banana\u201c", "ab")])

    def test_dashes_other_than_a_minus_before_a_word_separate(self):
        self.assert_table([("apple \u2013 banana", "ab abc far"), ("apple - banana", "ab abc far"),
                           ("apple\u2014banana", "ab abc far"), ("apple \u2212banana", "ab abc far")])

    def test_a_colon_makes_a_field_only_after_a_field_name(self):
        self.assert_table([("cherry: banana", "bc abc"), ("apple:banana", "ab abc far"), ("title: apple", "")])

    def test_weights_do_not_change_what_is_found(self):
        self.assert_table([("apple^5 banana", "ab abc far"), ("apple^0.1", "a ab abc t far")])
        self.assertEqual("t", self.query("apple^0.1 OR title:apple^100")["hits"][0]["id"])


class PlainTextIsNeverAnError(LanguageCase):
    records = [{"id": "a", "text": "apple banana"}, {"id": "b", "text": "banana (cherry)"}]

    def test_whatever_is_typed_is_answered(self):
        for query in ('"', '"apple', "(", ")", "((apple", "apple)", "AND", "or", "NOT", "apple AND", "OR apple", "apple NOT", "-",
                      "--", "*", "**", "?",
                      "~", "^", ":", "title:", "title:(", 'title:"', "apple~~", "apple^x", "a*", "NEAR/5", "apple NEAR", "\\",
                      "<script>", "%00", "日本", "😀", "()", '""', "date:yesterday", "date:..", "nofield:x", "x" * 300, "\u202e",
                      "a:b:c", "apple NEAR/999999999999 banana",
                      "((((((((((apple))))))))))", "^^^", "AND OR NOT", "- - -", "apple -", "source:", 'source:""', "person:()",
                      "..", "1..2"):
            with self.subTest(query):
                answer = self.search("query", "--format", "json", "--", query).json()
                self.assertIsInstance(answer["total"]["articles"], int)

    def test_an_open_quote_is_searched_and_warned_of(self):
        answer = self.query('"apple banana')
        self.assertEqual(["a"], [h["id"] for h in answer["hits"]])
        self.assertIn("syntax", [w["code"] for w in answer["query"]["warnings"]])

    def test_strict_makes_it_an_error_with_the_column(self):
        run = self.search("query", 'banana "apple', "--strict", expect=2)
        self.assert_message("column 8", run)

    def test_an_unknown_field_is_words_with_a_warning_and_an_error_under_strict(self):
        answer = self.query("writer:apple")
        self.assertIn("unknown-field", [w["code"] for w in answer["query"]["warnings"]])
        self.assert_message("writer", self.search("query", "writer:apple", "--strict", expect=2))

    def test_strict_is_content_with_a_sound_query(self):
        self.search("query", 'apple AND ("banana" OR title:x) -cherry', "--strict")


class Places(LanguageCase):
    """NEAR and ADJ ask where words stand: what they mean outside of it they mean in it."""

    records = [
        {"id": "joined", "text": "an opensource model"},
        {"id": "hyphen", "text": "an open-source model"},
        {"id": "blank", "text": "an open source model"},
        {"id": "us-far", "text": "the US votes; they told us the economy grows"},
        {"id": "us-near", "text": "the US economy"},
        {"id": "title", "title": "tariff talks with china", "text": "nothing"},
        {"id": "body", "title": "tariff one two three four five six seven china", "text": "tariff on china"},
        {"id": "phrases", "text": "white house one two three solar panel duty"},
        {"id": "twice", "text": "river river bank"},
        {"id": "once", "text": "the river is long"},
    ]

    def test_hyphenated_words_are_found_joined_and_side_by_side(self):
        self.assert_table([("open-source NEAR/1 model", "joined hyphen blank"), ("opensource NEAR/1 model", "joined hyphen"),
                           ("opensource ADJ/1 model", "joined hyphen"), ("an NEAR/1 opensource", "joined hyphen")])

    def test_words_in_capitals_stand_there_in_capitals(self):
        self.assert_table([("US NEAR/2 economy", "us-near"), ("us NEAR/2 economy", "us-near us-far"), ("US NEAR/6 economy", "us-near us-far")])

    def test_of_a_field_it_looks_at_that_field(self):
        self.assert_table([("title:(tariff NEAR/4 china)", "title"), ("title:tariff NEAR/4 title:china", "title"),
                           ("tariff NEAR/4 china", "title body"), ("title:tariff AND title:china", "title body")])

    def test_distances_of_phrases_count_from_their_nearer_ends(self):
        self.assert_table([('"white house" NEAR/4 "solar panel"', "phrases"), ('"white house" NEAR/3 "solar panel"', ""),
                           ('"solar panel" ADJ/9 "white house"', ""), ('"solar panel" NEAR/9 panel', "")])

    def test_one_occurrence_is_not_near_itself(self):
        self.assert_table([("river NEAR/3 river", "twice"), ('"river river"~3', "twice"), ("riv* NEAR/3 river", "twice")])

    def test_groups_stand_in_each_other(self):
        self.assert_table([("(white ADJ/1 house) NEAR/4 (solar OR \"panel duty\"~2)", "phrases"),
                           ("(white NEAR/6 duty) NEAR/4 solar", ""), ("(white NEAR/6 solar) NEAR/2 duty", "phrases"),
                           ("(whit* OR rivr~) NEAR/1 (house OR bank)", "phrases twice")])

    def test_what_has_no_place_is_said(self):
        warning = self.warnings("(white solar) NEAR/3 house")[0]
        self.assertEqual(("syntax", "column 15: NEAR/3 joins only words, phrases, NEAR and OR-groups of these, all in one field; taken as AND"),
                         (warning["code"], warning["message"]))
        self.assert_message("query, column 15: NEAR/3 joins only", self.search("query", "(white solar) NEAR/3 house", "--strict", expect=2))


    def test_the_words_of_a_near_spelling_are_marked_in_the_snippet(self):
        self.assertIn("the US <em>economy</em>", self.query("econmoy~ NOT grows")["hits"][0]["snippet"])


class ManyWords(LanguageCase):
    records = [{"id": f"n{n}", "text": f"tested{n} common"} for n in range(250)]

    def test_a_wildcard_and_a_near_spelling_say_how_many_terms_are_searched(self):
        self.assertEqual([("wildcard-cut", "test*: 200 of 250 terms are searched, the commonest")],
                         [(w["code"], w["message"]) for w in self.warnings("test*")])
        self.assertEqual(200, self.query("test*")["total"]["articles"])
        self.assertEqual([], self.warnings("tested11*"))


class Limits(LanguageCase):
    """A query beyond the documented limits is refused at once with 2."""

    records = [{"id": "a", "text": "apple banana"}]

    def test_too_many_bytes(self):
        run = self.search("query", "apple " * 17_000, expect=2)
        self.assert_message("the limit is 100000", run)

    def test_too_many_words(self):
        run = self.search("query", " ".join(f"w{i}" for i in range(1_100)), expect=2)
        self.assert_message("limit of 1000 terms", run)

    def test_too_deep(self):
        self.search("query", "(" * 3_000 + "apple" + ")" * 3_000, expect=2)

    def test_ten_thousand_nested_nots_do_not_crash(self):
        run = self.search("query", "NOT (" * 10_000 + "apple" + ")" * 10_000, expect=None)
        self.assertIn(run.status, (0, 2), run)

    def test_too_many_operands_of_near(self):
        run = self.search("query", " NEAR/3 ".join(f"w{i}" for i in range(11)), expect=2)
        self.assert_message("NEAR joins 11 words, phrases or groups; the limit is 10", run)

    def test_too_many_nears(self):
        for near in ("(the NEAR/2 a{})", "(the ADJ/2 a{})", '"the a{}"~2'):
            run = self.search("query", " OR ".join(near.format(i) for i in range(65)), expect=2)
            self.assert_message('this is NEAR, ADJ or "…"~n number 65; the limit is 64', run)
            self.search("query", " OR ".join(near.format(i) for i in range(64)))

    def test_too_many_wildcards_and_near_spellings(self):
        run = self.search("query", " OR ".join(f"app{i}*" for i in range(65)), expect=2)
        self.assert_message("this is wildcard or near spelling number 65; the limit is 64", run)

    def test_many_wildcards_are_refused_or_answered_soon(self):
        run = self.search("query", " ".join(f"{c}pp*" for c in "abcdefghijklmnopqrstuvwxyz"), expect=None)
        self.assertIn(run.status, (0, 2), run)


class Values(LanguageCase):
    records = [
        {"id": "nyt", "source": "The New York Times", "title": "x", "section": "World news", "language": "en",
         "authors": ["Ann Lee", "Bo Baker"],
         "entities": [{"type": "person", "name": "Kai-Fu Lee"}, {"type": "org", "name": "Meta Platforms"},
                      {"type": "place", "name": "New York"}]},
        {"id": "ap", "source": "AP", "title": "x", "section": "World", "language": "de", "authors": ["Lee Marvin"],
         "entities": [{"type": "person", "name": "Harper Lee"}, {"type": "org", "name": "Meta"},
                      {"type": "place", "name": "York"}]},
    ]

    def test_keyword_fields_match_the_whole_value(self):
        self.assert_table([('source:"The New York Times"', "nyt"), ('source:"new york times"', ""), ("source:ap", "ap"),
                           ("section:world", "ap"),
                           ('section:"WORLD NEWS"', "nyt"), ("language:de", "ap"), ("lang:de", "ap"), ("outlet:AP", "ap")])

    def test_name_fields_match_any_word_unquoted_and_the_whole_name_quoted(self):
        self.assert_table([("person:lee", "nyt ap"), ('person:"Kai-Fu Lee"', "nyt"), ('person:"lee"', ""),
                           ("person:harper", "ap"), ("place:york", "nyt ap"),
                           ('place:"york"', "ap"), ('org:"meta"', "ap"), ("org:meta", "nyt ap"), ("author:lee", "nyt ap"),
                           ('author:"ann lee"', "nyt")])

    def test_ids_match_as_they_are(self):
        self.assert_table([("id:nyt", "nyt"), ("id:NYT", ""), ("NOT id:nyt", "ap")])

    def test_a_query_of_a_value_that_does_not_exist_says_so(self):
        messages = [w["message"] for w in self.warnings('source:"NYT"')]
        self.assertIn('no source "NYT" in this archive; close: "The New York Times" (1)', messages)


class DateQueries(LanguageCase):
    records = [
        {"id": "year", "title": "x", "date": "2023"}, {"id": "month", "title": "x", "date": "2023-11"},
        {"id": "day", "title": "x", "date": "2023-11-05"},
        {"id": "evening", "title": "x", "date": "2023-11-30T23:30:00-05:00"},
        {"id": "dawn", "title": "x", "date": "2023-12-01T00:30:00+14:00"},
        {"id": "noon", "title": "x", "date": "2023-11-05T12:00:00Z"}, {"id": "undated", "title": "x"},
    ]

    def test_days_are_those_at_the_articles_own_offset(self):
        self.assert_table([("date:2023-11", "month day evening noon"), ("date:2023-12", "dawn"), ("date:2023-11-30", "evening"),
                           ("date:2023-11-05", "day noon")])

    def test_a_coarser_date_matches_when_its_whole_span_lies_inside(self):
        self.assert_table([("date:2023", "year month day evening dawn noon"),
                           ("date:2023-11-01..2023-11-30", "month day evening noon"),
                           ("date:2023-11-02..2023-11-30", "day evening noon"),
                           ("date:2023..", "year month day evening dawn noon"),
                           ("date:..2022", ""), ("date:..2023-06", "")])

    def test_ranges_with_a_time_compare_instants(self):
        self.assert_table([("date:2023-11-05T11:00Z..2023-11-05T13:00Z", "noon"), ("date:2023-12-01T04:00:00Z..", "evening"),
                           ("date:2023-11-30T10:00:00Z..2023-11-30T11:00:00Z", "dawn")])

    def test_relative_dates(self):
        self.assert_ids(["day", "noon"], "date:3d..", "--now", "2023-11-07T00:00:00Z", "--until", "2023-11-20")

    def test_undated_articles_match_no_date(self):
        self.assert_table([("NOT date:1400..2200", "undated")])


if __name__ == "__main__":
    unittest.main()
