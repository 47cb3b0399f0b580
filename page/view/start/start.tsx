// To be written.
export default function Start() {
  return <div class="card" />;
}
