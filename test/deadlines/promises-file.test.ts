import { readPromises } from "../../src/deadlines/promises-file";

const PROMISE = { limitId: "PET-ANSWER", length: 30, unit: "CALENDAR_DAY" };

test("what the centre promises of itself is read as it stands in the file", () => {
  expect(readPromises(JSON.stringify([PROMISE]))).toEqual([
    { limitId: "PET-ANSWER", period: { length: 30, unit: "CALENDAR_DAY" } },
  ]);
  expect(readPromises("[]")).toEqual([]);
});

test.each([
  ["{", "不是正确的 JSON"],
  ["{}", "须为 JSON 数组"],
  ["[null]", "第 1 项:limitId 须写期限代码"],
  [JSON.stringify([{ ...PROMISE, limitId: "PET-NONE" }]), "第 1 项 PET-NONE:没有这项期限"],
  [JSON.stringify([{ ...PROMISE, length: "30" }]), "第 1 项 PET-ANSWER:length 须为正整数"],
  [JSON.stringify([{ ...PROMISE, length: 0 }]), "第 1 项 PET-ANSWER:length 须为正整数"],
  [JSON.stringify([{ ...PROMISE, unit: "DAY" }]), "第 1 项 PET-ANSWER:unit 须为 HOUR、CALENDAR_DAY"],
  [JSON.stringify([{ ...PROMISE, unit: "toString" }]), "第 1 项 PET-ANSWER:unit 须为"],
  [JSON.stringify([{ ...PROMISE, unit: "WORKING_DAY" }]), "第 1 项 PET-ANSWER:须与法定期限同一单位"],
  [JSON.stringify([PROMISE, { ...PROMISE, length: 20 }]), "第 2 项:PET-ANSWER 写了两次"],
  [JSON.stringify([{ ...PROMISE, length: 61 }]), "第 1 项 PET-ANSWER:长于法定期限"],
  [
    JSON.stringify([PROMISE, { ...PROMISE, limitId: "PET-OBJ", length: 3, unit: "WORKING_DAY" }]),
    "第 2 项 PET-OBJ:这是当事人的权利期限",
  ],
])("%s is refused, with what is wrong", (text, what) => {
  const read = () => readPromises(text);
  expect(read).toThrow(expect.objectContaining({ code: "PROMISES_INVALID" }));
  expect(read).toThrow(what);
});
