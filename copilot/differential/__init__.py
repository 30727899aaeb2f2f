"""What could explain the findings, why, why not, and what to do next. Nothing here writes prose."""
