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
ALTER TABLE inbox ADD COLUMN asker TEXT COLLATE "C" DEFAULT '' NOT NULL;
CREATE INDEX inbox_others ON inbox (seq) WHERE aside = 0 AND other = 1;
CREATE INDEX inbox_asking ON inbox (asker) WHERE aside = 0 AND asker <> '';
CREATE INDEX subjects_others ON subjects (due, id) WHERE due IS NOT NULL AND kind <> 'lead' AND kind <> 'merged';
CREATE INDEX inbox_part ON inbox (part, seq) WHERE aside = 0;
CREATE INDEX inbox_part_letters ON inbox (part, seq) WHERE aside = 0 AND letter = 1;
CREATE INDEX subjects_part ON subjects (part, due, id) WHERE due IS NOT NULL;
UPDATE alembic_version SET version_num='0004' WHERE alembic_version.version_num = '0003';
ALTER TABLE addresses ADD COLUMN because TEXT COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE addresses ADD COLUMN who TEXT COLLATE "C" DEFAULT '' NOT NULL;
CREATE TABLE suppression_moves (
    seq BIGSERIAL NOT NULL,
    address TEXT COLLATE "C" DEFAULT '' NOT NULL,
    topic TEXT COLLATE "C" DEFAULT '' NOT NULL,
    act TEXT COLLATE "C" DEFAULT '' NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    because TEXT COLLATE "C" DEFAULT '' NOT NULL,
    who TEXT COLLATE "C" DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX suppression_moves_address ON suppression_moves (address);
CREATE TABLE bounces (
    address TEXT COLLATE "C" NOT NULL,
    message TEXT COLLATE "C" NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (address, message)
);
CREATE TABLE mailbox (
    name TEXT COLLATE "C" NOT NULL,
    validity BIGINT DEFAULT '0' NOT NULL,
    uid BIGINT DEFAULT '0' NOT NULL,
    unmarked TEXT COLLATE "C" DEFAULT '[]' NOT NULL,
    PRIMARY KEY (name)
);
UPDATE alembic_version SET version_num='0005' WHERE alembic_version.version_num = '0004';
CREATE TABLE holds (
    scope TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    because TEXT COLLATE "C" DEFAULT '' NOT NULL,
    by TEXT COLLATE "C" DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (scope, name)
);
CREATE TABLE attempts (
    seq BIGSERIAL NOT NULL,
    message TEXT COLLATE "C" DEFAULT '' NOT NULL,
    number INTEGER DEFAULT '0' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    step TEXT COLLATE "C" DEFAULT '' NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    answer TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX attempts_message ON attempts (message);
CREATE TABLE paces (
    name TEXT COLLATE "C" NOT NULL,
    next_free BIGINT DEFAULT '0' NOT NULL,
    promised BIGINT DEFAULT '0' NOT NULL,
    day TEXT COLLATE "C" DEFAULT '' NOT NULL,
    taken INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (name)
);
ALTER TABLE messages ADD COLUMN tries INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE messages ADD COLUMN claims INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE control ADD COLUMN stopped_because TEXT COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE control ADD COLUMN stopped_at BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE control ADD COLUMN watched_from BIGINT DEFAULT '0' NOT NULL;
CREATE INDEX messages_fenced ON messages (fenced_at) WHERE fenced_at > 0;
CREATE INDEX events_turned_away ON events (received) WHERE type IN ('mail.bounced', 'mail.complained');
UPDATE alembic_version SET version_num='0006' WHERE alembic_version.version_num = '0005';
ALTER TABLE messages ADD COLUMN reached TEXT COLLATE "C" DEFAULT '' NOT NULL;
UPDATE alembic_version SET version_num='0007' WHERE alembic_version.version_num = '0006';
CREATE TABLE workers (
    place TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (place)
);
CREATE TABLE alerts (
    code TEXT COLLATE "C" NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (code)
);
UPDATE alembic_version SET version_num='0008' WHERE alembic_version.version_num = '0007';
CREATE TABLE erasures (
    name TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT DEFAULT '0' NOT NULL,
    done_at BIGINT DEFAULT '0' NOT NULL,
    who TEXT COLLATE "C" DEFAULT '' NOT NULL,
    key TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE erasure_keys (
    digest TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (digest)
);
CREATE INDEX erasure_keys_name ON erasure_keys (name);
UPDATE alembic_version SET version_num='0009' WHERE alembic_version.version_num = '0008';
ALTER TABLE reviews ADD COLUMN score INTEGER DEFAULT '0' NOT NULL;
UPDATE alembic_version SET version_num='0010' WHERE alembic_version.version_num = '0009';
CREATE TABLE consents (
    seq BIGSERIAL NOT NULL,
    lead TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" DEFAULT '' NOT NULL,
    act TEXT COLLATE "C" DEFAULT '' NOT NULL,
    topic TEXT COLLATE "C" DEFAULT '' NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    received BIGINT DEFAULT '0' NOT NULL,
    place TEXT COLLATE "C" DEFAULT '' NOT NULL,
    text TEXT COLLATE "C" DEFAULT '' NOT NULL,
    version TEXT COLLATE "C" DEFAULT '' NOT NULL,
    digest TEXT COLLATE "C" DEFAULT '' NOT NULL,
    who TEXT COLLATE "C" DEFAULT '' NOT NULL,
    source TEXT COLLATE "C" DEFAULT '' NOT NULL,
    event TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX consents_lead ON consents (lead, seq);
CREATE INDEX consents_at ON consents (act, at);
UPDATE alembic_version SET version_num='0011' WHERE alembic_version.version_num = '0010';
ALTER TABLE keys ADD COLUMN came TEXT COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE messages ADD COLUMN came TEXT COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE runs ADD COLUMN came TEXT COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE handoffs ADD COLUMN came TEXT COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE tasks ADD COLUMN came TEXT COLLATE "C" DEFAULT '' NOT NULL;
UPDATE alembic_version SET version_num='0012' WHERE alembic_version.version_num = '0011';
ALTER TABLE clicks ADD COLUMN agent TEXT COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE clicks ADD COLUMN mark TEXT COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE clicks ADD COLUMN why TEXT COLLATE "C" DEFAULT '' NOT NULL;
CREATE INDEX clicks_message ON clicks (message);
CREATE INDEX clicks_mark ON clicks (mark, at);
CREATE TABLE salts (
    day BIGINT NOT NULL,
    salt TEXT COLLATE "C" DEFAULT '' NOT NULL,
    PRIMARY KEY (day)
);
UPDATE alembic_version SET version_num='0013' WHERE alembic_version.version_num = '0012';
CREATE TABLE imports (
    id TEXT COLLATE "C" NOT NULL,
    at BIGINT DEFAULT '0' NOT NULL,
    rows INTEGER DEFAULT '0' NOT NULL,
    taken INTEGER DEFAULT '0' NOT NULL,
    again INTEGER DEFAULT '0' NOT NULL,
    erased INTEGER DEFAULT '0' NOT NULL,
    "new" INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
);
UPDATE alembic_version SET version_num='0014' WHERE alembic_version.version_num = '0013';
CREATE TABLE arrivals (
    received BIGINT NOT NULL,
    count INTEGER DEFAULT '0' NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    aside INTEGER DEFAULT '0' NOT NULL,
    events TEXT COLLATE "C" DEFAULT '[]' NOT NULL,
    PRIMARY KEY (received)
);
UPDATE alembic_version SET version_num='0015' WHERE alembic_version.version_num = '0014';
ALTER TABLE arrivals ADD COLUMN sender TEXT COLLATE "C" DEFAULT '' NOT NULL;
UPDATE alembic_version SET version_num='0016' WHERE alembic_version.version_num = '0015';
CREATE TABLE tidying (
    id SERIAL NOT NULL,
    began BIGINT DEFAULT '0' NOT NULL,
    ended BIGINT DEFAULT '0' NOT NULL,
    raw BIGINT DEFAULT '0' NOT NULL,
    proof BIGINT DEFAULT '0' NOT NULL,
    part TEXT COLLATE "C" DEFAULT '' NOT NULL,
    last TEXT COLLATE "C" DEFAULT '' NOT NULL,
    program TEXT COLLATE "C" DEFAULT '' NOT NULL,
    rows TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    through BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO tidying (id) VALUES (1);
UPDATE alembic_version SET version_num='0017' WHERE alembic_version.version_num = '0016';
