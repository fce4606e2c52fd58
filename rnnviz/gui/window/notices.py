"""Banners that tell of errors, warnings and hints inside the window; none of them blocks it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.tool_button import tool_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnviz.session.notice import Notice

AT_MOST = 3
TITLES = {"info": "Note", "warning": "Warning", "error": "Problem"}
DETAILS_HEIGHT = 140


class Banner(QFrame):
    """One sentence with its rank, a way to dismiss it and, where there are any, details."""

    dismissed = Signal(object)
    taken = Signal()
    """Emitted when the button was pressed that offers something."""

    def __init__(self, kind: str, text: str, details: str, theme: Theme, offer: str = "") -> None:
        super().__init__()
        self.kind, self.words, self.details, self._offer = kind, text, details, offer
        self.setObjectName("banner")
        self.setAccessibleName(f"{TITLES[kind]}: {text}")
        self.setAutoFillBackground(True)
        self._build()
        self._arrange()
        self._close.clicked.connect(self._on_close_clicked)
        self.offer.clicked.connect(self._on_offer_clicked)
        self.copy.clicked.connect(self._on_copy_clicked)
        self._more.toggled.connect(self._details.setVisible)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        rank = {"info": theme.accent, "warning": theme.warning, "error": theme.error}[self.kind]
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.base))
        self.setPalette(palette)
        palette.setColor(QPalette.ColorRole.Window, QColor(rank))
        self._stripe.setPalette(palette)
        palette.setColor(QPalette.ColorRole.WindowText, QColor(rank))
        self._title.setPalette(palette)

    def _build(self) -> None:
        self._stripe = QWidget()
        self._stripe.setAutoFillBackground(True)
        self._stripe.setFixedWidth(4)
        self._title = plain_label(TITLES[self.kind])
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        self._text = plain_label(self.words)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setWordWrap(True)  # after the policy, which it extends
        self.offer = tool_button(self._offer)
        self._more = tool_button("Details", flat=True)
        self._more.setCheckable(True)
        self.copy = tool_button("Copy details", flat=True)
        self.copy.setToolTip("Copy what a report to the makers of the program needs")
        self._details = QPlainTextEdit(self.details, readOnly=True)
        self._details.setFixedHeight(DETAILS_HEIGHT)
        self._details.setAcceptDrops(False)
        self._details.hide()
        self._close = tool_button("✕", flat=True)
        self._close.setToolTip("Dismiss")
        self._close.setAccessibleName("Dismiss this message")

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(10)
        row.addWidget(self._title)
        row.addWidget(self._text, 1)
        row.addWidget(self.offer)
        row.addWidget(self._more)
        row.addWidget(self.copy)
        row.addWidget(self._close)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._details)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stripe)
        whole.addLayout(column, 1)
        details = ((button, self.details) for button in (self._more, self.copy))
        for button, wanted in ((self.offer, self._offer), *details):
            button.setVisible(bool(wanted))  # once it has a place; before, it would be a window

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.words}\n\n{self.details}")

    def _on_close_clicked(self) -> None:
        self.dismissed.emit(self)

    def _on_offer_clicked(self) -> None:
        self.dismissed.emit(self)  # first, as what is offered may clear all messages
        self.taken.emit()


class Notices(QWidget):
    """The newest few messages, one under the other; takes no room while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands there now, the oldest first."""
        return tuple(banner.words for banner in self._banners)

    def show_offer(self, text: str, button: str, do: Callable[[], None]) -> None:
        """Show a message with a button for what can be done about it."""
        banner = self.show_notice("info", text, offer=button)
        banner.taken.connect(do)

    def show_notice(self, kind: str, text: str, details: str = "", offer: str = "") -> Banner:
        """Show a message ("info", "warning" or "error") once, and drop the oldest of too many."""
        for banner in [b for b in self._banners if b.words == text]:
            self._remove(banner)
        for banner in self._banners[: max(0, len(self._banners) + 1 - AT_MOST)]:
            self._remove(banner)
        banner = Banner(kind, text, details, self._theme, offer)
        banner.dismissed.connect(self._remove)
        self._banners.append(banner)
        self._column.addWidget(banner)
        self.show()
        return banner

    def show_of_session(self, notice: Notice) -> None:
        """Show what the session tells."""
        self.show_notice(notice.kind, notice.text, notice.details)

    def show_problem(self, text: str) -> None:
        """Show why something was refused."""
        self.show_notice("error", text)

    def show_note(self, text: str) -> None:
        """Show something good to know."""
        self.show_notice("info", text)

    def show_saved(self, path: str) -> None:
        """Say where the run was saved."""
        self.show_note(f"Saved as {Path(path).name} in {Path(path).parent}.")

    def show_exported(self, weights: str, module: str) -> None:
        """Say where the network was exported to, and how it is run there."""
        from rnnviz.captions.exported import exported_caption  # not at the window's start

        self.show_note(exported_caption(Path(weights), Path(module)))

    def clear(self) -> None:
        """Remove all messages but those of mistakes in the program, which are told only once."""
        for banner in [b for b in self._banners if not b.details]:
            self._remove(banner)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self._theme = theme
        for banner in self._banners:
            banner.set_theme(theme)

    def _remove(self, banner: Banner) -> None:
        self._banners.remove(banner)
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self.setVisible(bool(self._banners))
