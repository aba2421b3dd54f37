"""Files to texts: one module for each format, each with `read(data, name) -> list[Reading]`.

A reader raises nothing but a `Problem`, opens no file and follows no link: all it knows is the bytes it gets.
"""
