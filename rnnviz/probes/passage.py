"""What is read step by step: a phrase from where texts begin, or the window just trained on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.state import State
from rnnviz.probes.base import Sequence
from rnnviz.probes.phrase import codes_of
from rnnviz.probes.replay import LONGEST_PHRASE, stream_of, symbols_of


@dataclass(frozen=True)
class Passage:
    """One sequence of T steps: `inputs` (T, 1) or (T, 1, D), and the `state` it begins with.

    `targets` (S, 1) or (S, 1, V) are those of the steps `scored`. Of a phrase every character
    but the last has one, the character after it. `symbols` (T,) are its characters or signs or,
    where nothing is `written`, the numbers of its steps; `thing` is what these are, "character" or
    "step". Of the window it is the sequence `stream`.
    """

    phrase: str
    symbols: tuple[str, ...]
    inputs: NDArray[Any]
    targets: NDArray[Any]
    scored: range
    state: State
    thing: str
    stream: int = 0
    written: bool = True


def passage_of(network: Network, sequence: Sequence, options: Mapping[str, Any]) -> Passage | str:
    """The phrase in `options` or, without one, a sequence of the window; a sentence if neither."""
    phrase = str(options.get("phrase", ""))[:LONGEST_PHRASE]
    if not phrase or not sequence.reads_text:
        return _of_window(sequence, stream_of(sequence, options))
    read = codes_of(sequence.coding, phrase)
    if isinstance(read, str):
        return read
    codes = read[:, None]
    return Passage(
        phrase,
        tuple(sequence.coding.decode(codes[:, 0])),
        codes,
        codes[1:],
        range(len(codes) - 1),
        network.zero_state(1),
        "character",
    )


def from_end(passage: Passage) -> Passage:
    """The passage as a layer meets it that reads from the end: its last step first."""
    T, scored = len(passage.inputs), passage.scored
    return replace(
        passage,
        symbols=passage.symbols[::-1],
        inputs=passage.inputs[::-1],
        targets=passage.targets[::-1],
        scored=range(T - scored.stop, T - scored.start),
    )


def _of_window(sequence: Sequence, stream: int) -> Passage:
    T, S = len(sequence.inputs), len(sequence.targets)
    one = slice(stream, stream + 1)
    letters = symbols_of(sequence, stream)
    return Passage(
        "",
        letters or tuple(str(step) for step in range(1, T + 1)),
        sequence.inputs[:, one],
        sequence.targets[:, one],
        range(T - S, T),
        sequence.state.some(one),
        "character" if sequence.reads_text else "step",
        stream,
        bool(letters),
    )


def step_of(passage: Passage, options: Mapping[str, Any]) -> int:
    """The step asked for, by default the last one with a loss; kept within the passage.

    One below zero counts from the end.
    """
    T, scored = len(passage.inputs), passage.scored
    step = int(options.get("step", scored[-1] if scored else T - 1))
    return max(0, min(step + T if step < 0 else step, T - 1))


def chosen_loss(passage: Passage, options: Mapping[str, Any]) -> int:
    """The step whose loss is asked for, by default the last; -1 where there is none.

    One below zero counts from the end.
    """
    scored = passage.scored
    if not scored:
        return -1
    step = int(options.get("loss", scored[-1]))
    step += len(passage.inputs) if step < 0 else 0
    return max(scored[0], min(step, scored[-1]))
