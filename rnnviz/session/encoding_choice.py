"""Asks in which encoding a text is where its bytes do not tell, and reads it in another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.lab.runs.sources import Source, from_files
from rnnviz.session.notice import Notice
from rnnviz.session.preparation import Preparation
from rnnviz.session.run_list import RunList
from rnnviz.tasks.decoding import Wish
from rnnviz.tasks.reading import printable

if TYPE_CHECKING:
    from rnnviz.tasks.decoding.question import UnclearEncoding

NOT_READ = "{name} was not read; open it again to choose its encoding."


class EncodingChoice(QObject):
    """The encodings of the text that is open, and of one that waits for an answer."""

    asked = Signal(object)
    """Emitted with an UnclearEncoding, to which `answer` is the answer; there may be none."""

    def __init__(self, preparation: Preparation, runs: RunList, parent: QObject) -> None:
        super().__init__(parent)
        self._preparation, self._runs = preparation, runs
        self._question: UnclearEncoding | None = None
        self._by_hand = False
        preparation.unclear.connect(self._on_unclear)

    def answer(self, codec: str) -> None:
        """Read what was asked about in this encoding, and other files that may be in it, too."""
        question, self._question = self._question, None
        self._by_hand = False
        if question is None:
            return
        path = str(question.path)

        def decode(source: Source) -> Source:
            wish, count = source.wish, len(source.files)
            known = [wish.of(number) for number in range(count)]
            for number in range(count):
                if source.files[number] == path or (wish.ask and not known[number]):
                    known[number] = codec
            now = replace(wish, by_file=tuple(known), unclear=(codec, *wish.unclear), ask=False)
            return from_files(list(source.files), now)

        self._preparation.reopen(decode)

    def give_up(self) -> None:
        """Leave what was asked about unread."""
        question, self._question = self._question, None
        by_hand, self._by_hand = self._by_hand, False
        if question is not None and not by_hand:
            words = NOT_READ.format(name=printable(question.path.name))
            self._preparation.notice.emit(Notice("error", words))

    def read_as(self, codec: str) -> None:
        """Read the text that is open in another encoding, where it was not in one of Unicode."""
        self._open(codec)

    def ask(self) -> None:
        """Ask in which encoding the text that is open is."""
        self._open("", ask=True)

    def _open(self, codec: str, ask: bool = False) -> None:
        source, corpus = self._runs.source, self._runs.corpus
        if source is None or corpus is None or len(corpus.encodings) != len(source.files):
            return
        known = tuple(codec if one == corpus.national else one for one in corpus.encodings)
        self._preparation.open(from_files(list(source.files), Wish(known, ask=ask)))
        self._by_hand = ask

    @Slot(object)
    def _on_unclear(self, question: UnclearEncoding) -> None:
        self._question = question
        self.asked.emit(question)
