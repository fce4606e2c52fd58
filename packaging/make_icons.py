"""Renders the program's icon to PNG files and lays all of them out for a desktop.

`resources/icons/rnnviz.svg` is the one drawing. Run this after changing it:

    python packaging/make_icons.py

It writes `resources/icons/rnnviz-SIZE.png`, which the window uses, and the same files into
`packaging/icons/hicolor`, the tree that a desktop expects under `share/icons`.
"""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "icons"
HICOLOR = ROOT / "packaging" / "icons" / "hicolor"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def desktop_copies(hicolor: Path = HICOLOR) -> dict[Path, Path]:
    """Each file of the desktop's tree, with the file in resources/icons that it repeats."""
    copies = {hicolor / "scalable" / "apps" / "rnnviz.svg": SOURCE / "rnnviz.svg"}
    for size in SIZES:
        target = hicolor / f"{size}x{size}" / "apps" / "rnnviz.png"
        copies[target] = SOURCE / f"rnnviz-{size}.png"
    return copies


def render(svg: Path, size: int):
    """The drawing as a square QImage of `size` pixels on a transparent ground."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    return image


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication([])
    for size in SIZES:
        target = SOURCE / f"rnnviz-{size}.png"
        if not render(SOURCE / "rnnviz.svg", size).save(str(target)):
            raise SystemExit(f"{target} could not be written.")
    for target, source in desktop_copies().items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    app.quit()
    print(f"{len(SIZES)} sizes written to {SOURCE} and {HICOLOR}.")


if __name__ == "__main__":
    main()
