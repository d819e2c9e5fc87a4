"""What the pages show, computed from a published release: pure functions to frozen values, no Streamlit."""
