"""What invented citizens write: pools of short comments by how content they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CONTENT = (
    "办事很快，谢谢", "工作人员耐心细致", "一次就办完了，点赞",
    "不用跑腿，手机上就办好了",
    "窗口同志讲解清楚", "材料少了，流程也简单", "服务热情", "比想象的快", "很方便",
    "大厅环境整洁，引导到位", "等候时间短", "老人也能看懂，谢谢帮忙填表",
    '说是"最多跑一次"，真的只跑了一次', "Excellent, finished in ten minutes",
)  # fmt: skip
SO_SO = (
    "还可以", "等的时间有点长", "指南写得不够细", "系统有时打不开", "停车不方便",
    "排队人多，建议多开窗口", "能办成，就是多问了几遍",
)  # fmt: skip
UNHAPPY = (
    "来回跑了三趟", "说好五天，等了半个月", "态度生硬，爱答不理",
    "网上提示成功，到大厅又说没收到",
    "同样的证明交了两次", "没有人接电话", "材料清单前后不一致，白跑一趟",
    "预约了还要重新取号",
)  # fmt: skip
TWO_LINES = (
    ("办得很快\n希望继续保持",),
    ("总体还行\n就是排队久",),
    ("问题一：材料重复提交\n问题二：没人解释",),
)
POOLS = (CONTENT, SO_SO, UNHAPPY)
PERSONAL = 24


class Comments:
    """All comments in one list; `plain` and `broken` give positions in it.

    Broken ones hold a line break inside the quotes. Some of each hold a telephone or
    an identity number, as real ones do.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        names: Sequence[str],
        identities: Sequence[str],
        telephones: Sequence[str],
    ) -> None:
        self.texts: list[str] = []
        self.plain: list[np.ndarray] = []
        self.broken: list[np.ndarray] = []
        for pool, two_lines in zip(POOLS, TWO_LINES, strict=True):
            who = rng.integers(len(names), size=PERSONAL)
            revealing = [
                f"{pool[k % len(pool)]}，请回电{telephones[w]}（{names[w]}）"
                if k % 3
                else f"{pool[k % len(pool)]}，身份证{identities[w]}，请查"
                for k, w in enumerate(who)
            ]
            # One comment in fifty gives its writer away.
            texts = [*list(pool) * (PERSONAL * 49 // len(pool)), *revealing]
            self.plain.append(self._add(texts))
            self.broken.append(
                self._add([*texts, *list(two_lines) * (len(texts) // 3)])
            )

    def _add(self, texts: Sequence[str]) -> np.ndarray:
        known = {text: k for k, text in enumerate(self.texts)}
        for text in texts:
            if text not in known:
                known[text] = len(self.texts)
                self.texts.append(text)
        return np.array([known[text] for text in texts], dtype=np.int16)
