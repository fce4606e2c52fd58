"""The gradient triangle: its image, its ground, and pointing at it."""
