"""Proofs of what the README promises, as functions that say how much was tried and what held."""
