"""The training's thread: steps at full speed, and between two of them whatever was asked for."""

import traceback
from time import perf_counter

from PySide6.QtCore import QThread, Signal

from rnnviz.refusal import Refusal, why
from rnnviz.session.command_queue import Command, CommandQueue
from rnnviz.session.frame_gate import FrameGate
from rnnviz.session.mailbox import Mailbox
from rnnviz.session.notice import COMMAND_FAILED, TRAINING_FAILED
from rnnviz.session.training import Training
from rnnviz.tasks.progress import Cancelled

NO_MEMORY = (
    "This machine has not enough memory for that. Close other programs, or lower Hidden units, "
    "Layers, Batch or Window."
)


class Worker(QThread):
    """Runs the training; others post its methods as commands, and read snapshots.

    For what is urgent, a step or a measurement that takes long is broken off: it has not begun.
    """

    refused = Signal(str)
    failed = Signal(str)

    def __init__(self, mailbox: Mailbox, gate: FrameGate) -> None:
        super().__init__()
        self._gate = gate
        self._commands = CommandQueue()
        self._stopping = False
        self.training = Training(self._commands, mailbox, gate)

    def post(self, command: Command, urgent: bool = False) -> None:
        """Have `command` run in this thread between two steps; callable from any thread.

        For what is urgent, a sample that is being written is given up.
        """
        self._commands.give(command, urgent)

    def stop(self) -> None:
        """End the thread after the present step; called from outside, then `wait()`.

        Unsaved work is kept.
        """
        self.post(self._stop, urgent=True)

    def _stop(self) -> None:
        self._stopping, self.training.running = True, False
        self.training.keeping.close(self.training.runs)

    def run(self) -> None:
        """Qt's entry point: step, show, obey, until stopped."""
        while not self._stopping:
            try:
                self._obey()
                if self.training.running:
                    self.training.advance()
            except Cancelled:
                continue  # for something urgent, which is obeyed now
            except Refusal as refusal:
                self.refused.emit(str(refusal))
            except MemoryError:
                self.training.pause()
                self.refused.emit(NO_MEMORY)
            except Exception:
                self.training.running = False
                self._fail(traceback.format_exc())

    def _fail(self, details: str) -> None:
        from rnnviz.log_file import log  # when something fails, not at the start

        log(TRAINING_FAILED, details)
        self.failed.emit(details)

    def _do(self, command: Command) -> None:
        """Run a command; one that fails leaves those after it, and the training, alone."""
        try:
            command()
        except Cancelled:
            return  # given up for something urgent
        except Refusal as refusal:
            self.refused.emit(str(refusal))
        except Exception as error:
            sentence = COMMAND_FAILED.format(why=why(error))
            self.training.reports.tell(sentence, traceback.format_exc())

    def _obey(self) -> None:
        """Run waiting commands; without training, or before a slow step is due, wait for one."""
        self._gate.expected = False
        wait = self.training.wait()
        obeyed, rests, start = False, wait is None, perf_counter()
        if rests:
            wait = quiet = self.training.quiet()
        while not self._stopping:
            command = self._commands.take(wait)
            if command is None:
                if rests and not obeyed and quiet is not None:
                    self.training.keep_standing()
                break
            obeyed, wait = True, 0.0
            self._do(command)
        if rests:
            self.training.rested(start)
        if obeyed and not self._stopping:
            self.training.show(everything=not self.training.running)
