"""Files that are no whole run of this program: each is refused with a sentence that names it."""

import json
import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from trainers import CORPUS, make_run, train

from rnnviz.lab.runs.checkpoint import FORMAT, load_run, save_run
from rnnviz.lab.runs.sources import find_text
from rnnviz.refusal import Refusal

NAME = "damaged.safetensors"
JSON = (
    *("settings", "vocabulary", "corpus", "progress"),
    *("random_state", "samples", "events", "deeds"),
)
WRONG = [None, True, -1, 1.5, 1e999, 10**30, "x", "\0", [], {}, [[1]], {"a": 1}]

thorough = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged")


@pytest.fixture(scope="module")
def whole(folder):
    """A good run's file."""
    run = train(make_run(cell="lstm", hidden=3, window=4), 12)
    run.trainer.write()
    run.intervene("orthogonal")
    save_run(run.trainer, folder / "whole.safetensors")
    return folder / "whole.safetensors"


@pytest.fixture(scope="module")
def contents(whole):
    """Its arrays and its parsed metadata."""
    data = whole.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    return load_file(whole), json.loads(data[8 : 8 + size])["__metadata__"]


def load_all(path):
    """Everything that may be done with a run's file."""
    run = load_run(path)
    run.network()
    with suppress(Refusal):  # the text may be another one then
        find_text(run, "Bring it.")
    trainer = run.resume(CORPUS)
    trainer.goal = trainer.step + 1
    list(trainer)  # damaged weights may diverge, which is said and no error


def written(folder, arrays, metadata):
    path = folder / NAME
    save_file(arrays, path, metadata)
    return path


def assert_refused(path):
    with pytest.raises(Refusal) as refused:
        load_all(path)
    sentence = str(refused.value)
    assert path.name in sentence
    assert sentence.endswith(".")
    return sentence


def assert_refused_or_good(path):
    """Damage that changes nothing that matters may pass; anything else is a Refusal."""
    sentence = path.name
    try:
        load_all(path)
    except Refusal as refusal:
        sentence = str(refusal)
    assert path.name in sentence


def test_the_undamaged_file_is_taken(whole):
    load_all(whole)


def test_what_is_not_there_and_what_is_a_folder_is_refused(tmp_path):
    assert "not there" in assert_refused(tmp_path / "missing.safetensors")
    (tmp_path / "folder.safetensors").mkdir()
    assert "folder" in assert_refused(tmp_path / "folder.safetensors")


@thorough
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_truncated_file_is_refused(whole, folder, share):
    data, path = whole.read_bytes(), folder / NAME
    path.write_bytes(data[: int(share * len(data))])
    assert_refused(path)


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 9, 100, -1, -4, -100])
def test_a_file_cut_at_a_seam_is_refused(whole, folder, cut):
    path = folder / NAME
    path.write_bytes(whole.read_bytes()[:cut])
    assert "damaged" in assert_refused(path)


@thorough
@given(data=st.binary(max_size=300))
def test_random_bytes_are_refused(folder, data):
    path = folder / NAME
    path.write_bytes(data)
    assert_refused(path)


@thorough
@given(header=st.binary(max_size=200), rest=st.binary(max_size=50))
def test_random_bytes_behind_a_fitting_length_are_refused(folder, header, rest):
    path = folder / NAME
    path.write_bytes(struct.pack("<Q", len(header)) + header + rest)
    assert_refused(path)


@thorough
@given(place=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255))
def test_a_changed_byte_is_harmless_or_refused(whole, folder, place, bits):
    data, path = bytearray(whole.read_bytes()), folder / NAME
    data[int(place * len(data))] ^= bits
    path.write_bytes(data)
    assert_refused_or_good(path)


def test_a_text_a_picture_and_a_numpy_file_are_refused(tmp_path):
    for data in (b"once upon a time\n" * 50, b"\x89PNG\r\n\x1a\n" + bytes(500), b"PK\x03\x04" * 9):
        path = tmp_path / NAME
        path.write_bytes(data)
        assert_refused(path)
    with (tmp_path / NAME).open("wb") as file:
        np.save(file, np.zeros(50))
    assert_refused(tmp_path / NAME)


@pytest.mark.parametrize("metadata", [None, {}, {"format": "pt"}, {"program": "another"}])
def test_another_programs_safetensors_is_refused_as_foreign(folder, contents, metadata):
    sentence = assert_refused(written(folder, contents[0], metadata))
    assert "not saved by rnnviz" in sentence


def test_a_newer_format_is_refused_with_the_way_out(folder, contents):
    arrays, metadata = contents
    sentence = assert_refused(written(folder, arrays, metadata | {"format": str(FORMAT + 1)}))
    assert "newer" in sentence


FIRST_FILES_LACK = {"text", "curve.seconds", "curve.validation_seconds"}


def test_every_missing_tensor_is_noticed(folder, contents):
    arrays, metadata = contents
    for missing in arrays.keys() - FIRST_FILES_LACK:
        rest = {name: array for name, array in arrays.items() if name != missing}
        assert_refused(written(folder, rest, metadata))


def test_every_missing_description_is_noticed(folder, contents):
    arrays, metadata = contents
    for missing in metadata.keys() - {"deeds"}:  # the first files had none
        rest = {name: text for name, text in metadata.items() if name != missing}
        assert_refused(written(folder, arrays, rest))


