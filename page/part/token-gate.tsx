// Asks for a token where the service wants one; shows the view otherwise.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { keepToken, readToken, TOKEN_CHANGED, UNAUTHORISED } from "../api.ts";
import { token as words } from "../words/frame.ts";
import { Card } from "./card.tsx";
import { TokenForm } from "./token-form.tsx";

export function TokenGate({ children }: { children: ComponentChildren }) {
  const [isClosed, setClosed] = useState(false);
  useEffect(() => {
    const close = () => setClosed(true);
    const open = () => setClosed(false);
    addEventListener(UNAUTHORISED, close);
    addEventListener(TOKEN_CHANGED, open);
    return () => {
      removeEventListener(UNAUTHORISED, close);
      removeEventListener(TOKEN_CHANGED, open);
    };
  }, []);
  if (!isClosed) return <>{children}</>;
  return (
    <Card title={words.title} line={words.line} isHeading>
      <TokenForm isMain error={readToken() === null ? undefined : words.refused} onToken={keepToken} />
    </Card>
  );
}
