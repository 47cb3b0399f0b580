// Which models there are, and which comparisons.
import { changeQuery, hrefOf } from "../../address.ts";
import { useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Card, Chip, Head } from "../../part/card.tsx";
import { Select } from "../../part/field.tsx";
import { count, day, number } from "../../part/format.ts";
import { Pager, Table } from "../../part/table.tsx";
import { model as say, list as words } from "../../words/model.ts";
import { ComparisonList } from "./list-comparisons.tsx";
import { askModels, type Model, nameOf } from "./of-model.ts";

const PAGE = 100;
const NEWEST = "newest";

export function ModelList({ query }: { query: URLSearchParams }) {
  const told = (key: string) => query.get(key) ?? undefined;
  const wanted = { tag: told("tag"), problem: told("problem"), name: told("name"), order: told("order") ?? NEWEST };
  const after = told("after");
  const asked = useAnswer(
    (signal) => askModels({ limit: PAGE, ...wanted, after }, signal),
    [...Object.values(wanted), after],
  );
  const isAll = after === undefined && asked.data?.next === undefined;
  const isFiltered = wanted.tag !== undefined || wanted.problem !== undefined || wanted.name !== undefined;
  return (
    <>
      <Head
        title={words.title}
        line={asked.data && words.line(count(asked.data.models.length), isAll && !isFiltered)}
        actions={
          <>
            <a class="button" href={hrefOf(["models", "new"], { compare: 1 })}>
              {words.compare}
            </a>
            <a class="button main" href={hrefOf(["models", "new"])}>
              {words.train}
            </a>
          </>
        }
      />
      <div class="row">
        <Asked of={asked}>
          {({ models, trainable, next }) => (
            <Card
              title={words.caption}
              actions={<Filters models={models} families={trainable.map(({ name }) => name)} query={query} />}
            >
              <Found models={models} query={query} isFiltered={isFiltered} />
              {!isAll && <Pager after={after} next={next} first={words.firstPage} following={words.nextPage} />}
            </Card>
          )}
        </Asked>
        <ComparisonList />
      </div>
    </>
  );
}

function Filters({ models, families, query }: { models: Model[]; families: string[]; query: URLSearchParams }) {
  const choice = (key: string, label: string, values: string[]) => {
    const chosen = query.get(key);
    const all = [...new Set([...values, ...(chosen === null ? [] : [chosen])])].sort();
    const options = all.map((value) => [value, say.problems[value as Model["problem"]] ?? value] as const);
    return (
      <Select
        label={label}
        value={chosen ?? ""}
        options={[["", words.all], ...options]}
        onChange={(value) => changeQuery({ [key]: value === "" ? null : value, after: null }, { isStep: true })}
      />
    );
  };
  return (
    <fieldset class="line" aria-label={words.filters}>
      {choice("problem", words.problem, Object.keys(say.problems))}
      {choice("name", words.family, families)}
      {choice(
        "tag",
        words.tag,
        models.flatMap(({ tags }) => tags),
      )}
      <Select
        label={words.order}
        value={query.get("order") ?? NEWEST}
        options={Object.entries(words.orders)}
        onChange={(order) => changeQuery({ order, after: null, sort: null }, { isStep: true })}
      />
    </fieldset>
  );
}

function Found({ models, query, isFiltered }: { models: Model[]; query: URLSearchParams; isFiltered: boolean }) {
  if (models.length === 0) return <p class="empty">{isFiltered ? words.emptyFiltered : words.empty}</p>;
  return (
    <Table
      caption={words.caption}
      file="models"
      rows={models}
      keyOf={({ id }) => id}
      sort={query.get("sort")}
      onSort={(sort) => changeQuery({ sort })}
      columns={[
        {
          name: words.name,
          value: nameOf,
          show: (model) => (
            <>
              <a href={hrefOf(["models", String(model.id)])}>{nameOf(model)}</a>{" "}
              {model.tags.map((tag) => (
                <Chip key={tag}>{tag}</Chip>
              ))}
            </>
          ),
        },
        { name: words.family, value: ({ name }) => name },
        { name: words.problem, value: ({ problem }) => say.problems[problem] },
        {
          name: words.status,
          value: ({ status }) => say.statuses[status],
          show: ({ status, task_id }) => <State status={task_id === undefined ? status : "training"} />,
        },
        { name: words.versionNumber, value: ({ version }) => version },
        { name: words.rows, value: ({ rows }) => rows, format: count },
        { name: words.score, value: ({ metric_value }) => metric_value, format: number },
        { name: words.metric, value: ({ metric }) => metric },
        { name: words.created, value: ({ created_at }) => created_at, show: ({ created_at }) => day(created_at) },
      ]}
    />
  );
}

export function State({ status }: { status: Model["status"] }) {
  const tone = status === "training" ? "norm" : status === "ready" ? undefined : "warn";
  return tone === undefined ? <span>{say.statuses[status]}</span> : <Chip tone={tone}>{say.statuses[status]}</Chip>;
}
