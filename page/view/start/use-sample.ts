// The sample as a file, as if it had been dropped.
import { useEffect, useState } from "preact/hooks";

export function useSample(isWanted: boolean): File | undefined {
  const [sample, setSample] = useState<File>();
  useEffect(() => {
    if (!isWanted || sample !== undefined) return;
    void fetch(`${import.meta.env.BASE_URL}sample.csv`)
      .then((response) => response.blob())
      .then((blob) => setSample(new File([blob], "office.csv", { type: "text/csv" })));
  }, [isWanted, sample]);
  return isWanted ? sample : undefined;
}
