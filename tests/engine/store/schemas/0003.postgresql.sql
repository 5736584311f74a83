CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE addresses (
    address TEXT COLLATE "C" NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (address, topic)
);
CREATE TABLE clicks (
    seq BIGSERIAL NOT NULL,
    link TEXT COLLATE "C" DEFAULT '' NOT NULL,
    message TEXT COLLATE "C" DEFAULT '' NOT NULL,
    lead TEXT COLLATE "C" DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    verdict TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX clicks_waiting ON clicks (message) WHERE verdict = '';
CREATE TABLE control (
    id SERIAL NOT NULL,
    mode TEXT COLLATE "C" DEFAULT 'shadow' NOT NULL,
    stopped INTEGER DEFAULT '0' NOT NULL,
    redirect TEXT COLLATE "C" DEFAULT '' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    format INTEGER DEFAULT '1' NOT NULL,
    stamp BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE events (
    seq BIGSERIAL NOT NULL,
    source TEXT COLLATE "C" DEFAULT '' NOT NULL,
    id TEXT COLLATE "C" DEFAULT '' NOT NULL,
    type TEXT COLLATE "C" DEFAULT '' NOT NULL,
    subject TEXT COLLATE "C" DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    received BIGINT DEFAULT '0' NOT NULL,
    props TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    live INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX events_subject ON events (subject, at);
CREATE TABLE handoffs (
    lead TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    team TEXT COLLATE "C" DEFAULT '' NOT NULL,
    scenario TEXT COLLATE "C" DEFAULT '' NOT NULL,
    run TEXT COLLATE "C" DEFAULT '' NOT NULL,
    step TEXT COLLATE "C" DEFAULT '' NOT NULL,
    because TEXT COLLATE "C" DEFAULT '' NOT NULL,
    reasons TEXT COLLATE "C" DEFAULT '[]' NOT NULL,
    accept_by BIGINT DEFAULT '0' NOT NULL,
    state TEXT COLLATE "C" DEFAULT '' NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    raised_at BIGINT DEFAULT '0' NOT NULL,
    closed_at BIGINT DEFAULT '0' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    rule TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (lead, id)
);
CREATE INDEX handoffs_id ON handoffs (id);
CREATE INDEX handoffs_state ON handoffs (state, team);
CREATE TABLE journal (
    seq BIGSERIAL NOT NULL,
    subject TEXT COLLATE "C" DEFAULT '' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    moment BIGINT DEFAULT '0' NOT NULL,
    cause INTEGER DEFAULT '0' NOT NULL,
    due BIGINT DEFAULT '0' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    trace TEXT COLLATE "C" DEFAULT '[]' NOT NULL,
    PRIMARY KEY (seq),
    CONSTRAINT journal_once UNIQUE (subject, number)
);
CREATE TABLE keys (
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    lead TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (kind, value)
);
CREATE INDEX keys_lead ON keys (lead);
CREATE TABLE links (
    id TEXT COLLATE "C" NOT NULL,
    message TEXT COLLATE "C" DEFAULT '' NOT NULL,
    lead TEXT COLLATE "C" DEFAULT '' NOT NULL,
    kind TEXT COLLATE "C" DEFAULT 'click' NOT NULL,
    name TEXT COLLATE "C" DEFAULT '' NOT NULL,
    target TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX links_message ON links (message);
CREATE TABLE messages (
    id TEXT COLLATE "C" NOT NULL,
    lead TEXT COLLATE "C" DEFAULT '' NOT NULL,
    kind TEXT COLLATE "C" DEFAULT '' NOT NULL,
    key TEXT COLLATE "C" DEFAULT '' NOT NULL,
    scenario TEXT COLLATE "C" DEFAULT '' NOT NULL,
    run TEXT COLLATE "C" DEFAULT '' NOT NULL,
    step TEXT COLLATE "C" DEFAULT '' NOT NULL,
    template TEXT COLLATE "C" DEFAULT '' NOT NULL,
    target TEXT COLLATE "C" DEFAULT '' NOT NULL,
    topic TEXT COLLATE "C" DEFAULT '' NOT NULL,
    purpose TEXT COLLATE "C" DEFAULT '' NOT NULL,
    state TEXT COLLATE "C" DEFAULT '' NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    from_at BIGINT DEFAULT '0' NOT NULL,
    until_at BIGINT DEFAULT '0' NOT NULL,
    next_at BIGINT,
    owner TEXT COLLATE "C" DEFAULT '' NOT NULL,
    lease BIGINT DEFAULT '0' NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL,
    entry TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    inputs TEXT COLLATE "C" DEFAULT '' NOT NULL,
    digest TEXT COLLATE "C" DEFAULT '' NOT NULL,
    fenced_at BIGINT DEFAULT '0' NOT NULL,
    settled_at BIGINT DEFAULT '0' NOT NULL,
    answer TEXT COLLATE "C" DEFAULT '' NOT NULL,
    decided_at BIGINT DEFAULT '0' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    rule TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT messages_once UNIQUE (lead, kind, key)
);
CREATE INDEX messages_kind ON messages (kind, state);
CREATE INDEX messages_next ON messages (next_at, id) WHERE next_at IS NOT NULL;
CREATE TABLE programs (
    hash TEXT COLLATE "C" NOT NULL,
    sources TEXT COLLATE "C" DEFAULT '[]' NOT NULL,
    settings TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    templates TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    deployed_at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (hash)
);
CREATE TABLE receipts (
    source TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (source, id)
);
CREATE TABLE reviews (
    one TEXT COLLATE "C" NOT NULL,
    other TEXT COLLATE "C" NOT NULL,
    because TEXT COLLATE "C" DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    state TEXT COLLATE "C" DEFAULT 'open' NOT NULL,
    PRIMARY KEY (one, other)
);
CREATE TABLE run_steps (
    seq BIGSERIAL NOT NULL,
    lead TEXT COLLATE "C" DEFAULT '' NOT NULL,
    run TEXT COLLATE "C" DEFAULT '' NOT NULL,
    scenario TEXT COLLATE "C" DEFAULT '' NOT NULL,
    state TEXT COLLATE "C" DEFAULT '' NOT NULL,
    step TEXT COLLATE "C" DEFAULT '' NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    moment BIGINT DEFAULT '0' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    rule TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX run_steps_run ON run_steps (lead, run);
CREATE TABLE runs (
    lead TEXT COLLATE "C" NOT NULL,
    run TEXT COLLATE "C" NOT NULL,
    scenario TEXT COLLATE "C" DEFAULT '' NOT NULL,
    key TEXT COLLATE "C" DEFAULT '' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    state TEXT COLLATE "C" DEFAULT '' NOT NULL,
    step TEXT COLLATE "C" DEFAULT '' NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    entered_at BIGINT DEFAULT '0' NOT NULL,
    since BIGINT DEFAULT '0' NOT NULL,
    ended_at BIGINT DEFAULT '0' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (lead, run)
);
CREATE INDEX runs_scenario ON runs (scenario, state, step);
CREATE TABLE score_moves (
    seq BIGSERIAL NOT NULL,
    lead TEXT COLLATE "C" DEFAULT '' NOT NULL,
    score TEXT COLLATE "C" DEFAULT '' NOT NULL,
    before TEXT COLLATE "C" DEFAULT '' NOT NULL,
    after TEXT COLLATE "C" DEFAULT '' NOT NULL,
    points INTEGER DEFAULT '0' NOT NULL,
    moment BIGINT DEFAULT '0' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    rule TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX score_moves_lead ON score_moves (lead, moment);
CREATE TABLE stage_moves (
    seq BIGSERIAL NOT NULL,
    lead TEXT COLLATE "C" DEFAULT '' NOT NULL,
    before TEXT COLLATE "C" DEFAULT '' NOT NULL,
    after TEXT COLLATE "C" DEFAULT '' NOT NULL,
    dropped INTEGER DEFAULT '0' NOT NULL,
    moment BIGINT DEFAULT '0' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    rule TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX stage_moves_lead ON stage_moves (lead, moment);
CREATE TABLE stumbles (
    subject TEXT COLLATE "C" NOT NULL,
    times INTEGER DEFAULT '0' NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    aside INTEGER DEFAULT '0' NOT NULL,
    due BIGINT,
    document TEXT COLLATE "C" DEFAULT '' NOT NULL,
    causes TEXT COLLATE "C" DEFAULT '[]' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (subject)
);
CREATE TABLE subjects (
    id TEXT COLLATE "C" NOT NULL,
    part INTEGER DEFAULT '0' NOT NULL,
    kind TEXT COLLATE "C" DEFAULT 'lead' NOT NULL,
    format INTEGER DEFAULT '1' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    due BIGINT,
    document TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX subjects_due ON subjects (due, id) WHERE due IS NOT NULL;
CREATE INDEX subjects_program ON subjects (program);
CREATE TABLE tasks (
    lead TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" DEFAULT '' NOT NULL,
    team TEXT COLLATE "C" DEFAULT '' NOT NULL,
    scenario TEXT COLLATE "C" DEFAULT '' NOT NULL,
    run TEXT COLLATE "C" DEFAULT '' NOT NULL,
    step TEXT COLLATE "C" DEFAULT '' NOT NULL,
    due BIGINT DEFAULT '0' NOT NULL,
    state TEXT COLLATE "C" DEFAULT '' NOT NULL,
    outcome TEXT COLLATE "C" DEFAULT '' NOT NULL,
    opened_at BIGINT DEFAULT '0' NOT NULL,
    closed_at BIGINT DEFAULT '0' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    rule TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (lead, id)
);
CREATE INDEX tasks_id ON tasks (id);
CREATE INDEX tasks_state ON tasks (state, team);
CREATE TABLE templates (
    digest TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" DEFAULT '' NOT NULL,
    source TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (digest)
);
CREATE TABLE inbox (
    seq BIGINT NOT NULL,
    subject TEXT COLLATE "C" DEFAULT '' NOT NULL,
    part INTEGER DEFAULT '0' NOT NULL,
    aside INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (seq),
    FOREIGN KEY(seq) REFERENCES events (seq)
);
CREATE INDEX inbox_ready ON inbox (seq) WHERE aside = 0;
CREATE INDEX inbox_subject ON inbox (subject);
INSERT INTO control (id) VALUES (1);
INSERT INTO alembic_version (version_num) VALUES ('0001') RETURNING alembic_version.version_num;
ALTER TABLE handoffs ADD COLUMN member TEXT DEFAULT '' NOT NULL;
ALTER TABLE tasks ADD COLUMN member TEXT DEFAULT '' NOT NULL;
ALTER TABLE inbox ADD COLUMN letter INTEGER DEFAULT '0' NOT NULL;
CREATE INDEX inbox_letters ON inbox (seq) WHERE aside = 0 AND letter = 1;
UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';
ALTER TABLE handoffs ALTER COLUMN member TYPE TEXT COLLATE "C";
ALTER TABLE tasks ALTER COLUMN member TYPE TEXT COLLATE "C";
UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';
