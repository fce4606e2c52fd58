"""Many trainings, each a row of a table: what is varied, who computes it, and where it is kept."""
