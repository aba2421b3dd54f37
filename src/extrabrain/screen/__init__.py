"""Pixels to text: a picture of a screen, a slide or a page is read on this machine, line by line.

`picture` opens, crops and scales; `find` marks where text stands; `spell` reads each mark; `order` makes
lines of them; `ocr` puts these together; `apart` runs it all in a process of its own; `capture` takes a
picture of the screen.
"""
