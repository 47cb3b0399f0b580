/** To be written. */
export default function Norms() {
  return <div class="card" />;
}
