"""Form II.06 of many agencies on one screen: rows are agencies, columns those of the form.

``question`` says which rows are on the screen, ``typed`` reads what came back, ``saving`` writes
all of it or nothing, ``page`` lays it out, ``screen`` is the address in the admin.
"""
