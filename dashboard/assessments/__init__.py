"""Official assessments: cycles, rubrics, assignment, entry, review, appeal."""
