"""Two to six runs at once on the same data: who takes part, and how they stand."""
