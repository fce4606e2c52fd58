"""Workspaces that are damaged, foreign or hostile: one sentence each that says what to do."""

import os

import pytest
from workspaces import members, resume, toml_in

from rnnviz.lab.runs.workspace import RUNS_AT_MOST, open_members, read_workspace
from rnnviz.lab.runs.workspace_name import FILE
from rnnviz.lab.runs.workspace_writing import save_workspace
from rnnviz.refusal import Refusal

RUN = '\n[[runs]]\nfile = "{file}"\nname = ""\nlook = 0\nshown = true\n'
RACE = 'race = 1\ncontestant = "GRU"'


@pytest.fixture
def folder(tmp_path):
    save_workspace(tmp_path / "work", members(3), 1)
    return tmp_path / "work"


def rewrite(folder, old, new):
    text = toml_in(folder)
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")


def first_file(folder):
    return read_workspace(folder).entries[0].path


def refusal(folder):
    with pytest.raises(Refusal) as told:
        read_workspace(folder)
    sentence = str(told.value)
    assert "work" in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("version = 1", "version = 2", "newer rnnviz (format 2, this one reads 1). Install"),
        ("version = 1", "version = 0", "its version is 1, not 0"),
        ("version = 1", "version = true", "its version is 1, not True"),
        ("version = 1", 'version = "1"', "its version is 1, not '1'"),
        ("version = 1\n", "", "its version is 1, not None"),
        ("focus = 1", "focus = 3", "focus is a whole number below 3, not 3"),
        ("focus = 1", "focus = -1", "focus is a whole number below 3, not -1"),
        ("focus = 1", "focus = false", "focus is a whole number below 3, not False"),
        ("focus = 1", "focus = 1\nfocus = 1", "Cannot overwrite a value"),
        ("focus = 1", "focus = 1.5", "focus is a whole number below 3, not 1.5"),
        ("focus = 1", "focus = 1e5", "line 3 cannot be read"),
        ("focus = 1", "colour = 1", "there is no 'colour'; there are: version, focus"),
        ("focus = 1", "a.b.c = 1", "line 3 cannot be read"),
        ('layout = ""', 'layout = "?"', "its layout is not what a window noted"),
        ('layout = ""', "layout = 3", "its layout is not what a window noted"),
        ('layout = ""', "runs = 3", "Cannot overwrite a value"),
        ("shown = true", "shown = 1", "shown is true or false, not 1"),
        ("look = 0", "look = 10000", "look is a whole number below 10,000, not 10000"),
        ("look = 0", "look = 99999999999999999999", "line 9 cannot be read"),
        ('name = ""', "name = 3", "name is a line in quotes, not 3"),
        ('name = ""', 'name = "two\\nlines"', "not 'two\\nlines'"),
        ('name = ""', f'name = "{"x" * 201}"', "name is a line in quotes, not 'xxx"),
        ("look = 0", "look = 0\nrace = 101", "race is a whole number below 101, not 101"),
        ("look = 0", "look = 0\nrace = 1", "contestant is a line in quotes, not None"),
        ("look = 0", f"look = 0\n{RACE}\nby = 'luck'", "line 12 cannot be read"),
        ("look = 0", f'look = 0\n{RACE}\nby = "luck"', "by is steps or time, not 'luck'"),
        ("look = 0", f"look = 0\n{RACE}\nby = 3", "by is steps or time, not 3"),
        ("look = 0", f"look = 0\n{RACE}\nseconds = 0", "seconds is a number above 0, not 0"),
        ("look = 0", f"look = 0\n{RACE}\nseconds = -0.5", "seconds is a number above 0, not -0.5"),
        ("look = 0", f"look = 0\n{RACE}\nseconds = true", "seconds is a number above 0, not True"),
        ("look = 0", f'look = 0\n{RACE}\nseconds = "1"', "seconds is a number above 0, not '1'"),
        ('name = ""', 'size = 3\nname = ""', "there is no 'size'; there are: file, name, look"),
        ("[[runs]]", "[[runs]", "line 6 cannot be read"),
        ("[[runs]]", "[[[runs]]]", "line 6 cannot be read"),
        ("[[runs]]", 'x = "half', "line 6 cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_the_reason(folder, old, new, reason):
    rewrite(folder, old, new)
    assert reason in refusal(folder)


@pytest.mark.parametrize(
    "file",
    [
        *("../x.safetensors", "/x.safetensors", "a/../../x.safetensors", "a/x.safetensors"),
        *("..\\\\x.safetensors", "C:\\\\x.safetensors", "C:x.safetensors", "x.safetensors:y"),
        *("", ".", "..", ".safetensors/", "x.txt", "x.safetensors\\n", "\\u0000.safetensors"),
        *("\\\\\\\\host\\\\share\\\\x.safetensors", "x.toml", "./x.safetensors"),
    ],
)
def test_a_run_may_be_in_no_other_place(folder, file):
    rewrite(folder, f'"{first_file(folder).name}"', f'"{file}"')
    assert "a run's file is one beside it (.safetensors), not " in refusal(folder)


def test_two_runs_have_two_files(folder):
    first, second, _ = (entry.path.name for entry in read_workspace(folder).entries)
    rewrite(folder, second, first)
    assert "two of its runs have one file" in refusal(folder)


def test_too_many_runs_and_none_are_refused(folder):
    head = 'version = 1\nfocus = 0\nlayout = ""\n'
    runs = "".join(RUN.format(file=f"{n}.safetensors") for n in range(RUNS_AT_MOST + 1))
    (folder / FILE).write_text(head + runs, encoding="utf-8")
    assert f"it names {RUNS_AT_MOST + 1} runs, and {RUNS_AT_MOST} are the most" in refusal(folder)
    (folder / FILE).write_text(head, encoding="utf-8")
    assert "it has no list of runs" in refusal(folder)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "its version is 1, not None"),
        (b"\xff\xfe\x00", "it is no text in UTF-8"),
        (b"#" * (1 << 22), "it is larger than 2,097,152 bytes"),
        (b"x = " + b"[" * 1000, "line 1 cannot be read"),
        (b"x = " + b"9" * 5000, "line 1 cannot be read"),
    ],
)
def test_what_is_no_workspace_is_refused(folder, content, reason):
    (folder / FILE).write_bytes(content)
    assert reason in refusal(folder)


