# SPDX-License-Identifier: GPL-3.0-or-later
"""News that nobody labelled, labelled by teachers where they agree (self-training); elsewhere the label is `?`: anything.

The texts are those of free licences in DATA/news: Wikinews (CC BY 2.5), White House press office (public domain), digital.gov, 18F
(CC0), blogs about software (CC BY, MIT, Apache-2.0).
"""

import json
import random
import subprocess
import tempfile

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


def write_agreed(path, columns, models, program):
    answers = [tagged(columns, model, program) for model in models]
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        sentence = []
        for rows in zip(*answers):
            if rows[0][0] == "-DOCSTART-":
                out.write("-DOCSTART-\tO\n")
            elif len(rows[0]) == 3:
                sentence.append((rows[0][0], agreed_label([row[2] for row in rows])))
            else:
                write_sentence(out, sentence)
                sentence = []
        write_sentence(out, sentence)


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
