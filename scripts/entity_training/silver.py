# SPDX-License-Identifier: GPL-3.0-or-later
"""News that nobody labelled, labelled by teachers where they agree (self-training); elsewhere the label is `?`: anything.

The texts are those of free licences in DATA/news: Wikinews (CC BY 2.5), White House press office (public domain), digital.gov, 18F
(CC0), blogs about software (CC BY, MIT, Apache-2.0).
"""

import json
import random
import subprocess
import tempfile

from entity_training.lists import own_lists

# Set -> at most so many characters.
SETS = {
    "wikinews_2019_2020": 10_000_000,
    "whitehouse_2009_2015": 2_500_000,
    "digitalgov_news": 700_000,
    "18f_blog": 300_000,
    "rust_blog": 150_000,
    "laion_blog": 150_000,
    "todogroup_blog": 150_000,
    "kubeflow_blog": 100_000,
    "llmd_blog": 100_000,
    "cc_opensource_blog": 100_000,
}
LONGEST = 20_000
SEED = 5


def news_texts(folder):
    choice = random.Random(SEED)
    for name, limit in SETS.items():
        packed = folder / f"{name}.jsonl.zst"
        if not packed.exists():
            continue
        lines = subprocess.run(["zstd", "-dcq", packed], capture_output=True, check=True).stdout.decode("utf-8").splitlines()
        choice.shuffle(lines)
        size = 0
        for line in lines:
            article = json.loads(line)
            text = "\n\n".join(part for part in (article.get("title"), article.get("text")) if part)
            if len(text) > LONGEST:
                continue
            size += len(text)
            if size > limit:
                break
            yield text


def write_news_columns(path, folder, program):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as texts:
        for text in news_texts(folder):
            texts.write(f"-DOCSTART-\n{text}\n\n")
        texts.flush()
        with open(path, "wb") as out:
            subprocess.run([program, "tokens", texts.name], stdout=out, check=True)


def tagged(columns, model, program):
    """The lines of `columns` with the model's label instead of their own."""
    answer = subprocess.run([program, "tag", "--model", model, columns], capture_output=True, check=True).stdout.decode("utf-8")
    return [line.split("\t") for line in answer.split("\n")]


def agreed_label(labels):
    return labels[0] if len(set(labels)) == 1 else "?"


# What our own lists say of a whole name, whatever the teachers agreed on: list -> type. Teachers that know no product of software take
# it for a person; they should not pass that on.
SURE_TYPES = (("not_a_name", None), ("demonym", "MISC"), ("event", "MISC"), ("product", "MISC"))


