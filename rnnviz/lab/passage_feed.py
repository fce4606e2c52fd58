"""What a trainer learns from passages of a text: cut anew for every batch, judged on its end."""

from __future__ import annotations

from typing import Any

from rnnviz.lab.feeds import DrawnFeed
from rnnviz.lab.settings import Settings
from rnnviz.tasks import READING
from rnnviz.tasks.corpus import Corpus


class PassageFeed(DrawnFeed):
    """Passages of the training part; those of the held-out part are judged and shown."""

    def __init__(self, settings: Settings, corpus: Corpus) -> None:
        options: dict[str, Any] = settings.options_of("task")
        self.passages = READING[settings.task](corpus, settings.validation, **options)
        super().__init__(settings, self.passages)
        self.coding = corpus.coding

    @property
    def unseen_count(self) -> int:
        """How many answers of them are judged."""
        return self._fresh.targets.size
