"""What a run's file tells about what it learns, so that this can be found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rnnviz.lab.runs.about_passages import about_passages
from rnnviz.lab.runs.carried_series import about_series

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer


def about_material(trainer: Trainer) -> dict[str, Any]:
    """What is needed to find the text, or the numbers, again; nothing for a task without."""
    if trainer.series is not None:
        return about_series(trainer.series, trainer)
    corpus = trainer.corpus
    if corpus is None:
        return {}
    return {
        **about_passages(trainer),
        "name": corpus.name,
        "source": corpus.source,
        "files": list(corpus.files),
        "encodings": list(corpus.encodings),
        "form": corpus.folding.form,
        "fingerprint": corpus.fingerprint,
        "characters": corpus.characters,
        **({"parts": corpus.parts} if corpus.parts else {}),
    }
