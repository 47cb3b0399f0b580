// What follows from objects that nobody changes, remembered as long as they are there.

/**
 * The same function of two objects that nobody changes, which works each answer out once and keeps it as long as both objects: for what is
 * asked again and again, and takes longer to make than all that is done with it.
 */
export function onceFor<A extends object, B extends object | null, Value>(
  derive: (a: A, b: B) => Value,
): (a: A, b: B) => Value {
  const known = new WeakMap<A, WeakMap<object, { value: Value }>>();
  return (a, b) => {
    let ofA = known.get(a);
    if (ofA === undefined) {
      ofA = new WeakMap();
      known.set(a, ofA);
    }
    const found = ofA.get(b ?? NOTHING);
    if (found !== undefined) return found.value;
    const value = derive(a, b);
    ofA.set(b ?? NOTHING, { value });
    return value;
  };
}

const NOTHING = {};
