"""What the clinician says against the chart: the corrections in force, and the field to add a finding."""
