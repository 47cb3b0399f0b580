// To be written.
export default function Visitors() {
  return <div class="card" />;
}
