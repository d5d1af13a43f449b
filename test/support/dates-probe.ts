import { openDatabase } from "../../src/platform/database";

/** Stores and reads days and moments, in whatever time zone this process was started with, and says what came back. */
async function main(url: string, days: string[], moments: string[]): Promise<void> {
  const database = await openDatabase({ url, poolSize: 1 });
  const read = await database.query<{ days: string[]; first: string }>(
    "select $1::date[] as days, ($1::date[])[1] as first",
    [days],
  );
  const stored = await database.query<{ moment: Date; text: string }>(
    "select moment, moment::text as text from unnest($1::timestamptz[]) as moment",
    [moments.map((moment) => new Date(moment))],
  );
  await database.close();
  process.send!({
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    days: read[0]!.days,
    first: read[0]!.first,
    moments: stored.map(({ moment }) => moment.toISOString()),
    texts: stored.map(({ text }) => text),
  });
}

if (require.main === module) void main(process.argv[2]!, JSON.parse(process.argv[3]!), JSON.parse(process.argv[4]!));
