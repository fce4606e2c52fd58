"""What is learned from. A new task is one file and one line here."""

from rnnviz.tasks.adding import Adding
from rnnviz.tasks.brackets import Brackets
from rnnviz.tasks.copying import Copying
from rnnviz.tasks.first_element import FirstElement
from rnnviz.tasks.missing_spaces import MissingSpaces
from rnnviz.tasks.noisy_sine import NoisySine
from rnnviz.tasks.number_words import NumberWords
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.passage_task import PassageTask
from rnnviz.tasks.reverse import Reverse
from rnnviz.tasks.task import Task
from rnnviz.tasks.text_task import TextTask
from rnnviz.tasks.wave import Wave
from rnnviz.tasks.which_text import WhichText

DRAWN: dict[str, type[Task]] = {
    task.name: task
    for task in (FirstElement, Adding, Brackets, Copying, NoisySine, Wave, Reverse, NumberWords)
}
"""The tasks that draw their sequences, by name."""

READING: dict[str, type[PassageTask]] = {task.name: task for task in (MissingSpaces, WhichText)}
"""The tasks that read passages of a text and are scored, by name."""

SCORED: dict[str, type[Task]] = {Numbers.name: Numbers, **READING, **DRAWN}
"""The tasks with a score, by name: all but that of writing a text on."""

REGISTRY: dict[str, type[TextTask] | type[Task]] = {TextTask.name: TextTask, **SCORED}
