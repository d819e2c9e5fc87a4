"""Contracts: what a survey is, what its forms hold, what a finding is. Data and loading only; no checking of files."""
