// Cells of text out of the bytes of a block. Of a column of few different texts each is made once; and none holds on to the whole block.
import { DOUBLED, MISSING } from "../../../engine/kernel/csv-kernel.ts";

/** Texts of one column that were made already; `null` once they are too many to look up. */
export interface KnownTexts {
  known: Map<string, string> | null;
}

/** A column of more different texts, such as times, is no column of levels: looking each up would cost more than making it. */
const KNOWN_MAX = 1_024;

// A part of a string that is no longer is a copy in V8; of a longer one it keeps the whole string alive.
const COPIED_LENGTH_MAX = 12;

/** A block's bytes, and the same as one string of one character a byte. */
export interface TextBlock {
  bytes: Uint8Array;
  characters: string;
  isAscii: boolean;
}

export function textBlock(bytes: Uint8Array, isAscii: boolean): TextBlock {
  return { bytes, characters: ONE_EACH.decode(bytes), isAscii };
}

/** The texts at these places; null where one is missing. */
export function textCells(block: TextBlock, places: Uint32Array, texts: KnownTexts): (string | null)[] {
  const cells = new Array<string | null>(places.length / 2).fill(null);
  for (let row = 0; row < cells.length; row++) {
    const at = places[2 * row] as number;
    const told = places[2 * row + 1] as number;
    if (told === MISSING) continue;
    const characters = block.characters.slice(at, at + cellLength(told));
    cells[row] = texts.known?.get(characters) ?? makeText(block, at, { told, characters, texts });
  }
  return cells;
}

interface Made {
  told: number;
  characters: string;
  texts: KnownTexts;
}

function makeText({ bytes, isAscii }: TextBlock, at: number, { told, characters, texts }: Made): string {
  const own = bytes.subarray(at, at + characters.length);
  const flat = characters.length <= COPIED_LENGTH_MAX ? characters : ONE_EACH.decode(own);
  const text = isAscii ? flat : UTF_8.decode(own);
  const made = told < DOUBLED ? text : text.replaceAll('""', '"');
  if (texts.known !== null && texts.known.size >= KNOWN_MAX) texts.known = null;
  texts.known?.set(flat, made);
  return made;
}

/** Bytes of a cell, as the kernel tells them. */
export function cellLength(told: number): number {
  return told < DOUBLED ? told : told - DOUBLED;
}

const UTF_8 = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
const ONE_EACH = new TextDecoder("windows-1252");
