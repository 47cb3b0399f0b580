// Chromium from the npm registry alone, where it starts.
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as launcher } from "playwright-core";

/** null, and one line that says why, where it does not start. */
export async function openChromium(): Promise<Browser | null> {
  try {
    const executablePath = await chromium.executablePath();
    return await launcher.launch({ executablePath, args: chromium.args, headless: true });
  } catch (error) {
    console.warn(`Skipped what runs in a browser: Chromium does not start here: ${String(error).split("\n")[0]}`);
    return null;
  }
}
