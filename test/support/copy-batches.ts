// Many batches in no time: those of a norm once more, again and again, as if each had come a while after the one before.
import type { D1Database } from "@cloudflare/workers-types";

/**
 * Copies the first `period` batches of a norm until it has `count`, each round `roundMs` after the one before. Of batches of one day or month
 * each, where they age.
 */
export async function copyBatches(
  d1: D1Database,
  name: string,
  { period, count, roundMs }: { period: number; count: number; roundMs: number },
): Promise<void> {
  const rounds = JSON.stringify(Array.from({ length: Math.floor(count / period) - 1 }, (_, i) => i + 1));
  const from = "join json_each(?1) as round where norm_id = (select id from norms where name = ?2)";
  const events = d1.prepare(`
    insert into norm_events (norm_id, version, kind, batch, content_hash, rows_received, rows_used, created_at_ms, factors, tail,
      ended_at_ms, summary, last_row)
    select norm_id, version + ?3 * round.value, kind, batch || '-' || round.value, content_hash, rows_received, rows_used,
      created_at_ms, factors, tail, ended_at_ms + ?4 * round.value, summary, last_row
    from norm_events ${from}`);
  const versions = d1.prepare(`
    insert into norm_versions (norm_id, version, rows, lambda, error, error_before, cv, warnings, drift, scatter, setting)
    select norm_id, version + ?3 * round.value, rows, lambda, error, error_before, cv, warnings, drift, scatter, setting
    from norm_versions ${from}`);
  await events.bind(rounds, name, period, roundMs).run();
  await versions.bind(rounds, name, period).run();
}
