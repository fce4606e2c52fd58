"""Proofs that an installed program works."""
