// What a person has set going: whether it is under way, and why it was refused.
import { useState } from "preact/hooks";
import { asRefusal, type Refusal } from "../api.ts";

export function useAction<Arguments extends unknown[]>(act: (...given: Arguments) => Promise<void>) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const run = async (...given: Arguments) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await act(...given);
    } catch (error) {
      setRefusal(asRefusal(error));
    } finally {
      setBusy(false);
    }
  };
  return { run, isBusy, refusal, forget: () => setRefusal(undefined) };
}
