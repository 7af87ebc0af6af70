"""Invented people: names, identity numbers and telephones that belong to nobody.

They are in the raw files so that the border where they are dropped has something to
drop. Identity numbers carry a right check digit and begin with 999999, which is no
division; telephones begin with 199000.
"""

from __future__ import annotations

import numpy as np

HOW_MANY = 2048
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红玲芬燕彬雪梅松柏"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
NO_DIVISION = "999999"


def names(rng: np.random.Generator) -> list[str]:
    """Names of one surname and one or two given characters."""
    return [
        SURNAMES[rng.integers(len(SURNAMES))]
        + "".join(
            GIVEN[k] for k in rng.integers(len(GIVEN), size=1 + int(rng.random() < 0.6))
        )
        for _ in range(HOW_MANY)
    ]


def identity_numbers(rng: np.random.Generator) -> list[str]:
    """18 characters each: no division, a birthday, a serial and its check digit."""
    numbers = []
    for _ in range(HOW_MANY):
        year, month, day = rng.integers((1940, 1, 1), (2008, 13, 29))
        body = f"{NO_DIVISION}{year}{month:02d}{day:02d}{rng.integers(1, 1000):03d}"
        numbers.append(body + check_digit(body))
    return numbers


def check_digit(body: str) -> str:
    """The 18th character of an identity number (GB 11643)."""
    total = sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True))
    return CHECK[total % 11]


def telephones(rng: np.random.Generator) -> list[str]:
    """Mobile numbers of a block that is not given out."""
    return [f"199000{k:05d}" for k in rng.integers(0, 100_000, HOW_MANY)]
