import fc from "fast-check";
import {
  graphql,
  GraphQLError,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  Kind,
  type GraphQLScalarType,
} from "graphql";
import {
  ClientKey,
  DateTime,
  Decimal,
  LocalDate,
  LongText,
  makeText,
  RegionCode,
  ShortText,
  TitleText,
} from "../../src/platform/scalars";

const TEXTS: readonly GraphQLScalarType[] = [ShortText, TitleText, LongText];
const ALL: readonly GraphQLScalarType[] = [DateTime, LocalDate, Decimal, RegionCode, ClientKey, ...TEXTS];

function refusal(scalar: GraphQLScalarType, value: unknown): GraphQLError {
  try {
    scalar.parseValue(value);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
  throw new Error(`${scalar.name} accepted it`);
}

describe.each(ALL.map((scalar) => [scalar.name, scalar] as const))("%s", (_name, scalar) => {
  test("is described in Chinese and in English", () => {
    expect(scalar.description).toMatch(/\p{Script=Han}/u);
    expect(scalar.description).toMatch(/[A-Za-z]{3}/);
  });

  test.each([
    ["a number", 20240501],
    ["a boolean", true],
    ["an object", { toString: () => "2024-05-01" }],
    ["a list", ["330482"]],
    ["null", null],
  ])("E5: refuses %s where a string belongs", (_case, value) => {
    expect(refusal(scalar, value).extensions).toEqual({ code: "BAD_USER_INPUT" });
  });

  test("E5: refuses literals of other kinds", () => {
    for (const node of [
      { kind: Kind.INT, value: "330482" },
      { kind: Kind.FLOAT, value: "1.5" },
      { kind: Kind.ENUM, value: "ABCDEFGH" },
      { kind: Kind.OBJECT, fields: [] },
      { kind: Kind.LIST, values: [] },
    ] as const) {
      expect(() => scalar.parseLiteral(node)).toThrow(GraphQLError);
    }
  });

  test("a resolver that gives something else is a fault of ours", () => {
    for (const value of [42, {}, [], true, Symbol("x")]) expect(() => scalar.serialize(value)).toThrow(TypeError);
  });
});

describe("DateTime", () => {
  test.each([
    ["2024-05-01T09:30:00+08:00", "2024-05-01T01:30:00.000Z"],
    ["2024-05-01T09:30:00Z", "2024-05-01T09:30:00.000Z"],
    ["2024-05-01t09:30:00z", "2024-05-01T09:30:00.000Z"],
    ["2024-05-01T09:30:00.5-03:30", "2024-05-01T13:00:00.500Z"],
    ["2024-05-01T09:30:00.123456+00:00", "2024-05-01T09:30:00.123Z"],
    ["2024-02-29T23:59:59.999+08:00", "2024-02-29T15:59:59.999Z"],
    ["2024-01-01T00:30:00+08:00", "2023-12-31T16:30:00.000Z"],
    ["1988-07-01T00:00:00+09:00", "1988-06-30T15:00:00.000Z"],
  ])("H13: %s is %s in every time zone", (input, instant) => {
    expect(DateTime.parseValue(input).toISOString()).toBe(instant);
    expect(DateTime.parseLiteral({ kind: Kind.STRING, value: input }).toISOString()).toBe(instant);
    expect(DateTime.serialize(input)).toBe(instant);
    expect(DateTime.serialize(new Date(instant))).toBe(instant);
  });

  test.each([
    ["no offset", "2024-05-01T09:30:00"],
    ["a day only", "2024-05-01"],
    ["a space for T", "2024-05-01 09:30:00+08:00"],
    ["an offset without its colon", "2024-05-01T09:30:00+0800"],
    ["30 February", "2024-02-30T00:00:00Z"],
    ["29 February of a common year", "2023-02-29T00:00:00Z"],
    ["hour 24", "2024-05-01T24:00:00Z"],
    ["minute 60", "2024-05-01T09:60:00Z"],
    ["a leap second, which nothing after us can hold", "2016-12-31T23:59:60Z"],
    ["an offset of a day", "2024-05-01T09:30:00+24:00"],
    ["the year one, which means none", "0001-01-01T00:00:00Z"],
    ["the year 9999, which means never", "9999-12-31T23:59:59Z"],
    ["milliseconds as text", "1714527000000"],
    ["words", "tomorrow"],
    ["a line break after it", "2024-05-01T09:30:00Z\n"],
    ["ten digits of fraction", "2024-05-01T09:30:00.0123456789Z"],
    ["a long tail", `2024-05-01T09:30:00.${"1".repeat(100_000)}`],
  ])("refuses %s", (_case, value) => {
    expect(refusal(DateTime, value).message).toMatch(/^时刻/);
  });

  test("an instant without an offset from the database is a fault, for it would follow the zone of the process", () => {
    expect(() => DateTime.serialize("2024-05-01T09:30:00")).toThrow(TypeError);
    expect(() => DateTime.serialize(new Date(Number.NaN))).toThrow();
  });

  test("every instant of the hub's years comes back as it went out", () => {
    const years = { min: new Date("1900-01-01T00:00:00Z"), max: new Date("2199-12-31T23:59:59Z"), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        expect(DateTime.parseValue(DateTime.serialize(date)).getTime()).toBe(date.getTime());
      }),
    );
  });
});

