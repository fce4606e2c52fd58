"""Runs on a text with few symbols, or in another form of Unicode's: saved, found and resumed."""

import json
import unicodedata

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from trainers import assert_same, make_trainer, through_a_file, train

from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.sources import find_text, from_run
from rnnviz.refusal import Refusal
from rnnviz.tasks.composing import AS_IT_IS
from rnnviz.tasks.folding import NAMES, Folding
from rnnviz.tasks.rare_symbols import SIGN
from rnnviz.tasks.text import read_files

WAY_OUT = "Bring it."
ACCENTS = "Été à la mer, où l’été est né: café, naïveté; İzmir, 한글, Å\n" * 20


@pytest.fixture(params=["NFC", "NFD"])
def text_file(request, tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(unicodedata.normalize(request.param, ACCENTS), encoding="utf-8")
    return path


def trained(text_file, fold="none", symbols=None, form="NFC"):
    corpus = read_files([text_file], Folding.named(fold, symbols, form))
    return train(make_trainer(corpus, fold=fold, symbols=symbols, window=6), 4)


def as_first_version(path):
    """The file as a version wrote it that knew neither forms nor few symbols."""
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    corpus, settings = json.loads(metadata["corpus"]), json.loads(metadata["settings"])
    del corpus["form"], settings["symbols"]
    metadata |= {"corpus": json.dumps(corpus), "settings": json.dumps(settings)}
    save_file(load_file(path), path, metadata)


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("fold", NAMES)
@pytest.mark.parametrize("symbols", [None, 7])
def test_a_run_finds_its_text_and_goes_on(text_file, tmp_path, fold, symbols, carried):
    trainer, path = trained(text_file, fold, symbols), tmp_path / "run.safetensors"
    save_run(trainer, path, text_at_most=1_000_000 if carried else 0)
    if carried:
        text_file.unlink()
    run = load_run(path)
    _, corpus = find_text(run, WAY_OUT)
    assert corpus.coding == trainer.feed.coding == run.coding
    assert_same(train(run.resume(corpus), 3), train(trainer, 3))


@pytest.mark.parametrize("carried", [False, True])
def test_an_older_run_reads_its_text_as_it_was(text_file, tmp_path, carried):
    trainer, path = trained(text_file, form=AS_IT_IS), tmp_path / "run.safetensors"
    save_run(trainer, path, text_at_most=1_000_000 if carried else 0)
    as_first_version(path)
    if carried:
        text_file.unlink()
    run = load_run(path)
    assert (run.settings.symbols, run.coding.folding.form) == (None, AS_IT_IS)
    _, corpus = find_text(run, WAY_OUT)
    assert corpus.fingerprint == run.corpus["fingerprint"]
    resumed = train(run.resume(corpus), 3)
    assert_same(resumed, train(trainer, 3))
    again = through_a_file(resumed, path)
    assert again.feed.coding == resumed.feed.coding
    assert load_run(path).coding.folding.form == AS_IT_IS


def test_an_older_run_takes_primes_in_either_form(text_file, tmp_path):
    save_run(trained(text_file, form=AS_IT_IS), tmp_path / "run.safetensors")
    as_first_version(tmp_path / "run.safetensors")
    coding = load_run(tmp_path / "run.safetensors").coding
    codes = [coding.encode(unicodedata.normalize(form, "été")).tolist() for form in ("NFC", "NFD")]
    assert codes[0] == codes[1]


def test_samples_never_write_the_sign_though_the_network_expects_it(text_file):
    trainer = trained(text_file, symbols=3)
    sign = trainer.feed.coding.sign
    trainer.network.parameters["decoder.bias"][sign] += 50
    for changes in ({}, {"top_k": 2}, {"prime": "例"}):
        trainer.settings = trainer.settings.change(sample_length=300, **changes)
        sample = trainer.write()
        assert SIGN not in sample.text
        assert len(set(sample.text)) > 1
    assert sample.prime == SIGN


@pytest.mark.parametrize("symbols", [9, None])
def test_symbols_that_a_carried_text_has_lost_do_not_come_back(text_file, tmp_path, symbols):
    save_run(trained(text_file, symbols=7), tmp_path / "run.safetensors")
    text_file.unlink()
    run = load_run(tmp_path / "run.safetensors")
    source = from_run(run, find_text(run, WAY_OUT)[1])
    assert source.read(Folding.named("none", 5), None).alphabet == 6
    with pytest.raises(Refusal, match=r"only as it was learned, folded by none, with 7 symbols\."):
        source.read(Folding.named("none", symbols), None)
    with pytest.raises(Refusal, match="carries"):
        source.read(Folding.named("letters", 5), None)


@pytest.mark.parametrize("form", ["NFD", "nfc", 7, None, []])
def test_a_form_that_no_text_was_read_in_is_refused(text_file, tmp_path, form):
    path = tmp_path / "run.safetensors"
    save_run(trained(text_file), path)
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    metadata["corpus"] = json.dumps(json.loads(metadata["corpus"]) | {"form": form})
    save_file(load_file(path), path, metadata)
    with pytest.raises(Refusal, match="a text's form cannot be"):
        load_run(path)


def test_the_weights_of_a_run_fit_its_vocabulary_with_the_sign(text_file, tmp_path):
    save_run(trained(text_file, symbols=7), tmp_path / "run.safetensors")
    run = load_run(tmp_path / "run.safetensors")
    assert len(run.coding.vocabulary) == 8
    assert SIGN in run.coding.vocabulary
    assert run.arrays["decoder.bias"].shape == (8,)
    assert np.isfinite(run.network().flat).all()
