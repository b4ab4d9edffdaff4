"""The province's sheet of form II.06, from an upload to returns: read, previewed, then written.

``headings`` knows what the columns are called, ``sheet`` finds the table and its rows, ``reading``
says which agency and which numbers a row means, ``plan`` sets them against the stored returns,
``running`` keeps, previews and writes.
"""
