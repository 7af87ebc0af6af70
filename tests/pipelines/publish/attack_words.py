"""What the indicators of the default workspace count, in an attacker's words.

Read off the page "Method" by hand; no code of the product says it here.
"""

from __future__ import annotations

# What each indicator counts above and below the line, in the attacker's words.
ABOVE = {
    "very_satisfied_rate": "active very satisfied",
    "satisfied_rate": "active satisfied",
    "active_good_rate": "active good",
    "bad_rate": "active bad",
    "bad_per_10k": "active bad",
    "mean_score": "active points",
    "good_rate": "good",
    "active_rating_rate": "first active",
    "unrated_rate": "unrated",
    "same_day_rate": "same day",
    "early_rate": "early",
    "compression_ratio": "days saved",
    "one_visit_rate": "one visit",
    "zero_visit_rate": "zero visits",
    "on_time_rate": "on time",
    "legal_on_time_rate": "legally on time",
}
BELOW = {
    **dict.fromkeys(
        [
            "very_satisfied_rate",
            "satisfied_rate",
            "active_good_rate",
            "bad_rate",
            "mean_score",
        ],
        "active",
    ),
    "good_rate": "ratings",
    **dict.fromkeys(["active_rating_rate", "unrated_rate", "bad_per_10k"], "closed"),
    **dict.fromkeys(["same_day_rate", "median_days", "p90_days"], "timed"),
    "early_rate": "promised",
    **dict.fromkeys(["km_median_days", "km_p90_days"], "accepted"),
    "compression_ratio": "days allowed",
    **dict.fromkeys(["one_visit_rate", "zero_visit_rate"], "visited"),
    "on_time_rate": "due",
    "legal_on_time_rate": "legally due",
}
COUNTS = {**BELOW, "compression_ratio": "in working days"}  # what n is
# What an attacker tries: a count that is the sum of others, or the same as another, and
# one that another holds. Only what no pair of published numbers contradicts is used.
SUMS = [
    ("closed", "first active", "unrated"),
    ("active", "active good", "active bad"),
    ("active", "first active"),
    ("ratings", "active"),
    ("good", "active good"),
    ("closed", "timed"),
    ("closed", "visited"),
    ("timed", "promised"),
    ("timed", "in working days"),
]
HOLDS = [
    ("ratings", "active"),
    ("ratings", "good"),
    ("good", "active good"),
    ("active good", "active satisfied"),
    ("active satisfied", "active very satisfied"),
    ("closed", "timed"),
    ("timed", "promised"),
    ("timed", "in working days"),
    ("timed", "same day"),
    ("promised", "early"),
    ("closed", "visited"),
    ("visited", "one visit"),
    ("one visit", "zero visits"),
    ("due", "on time"),
    ("legally due", "legally on time"),
]
# Counted on two sources: the second count that they rest on.
ALSO = {
    "active_rating_rate": "first active",
    "unrated_rate": "first active",
    "bad_per_10k": "active",
}
