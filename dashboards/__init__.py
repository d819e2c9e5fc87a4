"""Streamlit pages over releases: what is shown and how. Figures are computed in `pipelines`; nothing here counts.

Pages are thin, view models are pure, and only released, protected figures are opened.
"""
