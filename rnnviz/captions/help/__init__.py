"""What is said to "What is this?": texts from files, with the present numbers put in."""
