// To be written.
export function ModelList(_: { query: URLSearchParams }) {
  return <div class="card" />;
}