describe("LocalDate", () => {
  test("H13: a day goes through as text, untouched by any time zone", () => {
    for (const day of ["1990-05-01", "1986-05-04", "2024-02-29"]) {
      expect(LocalDate.parseValue(day)).toBe(day);
      expect(LocalDate.serialize(day)).toBe(day);
    }
  });

  test.each(["2023-02-29", "2024-5-1", "2024-05-01T00:00:00Z", "20240501", "", "2024-05-32"])("refuses %j", (value) => {
    expect(refusal(LocalDate, value).message).toMatch(/^日期/);
  });

  test("H13: a Date from the database is a fault, for it has a zone", () => {
    expect(() => LocalDate.serialize(new Date())).toThrow(TypeError);
  });
});

describe("E17: Decimal", () => {
  test.each([
    ["0", "0.00"],
    ["1200.5", "1200.50"],
    ["1.005", null],
    ["999999999999.99", "999999999999.99"],
    ["1000000000000", null],
    ["-12.3", "-12.30"],
    ["-0", "0.00"],
    ["-0.00", "0.00"],
    ["007", null],
    ["+5", null],
    [".5", null],
    ["5.", null],
    ["1e3", null],
    ["1,000", null],
    ["１２", null],
    ["NaN", null],
    ["Infinity", null],
    ["0x10", null],
    [" 1", null],
    ["1\n", null],
    ["", null],
  ])("E17: %j is taken as %j", (input, amount) => {
    if (amount === null) expect(refusal(Decimal, input).message).toMatch(/^金额/);
    else expect(Decimal.parseValue(input)).toBe(amount);
  });

  test("E17: a JSON number is refused going in and is a fault coming out", () => {
    expect(refusal(Decimal, 1200.5).message).toContain("字符串");
    expect(() => Decimal.parseLiteral({ kind: Kind.FLOAT, value: "1200.50" })).toThrow(GraphQLError);
    expect(() => Decimal.serialize(1200.5)).toThrow(TypeError);
    expect(() => Decimal.serialize("1.005")).toThrow(TypeError);
  });

  test("E17: a sum over many disputes may be longer than one amount", () => {
    expect(Decimal.serialize("123456789012345")).toBe("123456789012345.00");
  });

  test("E17: cents survive both ways for any amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -99_999_999_999_999n, max: 99_999_999_999_999n }), (cents) => {
        const absolute = cents < 0n ? -cents : cents;
        const text = `${cents < 0n ? "-" : ""}${absolute / 100n}.${String(absolute % 100n).padStart(2, "0")}`;
        expect(Decimal.serialize(Decimal.parseValue(text))).toBe(text);
      }),
    );
  });
});

