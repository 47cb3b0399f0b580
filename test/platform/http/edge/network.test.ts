import { expect, it } from "vitest";
import { lastAddress, networkOf } from "../../../../src/platform/http/edge/network.ts";

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["2001:db8:0:0:1::9", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::2:3:4:5:6", "0:0:0:2::/64"],
  ["", ""],
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it("takes the address that the nearest proxy has seen", () => {
  expect([
    lastAddress("203.0.113.9, 192.0.2.7"),
    lastAddress("192.0.2.7"),
    lastAddress("a, "),
    lastAddress(null),
  ]).toEqual(["192.0.2.7", "192.0.2.7", undefined, undefined]);
});
