"""Run files made to be slow or large: refused within two seconds and little memory."""

import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from trainers import CORPUS, make_trainer, train

from rnnviz.lab.runs.bounded_json import DIGITS, GAPS, HEADER_AT_MOST
from rnnviz.lab.runs.checkpoint import is_run, load_run, save_run
from rnnviz.lab.runs.run_layout import COUNTS, DESCRIPTION, MOST
from rnnviz.lab.standing import NUMBERS
from rnnviz.refusal import Refusal

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 2.0
BYTES, TIMES = 100_000_000, 10
LONG = "9" * 400
MEASURED = """
import resource, sys, time
from rnnviz.lab.runs.checkpoint import is_run, load_run
from rnnviz.refusal import Refusal
used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
before, start, sentence = used(), time.process_time(), "read"
try:
    load_run(sys.argv[1])
except Refusal as refusal:
    sentence = str(refusal)
is_run(sys.argv[1])
print(time.process_time() - start, used() - before, sentence.encode("ascii", "replace").decode())
"""


@pytest.fixture
def whole(tmp_path):
    """The arrays and the description of a good run."""
    trainer = train(make_trainer(hidden=3, window=4), 4)
    trainer.write()
    save_run(trainer, tmp_path / "whole.safetensors")
    with safe_open(tmp_path / "whole.safetensors", "numpy") as file:
        return load_file(tmp_path / "whole.safetensors"), file.metadata()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "hostile.safetensors"


