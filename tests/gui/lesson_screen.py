"""Where the numbers of a lesson's words stand on the screen: panels, curves, captions, forms."""

import re

import numpy as np
from windows import PATIENCE, at_rest

from rnnviz.lessons import measures

OFF_SCREEN = (
    "real words", "equal letters of 5", "word end letter", "word end network",
    "gate open over 10", "gate open on the way over 10", "unit silenced usually", "free error",
    *(f"unit {what} for {feature}" for what in ("silenced", "untrained")
      for feature in ("word_start", "word_end", "newline")),
)  # fmt: skip
"""Counted in a text that is written for it alone, of what is no unit, or of many pictures."""
NUMBER = r"([-−]?[\d,.]+)"


class Screen:
    """A window with a lesson; `shows` is the value there of what a lesson's words call `what`."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot

    @property
    def snapshot(self):
        return self.window.session.snapshot()

    def shows(self, what):
        """The value, or None where the screen does not say it at this step."""
        number = re.search(r"\b\d+\b", what)
        of_units = re.fullmatch(r"unit (score|chance|number) for (\w+)", what)
        if of_units:
            return getattr(self, f"_unit_{of_units[1]}_for")(of_units[2])
        if what in measures.REFERENCES:
            return self._line(what)
        return getattr(self, "_" + re.sub(r"\W+", "_", re.sub(r"\b\d+\b", "N", what)))(
            *([int(number[0])] if number else [])
        )

    def settle(self):
        """Wait until the screen shows the run as it stands."""
        self.qtbot.waitUntil(lambda: at_rest(self.window), timeout=PATIENCE)

    def in_its_thread(self, do):
        """What `do` returns in the thread that measures: probes share their memory there."""
        done = []
        self.window.session._worker.post(lambda: done.append(do()))
        self.qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
        return done[0]

    def _panel(self, name):
        """A panel, brought to the front."""
        dock = next(dock for dock in self.window.panels.docks if dock.kind.name == name)
        dock.show()
        dock.raise_()
        self.qtbot.waitUntil(lambda: dock.can_be_seen, timeout=PATIENCE)
        return dock.panel

    def _result(self, name, probe, **choices):
        """What a panel shows of the present network."""
        panel = self._panel(name)
        for choice, value in choices.items():
            panel.choose(choice, value)
        found = []

        def measured():
            snapshot = self.snapshot
            wanted = [need for need in panel.needs() if need.probe == probe]
            found[:] = [snapshot.results[need] for need in wanted if need in snapshot.results]
            return bool(found) and not isinstance(found[0], str)

        self.qtbot.waitUntil(measured, timeout=PATIENCE)
        return found[0]

    def _said(self, name, pattern):
        """A number in a panel's caption."""
        panel = self._panel(name)
        says = lambda: re.search(pattern.replace("#", NUMBER), panel.words.accessibleDescription()  # noqa: E731
                                 or panel.words.text())  # fmt: skip
        self.qtbot.waitUntil(lambda: says() is not None, timeout=PATIENCE)
        return float(says()[1].replace("−", "-").replace(",", "").rstrip("."))

    def _line(self, what):
        facts = self.snapshot.task
        if what == "baseline":
            return facts.baseline
        lines = {line.name: line.value for line in self._panel("loss").plot.references}
        return lines[what]

    def _validation(self, curve):
        curves = self.snapshot.curves
        steps = curves.validation_steps
        at_this_step = len(steps) and steps[-1] == self.snapshot.step
        return float(getattr(curves, f"validation_{curve}")[-1]) if at_this_step else None

    def _heldout(self):
        return self._validation("loss")

    def _score(self):
        return self._validation("score")

    def _alphabet(self):
        return float(self.window.session.corpus.alphabet)

    def _steps_done(self):
        return float(re.search(NUMBER, self.window.transport.readouts["step"].text())[1])

    def _decay_at_N(self, lag):
        return self._result("decay", "decay", state="h").mean[lag]

    def _cell_decay_at_N(self, lag):
        return self._result("decay", "decay", state="c").mean[lag]

    def _summed_gradient_at_N(self, lag):
        median = self._result("gradient_flow", "gradient_flow", mode="summed").median
        return median[lag] / median[0]

    def _half_life(self):
        self._result("decay", "decay", state="h")
        return self._said("decay", "after every # ")

    def _sigma_1(self):
        return self._result("spectrum", "spectrum").sigma_1[0]

    def _spectral_radius(self):
        return self._result("spectrum", "spectrum").radius[0]

    def _lyapunov(self):
        return self._result("spectrum", "spectrum").lyapunov.exponent

    def _saturated_share(self):
        return self._result("saturation", "saturation").saturated["h"].mean()

    def _silent_share(self):
        return self._result("saturation", "saturation").silent.mean()

    def _keep_horizon(self):
        return float(np.median(self._result("saturation", "saturation").horizon))

    def _gradient_norm(self):
        return self.snapshot.curves.gradient_norm[-1]

    def _largest_norm(self):
        return self.snapshot.curves.gradient_norm.max()

    def _typical_norm(self):
        return float(np.median(self.snapshot.curves.gradient_norm))

    def _clipped_share(self):
        return self._said("clipping", r"#\s% of [\d,]+ steps? w") / 100

    def _next_true_at_N(self, read):
        return self._next_characters().p_true[read - 1]

    def _next_loss_at_N(self, read):
        return self._next_characters().losses[read - 1]

    def _next_characters(self):
        return self._result("next_character", "next_character", view="each")

    def _state_change_at_N(self, read):
        h = self._result("hidden_units", "hidden_units", units="all").h
        return float(np.abs(h[read - 1] - h[read - 2]).max())

    def _way_back_at_N(self, steps):
        norms = self._walk(1).norms
        return float(norms[steps] / norms[0])

    def _memory_share_at_N(self, steps):
        walk = self._walk(self._walk(1).loss_step + 2 - steps)
        at = walk.step - walk.first
        c, h = (np.linalg.norm(walk.gradients[f"{name}_prev"][at]) for name in ("c", "h"))
        return float(c / np.hypot(c, h))

    def _walk(self, step):
        """The way back of the loss that the lesson chose, with this step (from 1) in the middle."""
        found = []

        def stands_there():
            walk = self._result("cell", "cell_walk", direction="back", loss="14", step=str(step))
            found[:] = [walk]
            return walk.step == step - 1 and walk.back

        self.qtbot.waitUntil(stands_there, timeout=PATIENCE)
        return found[0]

    def _unit_score_for(self, feature):
        return self._units(feature).best_score

    def _unit_chance_for(self, feature):
        return self._units(feature).chance

    def _unit_number_for(self, feature):
        return float(self._units(feature).best)

    def _units(self, feature):
        return self._result("units", "unit_finder", feature=feature)

    def _space_unit(self):
        return self._best("spaces")

    def _word_end_unit(self):
        return self._best("word ends")

    def _best(self, units):
        found = self._result("hidden_units", "unit_finder", units=units)
        return float(np.nanmax(np.abs(found.correlation)))
