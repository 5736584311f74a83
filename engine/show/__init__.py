"""Results into tables, JSON and progress: one file per kind of result. The only place that prints."""
