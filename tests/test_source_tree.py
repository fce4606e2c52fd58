"""Habits that hold for every file: short, opened by a sentence, and at home on any machine."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 45
TEXTS = {".py", ".md", ".toml", ".txt", ".svg", ".xml", ".desktop", ".yml", ".yaml", ".cfg", ""}
MADE_BY_TOOLS = {"build", "dist", "node_modules", "__pycache__"}

MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/(?:work|root|tmp|home/\w+|Users/\w+)/")
REGISTRY_HOSTS = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|anaconda\.org|registry\.npmjs\.org|crates\.io|"
    r"proxy\.golang\.org|deb\.debian\.org|archive\.ubuntu\.com|ghcr\.io|docker\.io)\b"
)
UNSAFE_MODULES = {"pickle", "_pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}


def project_files():
    """The files that Git knows or would add; without Git, all that no tool made."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        names = sorted(set(listed.stdout.split("\0")) - {""})
    except (OSError, subprocess.CalledProcessError):
        names = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*"))
        names = [name for name in names if not from_a_tool(name)]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def from_a_tool(name):
    parts = Path(name).parts
    hidden = parts[0].startswith(".") and parts[0] not in {".ci", ".gitignore"}
    return hidden or any(part in MADE_BY_TOOLS or part.endswith(".egg-info") for part in parts)


FILES = project_files()
PYTHON = [path for path in FILES if path.suffix == ".py"]


def name_of(path):
    return str(path.relative_to(ROOT))


@cache
def tree_of(source):
    return ast.parse(source)


@cache
def nodes_of(source):
    return list(ast.walk(tree_of(source)))


def opens_with_a_sentence(source):
    words = ast.get_docstring(tree_of(source)) or ""
    first = re.split(r"(?<=[.:!?])\s", words.strip())[0]
    return first.endswith((".", ":", "?"))


def long_functions(source):
    for node in nodes_of(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > MOST_LINES_OF_A_FUNCTION:
                yield f"line {node.lineno}, {node.name}, {lines} lines"


def unsafe(source):
    for node in nodes_of(source):
        if isinstance(node, ast.Import):
            names = {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").partition(".")[0]}
        elif isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if called in {"exec", "eval"}:
                yield f"line {node.lineno} calls {called}"
            continue
        elif isinstance(node, ast.keyword):
            if node.arg == "allow_pickle" and getattr(node.value, "value", True) is not False:
                yield f"line {node.value.lineno} allows pickles"
            continue
        else:
            continue
        yield from (f"line {node.lineno} imports {name}" for name in names & UNSAFE_MODULES)


def places(pattern, text):
    for number, line in enumerate(text.splitlines(), 1):
        for match in pattern.finditer(line):
            yield f"line {number}: {match[0]}"


def complain(check):
    """Run `check(path)` on each path and put what it yields beside the file's name."""
    return [f"{name_of(path)}, {found}" for path in PYTHON for found in check(path)]


def test_the_files_of_the_project_are_seen():
    assert {"pyproject.toml", "LICENSE", "tests/conftest.py"} <= {name_of(path) for path in FILES}


def test_nothing_stands_in_the_project_that_a_trial_left_behind():
    folders = {path.relative_to(ROOT).parts[0] for path in FILES if path.parent != ROOT}
    assert folders <= {".ci", ".github", "packaging", "resources", "rnnviz", "tests"}


def test_every_module_opens_with_a_sentence():
    silent = [name_of(p) for p in PYTHON if not opens_with_a_sentence(p.read_text("utf-8"))]
    assert not silent, f"no opening sentence in: {', '.join(silent)}"


def test_no_file_is_long():
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in PYTHON}
    long = {name: lines for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FILE}
    assert not long, f"over {MOST_LINES_OF_A_FILE} lines: {long}"


def test_no_two_files_of_tests_have_one_name():
    """Else pytest, asked for all of them, collects the first alone."""
    names = [path.name for path in PYTHON if path.name.startswith("test_")]
    assert sorted(set(names)) == sorted(names)


def test_no_function_is_long():
    found = complain(lambda path: long_functions(path.read_text("utf-8")))
    assert not found, f"over {MOST_LINES_OF_A_FUNCTION} lines:\n" + "\n".join(found)


def test_nothing_executes_what_it_reads():
    found = complain(lambda path: unsafe(path.read_text("utf-8")))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("pattern", "outside_tests"),
    [
        (MACHINE_PATHS, True),
        (REGISTRY_HOSTS, True),
        (re.compile(r"(?<![\w.:/-])" + re.escape(f"{ROOT}/")), False),
    ],
    ids=["a machine's folders", "a package registry", "this very folder"],
)
def test_nothing_names(pattern, outside_tests):
    found = []
    for path in FILES:
        if path.suffix not in TEXTS or (outside_tests and path.is_relative_to(ROOT / "tests")):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name_of(path)}, {place}" for place in places(pattern, text)]
    assert not found, "\n".join(found)


def test_the_checks_find_what_they_are_for():
    long = "def f():\n" + "    pass\n" * MOST_LINES_OF_A_FUNCTION
    assert list(long_functions(long)) == [f"line 1, f, {MOST_LINES_OF_A_FUNCTION + 1} lines"]
    assert list(long_functions("def f():\n    pass")) == []
    assert not opens_with_a_sentence("import os")
    assert not opens_with_a_sentence('"""helpers"""')
    assert opens_with_a_sentence('"""One sentence\nover two lines. And more"""')
    assert list(unsafe("import os, pickle")) == ["line 1 imports pickle"]
    assert list(unsafe("def f():\n    from marshal import loads")) == ["line 2 imports marshal"]
    assert list(unsafe("eval('1')")) == ["line 1 calls eval"]
    assert list(unsafe("dialog.exec()\nnp.load(x, allow_pickle=False)")) == []
    assert list(unsafe("np.load(x, allow_pickle=True)")) == ["line 1 allows pickles"]
    assert list(places(MACHINE_PATHS, "see /tmp/x and\n'/home/ada/y'")) == [
        "line 1: /tmp/",
        "line 2: /home/ada/",
    ]
    assert not list(places(MACHINE_PATHS, "https://x.org/work/ and and/or/tmp/ and ../tmp/"))
    assert list(places(REGISTRY_HOSTS, "https://files.pythonhosted.org/x"))
