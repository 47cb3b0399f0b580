// To be written.
export function ModelCard({ id }: { id: string; query: URLSearchParams }) {
  return <div class="card">{id}</div>;
}
