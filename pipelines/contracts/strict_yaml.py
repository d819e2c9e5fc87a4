"""Read YAML for lint: like `odcs.read_yaml`, but a key written twice is a mistake instead of the last one winning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipelines.contracts.odcs import ContractError, not_a_bomb
from pipelines.texts import text

# libyaml parses ten times faster and is in every wheel; the pure loader is only for other builds.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(_Base):  # type: ignore[misc]  # the base is chosen at run time
    """A safe loader that refuses duplicate keys."""


def _mapping(loader: Any, node: yaml.MappingNode) -> Any:
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in seen:
            raise ContractError(text("contracts.key_twice", key=key.value, line=key.start_mark.line + 1))
        seen.add(str(key.value))
    loader.flatten_mapping(node)
    return loader.construct_mapping(node, deep=True)


_Strict.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_strictly(path: Path) -> Any:
    """The content of the YAML file `path`.

    Raises:
        ContractError: it is missing, is not text or YAML (with the line), or has a key twice.
    """
    try:
        return not_a_bomb(yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict))  # noqa: S506 - a safe loader
    except OSError as error:
        raise ContractError(text("contracts.no_file")) from error
    except UnicodeDecodeError as error:
        raise ContractError(text("contracts.not_utf8")) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise ContractError(text("contracts.not_yaml", line=line, why=error.problem)) from error
    except yaml.YAMLError as error:
        raise ContractError(text("contracts.not_yaml", line="?", why=error)) from error
