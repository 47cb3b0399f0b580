// What 0.1.0 stored goes on: its norms, their batches and the last rows kept.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSqlite } from "../../src/platform/sqlite/open.ts";
import { clientOf } from "../support/client.ts";
import { startKillableDeno } from "../support/killable.ts";
import { readMigrations } from "../support/migrations.ts";

it("keeps the batches of 0.1.0, its merges too, and says of its norms that they have no times", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  try {
    const path = join(folder, "edgefit.sqlite");
    const all = readMigrations();
    const before = openSqlite(path, all.slice(0, 1));
    before.exec(`
      insert into norms (id, name, specification, created_at_ms) values ('n', 'trained', '{}', 1), ('m', 'empty', '{}', 2);
      insert into norm_events values ('n', 1, 'train', 'b', 'hash', 3, 2, null, 17, 'factors', 'tail');
      insert into norm_versions values ('n', 1, 2, 0.5, null, null, null, '[]');
      insert into norm_snapshots values ('n', 1, 'merged');`);
    before.close();
    const after = openSqlite(path, all);
    expect(after.prepare("select batch, ended_at_ms, summary, factors, tail from norm_events").all()).toEqual([
      { batch: "b", ended_at_ms: null, summary: null, factors: "factors", tail: "tail" },
    ]);
    const inferred = after.prepare("select name, inferred from norms order by name").all();
    expect(inferred.map(({ name, inferred }) => [name, JSON.parse(String(inferred))?.timed])).toEqual([
      ["empty", undefined],
      ["trained", false],
    ]);
    expect(after.prepare("select count(*) as n from norm_snapshots").get()).toEqual({ n: 1 });
    expect(after.prepare("select lambda, setting from norm_versions").all()).toEqual([{ lambda: 0.5, setting: null }]);
    expect(() => after.exec("insert into norm_events select * from norm_events")).toThrow();
    after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("calls the norms and models of 0.9.0 nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  try {
    const path = join(folder, "edgefit.sqlite");
    const all = readMigrations();
    const before = openSqlite(path, all.slice(0, 10));
    before.exec(`
      insert into norms (id, name, specification, created_at_ms) values ('n', 'old', '{}', 1);
      insert into models (key, created_at_ms) values ('m', 1);`);
    before.close();
    const after = openSqlite(path, all);
    for (const table of ["norms", "models"])
      expect(after.prepare(`select about from ${table}`).all()).toEqual([{ about: null }]);
    after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("finds the sessions of 0.8.0 by the days on which they start", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  try {
    const path = join(folder, "edgefit.sqlite");
    const all = readMigrations();
    const before = openSqlite(path, all.slice(0, 9));
    const insert = before.prepare(
      `insert into sessions (sequence, session_id, start, "end", start_ms, duration_ms, view_count, arrived_at_ms, views)
        values (?, ?, '', '', ?, 0, 1, 0, 'A')`,
    );
    for (const [sequence, startMs] of [[1, 0], [2, 86_399_999], [31, 86_400_000], [32, 86_400_001]] as const) insert.run(sequence, `s${sequence}`, startMs); // biome-ignore format: one line
    before.close();
    const after = openSqlite(path, all);
    expect(after.prepare("select day, block from session_blocks order by day, block").all()).toEqual([
      { day: 0, block: 0 },
      { day: 1, block: 0 },
      { day: 1, block: 1 },
    ]);
    after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("keeps the views of 0.5.0, in their order, with their session", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  try {
    const path = join(folder, "edgefit.sqlite");
    const all = readMigrations();
    const before = openSqlite(path, all.slice(0, 6));
    before.exec(`
      insert into sessions values
        (3, 's', '2014-11-14 00:02:14', '2014-11-14 00:02:20', 1, 6000, 'male', 'v', 3, 7),
        (9, 't', '2014-11-14 00:02:14', '2014-11-14 00:02:20', 1, 6000, null, null, 1, 8);
      insert into session_views values
        (3, 2, 'A1', 'B1', 'C1', 'D1'), (3, 0, 'Z', null, null, null), (3, 1, 'A1', 'été', null, null), (9, 0, 'A', 'B', 'C', null);`);
    before.close();
    const after = openSqlite(path, all);
    expect(after.prepare("select sequence, session_id, view_count, views from sessions").all()).toEqual([
      { sequence: 3, session_id: "s", view_count: 3, views: "Z;A1/été;A1/B1/C1/D1" },
      { sequence: 9, session_id: "t", view_count: 1, views: "A/B/C" },
    ]);
    after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("goes on from the last rows that 0.1.0 kept: values without positions", async () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  const path = join(folder, "edgefit.sqlite");
  try {
    const specification = { columns: ["a"], lags: { a: [0, 2] }, lambda: 0 };
    const rows = { x: { a: [1, 2, 4, 7, 5] }, y: [1, 2, 3, 4, 6] };
    const first = await startKillableDeno(folder);
    await clientOf(first.origin)("PUT", "/norms/n", specification);
    await clientOf(first.origin)("POST", "/norms/n/train", rows);
    await first.stop();
    const database = openSqlite(path, readMigrations());
    // How many columns, then the last two values of each.
    const tail = Buffer.from(Float64Array.of(1, 7, 5).buffer).toString("base64");
    database.prepare("update norm_events set tail = ?, summary = null").run(tail);
    database.exec("update norm_versions set setting = null; delete from kv");
    database.close();
    const second = await startKillableDeno(folder);
    const answer = await clientOf(second.origin)("POST", "/norms/n/predict", { x: { a: [3, 3] } });
    const { body } = await clientOf(second.origin)("POST", "/norms/n/train", { x: { a: [3, 3] }, y: answer.body.y });
    await second.stop();
    expect(answer.body.y).not.toContain(null);
    expect(body.rows).toEqual({ received: 2, used: 2, skipped: 0 });
    expect(body.error_before.rmse).toBeLessThan(1e-12);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("gives 0.6.0's data of sessions their owner, also what that version still trains after the tables have moved", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  try {
    const path = join(folder, "edgefit.sqlite");
    const all = readMigrations();
    const before = openSqlite(path, all.slice(0, 7));
    const insertDataset = (id: string) => `
      insert into datasets (id, model_id, row_count, columns, missing_count, fold_count, folds_by, group_count, chunk_count, created_at_ms)
      values ('${id}', 1, 2, '[]', 0, 5, 'group', 2, 1, 1);`;
    const insertVocabulary = (id: string) => `insert into session_vocabularies values ('${id}', '{}', '[]');`;
    before.exec(`
      insert into models values (1, 'k', 1, 1);
      ${insertDataset("sessions")} ${insertVocabulary("sessions")} ${insertDataset("table")}
      insert into trainings (model_id, version, problem, name, h_tune, given, status, warnings, seconds, created_at_ms)
        values (1, 1, 'classification', 'Ridge', 0, '{}', 'ready', '[]', 1, 1);
      insert into session_reports values (1, 1, 0.5, '{}'), (1, 9, 0.5, '{}');`);
    before.close();
    const after = openSqlite(path, all);
    after.exec(`${insertDataset("late")} ${insertVocabulary("late")}`);
    expect(after.prepare("select id, owner from datasets order by id").all()).toEqual([
      { id: "late", owner: "shop" },
      { id: "sessions", owner: "shop" },
      { id: "table", owner: null },
    ]);
    // The report of a version that is gone goes, and others go with theirs.
    expect(after.prepare("select version, threshold from session_reports").all()).toEqual([
      { version: 1, threshold: 0.5 },
    ]);
    after.exec("delete from trainings");
    expect(after.prepare("select count(*) as n from session_reports").get()).toEqual({ n: 0 });
    after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
