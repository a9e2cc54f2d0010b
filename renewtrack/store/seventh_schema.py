"""What schema 7 adds, as the seventh migration makes it; never edited once shipped."""

from __future__ import annotations

# A household outside the survey is on record for a reason (``added_why``); ``vulnerable`` is a
# JSON list of keys; ``access`` says how to be let in. After ``keep_until`` persons are purged.
COLUMNS = (
    *(
        f"ALTER TABLE household ADD COLUMN {column}"
        for column in ("vulnerable TEXT", "access TEXT", "added_why TEXT", "keep_until TEXT")
    ),
    *(
        f"ALTER TABLE appointment ADD COLUMN {column}"
        for column in (
            "crew_id INTEGER REFERENCES crew(id)",
            "position INTEGER",
            "purpose TEXT",
            "source TEXT",
            "reminded_on TEXT",
            "follows_id INTEGER REFERENCES appointment(id)",
        )
    ),
    "ALTER TABLE item_choice ADD COLUMN quantity REAL",
    *(
        f"ALTER TABLE attachment ADD COLUMN {column}"
        for column in (
            "household_id INTEGER REFERENCES household(id)",
            "need_id INTEGER REFERENCES need(id)",
            "consultation_id INTEGER REFERENCES consultation(id)",
            "meeting_id INTEGER REFERENCES meeting(id)",
            "item TEXT",
            "taken_at TEXT",
            "lon REAL",
            "lat REAL",
            "placed_by TEXT",
            "place_ok INTEGER CHECK (place_ok IN (0, 1))",
        )
    ),
)
# A slot is a crew's half day that differs from its usual one: capacity 0 is a half day away.
# A quiet rule without an estate holds everywhere; ``weekdays`` (1 is Monday) narrows it.
TABLES = """
CREATE TABLE crew (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    name TEXT NOT NULL UNIQUE,
    capacity INTEGER NOT NULL CHECK (capacity >= 0),
    leader TEXT,
    phone TEXT,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    remark TEXT
);
CREATE TABLE slot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    crew_id INTEGER NOT NULL REFERENCES crew(id),
    date TEXT NOT NULL,
    half TEXT NOT NULL CHECK (half IN ('am', 'pm')),
    capacity INTEGER NOT NULL CHECK (capacity >= 0),
    why TEXT,
    UNIQUE (crew_id, date, half)
);
CREATE TABLE quiet_rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    estate_id INTEGER REFERENCES estate(id),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    half TEXT CHECK (half IN ('am', 'pm')),
    weekdays TEXT,
    kind TEXT,
    why TEXT NOT NULL
);
CREATE INDEX quiet_rule_estate ON quiet_rule(estate_id);
CREATE TABLE work_day (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    date TEXT NOT NULL UNIQUE,
    worked INTEGER NOT NULL CHECK (worked IN (0, 1)),
    why TEXT
);
CREATE TABLE owner (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    name TEXT NOT NULL,
    phone TEXT,
    remark TEXT
);
CREATE TABLE ownership (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    owner_id INTEGER NOT NULL REFERENCES owner(id),
    household_id INTEGER NOT NULL REFERENCES household(id),
    share REAL CHECK (share > 0 AND share <= 1),
    UNIQUE (owner_id, household_id)
);
CREATE INDEX ownership_household ON ownership(household_id);
CREATE TABLE consultation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    estate_id INTEGER REFERENCES estate(id),
    project_id INTEGER REFERENCES project(id),
    title TEXT NOT NULL,
    text TEXT,
    options TEXT,
    opened_on TEXT,
    closed_on TEXT,
    notice_from TEXT,
    notice_to TEXT,
    decided TEXT,
    why TEXT,
    decided_on TEXT,
    remark TEXT,
    CHECK ((estate_id IS NOT NULL) + (project_id IS NOT NULL) = 1)
);
CREATE INDEX consultation_estate ON consultation(estate_id);
CREATE INDEX consultation_project ON consultation(project_id);
CREATE TABLE consultation_ballot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    consultation_id INTEGER NOT NULL REFERENCES consultation(id),
    household_id INTEGER NOT NULL REFERENCES household(id),
    choice TEXT NOT NULL,
    date TEXT,
    remark TEXT,
    UNIQUE (consultation_id, household_id)
);
CREATE INDEX consultation_ballot_household ON consultation_ballot(household_id);
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    consultation_id INTEGER NOT NULL REFERENCES consultation(id),
    date TEXT,
    place TEXT,
    attended INTEGER,
    notes TEXT NOT NULL
);
CREATE INDEX meeting_consultation ON meeting(consultation_id);
CREATE TABLE need_7 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    household_id INTEGER REFERENCES household(id),
    building_id INTEGER REFERENCES building(id),
    estate_id INTEGER REFERENCES estate(id),
    text TEXT NOT NULL,
    category TEXT,
    item TEXT,
    source TEXT,
    source_no TEXT,
    consultation_id INTEGER REFERENCES consultation(id),
    said_on TEXT,
    adopted INTEGER CHECK (adopted IN (0, 1)),
    why TEXT,
    referred_to TEXT,
    due TEXT,
    same_as_id INTEGER REFERENCES need(id),
    reply TEXT,
    replied_on TEXT,
    delivered_on TEXT,
    delivered_how TEXT,
    CHECK ((household_id IS NOT NULL) + (building_id IS NOT NULL) + (estate_id IS NOT NULL) = 1)
);
INSERT INTO need_7 (id, uid, household_id, text, adopted, why)
SELECT id, uid, household_id, text, adopted, why FROM need;
DELETE FROM sqlite_sequence WHERE name = 'need_7';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'need_7', seq FROM sqlite_sequence WHERE name = 'need';
DROP TABLE need;
ALTER TABLE need_7 RENAME TO need;
CREATE INDEX need_household ON need(household_id);
CREATE INDEX need_building ON need(building_id);
CREATE INDEX need_estate ON need(estate_id);
CREATE INDEX need_consultation ON need(consultation_id);
CREATE INDEX need_same_as ON need(same_as_id);
CREATE TABLE satisfaction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    household_id INTEGER NOT NULL REFERENCES household(id),
    phase TEXT NOT NULL CHECK (phase IN ('before', 'after')),
    rating TEXT NOT NULL,
    date TEXT,
    remark TEXT,
    UNIQUE (household_id, phase)
);
CREATE TABLE photo_pair (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    before_id INTEGER NOT NULL REFERENCES attachment(id),
    after_id INTEGER NOT NULL REFERENCES attachment(id),
    title TEXT,
    shift_x REAL NOT NULL DEFAULT 0,
    shift_y REAL NOT NULL DEFAULT 0,
    zoom REAL NOT NULL DEFAULT 1 CHECK (zoom > 0),
    public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1)),
    remark TEXT,
    UNIQUE (before_id, after_id),
    CHECK (before_id != after_id)
);
CREATE INDEX photo_pair_after ON photo_pair(after_id);
CREATE TABLE privacy_text (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    version TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    valid_from TEXT
);
CREATE TABLE privacy_consent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    household_id INTEGER NOT NULL REFERENCES household(id),
    text_id INTEGER NOT NULL REFERENCES privacy_text(id),
    given_on TEXT NOT NULL,
    method TEXT,
    sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1)),
    withdrawn_on TEXT,
    remark TEXT
);
CREATE INDEX privacy_consent_household ON privacy_consent(household_id);
CREATE INDEX privacy_consent_text ON privacy_consent(text_id);
"""
# On columns that COLUMNS adds.
INDEXES = """
CREATE INDEX appointment_crew ON appointment(crew_id, date, half);
CREATE INDEX appointment_follows ON appointment(follows_id);
CREATE INDEX attachment_household ON attachment(household_id);
CREATE INDEX attachment_need ON attachment(need_id);
CREATE INDEX attachment_consultation ON attachment(consultation_id);
CREATE INDEX attachment_meeting ON attachment(meeting_id);
"""
ATTRIBUTES = {
    "crew": "入户班组 Crews",
    "slot": "班组时段 Slots of crews",
    "quiet_rule": "不宜入户的日子 Quiet rules",
    "work_day": "工作日调整 Working days",
    "owner": "产权人 Owners",
    "ownership": "产权关系 Who owns what",
    "consultation": "征求意见 Consultations",
    "consultation_ballot": "征求意见票 Ballots of consultations",
    "meeting": "会议记录 Meetings",
    "satisfaction": "满意度 Satisfaction",
    "photo_pair": "改造前后对比 Before and after",
    "privacy_text": "个人信息告知书 Privacy notices",
    "privacy_consent": "个人信息同意书 Privacy consents",
}
