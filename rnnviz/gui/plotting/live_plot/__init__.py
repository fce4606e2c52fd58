"""The curve engine: a plot whose curves grow with every frame."""
