"""What a sweep goes through: combinations, what is refused before anything runs, and a row."""

import numpy as np
import pytest
from trainers import CORPUS, make_corpus

from rnnviz.lab.memory import memory_need, together
from rnnviz.lab.report import report_of
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.settings import Settings
from rnnviz.lab.sweep import plan as plan_module
from rnnviz.lab.sweep.plan import combinations, training_plan
from rnnviz.lab.sweep.processes import ProcessesExecutor
from rnnviz.lab.sweep.row import compute
from rnnviz.lab.sweep.training_row import seconds_per_epoch
from rnnviz.lab.sweep.watch import Watch
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Cancelled

SMALL = {"hidden": 5, "window": 8, "steps": 30, "sample_length": 12}
TIMES = ("seconds", "chars_per_second", "seconds_per_epoch")


def all_of(varied, seeds=1, **given):
    return combinations(Settings(), {**SMALL, **given}, varied, range(seeds))


def planned(settings, read=lambda settings: CORPUS, jobs=1):
    return training_plan(settings, ("hidden",), read, jobs)


def test_every_combination_comes_with_every_seed_in_the_order_given():
    found = all_of({"hidden": (9, 3), "cell": ("lstm", "gru")}, seeds=2)
    said = [(s.hidden, s.cell, s.seed) for s in found]
    assert said == [(H, c, s) for H in (9, 3) for c in ("lstm", "gru") for s in (0, 1)]


def test_what_varies_brings_its_usual_companion_unless_that_is_given():
    varied = {"optimizer": ("adam", "adagrad")}
    usual = [settings.lr for settings in all_of(varied)]
    assert usual[0] != usual[1]
    assert [settings.lr for settings in all_of(varied, lr=0.5)] == [0.5, 0.5]


def test_rows_that_a_setting_means_nothing_to_are_one():
    found = all_of({"cell": ("vanilla", "lstm"), "forget_bias": (0.0, 4.0)})
    assert [(s.cell, s.forget_bias) for s in found][1:] == [("lstm", 0.0), ("lstm", 4.0)]
    assert found[0].cell == "vanilla"


@pytest.mark.parametrize(
    ("varied", "words"),
    [
        (
            {"forget_bias": (0, 4)},
            r"\(forget_bias\) cannot be varied: it has no meaning for the cell",
        ),
        ({"noise": (0.1,)}, "choose task noisy_sine"),
        (
            {"bidirectional": (False, True)},
            r"has no meaning for the task text: such a network would read .* choose task ",
        ),
        ({"hidden": (8, 0)}, "Hidden units must lie between 1 and 4,096; 0 does not"),
        ({"cell": ("lstm", "nope")}, "Cell cannot be 'nope'"),
        ({"nothing": (1,)}, "There is no setting called 'nothing'"),
        ({"hidden": range(1, 200), "window": range(1, 200)}, "39,601 rows; 10,000 are the most"),
    ],
)
def test_what_cannot_be_varied_is_refused(varied, words):
    with pytest.raises(Refusal, match=words):
        all_of(varied)


def test_rows_are_named_by_settings_seed_and_text():
    two = planned(all_of({"hidden": (3, 4)}, seeds=2)).rows
    again = planned(all_of({"hidden": (3, 4)}, seeds=2)).rows
    other = planned(all_of({"hidden": (3, 4)}, seeds=2), lambda s: make_corpus(41)).rows
    assert [row.name for row in two] == [row.name for row in again]
    assert len({row.name for row in (*two, *other)}) == 8


def test_texts_are_read_once_for_each_folding():
    asked = []

    def read(settings):
        asked.append(settings.fold)
        return make_corpus(40 if settings.fold == "none" else 45)

    settings = all_of({"hidden": (3, 4), "fold": ("none", "case")})
    plan = planned(settings, read)
    assert sorted(asked) == ["case", "none"]
    assert [plan.text_of(row).characters for row in plan.rows][:2] == [
        make_corpus(40).characters,
        make_corpus(45).characters,
    ]


def test_a_task_that_draws_its_sequences_needs_no_text():
    settings = combinations(Settings(), {"task": "adding", "steps": 3}, {"length": (5, 9)}, [0])
    plan = planned(settings, lambda settings: None)
    assert [plan.text_of(row) for row in plan.rows] == [None, None]


