"""`python -m pipelines` is `opptrapp`."""

from pipelines.cli import main

main()
