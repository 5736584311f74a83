"""The web role: events come in, opens and clicks are observed, readers leave. No GET changes anything else.

application   the routes and what stands around them
asked         a request, read within limits, for handlers that are plain functions in threads
events_api    `/v1/track` and `/v1/identify`
mail_links    the pixel, the redirect, and the page to leave by
pages         HTML, and the words on it
health        whether all is well
server        uvicorn in a thread
"""
