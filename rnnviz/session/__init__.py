"""Threads the training: the only place where two threads meet."""
