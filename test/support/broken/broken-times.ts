// Files whose times are wrong, or look so.
import { type BrokenFile, csv, timed } from "./broken-file.ts";

const hours = (day: string, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `${day} ${String(from + i).padStart(2, "0")}:00`);
const autumn = [...hours("2026-10-24", 0, 24), ...hours("2026-10-25", 0, 3), ...hours("2026-10-25", 2, 10)];
const BRUSSELS = "timezone=Europe/Brussels";

export const brokenTimes: BrokenFile[] = [
  { what: "the hour of autumn twice, in its zone", body: () => timed(autumn), query: BRUSSELS },
  { what: "the hour of autumn twice, no zone", body: () => timed(autumn) },
  {
    what: "the hour of autumn three times",
    body: () => timed([...autumn.slice(0, 27), "2026-10-25 02:00", ...autumn.slice(27)]),
    query: BRUSSELS,
  },
  {
    what: "the hour of spring that never was",
    body: () => timed([...hours("2026-03-28", 0, 24), ...hours("2026-03-29", 0, 5)]),
    query: BRUSSELS,
  },
  { what: "a zone that is none", body: () => timed(autumn), query: "timezone=CEST%2B1" },
  {
    what: "rows out of order",
    body: () => timed(["2026-01-02", "2026-01-01", "2026-01-03", "2026-01-05", "2026-01-04"]),
  },
  { what: "two rows of one time", body: () => csv({ 9: "2026-01-01T06:00Z,5,49" }) },
  {
    what: "two rows of one time, duplicates=mean",
    body: () => csv({ 9: "2026-01-01T06:00Z,5,49" }),
    query: "duplicates=mean",
  },
  {
    what: "two rows of one time with two texts, duplicates=mean",
    body: () => "t,level,y\n2026-01-01,a,1\n2026-01-01,b,2\n2026-01-02,a,3\n2026-01-03,b,4\n",
    query: "duplicates=mean",
  },
  { what: "duplicates= that is none", body: () => csv(), query: "duplicates=any" },
  {
    what: "a date that reads in two ways",
    body: () => timed(["01/02/2026", "02/02/2026", "03/02/2026", "04/02/2026"]),
  },
  {
    what: "the same, time_format= told",
    body: () => timed(["01/02/2026", "02/02/2026", "03/02/2026", "04/02/2026"]),
    query: "time_format=dd/MM/yyyy",
  },
  { what: "two formats of dates", body: () => timed(["2026-01-01", "2026-01-02", "03.01.2026", "2026-01-04"]) },
  {
    what: "some times with an offset",
    body: () => timed(["2026-01-01T00:00Z", "2026-01-01T01:00", "2026-01-01T02:00Z"]),
  },
  {
    what: "two offsets",
    body: () =>
      timed(["2026-03-28T00:00+01:00", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", "2026-03-31T00:00+02:00"]),
  },
  { what: "a row without a time", body: () => csv({ 5: ",5,49" }) },
  { what: "a 30th of February", body: () => timed(["2026-02-27", "2026-02-28", "2026-02-30", "2026-03-01"]) },
  { what: "a year 20266", body: () => csv({ 5: "20266-01-01T03:00Z,5,49" }) },
  {
    what: "seconds since 1970, not told",
    body: () => timed(["1767225600", "1767229200", "1767232800"]),
    query: "time=t",
  },
  {
    what: "seconds since 1970, told",
    body: () => timed(["1767225600", "1767229200", "1767232800", "1767236400"]),
    query: "time=t&time_format=epoch_s",
  },
  {
    what: "milliseconds told as seconds",
    body: () => timed(["1767225600000", "1767229200000"]),
    query: "time=t&time_format=epoch_s",
  },
  { what: "time_format= that is none", body: () => csv(), query: "time_format=dd.MM.jjjj" },
  { what: "time= unknown", body: () => csv(), query: "time=when" },
  { what: "time= of numbers", body: () => csv(), query: "time=temp" },
  {
    what: "two columns of times",
    body: () => "start,end,y\n2026-01-01,2026-01-02,1\n2026-01-02,2026-01-03,2\n2026-01-03,2026-01-04,3\n",
  },
];
