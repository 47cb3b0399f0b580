import { AppError } from "../../error.ts";

/** What an act came to, or how it was refused; whatever else is thrown goes on. */
export async function orRefusal<T>(act: () => T | Promise<T>): Promise<{ done: T } | { refused: AppError }> {
  try {
    return { done: await act() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refused: error };
  }
}
