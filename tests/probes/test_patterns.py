"""Patterns: what Python's `re` finds, in bounded time, and a plain sentence for all else."""

import re
import time

import numpy as np
import pytest

from rnnviz.probes.patterns import marks
from rnnviz.refusal import Refusal

TEXT = (
    'def sum(a, b):\n    """Add 3.14 and 42."""\n    return a + b  # aaa\n\n'
    "The Cat said: 'naïve' “quoted” (and [bracketed]) aaab abab 2026-11-30\tx_1\n"
)
PATTERNS = [
    "a", "a*", "a+", "a?b", "ab|a", "a|ab", "(ab)+", "(?:ab|a)*b", "", "x*?", "a+?b", "a{2}",
    "a{2,}", "a{1,2}?", "a{0}", "[a-c]+", "[^a-z\\s]+", "[]]", "[^]]{3}", "[\\]\\[]", "\\d+",
    "\\d+\\.\\d+", "\\w+", "\\W", "\\s+", "\\S+$", "^\\s+", "^$", "\\bthe\\b", "(?i)the|cat",
    "\\Bt", '".*?"', '".*"', "“[^”]*”", "\\(.*\\)", "\\(.*?\\)", ".", "(a|b|c)(a|b)*", "\\.",
    "(?P<year>\\d{4})-(\\d\\d)", "((a))", "(|a)b", "(a|)b", "(a*)*b", "(a*)+", "(a|b)*?c", "\\t",
    "\\x61+", "\\u0061", "\\n\\n", "[\\d.]+", "[ï-ü]", "$", "^", "\\A.", ".\\Z", "a{,2}", "a{", "}",
    "(a+)+b", "-", "\\-", "#.*", "é|ï", "[.]", "(?:a|(?:b|c)d)+", "\\07|x",
]  # fmt: skip


def in_python(pattern, text):
    found = np.zeros(len(text), bool)
    for match in re.finditer(pattern, text, re.MULTILINE):
        found[match.start() : match.end()] = True
    return found


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_marked_is_what_re_finds(pattern):
    np.testing.assert_array_equal(marks(pattern, TEXT), in_python(pattern, TEXT))


def test_drawn_patterns_mark_what_re_finds():
    rng, tried = np.random.default_rng(0), 0
    parts = ["a", "b", "c", ".", "[ab]", "(", ")", "|", "*", "+", "?", "{1,2}", "^", "$", "\\b"]
    texts = ["".join(rng.choice(list("abc \n"), 25)) for _ in range(5)]
    while tried < 400:
        pattern = "".join(rng.choice(parts, rng.integers(1, 8)))
        try:
            re.compile(pattern)
            marks(pattern, "")
        except (re.error, Refusal):
            continue
        tried += 1
        for text in texts:
            found, expected = marks(pattern, text), in_python(pattern, text)
            assert (found == expected).all(), (pattern, text)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*c", "(.*)*x", "(a|aa)+$", "(a*)*b", ".*.*.*.*x"]
)
def test_what_would_take_re_for_ever_is_found_or_refused_soon(pattern):
    began = time.process_time()
    try:
        assert not marks(pattern, "a" * 2000 + "!").any()
    except Refusal as refusal:
        assert "takes too long" in str(refusal)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("(", "“(” is no pattern: missing ), unterminated subpattern at position 0."),
        ("[a", "is no pattern: unterminated character set"),
        ("*", "is no pattern: nothing to repeat"),
        ("a{3,2}", "is no pattern"),
        ("(?<=a)b", "looks ahead or back"),
        ("a(?!b)", "looks ahead or back"),
        ("(a)\\1", "refers back to a group"),
        ("(?P<x>a)(?P=x)", "looks ahead or back"),
        ("a*+", "possessive"),
        ("(a{999}){999}", "repeats too much"),
        ("((a{60}){60}){60}", "repeats too much"),
        ("a" * 201, "201"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(pattern, sentence):
    with pytest.raises(Refusal) as refused:
        marks(pattern, "abc")
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")
