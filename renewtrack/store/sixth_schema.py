"""What schema 6 adds, as the sixth migration makes it; never edited once shipped."""

from __future__ import annotations

# A work stands on one estate, building or site as before; stairwell and household say where in
# the building. A lack is a gate that was not met when a stage was forced, as a JSON list of keys.
COLUMNS = (
    *(
        f"ALTER TABLE project ADD COLUMN {column}"
        for column in (
            "start_forecast TEXT",
            "finish_forecast TEXT",
            "keeper TEXT",
            "warranty_until TEXT",
            "plan_id INTEGER REFERENCES plan(id)",
        )
    ),
    *(
        f"ALTER TABLE work ADD COLUMN {column}"
        for column in (
            "stairwell_id INTEGER REFERENCES stairwell(id)",
            "household_id INTEGER REFERENCES household(id)",
            "quantity_done REAL",
            "budget_fen INTEGER",
            "start_forecast TEXT",
            "finish_forecast TEXT",
            "accept_date TEXT",
            "handover_date TEXT",
            "warranty_until TEXT",
        )
    ),
    *(
        f"ALTER TABLE stage_event ADD COLUMN {column}"
        for column in (
            "reason TEXT",
            "lacking TEXT",
            "from_stage TEXT",
            "from_year INTEGER",
            "to_year INTEGER",
        )
    ),
    *(
        f"ALTER TABLE lift ADD COLUMN {column}"
        for column in (
            "kind TEXT CHECK (kind IN ('added', 'replaced', 'overhauled'))",
            "project_id INTEGER REFERENCES project(id)",
            "entry_type TEXT",
            "shaft TEXT",
            "stops INTEGER",
            "load_kg INTEGER",
            "speed_m_s REAL",
            "agent TEXT",
            "brand TEXT",
            "cost_pipe_fen INTEGER",
            "share_preset TEXT",
            "share_by TEXT CHECK (share_by IN ('area', 'flat'))",
            "share_factors TEXT",
            "review_date TEXT",
            "permit_no TEXT",
            "permit_date TEXT",
            "inspect_date TEXT",
            "reg_no TEXT",
            "reg_date TEXT",
            "maint_unit TEXT",
            "maint_until TEXT",
        )
    ),
    "ALTER TABLE household ADD COLUMN floor INTEGER",
    *(
        f"ALTER TABLE attachment ADD COLUMN {table}_id INTEGER REFERENCES {table}(id)"
        for table in ("lift", "ballot", "paper", "site_log", "defect")
    ),
)
TABLES = """
CREATE TABLE plan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    level TEXT NOT NULL CHECK (level IN ('strategic', 'special', 'area', 'yearly')),
    name TEXT NOT NULL,
    parent_id INTEGER REFERENCES plan(id),
    area_id INTEGER REFERENCES area(id),
    year_from INTEGER,
    year_to INTEGER,
    remark TEXT
);
CREATE INDEX plan_parent ON plan(parent_id);
CREATE INDEX plan_area ON plan(area_id);
CREATE TABLE target (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    plan_id INTEGER NOT NULL REFERENCES plan(id),
    metric TEXT NOT NULL,
    planned REAL NOT NULL,
    year INTEGER,
    base REAL,
    remark TEXT
);
CREATE UNIQUE INDEX target_metric ON target(plan_id, metric, COALESCE(year, 0));
CREATE TABLE plan_baseline (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    plan_year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    frozen_at TEXT NOT NULL,
    who TEXT,
    reason TEXT,
    content TEXT NOT NULL,
    UNIQUE (plan_year, number)
);
CREATE TABLE contract (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER NOT NULL REFERENCES project(id),
    kind TEXT NOT NULL,
    number TEXT,
    name TEXT,
    party TEXT,
    party_code TEXT,
    amount_fen INTEGER,
    signed_on TEXT,
    start_plan TEXT,
    finish_plan TEXT,
    remark TEXT
);
CREATE INDEX contract_project ON contract(project_id);
CREATE TABLE variation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    contract_id INTEGER NOT NULL REFERENCES contract(id),
    number TEXT,
    date TEXT,
    amount_fen INTEGER NOT NULL,
    days INTEGER,
    reason TEXT NOT NULL,
    remark TEXT
);
CREATE INDEX variation_contract ON variation(contract_id);
CREATE TABLE paper (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER REFERENCES project(id),
    work_id INTEGER REFERENCES work(id),
    lift_id INTEGER REFERENCES lift(id),
    kind TEXT NOT NULL,
    number TEXT,
    date TEXT,
    remark TEXT,
    CHECK ((project_id IS NOT NULL) + (work_id IS NOT NULL) + (lift_id IS NOT NULL) = 1)
);
CREATE INDEX paper_project ON paper(project_id);
CREATE INDEX paper_work ON paper(work_id);
CREATE INDEX paper_lift ON paper(lift_id);
CREATE TABLE site_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER NOT NULL REFERENCES project(id),
    work_id INTEGER REFERENCES work(id),
    date TEXT NOT NULL,
    weather TEXT,
    hands INTEGER,
    text TEXT NOT NULL,
    who TEXT
);
CREATE INDEX site_log_project ON site_log(project_id);
CREATE INDEX site_log_work ON site_log(work_id);
CREATE TABLE defect (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER NOT NULL REFERENCES project(id),
    work_id INTEGER REFERENCES work(id),
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
    text TEXT NOT NULL,
    party TEXT,
    found_on TEXT,
    due TEXT,
    fixed_on TEXT,
    fixed_how TEXT,
    checked_on TEXT,
    checked_by TEXT,
    remark TEXT
);
CREATE INDEX defect_project ON defect(project_id);
CREATE INDEX defect_work ON defect(work_id);
CREATE TABLE acceptance_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER NOT NULL REFERENCES project(id),
    work_id INTEGER REFERENCES work(id),
    item TEXT NOT NULL,
    result TEXT CHECK (result IN ('pass', 'fail', 'none')),
    date TEXT,
    who TEXT,
    remark TEXT
);
CREATE INDEX acceptance_item_project ON acceptance_item(project_id);
CREATE INDEX acceptance_item_work ON acceptance_item(work_id);
CREATE TABLE lift_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    lift_id INTEGER NOT NULL REFERENCES lift(id),
    step TEXT NOT NULL,
    date TEXT,
    reason TEXT,
    lacking TEXT,
    remark TEXT
);
CREATE INDEX lift_event_lift ON lift_event(lift_id);
CREATE TABLE consent_round_6 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    lift_id INTEGER REFERENCES lift(id),
    work_id INTEGER REFERENCES work(id),
    project_id INTEGER REFERENCES project(id),
    name TEXT,
    rule_set TEXT NOT NULL,
    opened_on TEXT,
    closed_on TEXT,
    owners_total INTEGER,
    area_total_dm2 INTEGER,
    owners_part INTEGER,
    area_part_dm2 INTEGER,
    owners_agree INTEGER,
    area_agree_dm2 INTEGER,
    objection TEXT,
    notice_from TEXT,
    notice_to TEXT,
    remark TEXT,
    CHECK ((lift_id IS NOT NULL) + (work_id IS NOT NULL) + (project_id IS NOT NULL) = 1)
);
INSERT INTO consent_round_6 (id, uid, lift_id, rule_set, owners_total, area_total_dm2,
    owners_part, area_part_dm2, owners_agree, area_agree_dm2, objection, notice_from, notice_to,
    remark)
SELECT id, uid, lift_id, rule_set, owners_total, area_total_dm2, owners_part, area_part_dm2,
    owners_agree, area_agree_dm2, objection, notice_from, notice_to, remark FROM consent_round;
DELETE FROM sqlite_sequence WHERE name = 'consent_round_6';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'consent_round_6', seq FROM sqlite_sequence WHERE name = 'consent_round';
DROP TABLE consent_round;
ALTER TABLE consent_round_6 RENAME TO consent_round;
CREATE INDEX consent_round_lift ON consent_round(lift_id);
CREATE INDEX consent_round_work ON consent_round(work_id);
CREATE INDEX consent_round_project ON consent_round(project_id);
CREATE TABLE ballot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    round_id INTEGER NOT NULL REFERENCES consent_round(id),
    household_id INTEGER REFERENCES household(id),
    room TEXT NOT NULL,
    owner TEXT,
    owner_no INTEGER NOT NULL,
    area_dm2 INTEGER,
    needed INTEGER NOT NULL DEFAULT 0 CHECK (needed IN (0, 1)),
    answer TEXT CHECK (answer IN ('yes', 'no', 'abstain')),
    date TEXT,
    remark TEXT
);
CREATE INDEX ballot_round ON ballot(round_id);
CREATE INDEX ballot_household ON ballot(household_id);
CREATE TABLE objection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    round_id INTEGER NOT NULL REFERENCES consent_round(id),
    household_id INTEGER REFERENCES household(id),
    date TEXT,
    text TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled', 'upheld')),
    mediated_on TEXT,
    mediator TEXT,
    outcome TEXT
);
CREATE INDEX objection_round ON objection(round_id);
CREATE INDEX objection_household ON objection(household_id);
CREATE TABLE money_event_6 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER REFERENCES project(id),
    project_name TEXT,
    work_id INTEGER REFERENCES work(id),
    contract_id INTEGER REFERENCES contract(id),
    source TEXT NOT NULL,
    kind TEXT NOT NULL
        CHECK (kind IN ('allocated', 'received', 'paid', 'settled', 'audited')),
    amount_fen INTEGER NOT NULL,
    date TEXT,
    document_no TEXT,
    payee TEXT,
    corrects_id INTEGER REFERENCES money_event(id),
    remark TEXT
);
INSERT INTO money_event_6 (id, uid, project_id, project_name, source, kind, amount_fen, date,
    document_no, payee, remark)
SELECT id, uid, project_id, project_name, source, kind, amount_fen, date, document_no, payee,
    remark FROM money_event;
DELETE FROM sqlite_sequence WHERE name = 'money_event_6';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'money_event_6', seq FROM sqlite_sequence WHERE name = 'money_event';
DROP TABLE money_event;
ALTER TABLE money_event_6 RENAME TO money_event;
CREATE INDEX money_event_project ON money_event(project_id);
CREATE INDEX money_event_kind ON money_event(kind, project_id, source, amount_fen);
CREATE INDEX money_event_date ON money_event(date);
CREATE INDEX money_event_work ON money_event(work_id);
CREATE INDEX money_event_contract ON money_event(contract_id);
CREATE INDEX money_event_corrects ON money_event(corrects_id);
"""
# On columns that COLUMNS adds.
INDEXES = """
CREATE INDEX project_plan ON project(plan_id);
CREATE INDEX lift_project ON lift(project_id);
CREATE INDEX work_stairwell ON work(stairwell_id);
CREATE INDEX work_household ON work(household_id);
CREATE INDEX attachment_lift ON attachment(lift_id);
CREATE INDEX attachment_ballot ON attachment(ballot_id);
CREATE INDEX attachment_paper ON attachment(paper_id);
CREATE INDEX attachment_site_log ON attachment(site_log_id);
CREATE INDEX attachment_defect ON attachment(defect_id);
"""
ATTRIBUTES = {
    "plan": "规划计划 Plans",
    "target": "目标 Targets",
    "plan_baseline": "年度计划基准 Baselines of yearly plans",
    "contract": "合同 Contracts",
    "variation": "合同变更 Variations of contracts",
    "paper": "手续文件 Papers",
    "site_log": "施工日志 Site logs",
    "defect": "质量问题 Defects",
    "acceptance_item": "验收项 Items of acceptance",
    "lift_event": "加装电梯步骤 Steps of lifts",
    "ballot": "表决票 Ballots",
    "objection": "异议 Objections",
}
