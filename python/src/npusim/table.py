# SPDX-License-Identifier: Apache-2.0
"""A table of a trace: columns that are read when they are used, and rows picked by conditions."""
from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Sequence, Tuple, TypeVar, Union

import numpy as np

from . import schema

if TYPE_CHECKING:
    import pandas

    from .trace import Trace

Array = np.ndarray[Any, Any]
Rows = Union[slice, Array]
Self = TypeVar("Self", bound="Table")


class Table:
    """Columns of equal length. Nothing is read before it is used; a column that was read is kept
    until the trace is closed.

        len(table), table.columns
        table["cycle"]                 one column as an array, numbers as stored
        table.text("agent")            a column of names or texts as an array of str
        table.where(agent="AIV 3 *")   the rows that match, as a table
        table[1000:2000]               these rows, as a table; reads no more than these
        table.to_pandas()              a DataFrame; names as categories, values that mean none as NA
    """

    #: Columns that are computed: name -> dataset of names, or None for numbers.
    derived: Dict[str, Optional[str]] = {}

    def __init__(self, trace: Trace, name: str, rows: Rows = slice(None)) -> None:
        self._trace = trace
        self.name = name
        self._rows = rows
        self._stored = trace.stored_columns(name)
        self._all = min((len(data) for data in self._stored.values()), default=0)

    @property
    def columns(self) -> Tuple[str, ...]:
        columns = list(self._stored)
        columns += [name for name in self.derived if name not in columns]
        if "site" in columns:
            columns.append("source")
        return tuple(columns)

    def __len__(self) -> int:
        if isinstance(self._rows, slice):
            return len(range(*self._rows.indices(self._all)))
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __repr__(self) -> str:
        rows = f"{len(self)} row{'' if len(self) == 1 else 's'}"
        return f"<{self.name}: {rows} of {', '.join(self.columns)}>"

    def __getitem__(self, key: Union[str, slice]) -> Any:
        if isinstance(key, slice):
            plain = self._is_whole() and key.step in (None, 1)
            return self._pick(key if plain else self.rows[key])
        return self._column(key)

    @property
    def rows(self) -> Array:
        """The numbers of this table's rows in the file."""
        if isinstance(self._rows, slice):
            return np.arange(*self._rows.indices(self._all))
        return self._rows

    def names(self, column: str) -> Optional[List[str]]:
        """The names that a column's values number; None if they are no such numbers."""
        if column == "source" and "site" in self.columns:
            return self._trace.source_names
        dataset = self.derived.get(column) or schema.NAMES.get((self.name, column))
        return None if dataset is None else self._trace.names(dataset)

    def text(self, column: str) -> Array:
        """A column as an array of str; values that number no name are empty."""
        values, names = self._column(column), self.names(column)
        if names is None:
            return values if values.dtype.kind == "U" else values.astype(str)
        known = np.array([*names, ""])
        return known[_in_names(values, names)]

    def where(self: Self, **conditions: Any) -> Self:
        """The rows that fulfil every condition, given by column:

            a value               where(task=3)
            a name or pattern     where(space="UB", agent="AIV 3 *", source="*softmax.cpp:*")
            several of them       where(space=["UB", "L1"], task=[3, 4])
            from up to, not with  where(cycle=range(8000, 9000))
        """
        keep = np.ones(len(self), dtype=bool)
        for column, condition in conditions.items():
            keep &= self._fulfils(column, condition)
        return self._keep(keep)

    def to_pandas(self, columns: Optional[Sequence[str]] = None) -> pandas.DataFrame:
        """These columns, or all, as a DataFrame whose index is the row in the file."""
        import pandas
        series = {name: self._series(name) for name in columns or self.columns}
        return pandas.DataFrame(series, index=pandas.Index(self.rows, name="row"))

    def _series(self, column: str) -> Any:
        import pandas
        values, names = self._column(column), self.names(column)
        if names is not None:
            unique = list(dict.fromkeys(names))  # categories must be
            codes = np.array([unique.index(name) for name in names] + [-1])
            return pandas.Categorical.from_codes(codes[_in_names(values, names)], unique)
        none = schema.NONE.get((self.name, column))
        if none is None:
            return values
        return pandas.arrays.IntegerArray(values.copy(), values == none)

    def _fulfils(self, column: str, condition: Any) -> Array:
        if isinstance(condition, range):
            if condition.step != 1:
                raise ValueError(f"{column}: a range must have step 1, not {condition.step}")
            values = self._column(column)
            return (values >= condition.start) & (values < condition.stop)
        several = isinstance(condition, (list, tuple, set, frozenset, np.ndarray))
        wanted = list(condition) if several else [condition]
        values, names = self._column(column), self.names(column)
        if names is not None:
            wanted = [code for name in wanted for code in self._codes(column, names, name)]
        return np.isin(values, wanted)

    def _codes(self, column: str, names: List[str], wanted: Any) -> List[int]:
        if not isinstance(wanted, str):
            return [int(wanted)]
        codes = [code for code, name in enumerate(names) if fnmatch.fnmatchcase(name, wanted)]
        if not codes:
            shown = ", ".join(names[:12]) + (" ..." if len(names) > 12 else "")
            raise ValueError(f"{self.name}: no {column} is {wanted!r}; there are {shown or 'none'}")
        return codes

    def _keep(self: Self, keep: Array) -> Self:
        return self._pick(self.rows[keep])

    def _pick(self: Self, rows: Rows) -> Self:
        return type(self)(self._trace, self.name, rows)

    def _is_whole(self) -> bool:
        return isinstance(self._rows, slice) and self._rows == slice(None)

    def _column(self, name: str) -> Array:
        if name in self.derived:
            return self._derive(name)
        if name == "source" and "site" in self.columns:
            return self._trace.source_numbers(self._column("site"))
        return self._read(name)

    def _derive(self, name: str) -> Array:
        raise NotImplementedError(name)

    def _read(self, name: str) -> Array:
        """A column as the file has it."""
        if name not in self._stored:
            raise KeyError(f"{self.name} has no column {name!r}; it has {', '.join(self.columns)}")
        return self._trace.read_column(self.name, name, self._rows, self._all)


def _in_names(values: Array, names: List[str]) -> Array:
    """Values as indices; those that number no name become len(names)."""
    return np.minimum(values.astype(np.int64), len(names))
