CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE addresses (
    address TEXT NOT NULL,
    topic TEXT NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (address, topic)
)
 WITHOUT ROWID;
CREATE TABLE clicks (
    seq INTEGER NOT NULL,
    link TEXT DEFAULT '' NOT NULL,
    message TEXT DEFAULT '' NOT NULL,
    lead TEXT DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    verdict TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX clicks_waiting ON clicks (message) WHERE verdict = '';
CREATE TABLE control (
    id INTEGER NOT NULL,
    mode TEXT DEFAULT 'shadow' NOT NULL,
    stopped INTEGER DEFAULT '0' NOT NULL,
    redirect TEXT DEFAULT '' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    format INTEGER DEFAULT '1' NOT NULL,
    stamp BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE events (
    seq INTEGER NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    id TEXT DEFAULT '' NOT NULL,
    type TEXT DEFAULT '' NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    received BIGINT DEFAULT '0' NOT NULL,
    props TEXT DEFAULT '{}' NOT NULL,
    live INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX events_subject ON events (subject, at);
CREATE TABLE handoffs (
    lead TEXT NOT NULL,
    id TEXT NOT NULL,
    team TEXT DEFAULT '' NOT NULL,
    scenario TEXT DEFAULT '' NOT NULL,
    run TEXT DEFAULT '' NOT NULL,
    step TEXT DEFAULT '' NOT NULL,
    because TEXT DEFAULT '' NOT NULL,
    reasons TEXT DEFAULT '[]' NOT NULL,
    accept_by BIGINT DEFAULT '0' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    raised_at BIGINT DEFAULT '0' NOT NULL,
    closed_at BIGINT DEFAULT '0' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (lead, id)
)
 WITHOUT ROWID;
CREATE INDEX handoffs_id ON handoffs (id);
CREATE INDEX handoffs_state ON handoffs (state, team);
CREATE TABLE journal (
    seq INTEGER NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    moment BIGINT DEFAULT '0' NOT NULL,
    cause INTEGER DEFAULT '0' NOT NULL,
    due BIGINT DEFAULT '0' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    trace TEXT DEFAULT '[]' NOT NULL,
    PRIMARY KEY (seq),
    CONSTRAINT journal_once UNIQUE (subject, number)
);
CREATE TABLE keys (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    lead TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (kind, value)
)
 WITHOUT ROWID;
CREATE INDEX keys_lead ON keys (lead);
CREATE TABLE links (
    id TEXT NOT NULL,
    message TEXT DEFAULT '' NOT NULL,
    lead TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT 'click' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    target TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX links_message ON links (message);
CREATE TABLE messages (
    id TEXT NOT NULL,
    lead TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    scenario TEXT DEFAULT '' NOT NULL,
    run TEXT DEFAULT '' NOT NULL,
    step TEXT DEFAULT '' NOT NULL,
    template TEXT DEFAULT '' NOT NULL,
    target TEXT DEFAULT '' NOT NULL,
    topic TEXT DEFAULT '' NOT NULL,
    purpose TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    from_at BIGINT DEFAULT '0' NOT NULL,
    until_at BIGINT DEFAULT '0' NOT NULL,
    next_at BIGINT,
    owner TEXT DEFAULT '' NOT NULL,
    lease BIGINT DEFAULT '0' NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL,
    entry TEXT DEFAULT '{}' NOT NULL,
    inputs TEXT DEFAULT '' NOT NULL,
    digest TEXT DEFAULT '' NOT NULL,
    fenced_at BIGINT DEFAULT '0' NOT NULL,
    settled_at BIGINT DEFAULT '0' NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    decided_at BIGINT DEFAULT '0' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT messages_once UNIQUE (lead, kind, "key")
);
CREATE INDEX messages_kind ON messages (kind, state);
CREATE INDEX messages_next ON messages (next_at, id) WHERE next_at IS NOT NULL;
CREATE TABLE programs (
    hash TEXT NOT NULL,
    sources TEXT DEFAULT '[]' NOT NULL,
    settings TEXT DEFAULT '{}' NOT NULL,
    templates TEXT DEFAULT '{}' NOT NULL,
    deployed_at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (hash)
);
CREATE TABLE receipts (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (source, id)
)
 WITHOUT ROWID;
CREATE TABLE reviews (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    because TEXT DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    state TEXT DEFAULT 'open' NOT NULL,
    PRIMARY KEY (one, other)
)
 WITHOUT ROWID;
CREATE TABLE run_steps (
    seq INTEGER NOT NULL,
    lead TEXT DEFAULT '' NOT NULL,
    run TEXT DEFAULT '' NOT NULL,
    scenario TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    step TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    moment BIGINT DEFAULT '0' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX run_steps_run ON run_steps (lead, run);
CREATE TABLE runs (
    lead TEXT NOT NULL,
    run TEXT NOT NULL,
    scenario TEXT DEFAULT '' NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    step TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    entered_at BIGINT DEFAULT '0' NOT NULL,
    since BIGINT DEFAULT '0' NOT NULL,
    ended_at BIGINT DEFAULT '0' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (lead, run)
)
 WITHOUT ROWID;
CREATE INDEX runs_scenario ON runs (scenario, state, step);
CREATE TABLE score_moves (
    seq INTEGER NOT NULL,
    lead TEXT DEFAULT '' NOT NULL,
    score TEXT DEFAULT '' NOT NULL,
    "before" TEXT DEFAULT '' NOT NULL,
    "after" TEXT DEFAULT '' NOT NULL,
    points INTEGER DEFAULT '0' NOT NULL,
    moment BIGINT DEFAULT '0' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX score_moves_lead ON score_moves (lead, moment);
CREATE TABLE stage_moves (
    seq INTEGER NOT NULL,
    lead TEXT DEFAULT '' NOT NULL,
    "before" TEXT DEFAULT '' NOT NULL,
    "after" TEXT DEFAULT '' NOT NULL,
    dropped INTEGER DEFAULT '0' NOT NULL,
    moment BIGINT DEFAULT '0' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX stage_moves_lead ON stage_moves (lead, moment);
CREATE TABLE stumbles (
    subject TEXT NOT NULL,
    times INTEGER DEFAULT '0' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    aside INTEGER DEFAULT '0' NOT NULL,
    due BIGINT,
    document TEXT DEFAULT '' NOT NULL,
    causes TEXT DEFAULT '[]' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (subject)
);
CREATE TABLE subjects (
    id TEXT NOT NULL,
    part INTEGER DEFAULT '0' NOT NULL,
    kind TEXT DEFAULT 'lead' NOT NULL,
    format INTEGER DEFAULT '1' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    due BIGINT,
    document TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX subjects_due ON subjects (due, id) WHERE due IS NOT NULL;
CREATE INDEX subjects_program ON subjects (program);
CREATE TABLE tasks (
    lead TEXT NOT NULL,
    id TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    team TEXT DEFAULT '' NOT NULL,
    scenario TEXT DEFAULT '' NOT NULL,
    run TEXT DEFAULT '' NOT NULL,
    step TEXT DEFAULT '' NOT NULL,
    due BIGINT DEFAULT '0' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    opened_at BIGINT DEFAULT '0' NOT NULL,
    closed_at BIGINT DEFAULT '0' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (lead, id)
)
 WITHOUT ROWID;
CREATE INDEX tasks_id ON tasks (id);
CREATE INDEX tasks_state ON tasks (state, team);
CREATE TABLE templates (
    digest TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (digest)
);
CREATE TABLE inbox (
    seq INTEGER NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    part INTEGER DEFAULT '0' NOT NULL,
    aside INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (seq),
    FOREIGN KEY(seq) REFERENCES events (seq)
);
CREATE INDEX inbox_ready ON inbox (seq) WHERE aside = 0;
CREATE INDEX inbox_subject ON inbox (subject);
INSERT INTO control (id) VALUES (1);
INSERT INTO alembic_version (version_num) VALUES ('0001') RETURNING version_num;
ALTER TABLE handoffs ADD COLUMN member TEXT DEFAULT '' NOT NULL;
ALTER TABLE tasks ADD COLUMN member TEXT DEFAULT '' NOT NULL;
ALTER TABLE inbox ADD COLUMN letter INTEGER DEFAULT '0' NOT NULL;
CREATE INDEX inbox_letters ON inbox (seq) WHERE aside = 0 AND letter = 1;
UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';
UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';
