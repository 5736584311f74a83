"""A reader of Kafka: events from topics, as they come over HTTP. Offsets are committed only once the events are on disk."""
