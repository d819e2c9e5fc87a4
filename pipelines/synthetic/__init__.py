"""Example files as users send them: made from a contract, drawn by quota to published figures, never from a person.

What the files shall hold is declared in `surveys/<survey>/example.yaml`; nothing here knows a survey, a column or a
code. Reading, checking and counting the files is the business of the packages that do so for real files.
"""

from pipelines.synthetic.declaration import ExampleError
from pipelines.synthetic.make import make_examples

__all__ = ["ExampleError", "make_examples"]
