"""NumPy only: cells, backpropagation through time, optimizers."""
