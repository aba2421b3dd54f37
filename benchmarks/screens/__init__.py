"""Screens for `benchmarks/ocr.py`: code, slides and web pages of our own texts, each visible word known."""
