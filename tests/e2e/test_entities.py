# SPDX-License-Identifier: GPL-3.0-or-later
"""Names as a reader knows them: resolved, the same in the whole archive, found by their aliases, and as a person's files say."""

import hashlib
import random

from case import Archive, ArchiveCase, Case, jsonl

# What the tagger makes of a sentence is its own matter; these are such that any tagger of news finds the names.
ARTICLES = [
    {"id": f"who-{n}", "source": "NYT", "date": f"2024-03-0{n}", "title": "Vaccines",
     "text": "The World Health Organization (WHO) said in Geneva on Monday that it would help. WHO officials met Angela Merkel in the U.S. "
             "last week. “We are ready,” said Mrs. Merkel, the former German chancellor, before she left the United States."}
    for n in range(1, 5)
] + [
    {"id": f"alone-{n}", "source": "nytimes.com", "date": f"2024-04-0{n}", "title": "Influenza",
     "text": f"In Geneva, WHO officials said on Tuesday that {n} countries had reported cases of influenza to the WHO."}
    for n in range(1, 4)
] + [{"id": "lone", "url": "https://www.nytimes.com/a", "title": "Merkel", "text": "Mrs. Merkel said nothing at all on Monday, her office said."}]

ENTITIES = """# what the desk decided
merge person: Angela Dorothea Merkel = Angela Merkel
suppress place: Geneva
"""
SOURCES = """[The New York Times]
alias = NYT | nytimes.com
country = US
owner = The New York Times Company

[Le Monde]
country = FR | BE
"""


class Entities(ArchiveCase):
    records = ARTICLES

    def values(self, field, *args, **how):
        facet = self.search("facets", "*", "--facet", field, "--format", "json", *args, **how).json()["facets"][field]
        return {b["value"]: b for b in facet["buckets"]}

    def test_a_name_has_one_form_in_the_archive_and_knows_its_type_and_aliases(self):
        orgs = self.values("org")
        self.assertEqual(7, orgs["World Health Organization"]["articles"])
        self.assertNotIn("WHO", orgs)
        self.assertIn("WHO", orgs["World Health Organization"]["aliases"])
        self.assertEqual("org", orgs["World Health Organization"]["type"])
        places = self.values("place")
        self.assertEqual(4, places["United States"]["articles"])
        self.assertNotIn("U.S.", places)

    def test_a_lone_surname_is_no_facet(self):
        self.assertEqual(["Angela Merkel"], [p for p in self.values("person") if "Merkel" in p])

    def test_names_are_found_whole_by_alias_and_by_any_word(self):
        everywhere = [a["id"] for a in ARTICLES if a["id"] != "lone"]
        first = [a["id"] for a in ARTICLES if a["id"].startswith("who")]
        for query, expected in (('org:"World Health Organization"', everywhere), ('org:"WHO"', everywhere), ("org:who", everywhere),
                                ("org:health", everywhere), ("person:merkel", first), ('person:"Angela Merkel"', first),
                                ('person:"Mrs. Merkel"', []), ('place:"U.S."', first), ("place:usa", first), ('place:"America"', first)):
            with self.subTest(query=query):
                self.assertEqual(sorted(expected), sorted(self.ids(query)))
        self.assertEqual(sorted(everywhere), sorted(self.ids("*", "--org", "WHO")))
        self.assertEqual(sorted(first), sorted(self.ids("*", "--place", "us")))

    def test_cooccur_knows_names_by_their_aliases(self):
        def answer(name):
            rows = self.search("cooccur", "*", "--entity", name, "--min-articles", "1", "--format", "csv").out.splitlines()
            return [row.split(",", 1)[1] for row in rows]  # the first column is the name as it was typed

        whole = answer("org:World Health Organization")
        self.assertGreater(len(whole), 1, whole)
        for alias in ("org:WHO", "who", 'org:"WHO"', "org:world health ORGANIZATION"):
            self.assertEqual(whole, answer(alias), alias)

    def test_show_gives_the_archives_names_with_mentions_as_they_stand(self):
        article = self.search("show", "alone-1", "--format", "json").json()
        (who,) = [e for e in article["entities"] if e["name"] == "World Health Organization"]
        self.assertEqual({"WHO"}, {m["text"] for m in who["mentions"]})
        for mention in who["mentions"]:
            self.assertEqual(mention["text"], article[mention["field"]][mention["start"] : mention["end"]])

    def test_the_manifest_names_model_and_resolution(self):
        versions = self.archive.manifest()["versions"]
        self.assertRegex(versions["entities"], r"^\d+-[0-9a-f]{12}$")
        self.assertEqual("2", versions["resolution"])

    def test_the_same_names_come_out_whatever_the_order_and_the_jobs(self):
        before = None
        for seed in range(3):
            records = list(ARTICLES)
            random.Random(seed).shuffle(records)
            archive = Archive(self.folder / f"order-{seed}")
            self.build(records, "--jobs", str(seed + 1), archive=archive)
            digest = hashlib.sha256((archive.generation() / "names.bin").read_bytes()).hexdigest()
            knowledge = (archive.generation() / "knowledge.json").read_text()
            now = (digest, knowledge, archive.manifest()["content_sha256"], self.values("org", archive=archive))
            self.assertEqual(before or now, now)
            before = now

    def test_no_entities_finds_none(self):
        archive = Archive(self.folder / "none")
        self.build(ARTICLES, "--no-entities", archive=archive)
        self.assertEqual({}, self.values("org", archive=archive))


