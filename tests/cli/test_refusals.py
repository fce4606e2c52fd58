"""What is refused: exit code 2, one sentence on stderr, nothing written, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors.numpy import save_file

from rnnviz import __version__
from rnnviz.cli.screen import SCREENS
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def users_of(name):
    """The cells for which a setting matters, as the sentences name them."""
    known = [cell for cell in CELLS if name in Settings().change(cell=cell).rows()]
    return " or ".join(known)


TRAIN = ("train", "sea.txt", "--hidden", 6, "--window", 6, "--steps", 3)


@pytest.fixture
def refused(rnnviz, here):
    """Runs a command that must be refused; returns its sentence."""

    def run(*arguments):
        before = contents(here)
        answer = rnnviz(*arguments)
        assert answer.code == 2, (answer.out, answer.err)
        assert answer.out == ""
        lines = answer.err.splitlines()
        assert len(lines) == 1, answer.err
        assert lines[0].startswith("rnnviz: ")
        assert lines[0].endswith((".", "?"))
        assert contents(here) == before
        return lines[0]

    return run


def contents(folder):
    return {p: p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--nonsense", 1), "--nonsense"),
        (("--hidd", 8), "--hidd"),
        (("--cell", "no-cell"), "no-cell"),
        (("--hidden", 0), "hidden"),
        (("--hidden", "many"), "many"),
        (("--hidden", 2.5), "2.5"),
        (("--layers", 99), "layers"),
        (("--hidden", "1" + "0" * 400), "--hidden must lie between 1 and 4,096; '1000"),
        (("--hidden", "9" * 400), "(402 characters) does not."),
        (("--steps", "9" * 5000), "--steps needs a whole number, not '999"),
        (("--lr", "9" * 5000), "--lr must lie between"),
        (("--lr", -1), "lr"),
        (("--lr", "nan"), "lr"),
        (("--lr", "inf"), "lr"),
        (("--steps", 0), "steps"),
        (("--steps",), "--steps"),
        (("--seed", -1), "--seed must lie between 0 and 2,147,483,647; '-1' does not."),
        (("--validation", 0.9), "validation"),
        (("--window", 1000), "1,000"),
        (("--batch", 500), "500"),
        (("--preset", "nonsense"), "nonsense"),
        (("--optimizer", "no-optimizer"), "no-optimizer"),
        (("--beta1", 2), "beta1"),
        (("--forget-bias", 1), "--forget-bias has no meaning for the cell vanilla; leave it out"),
        (("--forget-bias", 1), f"or choose --cell {users_of('forget_bias')}."),
        (("--cell", "lstm", "--activation", "relu"), f"choose --cell {users_of('activation')}."),
        (("--momentum", 0.5), "--momentum has no meaning for the optimizer adam"),
        (("--init-scale", 0.1), "for the initial weights orthogonal; leave it out"),
        (
            ("--bidirectional", "on"),
            "--bidirectional has no meaning for the task text: such a network would read the very "
            "character that it is to predict; leave it out, or choose --task ",
        ),
        (("--length", 30), "--length has no meaning for the task text; leave it out"),
        (("--preset", "min-char-rnn", "--beta1", 0.5), "for the optimizer adagrad"),
        (("--prime", "QUEEN"), "--prime holds symbols that the network has never seen: 'Q'"),
        (("--out", "nowhere/run.safetensors"), "nowhere"),
        (("--out", "sea.txt"), "--out would overwrite the text sea.txt"),
        (("--out", "other.txt"), "try --out other.safetensors"),
        (("--out", "verse"), "verse is no name for a run"),
        (("--out", "foreign.safetensors"), "foreign.safetensors is there already and no run"),
        (("--out", "."), "folder"),
        (("more", "words"), "more"),
    ],
    ids=str,
)
def test_wrong_flags_and_values(refused, text_file, here, flags, words):
    (here / "foreign.safetensors").write_text("somebody else's file " * 9)
    assert words in refused(*TRAIN, "--out", "run.safetensors", *flags)


FILES = {
    "empty": (b"", "empty"),
    "binary": (bytes(range(256)) * 30, "not a text"),
    "spaces": (b" \n" * 500, "only spaces"),
    "one symbol": (b"a" * 3000, "one symbol"),
    "short": (b"abc", "short"),
}


@pytest.mark.parametrize("kind", list(FILES))
def test_files_that_are_no_text(refused, here, kind):
    data, words = FILES[kind]
    (here / "bad.txt").write_bytes(data)
    sentence = refused("train", "bad.txt", "--out", "run.safetensors")
    assert words in sentence
    assert "bad.txt" in sentence


def test_a_short_text_says_how_much_of_it_is_held_out(refused, here):
    (here / "short.txt").write_text("hello there")
    sentence = refused("train", "short.txt")
    assert "short.txt has 11 characters, 10% of them held out" in sentence
    assert "the 10 that are left are too short for two windows of 25" in sentence
    several = refused("train", "short.txt", "--batch", 3, "--window", 5)
    assert "for 3 streams of two windows of 5, which take 30" in several


def test_a_missing_text_and_a_folder(refused, trained, here):
    assert "missing.txt" in refused("train", "missing.txt")
    (here / "folder").mkdir()
    assert "folder" in refused("train", "folder")
    assert "text" in refused("train")
    sentence = refused("train", "nothere")
    assert str(here) in sentence
    assert "verse" in sentence
    assert "is a folder" not in refused("train", "")
    assert str(here) in refused("evaluate", trained, "nothere.txt")


@pytest.mark.parametrize("command", ["sample", "evaluate", "gradients", "train"])
def test_files_that_are_no_run(refused, here, text_file, command):
    more = {"evaluate": ("sea.txt",), "gradients": ("the sea",)}.get(command, ())
    (here / "text.safetensors").write_bytes(b"no run at all " * 50)
    (here / "empty.safetensors").write_bytes(b"")
    (here / "folder.safetensors").mkdir()
    save_file({"weight": __import__("numpy").zeros(3)}, here / "foreign.safetensors")
    for name in ("text", "empty", "folder", "foreign", "missing"):
        path = f"{name}.safetensors"
        given = ("train", "sea.txt", "--resume", path) if command == "train" else (command, path)
        assert path in refused(*given, *more)


def test_a_truncated_run(refused, trained):
    trained.write_bytes(trained.read_bytes()[:-50])
    assert "run.safetensors" in refused("sample", trained)


def test_resuming_with_another_text(refused, trained, here):
    (here / "other.txt").write_text("quite another text\n" * 60)
    sentence = refused("train", "other.txt", "--resume", trained, "--out", "new.safetensors")
    assert "other.txt" in sentence
    assert "sea.txt" in sentence


@pytest.mark.parametrize(
    "flags", [("--hidden", 9), ("--cell", "gru"), ("--preset", "default"), ("--seed", 2)], ids=str
)
def test_resuming_with_settings_that_need_a_new_network(refused, trained, text_file, flags):
    flag = flags[0].removeprefix("--")
    assert flag in refused("train", text_file, "--resume", trained, *flags).lower()


@pytest.mark.parametrize("flags", [("--forget-bias", 1), ("--momentum", 0.5)], ids=str)
def test_resuming_with_flags_that_mean_nothing(refused, trained, text_file, flags):
    assert "has no meaning" in refused("train", text_file, "--resume", trained, *flags)


def test_a_text_for_a_task_that_draws_its_sequences(refused, text_file):
    assert "sea.txt" in refused("train", text_file, "--task", "adding")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sample", "run.safetensors", "--prime", "QUEEN"), "'Q'"),
        (("sample", "run.safetensors", "--length", 0), ": --length must lie between 1 and 100,000"),
        (("sample", "run.safetensors", "--prime", "QUEEN"), "--prime holds symbols"),
        (("sample", "run.safetensors", "--temperature", 0), "temperature"),
        (("sample", "run.safetensors", "--top-k", "few"), "few"),
        (("sample",), "RUN"),
        (("evaluate", "run.safetensors"), "TEXTFILE"),
        (("evaluate", "run.safetensors", "missing.txt"), "missing.txt"),
        (("evaluate", "run.safetensors", "unknown.txt"), "'Q'"),
        (("gradients", "run.safetensors", "t"), "two characters"),
        (("gradients", "run.safetensors", ""), "two characters"),
        (("gradients", "run.safetensors", "the QUEEN"), "'Q'"),
        (("list", "nonsense"), "nonsense"),
        (("list",), "kind"),
        (("--nonsense",), "--nonsense"),
        (("--screenshots", "folder"), "--smoke-test"),
        (("--smoke-test", "verse"), "leave 'verse' out"),
        (("trian", "sea.txt"), "'trian' is no command"),
        (("foo",), "Commands: train, sample, evaluate"),
        (("",), "is no command"),
    ],
    ids=str,
)
def test_wrong_questions(refused, trained, here, arguments, words):
    (here / "unknown.txt").write_text("QUEEN of the sea\n" * 20)
    assert words in refused(*arguments)


@pytest.mark.parametrize("command", ["sample", "evaluate", "gradients"])
def test_a_run_without_a_text_has_nothing_to_read_or_write(rnnviz, refused, here, command):
    flags = ("--task", "adding", "--hidden", 4, "--batch", 2, "--steps", 2)
    assert rnnviz("train", *flags, "--out", "adding.safetensors").code == 0
    (here / "text.txt").write_text("some words to read\n" * 20)
    more = {"evaluate": ("text.txt",), "gradients": ("some words",)}.get(command, ())
    refused(command, "adding.safetensors", *more)


def run_python(*arguments, **more):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment,
        timeout=60, check=False, **more,
    )  # fmt: skip


def test_the_program_itself_refuses_with_exit_code_2(tmp_path):
    done = run_python("-m", "rnnviz", "train", "missing.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "missing.txt" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [["train", "hello", "--hidden", "4", "--steps", "3"], ["list", "panels"]]
)
def test_nothing_but_the_window_brings_in_qt(words):
    code = (
        "import sys, rnnviz.cli\n"
        f"code = rnnviz.cli.main({words})\n"
        "qt = [n for n in sys.modules if n.partition('.')[0] in ('PySide6', 'pyqtgraph')]\n"
        "sys.exit(code or len(qt))"
    )
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a screen")
def test_without_a_screen_the_window_is_refused(monkeypatch):
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    done = run_python("-m", "rnnviz", "hello")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no screen" in done.stderr
    assert "train" in done.stderr


def test_the_version_is_told(rnnviz):
    answer = rnnviz("--version")
    assert answer.code == 0
    assert answer.out.split() == ["rnnviz", __version__]
