"""Runs as files: what is written, what is read, where their texts are found."""
