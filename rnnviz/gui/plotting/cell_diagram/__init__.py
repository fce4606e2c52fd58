"""A cell drawn from the wires that it declares; everything outside imports from here."""
