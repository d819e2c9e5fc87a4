"""A published release, or a part of it, as a file that others can open: CSV, Excel, Parquet and JSON-stat.

What belongs here: choosing rows, putting names to codes, and the four formats. Every file says which release it is
from, whether the data are synthetic, and what protects them. What does not: computing, protecting or describing a
figure otherwise than the release does. The same release and choice give the same bytes.
"""

from pipelines.exports.formats import Format, export, of_figures, written
from pipelines.exports.selection import NothingChosen, Selection

__all__ = ["Format", "NothingChosen", "Selection", "export", "of_figures", "written"]
