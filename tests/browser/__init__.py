"""What only a browser can tell: layout, colours, scripts, keyboard, paper, words on the screen.

One demonstration province at a small scale and one server serve all tests of the package; they run
after all others. ``pages.py`` lists the pages, ``visits.py`` opens each of them once.
"""
