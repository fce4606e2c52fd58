"""What the network expects next: after every character of a phrase, and as it writes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from rnnviz.captions import beam_search as beam_words
from rnnviz.captions import losses
from rnnviz.captions import next_character as words
from rnnviz.captions.invisible_characters import to_type
from rnnviz.gui.controls.next_controls import NextControls
from rnnviz.gui.controls.next_views import NextViews
from rnnviz.gui.controls.phrase import default_phrase
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.panels.captioned import CaptionedPanel
from rnnviz.gui.widgets.choice import Chooser
from rnnviz.lab.panels import BEAM, WRITE
from rnnviz.lab.place import Place
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.lab.writing_on import Rule, WritingOn, log_p_of_written
from rnnviz.probes.beam_search import BeamTree
from rnnviz.probes.next_character import NextCharacter

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. What the network expects after each character is drawn here."
COMING = "Measured with the next step."
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOST_WAITING = 2
"""Symbols that may be asked for before the first of them is written."""


class NextCharacterPanel(CaptionedPanel):
    """Three views of one phrase: column by column, as the network writes on, or beam search."""

    name = "next_character"
    caption_name = "The next character in words"
    least_height = 150

    _settings: Settings
    _unit: str
    _found: NextCharacter | None
    _tree: BeamTree | None
    _request: Request
    _of_tree: Request
    _told: tuple[object, ...]

    def needs(self) -> frozenset[Request]:
        """Ask for the distributions over the phrase, or for the tree where that is shown."""
        return frozenset({self._of_tree if self._is_beam else self._request})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"view": self.view, "phrase": self.phrase}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest; what there was stays until another phrase has been read."""
        self._step = snapshot.step
        is_other_unit, self._unit = snapshot.task.unit != self._unit, snapshot.task.unit
        if snapshot.settings is not self._settings:
            self._settings = snapshot.settings
            self.controls.setHidden(not losses.of_characters(snapshot.task.unit))
            self._on_asked_otherwise()
        asked = self._of_tree if self._is_beam else self._request
        result = snapshot.results.get(asked)
        if isinstance(result, str):
            self._forget()
            self._say(result)
        elif isinstance(result, BeamTree):
            self._draw_tree(result)
        elif isinstance(result, NextCharacter):
            self._draw(result, is_other_unit)
        elif (self._tree if self._is_beam else self._found) is None:
            self._say(COMING)

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Choose the phrase that is read where none was typed."""
        self._default = default_phrase(corpus)
        self.phrase.setPlaceholderText(to_type(self._default))
        self._on_phrase_changed()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._forget()
        self.writing.begin_anew()
        self._on_asked_otherwise()
        self._say(EMPTY)

    def follow(self, other: Panel) -> None:
        """Read what another panel reads, what was written on too."""
        super().follow(other)
        if isinstance(other, NextCharacterPanel):
            self.writing.text = other.writing.text
            self.how.how.setCurrentIndex(other.how.how.currentIndex())
            self.beams.take(other.beams)
            self._on_asked_otherwise()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.views.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes on, with Shift it takes back: in this panel, but for what it presses."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._on_undo()
        else:
            self._on_write()

    def _build(self) -> None:
        super()._build()
        self._found = self._tree = None
        self._settings, self._step, self._default = Settings(), 0, ""
        self._unit = losses.NATS_PER_CHARACTER
        self._waiting, self._told = 0, ()
        self.writing = WritingOn()
        self.controls = NextControls()
        self.view, self.phrase = self.controls.view, self.controls.phrase
        self.how, self.beams = self.controls.how, self.controls.beams
        self.views = NextViews()
        self.how.undo.setEnabled(False)
        self._ask()
        self._say(EMPTY)

    def _arrange(self) -> None:
        self._set_out(self.controls, picture=self.views)

    def _connect(self) -> None:
        self.controls.view_chosen.connect(self._on_view_chosen)
        self.phrase.textChanged.connect(self._on_phrase_changed)
        self.controls.copy.clicked.connect(self._on_copy_clicked)
        self.how.write_requested.connect(self._on_write)
        self.how.undo_requested.connect(self._on_undo)
        self.how.changed.connect(self._redraw)
        self.beams.changed.connect(self._on_asked_otherwise)
        self.views.each.columns.opened.connect(self._on_bar_opened)
        self.views.tree.opened.connect(self._on_node_opened)
        self.views.on.bars.opened.connect(self._on_symbol_opened)

    @property
    def _is_beam(self) -> bool:
        return self.controls.seen == BEAM

    @property
    def _rule(self) -> Rule:
        return Rule.of(self._settings, self.how.is_greedy)

    def _ask(self) -> None:
        phrase = "phrase", self.controls.text or self._default
        self._request = Request("next_character", (phrase, ("written", self.writing.text)))
        drawn = ("temperature", self._settings.temperature), ("top_k", self._settings.top_k or 0)
        self._of_tree = Request("beam_search", (phrase, *self.beams.options, *drawn))

    def _on_asked_otherwise(self) -> None:
        before = self.needs()
        self._ask()
        self.how.undo.setEnabled(bool(self.writing.text))
        if self.needs() != before:
            self.needs_changed.emit()

    def _on_phrase_changed(self) -> None:
        self.writing.begin_anew()
        self._waiting = 0
        self._on_asked_otherwise()

    def _on_view_chosen(self) -> None:
        self.views.choose(self.controls.seen)
        self._redraw()
        self.needs_changed.emit()

    def _on_write(self) -> None:
        """Write a character more; of many that are asked for at once, a few."""
        if self._is_beam:
            self.beams.grow(1)
            return
        self._waiting = min(self._waiting + 1, MOST_WAITING)
        self._write_on()

    def _write_on(self) -> None:
        """Write what was asked for, if it is known what to expect after all that was written."""
        found = self._found
        if not self._waiting or found is None or not self._is_known(found):
            return
        self._waiting -= 1
        self.writing.write(found, self._rule, self._settings.seed, self._step)
        self._on_asked_otherwise()

    def _is_known(self, found: NextCharacter) -> bool:
        written = "".join(found.symbols[len(found.symbols) - found.written :])
        same = found.phrase == self._request.option("phrase", "") and written == self.writing.text
        return same and found.is_finite

    def _on_undo(self) -> None:
        self._waiting = 0
        if self._is_beam:
            self.beams.grow(-1)
            return
        self.writing.take_back()
        self._on_asked_otherwise()

    def _on_copy_clicked(self) -> None:
        if self._is_beam and self._tree is not None:
            QGuiApplication.clipboard().setText(beam_words.data(self._tree).text("\t"))
        elif not self._is_beam and self._found is not None:
            QGuiApplication.clipboard().setText(words.data(self._found, self._unit).text("\t"))

    def _on_bar_opened(self, spot: int) -> None:
        if (found := self._found) is not None:
            step = self.views.each.columns.step_of(spot)
            true = self.views.each.columns.is_true(step, self.views.each.columns.bar_of(spot)[0])
            read = "".join(found.symbols)
            self.look_into.emit(Place(step, phrase=read, loss=step if true else None))

    def _on_node_opened(self, spot: int) -> None:
        if (tree := self._tree) is not None:
            path = beam_words.written(tree, *self.views.tree.nodes[spot])
            self.look_into.emit(Place(phrase=tree.phrase + path))

    def _on_symbol_opened(self, _spot: int) -> None:
        if (found := self._found) is not None:
            self.look_into.emit(Place(phrase="".join(found.symbols)))

    def _draw(self, found: NextCharacter, anew: bool) -> None:
        if found is not self._found or anew or self.views.message:
            self._found = found
            self._redraw()
            self._write_on()

    def _draw_tree(self, tree: BeamTree) -> None:
        if tree is not self._tree or self.views.message:
            self._tree = tree
            self._redraw()

    def _redraw(self) -> None:
        """Draw what is known in the view that is seen, or say that it is not yet."""
        found, tree = self._found, self._tree
        if self._is_beam and tree is not None:
            self.views.show_tree(tree)
            self._tell((tree.phrase, tree.width, len(tree.symbols)))
        elif not self._is_beam and found is not None:
            if not found.is_finite:
                self._say(words.DIVERGED)
                return
            self.views.show_found(found, self._rule, self._unit)
            self._tell((self.controls.seen, *found.symbols))
        else:
            self._say(COMING)

    def _tell(self, asked: tuple[object, ...]) -> None:
        """Say it in words: at once where something else was asked for."""
        if asked == self._told:
            self.words.say(self._words)
        else:
            self._told = asked
            self.words.say_now(self._words())

    def _words(self) -> str:
        """Return what is to be seen in words."""
        if self._is_beam:
            return "" if self._tree is None else beam_words.caption(self._tree)
        if self._found is None:
            return ""
        if self.controls.seen == WRITE:
            return words.writing_caption(self._found, log_p_of_written(self._found))
        return words.caption(self._found, self._unit)

    def _forget(self) -> None:
        self._found = self._tree = None
        self._waiting = 0

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the picture."""
        self.views.say(sentence)
        self._told = ()
        self.words.say_now("")
