"""Runs the training: settings, trainer, curves, snapshots, files."""
