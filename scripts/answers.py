"""Whether a server of this machine answers: what a container's health check asks. Standard library only, to be quick.

python scripts/answers.py 8501 /_stcore/health
"""

from __future__ import annotations

import sys
from http.client import HTTPConnection, HTTPException

SECONDS = 5


def answers(port: int, path: str) -> bool:
    """Whether what listens at `port` of loopback says 200 to `path`; never asked through a proxy of the environment."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(int(sys.argv[1]), sys.argv[2]) else 1)
