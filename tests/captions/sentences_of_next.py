"""What is said of the next character, of beam search and of letters, for the list of sentences."""

from collections.abc import Iterator

from rnnviz.captions import beam_search, letters, next_character
from rnnviz.lab.writing_on import log_p_of_written


def of_what_comes(found) -> Iterator[tuple[str, str]]:
    """Every sentence of these panels about one case, with the name of its caption."""
    for phrase, written in (("the moon", ""), ("t", ""), ("th", "e s")):
        now = found("next_character", phrase=phrase, written=written)
        if isinstance(now, str):
            yield "next_character", now
            break
        yield "next_character", next_character.caption(now)
        yield "next_character.written", next_character.writing_caption(now, log_p_of_written(now))
        if now.is_finite:
            for k, code in enumerate(now.likeliest[0].tolist()[:2]):
                told = next_character.bar_caption(now, 0, code, float(now.p[0, k]))
                yield "next_character.bar", f"{told}."
    for width in (1, 4):
        tree = found("beam_search", phrase="the moon", width=width, length=5)
        if isinstance(tree, str):
            yield "beam_search", tree
            continue
        yield "beam_search", beam_search.caption(tree)
        yield "beam_search.node", f"{beam_search.node_caption(tree, 1, 0)}."
    near = found("letters")
    if isinstance(near, str):
        yield "letters", near
        return
    yield "letters", letters.caption(near)
    yield "letters.one", f"{letters.letter_caption(near, 0)}."
