"""Regular expressions whose time is bounded, whatever somebody types.

Python's `re` may take for ever for a short pattern, and nothing can stop it. Here a pattern is a
machine that reads each character once for each of its states (Thompson 1968; Pike's way of keeping
the states in order of preference, so that what matches is what `re` would find).
"""

from rnnviz.probes.patterns.machine import marks

__all__ = ["marks"]
