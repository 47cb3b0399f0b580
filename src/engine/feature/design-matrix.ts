// Rows → the columns of the design matrix, one per feature. Pure, and the same for training and for predicting.

import { CALENDARS, type Calendar, levels, phases } from "../time/calendar.ts";
import { degrees, piece } from "./bend.ts";
import type { Feature } from "./feature.ts";
import { lag, rolling } from "./look-back.ts";
import type { Series } from "./series.ts";
import type { Levels, Table } from "./table.ts";
import type { Term } from "./term.ts";

export interface Rows {
  series: Series;
  /** Wall-clock milliseconds since 1970 of the table's rows; empty without times. */
  local: Float64Array;
  /** Of columns of categories, whose values are places among them. */
  levels?: Table["levels"];
  /** Rows back, or a duration, in steps. */
  stepsOf(back: number | string): number;
}

export interface Design {
  /** One column per feature, each as long as the table; NaN where a value that it needs does not exist. */
  columns(features: readonly Feature[]): Float64Array[];
  /** 1 for each row with a window of which not all is there, among the features that were asked for so far. */
  isPartial: Uint8Array;
}

/** For several lists of features, of which many are in all. */
export function designOf({ series, local, levels: levelsByColumn, stepsOf }: Rows): Design {
  const isPartial = new Uint8Array(series.places?.length ?? series.positions.length);
  const byLevel = new Map<Calendar, Float64Array[]>();
  const byCategory = new Map<string, Map<string, Float64Array>>();
  const byTerm = new Map<Term, Float64Array>();
  // What columns have now and phases of one period are the same for many features.
  const cache = new Map<string, Float64Array>();
  const once = (key: string, make: () => Float64Array) => {
    if (!cache.has(key)) cache.set(key, make());
    return cache.get(key) as Float64Array;
  };
  const now = (column: string) => {
    if (series.places === null) return series.column(column);
    return once(`now ${column}`, () => atPlaces(series.column(column), series.places));
  };

  function columnOf(term: Term): Float64Array {
    switch (term.kind) {
      case "lag":
        return term.back === 0 ? now(term.column) : lagged(term.column, term.back);
      case "difference": {
        const before = lagged(term.column, term.back);
        return now(term.column).map((value, i) => value - (before[i] as number));
      }
      case "rolling": {
        const { column, window, statistic, min_coverage: minCoverage } = term;
        const steps = stepsOf(window);
        const rolled = rolling(series.positions, series.column(column), { steps, statistic, minCoverage });
        isPartial.forEach((_, row) => {
          const at = series.places?.[row] ?? row;
          if ((rolled.counts[at] as number) < steps && !Number.isNaN(rolled.values[at])) isPartial[row] = 1;
        });
        return atPlaces(rolled.values, series.places);
      }
      case "level":
        return levelColumns(term.calendar)[term.level] as Float64Array;
      case "harmonic": {
        const phase = once(term.period, () => phases(term.period, local));
        const angle = 2 * Math.PI * term.order;
        return phase.map((share) => Math[term.wave](angle * share));
      }
      case "piece":
        return piece(now(term.column), term.from, term.to);
      case "degrees":
        return degrees(now(term.column), term.side, term.base);
      case "category":
        return term.level === null ? now(term.column) : categoryColumn(term.column, term.level);
      case "product": {
        const right = columnOf(term.right);
        return columnOf(term.left).map((value, i) => value * (right[i] as number));
      }
    }
  }

  /** One column per level, all filled in one pass over the rows. */
  function levelColumns(calendar: Calendar): Float64Array[] {
    const known = byLevel.get(calendar);
    if (known !== undefined) return known;
    const { length } = local;
    // In one piece of memory: so many columns for themselves take longer to get than to fill.
    const buffer = new ArrayBuffer(8 * length * (CALENDARS[calendar].last + 1));
    const columns = Array.from(
      { length: CALENDARS[calendar].last + 1 },
      (_, level) => new Float64Array(buffer, 8 * length * level, length),
    );
    levels(calendar, local).forEach((level, row) => {
      (columns[level] as Float64Array)[row] = 1;
    });
    byLevel.set(calendar, columns);
    return columns;
  }

  /** A level that the table does not have is 0 in every row; a row without a level has none of any. */
  function categoryColumn(column: string, level: string): Float64Array {
    const levels = levelsByColumn?.get(column) ?? { names: [], shares: null };
    const places = now(column);
    let known = byCategory.get(column);
    if (known === undefined) {
      known = new Map(categoryColumns(places, levels));
      byCategory.set(column, known);
    }
    return known.get(level) ?? places.map((place) => (Number.isNaN(place) ? Number.NaN : 0));
  }

  function lagged(column: string, back: number | string): Float64Array {
    return atPlaces(lag(series.positions, series.column(column), stepsOf(back)), series.places);
  }

  const columns = (features: readonly Feature[]) =>
    features.map(({ term }) => {
      const column = byTerm.get(term) ?? columnOf(term);
      byTerm.set(term, column);
      return column;
    });
  return { columns, isPartial };
}

/** One column per level, all filled in one pass over the rows. */
function categoryColumns(places: Float64Array, { names, shares }: Levels): [string, Float64Array][] {
  const columns = names.map((name) => [name, new Float64Array(places.length)] as [string, Float64Array]);
  places.forEach((place, row) => {
    if (place >= 0) (columns[place] as [string, Float64Array])[1][row] = 1;
    else if (Number.isNaN(place) || shares !== null)
      columns.forEach(([, column], k) => {
        column[row] = Number.isNaN(place) ? Number.NaN : (shares?.[k] as number);
      });
  });
  return columns;
}

function atPlaces(values: Float64Array, places: Uint32Array | null): Float64Array {
  if (places === null) return values;
  const [first = 0] = places;
  // Where all of the past is before the rows they stand together.
  if (places.at(-1) === first + places.length - 1) return values.subarray(first, first + places.length);
  const at = new Float64Array(places.length);
  for (let i = 0; i < at.length; i++) at[i] = values[places[i] as number] as number;
  return at;
}
