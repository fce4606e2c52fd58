"""What is said of numbers that are numbers no more."""


def no_longer_finite(what: str) -> str:
    """Return what is said where `what`, in the plural, is NaN or infinite."""
    return f"{what} are no longer finite numbers: the training has diverged."
