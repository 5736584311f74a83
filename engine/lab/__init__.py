"""The same fold away from production: tests on a virtual clock, simulation, demo."""
