# SPDX-License-Identifier: GPL-3.0-or-later
"""--manifest, verify and cite: an answer can be checked on another day and machine, and cited."""

import hashlib
import json
import unittest

from case import NOW, ArchiveCase, files_under
from test_references import read_bibtex, read_ris

RECORDS = [{"id": f"a{n}", "title": f"Flood {n}", "text": f"the flood number {n}", "source": ("AP", "Reuters", "PA")[n % 3],
            "date": f"2026-{n % 11 + 1:02}-05"} for n in range(20)]
RECORDS.append({"id": "dry", "title": "Drought", "text": "no rain", "source": "AP", "date": "2026-01-01"})


class AnswerManifests(ArchiveCase):
    records = RECORDS

    def ask(self, *args, command="query", archive=None):
        file = self.folder / "answer.json"
        self.search(command, *args, "--manifest", file, archive=archive)
        return file

    def verify(self, file, archive, expect=0):
        return self.search("verify", file, "--format", "json", archive=archive, expect=expect).json()

    def rebuilt(self, records, name):
        archive = self.folder / name
        self.build(records, archive=archive)
        return archive

    def test_it_says_what_the_answer_rests_on(self):
        manifest = json.loads(self.ask("flood", "--source", "AP", "--source", "PA", "--since", "300d").read_text())
        wanted = sorted(r["id"] for r in RECORDS if "flood" in r["text"] and r["source"] != "Reuters" and r["date"] >= "2026-01-29")
        lines = "".join(i + "\n" for i in wanted)
        archive = self.query("flood")["archive"]
        self.assertEqual(archive, manifest["archive"])
        self.assertEqual((1, NOW, "query"), tuple(manifest[k] for k in ("answer_manifest", "created", "command")))
        self.assertEqual(("flood", 1), tuple(manifest["query"][k] for k in ("text", "language_version")))
        self.assertEqual("2026-01-29", manifest["query"]["parameters"]["since"])
        self.assertEqual(["AP", "PA"], manifest["query"]["parameters"]["source"])
        self.assertEqual((len(wanted), hashlib.sha256(lines.encode()).hexdigest()),
                         (manifest["result"]["articles"], manifest["result"]["ids_sha256"]))

    def test_the_list_beside_it_has_the_content_hash_of_every_article(self):
        file = self.ask("flood")
        text = (self.folder / "answer.json.articles").read_text()
        listed = dict(reversed(line.split("\t")) for line in text.splitlines())
        wanted = {r["id"]: r["content_hash"] for r in self.search("export", "flood").json_lines()}
        self.assertEqual(wanted, listed)
        result = json.loads(file.read_text())["result"]
        self.assertEqual(("answer.json.articles", hashlib.sha256(text.encode()).hexdigest()), (result["list_file"], result["list_sha256"]))

    def test_every_subcommand_writes_the_same_articles(self):
        lists = []
        for command, more in (("query", ()), ("facets", ("--facet", "source")), ("timeline", ("--split", "source")), ("export", ()),
                              ("kwic", ("--sort", "R1", "--limit", "2")), ("terms", ()), ("crosstab", ("--rows", "source", "--columns", "year")),
                              ("cooccur", ())):
            with self.subTest(command):
                file = self.ask("flood", *more, command=command)
                self.assertEqual("same", self.search("verify", file).out.split(":")[0])
                lists.append((self.folder / "answer.json.articles").read_bytes())
        self.assertEqual(1, len(set(lists)))

    def test_what_a_research_tool_was_asked_besides_stands_in_it(self):
        query = json.loads(self.ask("flood", "--rows", "source:2", "--columns", "year", "--sample", "4", command="crosstab").read_text())["query"]
        self.assertEqual({"rows": "source:2", "columns": "year"}, query["tool_options"])
        self.assertEqual((4, "all"), (query["parameters"]["sample"], query["parameters"]["limit"]))
        self.assertNotIn("tool_options", json.loads(self.ask("flood").read_text())["query"])

    def test_answers_that_rest_on_more_than_one_query_have_none(self):
        file = self.folder / "none.json"
        for words, message in ((("compare", "flood", "rain"), "'--manifest' is not an option of compare"),
                               (("related", "a1"), "'--manifest' is not an option of related"),
                               (("cooccur", "--entity", "AP"), "--manifest does not go with --entity; ask for the name in QUERY instead")):
            self.assertIn(message, self.search(*words, "--manifest", file, expect=2).err)
        self.assertFalse(file.exists())

    def test_stdout_is_that_without_it_and_the_archive_is_not_touched(self):
        before = files_under(self.archive.path)
        plain = self.search("query", "flood", "--format", "json").out
        file = self.folder / "m.json"
        self.assertEqual(plain, self.search("query", "flood", "--format", "json", "--manifest", file).out)
        self.assertEqual(before, files_under(self.archive.path))

    def test_another_machines_archive_of_the_same_inputs_gives_the_same(self):
        file = self.ask("flood", "--since", "300d", "--sample", "5", "--seed", "3")
        other = self.rebuilt(list(reversed(RECORDS)), "other")
        answer = self.verify(file, other)
        self.assertTrue(answer["same"])
        self.assertEqual({"then": 5, "now": 5}, answer["articles"])

    def test_added_removed_and_changed_articles_are_named(self):
        file = self.ask("flood")
        records = [r for r in RECORDS if r["id"] not in ("a3", "a7")]
        records += [{"id": "new", "title": "Another flood", "text": "flood", "date": "2026-03-03"}]
        records = [dict(r, text=r["text"] + " (corrected)") if r["id"] == "a5" else r for r in records]
        answer = self.verify(file, self.rebuilt(records, "changed"), expect=1)
        self.assertFalse(answer["same"])
        self.assertEqual(({"articles": 1, "ids": ["new"]}, {"articles": 2, "ids": ["a3", "a7"]}, {"articles": 1, "ids": ["a5"]}),
                         (answer["added"], answer["removed"], answer["changed"]))
        self.assertEqual({"then": 20, "now": 19}, answer["articles"])

    def test_what_changed_outside_the_answer_does_not_matter(self):
        file = self.ask("flood")
        records = RECORDS[:-1] + [{"id": "sun", "title": "Sun", "text": "sun"}]
        answer = self.verify(file, self.rebuilt(records, "outside"))
        self.assertTrue(answer["same"])
        self.assertNotEqual(answer["content_sha256"]["then"], answer["content_sha256"]["now"])

    def test_without_the_list_it_says_that_nobody_can_name_them(self):
        file = self.ask("flood")
        (self.folder / "answer.json.articles").unlink()
        run = self.search("verify", file, archive=self.rebuilt(RECORDS[1:], "less"), expect=1)
        self.assertIn("differs: 20 articles then, 19 now\n", run.out)
        self.assertIn("not named, as the list beside the manifest is missing", run.out)

    def test_ids_of_a_file_are_part_of_it(self):
        ids = self.write("ids", "a1\na2\ndry\n")
        file = self.ask("flood", "--ids-from", ids)
        self.assertEqual({"then": 2, "now": 2}, self.verify(file, self.archive)["articles"])

    def test_a_date_inside_the_query_counts_from_the_same_day(self):
        file = self.ask("flood date:60d..")
        manifest = json.loads(file.read_text())
        run = self.run_words("verify", file, "--archive", self.archive, "--format", "json")  # today's clock
        self.assertEqual(manifest["result"]["articles"], run.json()["articles"]["now"])
        self.assertTrue(run.json()["same"])

    def test_a_manifest_through_a_pipe(self):
        text = self.ask("flood").read_bytes()
        self.assertIn("same: 20 articles", self.search("verify", "-", input=text).out)
        self.assertIn("matches 20 articles", self.run_words("cite", "-", input=text).out)

    def test_what_is_no_manifest_is_refused(self):
        for name, text, message in [("empty", "", "not a manifest of an answer"), ("list", "[1]", 'it has no usable "answer_manifest"'),
                                    ("later", '{"answer_manifest":9}', "a manifest of version 9; this program reads version 1")]:
            with self.subTest(name):
                self.assert_message(message, self.search("verify", self.write(name, text), expect=65))
                self.assert_message(message, self.run_words("cite", self.write(name, text), expect=65))
        self.assert_message("cannot open", self.search("verify", self.folder / "none", expect=66))

    def test_a_manifest_that_cannot_be_written_is_an_error(self):
        run = self.search("query", "flood", "--manifest", self.folder / "no" / "m.json", expect=73)
        self.assertIn("m.json", run.err)

    def test_cite_gives_the_sentence_and_references_that_parse(self):
        file = self.ask("flood", "--source", "AP", "--since", "2026-02", "--until", "2026-09-30")
        manifest = json.loads(file.read_text())
        run = self.run_words("cite", file)
        n = manifest["result"]["articles"]
        sentence = (f"The query “flood” (understood as: {manifest['query']['understood']}), within source AP, dated from 2026-02 to "
                    f"2026-09-30 matches {n} articles in a news archive of 21 articles (generation 000001, SHA-256 of its content "
                    f"{manifest['archive']['content_sha256']}); searched with Broadsheet {manifest['tool_version']} (query language 1) on "
                    f"2026-11-25. SHA-256 of the sorted article ids: {manifest['result']['ids_sha256']}.")
        self.assertEqual(sentence, run.out.splitlines()[0])
        ((kind, key, fields),) = read_bibtex(self.run_words("cite", file, "--format", "bibtex").out)
        self.assertEqual(("misc", "broadsheet-" + manifest["result"]["ids_sha256"][:16]), (kind, key))
        self.assertEqual("{" + sentence + "}", fields["note"].replace(r"\_", "_"))
        (item,) = json.loads(self.run_words("cite", file, "--format", "csl-json").out)
        self.assertEqual(("dataset", sentence, [[2026, 11, 25]]), (item["type"], item["note"], item["issued"]["date-parts"]))
        (record,) = read_ris(self.run_words("cite", file, "--format", "ris").out)
        self.assertEqual((["DATA"], [sentence]), (record["TY"], record["N1"]))

    def test_cite_says_sample_and_all_articles(self):
        self.assertIn("All articles, within source AP or PA are 14, of which a random sample of 3 was drawn (seed 1) in a news archive",
                      self.run_words("cite", self.ask("--source", "AP", "--source", "PA", "--sample", "3")).out)


if __name__ == "__main__":
    unittest.main()
