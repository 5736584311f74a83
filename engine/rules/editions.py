"""Runs that finish on the version they entered with: which text of its scenario a run follows.

A program holds an older text of a scenario only while somebody stands in it; a run whose version it does not hold follows today's.
"""

from engine.domain.subjects import Lead, Run
from engine.rules.program import Program


def version_of(lead: Lead, run: Run) -> str:
    """The program by whose text the run has gone so far."""
    return run.version or lead.program


def put_on_editions(program: Program, lead: Lead) -> None:
    """Gives each run the version it goes on with under this program; what the lead was last decided under is still in its document."""
    for run in lead.runs:
        version = version_of(lead, run)
        run.version = version if (run.scenario, version) in program.editions else ""
