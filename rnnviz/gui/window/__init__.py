"""The main window, its docks, menus and notices: where everything has its place."""
