"""Check within a timeout that a dask scheduler is at an address."""

from __future__ import annotations

from typing import Any

from xentcli.core.errors import ClusterError
from xentcli.core.text import shown

START = "check the address; to start a scheduler on its machine: dask scheduler --port 8786"
CERTIFICATES = "set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, and __CLIENT__CERT and __CLIENT__KEY after TLS"


def greet(distributed: Any, address: str, wait: float) -> None:
    """Raise unless a dask scheduler of this version answers within ``wait`` seconds."""
    import asyncio

    try:
        found = asyncio.run(asyncio.wait_for(_identity(distributed, address, wait), wait + 1))
    except OSError as error:  # a TimeoutError has no message
        said = str(error) or f"no answer in {wait:g} seconds"
        raise unreachable(address, said) from error
    except Exception as error:  # bytes of any other protocol, read as dask's
        raise unreachable(address, "the server there does not speak the dask protocol") from error
    if found.get("type") != "Scheduler":
        at = found.get("scheduler")
        hint = f"try --scheduler {shown(at)}" if at else START
        raise unreachable(
            address, f"the server there is a dask {shown(str(found.get('type')).lower())}", hint
        )
    if found["version"] != distributed.__version__:
        said = f"has distributed {shown(found['version'])}, this machine has {distributed.__version__}"
        hint = "install the same version of dask on both machines"
        raise ClusterError(f"the scheduler at {shown(address)} {said}", hint, code="XE911")


async def _identity(distributed: Any, address: str, wait: float) -> dict[str, Any]:
    """Return the identity that the server at the address sends, and its version of distributed."""
    arguments = distributed.Security().get_connection_args("client")
    async with distributed.rpc(address, timeout=wait, connection_args=arguments) as there:
        version = (await there.versions(packages=[]))["packages"]["distributed"]
        return {**await there.identity(), "version": str(version)}


def unreachable(address: str, said: str, hint: str | None = None) -> ClusterError:
    """Return the error of an address without a scheduler."""
    hint = hint or (CERTIFICATES if address.startswith("tls:") else START)
    said = shown(" ".join(said.split()))
    return ClusterError(f"no scheduler answers at {shown(address)}: {said}", hint)