def test_a_text_that_is_too_short_is_refused_before_anything_runs():
    with pytest.raises(Refusal, match="too short for two windows of 1,000"):
        planned(all_of({"window": (8, 1000)}), lambda settings: make_corpus(20))


def test_a_prime_that_the_text_lacks_is_refused_before_anything_runs():
    with pytest.raises(Refusal, match="The prime"):
        planned(all_of({"hidden": (3,)}, prime="#"))


def have(monkeypatch, size):
    for module in (together, memory_need):
        monkeypatch.setattr(module, "available_bytes", lambda: size)


def test_a_network_that_does_not_fit_is_refused_before_anything_runs(monkeypatch):
    have(monkeypatch, 10**7)
    with pytest.raises(Refusal, match=r"4,000 Vanilla RNN units .* take .* of memory"):
        planned(all_of({"hidden": (8, 4000)}))
    planned(all_of({"hidden": (8, 4000)}), jobs=0)  # on other machines


def test_networks_that_do_not_fit_together_are_refused_with_what_would(monkeypatch):
    settings = all_of({"hidden": (200,)}, seeds=4)
    have(monkeypatch, int(2.5 * memory_need.need(settings[0], plan_module.shape_of(
        settings[0], CORPUS)).total / memory_need.USABLE))  # fmt: skip
    planned(settings, jobs=2)
    with pytest.raises(Refusal, match=r"4 of these networks at a time take .* jobs to 2"):
        planned(settings, jobs=4)


def without_times(result):
    return {key: value for key, value in result.items() if key not in TIMES}


def test_a_row_finds_what_a_training_finds():
    settings = Settings().change(**SMALL)
    row = planned([settings]).rows[0]
    found = compute(row, CORPUS, Watch())
    trainer = Trainer(settings, CORPUS)
    list(trainer)
    expected = report_of(trainer) | {"sample": trainer.write().text}
    assert without_times(found.result) == without_times(expected)
    assert len(found.result["sample"]) == 12
    learned = len(CORPUS.split(settings.validation)[0])
    share = trainer.characters / learned
    assert seconds_per_epoch(trainer) == pytest.approx(trainer.seconds / share)


def test_a_row_is_saved_as_a_run_that_goes_on(tmp_path):
    settings = Settings().change(**SMALL)
    found = compute(planned([settings]).rows[0], CORPUS, Watch())
    path = tmp_path / "run.safetensors"
    path.write_bytes(found.run)
    resumed = load_run(path).resume(CORPUS)
    trainer = Trainer(settings, CORPUS)
    list(trainer)
    for one in (resumed, trainer):
        one.goal = 40
        list(one)
    assert np.array_equal(resumed.network.flat, trainer.network.flat)


def test_a_row_of_a_drawn_task_has_a_score():
    settings = Settings().change(task="first_element", hidden=4, steps=5)
    found = compute(planned([settings], lambda s: None).rows[0], None, Watch())
    assert 0 <= found.result["score"] <= 1
    assert found.result["seconds_per_epoch"] is None
    assert found.result["sample"].startswith("in ")


def test_a_row_that_diverges_is_over():
    """A loss that is no number is a finding, not a failure of the sweep."""
    settings = Settings().change(
        **SMALL | {"steps": 300}, activation="relu", init="gaussian", init_scale=10.0, clip="none"
    )
    found = compute(planned([settings]).rows[0], CORPUS, Watch())
    assert found.error == ""
    assert found.result["diverged"]
    assert found.result["sample"] is None


def test_a_row_that_is_to_stop_stops():
    watch = Watch()
    watch.stop()
    assert compute(planned([Settings().change(**SMALL)]).rows[0], CORPUS, watch).stopped


def test_a_watch_is_seen_in_another_process(tmp_path):
    watch = Watch(tmp_path / "watch")
    with ProcessesExecutor(1) as executor:
        executor.submit(Watch.note, watch, 7, 1.5).result()
        assert (watch.step, watch.value) == (7, 1.5)
        watch.begin()
        assert (watch.step, watch.value) == (0, 0.0)
        watch.stop()
        assert isinstance(executor.submit(Watch.ask, watch).exception(), Cancelled)


def test_the_room_that_a_run_takes_is_about_what_is_told_before():
    settings = Settings().change(**SMALL | {"hidden": 40, "steps": 400})
    row = planned([settings]).rows[0]
    taken = len(compute(row, CORPUS, Watch()).run)
    assert 0.5 < row.size / taken < 2
