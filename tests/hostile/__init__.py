"""Inputs that mean harm or come from an accident, each with the answer that the program owes."""
