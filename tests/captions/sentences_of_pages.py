"""What is said of pages of text and of the units that follow something, for `every_sentence.py`."""

from collections.abc import Callable, Iterator

from rnnviz.captions import changed_character, reading, silence, unit_finder
from rnnviz.captions.page import Page
from rnnviz.lab.panels import CHANGE, COST, SAMPLE, SURPRISE
from rnnviz.probes.text_labels import FEATURES

PASSAGE = "the sea is old and the moon is old\n" * 5
Found = Callable[..., object]
"""What a probe finds, with these options."""


def of_finder(found: Found) -> Iterator[tuple[str, str]]:
    """What is said of units."""
    for feature in FEATURES:
        units = found("unit_finder", feature=feature, text=PASSAGE)
        if isinstance(units, str):
            yield "unit_finder, none", units
            continue
        yield "unit_finder.followed", unit_finder.followed(units)
        yield "unit_finder.unit", unit_finder.unit_caption(units, 1)
        yield "unit_finder.counted", unit_finder.counted_caption(units)
        for before in (None, units, found("unit_finder", feature=feature, text=PASSAGE, layer=0)):
            yield "unit_finder", unit_finder.verdict(units, before)


def of_pages(found: Found) -> Iterator[tuple[str, str]]:
    """What is said of a page that is read, and of what a prediction hangs on."""
    for lead in ("", "the moon\n"):
        page = found("reading", text=PASSAGE, lead=lead, unit=1)
        if isinstance(page, str):
            yield "reading, none", page
            return
        for name, of_unit in (("surprise", False), ("unit", True)):
            if (lost := reading.lost_caption(page, of_unit)) is not None:
                yield f"reading.{name}, lost", lost
        if page.finite:
            yield "reading.surprise", reading.surprise_caption(page)
            for place in (0, 1, 30):
                yield "reading.character", reading.character_caption(page, place)
                yield "reading.value", reading.value_caption(page, place)
            yield "reading.unit", reading.unit_caption(page)
        for place in (0, 1, 50):
            for of in ("true", "likeliest"):
                reach = found("reach", text=PASSAGE, lead=lead, place=place, of=of)
                told = reach if isinstance(reach, str) else reading.reach_caption(reach, PASSAGE)
                yield "reading.reach", told


def of_silence(found: Found) -> Iterator[tuple[str, str]]:
    """What is said of silenced units, and of a character that is read as another."""
    whole = found("reading", text=PASSAGE)
    if isinstance(whole, str):
        return
    for units, to in (("1", "zero"), ("1", "mean"), ("0,1", "mean"), ("0,1,2,3,4", "zero")):
        silent = {"silenced": units, "silence_to": to}
        page = found("reading", text=PASSAGE, **silent)
        if isinstance(page, str):  # with layer norm nothing but zero
            yield "silence.refused", page
            continue
        if not page.finite:
            continue
        yield "silence.cost", silence.cost_caption(page, whole)
        for place in (0, 30):
            told = silence.character_cost_caption(page, whole, place)
            yield "silence.character_cost", told
        written = found("silenced_text", prime="the", length=30, **silent)
        yield "silence.text", Page(page, whole, written).words(SAMPLE, None)
        yield "page.silenced", Page(page, whole).words(SURPRISE, None)
        yield "page.waiting", Page(page).words(COST, None)
    for place, to in ((0, ""), (20, "s"), (174, ""), (20, "xx")):
        change = found("changed_character", text=PASSAGE, place=place, to=to)
        yield "page.change", Page(whole, None, change).words(CHANGE, None)
        if not isinstance(change, str) and change.finite:
            yield "changed_character.step", changed_character.step_caption(change, 0)
            if len(change.variation) > 3:
                yield "changed_character.step", changed_character.step_caption(change, 3)
