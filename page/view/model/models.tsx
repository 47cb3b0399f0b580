/** To be written. */
export default function Models() {
  return <div class="card" />;
}
