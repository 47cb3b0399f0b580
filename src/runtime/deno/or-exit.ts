/** Does a part of the start. What it cannot do is told in one line, and the process ends: whoever starts it has to mend it. */
export async function orExit<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ");
    console.error(message.startsWith("Cannot ") ? message : `Cannot start: ${message}`);
    Deno.exit(1);
  }
}
