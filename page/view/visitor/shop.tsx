// What all visitors of a time looked at: categories over time and in all, and the visits.
import { changeQuery, hrefOf } from "../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { HeatMap } from "../../chart/heat-map.tsx";
import { Intervals } from "../../chart/intervals.tsx";
import { Asked } from "../../part/asked.tsx";
import { Card, Head } from "../../part/card.tsx";
import { Field, Select } from "../../part/field.tsx";
import { count } from "../../part/format.ts";
import { Pager, Table } from "../../part/table.tsx";
import { inAll, list as listWords, overTime, visitors as words } from "../../words/visitor.ts";

const TOP = 12;
const VISITS = 20;

export function Shop({ query }: { query: URLSearchParams }) {
  const level = query.get("level") ?? "1";
  const step = (query.get("step") ?? "day") as "day" | "week" | "month";
  const of = readOf(query);
  return (
    <>
      <Head
        title={words.title}
        line={words.line}
        actions={
          <>
            <a class="button" href={hrefOf(["visitors", "report"])}>
              {words.report}
            </a>
            <a class="button main" href={hrefOf(["visitors", "upload"])}>
              {words.upload}
            </a>
          </>
        }
      />
      <form class="card line" onSubmit={(event) => event.preventDefault()}>
        <DateField label={words.from} name="from" value={of.from} />
        <DateField label={words.to} name="to" value={of.to} />
        <Select
          label={words.level}
          value={level}
          options={words.levels.map((text, i) => [String(i + 1), text] as const)}
          onChange={(level) => changeQuery({ level })}
        />
        <Select
          label={words.gender}
          value={of.gender ?? ""}
          options={Object.entries(words.genders)}
          onChange={(gender) => changeQuery({ gender: gender || null })}
        />
        <Select
          label={words.step}
          value={step}
          options={Object.entries(words.steps)}
          onChange={(step) => changeQuery({ step })}
        />
      </form>
      <div class="row">
        <OverTime of={of} level={level} step={step} />
        <InAll of={of} level={level} />
        <Visits of={of} after={query.get("after")} />
      </div>
    </>
  );
}

/** Which visits: by their start, and by the gender that the log has. */
interface Of {
  from?: string;
  to?: string;
  gender?: "female";
}

function readOf(query: URLSearchParams): Of {
  const named = ["from", "to", "gender"].map((name) => [name, query.get(name)] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== null));
}

function DateField({ label, name, value }: { label: string; name: string; value: string | undefined }) {
  return (
    <Field label={label}>
      {(field) => (
        <input
          {...field}
          type="date"
          value={value ?? ""}
          onChange={({ currentTarget }) => changeQuery({ [name]: currentTarget.value || null })}
        />
      )}
    </Field>
  );
}

function OverTime({ of, level, step }: { of: Of; level: string; step: "day" | "week" | "month" }) {
  const asked = useAnswer(
    (signal) =>
      answerOf(
        edgefit().GET("/sessions/categories/history", {
          params: { query: { ...of, level: level as "1", step, limit: TOP } },
          signal,
        }),
      ),
    [JSON.stringify(of), level, step],
  );
  return (
    <Card title={overTime.title} line={overTime.line(TOP, words.steps[step])} width={7}>
      <Asked of={asked} isEmpty={({ t }) => t.length === 0} empty={<NoVisits of={of} />}>
        {({ t, categories, others }) => {
          const rows = [
            ...categories.map(({ category, views }) => [category, views] as const),
            ...(others.some(Boolean) ? [[overTime.others, others] as const] : []),
          ];
          return (
            <HeatMap
              name={overTime.title}
              file="views-over-time"
              rows={rows.map(([name]) => name)}
              columns={t}
              cells={rows.flatMap(([row, values]) => t.map((column, i) => ({ row, column, value: values[i] ?? 0 })))}
              rowsLabel={overTime.category}
              columnsLabel={overTime.time[step] ?? step}
              format={count}
            />
          );
        }}
      </Asked>
    </Card>
  );
}

function InAll({ of, level }: { of: Of; level: string }) {
  const asked = useAnswer(
    (signal) =>
      answerOf(
        edgefit().GET("/sessions/categories", {
          params: { query: { ...of, level: level as "1", limit: TOP } },
          signal,
        }),
      ),
    [JSON.stringify(of), level],
  );
  const { data } = asked;
  return (
    <Card
      title={inAll.title}
      line={data && inAll.line(count(data.total), count(data.sessions), count(data.category_count))}
      width={5}
    >
      <Asked of={asked} isEmpty={({ total }) => total === 0} empty={<NoVisits of={of} />}>
        {({ categories, others }) => (
          <Intervals
            name={inAll.title}
            file="views-by-category"
            unit={inAll.unit}
            isBar
            format={count}
            intervals={[
              ...Object.entries(categories).map(([name, value]) => ({ name, value, note: count(value) })),
              ...(others > 0 ? [{ name: inAll.others, value: others, note: count(others) }] : []),
            ]}
          />
        )}
      </Asked>
    </Card>
  );
}

function Visits({ of, after }: { of: Of; after: string | null }) {
  const asked = useAnswer(
    (signal) =>
      answerOf(
        edgefit().GET("/sessions", {
          params: { query: { ...of, order: "newest", limit: VISITS, ...(after !== null && { after: Number(after) }) } },
          signal,
        }),
      ),
    [JSON.stringify(of), after],
  );
  return (
    <Card title={listWords.title} line={listWords.line}>
      <Asked of={asked} isEmpty={({ sessions }) => sessions.length === 0} empty={<NoVisits of={of} />}>
        {({ sessions, next }) => (
          <>
            <Table
              caption={listWords.caption}
              file="visits"
              rows={sessions}
              keyOf={({ session_id }) => session_id}
              columns={[
                {
                  name: listWords.id,
                  value: ({ session_id }) => session_id,
                  show: ({ session_id }) => <a href={hrefOf(["visitors", "visit", session_id])}>{session_id}</a>,
                },
                {
                  name: listWords.start,
                  value: ({ start }) => start,
                  show: ({ start }) => <span class="whole">{start}</span>,
                },
                { name: listWords.end, value: ({ end }) => end, show: ({ end }) => <span class="whole">{end}</span> },
                { name: listWords.views, value: ({ view_count }) => view_count },
                { name: listWords.gender, value: ({ gender }) => gender ?? listWords.unknown },
              ]}
            />
            <Pager after={after} next={next} first={listWords.newest} following={listWords.older} />
          </>
        )}
      </Asked>
    </Card>
  );
}

function NoVisits({ of }: { of: Of }) {
  if (Object.keys(of).length > 0) return <p>{words.emptyOf}</p>;
  return (
    <>
      <p>{words.empty}</p>
      <a class="button" href={hrefOf(["visitors", "upload"])}>
        {words.upload}
      </a>
    </>
  );
}
