"""The measurements of the window and of the start."""
