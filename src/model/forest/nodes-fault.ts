// Whether nodes that come from outside are a tree: the kernel follows children and reads features without looking, so that what is no
// tree would lead it out of its memory, or round for ever.
const NODE_BYTES = 16;

/** What is wrong with the nodes of a ForestUnit; null for a tree that every row can go down. */
export function nodesFault(
  nodes: Uint8Array,
  { columnCount, leafCount }: { columnCount: number; leafCount: number },
): string | null {
  const count = nodes.length / NODE_BYTES;
  if (count === 0 || !Number.isInteger(count)) return `${nodes.length} bytes are not 16 for each node`;
  const bytes = new DataView(nodes.buffer, nodes.byteOffset, nodes.byteLength);
  for (let node = 0; node < count; node++) {
    const child = bytes.getInt32(NODE_BYTES * node + 8, true);
    const feature = bytes.getInt16(NODE_BYTES * node + 12, true);
    if (feature < 0 && (child < 0 || child >= leafCount)) return `node ${node} is leaf ${child} of ${leafCount}`;
    if (feature >= columnCount) return `node ${node} asks column ${feature} of ${columnCount}`;
    // Children after their parent: no way leads back.
    if (feature >= 0 && (child <= node || child + 1 >= count))
      return `node ${node} of ${count} has children ${child} and ${child + 1}; children come after their parent, within the tree`;
  }
  return null;
}
