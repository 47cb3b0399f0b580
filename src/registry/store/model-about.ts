// What people call a model: of the model, whichever version serves.
import { eq, type SQL } from "drizzle-orm";
import type { AboutRequest } from "../../platform/schema/about.ts";
import { patched } from "../../platform/store/about-sql.ts";
import type { Database } from "../../platform/store/database.ts";
import { models } from "./model-tables.ts";

/** Says whether there is such a model. */
export async function amendAbout(database: Database, id: number, about: AboutRequest): Promise<boolean> {
  return (await amending(database, eq(models.id, id), about)).length > 0;
}

/** The statement, for a commit that does more. */
export function amending(database: Database, is: SQL, about: AboutRequest) {
  return database
    .update(models)
    .set({ about: patched(models.about, about) })
    .where(is)
    .returning({ id: models.id });
}
