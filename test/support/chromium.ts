// Chromium from the npm registry alone, where it starts.
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as launcher } from "playwright-core";

/** Left out of what the package proposes: with them a page may do what browsers forbid it. */
const UNSAFE = ["--disable-web-security", "--allow-running-insecure-content"];

/** null, and one line that says why, where it does not start. */
export async function openChromium(): Promise<Browser | null> {
  try {
    chromium.setGraphicsMode = false; // WebGL in software: nothing here draws with it
    const args = chromium.args.filter((arg) => !UNSAFE.includes(arg));
    return await launcher.launch({ executablePath: await chromium.executablePath(), args, headless: true });
  } catch (error) {
    console.warn(`Skipped what runs in a browser: Chromium does not start here: ${String(error).split("\n")[0]}`);
    return null;
  }
}
