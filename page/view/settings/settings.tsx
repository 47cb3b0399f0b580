// Settings: what is stored, the token of this tab, the tokens of the service, who changed what, and where the calls are told.

import type { Address } from "../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Card, Head } from "../../part/card.tsx";
import { bytes, count } from "../../part/format.ts";
import { Table } from "../../part/table.tsx";
import { about as aboutWords, stored as storedWords, settings as words } from "../../words/settings.ts";
import { Audit } from "./audit.tsx";
import { Entered } from "./entered.tsx";
import { Tokens } from "./tokens.tsx";

export default function Settings({ query }: Address) {
  return (
    <>
      <Head title={words.title} line={words.line} />
      <div class="row">
        <Stored />
        <Entered />
        <Tokens />
        <Audit query={query} />
        <About />
      </div>
    </>
  );
}

function Stored() {
  const asked = useAnswer((signal) => answerOf(edgefit().GET("/storage", { signal })), []);
  return (
    <Card title={storedWords.title} line={storedWords.line} width={7}>
      <Asked of={asked}>
        {({ norms, rows_kept, models, datasets, sessions }) => (
          <Table
            caption={storedWords.caption}
            file="storage"
            rows={[
              {
                what: storedWords.norms,
                count: norms.count,
                more: storedWords.batches(count(norms.batches)),
                size: norms.bytes,
              },
              { what: storedWords.kept, count: rows_kept.rows, more: "", size: rows_kept.bytes },
              {
                what: storedWords.models,
                count: models.count,
                more: storedWords.versions(count(models.versions)),
                size: models.bytes,
              },
              {
                what: storedWords.datasets,
                count: datasets.count,
                more: storedWords.rows(count(datasets.rows)),
                size: null,
              },
              {
                what: storedWords.sessions,
                count: sessions.count,
                more: storedWords.views(count(sessions.views)),
                size: null,
              },
            ]}
            columns={[
              { name: storedWords.what, value: ({ what }) => what },
              { name: storedWords.count, value: (row) => row.count, format: count },
              { name: storedWords.more, value: ({ more }) => more },
              { name: storedWords.size, value: ({ size }) => size, format: bytes },
            ]}
          />
        )}
      </Asked>
    </Card>
  );
}

function About() {
  const asked = useAnswer((signal) => answerOf(edgefit().GET("/", { signal })), []);
  return (
    <Card title={aboutWords.title} width={12}>
      <Asked of={asked}>
        {({ name, version }) => (
          <p>
            {name} {version} · <a href="/docs">{aboutWords.links}</a> · <a href="/openapi.json">{aboutWords.openapi}</a>{" "}
            · <a href="/problems">{aboutWords.problems}</a>
          </p>
        )}
      </Asked>
    </Card>
  );
}
