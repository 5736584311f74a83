"""Mails: `NAME.md` or `NAME.html` with front matter become a subject, an HTML part and a text part.

sources     finds a template, reads its front matter                  (no jinja2)
facts       what a checker wants to know of a template, as plain data (no jinja2)
shelf       remembers those facts by content hash                     (no jinja2)
sentences   what the problems are called, in English and Japanese     (no jinja2)
inspect     works the facts out
mails       compiles and renders
"""

SUFFIXES = (".md", ".html")
