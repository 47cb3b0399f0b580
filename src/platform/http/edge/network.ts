/**
 * What of an address counts as one caller: an IPv4 address, and of IPv6 the first 64 bits, for who has one of those has all of the
 * others. An IPv4 address in the writing of IPv6 is that address. What is no address is itself.
 */
export function networkOf(address: string): string {
  const [bare = ""] = address.trim().toLowerCase().split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!bare.includes(":")) return bare;
  const [head = "", tail] = bare.split("::");
  const groups = head === "" ? [] : head.split(":");
  // Of the second half no more counts than fills the first four of eight groups.
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => "0");
  const first = [...groups, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${first.join(":")}::/64`;
}

/** The last address of a header that proxies write: the one that the nearest of them, which is trusted, has seen. */
export function lastAddress(header: string | null): string | undefined {
  return header?.split(",").at(-1)?.trim() || undefined;
}
