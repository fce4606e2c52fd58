"""rnnviz export: two files in a folder, nothing else touched, and refusals that leave all as is."""

import ast
import os

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from rnnviz.lab.runs.checkpoint import load_run

FILES = ["model.py", "model.safetensors"]


def export(rnnviz, run, folder="out", *more):
    return rnnviz("export", run, "--to", "pytorch", folder, *more)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_gets_the_weights_and_one_python_file(rnnviz, trained, here):
    answer = export(rnnviz, trained)
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Exported: model.safetensors and model.py in out.")
    assert names(here / "out") == FILES
    weights, run = load_file(here / "out" / "model.safetensors"), load_run(trained)
    assert weights.keys() == run.network().parameters.keys()
    for name, array in run.network().parameters.items():
        np.testing.assert_array_equal(weights[name], array)
    ast.parse((here / "out" / "model.py").read_text(encoding="utf-8"))


def test_an_export_takes_the_place_of_an_earlier_one_and_of_nothing_else(rnnviz, trained, here):
    folder = here / "out"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    assert export(rnnviz, trained).code == 0
    first = (folder / "model.py").read_text(encoding="utf-8")
    (folder / "model.py").write_text(first + "\n# changed\n", encoding="utf-8")
    assert export(rnnviz, trained, "out", "--json").json["module"].endswith("model.py")
    assert (folder / "model.py").read_text(encoding="utf-8") == first
    assert names(folder) == [*FILES, "notes.txt"]
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("name", FILES)
def test_files_of_others_stay(rnnviz, trained, here, name):
    (here / "out").mkdir()
    if name == "model.py":
        (here / "out" / name).write_text("mine = 1\n")
    else:
        save_file({"mine": np.ones(3)}, here / "out" / name)
    before = (here / "out" / name).read_bytes()
    answer = export(rnnviz, trained)
    assert answer.code == 2
    assert f"{name} is there already and was not written by rnnviz export" in answer.err
    assert names(here / "out") == [name]
    assert (here / "out" / name).read_bytes() == before


def test_what_is_no_folder_is_refused_before_the_run_is_read(rnnviz, trained, here):
    (here / "file").write_text("")
    answer = export(rnnviz, "no-run.safetensors", "file")
    assert answer.code == 2
    assert "file is a file; give the name of a folder" in answer.err
    answer = export(rnnviz, trained, "no/such/folder")
    assert answer.code == 2
    assert "is not there" in answer.err
    assert not (here / "no").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(rnnviz, trained, here):
    (here / "shut").mkdir(mode=0o500)
    answer = export(rnnviz, trained, "shut")
    assert answer.code == 2
    assert "cannot be written" in answer.err


def test_the_form_must_be_one_there_is(rnnviz, trained):
    answer = rnnviz("export", trained, "--to", "onnx", "out")
    assert answer.code == 2
    assert "--to cannot be 'onnx'; choose one of: pytorch" in answer.err


def test_a_run_that_says_nothing_is_refused(rnnviz, trained, here):
    run = load_run(trained)
    arrays = dict(load_file(trained))
    arrays["decoder.bias"] = arrays["decoder.bias"] * np.float32(np.nan)
    from safetensors import safe_open

    with safe_open(run.path, framework="numpy") as file:
        metadata = file.metadata()
    save_file(arrays, here / "nan.safetensors", metadata)
    answer = export(rnnviz, "nan.safetensors")
    assert answer.code == 2
    assert "not finite numbers" in answer.err
    assert not (here / "out").exists()


def test_a_table_s_last_numbers_are_in_the_file(rnnviz, here):
    rows = "".join(f"{n},{n % 7}\n" for n in range(400))
    (here / "sevens.csv").write_text("n,seven\n" + rows)
    flags = ("--task", "numbers", "--column", "seven", "--hidden", 3, "--steps", 2)
    assert rnnviz("train", "sevens.csv", *flags, "--out", "sevens.safetensors").code == 0
    assert export(rnnviz, "sevens.safetensors").code == 0
    source = (here / "out" / "model.py").read_text(encoding="utf-8")
    assert "def forecast" in source
    assert "seven of sevens.csv" in source
