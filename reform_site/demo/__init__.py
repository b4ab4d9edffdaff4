"""The demonstration province: real agencies and published totals, everything else generated.

``load.load`` is the only way in; ``manage.py load_demo`` calls it. Nothing of the product imports
this package.
"""
