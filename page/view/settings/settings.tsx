// To be written.
export default function Settings() {
  return <div class="card" />;
}
