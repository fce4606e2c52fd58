"""What is said of a sweep: its table, its growth, how far it is and how it ended."""

from dataclasses import replace

import pytest

from rnnviz.captions import sweep as captions
from rnnviz.lab.settings import Settings
from rnnviz.lab.sweep.store import Record
from rnnviz.lab.sweep.sweeping import Progress, Working
from rnnviz.lab.sweep.table import MEMORY, TRAINING, Table, as_json
from rnnviz.lab.sweep.training_row import TrainingRow
from rnnviz.refusal import Refusal

DONE = {
    "steps": 5000, "loss": 1.78, "heldout": 1.81, "seconds": 3.0, "chars_per_second": 50_000.0,
    "parameters": 11_577, "seconds_per_epoch": 1.04, "sample": "so\nit goes ", "diverged": False,
}  # fmt: skip


def record(error="", found=(), **changes):
    row = TrainingRow(Settings().change(**changes))
    result = None if error else DONE | dict(found)
    return Record(row.name, dict(row.values), result, error)


def table(*records, sort=""):
    return Table.of(TRAINING, records, sort)


def test_the_table_has_aligned_columns_of_what_varies_and_what_was_found():
    lines = captions.table_lines(
        table(record(hidden=64), record(hidden=8), record(hidden=256, seed=1))
    )
    assert [line.split() for line in lines[:2]] == [
        ["hidden", "seed", "parameters", "steps", "loss", "held", "out", "s/epoch", "chars/s", "s"],
        ["8", "0", "11,577", "5,000", "1.7800", "1.8100", "1.0", "50,000", "3.0"],
    ]
    assert len({len(line) for line in lines[:4]}) == 1
    assert lines[4:] == [
        "8 units, seed 0: so it goes",
        "64 units, seed 0: so it goes",
        "256 units, seed 1: so it goes",
    ]


def test_failures_come_last_and_say_why():
    lines = captions.table_lines(table(record("It was too large.", hidden=8), record(hidden=64)))
    assert lines[1].split()[0] == "64"
    assert lines[2].endswith("  failed: It was too large.")
    assert lines[2].split()[2] == "–"


def test_what_diverged_is_said_to_have():
    gone = {"heldout": None, "loss": None, "diverged": True, "sample": None}
    lines = captions.table_lines(table(record(found=gone, hidden=8), record(hidden=64)))
    assert lines[1].endswith("  diverged")
    assert len(lines) == 4


def test_a_score_has_a_column_where_there_is_one():
    rows = [record(found={"score": 0.5, "seconds_per_epoch": None}, hidden=h) for h in (8, 9)]
    assert "score" in captions.table_lines(table(*rows))[0].split()


def rates(*pairs, **more):
    return [record(found={"chars_per_second": rate}, hidden=H, **more) for H, rate in pairs]


def test_the_growth_of_the_cost_is_told_with_its_power():
    (said,) = captions.growth_captions(table(*rates((8, 100_000), (64, 50_000), (256, 12_500))))
    assert said == (
        "An input takes 10, 20 and 80 microseconds with 8, 64 and 256 hidden units; from 64 to "
        "256, 4 times as many, it takes 4 times as long (H to the power of 1.0)."
    )


def test_each_series_has_its_growth_and_seeds_are_averaged():
    rows = rates((8, 50_000), (64, 50_000), cell="lstm") + rates((8, 10_000), (64, 5_000))
    rows += rates((8, 10_000), (64, 5_000), seed=1)
    lstm, vanilla = captions.growth_captions(table(*rows))
    assert lstm.startswith("LSTM: an input takes 20 and 20 microseconds with 8 and 64 ")
    assert lstm.endswith("(hardly more).")
    assert vanilla.startswith("Vanilla: an input takes 100 and 200 microseconds")
    assert captions.growth_caption(table(*rows)) == (
        "From 8 to 64 hidden units an input takes 1 (LSTM) and 2 (Vanilla) times as long."
    )


def test_there_is_no_growth_of_one_size():
    assert captions.growth_captions(table(*rates((8, 100_000)))) == []
    assert captions.growth_caption(table(*rates((8, 100_000)))) == ""
    assert captions.growth_caption(table()) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (0.2, "1 s"), (99, "99 s"), (100, "2 min"), (5900, "98 min"), (5970, "1.7 h"),
     (1e5, "27.8 h"), (2e6, "23.1 days")],
)  # fmt: skip
def test_spans_of_time_are_said_as_people_say_them(seconds, words):
    assert captions.duration_in_words(seconds) == words


def test_how_far_it_is():
    now = Progress(3, 0, 8, (), 0, None)
    assert captions.progress_line(now) == "3 of 8 rows"
    working = tuple(Working(TrainingRow(Settings()), step, 1.0) for step in (1200, 7))
    full = replace(now, failed=1, working=working, elsewhere=2, seconds_left=61.0)
    assert captions.progress_line(full) == (
        "3 of 8 rows, 1 failed, 2 in work (step 1,200, 7), 2 elsewhere, about 61 s left"
    )


def test_how_many_rows_there_will_be():
    assert captions.plan_caption(1) == "1 row."
    assert captions.plan_caption(6, 480.0) == "6 rows: about 8 min."
    assert captions.plan_caption(6, 480.0, 2) == "6 rows, 2 at a time: about 8 min."


def test_how_it_ended():
    assert captions.end_caption(8, 0, 8) == "All rows are done."
    assert captions.end_caption(8, 1, 8) == "1 row of 8 failed; the next run tries them again."
    assert captions.end_caption(3, 1, 8).startswith("Stopped with 3 of 8 rows done")


def test_a_point_is_read_with_its_series():
    assert captions.point_caption("LSTM", "hidden units", 64.0, "1.7") == (
        "LSTM, hidden units 64: 1.7"
    )
    assert captions.point_caption("", "combination", 2.0, "1.7") == "combination 2: 1.7"


def test_rows_stand_in_the_order_that_is_asked_for():
    rows = [record(found={"heldout": loss}, hidden=h) for h, loss in ((8, 2.0), (16, None), (4, 1))]
    rows.append(record("failed", hidden=2))
    asked = [r.values["hidden"] for r in table(*rows, sort="heldout").records]
    assert asked == [4, 8, 16, 2]
    assert [r.values["hidden"] for r in table(*rows).records] == [4, 8, 16, 2]
    with pytest.raises(Refusal, match="There is no column 'beauty'"):
        table(*rows, sort="beauty")


def test_a_row_in_json_has_its_settings_and_its_numbers_or_its_error():
    row = as_json("8 units", record(hidden=8))
    assert (row["name"], row["hidden"], row["seed"], row["loss"]) == ("8 units", 8, 0, 1.78)
    assert row["settings"]["cell"] == "vanilla"
    assert row["run"] is None
    failed = as_json("8 units", record("It was too large.", hidden=8))
    assert failed["error"] == "It was too large."
    assert "loss" not in failed


def test_an_empty_table_and_one_of_the_bench_are_told():
    assert captions.table_lines(table()) == [""]
    values = dict(Settings().change(task="adding", length=9).as_dict())
    solved = Record("x", values, {"solved": True, "steps": 90, "score": 0.01, "seconds": 1.0})
    head, line = captions.table_lines(Table.of(MEMORY, [solved]))
    assert head.split() == ["cell", "length", "seed", "solved", "steps", "score", "s"]
    assert line.split() == ["vanilla", "9", "0", "yes", "90", "0.0100", "1.0"]
