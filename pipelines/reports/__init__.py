"""Reports from a release: a plan's status, a municipality's own figures, a KoRus centre's workbook.

What belongs here: putting what `told` says in sections as a declaration (`data_contracts/reports`) orders them, and the
formats: PDF, Word, Excel. What does not: computing or judging a figure, and reading anything but release files.
"""
