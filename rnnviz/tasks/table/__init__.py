"""Tables of numbers: how they are told, read and described; one column of theirs is learned."""
