"""An answer becomes feedback: delivery, structure, specificity, coverage, findings, rubric, next steps."""
