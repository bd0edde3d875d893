"""The entity tagger's training and evaluation scripts, on sets so small that they take a second."""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE_DIR = pathlib.Path(os.environ["BROADSHEET_SOURCE_DIR"])
PROGRAM = pathlib.Path(os.environ["BROADSHEET_BIN_DIR"]) / "train-entities"
TRAIN = SOURCE_DIR / "scripts" / "train-entities"
EVALUATE = SOURCE_DIR / "scripts" / "evaluate-entities"

SENTENCES = (
    "Angela/B-PER Roe/I-PER met/O Jo/B-PER Lind/I-PER in/O Veyland/B-LOC ./O",
    "Halden/B-ORG Forge/I-ORG Inc./I-ORG is/O a/O firm/O in/O Sandrel/B-LOC ./O",
    "The/O Veylandic/B-MISC minister/O left/O Sandrel/B-LOC ./O",
    "Mr./B-PER Roe/I-PER said/O Halden/B-ORG Forge/I-ORG fell/O ./O",
    "Nobody/O knows/O what/O X1/X is/O and/O why/O Someone/? came/O ./O",
)


def columns(sentences=SENTENCES):
    return "-DOCSTART-\tO\n\n" + "".join("".join("\t".join(pair.rsplit("/", 1)) + "\n" for pair in s.split()) + "\n" for s in sentences)


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


class EntityTraining(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.data = self.folder / "data"
        prepared = self.data / "ner" / "prepared"
        prepared.mkdir(parents=True)
        (prepared / "wikigold.train").write_text(columns() * 20, encoding="utf-8")
        (prepared / "cep.silver").write_text(columns(SENTENCES[:2]) * 5, encoding="utf-8")
        (self.data / "news").mkdir()
        article = {"title": "Veyland", "text": "Angela Roe came to Veyland. She left."}
        packed = subprocess.run(["zstd", "-q"], input=json.dumps(article).encode(), capture_output=True, check=True).stdout
        (self.data / "news" / "wikinews_2019_2020.jsonl.zst").write_bytes(packed)

    def gazetteers(self):
        folder = self.data / "gazetteers"
        (folder / "names").mkdir(parents=True)
        for name in ("first_us", "first_all", "surnames_us", "surnames_all"):
            (folder / "names" / f"{name}.txt").write_text("Angela\nJo\nRoe\nLind\n", encoding="utf-8")
        (folder / "geonames_cities15000.tsv").write_text("geonameid\tname\tcountry\tadmin1\tpopulation\tlat\tlon\talternatenames\n"
                                                         "1\tVeyland\tXX\t1\t400000\t0\t0\t\n", encoding="utf-8")
        (folder / "geonames_countries.json").write_text('{"XX": {"name": "Sandrel"}}', encoding="utf-8")
        (folder / "us_states.json").write_text("{}", encoding="utf-8")
        (folder / "world-cities.csv").write_text("name,country,subcountry,geonameid\n", encoding="utf-8")
        (folder / "sec_companies.csv").write_text("CIK,Ticker,Name,Exchange\n1,HF,Halden Forge Inc,NYSE\n", encoding="utf-8")
        (folder / "constituents.csv").write_text("Symbol,Security\n", encoding="utf-8")
        (folder / "us_politicians.tsv").write_text("name\tfull\trole\twikidata\n", encoding="utf-8")

    def train(self, name):
        work = self.folder / f"work-{name}"
        work.mkdir()
        # Word classes come from a package that tests do not need: a file that is there is used.
        (work / "classes.tsv").write_text("the\t1\t1\t1\t1\nin\t2\t2\t2\t2\nmet\t3\t3\t3\t3\n", encoding="utf-8")
        out = self.folder / f"{name}.zst"
        done = run(sys.executable, TRAIN, self.data, "--work", work, "--out", out, "--rows", 4096)
        self.assertEqual(done.returncode, 0, done.stderr)
        return work / "entities.model", out

    def test_the_same_inputs_give_the_same_bytes_and_a_model_that_learnt_them(self):
        self.gazetteers()
        model, packed = self.train("one")
        again, packed_again = self.train("two")
        self.assertEqual(hashlib.sha256(model.read_bytes()).digest(), hashlib.sha256(again.read_bytes()).digest())
        self.assertEqual(packed.read_bytes(), packed_again.read_bytes())
        gold = self.folder / "gold.columns"
        gold.write_text(columns(SENTENCES[:3]), encoding="utf-8")
        done = run(PROGRAM, "tag", "--model", model, gold)
        self.assertEqual(done.returncode, 0, done.stderr)
        for line in done.stdout.splitlines():
            if line and not line.startswith("-DOCSTART-"):
                token, true_label, our_label = line.split("\t")
                self.assertEqual(our_label, true_label, token)

    def test_data_without_labelled_texts_is_refused(self):
        empty = self.folder / "empty"
        empty.mkdir()
        done = run(sys.executable, TRAIN, empty, "--work", self.folder / "w")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, f"train-entities: {empty}/ner/prepared has none of the labelled texts (wikigold.train, wnut.train, btc.x, sec.x, "
                                      "gum.train, gumnews.x, re3d.x, ewt.x). Is DATA right?\n")

    def test_an_unknown_label_and_a_missing_file_are_named(self):
        bad = self.folder / "bad.columns"
        bad.write_text("Veyland\tB-TOWN\n", encoding="utf-8")
        self.gazetteers()
        _, _ = self.train("one")
        work = self.folder / "work-one"
        done = run(PROGRAM, "train", "--classes", work / "classes.tsv", "--lists", work / "lists.tsv", "--out", self.folder / "m", bad)
        self.assertEqual((done.returncode, done.stderr), (65, f"train-entities: {bad}: 'B-TOWN' (of the token 'Veyland') is no label that is known here: "
                                                              "O, B-PER, I-ORG, B-LOC, B-MISC, X or ?.\n"))
        done = run(PROGRAM, "tag", self.folder / "none")
        self.assertEqual((done.returncode, done.stderr), (66, f"train-entities: {self.folder}/none: cannot be read. Is the path right?\n"))


