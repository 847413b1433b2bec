/** What is worked out of a list is worked out once: a question asks for it several times. The list must not change. */
export function memoizeByList<List extends object, T>(work: (list: List) => T): (list: List) => T {
  const known = new WeakMap<List, { made: T }>();
  return (list) => {
    const one = known.get(list) ?? { made: work(list) };
    known.set(list, one);
    return one.made;
  };
}
