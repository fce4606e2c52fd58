"""What a network loses on a text, in words."""

from rnnviz.core.numerics import bits, perplexity


def caption(nats: float) -> str:
    """Return the mean loss of a character in nats and bits, and the perplexity."""
    per_character = f"{nats:.4f} nats, {bits(nats):.4f} bits per character"
    return f"{per_character}, perplexity {perplexity(nats):.3f}"


def report_line(name: str, loss: float, unit: str) -> str:
    """Return one loss of the report at the end of a training."""
    return f"{name:9} {loss:.4f} {unit}"
