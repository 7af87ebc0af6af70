"""What a form of the door brought: a few short fields, and nothing larger."""

from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

_TYPE = "application/x-www-form-urlencoded"
_LARGEST = 16_384
_MOST_FIELDS = 20


async def fields(request: Request) -> dict[str, str]:
    """The fields by name; the first where one stands twice."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != _TYPE:
        raise HTTPException(415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            raise HTTPException(413)
    try:
        told = parse_qs(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise HTTPException(400) from error
    return {name: values[0] for name, values in told.items()}
