"""The patient banner: who the chart is about, always in sight."""
