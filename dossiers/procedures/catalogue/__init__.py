"""Import of the national list of procedures: a sheet becomes the catalogue, after a preview.

``columns`` names what the sheet may hold, ``values`` reads cells, ``rows`` reads a row, ``plan``
compares the sheet with the catalogue, ``apply`` writes the difference in one transaction,
``running`` leads a file from upload to its end. Nothing is ever deleted: a procedure that the
sheet lacks is proposed for abolition, which a person decides.
"""
