// To be written.
export function Comparison({ id }: { id: string | undefined; query: URLSearchParams }) {
  return <div class="card">{id}</div>;
}
