// The token of this tab.
import { useState } from "preact/hooks";
import { keepToken, readToken } from "../../api.ts";
import { Card } from "../../part/card.tsx";
import { TokenForm } from "../../part/token-form.tsx";
import { entered as words } from "../../words/settings.ts";

export function Entered() {
  const [kept, setKept] = useState(readToken());
  const keep = (token: string | null) => {
    keepToken(token);
    setKept(token);
  };
  return (
    <Card title={words.title} line={words.line} width={5}>
      <p>{kept === null ? words.hasNone : words.has}</p>
      <TokenForm onToken={keep}>
        {kept !== null && (
          <button type="button" onClick={() => keep(null)}>
            {words.forget}
          </button>
        )}
      </TokenForm>
    </Card>
  );
}
