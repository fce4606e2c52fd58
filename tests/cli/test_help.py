"""The help of `rnnviz train`: groups, owners, ranges and defaults, from the declarations."""

import re

import pytest

from rnnviz import __version__
from rnnviz.cli.commands import COMMANDS
from rnnviz.cli.flags import GROUPS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.declare import Declaration
from rnnviz.lab.settings import PARTS, declarations

FLAG = re.compile(r"  (?:-\w, )?(--[\w-]+)")


@pytest.fixture
def groups(rnnviz, monkeypatch):
    """The help of the command `train`: by group, by flag, each flag's text on one line."""

    def of(command="train"):
        monkeypatch.setenv("COLUMNS", "80")
        found, words = {}, []
        for line in rnnviz(command, "--help").out.splitlines():
            if line.endswith(":") and not line.startswith(" "):
                flags = found.setdefault(line[:-1], {})
            elif flag := FLAG.match(line):
                words = flags.setdefault(flag[1], [])
            words.append(line)
        return {
            title: {flag: " ".join(" ".join(words).split()) for flag, words in flags.items()}
            for title, flags in found.items()
        }

    return of


def test_every_setting_stands_in_its_group(groups):
    found = groups()
    for name, declared in declarations().items():
        assert declared.flag in found[GROUPS[declared.group]], name


def test_what_a_choice_declares_stands_behind_it(groups):
    names = list(groups()[GROUPS["training"]])
    own = {option.flag for part in OPTIMIZERS.values() for option in part.options}
    start = names.index("--optimizer") + 1
    assert set(names[start : start + len(own)]) == own


def test_every_owner_and_its_default_are_told(groups):
    flags = {flag: words for group in groups().values() for flag, words in group.items()}
    for owner, registry in PARTS.items():
        for choice, part in registry.items():
            for option in part.options:
                words = flags[option.flag]
                assert f"for --{owner} " in words
                assert choice in words.split("(for ")[1]
                assert option.tooltip in words.replace("- ", "-")


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("--epsilon", "default 1e-10 for adagrad"),
        ("--epsilon", "default 1e-8 for rmsprop and adam)"),
        ("--lr", "(1e-6 to 10; default "),
        ("--hidden", "(1 to 4,096; default 64)"),
        ("--window", "(for --task text; 1 to 1,000 steps; default 25)"),
        ("--forget-bias", "-10 to 10; usual by default)"),
        ("--length", "default 40 for wave"),
        ("--momentum", "(for --optimizer sgd; 0 to 0.999; default 0.9)"),
    ],
)
def test_ranges_and_defaults_are_those_of_the_declarations(groups, flag, words):
    flags = {flag: words for group in groups().values() for flag, words in group.items()}
    assert words in flags[flag]


def test_the_help_of_sample_has_the_defaults_of_sample(groups):
    flags = groups("sample")["options"]
    assert flags["--length"].endswith("(for --task text; 1 to 100,000 characters; default 500)")
    assert "default 0.8" in flags["--temperature"]


def test_a_percent_sign_of_a_tooltip_does_no_harm(monkeypatch):
    from rnnviz.cli import flags

    share = Declaration("share", "Share", 0.5, "So many % of all.", "float", 0.0, 1.0)
    monkeypatch.setattr(flags, "declarations", lambda: {"share": share})
    monkeypatch.setattr(flags, "owners", lambda name: ("", {"": share}))
    assert flags.as_flag("share")["help"] == "So many %% of all. (0 to 1; default 0.5)"


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_every_command_tells_the_version(rnnviz, flag):
    for words in ((), *((command.NAME,) for command in COMMANDS), ("bench", "core")):
        answer = rnnviz(*words, flag)
        assert (answer.code, answer.out) == (0, f"rnnviz {__version__}\n")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("train", "hello", "--hiden", 8), "There is no flag --hiden; did you mean --hidden?"),
        (("train", "hello", "--hiden=8"), "There is no flag --hiden; did you mean --hidden?"),
        (("train", "hello", "--forget_bias", 8), "did you mean --forget-bias?"),
        (("train", "hello", "--temp", 1), "did you mean --temperature?"),
        (("train", "hello", "--cell", "lsmt"), "--cell cannot be 'lsmt'; did you mean lstm?"),
        (("train", "hello", "--cell", "LSTM"), "did you mean lstm?"),
        (("train", "hello", "--preset", "min-char"), "did you mean min-char-rnn?"),
        (("train", "helo"), "did you mean hello?"),
        (("trian", "hello"), "did you mean train?"),
        (("bench", "memry"), "did you mean memory?"),
        (("bench", "core", "--second", 1), "did you mean --seconds?"),
        (("list", "cell"), "did you mean cells?"),
        (("--smoke-tset",), "did you mean --smoke-test?"),
        (("vrese",), "did you mean verse?"),
    ],
    ids=str,
)
def test_the_nearest_word_is_suggested(rnnviz, words, meant):
    answer = rnnviz(*words)
    assert (answer.code, answer.out) == (2, "")
    assert meant in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("train", "hello", "--nonsense", 1),
        ("train", "hello", "--cell", "transformer"),
        ("train", "zzz"),
        ("foo",),
        ("--quiet",),
    ],
    ids=str,
)
def test_nothing_is_suggested_where_nothing_is_like_it(rnnviz, words):
    answer = rnnviz(*words)
    assert answer.code == 2
    assert "did you mean" not in answer.err


def test_the_command_is_named_whose_help_to_read(rnnviz):
    assert rnnviz("sample", "run", "--seeds", 1).err.endswith("See rnnviz sample --help.\n")