describe("codes", () => {
  test.each(["330482", "330482101", "330482101201"])("the region %s is accepted", (code) => {
    expect(RegionCode.parseValue(code)).toBe(code);
  });

  test.each(["33", "330482%", "33048210", "000000", "' or 1=1"])("the region %j is refused", (code) => {
    expect(refusal(RegionCode, code).message).toMatch(/^行政区划/);
  });

  test.each(["12345678", "0190a6b2-7c1e-7f00-8000-0123456789ab", "~".repeat(128)])("the key %s is accepted", (key) => {
    expect(ClientKey.parseValue(key)).toBe(key);
  });

  test.each(["1234567", "x".repeat(129), "has space", "键键键键键键键键", "tab\tinside", "12345678\n"])(
    "the key %j is refused",
    (key) => {
      expect(refusal(ClientKey, key).message).toMatch(/^请求键/);
    },
  );
});

describe("texts", () => {
  test.each([
    [ShortText, 100],
    [TitleText, 200],
    [LongText, 4000],
  ])("%s counts characters as people do", (scalar, max) => {
    for (const character of ["张", "𠮷", "a"]) {
      expect(scalar.parseValue(character.repeat(max))).toBe(character.repeat(max));
      expect(refusal(scalar, character.repeat(max + 1)).message).toContain(String(max));
    }
    expect(refusal(scalar, "").message).toContain("1 至");
  });

  test.each([
    ["D22: NUL", "a\0", "NUL"],
    ["D22: half a surrogate pair", "a\ud842", "代理"],
    ["a control character", "a\u0007", "控制"],
    ["blanks only", " \u3000\u200b", "空白"],
  ])("%s is refused in every text", (_case, text, word) => {
    for (const scalar of TEXTS) expect(refusal(scalar, text).message).toContain(word);
  });

  test("lines belong in a long text only", () => {
    expect(LongText.parseValue("一\r\n二\t三\n")).toBe("一\r\n二\t三\n");
    for (const text of ["一\n二", "一\t二", "一\u2028二"]) expect(refusal(TitleText, text).message).toContain("换行");
  });

  test("E8: what is accepted is kept exactly, blanks at the ends and rare characters included", () => {
    for (const text of [" 𠮷䶮﨑·．", "阿卜杜拉•买买提", "e\u0301", "<script>", "=1+1"]) {
      expect(ShortText.parseValue(text)).toBe(text);
      expect(ShortText.serialize(text)).toBe(text);
    }
  });

  test("a text of the caller's own limits may be empty where zero is allowed", () => {
    const Note = makeText("Note", { min: 0, max: 3 });
    expect(Note.parseValue("")).toBe("");
    expect(Note.parseValue("  ")).toBe("  ");
    expect(refusal(Note, "四个字了").message).toContain("0 至 3");
  });
});

describe("F3: a refusal never repeats the value", () => {
  const secret = "11010519491231002X";

  test("not in the scalar's own error", () => {
    for (const scalar of [DateTime, LocalDate, Decimal, RegionCode]) {
      const error = refusal(scalar, secret);
      expect(JSON.stringify([error, error.message])).not.toContain(secret);
    }
    expect(refusal(ClientKey, `${secret} `).message).not.toContain(secret);
    expect(refusal(ShortText, secret.repeat(99)).message).not.toContain(secret);
  });

  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({
      name: "Query",
      fields: {
        echo: {
          type: GraphQLString,
          args: { day: { type: new GraphQLNonNull(LocalDate) } },
          resolve: (_root, { day }: { day: string }) => day,
        },
      },
    }),
  });

  test("not through a literal in a document", async () => {
    const result = await graphql({ schema, source: `{ echo(day: "${secret}") }` });
    expect(result.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  test("graphql-js adds the value of a variable, and the original error is there to be answered instead", async () => {
    const source = "query ($day: LocalDate!) { echo(day: $day) }";
    const result = await graphql({ schema, source, variableValues: { day: secret } });
    const error = result.errors?.[0];
    expect(error?.extensions.code).toBe("BAD_USER_INPUT");
    expect(error?.message).toContain(secret);
    expect(error?.originalError).toBeInstanceOf(GraphQLError);
    expect(error?.originalError?.message).toMatch(/^日期/);
    expect(error?.originalError?.message).not.toContain(secret);
  });
});
