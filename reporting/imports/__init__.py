"""The base of file imports: from an upload to rows of plain text, told row by row.

``gate`` looks at bytes before any parser does; ``child`` parses in a process of its own with a
limit on memory and time; ``finding`` finds the table in a sheet as people lay it out; ``problems``
says what is wrong where and how to mend it; ``keeping`` holds the file until its run ends.
What the rows mean is told by each app. The modules that the child loads do not load Django.
"""