def test_a_folder_without_one_is_refused_with_the_way_out(tmp_path):
    (tmp_path / "work").mkdir()
    assert refusal(tmp_path / "work") == (
        "work/workspace.toml is not there; open a folder in which a workspace was saved."
    )
    (tmp_path / "work" / FILE).mkdir()
    assert "is a folder" in refusal(tmp_path / "work")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path):
    (tmp_path / "work").mkdir()
    os.mkfifo(tmp_path / "work" / FILE)
    assert "is a pipe" in refusal(tmp_path / "work")


def test_what_an_editor_leaves_can_be_read(folder):
    before = read_workspace(folder)
    text = toml_in(folder).replace("\n", "\r\n").replace("look = 0", "look=0   # the first colour")
    (folder / FILE).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_workspace(folder) == before


@pytest.mark.parametrize("fault", ["missing", "damaged"])
def test_one_damaged_run_leaves_the_others(folder, fault):
    path = first_file(folder)
    if fault == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:200])
    opened, [problem] = open_members(read_workspace(folder), resume)
    assert [trainer.settings.seed for _, trainer in opened] == [1, 2]
    assert [entry.look for entry, _ in opened] == [1, 2]
    assert problem.startswith(path.name)
    assert problem.endswith(".")


def test_where_no_run_can_be_read_the_first_reason_is_told(folder):
    for entry in read_workspace(folder).entries:
        entry.path.unlink()
    with pytest.raises(Refusal, match="is not there"):
        open_members(read_workspace(folder), resume)