EDIT = {"step": 1, "name": "change", "value": None, "settings": {"lr": 0.1}, "before": {}}


def test_a_run_without_edits_is_read_and_wrong_ones_are_refused(folder, contents):
    arrays, metadata = contents
    load_run(written(folder, arrays, metadata | {"deeds": json.dumps([EDIT])}))
    load_run(written(folder, arrays, {n: t for n, t in metadata.items() if n != "deeds"}))
    wrong = {"step": "1", "name": None, "value": "x", "settings": {"lr": -1}, "before": None}
    for name, value in wrong.items():
        edits = json.dumps([EDIT | {name: value}])
        assert_refused(written(folder, arrays, metadata | {"deeds": edits}))
    for edits in ("{}x", "7", '[{"step": 1}]'):
        assert_refused(written(folder, arrays, metadata | {"deeds": edits}))


WRONG_ARRAYS = {
    "longer": lambda a: np.concatenate([a, a]),
    "empty": lambda a: a[:0],
    "one number": lambda a: a.reshape(-1)[:1],
    "another dimension": lambda a: a[None],
    "bytes": lambda a: a.astype(np.uint8),
    "half precision": lambda a: a.astype(np.float16),
}


@pytest.mark.parametrize("wrong", list(WRONG_ARRAYS))
def test_every_tensor_of_another_shape_or_type_is_noticed(folder, contents, wrong):
    arrays, metadata = contents
    of_any_length = {"text"} if wrong in ("longer", "empty", "one number") else set()
    for name, array in arrays.items():
        if name in of_any_length:
            continue
        with np.errstate(invalid="ignore"):
            other = np.ascontiguousarray(WRONG_ARRAYS[wrong](array))
        if other.shape == array.shape and other.dtype == array.dtype:
            continue
        assert_refused(written(folder, arrays | {name: other}, metadata))


MISTYPED = [
    (key, value)
    for key in JSON
    for value in WRONG
    if not (value == [] and key in ("samples", "events", "deeds"))  # a run may have none
]


@pytest.mark.parametrize(("key", "value"), MISTYPED, ids=repr)
def test_descriptions_of_another_type_are_refused(folder, contents, key, value):
    arrays, metadata = contents
    assert_refused(written(folder, arrays, metadata | {key: json.dumps(value)}))


@pytest.mark.parametrize("key", [*JSON, "format"])
@pytest.mark.parametrize("text", ["", "{", "[1,", "nonsense", "\0", "[" * 100_000])
def test_descriptions_that_are_no_json_are_refused(folder, contents, key, text):
    arrays, metadata = contents
    assert_refused(written(folder, arrays, metadata | {key: text}))


@pytest.mark.parametrize("key", ["settings", "corpus", "progress", "random_state"])
def test_tampered_values_are_harmless_or_refused(folder, contents, key):
    arrays, metadata = contents
    whole = json.loads(metadata[key])
    for name in whole:
        for value in WRONG:
            changed = json.dumps(whole | {name: value})
            assert_refused_or_good(written(folder, arrays, metadata | {key: changed}))


@pytest.mark.parametrize("key", ["samples", "events"])
def test_samples_and_marks_with_other_values_than_their_own_are_refused(folder, contents, key):
    arrays, metadata = contents
    (whole,) = json.loads(metadata[key])
    for name, good in whole.items():
        for value in ([], {}, None, 7 if isinstance(good, str) else "x"):
            changed = json.dumps([whole | {name: value}])
            assert_refused(written(folder, arrays, metadata | {key: changed}))
    assert_refused(written(folder, arrays, metadata | {key: json.dumps([whole | {"more": 1}])}))


@pytest.mark.parametrize(
    "change",
    [
        {"hidden": 4},
        {"hidden": 4096, "layers": 8},
        {"cell": "gru"},
        {"layers": 2},
        {"dtype": "float64"},
        {"cell": "nonsense"},
        {"hidden": 0},
        {"batch": 512},
        {"batch": 3},
        {"optimizer": "sgd"},
        {"window": 1000},
        {"nonsense": 1},
        {"task": "copying"},
    ],
    ids=str,
)
def test_settings_that_do_not_fit_the_weights_are_refused(folder, contents, change):
    arrays, metadata = contents
    tampered = json.dumps(json.loads(metadata["settings"]) | change)
    assert_refused(written(folder, arrays, metadata | {"settings": tampered}))


@pytest.mark.parametrize(
    "change",
    [
        *({"step": 13}, {"step": -1}, {"step": None}, {"position": -1}, {"position": 10**9}),
        *({"updates": -1}, {"goal": -5}, {"goal": "40"}, {"loss": "low"}),
    ],
    ids=str,
)
def test_a_progress_that_cannot_be_is_refused(folder, contents, change):
    arrays, metadata = contents
    tampered = json.dumps(json.loads(metadata["progress"]) | change)
    assert_refused(written(folder, arrays, metadata | {"progress": tampered}))


@pytest.mark.parametrize("vocabulary", [[], ["a"], ["b", "a"], ["a", "a"], ["ab"], [1], "abc"])
def test_a_vocabulary_that_does_not_fit_is_refused(folder, contents, vocabulary):
    arrays, metadata = contents
    assert_refused(written(folder, arrays, metadata | {"vocabulary": json.dumps(vocabulary)}))
