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
CREATE TABLE parts (
    part INTEGER NOT NULL,
    PRIMARY KEY (part)
);
INSERT INTO parts (part) VALUES (0);
INSERT INTO parts (part) VALUES (1);
INSERT INTO parts (part) VALUES (2);
INSERT INTO parts (part) VALUES (3);
INSERT INTO parts (part) VALUES (4);
INSERT INTO parts (part) VALUES (5);
INSERT INTO parts (part) VALUES (6);
INSERT INTO parts (part) VALUES (7);
INSERT INTO parts (part) VALUES (8);
INSERT INTO parts (part) VALUES (9);
INSERT INTO parts (part) VALUES (10);
INSERT INTO parts (part) VALUES (11);
INSERT INTO parts (part) VALUES (12);
INSERT INTO parts (part) VALUES (13);
INSERT INTO parts (part) VALUES (14);
INSERT INTO parts (part) VALUES (15);
INSERT INTO parts (part) VALUES (16);
INSERT INTO parts (part) VALUES (17);
INSERT INTO parts (part) VALUES (18);
INSERT INTO parts (part) VALUES (19);
INSERT INTO parts (part) VALUES (20);
INSERT INTO parts (part) VALUES (21);
INSERT INTO parts (part) VALUES (22);
INSERT INTO parts (part) VALUES (23);
INSERT INTO parts (part) VALUES (24);
INSERT INTO parts (part) VALUES (25);
INSERT INTO parts (part) VALUES (26);
INSERT INTO parts (part) VALUES (27);
INSERT INTO parts (part) VALUES (28);
INSERT INTO parts (part) VALUES (29);
INSERT INTO parts (part) VALUES (30);
INSERT INTO parts (part) VALUES (31);
INSERT INTO parts (part) VALUES (32);
INSERT INTO parts (part) VALUES (33);
INSERT INTO parts (part) VALUES (34);
INSERT INTO parts (part) VALUES (35);
INSERT INTO parts (part) VALUES (36);
INSERT INTO parts (part) VALUES (37);
INSERT INTO parts (part) VALUES (38);
INSERT INTO parts (part) VALUES (39);
INSERT INTO parts (part) VALUES (40);
INSERT INTO parts (part) VALUES (41);
INSERT INTO parts (part) VALUES (42);
INSERT INTO parts (part) VALUES (43);
INSERT INTO parts (part) VALUES (44);
INSERT INTO parts (part) VALUES (45);
INSERT INTO parts (part) VALUES (46);
INSERT INTO parts (part) VALUES (47);
INSERT INTO parts (part) VALUES (48);
INSERT INTO parts (part) VALUES (49);
INSERT INTO parts (part) VALUES (50);
INSERT INTO parts (part) VALUES (51);
INSERT INTO parts (part) VALUES (52);
INSERT INTO parts (part) VALUES (53);
INSERT INTO parts (part) VALUES (54);
INSERT INTO parts (part) VALUES (55);
INSERT INTO parts (part) VALUES (56);
INSERT INTO parts (part) VALUES (57);
INSERT INTO parts (part) VALUES (58);
INSERT INTO parts (part) VALUES (59);
INSERT INTO parts (part) VALUES (60);
INSERT INTO parts (part) VALUES (61);
INSERT INTO parts (part) VALUES (62);
INSERT INTO parts (part) VALUES (63);
INSERT INTO parts (part) VALUES (64);
INSERT INTO parts (part) VALUES (65);
INSERT INTO parts (part) VALUES (66);
INSERT INTO parts (part) VALUES (67);
INSERT INTO parts (part) VALUES (68);
INSERT INTO parts (part) VALUES (69);
INSERT INTO parts (part) VALUES (70);
INSERT INTO parts (part) VALUES (71);
INSERT INTO parts (part) VALUES (72);
INSERT INTO parts (part) VALUES (73);
INSERT INTO parts (part) VALUES (74);
INSERT INTO parts (part) VALUES (75);
INSERT INTO parts (part) VALUES (76);
INSERT INTO parts (part) VALUES (77);
INSERT INTO parts (part) VALUES (78);
INSERT INTO parts (part) VALUES (79);
INSERT INTO parts (part) VALUES (80);
INSERT INTO parts (part) VALUES (81);
INSERT INTO parts (part) VALUES (82);
INSERT INTO parts (part) VALUES (83);
INSERT INTO parts (part) VALUES (84);
INSERT INTO parts (part) VALUES (85);
INSERT INTO parts (part) VALUES (86);
INSERT INTO parts (part) VALUES (87);
INSERT INTO parts (part) VALUES (88);
INSERT INTO parts (part) VALUES (89);
INSERT INTO parts (part) VALUES (90);
INSERT INTO parts (part) VALUES (91);
INSERT INTO parts (part) VALUES (92);
INSERT INTO parts (part) VALUES (93);
INSERT INTO parts (part) VALUES (94);
INSERT INTO parts (part) VALUES (95);
INSERT INTO parts (part) VALUES (96);
INSERT INTO parts (part) VALUES (97);
INSERT INTO parts (part) VALUES (98);
INSERT INTO parts (part) VALUES (99);
INSERT INTO parts (part) VALUES (100);
INSERT INTO parts (part) VALUES (101);
INSERT INTO parts (part) VALUES (102);
INSERT INTO parts (part) VALUES (103);
INSERT INTO parts (part) VALUES (104);
INSERT INTO parts (part) VALUES (105);
INSERT INTO parts (part) VALUES (106);
INSERT INTO parts (part) VALUES (107);
INSERT INTO parts (part) VALUES (108);
INSERT INTO parts (part) VALUES (109);
INSERT INTO parts (part) VALUES (110);
INSERT INTO parts (part) VALUES (111);
INSERT INTO parts (part) VALUES (112);
INSERT INTO parts (part) VALUES (113);
INSERT INTO parts (part) VALUES (114);
INSERT INTO parts (part) VALUES (115);
INSERT INTO parts (part) VALUES (116);
INSERT INTO parts (part) VALUES (117);
INSERT INTO parts (part) VALUES (118);
INSERT INTO parts (part) VALUES (119);
INSERT INTO parts (part) VALUES (120);
INSERT INTO parts (part) VALUES (121);
INSERT INTO parts (part) VALUES (122);
INSERT INTO parts (part) VALUES (123);
INSERT INTO parts (part) VALUES (124);
INSERT INTO parts (part) VALUES (125);
INSERT INTO parts (part) VALUES (126);
INSERT INTO parts (part) VALUES (127);
INSERT INTO parts (part) VALUES (128);
INSERT INTO parts (part) VALUES (129);
INSERT INTO parts (part) VALUES (130);
INSERT INTO parts (part) VALUES (131);
INSERT INTO parts (part) VALUES (132);
INSERT INTO parts (part) VALUES (133);
INSERT INTO parts (part) VALUES (134);
INSERT INTO parts (part) VALUES (135);
INSERT INTO parts (part) VALUES (136);
INSERT INTO parts (part) VALUES (137);
INSERT INTO parts (part) VALUES (138);
INSERT INTO parts (part) VALUES (139);
INSERT INTO parts (part) VALUES (140);
INSERT INTO parts (part) VALUES (141);
INSERT INTO parts (part) VALUES (142);
INSERT INTO parts (part) VALUES (143);
INSERT INTO parts (part) VALUES (144);
INSERT INTO parts (part) VALUES (145);
INSERT INTO parts (part) VALUES (146);
INSERT INTO parts (part) VALUES (147);
INSERT INTO parts (part) VALUES (148);
INSERT INTO parts (part) VALUES (149);
INSERT INTO parts (part) VALUES (150);
INSERT INTO parts (part) VALUES (151);
INSERT INTO parts (part) VALUES (152);
INSERT INTO parts (part) VALUES (153);
INSERT INTO parts (part) VALUES (154);
INSERT INTO parts (part) VALUES (155);
INSERT INTO parts (part) VALUES (156);
INSERT INTO parts (part) VALUES (157);
INSERT INTO parts (part) VALUES (158);
INSERT INTO parts (part) VALUES (159);
INSERT INTO parts (part) VALUES (160);
INSERT INTO parts (part) VALUES (161);
INSERT INTO parts (part) VALUES (162);
INSERT INTO parts (part) VALUES (163);
INSERT INTO parts (part) VALUES (164);
INSERT INTO parts (part) VALUES (165);
INSERT INTO parts (part) VALUES (166);
INSERT INTO parts (part) VALUES (167);
INSERT INTO parts (part) VALUES (168);
INSERT INTO parts (part) VALUES (169);
INSERT INTO parts (part) VALUES (170);
INSERT INTO parts (part) VALUES (171);
INSERT INTO parts (part) VALUES (172);
INSERT INTO parts (part) VALUES (173);
INSERT INTO parts (part) VALUES (174);
INSERT INTO parts (part) VALUES (175);
INSERT INTO parts (part) VALUES (176);
INSERT INTO parts (part) VALUES (177);
INSERT INTO parts (part) VALUES (178);
INSERT INTO parts (part) VALUES (179);
INSERT INTO parts (part) VALUES (180);
INSERT INTO parts (part) VALUES (181);
INSERT INTO parts (part) VALUES (182);
INSERT INTO parts (part) VALUES (183);
INSERT INTO parts (part) VALUES (184);
INSERT INTO parts (part) VALUES (185);
INSERT INTO parts (part) VALUES (186);
INSERT INTO parts (part) VALUES (187);
INSERT INTO parts (part) VALUES (188);
INSERT INTO parts (part) VALUES (189);
INSERT INTO parts (part) VALUES (190);
INSERT INTO parts (part) VALUES (191);
INSERT INTO parts (part) VALUES (192);
INSERT INTO parts (part) VALUES (193);
INSERT INTO parts (part) VALUES (194);
INSERT INTO parts (part) VALUES (195);
INSERT INTO parts (part) VALUES (196);
INSERT INTO parts (part) VALUES (197);
INSERT INTO parts (part) VALUES (198);
INSERT INTO parts (part) VALUES (199);
INSERT INTO parts (part) VALUES (200);
INSERT INTO parts (part) VALUES (201);
INSERT INTO parts (part) VALUES (202);
INSERT INTO parts (part) VALUES (203);
INSERT INTO parts (part) VALUES (204);
INSERT INTO parts (part) VALUES (205);
INSERT INTO parts (part) VALUES (206);
INSERT INTO parts (part) VALUES (207);
INSERT INTO parts (part) VALUES (208);
INSERT INTO parts (part) VALUES (209);
INSERT INTO parts (part) VALUES (210);
INSERT INTO parts (part) VALUES (211);
INSERT INTO parts (part) VALUES (212);
INSERT INTO parts (part) VALUES (213);
INSERT INTO parts (part) VALUES (214);
INSERT INTO parts (part) VALUES (215);
INSERT INTO parts (part) VALUES (216);
INSERT INTO parts (part) VALUES (217);
INSERT INTO parts (part) VALUES (218);
INSERT INTO parts (part) VALUES (219);
INSERT INTO parts (part) VALUES (220);
INSERT INTO parts (part) VALUES (221);
INSERT INTO parts (part) VALUES (222);
INSERT INTO parts (part) VALUES (223);
INSERT INTO parts (part) VALUES (224);
INSERT INTO parts (part) VALUES (225);
INSERT INTO parts (part) VALUES (226);
INSERT INTO parts (part) VALUES (227);
INSERT INTO parts (part) VALUES (228);
INSERT INTO parts (part) VALUES (229);
INSERT INTO parts (part) VALUES (230);
INSERT INTO parts (part) VALUES (231);
INSERT INTO parts (part) VALUES (232);
INSERT INTO parts (part) VALUES (233);
INSERT INTO parts (part) VALUES (234);
INSERT INTO parts (part) VALUES (235);
INSERT INTO parts (part) VALUES (236);
INSERT INTO parts (part) VALUES (237);
INSERT INTO parts (part) VALUES (238);
INSERT INTO parts (part) VALUES (239);
INSERT INTO parts (part) VALUES (240);
INSERT INTO parts (part) VALUES (241);
INSERT INTO parts (part) VALUES (242);
INSERT INTO parts (part) VALUES (243);
INSERT INTO parts (part) VALUES (244);
INSERT INTO parts (part) VALUES (245);
INSERT INTO parts (part) VALUES (246);
INSERT INTO parts (part) VALUES (247);
INSERT INTO parts (part) VALUES (248);
INSERT INTO parts (part) VALUES (249);
INSERT INTO parts (part) VALUES (250);
INSERT INTO parts (part) VALUES (251);
INSERT INTO parts (part) VALUES (252);
INSERT INTO parts (part) VALUES (253);
INSERT INTO parts (part) VALUES (254);
INSERT INTO parts (part) VALUES (255);
ALTER TABLE inbox ADD COLUMN other INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE inbox ADD COLUMN asker TEXT DEFAULT '' NOT NULL;
CREATE INDEX inbox_others ON inbox (seq) WHERE aside = 0 AND other = 1;
CREATE INDEX inbox_asking ON inbox (asker) WHERE aside = 0 AND asker <> '';
CREATE INDEX subjects_others ON subjects (due, id) WHERE due IS NOT NULL AND kind <> 'lead' AND kind <> 'merged';
UPDATE alembic_version SET version_num='0004' WHERE alembic_version.version_num = '0003';
ALTER TABLE addresses ADD COLUMN because TEXT DEFAULT '' NOT NULL;
ALTER TABLE addresses ADD COLUMN who TEXT DEFAULT '' NOT NULL;
CREATE TABLE suppression_moves (
    seq INTEGER NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    topic TEXT DEFAULT '' NOT NULL,
    act TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    because TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX suppression_moves_address ON suppression_moves (address);
CREATE TABLE bounces (
    address TEXT NOT NULL,
    message TEXT NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (address, message)
)
 WITHOUT ROWID;
CREATE TABLE mailbox (
    name TEXT NOT NULL,
    validity BIGINT DEFAULT '0' NOT NULL,
    uid BIGINT DEFAULT '0' NOT NULL,
    unmarked TEXT DEFAULT '[]' NOT NULL,
    PRIMARY KEY (name)
)
 WITHOUT ROWID;
UPDATE alembic_version SET version_num='0005' WHERE alembic_version.version_num = '0004';
CREATE TABLE holds (
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    because TEXT DEFAULT '' NOT NULL,
    "by" TEXT DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (scope, name)
)
 WITHOUT ROWID;
CREATE TABLE attempts (
    seq INTEGER NOT NULL,
    message TEXT DEFAULT '' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    step TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX attempts_message ON attempts (message);
CREATE TABLE paces (
    name TEXT NOT NULL,
    next_free BIGINT DEFAULT '0' NOT NULL,
    promised BIGINT DEFAULT '0' NOT NULL,
    day TEXT DEFAULT '' NOT NULL,
    taken INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (name)
)
 WITHOUT ROWID;
ALTER TABLE messages ADD COLUMN tries INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE messages ADD COLUMN claims INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE control ADD COLUMN stopped_because TEXT DEFAULT '' NOT NULL;
ALTER TABLE control ADD COLUMN stopped_at BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE control ADD COLUMN watched_from BIGINT DEFAULT '0' NOT NULL;
CREATE INDEX messages_fenced ON messages (fenced_at) WHERE fenced_at > 0;
CREATE INDEX events_turned_away ON events (received) WHERE type IN ('mail.bounced', 'mail.complained');
UPDATE alembic_version SET version_num='0006' WHERE alembic_version.version_num = '0005';
ALTER TABLE messages ADD COLUMN reached TEXT DEFAULT '' NOT NULL;
UPDATE alembic_version SET version_num='0007' WHERE alembic_version.version_num = '0006';
CREATE TABLE workers (
    place TEXT NOT NULL,
    PRIMARY KEY (place)
)
 WITHOUT ROWID;
CREATE TABLE alerts (
    code TEXT NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (code)
)
 WITHOUT ROWID;
UPDATE alembic_version SET version_num='0008' WHERE alembic_version.version_num = '0007';
CREATE TABLE erasures (
    name TEXT NOT NULL,
    asked_at BIGINT DEFAULT '0' NOT NULL,
    done_at BIGINT DEFAULT '0' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (name)
)
 WITHOUT ROWID;
CREATE TABLE erasure_keys (
    digest TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (digest)
)
 WITHOUT ROWID;
CREATE INDEX erasure_keys_name ON erasure_keys (name);
UPDATE alembic_version SET version_num='0009' WHERE alembic_version.version_num = '0008';
ALTER TABLE reviews ADD COLUMN score INTEGER DEFAULT '0' NOT NULL;
UPDATE alembic_version SET version_num='0010' WHERE alembic_version.version_num = '0009';
CREATE TABLE consents (
    seq INTEGER NOT NULL,
    lead TEXT NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    act TEXT DEFAULT '' NOT NULL,
    topic TEXT DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    received BIGINT DEFAULT '0' NOT NULL,
    place TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    version TEXT DEFAULT '' NOT NULL,
    digest TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    event TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX consents_lead ON consents (lead, seq);
CREATE INDEX consents_at ON consents (act, at);
UPDATE alembic_version SET version_num='0011' WHERE alembic_version.version_num = '0010';
ALTER TABLE keys ADD COLUMN came TEXT DEFAULT '' NOT NULL;
ALTER TABLE messages ADD COLUMN came TEXT DEFAULT '' NOT NULL;
ALTER TABLE runs ADD COLUMN came TEXT DEFAULT '' NOT NULL;
ALTER TABLE handoffs ADD COLUMN came TEXT DEFAULT '' NOT NULL;
ALTER TABLE tasks ADD COLUMN came TEXT DEFAULT '' NOT NULL;
UPDATE alembic_version SET version_num='0012' WHERE alembic_version.version_num = '0011';
ALTER TABLE clicks ADD COLUMN agent TEXT DEFAULT '' NOT NULL;
ALTER TABLE clicks ADD COLUMN mark TEXT DEFAULT '' NOT NULL;
ALTER TABLE clicks ADD COLUMN why TEXT DEFAULT '' NOT NULL;
CREATE INDEX clicks_message ON clicks (message);
CREATE INDEX clicks_mark ON clicks (mark, at);
CREATE TABLE salts (
    day BIGINT NOT NULL,
    salt TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (day)
)
 WITHOUT ROWID;
UPDATE alembic_version SET version_num='0013' WHERE alembic_version.version_num = '0012';
CREATE TABLE imports (
    id TEXT NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    rows INTEGER DEFAULT '0' NOT NULL,
    taken INTEGER DEFAULT '0' NOT NULL,
    again INTEGER DEFAULT '0' NOT NULL,
    erased INTEGER DEFAULT '0' NOT NULL,
    new INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
)
 WITHOUT ROWID;
UPDATE alembic_version SET version_num='0014' WHERE alembic_version.version_num = '0013';
CREATE TABLE arrivals (
    received INTEGER NOT NULL,
    count INTEGER DEFAULT '0' NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    aside INTEGER DEFAULT '0' NOT NULL,
    events TEXT DEFAULT '[]' NOT NULL,
    PRIMARY KEY (received)
);
UPDATE alembic_version SET version_num='0015' WHERE alembic_version.version_num = '0014';
ALTER TABLE arrivals ADD COLUMN sender TEXT DEFAULT '' NOT NULL;
UPDATE alembic_version SET version_num='0016' WHERE alembic_version.version_num = '0015';
CREATE TABLE tidying (
    id INTEGER NOT NULL,
    began BIGINT DEFAULT '0' NOT NULL,
    ended BIGINT DEFAULT '0' NOT NULL,
    raw BIGINT DEFAULT '0' NOT NULL,
    proof BIGINT DEFAULT '0' NOT NULL,
    part TEXT DEFAULT '' NOT NULL,
    last TEXT DEFAULT '' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    rows TEXT DEFAULT '{}' NOT NULL,
    through BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO tidying (id) VALUES (1);
UPDATE alembic_version SET version_num='0017' WHERE alembic_version.version_num = '0016';
