"""Says what was exported, and what to do with it."""

from __future__ import annotations

from pathlib import Path


def exported_caption(weights: Path, module: Path) -> str:
    """Where the two files are, and how the network is run."""
    return f"Written: {weights} and {module}. With PyTorch: python {module}"
