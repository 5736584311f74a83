"""The web role: events come in, opens and clicks are observed, readers leave. No GET changes anything else.

application   the routes and what stands around them
asked         a request, read within limits, for handlers that are plain functions in threads
events_api    `/v1/events` and `/v1/leads`
segment, segment_pages  the Segment HTTP API: `/v1/track`, `/v1/identify`, `/v1/batch` and the others
keys          write keys: which source a request speaks for
openapi, api_docs, api_words  `/openapi.json` and `/docs`
limits, pace  how many requests a second a key and an address may bring
mail_links    the pixel, the redirect, and the page to leave by
pages         HTML, and the words on it
health        whether all is well
server        uvicorn in a thread
"""
