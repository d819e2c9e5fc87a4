"""`python -m dashboards`, called with what `streamlit` is called with: the pages, prepared and served."""

from __future__ import annotations

import sys
from contextlib import suppress


def main() -> None:
    """Serve the pages until interrupted; also while they are loaded, an interruption is no error."""
    with suppress(KeyboardInterrupt):
        from dashboards.serve import serve

        serve(sys.argv[1:])


if __name__ == "__main__":
    main()
