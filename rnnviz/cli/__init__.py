"""The command line: opens the window, or runs one of the subcommands without any Qt."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from rnnviz.cli.parser import Parser
from rnnviz.cli.screen import draw_in_memory, need_screen
from rnnviz.cli.streams import READER_GONE, finish, is_full, is_gone, open_output, tell, unwritten
from rnnviz.declare import WrongValue
from rnnviz.nearest import meant
from rnnviz.refusal import Refusal

WRONG = 2
"""The exit code for what was refused: wrong flags, wrong files."""
FAILED = 1
"""The exit code for what went wrong on the way, a mistake in the program itself included."""
NO_MEMORY = (
    "This machine has not enough memory for that. Close other programs, or take a smaller network, "
    "batch, window or text."
)
NOTHING_GIVEN = {"corpus": (), "smoke_test": False, "screenshots": None}
GONE = (
    "The folder that this was started in is not there any more; change to another one, as with cd, "
    "and begin again."
)
INTERRUPTED = 130
"""The exit code after a Ctrl-C where there is nothing to save, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0, 1 for a failure, 2 for a refusal; 130 after Ctrl-C and 141 when whoever read what is
    printed, as `head` does, has gone: the codes that shells give to programs ended by a signal.
    """
    open_output()
    try:
        code = _answer(list(sys.argv[1:] if arguments is None else arguments))
    except BrokenPipeError:
        code = READER_GONE
    return finish(code)


def _answer(given: list[str]) -> int:
    """Do what is asked for and return the exit code; what is refused is told on stderr."""
    try:
        return _run(given) if given else open_window(argparse.Namespace(**NOTHING_GIVEN))
    except WrongValue as wrong:
        tell(f"{wrong.declaration.flag} {wrong.problem}")
        return WRONG
    except Refusal as refusal:
        tell(str(refusal))
        return WRONG
    except MemoryError:
        print(f"rnnviz: {NO_MEMORY}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:  # how argparse ends after --help
        return int(end.code or 0)
    except BrokenPipeError:
        raise
    except Exception as error:
        return _tell_of_surroundings(error) or _tell_of_mistake(error)


def _tell_of_surroundings(error: Exception) -> int:
    """Say that the folder is gone or the disk is full, if that is why; the exit code, else 0."""
    if isinstance(error, OSError) and is_gone():
        tell(GONE)
        return WRONG
    if isinstance(error, OSError) and is_full(error):
        return unwritten(error)
    return 0


def _tell_of_mistake(error: Exception) -> int:
    """Log what failed in the program itself, and say so in a sentence."""
    import traceback

    from rnnviz.log_file import log, log_path

    log("The command line failed.", "".join(traceback.format_exception(error)))
    print(f"rnnviz: {_why(error)} The details are in {log_path()}.", file=sys.stderr)
    return FAILED


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"Something could not be read or written ({error})."
    words = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".: ")
    return f"A mistake in this program ended it ({words})."


def _run(given: list[str]) -> int:
    """Run a subcommand, or open the window with what else is given."""
    import numpy as np

    from rnnviz.cli.commands import COMMANDS  # the window alone starts sooner without them

    names = {command.NAME for command in COMMANDS}
    if " ".join(given[:2]) in names:  # of two words, as `sweep show`
        given = [" ".join(given[:2]), *given[2:]]
    if given[0] not in names:
        _check_first(given[0])
        return open_window(_window_parser().parse_args(given))
    parsed = _parser().parse_args(given)
    with np.errstate(all="ignore"):  # what overflows shows in the numbers
        return int(parsed.run(parsed))


def _check_first(word: str) -> None:
    """Refuse a word that is neither a flag nor a command, a file or a built-in text."""
    from rnnviz.cli.commands import COMMANDS
    from rnnviz.cli.texts import is_there
    from rnnviz.tasks.builtin import BUILTIN

    if word.startswith("-") or word in BUILTIN or is_there(word):
        return
    if sys.stderr is None:  # nobody would read it here; the window says it
        return
    commands = [command.NAME for command in COMMANDS]
    raise Refusal(
        f"{word!r} is no command, no file in {Path.cwd()} and no built-in text"
        f"{meant(word, (*commands, *BUILTIN))} "
        f"Commands: {', '.join(commands)}; texts: {', '.join(BUILTIN)}."
    )


def _parser() -> Parser:
    from rnnviz.cli.commands import COMMANDS

    parser = Parser(prog="rnnviz")
    subparsers = parser.add_subparsers(required=True)
    for command in COMMANDS:
        sub = subparsers.add_parser(command.NAME, help=command.HELP)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


def _window_parser() -> Parser:
    from rnnviz.cli.commands import COMMANDS

    width = max(len(command.NAME) for command in COMMANDS)
    commands = "\n".join(f"  rnnviz {one.NAME:{width}} {one.HELP}" for one in COMMANDS)
    parser = Parser(
        prog="rnnviz",
        description="Watch a recurrent network learn to write. Without a command: the window.",
        epilog=f"commands (each has a --help of its own):\n{commands}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "corpus", nargs="*", help="text files, which are joined, a saved run or a built-in text"
    )
    parser.add_argument("--smoke-test", action="store_true", help="try the window and close it")
    parser.add_argument(
        "--screenshots", metavar="DIR", type=Path, help="where the smoke test leaves its pictures"
    )
    return parser


def open_window(parsed: argparse.Namespace) -> int:
    """Open the window; the only place that brings in Qt."""
    if parsed.screenshots is not None and not parsed.smoke_test:
        raise Refusal("--screenshots goes with --smoke-test.")
    if parsed.smoke_test:
        if parsed.corpus:
            raise Refusal(f"--smoke-test brings its own text; leave {parsed.corpus[0]!r} out.")
        draw_in_memory()
        from rnnviz.gui.checks.smoke_test import smoke_test

        verdict = smoke_test(parsed.screenshots)
        print("\n".join(verdict.lines), file=sys.stderr if verdict.code else sys.stdout)
        return verdict.code
    need_screen()
    gc.disable()  # imports leave nothing to collect; the window's own collector comes after them
    from rnnviz.gui.app import run_window

    return run_window(*parsed.corpus)
