"""Hospital servers: which there are, signing in, finding a patient, and how far the chart has filled."""
