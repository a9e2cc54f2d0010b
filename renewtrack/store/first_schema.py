"""The tables of schema 1, as the first migration makes them; never edited once shipped."""

from __future__ import annotations

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],'
    'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
STANDARD = (
    """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326,
     '"""
    + _WGS84
    + """',
     'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
    table_name TEXT,
    column_name TEXT,
    extension_name TEXT NOT NULL,
    definition TEXT NOT NULL,
    scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
"""
)

PLACES = """
CREATE TABLE area (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    geom GEOMETRY,
    uid TEXT UNIQUE,
    level TEXT NOT NULL CHECK (level IN ('district', 'street', 'community', 'grid')),
    code TEXT,
    name TEXT NOT NULL,
    parent_id INTEGER REFERENCES area(id),
    sort TEXT
);
CREATE UNIQUE INDEX area_name ON area(COALESCE(parent_id, 0), level, name);
CREATE INDEX area_parent ON area(parent_id);
CREATE INDEX area_unsorted ON area(id) WHERE sort IS NULL;
CREATE TABLE estate (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    geom GEOMETRY,
    uid TEXT UNIQUE,
    area_id INTEGER REFERENCES area(id),
    name TEXT NOT NULL,
    aliases TEXT,
    address TEXT,
    year_built INTEGER,
    year_built_to INTEGER,
    building_count INTEGER,
    household_count INTEGER,
    population INTEGER,
    floor_area_m2 REAL,
    land_area_m2 REAL,
    ownership TEXT,
    property_mgmt TEXT,
    code TEXT,
    remark TEXT,
    source_x REAL,
    source_y REAL,
    source_crs TEXT,
    position_method TEXT,
    search TEXT,
    sort TEXT
);
CREATE INDEX estate_area ON estate(area_id);
CREATE INDEX estate_name ON estate(name);
CREATE INDEX estate_unsorted ON estate(id) WHERE search IS NULL;
CREATE TABLE building (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    geom GEOMETRY,
    uid TEXT UNIQUE,
    estate_id INTEGER REFERENCES estate(id),
    number TEXT NOT NULL,
    aliases TEXT,
    unit_count INTEGER,
    storeys INTEGER,
    structure TEXT,
    household_count INTEGER,
    population INTEGER,
    floor_area_m2 REAL,
    height_m REAL,
    year_built INTEGER,
    danger_grade TEXT CHECK (danger_grade IN ('A', 'B', 'C', 'D')),
    ownership TEXT,
    code TEXT,
    remark TEXT,
    source_x REAL,
    source_y REAL,
    source_crs TEXT,
    position_method TEXT,
    search TEXT,
    sort TEXT,
    UNIQUE (estate_id, number)
);
CREATE INDEX building_facets ON building(estate_id, structure, danger_grade, year_built);
CREATE INDEX building_unsorted ON building(id) WHERE search IS NULL;
CREATE TABLE site (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    geom GEOMETRY,
    uid TEXT UNIQUE,
    kind TEXT NOT NULL,
    name TEXT,
    area_id INTEGER REFERENCES area(id),
    remark TEXT
);
CREATE INDEX site_area ON site(area_id);
"""