def sure_types(own_file, lists_file):
    """phrase -> type, None for no name, "?" for names of products that people have, too."""
    types = {}
    others = set()
    entries = list(own_lists(own_file))
    with open(lists_file, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    people = {phrase for names, phrase in rows if any(name in ("first_name", "surname", "rare_surname") for name in names.split(","))}
    for name, phrase in entries:
        if name in ("organisation", "media", "team", "region", "country", "state"):
            others.add(phrase)
    for wanted, kind in SURE_TYPES:
        for name, phrase in entries:
            if name == wanted and phrase not in others:
                types.setdefault(phrase, "?" if name == "product" and phrase in people else kind)
    return types


# Words of offices, which links of Wikipedia take into a person's name ("U.S. Secretary of State Marco Rubio").
OFFICES = {"Secretary", "Minister", "President", "Speaker", "Chancellor", "Ambassador", "Governor", "Mayor", "Premier", "Chief", "Leader", "Commissioner", "Director"}
WITHIN_OFFICES = {"of", "the", "State", "Defense", "Defence", "Treasury", "Staff", "Health", "Finance", "Foreign", "Affairs", "Justice", "Interior", "General", "House"}


def name_spans(labels):
    start = 0
    while start < len(labels):
        end = start + 1
        if labels[start].startswith("B-"):
            while end < len(labels) and labels[end].startswith("I-"):
                end += 1
            yield start, end
        start = end


def end_of_office(words):
    """How many words at the beginning of a person's name belong to an office."""
    last = 0
    for i, word in enumerate(words[:-1]):
        if word in OFFICES or (last and word in WITHIN_OFFICES):
            last = i + 1
    return last


def corrected(sentence, types):
    """`sentence` with the labels of whole names set right where the lists are sure, and persons without their offices."""
    labels = [label for _, label in sentence]
    words = [word for word, _ in sentence]
    for start, end in list(name_spans(labels)):
        name = " ".join(words[start:end])
        if name in types:
            kind = types[name]
            for i in range(start, end):
                labels[i] = {None: "O", "?": "?"}.get(kind) or f"{'B' if i == start else 'I'}-{kind}"
        elif labels[start] == "B-PER":
            office = end_of_office(words[start:end])
            labels[start:start + office] = ["?"] * office
            if office:
                labels[start + office] = "B-PER"
    return list(zip(words, labels))


def write_corrected(path, columns, own_file, lists_file):
    """A labelled file with its labels set right where the lists are sure."""
    types = sure_types(own_file, lists_file)
    with open(columns, encoding="utf-8") as source, open(path, "w", encoding="utf-8", newline="\n") as out:
        for block in source.read().split("\n\n"):
            rows = [line.split("\t") for line in block.split("\n") if line]
            if rows and rows[0][0] == "-DOCSTART-":
                out.write("-DOCSTART-\tO\n\n")
                rows = rows[1:]
            for word, label in corrected([(row[0], row[-1]) for row in rows], types):
                out.write(f"{word}\t{label}\n")
            out.write("\n")


def sure_phrases(own_file):
    """Names of our lists that can hardly be anything else, as words -> label type: with a capital or digit within ("ChatGPT"), or of several words."""
    kinds = {"organisation": "ORG", "media": "ORG", "product": "MISC", "event": "MISC"}
    phrases = {}
    for name, phrase in own_lists(own_file):
        words = phrase.split()
        mixed = len(phrase) > 3 and any(c.isupper() for c in phrase[1:]) and any(c.islower() for c in phrase)
        if name in kinds and words[0][0].isupper() and (mixed or len(words) > 1):
            phrases[tuple(words)] = None if phrases.get(tuple(words), kinds[name]) != kinds[name] else kinds[name]
    return {words: kind for words, kind in phrases.items() if kind}


def with_sure_phrases(sentence, phrases):
    """Marks such names where the teachers saw nothing."""
    labels = [label for _, label in sentence]
    words = [word for word, _ in sentence]
    start = 0
    while start < len(words):
        for length in (6, 5, 4, 3, 2, 1):
            kind = phrases.get(tuple(words[start:start + length]))
            if kind and start + length <= len(words) and all(label in ("O", "?") for label in labels[start:start + length]):
                labels[start:start + length] = [f"B-{kind}"] + [f"I-{kind}"] * (length - 1)
                start += length - 1
                break
        start += 1
    return list(zip(words, labels))


def write_agreed(path, columns, models, program, own_file, lists_file):
    types = sure_types(own_file, lists_file)
    phrases = sure_phrases(own_file)
    answers = [tagged(columns, model, program) for model in models]
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        sentence = []
        for rows in zip(*answers):
            if rows[0][0] == "-DOCSTART-":
                out.write("-DOCSTART-\tO\n")
            elif len(rows[0]) == 3:
                sentence.append((rows[0][0], agreed_label([row[2] for row in rows])))
            else:
                write_sentence(out, with_sure_phrases(corrected(sentence, types), phrases))
                sentence = []
        write_sentence(out, with_sure_phrases(corrected(sentence, types), phrases))


def write_sentence(out, sentence):
    """A name that is agreed in part only is in doubt as a whole."""
    labels = [label for _, label in sentence]
    for i, label in enumerate(labels):
        if label.startswith("I-") and (i == 0 or labels[i - 1] == "?"):
            labels[i] = "?"
    for i in range(len(labels) - 2, -1, -1):
        if labels[i] not in ("O", "?") and labels[i + 1] == "?":
            labels[i] = "?"
    for (token, _), label in zip(sentence, labels):
        out.write(f"{token}\t{label}\n")
    out.write("\n")
