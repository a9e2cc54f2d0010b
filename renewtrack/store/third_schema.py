"""The tables that schema 3 adds, as the third migration makes them; never edited once shipped."""

from __future__ import annotations

# An area of owners counts in whole dm2, which is 0.01 m2: shares are compared with integers.
_HOMES = """
CREATE TABLE stairwell (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    building_id INTEGER NOT NULL REFERENCES building(id),
    number TEXT NOT NULL,
    storeys INTEGER,
    household_count INTEGER,
    remark TEXT,
    UNIQUE (building_id, number)
);
CREATE TABLE household (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    building_id INTEGER NOT NULL REFERENCES building(id),
    stairwell_id INTEGER REFERENCES stairwell(id),
    room TEXT NOT NULL,
    holder TEXT,
    phone TEXT,
    floor_area_m2 REAL,
    agree TEXT CHECK (agree IN ('yes', 'no', 'undecided')),
    remark TEXT
);
CREATE UNIQUE INDEX household_room ON household(building_id, COALESCE(stairwell_id, 0), room);
CREATE INDEX household_stairwell ON household(stairwell_id);
CREATE TABLE item_choice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    household_id INTEGER NOT NULL REFERENCES household(id),
    item TEXT NOT NULL,
    wanted INTEGER CHECK (wanted IN (0, 1)),
    UNIQUE (household_id, item)
);
CREATE TABLE need (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    household_id INTEGER NOT NULL REFERENCES household(id),
    text TEXT NOT NULL,
    adopted INTEGER CHECK (adopted IN (0, 1)),
    why TEXT
);
CREATE INDEX need_household ON need(household_id);
CREATE TABLE appointment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    household_id INTEGER NOT NULL REFERENCES household(id),
    date TEXT,
    half TEXT CHECK (half IN ('am', 'pm')),
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'kept', 'missed', 'off')),
    remark TEXT
);
CREATE INDEX appointment_household ON appointment(household_id);
CREATE INDEX appointment_date ON appointment(date);
"""
_LIFTS = """
CREATE TABLE lift (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    stairwell_id INTEGER NOT NULL UNIQUE REFERENCES stairwell(id),
    step TEXT,
    cost_fen INTEGER,
    subsidy_fen INTEGER,
    start_actual TEXT,
    finish_actual TEXT,
    contractor TEXT,
    remark TEXT
);
CREATE TABLE consent_round (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    lift_id INTEGER NOT NULL REFERENCES lift(id),
    rule_set TEXT NOT NULL,
    owners_total INTEGER,
    area_total_dm2 INTEGER,
    owners_part INTEGER,
    area_part_dm2 INTEGER,
    owners_agree INTEGER,
    area_agree_dm2 INTEGER,
    objection TEXT,
    notice_from TEXT,
    notice_to TEXT,
    remark TEXT
);
CREATE INDEX consent_round_lift ON consent_round(lift_id);
"""
_MONEY = """
CREATE TABLE money_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER REFERENCES project(id),
    project_name TEXT,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('allocated', 'received', 'paid', 'settled')),
    amount_fen INTEGER NOT NULL,
    date TEXT,
    document_no TEXT,
    payee TEXT,
    remark TEXT
);
CREATE INDEX money_event_project ON money_event(project_id);
CREATE INDEX money_event_date ON money_event(date);
"""
# A reading has no uid: its sensor and its time are what it is known by everywhere.
_OPERATION = """
CREATE TABLE facility (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    grade TEXT,
    area_id INTEGER REFERENCES area(id),
    site_id INTEGER REFERENCES site(id),
    remark TEXT
);
CREATE UNIQUE INDEX facility_name ON facility(kind, name, COALESCE(area_id, 0));
CREATE INDEX facility_area ON facility(area_id);
CREATE INDEX facility_site ON facility(site_id);
CREATE TABLE sensor (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    facility_id INTEGER NOT NULL REFERENCES facility(id),
    quantity TEXT NOT NULL,
    unit TEXT,
    remark TEXT,
    UNIQUE (facility_id, quantity)
);
CREATE TABLE reading (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sensor_id INTEGER NOT NULL REFERENCES sensor(id),
    time TEXT NOT NULL,
    value REAL,
    qualifier TEXT CHECK (qualifier IN ('below_limit', 'above_limit')),
    UNIQUE (sensor_id, time)
);
CREATE TABLE rating (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    facility_id INTEGER NOT NULL REFERENCES facility(id),
    time TEXT NOT NULL,
    rating TEXT NOT NULL,
    follow_up TEXT CHECK (follow_up IN ('open', 'closed')),
    remark TEXT,
    UNIQUE (facility_id, time)
);
CREATE INDEX rating_follow_up ON rating(follow_up) WHERE follow_up IS NOT NULL;
"""
TABLES = _HOMES + _LIFTS + _MONEY + _OPERATION
ATTRIBUTES = {
    "stairwell": "单元 Stairwells",
    "household": "住户 Households",
    "item_choice": "改造意向 Choices of items",
    "need": "个性化需求 Needs",
    "appointment": "入户预约 Appointments",
    "lift": "加装电梯 Lifts",
    "consent_round": "表决 Consent rounds",
    "money_event": "资金收支 Money events",
    "facility": "设施 Facilities",
    "sensor": "监测项 Sensors",
    "reading": "监测读数 Readings",
    "rating": "评价 Ratings",
}
