"""A night spread by joblib: over its own processes, a Dask cluster, or whatever other backend it knows by a name.

The unit is one workbook. What holds for all of them goes to a worker once, not with every task. A task may be done
again where a worker died: a night over a workbook that is done already changes nothing. Limits of time and memory are
the backend's own affair.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from reqsheets.model.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client

Work = TypeVar("Work")
Result = TypeVar("Result")

OURS = "local"  # our own workers, with limits (`workers`)
DASK = "dask"
SCHEDULER = "DASK_SCHEDULER_ADDRESS"


class Context(Generic[Work, Result]):
    """What is done with each piece of work; an object of its own, so that a cluster is sent it once."""

    def __init__(self, do: Callable[[Work], Result]) -> None:
        self.do = do


def spread(
    do: Callable[[Work], Result], work: Sequence[Work], jobs: int, backend: str, scheduler: str = ""
) -> Iterator[Result]:
    """Yield what `do` returns for each piece of work, in their order, by that backend of joblib.

    For Dask `scheduler` is the address of a cluster (default: DASK_SCHEDULER_ADDRESS; without either one of `jobs`
    processes is started here). Raises UsageError where the extra is missing, joblib does not know the backend or the
    cluster cannot be reached.
    """
    try:
        from joblib import Parallel, delayed, parallel_config
    except ImportError:
        raise _missing() from None
    context: Context[Work, Result] = Context(do)
    with _cluster(jobs, backend, scheduler or os.environ.get(SCHEDULER, "")) as client:
        told = {"client": client, "scatter": [context]} if client is not None else {}
        try:
            config = parallel_config(backend=backend, n_jobs=-1 if client is not None else jobs, **told)
        except (ValueError, TypeError, ImportError) as error:
            raise UsageError(
                f"joblib 不认识后端“{backend}”：{error}", f"joblib knows no backend {backend!r}: {error}"
            ) from None
        with config:
            yield from Parallel(return_as="generator", batch_size=1)(delayed(_done)(context, one) for one in work)


def _done(context: Context[Work, Result], one: Work) -> Result:
    return context.do(one)


@contextmanager
def _cluster(jobs: int, backend: str, scheduler: str) -> Iterator[Client | None]:
    """Yield a client of the cluster, None where the backend needs none; one that was started here ends with it."""
    if backend != DASK:
        yield None
        return
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise _missing() from None
    if not scheduler:
        with (
            LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"连不上 Dask 调度器 {scheduler}：{error}", f"the Dask scheduler {scheduler} cannot be reached: {error}"
        ) from None
    with client:
        yield client


def _missing() -> UsageError:
    return UsageError(
        "请先安装 reqsheets[scale]（pip install 'reqsheets[scale]'）",
        "install reqsheets[scale] first (pip install 'reqsheets[scale]')",
    )
