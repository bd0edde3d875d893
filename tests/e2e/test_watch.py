# SPDX-License-Identifier: GPL-3.0-or-later
"""watch: saved queries in a file for people, and what is new for them across full rebuilds."""

import json
import os
import subprocess
import unittest
import xml.etree.ElementTree as ET

from case import TIMEOUT_SECONDS, Case, command_line, environment, files_under, read_elsewhere

ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = [{"id": f"a{n}", "title": f"Flood {n}", "text": "the flood", "source": ("AP", "PA")[n % 2], "date": f"2026-01-{n + 1:02}",
          "url": f"https://example.com/{n}?a=1&b=2"} for n in range(4)]
SECOND = [{"id": "b1", "title": "Another flood <b>", "text": "a flood & more", "source": "AP", "date": "2026-02", "authors": ["Ann Lee"]},
          {"id": "b2", "title": "Rain", "text": "no water", "source": "AP", "date": "2026-02-02"}]
THIRD = [{"id": "c1", "title": "Third flood", "text": "flood", "source": "PA", "date": "2026-03-03", "url": "javascript:alert(1)"}]


class Watch(Case):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "watches.jsonl"
        self.state = self.folder / "watches.jsonl.state"
        self.build(FIRST)

    def watch(self, *args, expect=0, now="2026-11-25T12:00:00Z", **how):
        return self.run_words("watch", *args, "--archive", self.archive, "--file", self.file, "--now", now, expect=expect, **how)

    def saved(self):
        return self.file.read_text(encoding="utf-8")

    def reported(self, *args, **how):
        return [(line["watch"], line["id"]) for line in self.watch("run", "--format", "jsonl", *args, **how).json_lines()]

    # --- the file

    def test_a_saved_query_is_a_line_for_people(self):
        run = self.watch("add", "floods", "flood", "NOT", "dam", "--source", "AP", "--since", "2y")
        self.assertEqual('{"qid":"floods","query":"flood NOT dam","since":"2y","source":"AP"}\n', self.saved())
        self.assertEqual("", run.out)
        self.assertIn("floods is saved in", run.err)
        self.assertIn("2 articles match now", run.err)

    def test_one_article_is_one_article(self):
        self.assertIn("ones is saved in {}: 1 article matches now".format(self.file), self.watch("add", "ones", "id:a1").err)

    def test_the_file_is_a_batch_too(self):
        self.watch("add", "floods", "flood")
        (answer,) = self.search("batch", self.file).json_lines()
        self.assertEqual(("floods", 4), (answer["qid"], answer["total"]["articles"]))

    def test_what_a_person_wrote_stays_as_it_is(self):
        text = '# floods and rain\n\n{"qid": "floods",  "query": "flood"}'
        self.file.write_text(text)
        self.watch("add", "rain", "rain")
        self.watch("add", "dry", "drought")
        self.watch("remove", "rain")
        self.assertEqual(text + '\n{"qid":"dry","query":"drought"}\n', self.saved())

    def test_errors_name_file_and_line(self):
        for text, message in [
            ('{"qid":"a","query":"x"}\n\n{"qid":"a","query":"y"}\n', ':3: "a" is the name of line 1 already'),
            ('# list\n{"query":"x"}\n', ':2: not an object with a "qid", the name of the saved query'),
            ('floods\tflood\n', ':1: not JSON: '),
            ('{"qid":"a"}\n{"qid":"b","since":"someday"}\n', ":2: since: 'someday' is not a date"),
            ('{"qid":"b","sauce":"AP"}\n', ":1: 'sauce' is not a key of batch lines, nor a facet field of this archive"),
        ]:
            with self.subTest(text):
                self.file.write_text(text)
                self.assert_message(str(self.file) + message, self.watch("run", expect=65))

    def test_a_name_stands_once(self):
        self.watch("add", "floods", "flood")
        self.assert_message(f'"floods" stands in {self.file}:1 already; remove it first: broadsheet-search watch remove floods',
                            self.watch("add", "floods", "rain", expect=2))

    def test_what_cannot_be_searched_for_is_not_saved(self):
        self.watch("add", "bad", "nofield:x", "--strict", expect=2)
        self.assertFalse(self.file.exists())

    def test_usage_errors_say_what_to_write(self):
        for args, message in [((), "watch takes one of add, list, remove, run"), (("look",), "'look' is none of add, list, remove, run"),
                              (("add",), "watch add takes a NAME, then the QUERY"), (("remove",), "watch remove takes the NAME"),
                              (("run", "--source", "AP"), "--source goes with watch add: it is saved with the query")]:
            with self.subTest(args):
                self.assert_message(message, self.watch(*args, expect=2))
        self.watch("add", "floods", "flood")
        for action in ("remove", "run"):
            self.assert_message(f'no saved query "rain" in {self.file}; there are: floods', self.watch(action, "rain", expect=66))

    def test_list_shows_queries_and_what_was_seen(self):
        self.watch("add", "floods", "flood")
        self.assertEqual('floods  (seen up to generation 000001)\n    {"qid":"floods","query":"flood"}\n', self.watch("list").out)
        self.assertEqual([{"qid": "floods", "query": "flood"}], self.watch("list", "--format", "jsonl").json_lines())

    # --- what is new

    def test_only_what_later_generations_bring_is_reported_and_only_once(self):
        self.watch("add", "floods", "flood")
        self.watch("add", "all of AP", "--source", "AP")
        self.assertEqual([], self.reported())
        self.build(FIRST + SECOND)  # a full rebuild
        self.assertEqual([("floods", "b1"), ("all of AP", "b2"), ("all of AP", "b1")], self.reported())
        self.assertEqual([], self.reported())
        self.build(FIRST + SECOND)
        self.assertEqual([], self.reported())
        self.build(FIRST + SECOND + THIRD)
        self.assertEqual([("floods", "c1")], self.reported())

    def test_generations_between_two_runs_all_count(self):
        self.watch("add", "floods", "flood")
        self.build(FIRST + SECOND)
        self.build(FIRST + SECOND + THIRD)
        self.assertEqual([("floods", "c1"), ("floods", "b1")], self.reported())

    def test_a_given_generation_counts_instead_and_is_not_noted(self):
        self.watch("add", "floods", "flood")
        self.build(FIRST + SECOND)
        state = self.state.read_bytes()
        self.assertEqual([("floods", "b1")], self.reported("--new-since", "1"))
        self.assertEqual(5, len(self.reported("--new-since", "0")))
        self.assertEqual([("floods", "b1")], self.reported("--dry-run"))
        self.assertEqual(state, self.state.read_bytes())
        self.assertEqual([("floods", "b1")], self.reported())

    def test_nothing_new_means_no_output_and_no_writing(self):
        self.watch("add", "floods", "flood")
        before = files_under(self.folder)
        run = self.watch("run")
        self.assertEqual(("", ""), (run.out, run.err))
        self.assertEqual(before, files_under(self.folder))
        self.watch("run", "--exit-status", expect=1)

    def test_a_run_without_saved_queries_makes_no_folder(self):
        self.file = self.folder / "nowhere" / "watches.jsonl"
        run = self.watch("run", expect=None)
        self.assertIn(str(self.file), run.err)
        self.assertFalse(self.file.parent.exists())

    def test_the_archive_is_not_touched(self):
        before = files_under(self.archive.path)
        self.watch("add", "floods", "flood")
        self.watch("run")
        self.watch("run", "--format", "atom")
        self.assertEqual(before, files_under(self.archive.path))

    def test_a_query_added_by_hand_starts_with_its_first_run(self):
        self.file.write_text('{"qid":"floods","query":"flood"}\n')
        run = self.watch("run")
        self.assertEqual("", run.out)
        self.assertIn("floods: first run", run.err)
        self.build(FIRST + SECOND)
        self.assertEqual([("floods", "b1")], self.reported())

    def test_text_has_headline_and_address(self):
        self.watch("add", "floods", "flood")
        self.build(FIRST + SECOND + [{"id": "d", "title": "Flood 9", "text": "flood", "source": "PA", "date": "2026-04-04", "url": "https://x.org/9"}])
        self.assertEqual("floods: 2 new since generation 000001\n"
                         "  2026-04-04  PA: Flood 9\n              https://x.org/9\n"
                         "  2026-02     AP: Another flood <b>\n              id:b1\n", self.watch("run").out)

    def test_a_limit_says_how_to_get_the_rest(self):
        self.watch("add", "floods", "flood")
        self.build(FIRST + SECOND + THIRD)
        self.assertIn(f"  and 1 more: broadsheet-search watch run floods --new-since 1 --limit all --file {self.file}\n", self.watch("run", "--limit", "1").out)

    def test_relative_dates_count_from_the_day_of_the_run(self):
        self.watch("add", "recent", "flood", "--since", "60d", now="2026-01-10T00:00:00Z")
        self.build(FIRST + SECOND + THIRD)
        self.assertEqual([("recent", "c1")], self.reported(now="2026-04-15T00:00:00Z"))

    def test_two_archives_have_states_of_their_own(self):
        other = self.folder / "other"
        self.build(FIRST, archive=other)
        self.watch("add", "floods", "flood")
        self.build(FIRST + SECOND)
        run = self.run_words("watch", "run", "--archive", other, "--file", self.file)
        self.assertIn("first run", run.err)
        self.assertEqual([("floods", "b1")], self.reported())

    def test_an_archive_that_went_back_is_said_and_followed(self):
        self.build(FIRST + SECOND)
        self.watch("add", "floods", "flood")
        self.run_words("rollback", "--archive", self.archive)
        run = self.watch("run")
        self.assertIn("the archive is at generation 000001, before 000002 of the last run", run.err)
        self.build(FIRST + THIRD)
        self.assertEqual([("floods", "c1")], self.reported())

    def test_a_reader_that_has_gone_has_not_been_told(self):
        self.watch("add", "floods", "flood")
        self.build(FIRST + SECOND)
        words = command_line(["watch", "run", "--archive", self.archive, "--file", self.file])
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, "wb") as closed:
            done = subprocess.run(words, stdout=closed, env=environment(self.folder), timeout=TIMEOUT_SECONDS)
        self.assertEqual(0, done.returncode)
        self.assertEqual([("floods", "b1")], self.reported())

    def test_a_damaged_state_is_refused_by_name(self):
        self.watch("add", "floods", "flood")
        for text in ("{", "[]", '{"watch_state":9}', '{"watch_state":1,"archives":{"x":{"floods":{"generation":"x"}}}}'):
            with self.subTest(text):
                self.state.write_text(text)
                self.assert_message("remove it to begin anew", self.watch("run", expect=65))
                self.assertEqual(text, self.state.read_text())

    def test_two_runs_at_once_do_not_report_twice(self):
        self.watch("add", "floods", "flood")
        import fcntl
        with open(self.folder / "watches.jsonl.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_message("another watch is at work on it", self.watch("run", expect=75))

    def test_new_since_is_a_filter_of_every_search(self):
        self.build(FIRST + SECOND)
        self.build(FIRST + SECOND + THIRD)
        self.assert_ids(["b1", "c1"], "flood", "--new-since", "1")
        self.assert_ids(["c1"], "flood", "--new-since", "2")
        self.assert_ids([], "flood", "--new-since", "3")
        answer = self.query("flood", "--new-since", "1", "--facet", "source", "--timeline", "month")
        self.assertEqual({"AP": 1, "PA": 1}, {b["value"]: b["articles"] for b in answer["facets"]["source"]["buckets"]})
        self.assertEqual([(1, 2), (1, 1)], [(b["articles"], b["archive_articles"]) for b in answer["timeline"]["buckets"]])
        self.assertEqual(1, answer["query"]["parameters"]["new_since"])

    # --- Atom

    def feed(self, *args, **how):
        root = ET.fromstring(self.watch("run", "--format", "atom", *args, **how).out)
        self.assertEqual(ATOM + "feed", root.tag)
        for of in [root, *root.findall(ATOM + "entry")]:  # RFC 4287: exactly one of each, dates with a zone
            for name in ("id", "title", "updated"):
                self.assertEqual(1, len(of.findall(ATOM + name)), name)
            self.assertRegex(of.find(ATOM + "id").text, r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$")
            self.assertRegex(of.find(ATOM + "updated").text, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertIsNotNone(root.find(f"{ATOM}author/{ATOM}name"))
        return root

    def test_a_feed_is_valid_without_anything_new(self):
        self.watch("add", "floods", "flood")
        self.assertEqual([], self.feed().findall(ATOM + "entry"))

    def test_a_feed_has_what_is_new_and_keeps_it_for_readers_that_come_later(self):
        self.watch("add", "floods", "flood")
        self.build(FIRST + SECOND)
        (entry,) = self.feed(now="2026-11-26T12:00:00Z").findall(ATOM + "entry")
        self.assertEqual(("Another flood <b>", "2026-11-26T12:00:00Z", "2026-02-01T00:00:00Z"),
                         tuple(entry.find(ATOM + name).text for name in ("title", "updated", "published")))
        self.assertEqual("Ann Lee", entry.find(f"{ATOM}author/{ATOM}name").text)
        self.assertEqual("floods", entry.find(ATOM + "category").get("term"))
        content = entry.find(ATOM + "content")
        self.assertEqual(("html", "<p>AP</p><p>a <em>flood</em> &amp; more</p>"), (content.get("type"), content.text))
        self.build(FIRST + SECOND + THIRD + [{"id": "d", "title": "Flood", "text": "flood", "url": "https://example.com/a b?x=<1>&y"}])
        entries = self.feed(now="2026-11-27T12:00:00Z").findall(ATOM + "entry")
        self.assertEqual(["2026-11-27T12:00:00Z", "2026-11-27T12:00:00Z", "2026-11-26T12:00:00Z"], [e.find(ATOM + "updated").text for e in entries])
        self.assertEqual(ET.tostring(entry).strip(), ET.tostring(entries[-1]).strip())
        links = [e.find(ATOM + "link") for e in entries]
        self.assertEqual([None, "https://example.com/a%20b?x=%3C1%3E&y", None], [l if l is None else l.get("href") for l in links])
        again = self.feed(now="2026-11-28T12:00:00Z")
        self.assertEqual([ET.tostring(e) for e in entries], [ET.tostring(e) for e in again.findall(ATOM + "entry")])

    def test_the_article_of_two_queries_is_two_entries(self):
        self.watch("add", "floods", "flood")
        self.watch("add", "AP", "--source", "AP")
        self.build(FIRST + SECOND[:1])
        entries = self.feed().findall(ATOM + "entry")
        self.assertEqual({"floods", "AP"}, {e.find(ATOM + "category").get("term") for e in entries})
        self.assertEqual(2, len({e.find(ATOM + "id").text for e in entries}))

    def test_commands_in_messages_name_the_file(self):
        run = self.watch("add", "floods", "flood")
        self.assertIn(f"broadsheet-search watch run --file {self.file}\n", run.err)
        self.assertIn(f"watch remove floods --file {self.file}", self.watch("add", "floods", "flood", expect=2).err)
        self.assertIn(f"watch run floods --new-since 0 --limit all --file {self.file}\n", self.watch("run", "--new-since", "0", "--limit", "1").out)

    def test_feedparser_reads_it(self):
        self.watch("add", "floods", "flood")
        self.build(FIRST + SECOND)
        feed = read_elsewhere("feedparser", """
            import json, sys
            import feedparser
            feed = feedparser.parse(sys.stdin.buffer.read())
            json.dump([bool(feed.bozo), feed.version, [e.title for e in feed.entries]], sys.stdout)""",
                              self.watch("run", "--format", "atom").out)
        self.assertEqual([False, "atom10", ["Another flood <b>"]], feed)


if __name__ == "__main__":
    unittest.main()
