const SHOWN = 40;

/** Lines only one of the texts has, in order, cut to what a person reads. Empty exactly when the texts are equal. */
export function lineDifferences(before: string, after: string): string[] {
  if (before === after) return [];
  const differences = [
    ...onlyIn(before, after).map((line) => `- ${line}`),
    ...onlyIn(after, before).map((line) => `+ ${line}`),
  ];
  if (differences.length === 0) return ["the same lines in another order, or another ending"];
  const rest = differences.length - SHOWN;
  return rest > 0 ? [...differences.slice(0, SHOWN), `… and ${rest} more lines`] : differences;
}

/** Counts repeated lines: one closing brace fewer is a difference too. */
function onlyIn(text: string, other: string): string[] {
  const counts = new Map<string, number>();
  for (const line of other.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  return text.split("\n").filter((line) => {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    return left === 0;
  });
}
