// What an isolate in another place answers while KV does not show there what was put here, and remembers what it did not find.
import { afterEach, describe, expect, it } from "vitest";
import { makeSessions } from "../../example/make-sessions.ts";
import { NotYet } from "../../src/error.ts";
import { downloadModel } from "../../src/registry/serve/download-model.ts";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import { predictStored } from "../../src/registry/task/predict-stored.ts";
import { readResult } from "../../src/registry/task/read-result.ts";
import { retrainModel, trainModel } from "../../src/registry/train/train-model.ts";
import { predictStoredSession } from "../../src/shop/gender/predict-session.ts";
import { trainSessionModel } from "../../src/shop/gender/train-session-model.ts";
import { readLog } from "../../src/shop/schema/session-log.ts";
import { storeSessions } from "../../src/shop/visit/store-sessions.ts";
import type { TestContext } from "../support/context.ts";
import { type Isolates, openIsolates, workOff } from "../support/isolates.ts";

const open: Isolates[] = [];
afterEach(() => {
  for (const isolates of open.splice(0)) isolates.close();
});

function start(pieceSeconds = 1e9): Isolates {
  const isolates = openIsolates(pieceSeconds);
  open.push(isolates);
  return isolates;
}

const rows = Float64Array.from({ length: 60 }, (_, row) => row);
const X = { columns: ["a"], values: [rows], rowCount: rows.length, isNamed: true };
const asked = { columns: ["a"], values: [Float64Array.of(10)], rowCount: 1, isNamed: true };
/** y is so many times x: what a version says of 10 tells its slope. */
const lineOf = (slope: number) => ({
  ...{ problem: "regression" as const, name: "Ridge", h_tune: false, params: { lambda: 1e-9 }, X },
  y: rows.map((value) => slope * value),
});

/** A version with a slope, trained here while its caller waits. */
async function trainHere({ here }: Isolates, slope: number, id?: number): Promise<number> {
  const request = lineOf(slope);
  const { model } = await (id === undefined
    ? trainModel(here, request, false)
    : retrainModel(here, id, request, false));
  return model.id;
}

const MINUTE = 60;

describe("a retraining elsewhere", () => {
  const tell = async (isolate: TestContext, id: number) => {
    const { version, y } = await predictModel(isolate, id, { X: asked });
    return [version, Math.round(y[0] as number)];
  };

  it("takes no model down: what is held answers, with its version, until the new one can be read", async () => {
    const isolates = start();
    const { here, there, pass } = isolates;
    const id = await trainHere(isolates, 1);
    pass(2 * MINUTE);
    expect(await tell(there, id)).toEqual([1, 10]);
    await trainHere(isolates, 2, id);
    pass(1.1);
    // Several at once, so that some find version 2 named by what is remembered of D1.
    expect(await Promise.all([tell(there, id), tell(there, id), tell(there, id)])).toEqual(Array(3).fill([1, 10]));
    expect(await tell(there, id)).toEqual([1, 10]);
    expect(await tell(here, id)).toEqual([2, 20]);
    // The look-up that found nothing at 1.1 s is remembered for a minute.
    pass(59);
    expect(await tell(there, id)).toEqual([1, 10]);
    pass(1);
    expect(await tell(there, id)).toEqual([2, 20]);
  });

  it("is answered by what is held, too, where its end was asked for there", async () => {
    const isolates = start();
    const { there, pass } = isolates;
    const id = await trainHere(isolates, 1);
    pass(2 * MINUTE);
    await tell(there, id);
    const { taskId } = await retrainModel(isolates.here, id, lineOf(2), true);
    await workOff(isolates, isolates.here);
    expect(await readResult(there, taskId, 0)).toMatchObject({ model: { version: 2 } });
    expect(await tell(there, id)).toEqual([1, 10]);
  });

  it("leaves a new model, and one that nobody asked there, with an honest refusal", async () => {
    const isolates = start();
    const { there, pass, openIsolate } = isolates;
    const id = await trainHere(isolates, 1);
    await expect(predictModel(there, id, { X: asked })).rejects.toBeInstanceOf(NotYet);
    pass(2 * MINUTE);
    await trainHere(isolates, 2, id);
    await expect(predictModel(openIsolate(), id, { X: asked })).rejects.toBeInstanceOf(NotYet);
  });

  it("takes no gender model down either", async () => {
    const isolates = start();
    const { here, there, pass } = isolates;
    const lines = makeSessions(60, 7);
    await storeSessions(here, readLog(lines.join("\n")), String);
    const train = async () => {
      await trainSessionModel(here, { name: "Ridge", h_tune: false }, true);
      await workOff(isolates, here);
    };
    await train();
    pass(2 * MINUTE);
    const [id = ""] = (lines[0] as string).split(",");
    const tellGender = (isolate: TestContext) => predictStoredSession(isolate, id, false);
    const first = await tellGender(there);
    expect(first.model.version).toBe(1);
    await train();
    pass(1.1);
    expect(await tellGender(there)).toEqual(first);
    expect((await tellGender(here)).model.version).toBe(2);
    pass(MINUTE);
    expect((await tellGender(there)).model.version).toBe(2);
  });
});

describe("what is first asked for elsewhere", () => {
  it("a result is not said to be kept no longer before its time is over", async () => {
    const isolates = start();
    const { here, there, pass, openIsolate } = isolates;
    const taskId = await predictStored(here, await trainHere(isolates, 1));
    pass(59);
    await expect(readResult(there, taskId, 0)).rejects.toBeInstanceOf(NotYet);
    pass(59);
    await expect(readResult(there, taskId, 0)).rejects.toBeInstanceOf(NotYet);
    pass(1);
    const result = await readResult(there, taskId, 0);
    expect(result).toEqual(await readResult(here, taskId, 0));
    pass(7 * 86_400 - 120);
    expect(await readResult(openIsolate(), taskId, 0)).toEqual(result);
    pass(2);
    await expect(readResult(openIsolate(), taskId, 0)).rejects.toMatchObject({ code: "not_found" });
  });

  it("a download is refused before its first byte, or comes whole", async () => {
    const isolates = start();
    const { here, there, kv, pass } = isolates;
    const id = await trainHere(isolates, 1);
    await expect(downloadModel(there, id)).rejects.toThrow("The head of");
    // Its units were looked for a little later than its head, and are remembered longer as not there.
    pass(5);
    for (const name of kv.names().filter((name) => name.includes("/units/"))) await there.models.get(name);
    pass(57);
    await expect(downloadModel(there, id)).rejects.toThrow("Units 0 of");
    pass(5);
    expect(await wholeOf(there, id)).toBe(await wholeOf(here, id));
  });
});

async function wholeOf(isolate: TestContext, id: number): Promise<string> {
  let whole = "";
  for await (const piece of (await downloadModel(isolate, id)).text) whole += piece;
  return whole;
}
