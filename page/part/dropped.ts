// The file that a person has dropped, for as long as the tab lives: a view hands it to another one. An address cannot hold a file.
import { useEffect, useState } from "preact/hooks";

const CHANGED = "edgefit-dropped";
let dropped: File | undefined;

export function keepDropped(file: File | undefined): void {
  dropped = file;
  dispatchEvent(new Event(CHANGED));
}

export function useDropped(): File | undefined {
  const [file, setFile] = useState(dropped);
  useEffect(() => {
    const follow = () => setFile(dropped);
    follow();
    addEventListener(CHANGED, follow);
    return () => removeEventListener(CHANGED, follow);
  }, []);
  return file;
}