class EntityEvaluation(unittest.TestCase):
    def test_its_numbers_are_those_counted_by_hand(self):
        done = run(sys.executable, EVALUATE, "--self-test")
        self.assertEqual((done.returncode, done.stdout), (0, "evaluate-entities: self-test passed\n"), done.stderr)

    def test_it_reads_files_in_several_forms_alike(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "conll.txt").write_text("-DOCSTART- -X- O O\n\nAngela NNP I-NP I-PER\nMerkel NNP I-NP I-PER\nflew VBD I-VP O\nto TO I-PP O\nParis NNP I-NP I-LOC\n. . O O\n", encoding="utf-8")
            (folder / "bioes.tsv").write_text("Angela\tB-PER\nMerkel\tE-PER\nflew\tO\nto\tO\nParis\tS-LOC\n.\tO\n", encoding="utf-8")
            (folder / "uner.iob2").write_text("# sent_id = 1\n# text = Angela Merkel flew to Paris.\n1\tAngela\tB-PER\t-\t-\n2\tMerkel\tI-PER\t-\t-\n3\tflew\tO\t-\t-\n"
                                              "4\tto\tO\t-\t-\n5\tParis\tB-LOC\t-\t-\n6\t.\tO\t-\t-\n", encoding="utf-8")
            for file in sorted(folder.iterdir()):
                done = run(sys.executable, EVALUATE, file)
                self.assertEqual(done.stdout, f"{file.name}\n  type  precision  recall     F1   right    ours    gold\n"
                                              "  PER       100.0   100.0  100.00       1       1       1\n"
                                              "  LOC       100.0   100.0  100.00       1       1       1\n"
                                              "  all       100.0   100.0  100.00       2       2       2\n", done.stderr)


if __name__ == "__main__":
    unittest.main()
