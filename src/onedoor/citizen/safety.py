"""Safety first (DESIGN §9): where there may be danger, whoever reads must be able to leave the page at once."""

from __future__ import annotations

from onedoor.cases.models import Report
from onedoor.cases.models.choices import Safety


def endangered(report: Report) -> bool:
    """Whether signs of danger were found, and nobody has said there is none."""
    return report.case.safety in (Safety.STOPPED, Safety.HELD)
