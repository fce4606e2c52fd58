"""Programs that tests start: none outlives its test, not even one that fails."""

import subprocess


class Program(subprocess.Popen):
    """A process of its own; where a test fails inside its `with`, it is killed, not waited for."""

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self.kill()
        super().__exit__(kind, error, trace)