def attack(path):
    """What a process that opens the file says; it keeps within its bounds."""
    command = [sys.executable, "-c", MEASURED, str(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    seconds, memory, sentence = done.stdout.strip().split(" ", 2)
    assert float(seconds) < SECONDS, sentence
    assert int(memory) < BYTES + TIMES * path.stat().st_size, sentence
    return sentence


def assert_refused(sentence):
    assert sentence.startswith("hostile.safetensors ")
    assert sentence.endswith(("train again.", "by this program.", "with rnnviz import."))
    assert len(sentence) < 600


def with_header(path, header, data=b""):
    path.write_bytes(struct.pack("<Q", len(header)) + header + data)
    return path


FULL = HEADER_AT_MOST - 100
METADATA = '{"__metadata__":{"program":"rnnviz","format":"1"'
HEADERS = {
    "many entries": METADATA + "".join(f',"{i}":""' for i in range(FULL // 14)) + "}}",
    "many arrays": "{"
    + ",".join(
        f'"{i}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}' for i in range(FULL // 58)
    )
    + "}",
    "many dimensions": '{"a":{"dtype":"U8","shape":['
    + "1," * (FULL // 2 - 50)
    + '0],"data_offsets":[0,0]}}',
    "deep": '{"a":' * (FULL // 5),
    "one string": METADATA + ',"x":"' + "x" * (FULL - 100) + '"}}',
    "escapes": METADATA + ',"x":"' + '\\"' * (FULL // 2 - 50) + '"}}',
    "backslashes": METADATA + ',"x":"' + "\\\\" * (FULL // 2 - 50) + '"}}',
    "quotes": '"' * FULL,
    "spaces": " " * FULL,
    "a shape beyond memory": '{"a":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4]}}',
    "a shape of nothing": '{"a":{"dtype":"F32","shape":[0,99999999999],"data_offsets":[0,0]}}',
    "a shape beyond numbers": f'{{"a":{{"dtype":"F32","shape":[{LONG}],"data_offsets":[0,0]}}}}',
}


@pytest.mark.parametrize("name", list(HEADERS))
def test_a_header_that_takes_long_is_refused_soon(path, name):
    assert_refused(attack(with_header(path, HEADERS[name].encode())))


@pytest.mark.parametrize("size", [HEADER_AT_MOST + 1, 2**40, 2**63, 2**64 - 1])
def test_a_header_that_claims_to_be_endless_is_not_read(path, size):
    path.write_bytes(struct.pack("<Q", size) + b"{}")
    assert_refused(attack(path))


ENTRY = 25_000_000
ENTRIES = {
    "objects": "[" + "{}," * (ENTRY // 3) + "{}]",
    "lists": "[" + "[]," * (ENTRY // 3) + "[]]",
    "few lists": "[" + "[]," * (GAPS // 3 - 9) + "[]]",
    "numbers": "[" + "1e1," * (ENTRY // 4) + "1]",
    "texts": "[" + '"ab",' * (ENTRY // 5) + '"ab"]',
    "one text": '"' + "x" * ENTRY + '"',
    "deep": "[" * ENTRY,
    "a long number": "9" * ENTRY,
    "a long fraction": "0." + "9" * ENTRY,
}


@pytest.mark.parametrize("entry", [*DESCRIPTION, "deeds"])
def test_a_description_of_many_megabytes_is_refused_soon(whole, path, entry):
    arrays, metadata = whole
    save_file(arrays, path, metadata | {entry: ENTRIES["objects"]})
    assert_refused(attack(path))


@pytest.mark.parametrize("name", list(ENTRIES))
def test_samples_of_many_megabytes_are_refused_soon(whole, path, name):
    arrays, metadata = whole
    save_file(arrays, path, metadata | {"samples": ENTRIES[name]})
    assert_refused(attack(path))


def test_a_sample_of_many_megabytes_is_refused(whole, path):
    arrays, metadata = whole
    (sample,) = json.loads(metadata["samples"])
    samples = json.dumps([sample | {"text": "x" * ENTRY}])
    save_file(arrays, path, metadata | {"samples": samples})
    assert_refused(attack(path))


def test_as_many_edits_and_samples_as_a_description_can_hold_take_no_two_seconds(whole, path):
    arrays, metadata = whole
    edit = '{"step":0,"name":"change","settings":{"lr":0.1},"before":{"lr":0.2}},'
    edits = f"[{edit * 80_000}"[:-1] + "]"
    save_file(arrays, path, metadata | {"deeds": edits})
    assert attack(path) == "read"
    (sample,) = json.loads(metadata["samples"])
    samples = f"[{(json.dumps(sample) + ',') * 80_000}"[:-1] + "]"
    save_file(arrays, path, metadata | {"samples": samples})
    assert attack(path) == "read"


def test_a_million_symbols_without_their_weights_are_refused_soon(whole, path):
    arrays, metadata = whole
    points = [p for p in range(0x20, 0x20 + 1_002_048) if not 0xD800 <= p < 0xE000]
    vocabulary = json.dumps([chr(p) for p in points[:1_000_000]], ensure_ascii=False)
    save_file(arrays, path, metadata | {"vocabulary": vocabulary})
    assert_refused(attack(path))


def refusal_of(arrays, metadata, path):
    save_file(arrays, path, metadata)
    with pytest.raises(Refusal) as refused:
        next(load_run(path).resume(CORPUS))
    assert_refused(str(refused.value))
    return str(refused.value)


@pytest.mark.parametrize("entry", [*DESCRIPTION, "deeds"])
def test_a_number_of_400_digits_is_refused_wherever_it_stands(whole, path, entry):
    arrays, metadata = whole
    plain = re.compile(r'(?<=[:\[ ])(-?\d+(?:\.\d+)?(?:e-?\d+)?|"sea"|"\\n"|null)(?=[,}\]])')
    numbers = [metadata[entry][: m.start()] + LONG + metadata[entry][m.end() :]
               for m in plain.finditer(metadata[entry])] or [LONG]  # fmt: skip
    for text in numbers[:12]:
        refusal_of(arrays, metadata | {entry: text}, path)
    told = refusal_of(arrays, metadata | {entry: f"[{LONG}]"}, path)
    assert "a number of 400 digits" in told


WRONG = [-1, MOST + 1, 10 ** (DIGITS - 1), float("nan"), float("inf"), -1.5]
IMPOSSIBLE = [(name, value) for name in COUNTS for value in WRONG]
IMPOSSIBLE += [(name, value) for name in NUMBERS[1:] for value in WRONG[3:5]]
IMPOSSIBLE += [("seconds", -1), ("seconds", float("-inf")), ("diverged", 1), ("diverged", None)]


@pytest.mark.parametrize(("name", "value"), IMPOSSIBLE)
def test_counts_and_averages_that_cannot_be_are_refused(whole, path, name, value):
    arrays, metadata = whole
    progress = json.dumps(json.loads(metadata["progress"]) | {name: value})
    assert f"({name} " in refusal_of(arrays, metadata | {"progress": progress}, path)


@pytest.mark.parametrize("name", ["characters", "validation_steps", "validation_characters"])
def test_curves_that_count_backwards_are_refused(whole, path, name):
    arrays, metadata = whole
    curve = arrays[f"curve.{name}"].copy()
    curve[-1] = -5
    refusal_of(arrays | {f"curve.{name}": curve}, metadata, path)


CLOCKS = {
    "negative": [-1.0, 0.0, 0.0, 0.0],
    "backwards": [0.0, 0.2, 0.1, 0.3],
    "beyond the end": [0.0, 0.1, 0.2, 1e30],
    "infinite": [0.0, 0.1, 0.2, float("inf")],
    "no numbers": [0.0, float("nan"), 0.2, 0.3],
    "never a number": [float("nan")] * 4,
}


@pytest.mark.parametrize("times", CLOCKS)
def test_seconds_that_no_clock_has_told_are_refused(whole, path, times):
    arrays, metadata = whole
    progress = json.dumps(json.loads(metadata["progress"]) | {"seconds": 1.0})
    arrays["curve.seconds"] = np.array(CLOCKS[times], np.float32)
    told = refusal_of(arrays, metadata | {"progress": progress}, path)
    assert "curve seconds does not rise" in told


def test_estimates_after_the_last_step_are_refused(whole, path):
    arrays, metadata = whole
    arrays["curve.validation_steps"][-1] = 5
    refusal_of(arrays, metadata, path)


def test_halves_of_characters_are_no_symbols_and_no_samples(whole, path):
    arrays, metadata = whole
    vocabulary = json.dumps([*json.loads(metadata["vocabulary"])[:-1], "\ud800"])
    refusal_of(arrays, metadata | {"vocabulary": vocabulary}, path)
    (sample,) = json.loads(metadata["samples"])
    samples = json.dumps([sample | {"text": "a\udfffb"}])
    refusal_of(arrays, metadata | {"samples": samples}, path)


def test_weights_that_are_no_numbers_are_refused_by_name(whole, path):
    arrays, metadata = whole
    arrays["decoder.bias"][0] = np.nan
    save_file(arrays, path, metadata)
    with pytest.raises(Refusal, match=r"hostile\.safetensors holds weights that are not finite"):
        load_run(path).network()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has them")
def test_a_fifo_and_an_endless_device_are_no_runs(tmp_path):
    fifo = tmp_path / "fifo.safetensors"
    os.mkfifo(fifo)
    for place, kind in ((fifo, "pipe"), (Path("/dev/zero"), "device")):
        assert not is_run(place)
        with pytest.raises(Refusal, match=f"{place.name} is a {kind}, not a file"):
            load_run(place)
