"""Import of a plan annex: a sheet of tasks becomes tasks, after a preview and a confirmation.

``columns`` names what the sheet may hold, ``values`` reads cells, ``agencies`` finds agencies by
any of their names, ``plan`` compares the sheet with the tasks of a programme, ``apply`` writes the
difference in one transaction, ``running`` leads a file from upload to its end.
"""
