"""To PyTorch and back: the weights with a Python file that rebuilds the network, and weights in."""
