"""What could explain it: hypotheses, evidence, can't-miss, next steps."""
