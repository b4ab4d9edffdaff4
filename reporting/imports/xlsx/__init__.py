"""Workbooks (.xlsx) read as a stream: a part at a time, little held, no object model.

``book`` finds the sheets, ``strings`` and ``formats`` hold what cells refer to, ``values`` writes
a cell as a person would type it, ``sheet`` reads rows by expat and, where a row is as plain as
spreadsheets write them, by ``quick``. Source: ECMA-376, part 1. Only behind the gate.
"""
