"""Whatever stands in a run's file: it is a run that can be gone on with, or it is refused."""

import json
import struct
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from rnnviz.lab.past.fork import fork
from rnnviz.lab.run import Run
from rnnviz.lab.runs.checkpoint import is_run, load_run, save_run
from rnnviz.lab.runs.sources import find_text
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.lab.trainer import Trainer
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.refusal import Refusal
from rnnviz.tasks.text import read_text

FUZZ = settings.get_profile("fuzz")
FEWER = settings(FUZZ, max_examples=-(-FUZZ.max_examples // 4))
"""Of what mostly is a run, which is then trained, shown and saved: each takes ten times as long."""
CORPUS = read_text("the sea is old and grey and the moon goes over it again\n" * 9, "sea")
ODD = [
    *(None, True, False, [], {}, "", "x", "\0", "\ud800", "9" * 400, [[]], {"a": 1}, [None]),
    *(0, -1, 1, 2**31, 2**63, 2**64, 10**12, 10**39, 10**400, 0.5, -1e308, 1e400, float("nan")),
]
JSON = st.recursive(
    st.sampled_from(ODD) | st.integers() | st.floats() | st.text(max_size=9),
    lambda x: st.lists(x, max_size=4) | st.dictionaries(st.text(max_size=6), x, max_size=4),
    max_leaves=9,
)
DTYPES = ["float32", "float64", "int64", "bool", "uint8", "int32", "float16"]


@cache
def good(kind):
    """The arrays, the description and the bytes of a good run."""
    changes = {"hidden": 3, "window": 4, "batch": 2, "sample_length": 9}
    text = kind == "text"
    options = {"cell": "lstm", "layers": 2} if text else {"task": "copying", "length": 5}
    run = Run(Trainer(Settings().change(**changes | options), CORPUS if text else None))
    for _ in range(6):
        next(run)
    run.trainer.write()
    run.intervene("orthogonal")
    run.change(run.settings.change(lr=0.02, clip="value"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "good.safetensors")
        save_run(run.trainer, path, past=run.past.moments[-3:])
        with safe_open(path, "numpy") as file:
            return load_file(path), file.metadata(), path.read_bytes()


def use(path):
    """Everything that is done with a run's file; it is saved and read again in the end."""
    is_run(path)
    run = load_run(path, past=True)
    with suppress(Refusal), np.errstate(all="ignore"):  # any weights may be too large
        run.network().forward(np.zeros((2, 1), np.intp), run.network().zero_state(1))
    corpus = find_text(run, "Bring it.")[1] if run.corpus.get("name") else None
    going = Run(run.resume(corpus))
    going.past.take(run.moments(going.trainer))
    look_back(going)
    going.trainer.goal = going.step + 2
    for _ in going:
        pass
    going.snapshot()
    with suppress(Refusal):  # of a prime that the text lacks, and of a run that has diverged
        going.trainer.write()
    save_run(going.trainer, path, past=going.past.moments)
    load_run(path, past=True)


def look_back(run):
    """Show every moment, and go on from it."""
    for step in run.past.steps:
        run.snapshot(run.measure([Request(name) for name in PROBES], at=step), at=step)
        with suppress(Refusal):
            run.at(step).write()
        forked = fork(run, step)
        forked.trainer.goal = forked.step + 1
        for _ in forked:
            pass


def refused_or_used(write, bounded):
    """Write a file and use it: only a refusal that names it may come of that."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fuzzed.safetensors")
        write(path)
        with bounded(path.stat().st_size):
            try:
                use(path)
            except Refusal as refusal:
                sentence = str(refusal)
                assert sentence.startswith("fuzzed.safetensors ")
                assert sentence.endswith(".")
                assert len(sentence) < 1000


def within(draw, value):
    """The value with one thing somewhere in it changed, left out or added."""
    inner = isinstance(value, dict | list) and len(value) > 0 and draw(st.integers(0, 9)) < 8
    if not inner:
        return draw(JSON)
    places = list(value) if isinstance(value, dict) else range(len(value))
    place = draw(st.sampled_from(places))
    changed = value.copy()
    if draw(st.integers(0, 9)) == 0:
        del changed[place]
    else:
        changed[place] = within(draw, value[place])
    return changed


@st.composite
def descriptions(draw):
    """A good run of which one to three entries of the description are changed."""
    arrays, metadata, _ = good(draw(st.sampled_from(["text", "drawn"])))
    changed = dict(metadata)
    for name in draw(st.lists(st.sampled_from(sorted(metadata)), min_size=1, max_size=3)):
        whole = json.loads(metadata[name]) if name != "program" else "rnnviz"
        changed[name] = json.dumps(within(draw, whole))
    return arrays, changed


@st.composite
def tensors(draw):
    """A good run of which some arrays have other shapes, types or values, or are not there."""
    arrays, metadata, _ = good(draw(st.sampled_from(["text", "drawn"])))
    changed = dict(arrays)
    for name in draw(st.lists(st.sampled_from(sorted(arrays)), min_size=1, max_size=3)):
        array = arrays[name]
        dtype = draw(st.sampled_from([*[array.dtype.name] * 6, *DTYPES]))
        shape = tuple(draw(st.lists(st.integers(0, 4), max_size=3)))
        shape = draw(st.sampled_from([array.shape, array.shape, shape]))
        fill = draw(st.sampled_from([np.nan, np.inf, -1.0, 0.0, 3e38, 1e308, 255.0, 2.0**62]))
        with np.errstate(all="ignore"):
            changed[name] = np.full(shape, fill).astype(dtype)
        if draw(st.integers(0, 9)) == 0:
            del changed[name]
    return changed, metadata


@st.composite
def damaged(draw):
    """The bytes of a good run with some changed, or with an end cut off or added."""
    data = bytearray(good(draw(st.sampled_from(["text", "drawn"])))[2])
    (header,) = struct.unpack("<Q", data[:8])
    for _ in range(draw(st.integers(0, 4))):
        end = draw(st.sampled_from([8, header + 8, len(data)]))
        data[draw(st.integers(0, end - 1))] = draw(st.integers(0, 255))
    cut = draw(st.sampled_from([len(data), len(data), draw(st.integers(0, len(data)))]))
    return bytes(data[:cut]) + draw(st.binary(max_size=4))


headers = st.dictionaries(
    st.sampled_from(["__metadata__", "a", "rnn.weight_ih_l0"]),
    JSON
    | st.fixed_dictionaries({"program": st.just("rnnviz"), "format": st.sampled_from("012x")})
    | st.fixed_dictionaries(
        {
            "dtype": st.sampled_from(["F32", "I64", "BF16", "F8_E4M3", "X"]),
            "shape": st.lists(st.sampled_from([0, 1, 4, -1, 2**63, 10**18]), max_size=4),
            "data_offsets": st.lists(st.sampled_from([0, 4, 16, -1, 2**63]), max_size=3),
        }
    ),
    max_size=3,
)


@FEWER
@given(descriptions())
def test_any_description_is_a_runs_or_refused(bounded, run):
    refused_or_used(lambda path: save_file(run[0], path, run[1]), bounded)


@FEWER
@given(tensors())
def test_any_arrays_are_a_runs_or_refused(bounded, run):
    refused_or_used(lambda path: save_file(run[0], path, run[1]), bounded)


@FUZZ
@given(damaged())
def test_any_damage_is_harmless_or_refused(bounded, data):
    refused_or_used(lambda path: path.write_bytes(data), bounded)


@FUZZ
@given(headers, st.binary(max_size=20))
def test_any_header_is_refused(bounded, header, rest):
    text = json.dumps(header).encode()
    refused_or_used(
        lambda path: path.write_bytes(struct.pack("<Q", len(text)) + text + rest), bounded
    )
