// To be written.
export function NormList(_: { query: URLSearchParams }) {
  return <div class="card" />;
}
