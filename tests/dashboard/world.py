"""An invented small world: six cities, eight departments, thirteen months.

Names and limits are typed here; figures follow from three simple rules so that a test
can foresee them: the worse a department's and a city's place in its list, the lower the
share; one department falls in the third quarter; one city is too small to show.
"""

from datetime import date

HOSTILE = "**x** <b>y</b> $a$ [l](javascript:1) :red[z] `c` |"

CITIES = (
    # city_id, zh, en, short zh, short en, peer group, how many ratings a month
    ("230100", "哈尔滨市", "Harbin", "哈尔滨", "Harbin", "large", 900),
    ("230200", "齐齐哈尔市", "Qiqihar", "齐齐哈尔", "Qiqihar", "large", 420),
    ("230600", "大庆市", "Daqing", "大庆", "Daqing", "large", 380),
    ("231000", "牡丹江市", "Mudanjiang", "牡丹江", "Mudanjiang", "middle", 150),
    ("231081", "绥芬河市", "Suifenhe", "绥芬河", "Suifenhe", "middle", 60),
    # 24 ratings a quarter: listed, not ranked; its departments have 3: withheld.
    ("230883", "抚远市", HOSTILE, "抚远", HOSTILE, "middle", 1),
)
DEPARTMENTS = (
    # id, zh, en, peer group, ranked
    ("gaj", "公安局", "Public Security", "enforcement", True),
    ("rsj", "人力资源和社会保障局", "Human Resources", "society", True),
    ("scjgj", "市场监督管理局", "Market Regulation", "enforcement", True),
    ("zjj", "住房和城乡建设局", "Housing and Construction", "economy", True),
    ("wjw", "卫生健康委员会", "Health Commission", "society", True),
    ("mzj", "民政局", "Civil Affairs", "society", True),
    ("fgw", HOSTILE, HOSTILE, "economy", True),
    # Answers to the centre, not to the province: shown, never ranked.
    ("swj", "税务局", "Taxation", "economy", False),
)
PEER_GROUPS = (
    ("large", "city", "大城市", "Larger cities"),
    ("middle", "city", "中小城市", "Smaller cities"),
    ("enforcement", "department", "执法监管", "Enforcement"),
    ("society", "department", "社会民生", "Society"),
    ("economy", "department", "经济建设", "Economy"),
)
FALLING, FALL_FROM = "zjj", date(2026, 7, 1)

INDICATORS = (
    # id, pillar, source, kind, unit, higher is better, zh, en, best value, step down
    ("very_satisfied_rate", "satisfaction", "ratings", "ratio", "share", True,
     "非常满意率", "Very satisfied", 0.96, 0.008),
    ("bad_rate", "satisfaction", "ratings", "ratio", "share", False,
     "差评率", "Bad ratings", 0.004, -0.001),
    ("bad_per_10k", "satisfaction", "ratings", "ratio", "per_10k", False,
     "万件差评", "Bad ratings per 10,000", 2.0, -0.6),
    ("mean_score", "satisfaction", "ratings", "mean", "points", True,
     "满意度得分", "Mean score", 97.0, 0.8),
    ("on_time_rate", "timeliness", "cases", "ratio", "share", True,
     "按时办结率", "Closed on time", 0.9997, 0.006),
    ("legal_on_time_rate", "timeliness", "cases", "ratio", "share", True,
     "法定时限内办结率", "Closed within the legal limit", 1.0, 0.002),
    ("median_days", "timeliness", "cases", "quantile", "days", False,
     "办理时长中位数", "Median days", 2.0, -1.0),
    ("compression_ratio", "timeliness", "cases", "ratio", "ratio", True,
     "时限压缩比", "Compression", 0.62, 0.01),
    ("open_overdue", "timeliness", "cases", "count", "count", False,
     "超期未结", "Open and overdue", 3.0, -6.0),
    ("assessment_routine", "assessment", "assessments", "mean", "points", True,
     "平时考核", "Routine assessment", 95.0, 1.5),
    ("assessment_expert", "assessment", "assessments", "mean", "points", True,
     "专家评议", "Expert review", 93.0, 1.0),
    ("online_centre_coverage", "statistics", "statistics", "ratio", "share", True,
     "网上政务服务中心覆盖率", "Online centre coverage", 0.9077, 0.0),
)  # fmt: skip
HEADLINE = ["very_satisfied_rate", "on_time_rate", "bad_per_10k", "open_overdue"]