PLANS = """
CREATE TABLE project (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    name TEXT,
    code TEXT,
    batch TEXT,
    plan_year INTEGER,
    stage TEXT,
    percent REAL CHECK (percent BETWEEN 0 AND 100),
    percent_basis TEXT,
    start_plan TEXT,
    start_actual TEXT,
    finish_plan TEXT,
    finish_actual TEXT,
    accept_date TEXT,
    handover_date TEXT,
    invest_total_fen INTEGER,
    invest_done_fen INTEGER,
    lead_unit TEXT,
    owner_org TEXT,
    designer TEXT,
    contractor TEXT,
    supervisor TEXT,
    leader TEXT,
    contact TEXT,
    phone TEXT,
    problem TEXT,
    next_step TEXT,
    livelihood TEXT,
    remark TEXT,
    search TEXT,
    sort TEXT
);
CREATE INDEX project_unsorted ON project(id) WHERE search IS NULL;
CREATE TABLE project_estate (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES project(id),
    estate_id INTEGER NOT NULL REFERENCES estate(id),
    UNIQUE (project_id, estate_id)
);
CREATE INDEX project_estate_estate ON project_estate(estate_id);
CREATE TABLE work (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    kind TEXT NOT NULL,
    project_id INTEGER REFERENCES project(id),
    estate_id INTEGER REFERENCES estate(id),
    building_id INTEGER REFERENCES building(id),
    site_id INTEGER REFERENCES site(id),
    stage TEXT,
    percent REAL CHECK (percent BETWEEN 0 AND 100),
    percent_basis TEXT,
    quantity REAL,
    unit TEXT,
    start_plan TEXT,
    start_actual TEXT,
    finish_plan TEXT,
    finish_actual TEXT,
    remark TEXT,
    CHECK ((estate_id IS NOT NULL) + (building_id IS NOT NULL) + (site_id IS NOT NULL) = 1)
);
CREATE INDEX work_project ON work(project_id);
CREATE INDEX work_estate ON work(estate_id);
CREATE INDEX work_building ON work(building_id);
CREATE INDEX work_site ON work(site_id);
CREATE TABLE stage_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER REFERENCES project(id),
    work_id INTEGER REFERENCES work(id),
    stage TEXT NOT NULL,
    date TEXT,
    remark TEXT,
    CHECK ((project_id IS NOT NULL) + (work_id IS NOT NULL) = 1)
);
CREATE INDEX stage_event_project ON stage_event(project_id);
CREATE INDEX stage_event_work ON stage_event(work_id);
CREATE TABLE funding (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    project_id INTEGER NOT NULL REFERENCES project(id),
    source TEXT NOT NULL,
    planned_fen INTEGER,
    UNIQUE (project_id, source)
);
"""

BOOKS = """
CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    kind TEXT,
    file TEXT NOT NULL,
    file_sha256 TEXT,
    imported_at TEXT NOT NULL,
    who TEXT,
    rows_read INTEGER,
    new INTEGER,
    changed INTEGER,
    same INTEGER,
    rejected INTEGER,
    skipped TEXT,
    cutoff_date TEXT,
    remark TEXT
);
CREATE TABLE cell_source (
    id INTEGER PRIMARY KEY,
    batch_id INTEGER NOT NULL REFERENCES import_batch(id),
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    sheet TEXT,
    cell TEXT,
    raw TEXT,
    precision TEXT,
    qualifier TEXT,
    UNIQUE (table_name, row_id, column_name, batch_id)
);
CREATE INDEX cell_source_batch ON cell_source(batch_id);
CREATE TABLE action_group (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    action TEXT NOT NULL,
    label_zh TEXT NOT NULL,
    label_en TEXT NOT NULL,
    who TEXT,
    at TEXT NOT NULL,
    batch_id INTEGER REFERENCES import_batch(id),
    undoes INTEGER REFERENCES action_group(id),
    undone_by INTEGER REFERENCES action_group(id)
);
CREATE INDEX action_group_batch ON action_group(batch_id);
CREATE TABLE change_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER REFERENCES action_group(id),
    who TEXT,
    at TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    column_name TEXT,
    old,
    new
);
CREATE INDEX change_log_group ON change_log(group_id);
CREATE INDEX change_log_row ON change_log(table_name, row_id);
CREATE TABLE change_context (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    group_id INTEGER,
    who TEXT
);
INSERT INTO change_context VALUES (1, NULL, NULL);
CREATE TABLE reveal_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT,
    reason TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE TABLE renewtrack_meta (
    key TEXT PRIMARY KEY,
    value TEXT
);
"""

FEATURES = {
    "area": "行政区域 Areas",
    "estate": "小区 Estates",
    "building": "楼栋 Buildings",
    "site": "场地设施 Sites",
}
ATTRIBUTES = {
    "project": "项目 Projects",
    "project_estate": "项目与小区 Projects and estates",
    "work": "改造内容 Works",
    "stage_event": "阶段记录 Stage events",
    "funding": "资金来源 Funding",
    "import_batch": "导入批次 Imports",
}
