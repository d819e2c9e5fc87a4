"""An OpenID Connect provider on loopback, in a process of its own: whoever is in the list logs in with one click."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def provider(port: int, people: Mapping[str, str]) -> Iterator[str]:
    """The provider's address, as long as the block lasts.

    Args:
        port: where it listens.
        people: subject -> name.
    """
    users = [("--user-claims", json.dumps({"sub": sub, "name": name})) for sub, name in people.items()]
    command = [
        sys.executable,
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        *(part for user in users for part in user),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            if not any("running on" in line for line in process.stdout or ()):
                raise RuntimeError(f"the provider ended with {process.wait()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