class ByHand(Case):
    def values(self, field):
        facet = self.search("facets", "*", "--facet", field, "--format", "json").json()["facets"][field]
        return {b["value"]: b["articles"] for b in facet["buckets"]}

    def test_entities_conf_holds_for_found_and_given_names_and_is_in_the_manifest(self):
        conf = self.write("entities.conf", ENTITIES)
        given = {"id": "given", "text": "x", "entities": [{"type": "person", "name": "Angela Merkel"}, {"type": "place", "name": "Geneva"}]}
        self.build([*ARTICLES, given], "--entities-conf", conf)
        self.assertEqual({"Angela Dorothea Merkel": 5}, self.values("person"))
        self.assertNotIn("Geneva", self.values("place"))
        self.assertEqual(5, len(self.ids('person:"Angela Merkel"')))
        self.assertEqual(hashlib.sha256(ENTITIES.encode()).hexdigest(), self.archive.manifest()["versions"]["entities.conf"])
        shown = self.search("show", "given", "--format", "json").json()["entities"]
        self.assertEqual([("person", "Angela Dorothea Merkel")], [(e["type"], e["name"]) for e in shown])

    def test_another_conf_makes_another_archive(self):
        hashes = set()
        for name, text in (("none", ""), ("one", ENTITIES), ("two", "suppress place: Geneva\n")):
            archive = Archive(self.folder / name)
            self.build(ARTICLES, "--entities-conf", self.write(f"{name}.conf", text), archive=archive)
            hashes.add(archive.manifest()["content_sha256"])
        self.assertEqual(3, len(hashes))

    def test_a_split_keeps_names_apart(self):
        self.build(ARTICLES, "--entities-conf", self.write("e.conf", "split org: WHO | World Health Organization\n"))
        self.assertEqual((4, 7), tuple(self.values("org")[name] for name in ("World Health Organization", "WHO")))

    def test_sources_have_one_name_aliases_and_columns(self):
        self.build(ARTICLES, "--sources-conf", self.write("sources.conf", SOURCES))
        self.assertEqual({"The New York Times": len(ARTICLES)}, self.values("source"))
        self.assertEqual({"US": len(ARTICLES)}, self.values("source.country"))
        everything = sorted(a["id"] for a in ARTICLES)
        for query in ('source:"NYT"', "source:nytimes.com", 'source:"the new york times"', "source.country:US"):
            self.assertEqual(everything, sorted(self.ids(query)), query)
        self.assertEqual(everything, sorted(self.ids("*", "--source", "NYT")))
        self.assertEqual(everything, sorted(self.ids("*", "--source.country", "us")))
        self.assertEqual("US", self.search("show", "lone", "--format", "json").json()["source.country"])

    def test_settings_name_the_files_too(self):
        conf = self.write("sources.conf", SOURCES)
        self.build(ARTICLES, env={"BROADSHEET_SOURCES_CONF": str(conf)})
        self.assertEqual({"The New York Times": len(ARTICLES)}, self.values("source"))

    def test_faults_are_named_by_file_and_line(self):
        for option, text, message in (
            ("--entities-conf", "merge org: A = B\n\nmrege org: C = D\n", "entities.conf:3: 'mrege' is no rule"),
            ("--sources-conf", "[A]\ncountry US\n", "sources.conf:2: 'country US' has no '='"),
        ):
            conf = self.write(option[2:].replace("-", "."), text)
            run = self.build(ARTICLES, option, conf, expect=78)
            self.assert_message(message, run)
            self.assert_message("not published", run)
        self.assert_message("nowhere.conf", self.build(ARTICLES, "--entities-conf", self.folder / "nowhere.conf", expect=66))


class Printed(Case):
    def test_clean_prints_entities_for_other_tools(self):
        path = self.write("in.jsonl", jsonl(ARTICLES[:1]))
        conf = self.write("entities.conf", ENTITIES)
        (line,) = self.run_words("clean", "--entities", "--entities-conf", conf, path).json_lines()
        self.assertEqual(["id", "entities"], list(line))
        named = {(e["type"], e["name"]): e for e in line["entities"]}
        self.assertIn(("org", "World Health Organization"), named)
        self.assertEqual(2, named["person", "Angela Dorothea Merkel"]["count"])
        self.assertNotIn(("place", "Geneva"), named)
        (none,) = self.run_words("clean", "--entities", "--no-entities", path).json_lines()
        self.assertEqual([], none["entities"])

    def test_given_entities_win(self):
        path = self.write("in.jsonl", jsonl([ARTICLES[0] | {"entities": [{"type": "misc", "name": "WHO"}]}]))
        (line,) = self.run_words("clean", "--entities", path).json_lines()
        self.assertEqual([{"type": "misc", "name": "WHO", "count": 1}], line["entities"])
