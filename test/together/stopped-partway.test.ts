// A body of sessions that the database stops in the middle of, on each runtime: a trigger in its file refuses one session.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import { runtimes } from "../support/runtimes.ts";

const VIEWS = Array(1_000).fill(`${"a".repeat(64)}/${"b".repeat(64)}/${"c".repeat(64)}/${"d".repeat(64)}`);
const sessions = Array.from({ length: 12 }, (_, i) => ({
  ...{ session_id: `s${i}`, start: "2026-03-02", end: "2026-03-02", views: VIEWS },
}));

it.each(runtimes)("says on $name how far it came", { timeout: 120_000 }, async ({ startKillable }) => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  try {
    await (await startKillable(folder)).stop();
    alter(
      folder,
      "create trigger stop before insert on sessions when NEW.session_id = 's9' begin select raise(abort, 'no more'); end",
    );
    let server = await startKillable(folder);
    const stopped = await clientOf(server.origin)("POST", "/sessions", { sessions });
    expect([stopped.status, stopped.body.code, stopped.body.stored, stopped.body.stopped_at.line]).toEqual([
      ...[500, "internal", 7, 8],
    ]);
    expect((await clientOf(server.origin)("GET", "/sessions")).body.sessions.length).toBe(7);
    await server.stop();
    alter(folder, "drop trigger stop");
    server = await startKillable(folder);
    const again = await clientOf(server.origin)("POST", "/sessions", { sessions });
    expect(again.body).toEqual({ received: 12, stored: 12, replaced: 7, rejected: [] });
    await server.stop();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** In the file that has the sessions. */
function alter(folder: string, statement: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".sqlite"));
  let altered = 0;
  for (const file of files) {
    const database = new DatabaseSync(join(folder, file));
    const found = database.prepare("select 1 from sqlite_master where name = 'sessions'").all();
    if (found.length > 0) {
      database.exec(statement);
      altered++;
    }
    database.close();
  }
  expect(altered).toBe(1);
}
