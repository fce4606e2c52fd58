"""Shows the training: PySide6 and pyqtgraph."""
