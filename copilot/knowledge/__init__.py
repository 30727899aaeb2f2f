"""What medicine says, with its sources: findings, conditions, tests, references. It knows no patient."""
