// The norms that there are: which, how large, how good, and when each last learned.
import { hrefOf } from "../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Card, Head } from "../../part/card.tsx";
import { count, minute, percent } from "../../part/format.ts";
import { quantityName } from "../../part/quantity.ts";
import { Pager, Table } from "../../part/table.tsx";
import { list as words } from "../../words/norm.ts";
import type { NormSummary } from "./shapes.ts";

const A_PAGE = 20;

export function NormList({ query }: { query: URLSearchParams }) {
  const tag = query.get("tag") ?? undefined;
  const after = query.get("after") ?? undefined;
  const asked = useAnswer((signal) => readPage({ tag, after }, signal), [tag, after]);
  return (
    <>
      <Head
        title={words.title}
        line={words.line}
        actions={
          <a class="button main" href={hrefOf([])}>
            {words.add}
          </a>
        }
      />
      <Asked
        of={asked}
        isEmpty={({ norms }) => norms.length === 0}
        empty={
          <Card title={tag === undefined ? words.emptyTitle : words.emptyTag(tag)}>
            <p>{tag === undefined ? words.empty : <a href={hrefOf(["norms"])}>{words.all}</a>}</p>
            {tag === undefined && (
              <p>
                <a class="button main" href={hrefOf([])}>
                  {words.add}
                </a>
              </p>
            )}
          </Card>
        }
      >
        {({ norms, next }) => (
          <Card
            title={tag === undefined ? words.caption : words.tagged(tag)}
            line={words.errorHint}
            actions={
              tag !== undefined && (
                <a class="button" href={hrefOf(["norms"])}>
                  {words.all}
                </a>
              )
            }
          >
            <Table
              caption={words.caption}
              file={words.file}
              rows={norms}
              rowsAPage={A_PAGE}
              keyOf={({ norm }) => norm}
              columns={[
                {
                  name: words.norm,
                  value: ({ norm, title }) => title ?? norm,
                  show: ({ norm, title }) => (
                    <>
                      <a href={hrefOf(["norms", norm])}>{title ?? norm}</a>
                      {title !== null && <div class="quiet">{norm}</div>}
                    </>
                  ),
                },
                {
                  name: words.predicts,
                  value: (norm) => quantityName(norm),
                },
                {
                  name: words.tags,
                  value: ({ tags }) => tags.join(" "),
                  show: ({ tags }) => <Tags tags={tags} />,
                },
                { name: words.rows, value: ({ rows }) => rows, show: ({ rows }) => count(rows) },
                { name: words.version, value: ({ version }) => version },
                {
                  name: words.error,
                  value: ({ cvrmse }) => cvrmse,
                  show: ({ cvrmse, isBeyond, hasDrifted }) => (
                    <>
                      <span class={isBeyond === null ? "" : isBeyond ? "warn" : "good"}>{percent(cvrmse)}</span>
                      {hasDrifted && <div class="warn">{words.drifted}</div>}
                    </>
                  ),
                },
                {
                  name: words.trained(localZone()),
                  value: ({ trained }) => trained,
                  show: ({ trained }) => (trained === null ? words.none : minute(trained, localZone())),
                },
              ]}
            />
            <Pager after={after} next={next} first={words.first} following={words.next} />
          </Card>
        )}
      </Asked>
    </>
  );
}

function Tags({ tags }: { tags: string[] }) {
  return (
    <span class="line">
      {tags.map((tag) => (
        <a key={tag} class="chip" href={hrefOf(["norms"], { tag })}>
          {tag}
        </a>
      ))}
    </span>
  );
}

/** A page of norms. */
async function readPage({ tag, after }: { tag: string | undefined; after: string | undefined }, signal: AbortSignal) {
  const query = { limit: String(A_PAGE) as never, ...(tag && { tag }), ...(after && { after }) };
  const { norms, next } = await answerOf(edgefit().GET("/norms", { params: { query }, signal }));
  return { norms: norms.map((norm) => ({ ...norm, ...stateOf(norm) })), next };
}

interface State {
  cvrmse: number | null;
  /** Whether it is beyond the Guideline's limit; null where there is none. */
  isBeyond: boolean | null;
  hasDrifted: boolean;
  trained: string | null;
}

function stateOf({ newest_batch }: NormSummary): State {
  const { error = null, drift = null, time = null } = newest_batch ?? {};
  return {
    cvrmse: error?.cvrmse ?? null,
    isBeyond: error?.gate ? !error.gate.passed : null,
    hasDrifted: drift?.flagged ?? false,
    trained: time,
  };
}

const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
