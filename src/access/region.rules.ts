/**
 * GB/T 2260 (six digits) with GB/T 10114 (nine) and the village (twelve). Zeros that fill the code up mean "all of
 * it", so they end it: nothing but zeros may follow. Cities without counties (东莞 441900) have towns directly.
 * The scalar RegionCode in platform/scalars.ts holds the same pattern, and a test compares the two.
 */
const REGION_CODE = /^[1-9]\d(?:0{4}(?:0{3}){0,2}|(?!00)\d{4}(?:\d{3}(?:000)?|(?!000)\d{6})?)$/;

/** Whether the text is built like a region code; whether such a region exists is for the table to say. */
export function isRegionCode(text: string): boolean {
  return REGION_CODE.test(text);
}

/** The digits that every code inside the region begins with: 33, 3304, 330482, 330482101. */
export function regionPrefix(code: string): string {
  if (!isRegionCode(code)) throw new RangeError("行政区划代码的格式不对");
  const [county, town, village] = [code.slice(0, 6), code.slice(6, 9), code.slice(9)];
  if (Number(village) > 0) return code;
  if (Number(town) > 0) return county + town;
  return county.replace(/^(\d\d)0000$/, "$1").replace(/^(\d{4})00$/, "$1");
}

/** Whether `region` lies within `scope`. A text that is no region code covers nothing and lies nowhere. */
export function covers(scope: string, region: string): boolean {
  return isRegionCode(scope) && isRegionCode(region) && regionPrefix(region).startsWith(regionPrefix(scope));
}
