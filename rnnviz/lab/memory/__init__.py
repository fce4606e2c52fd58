"""How much memory a network takes, and how much there is."""
