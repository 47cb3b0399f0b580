// Where a file is dropped, or chosen by a click or the keyboard.
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

export function Drop({
  label,
  onFile,
  isSmall = false,
  children,
}: {
  label: string;
  /** Where there is a file already. */
  isSmall?: boolean;
  onFile: (file: File) => void;
  children?: ComponentChildren;
}) {
  const [isOver, setOver] = useState(false);
  const id = useId();
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <div
      class={`drop ${isOver ? "is-over" : ""} ${isSmall ? "is-small" : ""}`}
      role="group"
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      {children}
      <p>
        <label for={id} class="button">
          {label}
        </label>
        <input
          id={id}
          class="unseen"
          type="file"
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            currentTarget.value = "";
          }}
        />
      </p>
    </div>
  );
}
