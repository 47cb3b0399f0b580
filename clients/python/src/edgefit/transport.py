"""The way of a request: timeouts always, again where that is safe, errors as exceptions."""
from __future__ import annotations

import json
import random
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from io import IOBase
from typing import Any, Mapping, Optional, Union
from urllib.parse import quote

import requests
from requests.auth import AuthBase

from .error import EdgefitError, InvalidRequest, Unreachable
from .version import VERSION

Query = Mapping[str, Any]
Content = Union[bytes, IOBase]

CONNECT_SECONDS = 10.0
# Longer than most would wait; where KV's quota of the day is spent, the service says hours.
RETRY_AFTER_MAX = 60.0
FIRST_PAUSE_SECONDS = 0.5
# 429 is said before anything is done, so that even what counts each time may be sent again.
NEVER_BEGUN = {429}
PASSING = {408, 429, 503}


class Bearer(AuthBase):
    """Sets the token, or none. An `auth` of its own keeps requests from taking credentials out of ~/.netrc."""

    def __init__(self, token: Optional[str]) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Transport:
    """Sends requests to one service."""

    def __init__(self, url: str, token: Optional[str], timeout: float, retries: int) -> None:
        self.url = url.rstrip("/")
        self.timeout = timeout
        self.retries = retries
        self._auth = Bearer(token)
        self._session = requests.Session()

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        body: Any = None,
        content: Optional[Content] = None,
        headers: Optional[Mapping[str, str]] = None,
        repeatable: bool,
    ) -> requests.Response:
        """Answer of one call.

        Parameters
        ----------
        body : object, optional
            Sent as JSON.
        content : bytes or a file, optional
            Sent as it is.
        repeatable : bool
            Whether the call may be made twice, and comes to the same. What may not is sent again only where it cannot have been begun.
        """
        sent = {"User-Agent": f"edgefit-python/{VERSION}", **(headers or {})}
        data = content
        if body is not None:
            data = json.dumps(body, allow_nan=False, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()
            sent["Content-Type"] = "application/json"
        for attempt in range(self.retries + 1):
            is_last = attempt == self.retries
            if attempt > 0 and isinstance(data, IOBase):
                data.seek(0)
            try:
                response = self._once(method, path, query, data, sent, repeatable)
            except requests.RequestException as error:
                if is_last or not (repeatable or _never_sent(error)):
                    raise Unreachable(_lost(method, self.url + path, error)) from error
                time.sleep(_pause(attempt))
                continue
            # The first time it was deleted, and the answer was lost.
            if method == "DELETE" and response.status_code == 404 and attempt > 0:
                response.status_code = 204
            if response.ok and not response.is_redirect:
                return response
            refusal = _refusal(response)
            may_repeat = response.status_code in (PASSING if repeatable else NEVER_BEGUN)
            wait = _pause(attempt) if refusal.retry_after is None else refusal.retry_after
            if is_last or not may_repeat or wait > RETRY_AFTER_MAX:
                raise refusal
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def close(self) -> None:
        """Close the connections that are kept."""
        self._session.close()

    def call(self, method: str, path: str, **arguments: Any) -> Any:
        """As `send`, answering the JSON of the answer; None where it has no content."""
        response = self.send(method, path, **arguments)
        return response.json() if response.status_code != 204 and response.content else None

    def _once(
        self, method: str, path: str, query: Optional[Query], data: Any, headers: Mapping[str, str], repeatable: bool
    ) -> requests.Response:
        options = {
            "params": {name: _text(value) for name, value in (query or {}).items() if value is not None},
            "data": data,
            "headers": headers,
            "auth": self._auth,
            "timeout": (min(CONNECT_SECONDS, self.timeout), self.timeout),
            # A redirected POST would become a GET.
            "allow_redirects": False,
        }
        if repeatable:
            return self._session.request(method, self.url + path, **options)
        # On a connection of its own: one that was idle may have been closed, and that looks like an answer that was lost.
        return requests.request(method, self.url + path, **options)


def segment(value: object) -> str:
    """One part of a path."""
    return quote(str(value), safe="")


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _plain(value: Any) -> Any:
    """What numpy has for a number or a list, such as a hyperparameter out of numpy.logspace."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"Cannot send a {type(value).__name__}: {value!r}")


def _pause(attempt: int) -> float:
    return float(2**attempt) * FIRST_PAUSE_SECONDS * random.uniform(0.5, 1.0)


def _never_sent(error: requests.RequestException) -> bool:
    """Whether no connection was made at all."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in ("NewConnectionError", "ConnectTimeoutError")


def _lost(method: str, url: str, error: Exception) -> dict[str, Any]:
    return {"code": "unreachable", "detail": f"Cannot reach the service: {method} {url}: {error}"}


def _refusal(response: requests.Response) -> EdgefitError:
    try:
        told = response.json()
    except ValueError:
        told = None
    # What stands between here and the service answers in words of its own.
    problem = told if isinstance(told, dict) else {"detail": response.text[:200] or response.reason}
    problem.setdefault("status", response.status_code)
    kind = InvalidRequest if response.status_code == 422 else EdgefitError
    return kind(problem, _seconds(response.headers.get("Retry-After")))


def _seconds(retry_after: Optional[str]) -> Optional[float]:
    """Of the header, which holds seconds or a date (RFC 9110)."""
    if retry_after is None:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    return max(0.0, (until - datetime.now(timezone.utc)).total_seconds())
