"""The runs of a workspace in the list: they stand there as they stood, and share their texts."""

from trainers import make_corpus, make_run, train

from rnnviz.lab.runs.checkpoint import save_run
from rnnviz.lab.runs.run_layout import MOST
from rnnviz.lab.runs.sources import from_builtin
from rnnviz.lab.turns import Shared
from rnnviz.session.run_list import RunList
from rnnviz.session.run_makers import read_all, read_run


def with_look(look, steps=1, **changes):
    run = train(make_run(**changes), steps)
    run.look = look
    return run


def test_the_looks_of_a_workspace_stay_and_others_make_room():
    runs = RunList()
    present = [with_look(0), with_look(0)]
    runs.add(present[0])
    runs.add(present[1])
    assert [run.look for run in runs] == [0, 1]
    come = [with_look(1), with_look(4), with_look(4)]
    come[1].shown = False
    runs.gather(come, come[2])
    assert [run.look for run in runs] == [0, 2, 1, 4, 4]  # two seeds of a contestant share theirs
    assert [run.shown for run in runs] == [False, False, True, False, True]
    assert runs.focus is come[2]


def test_a_race_is_one_again(tmp_path):
    from rnnviz.lab.runs.workspace_writing import Member, save_workspace

    entered = [(1, "small", 0), (1, "large", 0), (1, "small", 1), (1, "large", 1), (0, "", 5)]
    members = []
    for race, name, seed in entered:
        run = train(make_run(seed=seed, hidden=9 if name == "large" else 3), 1)
        members.append(Member(run.trainer, "", 0, True, race=race, contestant=name))
    save_workspace(tmp_path, members, 0)
    runs = read_all(tmp_path, [])(lambda _share: True).runs
    assert runs[4].entry is None
    assert [run.entry.name for run in runs[:4]] == ["small", "large", "small", "large"]
    assert all(run.entry.race is runs[0].id for run in runs[:4])
    assert [run.entry.measure.seed for run in runs[:4]] == [0, 0, 1, 1]
    assert {run.entry.measure.hidden for run in runs[:4]} == {3}


def test_a_race_by_time_has_its_terms_again_and_a_contestant_that_is_opened_alone_an_end(tmp_path):
    from rnnviz.lab.runs.workspace_writing import Member, save_workspace

    terms, members = Shared("time", 2.5), []
    for seed in range(2):
        run = train(make_run(seed=seed, steps=20), 1)
        run.trainer.goal = MOST
        entered = {"race": 1, "contestant": f"seed {seed}", "shared": terms}
        members.append(Member(run.trainer, "", 0, True, **entered))
    paths = save_workspace(tmp_path, [*members, Member(run.trainer, "", 2, True)], 0)
    *racing, other = read_all(tmp_path, [])(lambda _share: True).runs
    assert [run.entry.shared for run in racing] == [terms, terms]
    assert [run.trainer.goal for run in racing] == [MOST, MOST]
    assert other.trainer.goal == 20
    assert read_run(paths[0], [])(lambda _share: True).trainer.goal == 20


def test_what_was_never_trained_goes_when_a_workspace_comes():
    runs = RunList()
    runs.add(make_run())
    runs.gather([with_look(0)], with_look(0))
    assert len(runs) == 1


def test_the_texts_that_are_open_are_known_once_that_of_the_focus_first():
    runs, other = RunList(), make_corpus(50, "other")
    for corpus in (None, other, None, other):
        given = {"task": "adding"} if corpus is None else {}
        run = train(make_run(corpus, **given), 1)
        run.source = from_builtin("verse")
        runs.add(run)
    assert [corpus for _, corpus in runs.texts] == [other, None]
    assert RunList().texts == []


def test_runs_of_one_text_read_it_once(tmp_path):
    from rnnviz.lab.runs.workspace_writing import Member, save_workspace

    runs = [train(make_run(seed=seed), 2) for seed in range(3)]
    for run in runs:
        save_run(run.trainer, tmp_path / "run.safetensors")
    save_workspace(tmp_path, [Member(run.trainer, "", n, True) for n, run in enumerate(runs)], 1)
    shares = []
    gathered = read_all(tmp_path, [])(lambda share: shares.append(share) or True)
    assert gathered.focus is gathered.runs[1]
    assert len({id(run.corpus) for run in gathered.runs}) == 1
    assert [run.settings.seed for run in gathered.runs] == [0, 1, 2]
    assert shares == sorted(shares)
