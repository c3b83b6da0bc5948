/** The smallest text found that is still bad: pieces are taken out, the large ones first. */
export function shrink(text: string, isBad: (text: string) => boolean, attempts = 2000): string {
  let left = attempts;
  let smallest = text;
  for (let size = Math.ceil(text.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < smallest.length && left > 0;) {
      const shorter = smallest.slice(0, start) + smallest.slice(start + size);
      left--;
      if (isBad(shorter)) smallest = shorter;
      else start += size;
    }
  }
  return smallest;
}
