"""Who asks the model, and who reads what it answered."""

from coproduce.community.base.policy import Row

#: Whoever plans: not every member, so that a machine that keeps a community's books is not kept from it.
PLANNERS = ("broker", "commissioner", "researcher")

ROWS = (
    *(Row("lab.ask", role, why="Whoever plans for the town asks; one study at a time.") for role in PLANNERS),
    *(Row("lab.remove", role, why="What was asked here can be taken away by whoever may ask.") for role in PLANNERS),
    *(
        Row("lab.want_forecast", role, why="Whoever keeps a forecast of the community's weeks has it made.")
        for role in ("broker", "treasurer")
    ),
    *(Row("lab.read_studies", role, why="What was asked is no secret among those who plan.") for role in PLANNERS),
)
