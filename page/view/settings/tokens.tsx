// The tokens of the service: made, and revoked.
import { useState } from "preact/hooks";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Asked, Refused } from "../../part/asked.tsx";
import { Card } from "../../part/card.tsx";
import { Confirm, Dialog } from "../../part/dialog.tsx";
import { Field, Select } from "../../part/field.tsx";
import { day, minute } from "../../part/format.ts";
import { Table } from "../../part/table.tsx";
import { useAction } from "../../part/use-action.ts";
import { tokens as words } from "../../words/settings.ts";

const TOKENS_MAX = 1000;

export function Tokens() {
  const asked = useAnswer(
    (signal) => answerOf(edgefit().GET("/tokens", { params: { query: { limit: TOKENS_MAX } }, signal })),
    [],
  );
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<string>();
  const close = () => {
    setMaking(false);
    setRevoked(undefined);
    asked.askAgain();
  };
  return (
    <Card
      title={words.title}
      line={words.line}
      actions={
        <button type="button" onClick={() => setMaking(true)}>
          {words.make}
        </button>
      }
    >
      {isMaking && <Make onClose={close} />}
      {revoked !== undefined && <Revoke name={revoked} onClose={close} />}
      <Asked of={asked} isEmpty={({ tokens }) => tokens.length === 0} empty={words.none}>
        {({ tokens }) => (
          <Table
            caption={words.caption}
            file="tokens"
            rows={tokens}
            keyOf={({ name }) => name}
            columns={[
              { name: words.name, value: ({ name }) => name },
              { name: words.scope, value: ({ scope }) => words.scopes[scope] },
              { name: words.norms, value: ({ norms }) => norms, show: ({ norms }) => prefixOf(norms) },
              { name: words.models, value: ({ models }) => models, show: ({ models }) => prefixOf(models) },
              { name: words.sessions, value: ({ sessions }) => sessions, show: ({ sessions }) => prefixOf(sessions) },
              {
                name: words.expires,
                value: ({ expires_at }) => expires_at,
                show: ({ expires_at }) => (expires_at === null ? words.never : day(expires_at)),
              },
              {
                name: words.used,
                value: ({ last_used_at }) => last_used_at,
                show: ({ last_used_at }) => (last_used_at === null ? words.notUsed : minute(last_used_at)),
              },
            ]}
            actions={({ name }) => (
              <button type="button" class="danger" onClick={() => setRevoked(name)}>
                {words.revoke}
              </button>
            )}
          />
        )}
      </Asked>
    </Card>
  );
}

const prefixOf = (prefix: string | null) => (prefix === null ? "–" : prefix === "" ? words.every : `${prefix}…`);

function Revoke({ name, onClose }: { name: string; onClose: () => void }) {
  const revoke = useAction(async () => {
    await answerOf(edgefit().DELETE("/tokens/{token}", { params: { path: { token: name } } }));
    onClose();
  });
  return (
    <Confirm title={words.revoke} act={words.revoke} action={revoke} onClose={onClose}>
      <p>{words.revokeLine(name)}</p>
    </Confirm>
  );
}

const DAY_MS = 86_400_000;
const KINDS = ["norms", "models", "sessions"] as const;
type Scope = "read" | "predict" | "train" | "admin";

function Make({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  const [days, setDays] = useState("");
  const [prefixes, setPrefixes] = useState<Partial<Record<(typeof KINDS)[number], string>>>({});
  const [made, setMade] = useState<string>();
  const make = useAction(async () => {
    const given = Object.fromEntries(Object.entries(prefixes).filter(([, prefix]) => prefix !== ""));
    const expires_at = days === "" ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    const { token } = await answerOf(edgefit().POST("/tokens", { body: { name, scope, expires_at, ...given } }));
    setMade(token);
  });
  if (made !== undefined)
    return (
      <Dialog title={words.madeTitle} onClose={onClose}>
        <p>{words.madeLine}</p>
        <p>
          <code>{made}</code>
        </p>
      </Dialog>
    );
  return (
    <Dialog
      title={words.make}
      onClose={onClose}
      actions={
        <button type="button" class="main" disabled={make.isBusy} onClick={() => void make.run()}>
          {words.make}
        </button>
      }
    >
      <div class="stack">
        <Text label={words.name} value={name} onChange={setName} error={make.refusal?.at("name")} />
        <Select
          label={words.scope}
          value={scope}
          options={Object.entries(words.scopes)}
          onChange={(scope) => setScope(scope as Scope)}
        />
        <Field label={words.days} hint={words.daysHint} error={make.refusal?.at("expires_at")}>
          {(field) => (
            <input
              {...field}
              type="number"
              min={1}
              value={days}
              onInput={({ currentTarget }) => setDays(currentTarget.value)}
            />
          )}
        </Field>
        <p class="quiet">{words.prefix}</p>
        {KINDS.map((kind) => (
          <Text
            key={kind}
            label={words[kind]}
            value={prefixes[kind] ?? ""}
            onChange={(prefix) => setPrefixes({ ...prefixes, [kind]: prefix })}
            error={make.refusal?.at(kind)}
          />
        ))}
      </div>
      {make.refusal !== undefined && <Refused refusal={make.refusal} />}
    </Dialog>
  );
}

function Text({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}) {
  return (
    <Field label={label} error={error}>
      {(field) => <input {...field} value={value} onInput={({ currentTarget }) => onChange(currentTarget.value)} />}
    </Field>
  );
}
