"""The live views, in the order of their docks."""
