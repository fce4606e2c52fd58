"""Connects the parts of the window with each other and with the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow


def connect(window: MainWindow) -> None:
    """Connect everything; only bound methods, which keep no widget alive."""
    _connect_session(window)
    _connect_clock(window)
    _connect_left(window)
    _connect_texts(window)
    _connect_files(window)
    _connect_training(window)
    _connect_runs(window)
    _connect_past(window)
    _connect_edit(window)
    _connect_recording(window)
    _connect_view(window)
    _connect_lesson(window)
    _connect_going(window)
    _connect_taking(window)


def _connect_session(window: MainWindow) -> None:
    session, notices = window.session, window.notices
    session.state_changed.connect(window.show_state)
    session.corpus_changed.connect(window.show_corpus)
    session.tables.changed.connect(window.show_series)
    session.task_changed.connect(window.show_task)
    session.settings_changed.connect(window.show_settings)
    session.baselines.changed.connect(window.show_baselines)
    session.notice.connect(notices.show_of_session)
    session.saved.connect(notices.show_saved)
    session.loading.connect(window.loading.show_progress)
    session.loading_ended.connect(window.loading.end)
    window.loading.cancelled.connect(session.cancel_loading)


def _connect_clock(window: MainWindow) -> None:
    session, panels, clock = window.session, window.panels, window.clock
    clock.frame.connect(window.transport.show_snapshot)
    clock.frame.connect(panels.show_snapshot)
    clock.frame.connect(window.timeline.show_snapshot)
    clock.frame.connect(window.hint.show_snapshot)
    clock.frame.connect(window.left.by_hand.show_snapshot)
    numbers = window.what_is_this.numbers
    panels.requests_changed.connect(numbers.follow_panels)
    numbers.wanted.connect(session.set_requests)
    numbers.wanted.connect(clock.wake)
    clock.frame.connect(numbers.show_snapshot)
    panels.resized.connect(clock.put_off)
    panels.resized.connect(session.stand_aside)
    panels.change_requested.connect(window.change_settings.change_together)
    panels.sample_requested.connect(session.sample_now)
    panels.sample_requested.connect(clock.wake)
    session.settings_changed.connect(clock.wake)


def _connect_left(window: MainWindow) -> None:
    left, change_settings = window.left, window.change_settings
    left.widened.connect(window.column.widen)
    left.task.picked.connect(window.change_task.pick)
    left.task.changed.connect(change_settings.change)
    window.change_task.proposed.connect(window.notices.show_note)
    left.corpus.builtin_requested.connect(window.open_and_save.pick_builtin)
    left.corpus.open_requested.connect(window.open_and_save.ask_for_files)
    left.corpus.encoding_chosen.connect(window.choose_encoding.read_as)
    left.corpus.encodings_asked.connect(window.choose_encoding.show_others)
    left.corpus.form.changed.connect(change_settings.change)
    left.table.builtin_requested.connect(window.change_task.open_builtin_table)
    left.table.open_requested.connect(window.open_and_save.ask_for_table)
    left.table.changed.connect(change_settings.change)
    left.hyperparameters.changed.connect(change_settings.change)
    left.hyperparameters.preset_chosen.connect(change_settings.change_together)
    left.by_hand.requested.connect(window.session.intervene)
    left.by_hand.requested.connect(window.clock.wake)
    left.by_hand.undo_requested.connect(window.undo_actions.undo)
    change_settings.restarting.connect(window.notices.clear)
    change_settings.noted.connect(window.notices.show_note)


def _connect_texts(window: MainWindow) -> None:
    open_and_save, notices, drops = window.open_and_save, window.notices, window.drops
    open_and_save.began.connect(notices.clear)
    open_and_save.began.connect(window.change_task.prepare_for_text)
    window.choose_encoding.began.connect(open_and_save.begin)
    open_and_save.refused.connect(notices.show_problem)
    open_and_save.table_found.connect(window.change_task.take_file)
    open_and_save.several_found.connect(window.change_task.offer_to_tell_apart)
    open_and_save.last_table_found.connect(window.change_task.take_last)
    window.change_task.began.connect(notices.clear)
    drops.files_dropped.connect(open_and_save.open_paths)
    drops.text_dropped.connect(open_and_save.open_text)
    drops.refused.connect(notices.show_problem)
    window.recent.chosen.connect(open_and_save.open_paths)


def _connect_files(window: MainWindow) -> None:
    actions, open_and_save = window.commands, window.open_and_save
    workspaces = window.workspace_files
    actions.open.triggered.connect(open_and_save.ask_for_files)
    actions.paste.triggered.connect(open_and_save.paste)
    actions.open_run.triggered.connect(open_and_save.ask_for_run)
    actions.save_run.triggered.connect(open_and_save.ask_where_to_save)
    actions.open_workspace.triggered.connect(workspaces.ask_for_folder)
    actions.save_workspace.triggered.connect(workspaces.ask_where_to_save)
    open_and_save.workspace_found.connect(workspaces.open)
    workspaces.began.connect(window.notices.clear)
    workspaces.layout_found.connect(window.panels.arrange_as)
    window.session.workspaces.saved.connect(window.notices.show_saved)
    actions.save_past.triggered.connect(open_and_save.ask_where_to_save_past)
    actions.export.triggered.connect(open_and_save.ask_where_to_export)
    window.session.exports.exported.connect(window.notices.show_exported)
    actions.resume.triggered.connect(open_and_save.resume_last_run)
    open_and_save.offered.connect(window.notices.show_offer)
    window.session.keeper.unkept.connect(window.notices.show_problem)
    actions.quit.triggered.connect(window.close)


def _connect_training(window: MainWindow) -> None:
    actions, transport = window.commands, window.transport
    actions.run.triggered.connect(window.session.toggle)
    actions.step.triggered.connect(window.session.step_once)
    actions.restart.triggered.connect(window.change_settings.restart)
    actions.slower.triggered.connect(transport.slower)
    actions.faster.triggered.connect(transport.faster)
    transport.speed_changed.connect(window.session.set_speed)


def _connect_runs(window: MainWindow) -> None:
    panels, runs = window.panels, window.list_of_runs
    panels.made.connect(runs.list_kept)
    panels.run_requested.connect(window.change_settings.let_go)  # in the run that it was for
    panels.run_requested.connect(runs.do)
    panels.rename_requested.connect(runs.rename)
    panels.copy_requested.connect(runs.copy)
    runs.file_wanted.connect(window.open_and_save.ask_where_to_save_run)
    runs.done.connect(window.clock.wake)
    window.session.roster.listed.connect(window.clock.wake)


def _connect_past(window: MainWindow) -> None:
    session, timeline = window.session, window.timeline
    timeline.looked_back.connect(session.roster.look_back)
    window.panels.looked_back.connect(timeline.go_to)
    timeline.looked_back.connect(window.clock.wake)
    timeline.continue_requested.connect(session.roster.continue_from)
    timeline.continue_requested.connect(window.clock.wake)
    session.changed_by_hand.connect(timeline.go_to_present)


def _connect_edit(window: MainWindow) -> None:
    actions, undo_actions = window.commands, window.undo_actions
    actions.undo.triggered.connect(undo_actions.undo)
    actions.redo.triggered.connect(undo_actions.redo)
    window.session.undoing.changed.connect(undo_actions.show)
    as_text = window.settings_as_text
    actions.copy_settings.triggered.connect(as_text.copy)
    actions.paste_settings.triggered.connect(as_text.paste)
    window.open_and_save.settings_found.connect(as_text.take_found)
    as_text.told.connect(window.notices.show_note)
    as_text.refused.connect(window.notices.show_problem)
    as_text.offered.connect(window.notices.show_offer)


def _connect_recording(window: MainWindow) -> None:
    recording = window.recording
    window.commands.record.triggered.connect(recording.toggle)
    window.session.recordings.due.connect(recording.take)
    window.session.state_changed.connect(recording.follow)
    for mark in recording.marks:
        mark.clicked.connect(recording.end)


def _connect_view(window: MainWindow) -> None:
    actions, look = window.commands, window.look
    actions.presentation.triggered.connect(window.presentation.toggle)
    window.clock.frame.connect(window.presentation.line.show_snapshot)
    actions.reset_layout.triggered.connect(window.panels.reset_layout)
    actions.larger.triggered.connect(look.larger)
    actions.smaller.triggered.connect(look.smaller)
    actions.usual.triggered.connect(look.usual_size)
    actions.looks.triggered.connect(look.choose_by)
    actions.loss_units.triggered.connect(window.loss_unit.choose_by)
    window.loss_unit.changed.connect(window.show_loss_unit)
    actions.memory.triggered.connect(window.dialogs.ask_for_memory)
    actions.race.triggered.connect(window.dialogs.show_race)
    actions.sweep.triggered.connect(window.dialogs.show_sweep)
    actions.memory_bench.triggered.connect(window.dialogs.show_memory_bench)
    window.addAction(actions.what_is_this)  # in the menu is what asks for a click
    actions.what_is_this.triggered.connect(window.what_is_this.ask)
    actions.point.triggered.connect(window.what_is_this.pointing.begin)
    docks = window.panels.docks
    for question in (window.lesson.question, *(dock.question for dock in docks)):
        question.clicked.connect(window.what_is_this.ask_about_dock)
    actions.shortcuts.triggered.connect(window.dialogs.show_shortcuts)
    actions.log.triggered.connect(window.dialogs.show_log)
    actions.about.triggered.connect(window.dialogs.show_about)
    actions.column.triggered.connect(window.column.choose)
    actions.palette.triggered.connect(window.dialogs.show_palette)
    look.changed.connect(window.set_theme)
    look.resized.connect(window.hint.enlarge)
    look.resized.connect(window.letter_titles)
    look.resized.connect(window.panels.tabs.grow)
    look.resized.connect(window.left.corpus.resize_preview)
    look.resized.connect(window.column.follow_text)  # last: when all letters have their size


def _connect_lesson(window: MainWindow) -> None:
    lesson, notices, actions = window.lesson, window.notices, window.commands
    lesson.began.connect(notices.clear)
    lesson.began.connect(window.hint.hide)  # the lesson says what to do first
    lesson.refused.connect(notices.show_problem)
    lesson.visibilityChanged.connect(window.show_lesson)
    lesson.told.connect(notices.show_note)
    lesson.opened.connect(window.column.follow_lesson)
    lesson.visibilityChanged.connect(window.column.end_lesson)
    window.lessons.chosen.connect(lesson.open_builtin)
    window.what_is_this.lesson_wanted.connect(lesson.open_builtin)
    window.open_and_save.lesson_found.connect(lesson.open_path)
    window.clock.frame.connect(lesson.show_snapshot)
    lesson.player.changed.connect(window.clock.wake)
    actions.open_lesson.triggered.connect(lesson.ask_for_lesson)
    actions.save_lesson.triggered.connect(lesson.ask_where_to_save)


def _connect_going(window: MainWindow) -> None:
    actions, going = window.commands, window.going
    for action in actions.to_panels.values():
        action.triggered.connect(going.to_panel_of)
    actions.next_part.triggered.connect(going.on)
    actions.part_before.triggered.connect(going.back)
    actions.next_panel.triggered.connect(going.to_next_panel)
    actions.panel_before.triggered.connect(going.to_panel_before)
    actions.to_settings.triggered.connect(going.to_settings)
    actions.to_lesson.triggered.connect(going.to_lesson)
    actions.to_timeline.triggered.connect(going.to_timeline)


def _connect_taking(window: MainWindow) -> None:
    docks, take_away, menus = window.panels.docks, window.take_away, window.context_menus
    menus.watch(window, *docks)
    window.commands.copy_picture.triggered.connect(menus.copy_picture)
    for dock in docks:
        dock.menu.filled.aboutToShow.connect(menus.fill_for_dock)
    take_away.told.connect(window.notices.show_note)
    take_away.refused.connect(window.notices.show_problem)
