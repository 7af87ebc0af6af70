"""Ratings as the rows of a raw file, in the two directions official tables have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.demo import text
from pipelines.demo.layout import RawFile
from pipelines.demo.ratings import NO_COMMENT, NO_WINDOW, Ratings
from pipelines.demo.spelling import Spelling
from pipelines.demo.tags import NO_TAGS, TagLists

Numbers = NDArray[Any]

INTERFACE: tuple[str, ...] = (
    "projectNo", "serviceNumber", "taskCode", "proDepart", "areaCode", "pf",
    "windowNo", "satisfaction", "evalDetail", "writingEvaluation",
    "assessTime", "userName", "certkeyGOV",
)  # fmt: skip
STANDARD: tuple[str, ...] = (
    "办件编号", "评价次数", "基本编码", "受理单位名称", "行政区划", "评价渠道",
    "评价设备",
    "满意度代码",
    "满意度",
    "评价标签",
    "文字评价",
    "评价时间",
    "评价人",
)  # fmt: skip
# By channel number; the standard has no default and the interface no telephone.
CHANNEL_WORDS: tuple[str, ...] = (
    "", "PC端", "移动服务端", "二维码", "政务大厅平板电脑",
    "政务大厅其他终端", "短信", "", "电话",
)  # fmt: skip
LEVEL_WORDS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")


def rating_header(file: RawFile) -> list[str]:
    """The header row of a file of ratings."""
    return list(STANDARD if file.style == "standard" else INTERFACE)


def rating_rows(
    file: RawFile, spelling: Spelling, tags: TagLists, ratings: Ratings
) -> pa.Table:
    """The ratings as the file writes them, one column for each of its headers."""
    world, row = spelling.world, ratings.number
    columns = [
        text.prefixed("HLJ", ratings.number),
        pa.array(ratings.service),
        text.coded(world.items.id, ratings.item),
        spelling.department(file, ratings.organ, row),
        spelling.city(file, ratings.organ, row),
    ]
    window = text.coded(world.window_names, ratings.window, ratings.window == NO_WINDOW)
    ticked = text.coded(tags.texts, ratings.tags, ratings.tags == NO_TAGS)
    written = text.coded(world.comments.texts, _comment(file, spelling, ratings))
    when = _moment(file)(ratings.rated, None)
    person = text.coded(world.names, ratings.person)
    if file.style == "standard":
        # The standard counts from the best: 1 is very satisfied.
        code = (6 - ratings.level).astype(np.int8)
        words = text.coded(LEVEL_WORDS, code - 1)
        channel = text.coded(CHANNEL_WORDS, ratings.channel)
        columns += [channel, window, pa.array(code), words, ticked, written, when]
        columns += [person]
    else:
        columns += [pa.array(ratings.channel), window, pa.array(ratings.level)]
        columns += [ticked, written, when, person]
        columns += [text.coded(world.identities, ratings.person)]
    return pa.table(columns, rating_header(file))


def _comment(file: RawFile, spelling: Spelling, ratings: Ratings) -> Numbers:
    """Positions of comments; in files with line breaks some get one."""
    if not file.line_breaks:
        return ratings.comment
    suited = np.where(ratings.level >= 4, 0, np.where(ratings.level == 3, 1, 2))
    broken = np.full_like(ratings.comment, NO_COMMENT)
    for k, pool in enumerate(spelling.world.comments.broken):
        which = suited == k
        broken[which] = pool[ratings.number[which] % len(pool)]
    return np.where(ratings.comment == NO_COMMENT, NO_COMMENT, broken)


def _moment(file: RawFile) -> Callable[[Numbers, Any], pa.Array]:
    if file.style == "standard":
        return text.basic
    if file.format == "jsonl":
        return text.zoned
    return text.fractional if file.fractions else text.timestamps
