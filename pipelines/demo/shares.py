"""Who gets how much of the work: cities by people, departments by what they do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.reference import Entry

# By the characters a name holds, so that any workspace's tables give a sensible world.
CITY_SHARE = {
    "哈尔滨": 0.32, "齐齐哈尔": 0.13, "绥化": 0.11, "大庆": 0.10, "牡丹江": 0.08,
    "佳木斯": 0.07, "鸡西": 0.05, "黑河": 0.04, "双鸭山": 0.035, "伊春": 0.025,
    "鹤岗": 0.022, "七台河": 0.018, "绥芬河": 0.007, "大兴安岭": 0.007, "抚远": 0.003,
}  # fmt: skip
DEPARTMENT_SHARE = {
    "公安": 0.16, "人力资源": 0.14, "医疗保障": 0.12, "公积金": 0.09, "市场监督": 0.09,
    "自然资源": 0.08, "税务": 0.08, "民政": 0.05, "卫生健康": 0.04, "交通运输": 0.04,
    "住房和城乡建设": 0.022, "教育": 0.02, "农业农村": 0.015, "司法": 0.012,
    "城市管理": 0.01, "残疾人": 0.009, "文化": 0.008, "生态环境": 0.007,
    "退役军人": 0.007, "营商环境": 0.02, "应急管理": 0.006,
    "海关": 0.012, "边防检查": 0.01, "商务": 0.005, "林业": 0.005, "水务": 0.004,
    "水利": 0.004, "发展和改革": 0.004, "工业和信息化": 0.003,
}  # fmt: skip
OTHER_SHARE = 0.002
# Customs and border inspection sit at the border, not in every city.
BORDER_WORK = ("海关", "边防检查")
BORDER_CITIES = ("绥芬河", "抚远", "黑河", "牡丹江", "佳木斯", "哈尔滨")


def of_names(entries: Sequence[Entry], shares: dict[str, float]) -> NDArray[np.float64]:
    """The share of each entry by the longest key its Chinese name holds."""

    def share(name: str) -> float:
        keys = [key for key in shares if key in name]
        return shares[max(keys, key=len)] if keys else OTHER_SHARE

    return np.array([share(entry.names["zh"]) for entry in entries])


def of_organs(
    cities: Sequence[Entry], departments: Sequence[Entry], rng: np.random.Generator
) -> NDArray[np.float64]:
    """City x department: what share of all cases; 0 where there is no such organ."""
    share = np.outer(
        of_names(cities, CITY_SHARE), of_names(departments, DEPARTMENT_SHARE)
    )
    share *= np.exp(rng.normal(0, 0.22, share.shape))
    for d, department in enumerate(departments):
        if any(word in department.names["zh"] for word in BORDER_WORK):
            for c, city in enumerate(cities):
                if not any(word in city.names["zh"] for word in BORDER_CITIES):
                    share[c, d] = 0.0
    total: NDArray[np.float64] = share / share.sum()
    return total


def lookup(share: NDArray[np.float64], size: int) -> NDArray[np.uint16]:
    """A table of `size` indices in which each index stands as often as its share.

    One random position then draws from the distribution; every index with a share
    stands in it at least once.
    """
    slots = np.where(share > 0, np.maximum(1, np.rint(share / share.sum() * size)), 0)
    slots[np.argmax(slots)] += size - slots.sum()
    table: NDArray[np.uint16] = np.repeat(
        np.arange(len(share)), slots.astype(np.int64)
    ).astype(np.uint16)
    return table
