"""What a release tells, put in words, tables and points to draw: the same on a page, in a report, in print.

What belongs here: choosing what is told of a place or a plan, and its wording. What does not: layout, colour, links,
streamlit, files. Everything is read from one open release; nothing is computed that it does not say.
"""
