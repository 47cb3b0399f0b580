// To be written.
export function Train(_: { query: URLSearchParams }) {
  return <div class="card" />;
}
