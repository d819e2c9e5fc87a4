"""Linear programs as HiGHS takes them, and the one that both who hides and who attacks asks: what a change can gain.

HiGHS is imported when it is asked: it costs time, and Dagster loads what asks it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Ends = tuple[Reals, Reals]
"""The least and the most that each may be."""


def loaded(table: Any, price: Reals, columns: Ends, rows: Ends, **options: object) -> Any:
    """HiGHS with a program to minimise: it writes nothing and uses one thread.

    Args:
        table: shape (rows, columns), scipy CSC.
        price: of each column.
        columns: what each column may be.
        rows: what each row may come to.
        options: of HiGHS, by its names.
    """
    import highspy
    from highspy._core import _Highs

    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = table.shape
    model.col_cost_, (model.col_lower_, model.col_upper_), (model.row_lower_, model.row_upper_) = price, columns, rows
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = table.indptr, table.indices, table.data
    # What lies under `highspy.Highs`, which writes to the terminal as soon as it is made, and asks for no signals.
    highs: Any = _Highs()
    for option, value in {"output_flag": False, "threads": 1, **options}.items():
        highs.setOptionValue(option, value)
    highs.passModel(model)
    return highs


def answer(highs: Any) -> Reals | None:
    """What a loaded program is solved by; None where it has no solution, or was not solved."""
    from highspy import HighsModelStatus

    highs.run()
    solved = highs.getModelStatus() == HighsModelStatus.kOptimal
    return np.array(highs.getSolution().col_value) if solved else None


def gaining(
    table: Any,
    rows: Ends,
    aimed: Any,
    now: Reals,
    aim: Reals,
    enough: Reals,
    *,
    far: float,
    solver: str,
    seconds: float = math.inf,
) -> Reals | None:
    """The change with most of what is aimed at.

    Args:
        table: shape (rows, columns), what changes with each column.
        rows: how far each row may change.
        aimed: shape (numbers, columns), likewise for what is aimed at.
        now: how many there are of each of these.
        aim: what one more of each is worth; negative where fewer are wanted.
        enough: of each, so many that more are worth nothing.
        far: more than any column changes; without it a program with nothing in its way has no end.
        solver: of HiGHS, by its name.
        seconds: how long it may take.

    Returns:
        The change of each column; None when none was found.
    """
    from scipy import sparse

    up = aim > 0
    # Of each of which more are wanted there is a number up to enough, and no larger than there are.
    gained, width = int(np.count_nonzero(up)), table.shape[1]
    counted = sparse.vstack([sparse.csr_array((table.shape[0], gained)), -sparse.eye_array(gained)])
    both = sparse.hstack([sparse.vstack([table, aimed[up]]), counted], format="csc")
    price = np.concatenate([-(aimed[~up].T @ aim[~up]), -aim[up]])
    columns = (
        np.concatenate([np.full(width, -far), np.zeros(gained)]),
        np.concatenate([np.full(width, far), enough[up]]),
    )
    ends = np.concatenate([rows[0], -now[up]]), np.concatenate([rows[1], np.full(gained, np.inf)])
    found = answer(loaded(both, price, columns, ends, solver=solver, time_limit=seconds)) if seconds > 0 else None
    return None if found is None else found[:width]
