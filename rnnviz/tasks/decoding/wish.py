"""How the files of a text are to be decoded, where somebody or something knows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """What is known of the encodings of a text's files.

    `by_file` has the codec of each file, "" where it is to be found. `unclear` are codecs for
    those files that may be in one of them and in others, too. `ask` has the first file that was
    guessed asked about, and `before` has all read as before encodings were guessed: what is no
    UTF is Windows-1252 or Latin-1, and marks and escape sequences stay in the text.
    """

    by_file: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    ask: bool = False
    before: bool = False

    def of(self, number: int) -> str:
        """The codec of one of the files, "" if it is to be found."""
        return self.by_file[number] if number < len(self.by_file) else ""


FIND = Wish()
"""Nothing is known."""
BEFORE = Wish(before=True)
"""As the first version read."""
