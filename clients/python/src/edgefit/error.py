"""What is raised where a call came to nothing."""
from __future__ import annotations

from typing import Any, Optional

FAULTS_TOLD = 5


class EdgefitError(Exception):
    """A refusal of the service (RFC 9457).

    Attributes
    ----------
    status : int or None
        The HTTP status; None where there was no answer.
    code : str
        What kind of refusal it is, such as ``not_found``.
    detail : str
        What is so, in a sentence.
    errors : list of dict
        The ``path`` and ``message`` of each fault that was found.
    retry_after : float or None
        In how many seconds it may be asked again.
    problem : dict
        The whole answer.
    """

    def __init__(self, problem: dict[str, Any], retry_after: Optional[float] = None) -> None:
        self.status: Optional[int] = problem.get("status")
        self.code: str = str(problem.get("code", "unknown"))
        self.detail: str = str(problem.get("detail") or problem.get("title") or "")
        self.errors: list[dict[str, str]] = list(problem.get("errors") or [])
        self.retry_after = retry_after
        self.problem = problem
        super().__init__(problem, retry_after)

    def __str__(self) -> str:
        told = [self.detail if self.status is None else f"{self.status} {self.code}: {self.detail}"]
        # The detail of a refusal that has one fault tells it already.
        faults = self.errors if len(self.errors) > 1 else []
        told += [f"  {fault.get('path')}: {fault.get('message')}" for fault in faults[:FAULTS_TOLD]]
        if len(faults) > FAULTS_TOLD:
            told.append(f"  and {len(faults) - FAULTS_TOLD} more in .errors")
        return "\n".join(told)


class InvalidRequest(EdgefitError, ValueError):
    """What was sent cannot be used (422): `errors` says which value, and what would be accepted."""


class Unreachable(EdgefitError, ConnectionError):
    """There was no answer: the connection could not be made, was lost, or took longer than the timeout."""
