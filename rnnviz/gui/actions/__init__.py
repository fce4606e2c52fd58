"""What users do: opening, saving, changing settings or the task, and what is asked before."""
