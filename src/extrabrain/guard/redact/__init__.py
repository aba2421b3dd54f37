"""Personal data in a text: found by form and by the words around it. Best effort, and called that."""
