"""Which feed a task learns from."""

from __future__ import annotations

from rnnviz.lab.feeds import DrawnFeed, Feed, TextFeed
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN, READING
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.material import Material
from rnnviz.tasks.numbers import Numbers


def feed_for(settings: Settings, material: Material | None) -> Feed:
    """What `settings.task` learns from: texts and numbers need theirs."""
    if settings.task in DRAWN:
        return _drawn_feed(settings)
    if settings.task == Numbers.name:
        return _series_feed(settings, material)
    if not isinstance(material, Corpus):
        raise Refusal("There is no text to learn; open a text file or choose a built-in text.")
    if settings.task in READING:
        from rnnviz.lab.passage_feed import PassageFeed  # which writing on needs never

        return PassageFeed(settings, material)
    return TextFeed(settings, material)


def _drawn_feed(settings: Settings) -> DrawnFeed:
    if DRAWN[settings.task].fed_back != "likeliest":
        return DrawnFeed(settings)
    from rnnviz.lab.fed_back_feed import FedBackFeed  # which no other task needs

    return FedBackFeed(settings)


def _series_feed(settings: Settings, material: Material | None) -> DrawnFeed:
    if material is None or isinstance(material, Corpus):
        raise Refusal("There are no numbers to learn; open a table, a CSV file for example.")
    from rnnviz.lab.series_feed import SeriesFeed  # which no other task needs

    return SeriesFeed(settings, material)
