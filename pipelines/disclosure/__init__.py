"""Disclosure control: which cells must not be shown, and everything that has to go with them."""
