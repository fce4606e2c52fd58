"""A heat map that is repainted with every frame, and what stands around it."""
