"""Parsers of binary files, run in a child process where a crash, a hang or a flood of memory harms nobody.

The door is `sandbox.run`. Every other module is a task (a module with a function `run`), or what tasks share: limits
that hold before a parser sees the content, and the structure of formats. Nothing here imports the rest of the project,
so that a child starts fast and knows no secret; what the content means, and every word about it, belongs to callers.
"""
