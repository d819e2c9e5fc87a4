"""The pages, one module each: they choose view models and components, and nothing else.

The folder is not called `pages`: Streamlit takes a folder of that name beside the script for its older kind of
multipage app, and serves the files in it, without `app.py`, to whoever is first to open the server at a page's address.
"""
