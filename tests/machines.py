"""People who do this and that in whatever order: state machines whose steps are undone at the end of each run."""

import datetime
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from relations.publishing import EditConflict, NotAllowed
from tests.acting import NOW


class People(RuleBasedStateMachine):
    """Who acts by the verbs, each time a minute later."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def is_done(self, verb: Any, *args: Any, **kwargs: Any) -> bool:
        """Do it as a person would, or be refused; returns whether it was done."""
        self.now += datetime.timedelta(minutes=1)
        try:
            with transaction.atomic():
                verb(*args, by=None, at=self.now, **kwargs)
        except (NotAllowed, EditConflict):
            return False
        return True


def run_machine(machine: type[People], *, runs: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            # Shrinking thousands of statements takes minutes; the steps that failed are printed as they are.
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
