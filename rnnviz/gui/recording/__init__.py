"""Pictures taken of the window or of a panel while it trains, and the files that they go to."""
