"""rnnviz import: what cannot become a run is refused in one sentence, and nothing is written."""

import numpy as np
import pytest
from pytorch_weights import V, refused, weights_of
from safetensors.numpy import save, save_file


def changed(**arrays):
    return {**weights_of(), **{name.replace("__", "."): array for name, array in arrays.items()}}


def without(name):
    return {key: array for key, array in weights_of().items() if key != name}


WRONG_WEIGHTS = {
    "half": (changed(decoder__bias=np.zeros(V, np.float16)), "half precision ('decoder.bias' is"),
    "integers": (changed(decoder__bias=np.zeros(V, np.int64)), "in the type I64"),
    "mixed": (changed(decoder__bias=np.zeros(V)), "float32 and float64 side by side"),
    "nan": (changed(decoder__bias=np.full(V, np.nan, np.float32)), "finite numbers, in 'decoder.b"),
    "unknown": (
        changed(embedding__weight=np.ones((V, 8), np.float32)),
        "'embedding.weight', wh",
    ),
    "layer 3": (changed(rnn__weight_ih_l2=np.ones((20, 5), np.float32)), "lacks rnn.weight_ih_l1"),
    "no readout": (without("decoder.weight"), "lacks decoder.weight"),
    "no biases": (without("rnn.bias_hh_l0"), "lacks rnn.bias_hh_l0"),
    "rows": (changed(rnn__weight_ih_l0=np.ones((17, V), np.float32)), "has 17 rows"),
    "units": (changed(rnn__weight_hh_l0=np.ones((20, 6), np.float32)), "fits no cell (6 for V"),
    "shape": (changed(rnn__bias_hh_l0=np.ones(24, np.float32)), "(20,) would fit 5 units"),
    "vector": (changed(decoder__weight=np.ones(5, np.float32)), "must be a matrix"),
    "outputs": (weights_of(outputs=V + 1), f"reads {V} symbols and gives {V + 1}"),
    "other": (weights_of(inputs=4, outputs=4), f"has {V} symbols, and the network in"),
    "nothing": ({}, "holds no weights"),
}


@pytest.mark.parametrize("name", list(WRONG_WEIGHTS))
def test_wrong_weights_are_refused_in_one_sentence(bring, here, name):
    arrays, words = WRONG_WEIGHTS[name]
    refused(bring(arrays), words, here)


def test_bfloat16_is_refused(rnnviz, here, sea):
    header = save({"decoder.bias": np.zeros(4, np.float16)}).replace(b'"F16"', b'"BF16"')
    grown = (int.from_bytes(header[:8], "little") + 1).to_bytes(8, "little")
    (here / "weights.safetensors").write_bytes(grown + header[8:])
    answer = rnnviz("import", "weights.safetensors", "--out", "run.safetensors")
    refused(answer, "bfloat16", here)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--cell", "gru"), "--cell gru does not fit weights.safetensors"),
        (("--hidden", "9"), "--hidden 9 does not fit weights.safetensors, whose shapes tell 5"),
        (("--layers", "2"), "whose shapes tell 1"),
        (("--activation", "relu"), "--activation has no meaning"),
        (("--task", "adding"), "leave --vocabulary out"),
        (("--text", "nowhere.txt"), "no file 'nowhere.txt'"),
        (("--text", "other.txt"), "other.txt holds symbols that the network has never seen: 'Q'"),
        (("--text", "sea.txt", "--window", "900"), "too short for two windows"),
    ],
)
def test_flags_that_do_not_fit_are_refused(bring, here, flags, words):
    (here / "other.txt").write_text("Q the sea\n" * 20)
    refused(bring(weights_of(), *flags), words, here)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "a.json",
            '["t", "h"]',
            f"a.json has 2 symbols, and the network in weights.safetensors has {V}",
        ),
        ("a.json", "{}", "a.json holds no JSON list of characters"),
        ("a.json", "[1", "a.json holds no JSON list of characters"),
        ("a.json", '["th"]', "a.json names 'th', and each symbol is one character"),
        ("a.json", "[1, 2]", "a.json names 1, and each symbol is one character"),
        ("a.json", '["a", "b", "a"]', "a.json names 'a' twice"),
        ("a.json", '["\\ud800"]', "each symbol is one character"),
        ("a.txt", "three\n", "a.txt has 5 symbols"),
        (None, None, "does not say which symbols its codes are. Give --vocabulary"),
        ("gone.json", None, "gone.json is not there"),
    ],
)
def test_a_wrong_or_missing_vocabulary_is_refused(bring, here, name, content, words):
    if content is not None:
        (here / name).write_text(content)
    refused(bring(weights_of(), vocabulary=name), words, here)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.safetensors", "is not there; give weights saved with"),
        ("sea.txt", "is no safetensors file"),
        (".", "is a folder"),
    ],
)
def test_what_is_no_file_of_weights_is_refused(rnnviz, here, sea, name, words):
    answer = rnnviz("import", name, "--vocabulary", sea, "--out", "run.safetensors")
    refused(answer, words, here)


def test_weights_are_no_run_and_the_way_out_is_named(rnnviz, here):
    save_file(weights_of(), here / "weights.safetensors")
    answer = rnnviz("sample", "weights.safetensors")
    assert answer.code == 2
    assert "weights from PyTorch become one with rnnviz import" in answer.err


def test_a_run_is_no_weights(rnnviz, trained, here):
    answer = rnnviz("import", trained, "--out", "other.safetensors")
    assert answer.code == 2
    assert "is a run already" in answer.err
    assert not (here / "other.safetensors").exists()


def test_metadata_that_is_wrong_is_refused(bring, here):
    for metadata in ({"vocabulary": "[", "settings": "{}"}, {"settings": '{"cell": "none"}'}):
        answer = bring(weights_of(), metadata=metadata, vocabulary=None)
        assert answer.code == 2
        assert "weights.safetensors" in answer.err
        assert not (here / "run.safetensors").exists()
