"""Where the files of a workspace are. The only thing other packages may import."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT = "data"
_PROJECT = Path(__file__).resolve().parent.parent
VARIABLE = "GOVSCORE_DATA"
STORE_VARIABLE = "GOVSCORE_STORE"


@dataclass(frozen=True)
class Locations:
    """The folders and files of one workspace, below `root`.

    is_sealed: whatever the environment says, its assessment store is its own; so is
    that of a copy in which an edition is computed again.
    """

    root: Path
    is_sealed: bool = False

    @property
    def workspace(self) -> Path:
        return self.root / "workspace.toml"

    @property
    def reference(self) -> Path:
        return self.root / "reference"

    @property
    def sources(self) -> Path:
        return self.root / "sources"

    @property
    def indicators(self) -> Path:
        return self.root / "indicators"

    @property
    def schemes(self) -> Path:
        return self.root / "schemes"

    @property
    def breaks(self) -> Path:
        """Days since when something is counted otherwise; not there: none declared."""
        return self.root / "breaks.toml"

    @property
    def honesty(self) -> Path:
        """What counts as odd among ratings; not there: nothing is looked at."""
        return self.root / "honesty.toml"

    @property
    def rubrics(self) -> Path:
        return self.root / "rubrics"

    @property
    def assessment(self) -> Path:
        return self.root / "assessment.toml"

    @property
    def sign_in(self) -> Path:
        """What groups of an OpenID Connect provider may do in the dashboard."""
        return self.root / "sign_in.toml"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def spark(self) -> Path:
        """Typed rows and the log of Spark, where it validates."""
        return self.root / "spark"

    @property
    def spark_conf(self) -> Path:
        """Settings of Spark, in its own form; not there: its and the program's."""
        return self.root / "spark.conf"

    @property
    def rejects(self) -> Path:
        return self.root / "rejects"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def current(self) -> Path:
        return self.published / "current.json"

    @property
    def editions(self) -> Path:
        """Published quarters that were frozen, with all they were computed from."""
        return self.root / "editions"

    @property
    def lock(self) -> Path:
        return self.root / "run.lock"

    @property
    def secret(self) -> Path:
        return self.root / "secret.key"

    @property
    def evidence(self) -> Path:
        """Files that prove assessments; the dashboard keeps them."""
        return self.root / "evidence"

    @property
    def store(self) -> Path:
        return self.root / "assessments.sqlite"


def shared_words() -> Path:
    """Catalogues of what is said on the pages and on the static site alike."""
    return _PROJECT / "words"


def locate(data: str | Path | None = None) -> Locations:
    """The workspace at `data`, else at $GOVSCORE_DATA, else at ./data."""
    return Locations(Path(data or os.environ.get(VARIABLE) or DEFAULT))


def store_url(at: Locations) -> str:
    """The assessment store: $GOVSCORE_STORE, else the workspace's own SQLite file."""
    return store_elsewhere(at) or f"sqlite:///{at.store}"


def store_elsewhere(at: Locations) -> str | None:
    """What $GOVSCORE_STORE says, unless the workspace is sealed."""
    return None if at.is_sealed else os.environ.get(STORE_VARIABLE)