# Method, assessors, judgements, standard deviation; adjusted, its error, trimmed.
PANELS = (
    ("assessment_routine", 1, 1, None, (90.5, None, False)),
    ("assessment_expert", 3, 4, 6.25, (85.0, 1.25, False)),
)
SCHEME = (
    # indicator, weight of the whole, worst, best, target
    ("very_satisfied_rate", 0.25, 0.60, 1.0, 0.92),
    ("bad_rate", 0.10, 0.05, 0.0, 0.01),
    ("on_time_rate", 0.25, 0.80, 1.0, 0.98),
    ("legal_on_time_rate", 0.10, 0.90, 1.0, 1.0),
    ("assessment_routine", 0.20, 50.0, 100.0, 90.0),
    ("assessment_expert", 0.10, 50.0, 100.0, None),
)
PILLARS = (
    ("satisfaction", "群众满意", "Satisfaction", 0.35, 1),
    ("timeliness", "办理时效", "Timeliness", 0.35, 2),
    ("assessment", "政府考核", "Assessment", 0.30, 3),
)
BANDS = (
    ("excellent", "优秀", "Excellent", 90.0),
    ("good", "良好", "Good", 80.0),
    ("fair", "一般", "Fair", 60.0),
    ("poor", "较差", "Poor", 0.0),
)
ADJUSTMENTS = (
    # id, zh, en, kind, indicator, subjects, above, below, points, most, ceiling
    ("few_bad", HOSTILE, HOSTILE, "bonus", "bad_per_10k", ["department"], None, 3.0,
     0.5, 2.0, None),
    ("backlog", "积压严重", "Heavy backlog", "veto", "open_overdue", ["department"],
     30.0, None, None, None, "fair"),
)  # fmt: skip
ITEMS = (
    ("230109001000", "gaj", "户口迁移审批", "Moving a household registration"),
    ("230115002000", "zjj", "建筑工程施工许可证核发", "Building permit"),
    ("230115003000", "zjj", HOSTILE, HOSTILE),
)
TAGS = (
    ("1101", 1, "materials", "要求提供的材料太多", "Too many papers asked for"),
    ("1102", 1, "deadline", "办理时间太长", "Took too long"),
    ("2101", 2, "staff", HOSTILE, HOSTILE),
)

AS_OF = date(2026, 10, 31)
MONTHS = [date(2025, m, 1) for m in (10, 11, 12)] + [
    date(2026, m, 1) for m in range(1, 11)
]
QUARTERS = [date(2025, 10, 1)] + [date(2026, m, 1) for m in (1, 4, 7, 10)]
LATEST_QUARTER = date(2026, 7, 1)


def names(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def periods() -> list[tuple[str, date]]:
    return [("month", day) for day in MONTHS] + [("quarter", day) for day in QUARTERS]


def period_end(kind: str, day: date) -> date:
    """The last day of a month or quarter."""
    after = day.month + (1 if kind == "month" else 3)
    following = date(day.year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def previous(kind: str, day: date) -> date | None:
    days = [each for each_kind, each in periods() if each_kind == kind]
    place = days.index(day)
    return days[place - 1] if place else None


def rating_count(city: int | None, kind: str) -> int:
    """Ratings of one department in a city (None: in all cities) and period."""
    rows = CITIES if city is None else (CITIES[city],)
    return sum(row[6] for row in rows) * (1 if kind == "month" else 3)


def value(
    indicator: int, city: int | None, department: int | None, day: date
) -> float | None:
    """What the rules above make of one place in the world; None: not measured."""
    best, step = INDICATORS[indicator][8], INDICATORS[indicator][9]
    if INDICATORS[indicator][1] == "statistics":
        return best if department is None and city is None else None
    # Experts never looked at the second department.
    if INDICATORS[indicator][0] == "assessment_expert" and department == 1:
        return None
    places = (3 if city is None else city) + (4 if department is None else department)
    season = 0.3 * ((day.month * 7) % 5 - 2)
    fall = 0.0
    if department is not None and DEPARTMENTS[department][0] == FALLING:
        fall = 4.0 if day >= FALL_FROM else 0.0
    return best - step * max(0.0, places * 0.8 + season + fall)
