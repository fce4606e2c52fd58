"""What is learned from. A new task is one file and one line here."""

from rnnviz.tasks.text_task import TextTask

REGISTRY: dict[str, type[TextTask]] = {TextTask.name: TextTask}
