// The document's title as long as something is seen: what it is called in the tab, and the name of the PDF that it is printed to.
import { useEffect } from "preact/hooks";

export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
